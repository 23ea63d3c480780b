"""The files of a procedure as one document: its head, tables, clauses and rules, each held to its shape. A fault names file
and line."""

from dataclasses import field, fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import Lines, read_yaml
from clausecheck.procedure.rule import Clause
from clausecheck.procedure.shipped import PROCEDURES

from .mistakes import mistake, unknown
from .places import Places
from .shapes import Head, Ledger, LogFaults, RuleFile, SectionShape
from .strict import Strict
from .table_shapes import no_tables

EXAMPLES = "examples"
TITLES = ("title", "short", "subject", "text", "reason")
"""What is said in both languages."""


@dataclass(slots=True)
class Document:
    """All that the files of a procedure say, and where each thing stands. `examples`: those that rules carry themselves."""

    head: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    clauses: dict[str, dict[str, Any]] = field(default_factory=dict)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    examples: dict[str, Any] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    """What is no fault: keys of an older rule language."""

    def refuse(self) -> None:
        """Raises InputFault with every fault found so far."""
        if self.faults:
            raise InputFault(*self.faults)


def document_of(folder: Path) -> Document:
    """A procedure's files as one document. Raises InputFault with every fault of their shapes, each with file and line."""
    document = Document()
    head, head_lines = read_shaped(folder / "rulebook.yaml", Head, document.faults)
    ledger, ledger_lines = read_shaped(folder / "clauses.yaml", Ledger, document.faults)
    own = [
        (path.name, *read_shaped(path, RuleFile, document.faults)) for path in sorted((folder / "rules").glob("*.yaml"))
    ]
    common, common_lines = read_shaped(PROCEDURES / "log_faults.yaml", LogFaults, document.faults)
    tables, table_lines = read_yaml(folder / "tables.yaml", aliases=True)
    document.faults.extend(no_tables(tables, table_lines))
    document.refuse()
    document.head = {key: value for key, value in head.items() if key != "sections"}
    document.tables = {"values": {}, **tables}
    document.places.add((), "rulebook.yaml", head_lines)
    document.places.add(("tables",), "tables.yaml", table_lines, ())
    add_sections(document, head["sections"], "rulebook.yaml", head_lines)
    add_sections(document, [common["section"]], "log_faults.yaml", common_lines, ("section",))
    add_clauses(document, ledger["clauses"], "clauses.yaml", ledger_lines)
    for name, file, lines in own:
        add_rules(document, file["rules"], name, lines)
        add_columns(document, file.get("columns", {}), name, lines)
        add_clauses(document, file.get("clauses", []), name, lines)
    shared = {code: rule for code, rule in common["rules"].items() if code not in document.rules}
    roled = {code: {"role": head["log_role"], **rule} for code, rule in shared.items()}
    add_rules(document, roled, "log_faults.yaml", common_lines)
    document.refuse()
    return document


def read_shaped(path: Path, shape: type[Strict], faults: list[Fault], name: str = "") -> tuple[Any, Lines]:
    """A file as it stands, its faults of shape added to the others. `name` stands in them, else the file's own."""
    document, lines = read_yaml(path)
    try:
        shape.model_validate(document)
    except ValidationError as error:
        for problem in error.errors():
            loc = [step for step in problem["loc"] if step != "[key]"]
            zh, en = mistake(problem, _known(shape, loc))
            if loc and loc[-1] in TITLES and not isinstance(problem["input"], dict):
                zh, en = "应有 zh 和 en", "must have zh and en"
            written = ".".join(map(str, loc))
            place = f"{name or path.name}:{lines.nearest(tuple(loc))}"
            faults.append(Fault(place, f"{written}：{zh}".lstrip("："), f"{written}: {en}".lstrip(": ")))
    return document, lines


def _known(shape: type[Strict], loc: list[Any]) -> list[str]:
    """The keys that may stand at a place."""
    if "sections" in loc or "section" in loc:
        return list(SectionShape.model_fields)
    return [one.name for one in fields(Clause)] if "clauses" in loc else list(shape.model_fields)


def add_sections(
    document: Document, sections: list[dict[str, str]], file: str, lines: Lines, own: tuple[str, ...] | None = None
) -> None:
    """Sections in their order; a prefix that is there already is a fault. The faults of the logs stay the last ones."""
    for i, section in enumerate(sections):
        prefix, path = section["prefix"], own or ("sections", i)
        if prefix in document.sections:
            at = f"{file}:{lines.nearest((*path, 'prefix'))}"
            document.faults.append(Fault(at, *_twice(prefix, document.places.of(("sections", prefix)))))
            continue
        document.places.add(("sections", prefix), file, lines, path)
        document.sections[prefix] = {key: section[key] for key in ("clause", "zh", "en")}


def _twice(name: str, first: str) -> tuple[str, str]:
    return f"“{name}”重复，前一个在 {first}；请删去一个", f'"{name}" is given twice, first in {first}; delete one'


def add_clauses(document: Document, clauses: list[dict[str, Any]], file: str, lines: Lines) -> None:
    """Clauses of the ledger; one that is there already is a fault."""
    for i, clause in enumerate(clauses):
        name = clause["id"]
        if name in document.clauses:
            at = f"{file}:{lines.nearest(('clauses', i, 'id'))}"
            document.faults.append(Fault(at, *_twice(name, document.places.of(("clauses", name)))))
            continue
        document.places.add(("clauses", name), file, lines, ("clauses", i))
        document.clauses[name] = clause


def add_rules(document: Document, rules: dict[str, dict[str, Any]], file: str, lines: Lines) -> None:
    """Rules by their codes. One code in two files would leave the first rule out without a word."""
    for code, rule in rules.items():
        if code in document.rules:
            first = document.places.of(("rules", code))
            zh = f"规则编号 {code} 重复，前一条在 {first}；请改一个编号"
            place = f"{file}:{lines.nearest(('rules', code))}"
            document.faults.append(Fault(place, zh, f"the code {code} is given twice, first in {first}; change one"))
            continue
        document.places.add(("rules", code), file, lines)
        document.rules[code] = {key: value for key, value in rule.items() if key != EXAMPLES}
        if EXAMPLES in rule:
            document.examples[code] = rule[EXAMPLES]


def add_columns(document: Document, columns: dict[str, dict[str, Any]], file: str, lines: Lines) -> None:
    """Columns of tables that are there; one that is there already is a fault."""
    tables: dict[str, Any] = document.tables["tables"]
    for name, added in columns.items():
        if name not in tables:
            place = f"{file}:{lines.nearest(('columns', name))}"
            document.faults.append(Fault(place, *_of(f"columns.{name}", *unknown(name, tables))))
            continue
        for key, spec in added.items():
            path = ("tables", "tables", name, "fields", key)
            if key in tables[name]["fields"]:
                place = f"{file}:{lines.nearest(('columns', name, key))}"
                document.faults.append(
                    Fault(place, *_of(f"columns.{name}.{key}", *_twice(key, document.places.of(path))))
                )
                continue
            tables[name]["fields"][key] = spec
            document.places.add(path, file, lines, ("columns", name, key))


def _of(what: str, zh: str, en: str) -> tuple[str, str]:
    return f"{what}：{zh}", f"{what}: {en}"
