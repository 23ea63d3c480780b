"""The year that a table's title, its sheet's name or its file's name states (reading 60)."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from clausecheck.logs.cells import SheetCells
from clausecheck.nouns.text import narrow

LINES_ABOVE, MOST_CELLS, LONGEST = 6, 4, 120
"""A title stands in one of so many lines above the header, which hold few cells and no long text."""
_DAY = re.compile(r"(?:19|20)\d{2}\s*(?:[-./_年]\s*\d{1,2}\s*[-./_月]\s*\d{1,2}|\d{4})(?!\d)")
"""A whole day is when a form was filled in or exported, which may be another year."""
_NO_YEAR = re.compile(
    r"(?:19|20)\d{2}\s*年?\s*(?:版|修订|第?\s*[一二三四五六七八九十\d]{1,3}\s*[版次])"
    r"|(?:编号|文号|表号|版本|版次|依据|表单号?|文件号?|电话|热线|手机|传真)\s*:?\s*\S*"
    r"|[(\[【〔]\s*(?:19|20)\d{2}\s*[)\]】〕]\s*(?:第\s*)?\d+\s*号"
    r"|[A-Za-z][A-Za-z0-9]*[-/.](?:[A-Za-z0-9]+[-/.])*(?:19|20)\d{2}(?:[-/.][A-Za-z0-9]+)*"
)
"""The edition and number of a form, the number of a document, a code: WY-QR-2019-007."""
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*年?度?\s*[-~/至到—–]\s*(?:19|20)\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_BARE_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d{2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-.]?(?:0[1-9]|1[0-2])(?!\d)")


def stated_year(file: str, sheet: SheetCells, top: int) -> int:
    """The year of the title above line `top`, else of the sheet's name, else of the file's; 0 where none states one
    alone."""
    name = PurePosixPath(file).stem
    return next((year for texts in (_above(sheet, top), [sheet.name], [name]) if (year := _one_year(texts))), 0)


def _above(sheet: SheetCells, top: int) -> list[str]:
    lines = [cells for _, cells in sheet.rows[max(0, top - LINES_ABOVE) : top]]
    filled = [[cell for cell in cells if cell != ""] for cells in lines]
    return [cell for cells in filled if len(cells) <= MOST_CELLS for cell in cells if isinstance(cell, str)]


def _one_year(texts: Iterable[str]) -> int:
    """The only year in some texts: one followed by 年 before any other number that looks like one; 2025-2026年度 is two."""
    narrowed = [_NO_YEAR.sub(" ", _DAY.sub(" ", narrow(text))) for text in texts if len(text) <= LONGEST]
    if any(map(_SPAN.search, narrowed)):
        return 0
    for form in (_YEAR, _BARE_YEAR, _MONTH):
        years = {int(found) for text in narrowed for found in form.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else 0
    return 0
