"""The sample of a second procedure: rows that stand as data in cleaning.yaml, filled into that procedure's blank form."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.papers.forms.template import blank_workbook
from clausecheck.papers.same_bytes import save_workbook
from clausecheck.procedure.tables import FieldSpec
from clausecheck.rulebook import load_procedure

PROCEDURE = "cleaning_and_greening"
VERDICTS = {"fail": "不合格", "undetermined": "证据不足", "pending": "未到期", "at_risk": "预警"}


def write_all(folder: Path) -> None:
    """The project's folder with its workbook and expected.json, and a README, below a folder."""
    data, _ = read_yaml(Path(__file__).with_name("cleaning.yaml"))
    name = f"{data['facts']['项目编码']}_{data['facts']['项目名称']}"
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    _workbook(data, place / f"{data['facts']['项目名称']}_保洁绿化台账_2026.xlsx")
    expected = {"procedure": PROCEDURE, **{key: data[key] for key in ("period", "as_of", "planted")}}
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (place / "expected.json").write_text(text, encoding="utf-8", newline="\n")
    (folder / "README.md").write_text("\n".join(_readme(name, data)) + "\n", encoding="utf-8", newline="\n")


def _workbook(data: dict[str, Any], target: Path) -> None:
    procedure = load_procedure(PROCEDURE)
    book = blank_workbook(procedure)
    for table in procedure.tables.values():
        fields = {spec.header: spec for spec in table.fields.values()}
        sheet = book[table.sheet]
        if table.facts:
            for number, (header, spec) in enumerate(fields.items(), 2):
                sheet[f"B{number}"] = _typed(data["facts"].get(header, ""), spec)
            continue
        for number, row in enumerate(_rows(data["sheets"][table.sheet]), 2):
            if unknown := set(row) - set(fields):
                raise ValueError(f"{table.sheet} has no {sorted(unknown)}")
            for column, (header, spec) in enumerate(fields.items(), 1):
                sheet.cell(number, column).value = _typed(row.get(header, ""), spec)
    save_workbook(book, target)


def _rows(written: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Rows one by one, those that stand for several written out."""
    for row in written:
        cells = {header: text for header, text in row.items() if header != "×"}
        for word in row.get("×", [""]):
            yield {header: text.replace("{n}", word) for header, text in cells.items()}


def _typed(text: str, spec: FieldSpec) -> object:
    """A date as a date, a number as a number."""
    if spec.type in ("day", "when") and text:
        return datetime.fromisoformat(text) if " " in text else date.fromisoformat(text)
    return int(text) if spec.type == "count" and text else text or None


def _readme(name: str, data: dict[str, Any]) -> Iterator[str]:
    yield from (
        "# 第二套规程的示例",
        "",
        "《保洁与绿化作业检查规程》，由 `python sample_data/make.py` 生成。人名、项目均为虚构。",
        "",
    )
    yield from (
        f"`clausecheck audit sample_data/{PROCEDURE}/{name} --procedure {PROCEDURE} --period {data['period']} --as-of {data['as_of']}`",
        "",
    )
    yield from (data["about_zh"], "", "| 规则 | 对象 | 结论 | 埋设的问题 |", "|---|---|---|---|")
    for one in data["planted"]:
        yield f"| {one['code']} | {one['subject']} | {VERDICTS[one['verdict']]} | {one['why_zh']} |"
    yield from ("", "---", "", "# The sample of a second procedure", "", data["about_en"], "")
    yield from ("| Code | Subject | Verdict | What was planted |", "|---|---|---|---|")
    for one in data["planted"]:
        yield f"| {one['code']} | {one['subject']} | {one['verdict']} | {one['why_en']} |"
