"""How our own sheets come on paper: A4 landscape, the header on every page, as many pages wide as the sheet asks for."""

from __future__ import annotations

from clausecheck.marks.model import Sheet
from clausecheck.marks.xmltext import column_letters, quoted_sheet


def header_row(sheet: Sheet) -> int:
    """The number of the row that the header stands in."""
    return len(sheet.title) + bool(sheet.legend) + 1


def defined_names(sheet: Sheet, name: str) -> tuple[tuple[str, str, bool], ...]:
    """The names that make the header repeat on paper and the filter known to the workbook."""
    place, top = quoted_sheet(name), header_row(sheet)
    across = f"{place}!$A:${column_letters(sheet.frozen)}," if sheet.frozen and sheet.across > 1 else ""
    names = [("_xlnm.Print_Titles", f"{across}{place}!${top}:${top}", False)]
    if sheet.autofilter and sheet.columns:
        last = column_letters(len(sheet.columns))
        names.insert(0, ("_xlnm._FilterDatabase", f"{place}!$A${top}:${last}${top + len(sheet.rows)}", True))
    return tuple(names)


def print_setup(sheet: Sheet) -> str:
    """The elements at the end of a worksheet that say how it is printed."""
    return (
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" fitToWidth="{sheet.across}" fitToHeight="0" pageOrder="overThenDown" orientation="landscape"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
    )
