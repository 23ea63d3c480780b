"""Our own sheets as worksheet parts. Text is text by type (`inlineStr`), so nothing in it can become a formula."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from clausecheck.marks.model import Content, Formula, Link, Note, Sheet, Value
from clausecheck.marks.onpaper import header_row, print_setup
from clausecheck.marks.opc import CONTENT_TYPES, NO_RELATIONS, RELATIONS, TRANSITIONAL, TYPES
from clausecheck.marks.styles import HEADER_FILL, Look
from clausecheck.marks.xmltext import (
    LONGEST,
    address,
    attribute,
    clean,
    column_letters,
    content,
    half_widths,
    position,
    quoted_sheet,
)
from clausecheck.nouns.records import dataclass

_MOST_LINKS = 65530  # Excel takes no more on a sheet
_LARGEST_EXACT = 10**15  # whole numbers above it lose digits in a spreadsheet
_LINE, _PADDING, _TALLEST = 15.0, 6.0, 409.0  # points; Excel makes no row taller
_LONGEST = 10_000  # letters that are measured: more fill the tallest row in any case
_PIECE = 500  # rows rendered at a time

_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
# A workbook without a sheet, for our sheets to go into. Its property says whose it is: nobody is to read it as a log.
BLANK = {
    CONTENT_TYPES: b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    b'ContentType="application/xml"/><Default Extension="rels" ContentType="%s"/><Override PartName="/xl/workbook.xml" '
    b'ContentType="%s"/><Override PartName="/docProps/custom.xml" ContentType="%s"/></Types>'
    % (TYPES["rels"].encode(), TYPES["workbook"].encode(), _CUSTOM.encode()),
    "_rels/.rels": NO_RELATIONS.replace(b"/>", b'><Relationship Id="rId1" Type="%s/officeDocument" '
    b'Target="xl/workbook.xml"/><Relationship Id="rId2" Type="%s/custom-properties" Target="docProps/custom.xml"/>'
    b'</Relationships>' % ((RELATIONS[TRANSITIONAL].encode(),) * 2)),
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
    b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="clausecheck"><vt:lpwstr>findings_workbook</vt:lpwstr>'
    b'</property></Properties>',
    "xl/workbook.xml": b'<workbook xmlns="%s" xmlns:r="%s"><bookViews><workbookView/></bookViews><sheets/></workbook>'
    % (TRANSITIONAL.encode(), RELATIONS[TRANSITIONAL].encode()),
}  # fmt: skip

StyleOf = Callable[[Look], int]
_often = functools.lru_cache(maxsize=1024)  # what a rule demands and what is to be done stand in hundreds of rows
_content = _often(content)


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one sheet: which cell has which, and where each leads; one that leads nowhere stays plain text."""

    cells: tuple[tuple[str, Link], ...]
    places: Mapping[Link, str]

    @property
    def files(self) -> dict[str, str]:
        """Every other workbook that is linked to → the identity of its relationship."""
        named = dict.fromkeys(link.file for _, link in self.cells if link.file)
        return {file: f"rId{n}" for n, file in enumerate(named, 1)}


def links_of(sheet: Sheet, names: Mapping[str, str]) -> Links:
    """`names`: case-folded name → name of the tab, for links within the workbook."""
    top, places = header_row(sheet) + 1, {}
    cells = tuple(
        (address(top + index, at), value.link)
        for index, row in enumerate(sheet.rows)
        for at, value in enumerate(row, start=1)
        if isinstance(value, Value) and value.link
    )
    for _, link in cells:
        name = link.sheet if link.file else names.get(link.sheet.casefold())
        if name is not None:
            places[link] = f"{quoted_sheet(name)}!{address(*position(link.cell))}"
    return Links(cells, places)


def _as_address(file: str) -> str:
    """What would end or split an address is encoded; Chinese letters stay, as Excel writes them."""
    return "".join(letter if ord(letter) > 127 else quote(letter, safe="/-_.()~!") for letter in file)


def relations_beside(links: Links, space: str) -> bytes:
    """The relationships part for the links to other workbooks; empty when there are none."""
    entries = b"".join(
        b'<Relationship Id="%s" Type="%s/hyperlink" Target="%s" TargetMode="External"/>'
        % (identity.encode(), RELATIONS[space].encode(), attribute(_as_address(file)))
        for file, identity in links.files.items()
    )
    return NO_RELATIONS.replace(b"/>", b">" + entries + b"</Relationships>") if entries else b""


def _title_look(index: int) -> Look:
    return Look("text" if index else "title", wrap=True, framed=False)


def _header_look(fill: str | None) -> Look:
    return Look("header", fill=fill or HEADER_FILL, wrap=True, centred=True)


def _value_look(font: str, fill: str | None, wrap: bool, number: int = 0, centred: bool = False) -> Look:
    return Look(font, fill.upper() if fill else None, wrap, centred=centred, number=number)


def render(sheet: Sheet, space: str, style: StyleOf, links: Links) -> Iterator[bytes]:
    """The part in pieces."""
    yield _head(sheet, space)
    yield _title_rows(sheet, style)
    rows = _rows(sheet, style, links)
    while piece := "".join(itertools.islice(rows, _PIECE)):
        yield piece.encode("utf-8")
    yield _foot_rows(sheet, style).encode("utf-8")
    yield _tail(sheet, space, links)


def _head(sheet: Sheet, space: str) -> bytes:
    top = header_row(sheet)
    corner = "bottomRight" if sheet.frozen else "bottomLeft"
    across = f' xSplit="{sheet.frozen}"' if sheet.frozen else ""
    first = f"{column_letters(sheet.frozen + 1)}{top + 1}"
    frozen = (
        f'<pane{across} ySplit="{top}" topLeftCell="{first}" activePane="{corner}" state="frozen"/>'
        if sheet.freeze
        else ""
    )
    pane = f' pane="{corner}"' if sheet.freeze else ""
    hidden = {True: ' hidden="1"', False: ""}
    cols = "".join(f'<col min="{index}" max="{index}" width="{column.width + 0.71:g}"{hidden[column.hidden]} customWidth="1"/>'
                   for index, column in enumerate(sheet.columns, start=1))  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{space}" xmlns:r="{RELATIONS[space]}">'
        f'<sheetPr><tabColor rgb="FF{HEADER_FILL}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{address(top + len(sheet.rows) + len(sheet.foot), max(len(sheet.columns), 1))}"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{frozen}<selection{pane} activeCell="{first}" '
        f'sqref="{first}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="16.5"/>'
        + (f"<cols>{cols}</cols>" if cols else "")
        + "<sheetData>"
    ).encode()


def _title_rows(sheet: Sheet, style: StyleOf) -> bytes:
    rows = []
    width = _width(sheet)
    for index, line in enumerate(sheet.title):
        cell = _text_cell(f"A{index + 1}", line, style(_title_look(index)))
        height = _lines(line, width / (1.0 if index else 1.6)) * (17 if index else 27)
        rows.append(f'<row r="{index + 1}" ht="{height}" customHeight="1">{cell}</row>')
    top = header_row(sheet)
    if sheet.legend:
        explained = "".join(
            _cell(address(top - 1, index), value.content, style(_value_look("text", value.fill, True)))
            for index, value in enumerate(sheet.legend, start=1)
        )
        rows.append(f'<row r="{top - 1}" ht="{_LINE + _PADDING:g}" customHeight="1">{explained}</row>')
    cells = "".join(
        _text_cell(address(top, index), column.header, style(_header_look(column.fill)))
        for index, column in enumerate(sheet.columns, start=1)
    )
    height = max((_lines(column.header, column.width) for column in sheet.columns), default=1) * 15 + 9
    rows.append(f'<row r="{top}" ht="{height}" customHeight="1">{cells}</row>')
    return "".join(rows).encode("utf-8")


def _width(sheet: Sheet) -> float:
    return sum(column.width for column in sheet.columns if not column.hidden) or 80.0


def _foot_rows(sheet: Sheet, style: StyleOf) -> str:
    first, plain = header_row(sheet) + len(sheet.rows) + 1, style(Look("text", wrap=True, framed=False))
    rows = []
    for number, line in enumerate(sheet.foot, start=first):
        height = _lines(line, _width(sheet)) * _LINE + 2 * _PADDING
        rows.append(f'<row r="{number}" ht="{height:g}" customHeight="1">{_text_cell(f"A{number}", line, plain)}</row>')
    return "".join(rows)


@_often
def _lines(text: str, width: float) -> int:
    """Lines the text takes in so many characters of width."""
    if len(text) * 2.1 < width and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(half_widths(line) / max(width, 1))) for line in text[:_LONGEST].split("\n"))


def _rows(sheet: Sheet, style: StyleOf, links: Links) -> Iterator[str]:
    """Each as tall as its longest text: not every program finds the height of wrapped text when it opens a file."""
    columns = [(column_letters(at), one.width, one.wrap, one.centred) for at, one in enumerate(sheet.columns, start=1)]
    styles = functools.cache(lambda *looks: style(_value_look(*looks)))
    for number, row in enumerate(sheet.rows, start=header_row(sheet) + 1):
        cells, lines = [], 1
        for value, (letters, width, wrap, centred) in zip(row, columns, strict=False):
            if isinstance(value, Value):
                bare, fill, number_format = value.content, value.fill, value.number
                font = "link" if value.link in links.places else "bold" if value.bold else "text"
            else:
                bare, fill, font, number_format = value, None, "text", 0
            if wrap and isinstance(bare, str):
                lines = max(lines, _lines(bare, width))
            cells.append(_cell(f"{letters}{number}", bare, styles(font, fill, wrap, number_format, centred)))
        height = min(lines * _LINE + _PADDING, _TALLEST)
        yield f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _cell(place: str, value: Content, style: int) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        return _text_cell(place, value, style)
    if isinstance(value, Formula):
        return f'<c r="{place}" s="{style}"><f>{content(value.text)}</f><v>{value.value!r}</v></c>'
    if not math.isfinite(value) or (isinstance(value, int) and abs(value) >= _LARGEST_EXACT):
        return _text_cell(place, str(value), style)
    return f'<c r="{place}" s="{style}"><v>{int(value) if isinstance(value, int) else repr(value)}</v></c>'


def _text_cell(place: str, text: str, style: int) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_content(text)}</t></is></c>'


def _tail(sheet: Sheet, space: str, links: Links) -> bytes:
    top, last = header_row(sheet), column_letters(max(len(sheet.columns), 1))
    filtered = f'<autoFilter ref="A{top}:{last}{top + len(sheet.rows)}"/>' if sheet.autofilter and sheet.columns else ""
    below = top + len(sheet.rows)
    lines = (*range(1, len(sheet.title) + 1), *range(below + 1, below + len(sheet.foot) + 1))
    merges = [f'<mergeCell ref="A{line}:{last}{line}"/>' for line in lines]
    merged = f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>' if merges and last != "A" else ""
    beside = {file: f' r:id="{identity}"' for file, identity in links.files.items()}
    leading = itertools.islice((each for each in links.cells if each[1] in links.places), _MOST_LINKS)
    linked = "".join(
        f'<hyperlink ref="{place}"{beside.get(link.file, "")} location="{attribute(links.places[link]).decode()}"/>'
        for place, link in leading
    )
    linked = f"<hyperlinks>{linked}</hyperlinks>" if linked else ""
    return (f"</sheetData>{filtered}{merged}{linked}{print_setup(sheet)}</worksheet>").encode()


def notes(sheet: Sheet, links: Links) -> list[Note]:
    """What of the sheet Excel could not take: texts cut, links left out beyond its limit."""
    found = []
    for index, row in enumerate(sheet.rows):
        for at, value in enumerate(row):
            bare = value.content if isinstance(value, Value) else value
            if isinstance(bare, str) and len(bare) > LONGEST and clean(bare) != bare:
                found.append(Note("text_cut", sheet.name, address(header_row(sheet) + 1 + index, at + 1)))
    linked = sum(link in links.places for _, link in links.cells)
    if linked > _MOST_LINKS:
        found.append(Note("links_left_out", sheet.name, "", str(linked - _MOST_LINKS)))
    return found
