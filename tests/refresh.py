"""Every generated file, made anew or checked: `bash tests/refresh [--check] [NAME …]`."""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "lib"), *(str(ROOT / "tests" / room) for room in ("explain", "notebooks", "rules"))]

from fresh_examples import fresh_examples  # noqa: E402
from golden_again import GOLDEN, remade  # noqa: E402

from clausecheck.explain import write_docs  # noqa: E402
from clausecheck.explain.examples import FILE, written  # noqa: E402
from clausecheck.papers.drafts.make_templates import make_templates  # noqa: E402
from clausecheck.papers.forms import write_template  # noqa: E402
from clausecheck.papers.notice.make_template import make_template  # noqa: E402
from clausecheck.papers.notice.write import TEMPLATE  # noqa: E402
from clausecheck.papers.slip.make_template import make_template as make_slip  # noqa: E402
from clausecheck.papers.slip.write import TEMPLATE as SLIP  # noqa: E402
from clausecheck.procedure.procedure import Procedure  # noqa: E402
from clausecheck.procedure.shipped import DEFAULT, shipped  # noqa: E402
from clausecheck.proof.resolved import sealed, write_resolved  # noqa: E402
from clausecheck.rulebook import load_procedure  # noqa: E402

PACKED = (".xlsx", ".docx")


def examples(root: Path) -> None:
    """The words found, in the examples of every procedure."""
    for book in _books():
        if (book.folder / FILE).is_file():
            _write(root / book.folder.relative_to(ROOT) / FILE, fresh_examples(book))
    written.cache_clear()  # the pages that are made next print what was just made here


def docs(root: Path) -> None:
    """A page for every rule, the ledger of clauses, the points left open; of a second procedure below its own name."""
    for book in _books():
        write_docs(_docs_of(book, root), book)
        if book.base != DEFAULT:
            (_docs_of(book, root) / "readings.md").unlink()  # the points that the first procedure leaves open


def forms(root: Path) -> None:
    """The blank form in templates/, and one for every further procedure."""
    (root / "templates").mkdir(parents=True)
    for book in _books():
        about = book.identity.subject["zh"]
        write_template(root / "templates" / f"{about}记录_空白表.xlsx", book)


def notice(root: Path) -> None:
    """The templates of the rectification notice and of the slip of a recheck."""
    (root / "templates").mkdir(parents=True, exist_ok=True)
    make_template(root / "templates" / TEMPLATE)
    make_slip(root / "templates" / SLIP)


def drafts(root: Path) -> None:
    """The templates of the papers that are drafted from logs."""
    make_templates(root / "templates" / "drafts")


def samples(root: Path) -> None:
    """The sample projects."""
    made = root / "sample_data"
    made.mkdir(parents=True)
    subprocess.run([sys.executable, ROOT / "sample_data" / "make.py", "--out", made], check=True, cwd=ROOT)


def golden(root: Path) -> None:
    """What the golden notebook comes to."""
    for path in sorted(GOLDEN.glob("*.ipynb")):
        _write(root / path.relative_to(ROOT), remade(path))


def proof(root: Path) -> None:
    """The rulebooks as JSON beside verify.py, and their hashes in it."""
    place = root / "lib" / "clausecheck" / "proof"
    (place / "rulebooks").mkdir(parents=True)
    for book in _books():
        write_resolved(book, place / "rulebooks" / f"{book.id}.json")
    checker = ROOT / "lib" / "clausecheck" / "proof" / "verify.py"
    _write(place / "verify.py", sealed(checker.read_text(encoding="utf-8"), place / "rulebooks"))


MAKERS: dict[str, Callable[[Path], None]] = {
    one.__name__: one for one in (examples, docs, forms, notice, drafts, samples, golden, proof)
}
"""In the order in which one rests on the other: the docs print the examples, the notebook audits a sample."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something is stale")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(MAKERS)} (default: all)")
    given = parser.parse_args()
    if unknown := set(given.names) - set(MAKERS):
        parser.error(f"no {', '.join(sorted(unknown))}; known: {', '.join(MAKERS)}")
    stale: list[str] = []
    for name in given.names or MAKERS:
        with tempfile.TemporaryDirectory() as folder:
            MAKERS[name](Path(folder))
            stale += _taken_over(Path(folder), given.check)
            if name == "docs":
                stale += _removed(Path(folder), given.check)
    print("\n".join(f"{'stale' if given.check else 'written'}: {path}" for path in stale) or "everything is fresh")
    return 1 if stale and given.check else 0


def _taken_over(made: Path, check: bool) -> Iterator[str]:
    """The files that differ from those of the clone, which are put in their place unless it is only a check."""
    for path in sorted(made.rglob("*")):
        ours = ROOT / path.relative_to(made)
        if path.is_file() and (not ours.is_file() or content(ours) != content(path)):
            if not check:
                ours.parent.mkdir(parents=True, exist_ok=True)
                ours.write_bytes(path.read_bytes())
            yield ours.relative_to(ROOT).as_posix()


def _removed(made: Path, check: bool) -> Iterator[str]:
    """Pages of rules that are no more."""
    for book in _books():
        for path in sorted((_docs_of(book, ROOT) / "rules").glob("*.md")):
            if not (made / path.relative_to(ROOT)).is_file():
                if not check:
                    path.unlink()
                yield path.relative_to(ROOT).as_posix()


def content(path: Path) -> object:
    """The bytes; of a packed file its parts, which do not depend on the zlib that packed them."""
    if path.suffix not in PACKED:
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return [(entry.filename, entry.date_time, package.read(entry)) for entry in package.infolist()]


def _books() -> list[Procedure]:
    return [load_procedure(name) for name in shipped()]


def _docs_of(book: Procedure, root: Path) -> Path:
    return root / "docs" if book.base == DEFAULT else root / "docs" / book.base


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
