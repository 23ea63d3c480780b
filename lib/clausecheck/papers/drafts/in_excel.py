"""A layout as a template that is a workbook."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from clausecheck.papers.forms import look

from .layout import Block, Facts, Form, Heading, Page, Rows, Sign, Text
from .model import Kind

LABEL = PatternFill("solid", fgColor="F2F5F9")
HEAD = PatternFill("solid", fgColor="DCE6F1")
SECTION = Font(name=look.FONT, size=12, bold=True, color="1F3A5F")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
CENTIMETRE = 4.6
"""Signs that a centimetre holds."""
LEAST_COLUMNS = 4


def laid_out_in_excel(kind: Kind) -> Workbook:
    """The template of a kind."""
    book = Workbook()
    sheet: Worksheet = book.active
    blocks: list[Block] = []
    sheet.title = "{{ label.title }}"
    pages: list[tuple[Worksheet, str, list[Block]]] = [(sheet, "title", blocks)]
    for block in kind.layout:
        if isinstance(block, Page):
            blocks = []
            pages.append((book.create_sheet(f"{{{{ label.{block.label} }}}}"), block.label, blocks))
        else:
            blocks.append(block)
    for page, title, laid in pages:
        _sheet(page, title, laid, kind.upright)
    return book


def _sheet(sheet: Worksheet, title: str, blocks: list[Block], upright: bool) -> None:
    tables = [block for block in blocks if isinstance(block, Rows)]
    columns = max([LEAST_COLUMNS, *(len(table.cells) for table in tables)])
    widest = max(tables, key=lambda table: len(table.cells), default=None)
    widths = widest.widths if widest else (4.0, 7.0, 4.0, 7.0)
    for index in range(1, columns + 1):
        width = widths[index - 1] if index <= len(widths) else 4.0
        sheet.column_dimensions[get_column_letter(index)].width = width * CENTIMETRE
    sheet.sheet_view.showGridLines = False
    _across(sheet, 1, columns, f"{{{{ label.{title} }}}}", look.TITLE, MIDDLE).height = 34
    row = 3
    for block in blocks:
        row = _lay(sheet, row, columns, block)
    look.print_on_a4(sheet, "1:1")
    sheet.print_title_rows = None
    if upright:
        sheet.page_setup.orientation = "portrait"


def _lay(sheet: Worksheet, row: int, columns: int, block: Block) -> int:
    """Lays a block from a row on; the next free row."""
    match block:
        case Facts():
            return _facts(sheet, row, columns, block)
        case Heading():
            _across(sheet, row, columns, f"{{{{ label.{block.label} }}}}", SECTION, look.LEFT).height = 24
            return row + 1
        case Text():
            height = 22.0 * block.lines
            _across(sheet, row, columns, f"{{{{ {block.field} }}}}", look.BODY, look.LEFT).height = height
            return row + 2
        case Rows():
            for column, (head, name) in enumerate(zip(block.heads, block.cells, strict=True), 1):
                _cell(sheet, row, column, f"{{{{ label.{head} }}}}", look.BOLD, MIDDLE, HEAD)
                centred = MIDDLE if column - 1 in block.centred else look.LEFT
                _cell(sheet, row + 1, column, f"{{{{ {block.each}.{name} }}}}", look.BODY, centred)
            sheet.row_dimensions[row].height = 26
            return row + 3
        case Form():
            return _form(sheet, row, columns, block)
        case Sign():
            return _sign(sheet, row, columns, block)
        case _:
            raise ValueError(f"a workbook has no {block}")


def _facts(sheet: Worksheet, row: int, columns: int, block: Facts) -> int:
    """Label, value, label, value: the values take the columns that are left."""
    half = columns // 2
    for at, (first, second) in enumerate(block.pairs, row):
        for name, start, end in ((first, 1, half), (second, half + 1, columns)):
            _cell(sheet, at, start, f"{{{{ label.{name} }}}}", look.BOLD, look.LEFT, LABEL)
            for column in range(start + 1, end + 1):
                _cell(sheet, at, column, f"{{{{ {name} }}}}" if column == start + 1 else "", look.BODY, look.LEFT)
            if end > start + 1:
                sheet.merge_cells(start_row=at, start_column=start + 1, end_row=at, end_column=end)
        sheet.row_dimensions[at].height = 24
    return row + len(block.pairs) + 1


def _form(sheet: Worksheet, row: int, columns: int, block: Form) -> int:
    """Its lines, the values of each sharing the columns that its labels leave."""
    for at, line in enumerate(block.lines, row):
        each = columns // len(line)
        for place, (label, name, _) in enumerate(line):
            start, end = place * each + 1, columns if place == len(line) - 1 else (place + 1) * each
            _cell(sheet, at, start, f"{{{{ label.{label} }}}}", look.BOLD, look.LEFT, LABEL)
            for column in range(start + 1, end + 1):
                text = f"{{{{ {block.each}.{name} }}}}" if column == start + 1 else ""
                _cell(sheet, at, column, text, look.BODY, look.LEFT)
            if end > start + 1:
                sheet.merge_cells(start_row=at, start_column=start + 1, end_row=at, end_column=end)
        sheet.row_dimensions[at].height = 10 + 16 * max(lines for _, _, lines in line)
    return row + len(block.lines) + 1


def _sign(sheet: Worksheet, row: int, columns: int, block: Sign) -> int:
    """A line for each who signs: what the signature says, name and date."""
    for at, label in enumerate(block.labels, row):
        _cell(sheet, at, 1, f"{{{{ label.{label} }}}}", look.BOLD, look.LEFT, LABEL)
        text = f"{{{{ label.{label}_about }}}}　　{{{{ label.name }}}}　　　　　　　{{{{ label.date }}}}"
        for column in range(2, columns + 1):
            _cell(sheet, at, column, text if column == 2 else "", look.BODY, look.LEFT)
        sheet.merge_cells(start_row=at, start_column=2, end_row=at, end_column=columns)
        sheet.row_dimensions[at].height = 30
    return row + len(block.labels) + 1


def _across(sheet: Worksheet, row: int, columns: int, text: str, font: Font, where: Alignment) -> RowDimension:
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, where
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    return sheet.row_dimensions[row]


def _cell(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, where: Alignment, fill: PatternFill | None = None
) -> None:
    cell = sheet.cell(row, column, text or None)
    cell.font, cell.border, cell.alignment = font, look.BOX, where
    if fill:
        cell.fill = fill
