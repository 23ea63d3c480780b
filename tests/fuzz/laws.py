"""Whatever is handed in ends in a result or in one of our own clear errors: what that means for workbooks, for texts, for
files of YAML. Each law takes bytes, so that tests and benchmarks/fuzz may draw them as they like; it raises whatever else
comes out, AssertionError for an error that is not clear."""

import io
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl

from clausecheck.audit.waivers import read_waivers
from clausecheck.logs import read_logs
from clausecheck.logs.answer import answer
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import WorkbookCells
from clausecheck.logs.columns import ColumnMap, read_column_map
from clausecheck.logs.read import add_file
from clausecheck.logs.records import settle_records
from clausecheck.logs.sheets import Reading
from clausecheck.logs.sources import Source
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Logs
from clausecheck.nouns.periods import parse_period
from clausecheck.nouns.workdays import read_workdays
from clausecheck.pipeline import audit_logs
from clausecheck.procedure.procedure import Procedure
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.results.review import read_reviews
from clausecheck.rulebook import load_rulebook

PERIOD, DAY = parse_period("2026-Q3"), date(2026, 10, 31)
ROWS = {
    "项目信息": [
        ["项目", "内容"],
        ["项目编号", "CH-1"],
        ["项目名称", "翠湖花园"],
        ["接管日期", "2020-01-01"],
        ["总户数", "2"],
    ],
    "住户名册": [["房号", "类型"], ["1栋101", "业主"], ["1栋102", "业主"]],
    "投诉记录": [
        ["投诉编号", "受理时间", "录入时间", "房号", "类别", "回访时间"],
        ["TS-1", "2026-08-05 09:00", "2026-08-05 09:31", "1栋101", "一类", "2026年8月6日"],
        ["TS-2", "8月7日下午3点", "同上", "1栋102", "二类", ""],
    ],
}
"""A small project, some of it in disorder."""
_CHINESE = re.compile(r"[一-鿿]")


def clear(fault: InputFault) -> None:
    """Every fault names its place and says in both languages what is wrong."""
    assert fault.faults
    for one in fault.faults:
        assert one.place.strip(), one
        assert _CHINESE.search(one.zh), one
        assert one.en.strip(), one
        assert one.en != one.zh, one


def a_workbook(sheets: Iterable[str] = ROWS) -> bytes:
    """The small project, or some sheets of it, as a workbook of Excel."""
    book, file = openpyxl.Workbook(write_only=True), io.BytesIO()
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in ROWS[name]:
            sheet.append(row)
    book.save(file)
    return file.getvalue()


@cache
def a_project() -> Logs:
    """The small project, read."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-fuzz-") as folder:
        path = Path(folder, "记录.xlsx")
        path.write_bytes(a_workbook())
        return read_logs([path])


def workbook(data: bytes, name: str = "记录.xlsx") -> None:
    """A file of any content, opened as the opening process does, read and audited."""
    cells = answer(data, name, None)
    if isinstance(cells, Broken):
        clear(words_for(name, cells.key, cells.detail))
        return
    audited(cells, name)


def audited(cells: WorkbookCells, name: str) -> None:
    """Cells of any content, read and audited; as a text holds no facts of the project, beside a workbook that does."""
    logs = Logs([], [], [], tables=our_tables(), words=our_words())
    reading = Reading(ColumnMap(), our_tables(), our_words())
    try:
        for each, file in [(cells, name), *([(_facts(), "项目信息.xlsx")] if name.endswith(".csv") else [])]:
            add_file(logs, Source(file, Path(file), searched=False), "0" * 64, each, reading)
        audit_logs(settle_records(logs), load_rulebook(), PERIOD, DAY)
    except Broken as broken:
        clear(words_for(name, broken.key, broken.detail))
    except InputFault as fault:
        clear(fault)


@cache
def _facts() -> WorkbookCells:
    facts = answer(a_workbook(["项目信息", "住户名册"]), "项目信息.xlsx", None)
    assert isinstance(facts, WorkbookCells)
    return facts


def handed_in(path: Path) -> None:
    """A file as a project hands it in, opened in the process that may die of it."""
    try:
        read_logs([path])
    except InputFault as fault:
        clear(fault)


def text(data: bytes) -> None:
    """A text of any content as .csv."""
    workbook(data, "投诉记录.csv")


def _rulebook(path: Path) -> None:
    _audit_by(load_rulebook(path))


def _columns(path: Path) -> None:
    read_column_map(path, our_tables())


def _waivers(path: Path) -> None:
    audit_logs(a_project(), load_rulebook(), PERIOD, DAY, read_waivers(path))


def _calendar(path: Path) -> None:
    audit_logs(a_project(), load_rulebook(), PERIOD, DAY, calendar=read_workdays(path))


def _reviews(path: Path) -> None:
    read_reviews(path)


def _audit_by(book: Procedure) -> None:
    audit_logs(a_project(), book, PERIOD, DAY)


YAML: dict[str, Callable[[Path], None]] = {
    "rulebook.yaml": _rulebook, "columns.yaml": _columns, "waivers.yaml": _waivers, "calendar.yaml": _calendar,
    "reviews.yaml": _reviews,
}  # fmt: skip
"""What may be written in YAML, and what is done with it."""


def yaml_file(name: str, data: bytes) -> None:
    """A file of YAML of any content, read and used for an audit."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-fuzz-") as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            YAML[name](path)
        except InputFault as fault:
            clear(fault)
