"""Pieces that our Word templates are built of: the page, its title, tables with heads that repeat, places to sign."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "微软雅黑"
INK = RGBColor(0x1F, 0x3A, 0x5F)
HEAD_FILL, LABEL_FILL = "DCE6F1", "F2F5F9"


def page(document: Document, *, upright: bool = False, numbered: bool = True) -> None:
    """A4 landscape (or upright), our letters, and a footer with title, number and page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Cm(21.0), Cm(29.7)) if upright else (Cm(29.7), Cm(21.0))
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.6)
    section.footer_distance = Cm(0.8)
    letters(document)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    named = "{{ label.title }} {{ number }}" if numbered else "{{ label.title }}"
    run(footer, f"{named}　·　{{{{ label.page }}}} ", 8)
    field(footer, "PAGE")
    run(footer, " {{ label.of }} ", 8)
    field(footer, "NUMPAGES")
    run(footer, " {{ label.pages }}", 8)


def letters(document: Document) -> None:
    """Our letters, for text and headings."""
    for name, size in (("Normal", 10), ("Heading 2", 12)):
        style: Any = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    heading: Any = document.styles["Heading 2"]
    heading.font.color.rgb, heading.font.bold = INK, True
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)


def title(document: Document, *, numbered: bool = True) -> None:
    """The title in the middle, the number (if it has one) at the right below it."""
    heading = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = run(heading, "{{ label.title }}", 22)
    written.bold, written.font.color.rgb = True, INK
    if not numbered:
        return
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run(number, "{{ label.number }}{{ number }}", 10)


def facts(
    document: Document, pairs: Sequence[tuple[str, str]], widths: Sequence[float] = (3.0, 10.35, 3.0, 10.35)
) -> None:
    """A table of facts, two on a line, each with its label."""
    made = table(document, len(pairs), widths)
    for row, pair in zip(made.rows, pairs, strict=True):
        for place, name in enumerate(pair):
            label, value = row.cells[2 * place], row.cells[2 * place + 1]
            write(label, f"{{{{ label.{name} }}}}", bold=True, fill=LABEL_FILL)
            write(value, f"{{{{ {name} }}}}")


def loop(
    document: Document,
    each: str,
    heads: Sequence[str],
    cells: Sequence[str],
    widths: Sequence[float],
    centred: Sequence[int] = (0,),
    size: float = 8,
) -> Table:
    """A table with one row for each of a list (`row in rows`); the head repeats on every page and no row is torn apart."""
    made = table(document, 4, widths)
    head(made.rows[0], [f"{{{{ label.{name} }}}}" for name in heads])
    made.rows[1].cells[0].text = "{%tr for " + each + " %}"
    for place, (cell, text) in enumerate(zip(made.rows[2].cells, cells, strict=True)):
        write(cell, text, size=size, centre=place in centred)
    mark(made.rows[2], "w:cantSplit")
    made.rows[3].cells[0].text = "{%tr endfor %}"
    return made


def signatures(document: Document, names: Sequence[str], wide: float = 26.7) -> None:
    """A place to sign for each, with what the signature says."""
    made = table(document, 2, (wide / len(names),) * len(names))
    head(made.rows[0], [f"{{{{ label.{name} }}}}" for name in names])
    for cell, name in zip(made.rows[1].cells, names, strict=True):
        lines = (f"{{{{ label.{name}_about }}}}", "", "{{ label.name }}", "", "{{ label.date }}")
        write(cell, "\n".join(lines), size=9)
    for row in made.rows:
        mark(row, "w:cantSplit")
    for cell in made.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def table(document: Document, rows: int, widths: Sequence[float]) -> Table:
    """An empty table of the given widths in centimetres."""
    made: Table = document.add_table(rows, len(widths), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return made


def head(row: _Row, texts: Sequence[str]) -> None:
    """The head of a table, which repeats on every page."""
    for cell, text in zip(row.cells, texts, strict=True):
        write(cell, text, bold=True, centre=True, fill=HEAD_FILL, size=9)
    mark(row, "w:tblHeader")


def write(cell: _Cell, text: str, *, size: float = 9, bold: bool = False, centre: bool = False, fill: str = "") -> None:
    """A text into a cell, each line a paragraph of its own."""
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1.5)
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(paragraph, line, size).bold = bold
    if fill:  # before the alignment: Word wants them in this order
        shading = OxmlElement("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
            shading.set(qn(key), value)
        cell._tc.get_or_add_tcPr().append(shading)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def run(paragraph: Paragraph, text: str, size: float) -> Any:
    """A piece of text of a size."""
    made = paragraph.add_run(text)
    made.font.size = Pt(size)
    return made


def mark(row: _Row, name: str) -> None:
    """A property of a row."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word counts itself: the page, the number of pages."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), code)
    written = OxmlElement("w:r")
    properties, size, text = OxmlElement("w:rPr"), OxmlElement("w:sz"), OxmlElement("w:t")
    size.set(qn("w:val"), "16")
    properties.append(size)
    text.text = "1"
    written.append(properties)
    written.append(text)
    made.append(written)
    paragraph._p.append(made)
