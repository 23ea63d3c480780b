"""How the blank form looks: fonts, fills, borders, and how wide a column is."""

from math import ceil

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.procedure.tables import FieldSpec

FONT = "微软雅黑"
BODY = Font(name=FONT, size=10, color="222222")
BOLD = Font(name=FONT, size=10, bold=True, color="222222")
QUIET = Font(name=FONT, size=9, color="666666")
TITLE = Font(name=FONT, size=16, bold=True, color="1F3A5F")
HEADER = Font(name=FONT, size=10, bold=True, color="FFFFFF")

_LINE = Side(style="thin", color="C9CED6")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)

NEED_FILLS = {
    "!": PatternFill("solid", fgColor="B5472E"),
    "": PatternFill("solid", fgColor="2F5D8A"),
    "°": PatternFill("solid", fgColor="8A94A3"),
}
"""Header fill by need: a row is lost without it, a rule needs it, nobody needs it."""
NEED_WORDS = {
    "!": ("必填", "required"),
    "": ("按情况填", "where it applies"),
    "°": ("选填", "optional"),
}
NEED_MEANS = {
    "!": ("缺少时，该行（项目信息：相关条款）不能判定", "without it the row cannot be judged"),
    "": ("有条款据此判断，有此情况时填写", "a rule looks at it; fill it in where it applies"),
    "°": ("没有条款需要，可不填", "no rule needs it"),
}
BAND = PatternFill("solid", fgColor="EEF2F7")

FORMATS = {"when": "yyyy-mm-dd hh:mm", "day": "yyyy-mm-dd", "count": "0", "year": "0"}
"""Everything else is text, so that Excel does not turn 2026-03 or 1-2 into a date."""
_WIDTHS = {"when": 17, "day": 12, "month": 11, "quarter": 11, "span": 11, "year": 8, "count": 9, "household": 18}
_FILTER_BUTTON = 4
_PAGE = 160
"""Characters that a landscape A4 page takes while its print stays readable."""


def number_format(spec: FieldSpec) -> str:
    """The number format of a field's cells."""
    return FORMATS.get(spec.type, "@")


def column_width(spec: FieldSpec) -> float:
    """Wide enough for the header in two lines with its filter button, and for what is written below."""
    signs = len(spec.header) if len(spec.header) <= 4 else (len(spec.header) + 1) // 2
    return max(28 if spec.joins or spec.type == "contents" else _WIDTHS.get(spec.type, 11), 2 * signs + _FILTER_BUTTON)


def print_on_a4(sheet: Worksheet, title_rows: str, width: float = 0) -> None:
    """A4 landscape, as few pages wide as stay readable, title rows and first column repeated, page numbers below."""
    pages = max(1, ceil(width / _PAGE))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = title_rows
    if pages > 1:
        sheet.print_title_cols = "A:A"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.25
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"
