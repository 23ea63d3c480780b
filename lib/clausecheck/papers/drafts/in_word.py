"""A layout as a Word template."""

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from clausecheck.papers.word import building as build

from .layout import Basis, Block, Facts, Heading, Page, Picture, Rows, Sign, Text
from .model import Kind

SOURCES = Rows(
    "sources",
    ("basis_number", "basis_amount", "basis_rows"),
    ("number", "amount", "rows"),
    (6.0, 3.0, 9.0),
    centred=(1,),
)
UPRIGHT, ACROSS = 18.0, 26.7
"""How wide the text of an A4 page is, in centimetres."""


def laid_out_in_word(kind: Kind) -> Document:
    """The template of a kind: its title and its blocks."""
    document = docx.Document()
    wide = UPRIGHT if kind.upright else ACROSS
    build.page(document, upright=kind.upright, numbered=False)
    build.title(document, numbered=False)
    for block in kind.layout:
        _lay(document, block, wide)
    return document


def _lay(document: Document, block: Block, wide: float) -> None:
    match block:
        case Facts():
            label = 2.8
            value = wide / 2 - label
            build.facts(document, block.pairs, (label, value, label, value))
            _gap(document)
        case Heading():
            document.add_paragraph(f"{{{{ label.{block.label} }}}}", style="Heading 2")
        case Text():
            paragraph = document.add_paragraph()
            build.run(paragraph, f"{{{{ {block.field} }}}}", block.size)
            if block.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(6)
            paragraph.paragraph_format.line_spacing = 1.3
        case Rows():
            scale = wide / sum(block.widths)
            cells = tuple(f"{{{{ row.{name} }}}}" for name in block.cells)
            widths = tuple(width * scale for width in block.widths)
            build.loop(document, f"row in {block.each}", block.heads, cells, widths, block.centred, size=block.size)
            _gap(document)
        case Picture():
            paragraph = document.add_paragraph(f"{{{{ {block.field} }}}}")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        case Page():
            _page(document, block.label)
        case Basis():
            document.add_paragraph("{%p if sources %}")
            _page(document, "basis")
            _lay(document, SOURCES, wide)
            document.add_paragraph("{%p endif %}")
        case Sign():
            build.signatures(document, block.labels, wide)


def _page(document: Document, label: str) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.page_break_before = True
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = build.run(heading, f"{{{{ label.{label} }}}}", 22)
    written.bold, written.font.color.rgb = True, build.INK


def _gap(document: Document) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(2)
