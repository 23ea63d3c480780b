"""Headers as forms have them: in several lines, under group titles, in two scripts, and a moment over two columns."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from logbooks import Record
from spellings import as_cells

from clausecheck.nouns.model import BareMonth, NotYet, Several, Unknown, Yearless
from clausecheck.nouns.periods import When
from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import FieldSpec, TableSpec

Content = dict[str, list[Record]]
Lines = list[list[Any]]
TRADITIONAL = str.maketrans(
    "诉编号时间录类责处办结访谈业开发统计数项电话岗户册单门维组书报质关与种给请题议见审阅财务网内档",
    "訴編號時間錄類責處辦結訪談業開發統計數項電話崗戶冊單門維組書報質關與種給請題議見審閱財務網內檔",
)
Header = Callable[[FieldSpec], str]


def _cell(field: FieldSpec, record: Record) -> Any:
    value = record.get(field.key)
    if isinstance(value, Unknown | Yearless | Several | BareMonth | NotYet):
        return value.raw
    return None if value is None else as_cells(field, value)


def _body(spec: TableSpec, records: list[Record]) -> Lines:
    return [[_cell(field, record) for field in spec.fields.values()] for record in records]


def _form(spec: TableSpec, records: list[Record], header: Header) -> Lines:
    return [["项目", "内容"], *([header(field), _cell(field, records[0])] for field in spec.fields.values())]


def in_two_scripts(folder: Path, content: Content) -> None:
    """Each header with its English name: below it, behind a slash, behind a space, or before it."""

    def header(field: FieldSpec) -> str:
        ways = ("{zh}\n{en}", "{zh}/{en}", "{zh} {en}", "{en}（{zh}）")
        return ways[len(field.header + field.en) % len(ways)].format(zh=field.header, en=field.en)

    _plainly(folder, content, header)


def in_traditional_script(folder: Path, content: Content) -> None:
    _plainly(folder, content, lambda field: field.header.translate(TRADITIONAL))


def _plainly(folder: Path, content: Content, header: Header) -> None:
    book = openpyxl.Workbook()
    for name, records in content.items():
        spec = our_tables()[name]
        sheet = book.create_sheet(spec.sheet)
        headed = [[header(field) for field in spec.fields.values()], *_body(spec, records)]
        for line in _form(spec, records, header) if spec.facts else headed:
            sheet.append(line)
    book.save(folder / "a.xlsx")


def with_translations_below(folder: Path, content: Content) -> None:
    """The English names in a line of their own below the headers."""
    book = openpyxl.Workbook()
    for name, records in content.items():
        spec = our_tables()[name]
        sheet = book.create_sheet(spec.sheet)
        fields = spec.fields.values()
        headed = [[field.header for field in fields], [field.en for field in fields], *_body(spec, records)]
        for line in _form(spec, records, lambda field: field.header) if spec.facts else headed:
            sheet.append(line)
    book.save(folder / "a.xlsx")


def three_line_headers(folder: Path, content: Content) -> None:
    """A few headers merged down three lines; the others in the third, under two lines of group titles."""
    book = openpyxl.Workbook()
    for name, records in content.items():
        spec = our_tables()[name]
        sheet = book.create_sheet(spec.sheet)
        if spec.facts:
            for line in _form(spec, records, lambda field: field.header):
                sheet.append(line)
            continue
        headers = [field.header for field in spec.fields.values()]
        down = max(1, len(headers) // 3)
        blank = [None] * (len(headers) - down)
        sheet.append([f"某某物业{spec.sheet}"])
        sheet.append([*headers[:down], "登记与办理", *blank[1:]])
        sheet.append([*[None] * down, *_groups(len(blank))])
        sheet.append([*[None] * down, *headers[down:]])
        for column in range(1, down + 1):
            sheet.merge_cells(start_row=2, end_row=4, start_column=column, end_column=column)
        sheet.merge_cells(start_row=2, end_row=2, start_column=down + 1, end_column=len(headers))
        for line in _body(spec, records):
            sheet.append(line)
    book.save(folder / "a.xlsx")


def _groups(width: int) -> list[Any]:
    """Two group titles, each in the first cell of its group, not merged."""
    half = max(1, width // 2)
    return [title if column in (0, half) else None for column, title in enumerate(["甲组", *["乙组"] * (width - 1)])]


def centred_group_titles(folder: Path, content: Content) -> None:
    """Group titles over blank cells that are not merged, in a workbook that knows merges."""
    book = openpyxl.Workbook()
    for name, records in content.items():
        spec = our_tables()[name]
        sheet = book.create_sheet(spec.sheet)
        if spec.facts:
            for line in _form(spec, records, lambda field: field.header):
                sheet.append(line)
            continue
        headers = [field.header for field in spec.fields.values()]
        sheet.append([f"某某物业{spec.sheet}"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=max(2, len(headers)))
        sheet.append([headers[0], *_groups(len(headers) - 1)] if len(headers) > 1 else headers)
        sheet.append([None, *headers[1:]])
        for line in _body(spec, records):
            sheet.append(line)
    book.save(folder / "a.xlsx")


def day_and_time_apart(folder: Path, content: Content) -> None:
    """受理日期 beside 受理时间, wherever a field has both names."""
    book = openpyxl.Workbook()
    for name, records in content.items():
        spec = our_tables()[name]
        sheet = book.create_sheet(spec.sheet)
        if spec.facts:
            lines = _form(spec, records, lambda field: field.header)
        else:
            split = {key: _names(field) for key, field in spec.fields.items()}
            lines = [[header for key, field in spec.fields.items() for header in split[key] or (field.header,)]]
            for record in records:
                cells = [
                    cell
                    for key, field in spec.fields.items()
                    for cell in (_apart(field, record) if split[key] else (_cell(field, record),))
                ]
                lines.append(cells)
        for line in lines:
            sheet.append(line)
    book.save(folder / "a.xlsx")


def _names(field: FieldSpec) -> tuple[str, str] | None:
    names = {field.header, *field.also}
    stem = field.header.removesuffix("时间")
    return (f"{stem}日期", f"{stem}时间") if field.type == "when" and names >= {f"{stem}日期", f"{stem}时间"} else None


def _apart(field: FieldSpec, record: Record) -> tuple[Any, Any]:
    value = record.get(field.key)
    if not isinstance(value, When):
        return _cell(field, record), None
    moment = datetime.combine(value.day, value.clock) if value.clock else None
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M") if moment else None
    return date.fromisoformat(value.day.isoformat()), clock


LAYOUTS_OF_HEADERS: dict[str, Callable[[Path, Content], None]] = {
    "headers in two scripts": in_two_scripts,
    "headers in traditional script": in_traditional_script,
    "translations below the headers": with_translations_below,
    "three-line headers": three_line_headers,
    "centred group titles": centred_group_titles,
    "day and time apart": day_and_time_apart,
}
