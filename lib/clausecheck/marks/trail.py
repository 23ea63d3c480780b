"""What a copy tells of its own marks in a way that every program keeps: a hidden sheet, one line for each mark.

A program that saves the copy numbers styles anew, draws comments anew and may drop foreign parts; sheets it keeps. So each
line says where a mark was made, in which colour and with what text, and wears the style that the cell had before:
whatever the program makes of that style, the line shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from python_calamine import CalamineError, CalamineWorkbook

from clausecheck.marks.book import Book, Tab
from clausecheck.marks.fills import styles_at
from clausecheck.marks.model import AnnotationRefused, Sheet
from clausecheck.marks.xmltext import content
from clausecheck.nouns.own_sheets import FIRST_ROWS, TRAIL, kind_of_own
from clausecheck.nouns.records import dataclass

SHEET = Sheet("clausecheck", (), ())
_HEAD = "clausecheck:trail"
_SAID = "本工具的标注记录：副本退回后据此去掉标注，请勿修改 · record of the marks, by which they are taken out again"
_WORN = 5  # the column of the cell that wears the style


@dataclass(frozen=True, slots=True)
class Made:
    """A mark as it was made: `style` is the number of the style that the cell had before (in the package at hand)."""

    sheet: str
    cell: str
    colour: str
    text: str
    style: int


@dataclass(frozen=True, slots=True)
class Trail:
    """What the hidden sheet says: about the audit, the names of our sheets, and every mark. `tab`: the name of the sheet."""

    tab: str
    about: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    made: tuple[Made, ...] = ()


def trail_part(space: str, trail: Trail) -> Iterator[bytes]:
    """The sheet's part, in pieces."""
    head = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}"><sheetData>'
    yield head.encode() + _line(1, _HEAD, _SAID)
    number = 1
    for key, value in trail.about.items():
        number += 1
        yield _line(number, "about", key, value)
    for name in trail.own:
        number += 1
        yield _line(number, "own", name)
    for made in trail.made:
        number += 1
        yield _line(number, "mark", made.sheet, made.cell, made.colour, made.text, worn=made.style)
    yield b"</sheetData></worksheet>"


def _line(number: int, *texts: str, worn: int | None = None) -> bytes:
    letters = "ABCDF"
    cells = [
        f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{content(text)}</t></is></c>'
        for letter, text in zip(letters, texts, strict=False)
    ]
    if worn is not None:
        cells.insert(4, f'<c r="E{number}" s="{worn}"/>')
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def find_trail(book: Book) -> Trail | None:
    """The trail in a workbook, whatever program saved it; None where there is none."""
    try:
        with CalamineWorkbook.from_path(str(book.package.path)) as values:
            for tab in book.tabs:
                if kind_of_own(tab.name, lambda tab=tab: _first_rows(values, tab)) == TRAIL:  # type: ignore[misc]
                    rows = values.get_sheet_by_name(tab.name).to_python(skip_empty_area=False)
                    return _read(tab.name, rows, styles_at(book, tab, range(1, len(rows) + 1))[0])
    except CalamineError as fault:
        raise AnnotationRefused("unreadable", fault=str(fault)) from fault
    return None


def _first_rows(values: CalamineWorkbook, tab: Tab) -> Sequence[Sequence[object]]:
    if tab.kind != "worksheet":
        return ()
    return values.get_sheet_by_name(tab.name).to_python(skip_empty_area=False, nrows=FIRST_ROWS)


def _read(name: str, rows: Sequence[Sequence[object]], worn: Mapping[tuple[int, int], int]) -> Trail:
    about: dict[str, str] = {}
    own, made = [], []
    for number, row in enumerate(rows, start=1):
        kind, *texts = [str(cell) for cell in row] + [""] * 6
        if kind == "about":
            about[texts[0]] = texts[1]
        elif kind == "own":
            own.append(texts[0])
        elif kind == "mark":
            made.append(Made(texts[0], texts[1], texts[2], texts[4], worn.get((number, _WORN), 0)))
    return Trail(name, about, tuple(own), tuple(made))
