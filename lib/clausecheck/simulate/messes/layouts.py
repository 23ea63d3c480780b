"""The same lines laid out another way: titles, headers, order of columns, more columns, several sheets and files."""

from datetime import date, datetime
from typing import Any

from clausecheck.procedure.shipped import our_tables
from clausecheck.simulate.books import Line, Sheet
from clausecheck.simulate.draft import between, chance, day_of, pick, shuffled
from clausecheck.simulate.messes.desk import Desk, mess

HALVES = "上半年.xlsx", "下半年.xlsx"
EXTRA = ("序号", "备注", "登记部门", "所附照片")
FILES = {
    "01 基础资料": ("project", "phases", "places", "staff", "households"),
    "02 投诉": ("complaints", "daily_records"),
    "03 访谈": ("interview_plan", "interviews"),
    "04 报告与公示": ("reports", "fund_disclosures", "postings", "attestations"),
}


@mess("titles above")
def titles_above(desk: Desk) -> None:
    for sheet in desk.of():
        if chance(desk.rng, 0.6):
            lines: list[list[Any]] = [
                [f"{desk.draft.name}{sheet.title}登记表"],
                ["表单编号：QR-07", None, "第 2 版"],
                [],
            ]
            sheet.above = lines[: between(desk.rng, 1, 3)]
            sheet.left = pick(desk.rng, [0, 0, 1, 2])
            desk.note("titles above", sheet, len(sheet.above))


@mess("other headers")
def other_headers(desk: Desk) -> None:
    """Synonyms that can be no other column's, headers decorated, in two scripts, broken."""
    for sheet in desk.of():
        spec, count = our_tables()[sheet.table], 0
        used = [name for one in spec.fields.values() for name in {one.header, *one.also, *one.second, *one.maybe}]
        for at, (key, header) in enumerate(sheet.columns):
            if key in spec.fields and chance(desk.rng, 0.5):
                one = spec.fields[key]
                synonyms = [name for name in one.also if used.count(name) == 1]
                ways = [
                    f"*{header}",
                    f"{header}（必填）",
                    f"{header[:2]}\n{header[2:]}",
                    f"{header}\n{one.en}",
                    *synonyms,
                ]
                sheet.columns[at] = (key, pick(desk.rng, ways))
                count += 1
        desk.note("other headers", sheet, count)


@mess("columns in another order")
def columns_in_another_order(desk: Desk) -> None:
    for sheet in desk.of():
        if chance(desk.rng, 0.5):
            sheet.columns = shuffled(desk.rng, sheet.columns)
            desk.note("columns in another order", sheet, len(sheet.columns))


@mess("more columns")
def more_columns(desk: Desk) -> None:
    for sheet in desk.of():
        if chance(desk.rng, 0.5):
            header = pick(desk.rng, EXTRA)
            sheet.columns.insert(0 if header == "序号" else len(sheet.columns), ("more", header))
            for number, line in enumerate([line for line in sheet.lines if line.row is not None], 1):
                line.cells["more"] = number if header == "序号" else pick(desk.rng, [None, "见附件", "已核"])
            desk.note("more columns", sheet, len(sheet.lines))


@mess("day and time apart")
def day_and_time_apart(desk: Desk) -> None:
    """访谈日期 beside 访谈时间, which holds the time of day only."""
    sheet = next(iter(desk.of("interviews")), None)
    moments = [line.cells.get("held_at") for line in sheet.lines] if sheet else []
    if sheet is None or not all(isinstance(one, datetime) for one in moments if one is not None):
        return
    at = next(number for number, (key, _) in enumerate(sheet.columns) if key == "held_at")
    sheet.columns[at : at + 1] = [("held_on", "访谈日期"), ("held_at", "访谈时间")]
    for line, moment in zip(sheet.lines, moments, strict=True):
        if isinstance(moment, datetime):
            line.cells |= {"held_on": moment.date(), "held_at": f"{moment:%H:%M}"}
    desk.note("day and time apart", sheet, len(moments))


@mess("group titles")
def group_titles(desk: Desk) -> None:
    """Two lines of header: some columns under a group title, the others merged down."""
    sheet = desk.one("complaints", "interviews", "reports")
    if sheet is None or len(sheet.columns) < 6:
        return
    first = between(desk.rng, 2, len(sheet.columns) // 2)
    sheet.groups = [("", first), ("办理情况", len(sheet.columns) - first)]
    desk.note("group titles", sheet, 2)


@mess("a sheet a month")
def a_sheet_a_month(desk: Desk) -> None:
    """Lines stay with the row above them; what stands above the first row goes with it."""
    sheet = desk.one("complaints", "interviews", "contacts", least=6)
    if sheet is None:
        return
    key = {"complaints": "received_at", "interviews": "held_at", "contacts": "at"}[sheet.table]
    parts: dict[str, list[Line]] = {}
    title = ""
    for line in sheet.lines:
        if line.row is not None:
            day: date = day_of(line.row[key])
            title = f"{sheet.title}{day.year}年{day.month}月"
        parts.setdefault(title or "首", []).append(line)
    first = parts.pop("首", [])
    pages = [
        Sheet(sheet.table, sheet.file, name, list(sheet.columns), [], list(sheet.above), list(sheet.groups), sheet.left)
        for name in parts
    ]
    for page in pages:
        page.lines = parts[page.title]
    pages[0].lines = first + pages[0].lines
    at = desk.sheets.index(sheet)
    desk.sheets[at : at + 1] = pages
    desk.note("a sheet a month", sheet, len(pages))


@mess("halves in two files")
def halves_in_two_files(desk: Desk) -> None:
    """The same sheet in two files, the first rows in one and the last in the other: subjects begin with the file."""
    sheet = desk.one("complaints", "interviews", "contacts", "repair_visits", "events", least=6)
    if sheet is None:
        return
    rows = [at for at, line in enumerate(sheet.lines) if line.row is not None]
    middle = rows[len(rows) // 2]
    above, groups = list(sheet.above), list(sheet.groups)
    second = Sheet(
        sheet.table, HALVES[1], sheet.title, list(sheet.columns), sheet.lines[middle:], above, groups, sheet.left
    )
    sheet.lines = sheet.lines[:middle]
    sheet.file = HALVES[0]
    desk.sheets.append(second)
    desk.note("halves in two files", sheet, 2)


@mess("several files")
def several_files(desk: Desk) -> None:
    for sheet in desk.sheets:
        if sheet.file in HALVES:
            continue
        name = next((name for name, names in FILES.items() if sheet.table in names), "05 活动与统计")
        sheet.file = f"{name}.xlsx"
    desk.note("several files", desk.sheets[0], len(FILES) + 1)


@mess("a file as csv")
def a_file_as_csv(desk: Desk) -> None:
    """Not for a sheet with an error value: in a csv it would be a text."""
    sheet = desk.one("contacts", "repair_visits", "staff", "households", "events")
    if sheet is None or sheet.groups or sheet.file in HALVES or desk.parts(sheet) > 1:
        return
    sheet.file, sheet.left = f"{sheet.title}.csv", 0
    desk.note("a file as csv", sheet, 1)


@mess("a sheet of explanations")
def a_sheet_of_explanations(desk: Desk) -> None:
    lines = [
        Line({"a": "一类", "b": "我方服务"}),
        Line({"a": "二类", "b": "开发商"}),
        Line({"a": "三类", "b": "外部环境"}),
    ]
    page = Sheet(
        "", desk.sheets[0].file, "填写说明", [("a", "类别"), ("b", "含义")], lines, [["填写说明"]], hidden=True
    )
    desk.sheets.append(page)
    desk.note("a sheet of explanations", page, len(lines))


@mess("sheet names of their own")
def sheet_names_of_their_own(desk: Desk) -> None:
    """Not of a csv, which is called by its file, nor of a sheet by whose name a planted breach is known."""
    known = {one.subject.partition("/")[0] for one in desk.draft.planted if isinstance(one.subject, str)}
    for sheet in desk.of():
        kept = "备份" in sheet.title or sheet.file.endswith(".csv") or sheet.title in known
        if chance(desk.rng, 0.4) and not kept:
            for one in desk.sheets:  # the halves of a sheet keep one name
                if one is not sheet and one.title == sheet.title and one.file in HALVES:
                    one.title = f"{one.title}（{desk.shape.year}年）"
            sheet.title = f"{sheet.title}（{desk.shape.year}年）"
            desk.note("sheet names of their own", sheet, 1)
