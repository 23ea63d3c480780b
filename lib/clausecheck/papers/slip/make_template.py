"""Makes templates/复查单.docx: `python -m clausecheck.papers.slip.make_template [FILE]`. A company restyles the file in Word
or WPS; the marks in {{ }} and {% %} must stay."""

import sys
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Pt

from clausecheck.disk.resources import resource
from clausecheck.papers.same_bytes import save_document
from clausecheck.papers.word import building as build

from .write import TEMPLATE

FACTS = (
    ("project", "code"), ("period", "before"), ("notice", "issued_on"), ("as_of", "checked_on"), ("basis", "auditor"),
)  # fmt: skip
WIDTHS = (1.0, 3.2, 3.6, 2.6, 6.0, 7.2, 3.1)
HEADS = ("no", "rule", "subject", "verdicts", "found", "cells", "conclusion")
CELLS = (
    "{{ row.no }}",
    "{{ row.code }}\n{{ row.title }}",
    "{{ row.subject }}\n{%p if row.role %}\n{{ row.role }}\n{%p endif %}",
    "{{ row.before }} → {{ row.after }}",
    "{{ row.found }}\n{%p if row.why %}\n{{ row.why }}\n{%p endif %}\n{%p if row.reply %}\n{{ row.reply }}\n{%p endif %}",
    "{{ row.cells }}",
    "{{ row.conclusion }}",
)


def make_template(target: Path) -> None:
    """Writes the template. Raises OSError where the file cannot be written."""
    document = docx.Document()
    build.page(document)
    build.title(document)
    build.facts(document, FACTS)
    intro = document.add_paragraph("{{ intro }}")
    intro.paragraph_format.space_before = intro.paragraph_format.space_after = Pt(8)
    intro.paragraph_format.line_spacing = 1.3
    _summary(document)
    document.add_paragraph("{%p for group in groups %}")
    document.add_paragraph("{{ group.heading }}", style="Heading 2")
    build.loop(document, "row in group.rows", HEADS, CELLS, WIDTHS, (0, 3))
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if notes %}")
    document.add_paragraph("{{ label.notes }}", style="Heading 2")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for note in notes %}")
    document.add_paragraph("{{ note }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ label.signatures }}", style="Heading 2")
    build.signatures(document, ("rechecked", "received", "approved"))
    save_document(document, target, title="复查单 模板", written=datetime(2026, 1, 1))


def _summary(document: Document) -> None:
    """The states beside each other with their numbers, and last how much is mended of what was open."""
    table = build.table(document, 2, (3.6,) * 7)
    columns = [(f"{{{{ states[{at}].name }}}}", f"{{{{ states[{at}].n }}}}") for at in range(6)]
    columns.append(("{{ label.rate }}", "{{ rate }}"))
    build.head(table.rows[0], [name for name, _ in columns])
    for cell, (_, text) in zip(table.rows[1].cells, columns, strict=True):
        build.write(cell, text, bold=True, centre=True, size=11)


if __name__ == "__main__":
    make_template(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("templates") / TEMPLATE)
