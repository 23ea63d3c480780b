"""The report as one page that loads nothing: the same sections that the notebook shows, through the same template."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill_page, filter_script, page_style_sheet, style_sheet
from clausecheck.papers.page.sections import BRIEF, TITLE, about, numbered, section_html
from clausecheck.papers.page.texts import text


def report_page(report: Report) -> str:
    """The page of a report as text, without a notebook run before."""
    sections = (BRIEF, TITLE, *numbered(report))
    cells = [{"cell_type": "code", "outputs": [_output(section_html(report, one))]} for one in sections]
    return filled(cells, [about(report, one) for one in sections], report.lang)


def _output(html: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/html": html}}


def filled(cells: Sequence[Any], contents: Sequence[Mapping[str, str]], lang: str) -> str:
    """The page around cells of a notebook, or records of the same keys; `contents`: what `about` says of each section."""
    head = next((one for one in contents if "report" in one), contents[0])
    title = head.get("report") or f"{head['title']} {text('plain_title', lang)}"
    script = filter_script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return fill_page(
        cells=cells,
        html_lang="zh-CN" if lang == "zh" else "en",
        title=title,
        running=css_text(title),
        style=style_sheet(),
        page_style=page_style_sheet(),
        script=script,
        script_hash=f"sha256-{digest}",
        contents=contents,
        contents_label=text("contents", lang),
        messages_label=text("messages", lang),
    )


def css_text(written: str) -> str:
    """A text as it may stand in a quoted CSS string inside a page: whatever could end it is written as its number."""
    return re.sub(r"[^\w .,\-–()（）·、，]", lambda found: f"\\{ord(found[0]):x} ", written)
