"""Makes templates/drafts: `python -m clausecheck.papers.drafts.make_templates [FOLDER]`. A company restyles the files in Word,
Excel or WPS; the marks in {{ }} and {% %} must stay."""

import sys
from datetime import datetime
from pathlib import Path

from clausecheck.disk.resources import resource
from clausecheck.papers.same_bytes import save_document, save_workbook

from .in_excel import laid_out_in_excel
from .in_word import laid_out_in_word
from .listing import KINDS
from .scene import say, template_of

WRITTEN = datetime(2026, 1, 1)


def make_templates(folder: Path) -> None:
    """Writes a template for every kind of draft. Raises OSError where one cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS.values():
        target = folder / template_of(kind)
        if kind.format == "xlsx":
            save_workbook(laid_out_in_excel(kind), target)
        else:
            title = f"{say(f'title.{kind.name}', 'zh')} 模板"
            save_document(laid_out_in_word(kind), target, title=title, written=WRITTEN)


if __name__ == "__main__":
    make_templates(Path(sys.argv[1]) if len(sys.argv) > 1 else resource("templates") / "drafts")
