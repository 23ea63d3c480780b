"""Lines that change nothing: void rows, rows of other projects, repeats, further lines, totals, signatures, examples."""

from datetime import timedelta
from typing import Any

from clausecheck.simulate.books import Line, Sheet
from clausecheck.simulate.draft import Row, between, pick, shuffled
from clausecheck.simulate.messes.desk import Desk, mess

LOGS = ("complaints", "interviews", "contacts")


def _broken(desk: Desk, sheet: Sheet, number: int) -> dict[str, Any]:
    """A row that would fail wherever it counted: like another, under a number of its own, nobody in charge of it."""
    row: Row = pick(desk.rng, [line.row for line in sheet.lines if line.row is not None])
    key = {"complaints": "received_at", "interviews": "held_at", "contacts": "at"}[sheet.table]
    return {
        **{name: row.get(name) for name, _ in sheet.columns if name in row},
        "id": f"ZZ-{number:03d}",
        key: row[key] - timedelta(hours=1, minutes=number),
        "handler": "查无此人",
        "feedback_at": None,
        "closed_at": None,
        "is_suggestion": "是",
        "measure": None,
        "household": "98栋8单元9801",
    }


def _put_in(desk: Desk, sheet: Sheet, cells: dict[str, Any]) -> None:
    """A line at a random place between rows."""
    places = [at for at in range(len(sheet.lines) + 1) if at == len(sheet.lines) or sheet.lines[at].row is not None]
    sheet.lines.insert(pick(desk.rng, places), Line(cells))


@mess("void rows")
def void_rows(desk: Desk) -> None:
    sheet = desk.one(*LOGS, least=3)
    if sheet is None or any(key == "status" for key, _ in sheet.columns):
        return
    header, void, good = pick(
        desk.rng,
        [
            ("状态", ["作废", "误登记", "已撤销", "重复工单", "无效"], ["已办结", "有效", None]),
            ("是否有效", ["否"], ["是", None]),
            ("作废", ["是"], ["否", None]),
        ],
    )
    sheet.columns.append(("status", header))
    for line in sheet.lines:
        line.cells["status"] = pick(desk.rng, good)
    count = between(desk.rng, 1, 4)
    for number in range(count):
        _put_in(desk, sheet, {**_broken(desk, sheet, number), "status": pick(desk.rng, void)})
    desk.note("void rows", sheet, count)


@mess("rows of other projects")
def rows_of_other_projects(desk: Desk) -> None:
    sheet = desk.one(*LOGS, least=3)
    if sheet is None:
        return
    by_code = pick(desk.rng, [True, False])
    own = desk.draft.code if by_code else desk.draft.name
    sheet.columns.insert(0, ("whose", "项目编码" if by_code else "项目名称"))
    for line in sheet.lines:
        line.cells["whose"] = own if line.row is None else pick(desk.rng, [own, own, own, None])
    count = between(desk.rng, 1, 6)
    for number in range(50, 50 + count):
        _put_in(desk, sheet, {**_broken(desk, sheet, number), "whose": "OTHER-9" if by_code else "望江新村"})
    desk.note("rows of other projects", sheet, count)


@mess("further lines")
def further_lines(desk: Desk) -> None:
    """A complaint goes on in the line below: the number again or nothing, and more text."""
    sheet = desk.one("complaints", least=3)
    if sheet is None:
        return
    numbers = [line.row["id"] for line in sheet.lines if line.row is not None]
    usual = [line for line in sheet.lines if line.row is not None and numbers.count(line.row["id"]) == 1]
    chosen = shuffled(desk.rng, usual)[: between(desk.rng, 1, 3)]
    for line in chosen:
        at = next(n for n, other in enumerate(sheet.lines) if other is line)
        number = pick(desk.rng, [line.cells["id"], None])
        sheet.lines.insert(at + 1, Line({"id": number, "content": "补充：业主再次来电说明情况"}))
    desk.note("further lines", sheet, len(chosen))


@mess("blank lines")
def blank_lines(desk: Desk) -> None:
    sheet = desk.one(least=4)
    if sheet is None:
        return
    for _ in range(2):
        _put_in(desk, sheet, {})
    desk.note("blank lines", sheet, 2)
