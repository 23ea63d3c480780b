"""Examples of the guide as real workbooks, and what an audit of one finds."""

from pathlib import Path

import openpyxl

from clausecheck.explain.examples import Example, lines_of
from clausecheck.explain.texts import sentences
from clausecheck.nouns.model import Finding
from clausecheck.pipeline import audit_project
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.tables import FieldSpec


def cell(field: FieldSpec, value: str) -> object:
    """A value as it is typed: counts as numbers, `#` as a formula that nobody has calculated."""
    if value == "#":
        return "=1+1"
    return int(value) if field.type in ("count", "year") and value.isdigit() else value or None


def write_example(example: Example, path: Path, procedure: Procedure) -> Path:
    """The workbook of an example, every sheet with its canonical headers but those it goes without."""
    book = openpyxl.Workbook()
    facts = book.active
    form = next(spec for spec in procedure.tables.values() if spec.facts)
    facts.title = form.sheet
    facts.append(["项目", "内容"])
    headers = {field.header: field for field in form.fields.values()}
    for name, value in example.facts.items():
        facts.append([name, cell(headers[name], value)])
    for name in example.sheets:
        spec = next(spec for spec in procedure.tables.values() if spec.sheet == name)
        fields = [field for field in spec.fields.values() if field.header not in example.without.get(name, [])]
        sheet = book.create_sheet(name)
        sheet.append([field.header for field in fields])
        for line in lines_of(name, example):
            assert set(line) <= {field.header for field in fields}, (example.code, line)
            sheet.append([cell(field, line.get(field.header, "")) for field in fields])
    book.save(path)
    return path


def findings_of(example: Example, folder: Path, procedure: Procedure) -> list[Finding]:
    """What an audit of the example finds under its code."""
    path = write_example(example, folder / "示例.xlsx", procedure)
    audit = audit_project(path, example.period, example.as_of, procedure=procedure.folder)
    return [finding for finding in audit.findings if finding.code == example.code]


def words_of(finding: Finding) -> dict[str, str]:
    """The words of a finding that an example prints."""
    found = {lang: sentences(finding.found, lang) for lang in ("zh", "en")}
    return {lang: said for lang, said in found.items() if said}
