"""Shows that a change changes no verdict: every answer of a tree over the same inputs, one line each, to be compared.

    python benchmarks/identity.py make FOLDER                      writes the inputs: cases, a rulebook of one's own
    python benchmarks/identity.py answers TREE FOLDER OUT.jsonl [GROUP…]   what that tree says of them
    python benchmarks/identity.py compare BEFORE.jsonl AFTER.jsonl         one hash of each, and every answer that differs

Groups: samples (findings.json texts: samples × periods × days × rulebooks), copies (receipts of annotated copies), cases,
readings (case workbooks × 2), generated (workbooks under FOLDER/generated), words (explain of every code in both
languages, the documents, the blank form). A tree of an older layout is asked by its own names.
"""

import hashlib
import importlib
import inspect
import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

TREE = Path(__file__).resolve().parents[1]
OWN = """extends: customer_communication
rules:
"""
RULEBOOK_SHA = re.compile(r'("rulebook": ?\{[^{}]*"sha256": ?")[0-9a-f]{64}')
"""The hash of a rulebook's texts is no verdict: it changes with their wording."""
PERIODS, DAYS = ("2026", "2026-Q3"), (date(2026, 7, 18), date(2026, 10, 31))


def of(*places: str) -> Any:
    """The first of these modules that the tree has."""
    for place in places:
        try:
            return importlib.import_module(place)
        except ModuleNotFoundError as missing:
            if not str(missing.name).startswith("clausecheck"):
                raise
    raise SystemExit(f"the tree has none of {places}")


def make(folder: Path) -> None:
    """Every case's workbooks in a folder of their own, and a rulebook in which no last day counts any more."""
    sys.path[:0] = [str(TREE / "lib"), str(TREE / "tests" / "rules"), str(TREE / "tests" / "readings")]
    import test_readings as of_readings  # noqa: PLC0415 - likewise
    from rule_cases import all_cases  # noqa: PLC0415 - only here

    for i, case in enumerate(all_cases()):
        place = folder / "cases" / f"{case.code}-{i:04}"
        place.mkdir(parents=True, exist_ok=True)
        case.write(place)
        case.own_rulebook(place)
        (place / "when.json").write_text(json.dumps([case.period, case.as_of.isoformat()]))
    for i, parameter in enumerate(of_readings.all_cases()):
        place = folder / "readings" / f"{str(parameter.id)[:2]}-{i:04}"
        place.mkdir(parents=True, exist_ok=True)
        case: Any = parameter.values[0]
        of_readings.audit_case(case, place)
        (place / "when.json").write_text(json.dumps([case["period"], case["as_of"]]))


def answers(tree: Path, folder: Path, groups: list[str]) -> Iterator[tuple[str, str]]:
    """Name and text of every answer."""
    sys.path.insert(0, str(tree / "lib"))
    import clausecheck  # noqa: PLC0415 - that of the tree

    assert str(tree) in str(clausecheck.__file__), clausecheck.__file__
    for group in groups or GROUPS:
        for name, said in GROUPS[group](folder):
            yield f"{group}/{name}", RULEBOOK_SHA.sub(r"\1…", said)


class Tree:
    """What is asked of a tree, under whatever names it has it."""

    def __init__(self) -> None:
        self.logs = of("clausecheck.logs").read_logs
        self.audit = of("clausecheck.pipeline").audit_logs
        self.book = of("clausecheck.rulebook").load_rulebook
        self.period = of("clausecheck.nouns.periods", "clausecheck.periods").parse_period
        self.waivers = of("clausecheck.audit.waived", "clausecheck.audit.waivers", "clausecheck.waivers").find_waivers
        self.workdays = of("clausecheck.nouns.workdays", "clausecheck.workdays").find_workdays
        self.pieces = of("clausecheck.results.findings_json", "clausecheck.outputs.findings_json").pieces
        self.write = of("clausecheck.results", "clausecheck.outputs").write_outputs
        self.books: dict[Any, Any] = {}

    def rulebook(self, path: Path | None) -> Any:
        if path not in self.books:
            self.books[path] = self.book(path)
        return self.books[path]

    def read(self, paths: Iterable[Path], book: Any) -> Any:
        return self.logs(list(paths), words=book.words)

    def said(self, logs: Any, book: Any, period: str, day: date, paths: list[Path]) -> Any:
        return self.audit(logs, book, self.period(period), day, self.waivers(paths), calendar=self.workdays(paths))


def own_rulebook(folder: Path) -> Path:
    """A company's rulebook in which no last day counts."""
    path = folder / "own" / "rulebook.yaml"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        codes = [
            "CMP01",
            "CMP02",
            "CMP03",
            "CMP10",
            "RPT01",
            "RPT02",
            "RPT03",
            "INF04",
            "ITV01",
            "ENG01",
            "STA01",
            "SUR01",
        ]
        path.write_text(OWN + "".join(f"  {code}: {{boundary: exclusive}}\n" for code in codes), encoding="utf-8")
    return path


def samples(folder: Path) -> Iterator[tuple[str, str]]:
    asked = Tree()
    books = []
    for path in (None, own_rulebook(folder)):
        try:
            books.append(asked.rulebook(path))
        except Exception as fault:  # noqa: BLE001 - what a tree refuses is an answer too
            yield f"rulebook-{path is not None}", repr(fault)
    for sample in sorted((TREE / "sample_data").glob("CH-*")):
        logs = [(book, asked.read([sample], book)) for book in books]
        for period, day, (book, read) in product(PERIODS, DAYS, logs):
            audit = asked.said(read, book, period, day, [sample])
            yield f"{sample.name}-{period}-{day}-{book.identity.id}", "".join(asked.pieces(audit))


def copies(_: Path) -> Iterator[tuple[str, str]]:
    asked = Tree()
    for sample, lang in product(sorted((TREE / "sample_data").glob("CH-*")), ("zh", "en")):
        book = asked.rulebook(None)
        audit = asked.said(asked.read([sample], book), book, "2026", DAYS[1], [sample])
        with tempfile.TemporaryDirectory() as out:
            written = asked.write(audit, out, lang=lang)
            for path in sorted(written.rglob("*.xlsx")):
                with zipfile.ZipFile(path) as book_zip:
                    parts = {n: hashlib.sha256(book_zip.read(n)).hexdigest() for n in sorted(book_zip.namelist())}
                yield f"{sample.name}-{lang}-{path.name}", json.dumps(parts, indent=0)


def cases(folder: Path, of_what: str = "cases") -> Iterator[tuple[str, str]]:
    asked = Tree()
    for place in sorted((folder / of_what).iterdir()):
        yield from _one(place, asked, [json.loads((place / "when.json").read_text()), ["2026", "2026-08-08"]])


def readings(folder: Path) -> Iterator[tuple[str, str]]:
    yield from cases(folder, "readings")


def generated(folder: Path) -> Iterator[tuple[str, str]]:
    asked = Tree()
    for place in sorted((folder / "generated").iterdir()):
        yield from _one(place, asked, [["2026", "2026-10-31"], ["2026-Q3", "2026-10-01"]])


def _one(place: Path, asked: Tree, whens: list[list[str]]) -> Iterator[tuple[str, str]]:
    own = place / "rulebook.yaml"
    try:
        book = asked.rulebook(own if own.exists() else None)
        logs = asked.read([place], book)
    except Exception as fault:  # noqa: BLE001 - a refusal is an answer
        yield place.name, f"{type(fault).__name__}: {fault}".replace(str(place), "")
        return
    for period, day in whens:
        try:
            audit = asked.said(logs, book, period, date.fromisoformat(day), [place])
            yield f"{place.name}-{period}-{day}", "".join(asked.pieces(audit))
        except Exception as fault:  # noqa: BLE001 - likewise
            yield f"{place.name}-{period}-{day}", f"{type(fault).__name__}: {fault}"


def words(_: Path) -> Iterator[tuple[str, str]]:
    asked, told = Tree(), of("clausecheck.explain", "clausecheck.guide")
    book = asked.rulebook(None)
    for code, lang, day in product(book.rules, ("zh", "en"), DAYS):
        yield f"explain-{code}-{lang}-{day}", told.explain(code, day, lang, book)
    with tempfile.TemporaryDirectory() as out:
        told.write_docs(Path(out))
        for path in sorted(Path(out).rglob("*.md")):
            text = path.read_text(encoding="utf-8").replace("clausecheck.guide", "clausecheck.explain")
            yield f"docs-{path.relative_to(out)}", text
        form = Path(out) / "form.xlsx"
        write = of("clausecheck.papers.forms", "clausecheck.forms").write_template
        named = inspect.signature(write).parameters["procedure"].default  # an older tree takes a procedure's name
        write(form) if isinstance(named, str) else write(form, book)
        yield "form", hashlib.sha256(form.read_bytes()).hexdigest()


GROUPS = {
    "samples": samples, "copies": copies, "cases": cases, "readings": readings, "generated": generated, "words": words,
}  # fmt: skip


def compare(before: Path, after: Path) -> int:
    """Hashes, and the answers that differ; 1 if any does."""
    both = [dict(json.loads(line) for line in path.open(encoding="utf-8")) for path in (before, after)]
    for path, said in zip((before, after), both, strict=True):
        whole = hashlib.sha256("".join(f"{name}\0{said[name]}\0" for name in sorted(said)).encode()).hexdigest()
        print(f"{path.name}: {len(said)} answers, {whole[:16]}")
    names = set(both[1])  # a part of the groups is compared with that part
    groups = {name.partition("/")[0] for name in names}
    names |= {name for name in both[0] if name.partition("/")[0] in groups}
    differing = [name for name in sorted(names) if both[0].get(name) != both[1].get(name)]
    for name in differing[:200]:
        print("differs:", name, "" if name in both[0] and name in both[1] else "(only in one)")
    print(f"{len(names)} compared, {len(differing)} differ")
    return bool(differing)


def main() -> None:
    match sys.argv[1:]:
        case ["make", folder]:
            make(Path(folder))
        case ["answers", tree, folder, out, *groups]:
            with Path(out).open("w", encoding="utf-8") as file:
                texts = Path(out).with_suffix(".texts")
                texts.mkdir(exist_ok=True)
                for name, said in answers(Path(tree).resolve(), Path(folder).resolve(), list(groups)):
                    digest = hashlib.sha256(said.encode()).hexdigest()
                    file.write(json.dumps([name, digest], ensure_ascii=False) + "\n")
                    (texts / f"{name.replace('/', '_')}.txt").write_text(said, encoding="utf-8")
        case ["compare", before, after]:
            raise SystemExit(compare(Path(before), Path(after)))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
