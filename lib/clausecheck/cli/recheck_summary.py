"""What a comparison says on the terminal: the tally by state, and what is not mended, a line each with its place."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Audit
from clausecheck.recheck import STATES, Change, Document, Recheck, state_word
from clausecheck.results.findings_json import found
from clausecheck.rulebook import Procedure
from clausecheck.wording import subject_in_words, tally_in_words, word

from .console import language, tell, ui
from .summary import one_line

MOST = 200
"""So many lines are printed; the others are counted."""


def print_comparison(result: Recheck, folder: Path | None, now: Audit | Document, book: Procedure) -> None:
    """Prints a comparison. `folder`: where it was written, None if nowhere; `now`: the later audit."""
    lang, before = language(), result.previous
    tell(ui("summary", project=before.project, name=_name(now), period=now.period, as_of=now.as_of))
    if isinstance(now, Audit):
        tell(tally_in_words(now.tally, now.tally_logs, lang))
    notice = ui("compared_notice", number=before.notice_number, day=before.notice_day) if before.notice_day else ""
    tell(ui("compared_with", period=before.period, as_of=before.as_of, notice=notice))
    counted = result.by_state
    states = [f"{state_word(state, lang)} {counted[state]}" for state in (STATES[-1], *STATES[:-1])]
    tell(" · ".join(states) + _rate(result))
    not_mended = [one for state in STATES for one in result.changes if one.state == state and state != "mended"]
    titles = book.identity.titles
    for one in not_mended[:MOST]:
        tell(_line(one, now, titles.get(one.code, {}).get(lang, ""), lang))
    if len(not_mended) > MOST:
        tell(ui("more_changes", n=len(not_mended) - MOST))
    for note in result.notes:
        tell(ui("note", text=word(note, lang)))
    if folder:
        tell(ui("files", folder=folder))


def _name(now: Audit | Document) -> str:
    name = now.project.get("name") if isinstance(now, Audit) else now.head.get("facts", {}).get("name")
    return name if isinstance(name, str) else ""


def _rate(result: Recheck) -> str:
    if result.rate is None:
        return ""
    return ui("rate", rate=f"{100 * result.rate:.1f}", mended=result.mended, open=result.open_before)


def _line(one: Change, now: Audit | Document, title: str, lang: str) -> str:
    """State, rule, subject, place, and what is found or doubted."""
    said = word(one.why, lang) if one.why else _found(one, now, lang)
    about = one_line(_about(one, now, lang))
    parts = (state_word(one.state, lang), one.code, title, f"[{about}]", _place(one), one_line(said))
    return "  " + " ".join(part for part in parts if part)


def _about(one: Change, now: Audit | Document, lang: str) -> str:
    if one.now and isinstance(now, Audit):
        return subject_in_words(one.now, now.rulebook, lang)
    record = one.now_record or one.was or {}
    return str(record.get("about", {}).get(lang, one.subject_now or one.subject))


def _found(one: Change, now: Audit | Document, lang: str) -> str:
    if one.state == "gone":
        return ""
    if one.now and isinstance(now, Audit):
        return found(one.now, lang)
    record: Mapping[str, Any] = one.now_record or one.was or {}
    if lang == "zh":
        return str(record.get("found", ""))
    return str(record.get("message", {}).get("en", "")).partition("Found: ")[2]


def _place(one: Change) -> str:
    """The cell to go to first."""
    if one.now and one.state != "doubtful":
        cells = one.now.at or one.now.cells
        return f"{cells[0].sheet}!{cells[0].cell}" if cells else ""
    cited = (one.now_record or one.was or {}).get("cells", ())
    if one.cells:
        return f"{one.cells[0].sheet}!{one.cells[0].cell}"
    return f"{cited[0]['sheet']}!{cited[0]['cell']}" if cited else ""
