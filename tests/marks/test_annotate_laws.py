"""Laws that hold for any sheet: found places are the right ones, and every change can be undone."""

from __future__ import annotations

import string
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from annotate_books import plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausecheck.marks import Mark, annotate, unmark
from clausecheck.marks.outline import Splice, apply, outline, spliced, undo
from clausecheck.marks.rows import regions, rows_in
from clausecheck.marks.xmltext import address, attribute, clean, column_letters, column_number, content, position

TRICKS = [b"", b"\n  ", b'<!-- <row r="9"><c r="A9"/></row> -->', b"<?note <row r='3'> ?>"]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[bytes, dict[str, str]]:
    """sheetData as many programs write it, and the text of every cell."""
    values: dict[str, str] = {}
    rows, number = b"", 0
    for _ in range(draw(st.integers(0, 6))):
        step = draw(st.integers(1, 3))
        named = step > 1 or draw(st.booleans())
        number += step
        cells, column = b"", 0
        for _ in range(draw(st.integers(0, 4))):
            gap = draw(st.integers(1, 3))
            said = gap > 1 or draw(st.booleans())
            column += gap
            text = draw(st.sampled_from(["1", "2.5", "]]", "<c r='A1'/>", "a > b", "&"]))
            values[address(number, column)] = text
            place = b' r="%s"' % address(number, column).encode() if said else b""
            order = draw(st.booleans())
            kind = b' t="inlineStr"'
            body = content(text).encode() if draw(st.booleans()) else b"<![CDATA[" + text.encode() + b"]]>"
            if b"]]>" in text.encode():
                body = content(text).encode()
            cells += b"<c%s><is><t>%s</t></is></c>" % (kind + place if order else place + kind, body)
            cells += draw(st.sampled_from(TRICKS))
        tag = (
            b"<row"
            + (b' r="%d"' % number if named else b"")
            + draw(st.sampled_from([b"", b" spans='1:2'", b' ht="30"']))
        )
        empty = not cells and draw(st.booleans())
        rows += tag + (b"/>" if empty else b">" + cells + b"</row>") + draw(st.sampled_from(TRICKS))
    if not rows and draw(st.booleans()):
        return b"<sheetData/>", values
    return b"<sheetData>" + draw(st.sampled_from(TRICKS)) + rows + b"</sheetData>", values


cells = st.builds(address, st.integers(1, 20), st.integers(1, 14))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(), st.lists(cells, min_size=1, max_size=8), st.integers(5, 60))
def test_marked_cells_are_filled_values_stay_and_unmark_leads_back(sheet: Any, places: Any, piece: Any) -> None:
    data, values = sheet
    with tempfile.TemporaryDirectory() as folder:
        source, target, back = (Path(folder) / name for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
        plain(source, data)
        annotate(source, target, [Mark("表", place, "FFC7CE", "某") for place in places], [], "核查")
        read = openpyxl.load_workbook(target)["表"]
        found = {cell.coordinate: cell for row in read.iter_rows() for cell in row}
        assert {place for place, cell in found.items() if cell.fill.fgColor.rgb == "FFFFC7CE"} == set(places)
        assert {place for place, cell in found.items() if cell.comment} == set(places)
        assert {place: cell.value for place, cell in found.items() if cell.value is not None} == values
        assert unmark(target, back).exact
        with zipfile.ZipFile(source) as one, zipfile.ZipFile(back) as other:
            assert [(name, one.read(name)) for name in one.namelist()] == [
                (name, other.read(name)) for name in other.namelist()
            ]


@settings(max_examples=150, deadline=None)
@given(sheets(), st.integers(1, 50))
def test_regions_join_to_the_part_however_it_is_cut(sheet: Any, piece: Any) -> None:
    data = b'<?xml version="1.0"?><worksheet xmlns="m">' + sheet[0] + b"<x/></worksheet>"
    found = list(regions((data[at : at + piece] for at in range(0, len(data), piece)), "p"))
    assert b"".join(each.data for each in found) == data
    assert [found[0].kind, found[-1].kind] == ["head", "tail"]
    whole = list(regions([data], "p"))
    numbers = [
        number for region in found if region.kind == "rows" for number in rows_in(region, 0, "p").numbers if number
    ]
    assert len(numbers) == sum(
        len([n for n in rows_in(each, 0, "p").numbers if n]) for each in whole if each.kind == "rows"
    )


@given(st.binary(max_size=60), st.data())
def test_splices_can_be_undone_and_do_not_depend_on_how_the_data_is_cut(data: bytes, draw: st.DataObject) -> None:
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=6).filter(lambda each: len(each) % 2 == 0)))
    splices = [
        Splice(start, end, draw.draw(st.binary(max_size=4))) for start, end in zip(cuts[::2], cuts[1::2], strict=True)
    ]
    piece = draw.draw(st.integers(1, 9))
    removed: list[bytes] = []
    new = b"".join(spliced((data[at : at + piece] for at in range(0, len(data), piece)), splices, removed))
    assert new == apply(data, splices)
    assert apply(new, undo(splices, removed)) == data


@given(st.text(max_size=50))
def test_any_text_is_well_formed_and_comes_back(text: str) -> None:
    written = f'<a b="{attribute(text).decode()}">{content(text)}</a>'.encode()
    root = outline(written, "p").root
    assert root.attributes["b"] == clean(text)
    assert all(
        letter.isprintable() or letter not in string.whitespace or letter in "\n\t "
        for letter in clean(text)
        if ord(letter) < 128
    )


@given(st.integers(1, 1048576), st.integers(1, 16384))
def test_addresses_come_back(row: int, column: int) -> None:
    assert position(address(row, column)) == (row, column)
    assert column_number(column_letters(column)) == column
