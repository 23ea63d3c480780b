"""简报: the month on one page, as HTML and as a Word file: three sentences, the best and the worst, what fails most, what is
due next."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from clausecheck.disk.writing import write_whole
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import shortened
from clausecheck.papers.same_bytes import save_document
from clausecheck.papers.word.building import INK, head, letters, run, table, write
from clausecheck.wording import term

from ..model import DONE
from .lines import Line, Month
from .page import fill
from .told import DASH, best_and_worst, cells, coming, labels, middle, rate_text, rules_that_fail, words

MOST_RULES, MOST_DUE, MOST_FAILED = 3, 4, 5
SHOWN = ("code", "name", "rate", "serious", "ordinary", "slight")
"""Columns of the best and the worst."""
WIDTHS = (3.4, 6.0, 3.2, 1.8, 1.8, 1.8)
MOST_LETTERS = 90


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the page: sentences, rows of the best and the worst (as `SHOWN`), and lines under three heads."""

    title: str
    about: str
    sentences: tuple[str, ...]
    best: tuple[tuple[str, ...], ...]
    worst: tuple[tuple[str, ...], ...]
    most_failed: tuple[str, ...]
    due_next: tuple[str, ...]
    not_audited: tuple[str, ...]


def brief_of(month: Month, lang: str) -> Brief:
    """The brief of a month."""
    best, worst = best_and_worst(month)
    about = words("about", lang, period=term("period", str(month.period), lang), as_of=month.as_of)
    return Brief(
        title=words("title_brief", lang),
        about=about,
        sentences=(_counts(month, lang), _found(month, lang), _change(month, lang)),
        best=_rows(best, lang),
        worst=_rows(worst, lang),
        most_failed=tuple(
            words("most_failed_line", lang, **{**one, "title": one["title"][lang]})
            for one in rules_that_fail(month)[:MOST_RULES]
        ),
        due_next=tuple(due_line(one, lang) for one in coming(month, MOST_DUE)),
        not_audited=_not_audited(month, lang),
    )


def write_brief(month: Month, folder: Path, lang: str) -> None:
    """Writes the brief into a folder, as a page and as a Word file."""
    told, name = brief_of(month, lang), words("file_brief", lang)
    heads = [labels(lang)[one] for one in SHOWN]
    write_whole(folder / f"{name}.html", fill("brief.html.j2", lang, brief=told, heads=heads))
    written = datetime.combine(month.as_of, time.min)
    save_document(_document(told, heads, lang), folder / f"{name}.docx", title=told.title, written=written)


def _counts(month: Month, lang: str) -> str:
    states = [line.state for line in month.lines]
    return words(
        "s_counts",
        lang,
        period=term("period", str(month.period), lang),
        as_of=month.as_of,
        total=len(states),
        done=sum(state in DONE for state in states),
        failed=sum(state in ("failed", "timed_out") for state in states),
        disabled=states.count("disabled"),
    )


def _found(month: Month, lang: str) -> str:
    severities = [sum(line.severities[place] for line in month.lines) for place in range(3)]
    rates = [line.rate for line in month.lines if line.rate]
    average = tuple(round(sum(rate[end] for rate in rates) / len(rates), 1) for end in (0, 1)) if rates else None
    return words(
        "s_found",
        lang,
        fails=sum(severities),
        serious=severities[0],
        ordinary=severities[1],
        slight=severities[2],
        logs=sum(line.logs for line in month.lines),
        scored=len(rates),
        rate=rate_text((average[0], average[1])) if average else DASH,
    )


def _change(month: Month, lang: str) -> str:
    before = [line.before for line in month.lines if line.before]
    if not before:
        return words("s_no_history", lang)
    changes = [middle(one.change) or 0 for one in before if one.change]
    mended, still = sum(one.mended or 0 for one in before), sum(one.open or 0 for one in before)
    return words(
        "s_change",
        lang,
        up=sum(change > 0 for change in changes),
        down=sum(change < 0 for change in changes),
        repeated=sum(one.repeated or 0 for one in before),
        mended=f"{100 * mended / still:.0f}%" if still else DASH,
    )


def _rows(lines: Sequence[Line], lang: str) -> tuple[tuple[str, ...], ...]:
    told = (cells(line, lang) for line in lines)
    return tuple(tuple(shortened(one[name].text, 40) for name in SHOWN) for one in told)


def due_line(one: dict[str, object], lang: str) -> str:
    """What falls due next (one of `coming`) in a line."""
    projects, title = one["projects"], one["title"]
    assert isinstance(projects, list)  # as `coming` makes it
    assert isinstance(title, dict)
    named = projects[0] if len(projects) == 1 else words("and_so_on", lang, first=projects[0])
    return words("due_line", lang, due=one["due"], code=one["code"], title=title[lang], n=len(projects), projects=named)


def _not_audited(month: Month, lang: str) -> tuple[str, ...]:
    failed = [line for line in month.lines if line.state in ("failed", "timed_out") and line.reason]
    told = [f"{line.code}：{shortened(' '.join((line.reason or {})[lang].split()), MOST_LETTERS)}" for line in failed]
    more = [words("more", lang, n=len(told) - MOST_FAILED)] if len(told) > MOST_FAILED else []
    return (*told[:MOST_FAILED], *more)


def _document(told: Brief, heads: Sequence[str], lang: str) -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.4)
    letters(document)
    title = document.paragraphs[0] if document.paragraphs else document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = run(title, told.title, 20)
    written.bold, written.font.color.rgb = True, INK
    about = document.add_paragraph()
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run(about, told.about, 10)
    for sentence in told.sentences:
        _paragraph(document, sentence)
    for key, rows in (("best", told.best), ("worst", told.worst)):
        document.add_heading(words(key, lang), 2)
        _table(document, heads, rows)
    for key in ("most_failed", "due_next", "not_audited"):
        document.add_heading(words(key, lang), 2)
        for text in getattr(told, key) or (words("none", lang),):
            _paragraph(document, text)
    return document


def _paragraph(document: WordDocument, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    run(paragraph, text, 10.5)


def _table(document: WordDocument, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    made = table(document, len(rows) + 1, WIDTHS)
    head(made.rows[0], heads)
    for row, texts in zip(made.rows[1:], rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            write(cell, text)
