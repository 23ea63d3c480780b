"""Makes templates/整改通知单.docx: `python -m clausecheck.papers.notice.make_template [FILE]`. A company restyles the file in
Word or WPS; the marks in {{ }} and {% %} must stay."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from clausecheck.disk.resources import resource
from clausecheck.papers.same_bytes import save_document

from .write import TEMPLATE

FONT = "微软雅黑"
INK = RGBColor(0x1F, 0x3A, 0x5F)
HEAD_FILL, LABEL_FILL = "DCE6F1", "F2F5F9"
WIDTHS = (1.0, 2.3, 2.6, 3.6, 4.2, 4.5, 1.9, 2.6, 1.9, 2.1)
HEADS = ("no", "rule", "subject", "required", "found", "mend", "deadline", "reply", "done_on", "signed")
CELLS = (
    "{{ finding.no }}",
    "{{ finding.code }} {{ finding.mark }}\n{{ finding.title }}\n{{ finding.severity }}",
    "{{ finding.subject }}\n{%p if finding.place %}\n{{ finding.place }}\n{%p endif %}",
    "{{ finding.required }}",
    "{{ finding.found }}",
    "{{ finding.mend }}",
    "{{ finding.deadline }}",
    "",
    "",
    "",
)
CORRECTION_WIDTHS = (1.1, 3.2, 4.2, 6.4, 5.4, 3.4, 3.0)
CORRECTION_HEADS = ("no", "rule", "cell", "fault", "correct", "corrected", "corrected_by")
CORRECTION_CELLS = (
    "{{ one.no }}",
    "{{ one.code }} {{ one.title }}",
    "{{ one.subject }}{% if one.place %}\n{{ one.place }}{% endif %}",
    "{{ one.found }}",
    "{{ one.mend }}",
    "",
    "",
)
FACTS = (("project", "code"), ("branch", "period"), ("as_of", "issued_on"), ("basis", "deadline"))


def make_template(target: Path) -> None:
    """Writes the template. Raises OSError where the file cannot be written."""
    document = docx.Document()
    _page(document)
    _title(document)
    _facts(document)
    intro = document.add_paragraph("{{ intro }}")
    intro.paragraph_format.space_before = intro.paragraph_format.space_after = Pt(8)
    intro.paragraph_format.line_spacing = 1.3
    _summary(document)
    document.add_paragraph("{%p for role in roles %}")
    document.add_paragraph("{{ role.heading }}", style="Heading 2")
    _findings(document)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if corrections %}")
    document.add_paragraph("{{ corrections_heading }}", style="Heading 2")
    _corrections(document)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ label.signatures }}", style="Heading 2")
    _signatures(document)
    save_document(document, target, title="整改通知单 模板", written=datetime(2026, 1, 1))


def _page(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(1.6)
    section.footer_distance = Cm(0.8)
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
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "{{ label.title }} {{ number }}　·　{{ label.page }} ", 8)
    _field(footer, "PAGE")
    _run(footer, " {{ label.of }} ", 8)
    _field(footer, "NUMPAGES")
    _run(footer, " {{ label.pages }}", 8)


def _title(document: Document) -> None:
    title = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _run(title, "{{ label.title }}", 22)
    run.bold, run.font.color.rgb = True, INK
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(number, "{{ label.number }}{{ number }}", 10)


def _facts(document: Document) -> None:
    table = _table(document, len(FACTS), (3.0, 10.35, 3.0, 10.35))
    for row, pair in zip(table.rows, FACTS, strict=True):
        for place, name in enumerate(pair):
            label, value = row.cells[2 * place], row.cells[2 * place + 1]
            _write(label, f"{{{{ label.{name} }}}}", bold=True, fill=LABEL_FILL)
            _write(value, f"{{{{ {name} }}}}")


def _summary(document: Document) -> None:
    names = ("role", "severe", "general", "minor", "total")
    table = _table(document, 5, (9.0, 4.0, 4.0, 4.0, 4.0))
    _head(table.rows[0], [f"{{{{ label.{name} }}}}" for name in names])
    table.rows[1].cells[0].text = "{%tr for role in roles %}"
    for cell, name in zip(table.rows[2].cells, names, strict=True):
        _write(cell, f"{{{{ role.{name} }}}}", centre=name != "role")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for cell, name in zip(table.rows[4].cells, names, strict=True):
        text = "{{ label.total }}" if name == "role" else f"{{{{ {name} }}}}"
        _write(cell, text, bold=True, centre=name != "role", fill=LABEL_FILL)


def _findings(document: Document) -> None:
    """One row for each finding; the head repeats on every page and no row is torn apart."""
    table = _table(document, 4, WIDTHS)
    _head(table.rows[0], [f"{{{{ label.{name} }}}}" for name in HEADS])
    table.rows[1].cells[0].text = "{%tr for finding in role.findings %}"
    for place, (cell, text) in enumerate(zip(table.rows[2].cells, CELLS, strict=True)):
        _write(cell, text, size=8, centre=place in (0, 6))
    _mark(table.rows[2], "w:cantSplit")
    table.rows[3].cells[0].text = "{%tr endfor %}"


def _corrections(document: Document) -> None:
    """One row for each fault of the logs."""
    table = _table(document, 4, CORRECTION_WIDTHS)
    _head(table.rows[0], [f"{{{{ label.{name} }}}}" for name in CORRECTION_HEADS])
    table.rows[1].cells[0].text = "{%tr for one in corrections %}"
    for place, (cell, text) in enumerate(zip(table.rows[2].cells, CORRECTION_CELLS, strict=True)):
        _write(cell, text, size=8, centre=place == 0)
    _mark(table.rows[2], "w:cantSplit")
    table.rows[3].cells[0].text = "{%tr endfor %}"


def _signatures(document: Document) -> None:
    table = _table(document, 2, (8.9, 8.9, 8.9))
    names = ("issued", "received", "reviewed")
    _head(table.rows[0], [f"{{{{ label.{name} }}}}" for name in names])
    for cell, name in zip(table.rows[1].cells, names, strict=True):
        lines = (f"{{{{ label.{name}_about }}}}", "", "{{ label.name }}", "", "{{ label.date }}")
        _write(cell, "\n".join(lines), size=9)
    for row in table.rows:
        _mark(row, "w:cantSplit")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _table(document: Document, rows: int, widths: Sequence[float]) -> Table:
    table: Table = document.add_table(rows, len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def _head(row: _Row, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        _write(cell, text, bold=True, centre=True, fill=HEAD_FILL, size=9)
    _mark(row, "w:tblHeader")


def _write(
    cell: _Cell, text: str, *, size: float = 9, bold: bool = False, centre: bool = False, fill: str = ""
) -> None:
    """A text into a cell, each line a paragraph of its own."""
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1.5)
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, line, size).bold = bold
    if fill:  # before the alignment: Word wants them in this order
        shading = OxmlElement("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
            shading.set(qn(key), value)
        cell._tc.get_or_add_tcPr().append(shading)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _run(paragraph: Paragraph, text: str, size: float) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    return run


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word counts itself: the page, the number of pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    properties, size, text = OxmlElement("w:rPr"), OxmlElement("w:sz"), OxmlElement("w:t")
    size.set(qn("w:val"), "16")
    properties.append(size)
    text.text = "1"
    run.append(properties)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


if __name__ == "__main__":
    make_template(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("templates") / TEMPLATE)
