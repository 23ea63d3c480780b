"""Writing the 复查单: its template filled with what became of the earlier findings."""

from datetime import datetime, time
from pathlib import Path

from clausecheck.disk.resources import resource
from clausecheck.nouns.model import Audit
from clausecheck.papers.same_bytes import save_document
from clausecheck.papers.word.filling import filled
from clausecheck.recheck.model import Recheck

from .content import content

TEMPLATE = "复查单.docx"
NEEDED = ("groups", "rate")
"""Fields without which a file would be no 复查单."""


def write_slip(recheck: Recheck, audit: Audit, target: Path, *, template: Path | None = None, lang: str = "zh") -> Path:
    """Writes the 复查单 of a recheck as a Word file and returns where. `audit`: the one that was compared, whose cover gives
    number, auditor and date; `template`: the company's own, by default ours. The same arguments give the same bytes.

    Raises InputFault for a template that will not do.
    """
    texts = content(recheck, audit, lang)
    document = filled(template or resource("templates") / TEMPLATE, texts, NEEDED, TEMPLATE)
    target.parent.mkdir(parents=True, exist_ok=True)
    called = texts["label"]["title"].replace(" ", "") if lang == "zh" else texts["label"]["title"]
    title = f"{called} {audit.people.cover.number}".strip()
    save_document(document.docx, target, title=title, written=datetime.combine(audit.as_of, time.min))
    return target
