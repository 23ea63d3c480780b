"""Makes templates/整改通知单.docx: `python -m clausecheck.papers.notice.make_template [FILE]`. A company restyles the file in
Word or WPS; the marks in {{ }} and {% %} must stay."""

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

WIDTHS = (1.0, 2.4, 2.6, 3.6, 4.1, 4.4, 2.1, 2.5, 1.9, 2.1)
HEADS = ("no", "rule", "subject", "required", "found", "mend", "deadline", "reply", "done_on", "signed")
CELLS = (
    "{{ finding.no }}",
    "{{ finding.code }} {{ finding.mark }}\n{{ finding.title }}\n{{ finding.severity }}\n{%p if finding.repeated %}\n"
    "{{ finding.repeated }}\n{%p endif %}",
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
DISPUTED_WIDTHS = (1.1, 3.2, 4.2, 6.4, 8.4, 3.4)
DISPUTED_HEADS = ("no", "rule", "subject", "found", "reason", "said_by")
DISPUTED_CELLS = (
    "{{ one.no }}",
    "{{ one.code }} {{ one.title }}",
    "{{ one.subject }}{% if one.place %}\n{{ one.place }}{% endif %}",
    "{{ one.found }}",
    "{{ one.reason }}",
    "{{ one.said_by }}",
)
FACTS = (
    ("project", "code"), ("branch", "period"), ("as_of", "checked_on"), ("auditor", "issued_on"), ("basis", "deadline"),
)  # fmt: skip


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
    document.add_paragraph("{%p for role in roles %}")
    document.add_paragraph("{{ role.heading }}", style="Heading 2")
    build.loop(document, "finding in role.findings", HEADS, CELLS, WIDTHS, (0, 6))
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if corrections %}")
    document.add_paragraph("{{ corrections_heading }}", style="Heading 2")
    build.loop(document, "one in corrections", CORRECTION_HEADS, CORRECTION_CELLS, CORRECTION_WIDTHS)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if disputed %}")
    document.add_paragraph("{{ disputed_heading }}", style="Heading 2")
    build.loop(document, "one in disputed", DISPUTED_HEADS, DISPUTED_CELLS, DISPUTED_WIDTHS)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ label.signatures }}", style="Heading 2")
    build.signatures(document, ("issued", "received", "reviewed"))
    document.add_paragraph("{%p if cc %}")
    document.add_paragraph("{{ label.cc }}{{ cc }}").paragraph_format.space_before = Pt(8)
    document.add_paragraph("{%p endif %}")
    save_document(document, target, title="整改通知单 模板", written=datetime(2026, 1, 1))


def _summary(document: Document) -> None:
    names = ("role", "severe", "general", "minor", "total")
    table = build.table(document, 5, (9.0, 4.0, 4.0, 4.0, 4.0))
    build.head(table.rows[0], [f"{{{{ label.{name} }}}}" for name in names])
    table.rows[1].cells[0].text = "{%tr for role in roles %}"
    for cell, name in zip(table.rows[2].cells, names, strict=True):
        build.write(cell, f"{{{{ role.{name} }}}}", centre=name != "role")
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for cell, name in zip(table.rows[4].cells, names, strict=True):
        text = "{{ label.total }}" if name == "role" else f"{{{{ {name} }}}}"
        build.write(cell, text, bold=True, centre=name != "role", fill=build.LABEL_FILL)


if __name__ == "__main__":
    make_template(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("templates") / TEMPLATE)
