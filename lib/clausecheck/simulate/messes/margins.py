"""What is made once every sheet has its place and its rows their spelling: copies of rows and of sheets, 同上, headers again,
banners, example lines, totals and signatures."""

from typing import Any

from clausecheck.simulate.books import Line, Sheet
from clausecheck.simulate.draft import between, chance, pick, shuffled
from clausecheck.simulate.messes.desk import Desk, mess

DITTO = ["同上", "〃"]
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@mess("as above")
def as_above(desk: Desk) -> None:
    """同上 where the row directly above holds the same."""
    for sheet in desk.of("complaints", "interviews"):
        count = 0
        for above, line in zip(sheet.lines, sheet.lines[1:], strict=False):
            for key in ("handler", "interviewer", "household"):
                if above.row is None or line.row is None or not line.row.get(key):
                    continue
                if above.row.get(key) == line.row[key] and chance(desk.rng, 0.6):
                    line.cells[key] = pick(desk.rng, DITTO)
                    count += 1
        desk.note("as above", sheet, count)


@mess("repeats")
def repeats(desk: Desk) -> None:
    """Rows copied in whole, the copies below all others of their sheet; none that says 同上, for there it says something
    else."""
    sheet = desk.one("complaints", "interviews", "contacts", "repair_visits", "postings", "events", least=4)
    if sheet is None:
        return
    rows = [line for line in sheet.lines if line.row is not None and _can_be_copied(line)]
    copied = shuffled(desk.rng, rows[:-1])[: between(desk.rng, 1, 3)]
    sheet.lines += [Line(dict(line.cells)) for line in copied]
    desk.note("repeats", sheet, len(copied))


def _can_be_copied(line: Line) -> bool:
    filled = [value for value in line.cells.values() if value is not None]
    return len(filled) >= 3 and not any(value in DITTO for value in filled)


@mess("a copy kept aside")
def a_copy_kept_aside(desk: Desk) -> None:
    """An older copy of a sheet, with all but its last rows, hidden or not: it is not used."""
    single = [sheet for sheet in desk.of(least=12) if desk.parts(sheet) == 1 and sheet.file.endswith(".xlsx")]
    single = [sheet for sheet in single if sheet.table not in ("households", "outages", "interview_plan")]
    if not single:
        return
    sheet = pick(desk.rng, single)
    lines = [Line(dict(line.cells)) for line in sheet.lines if line.row is not None]
    copy = Sheet(sheet.table, sheet.file, f"{sheet.title}备份", list(sheet.columns), lines[:-2], list(sheet.above))
    copy.hidden = pick(desk.rng, [True, False])
    desk.sheets.append(copy)
    desk.note("a copy kept aside", sheet, len(copy.lines))


@mess("headers repeated")
def headers_repeated(desk: Desk) -> None:
    """The header again between rows, as at page breaks."""
    sheets = desk.of("complaints", "interviews", "contacts", "repair_visits", least=8)
    plain = [sheet for sheet in sheets if not sheet.groups]
    if not plain:
        return
    sheet = pick(desk.rng, plain)
    rows = [at for at, line in enumerate(sheet.lines) if line.row is not None]
    sheet.lines.insert(rows[len(rows) // 2], Line(dict(sheet.columns)))
    desk.note("headers repeated", sheet, 1)


@mess("month banners")
def month_banners(desk: Desk) -> None:
    """七月份 in the first column, above the first row of each month."""
    sheet = desk.one("contacts", "repair_visits")
    if sheet is None:
        return
    key = {"contacts": "at", "repair_visits": "visited_at"}[sheet.table]
    lines: list[Line] = []
    seen: set[str] = set()
    for line in sheet.lines:
        month = f"{line.row[key]:%Y-%m}" if line.row is not None else ""
        if month and month not in seen:
            seen.add(month)
            lines.append(Line({sheet.columns[0][0]: f"{NUMERALS[int(month[5:]) - 1]}月份"}))
        lines.append(line)
    sheet.lines = lines
    desk.note("month banners", sheet, len(seen))


@mess("example line")
def example_line(desk: Desk) -> None:
    sheet = desk.one("complaints", "contacts", "repair_visits")
    if sheet is None:
        return
    keys = [key for key, _ in sheet.columns]
    sheet.lines.insert(0, Line({keys[0]: "示例", keys[1]: "2026-08-05 09:02"}))
    desk.note("example line", sheet, 1)


@mess("totals and signatures")
def totals_and_signatures(desk: Desk) -> None:
    for sheet in desk.of():
        keys = [key for key, _ in sheet.columns]
        below: list[dict[str, Any]] = [
            {},
            {keys[0]: "合计", keys[1]: len(sheet.lines)},
            {keys[0]: "制表人：李四", keys[1]: "审核人：张三"},
            {keys[0]: "（以下空白）"},
        ]
        chosen = below[: between(desk.rng, 0, 4)]
        sheet.lines += [Line(cells) for cells in chosen]
        desk.note("totals and signatures", sheet, len(chosen))
