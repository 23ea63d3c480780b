"""A change in the words of one language, for every paper that shows the comparison."""

from math import floor
from pathlib import Path

from clausecheck.nouns.model import RulebookId
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.results.people import key_of
from clausecheck.wording import subject_in_words, word

from .model import Change, Recheck

say = WordsOf(Path(__file__).with_name("told.yaml"))
"""The words of the comparison in papers, in a language."""


def key_of_change(change: Change) -> str:
    """By what people's words about the finding are known: they wrote them beside the earlier one."""
    before = str(change.was.get("identity") or change.was.get("fingerprint") or "") if change.was else ""
    return before or (key_of(change.now) if change.now else "")


def rate_of(recheck: Recheck) -> str:
    """整改率 in percent with at most one decimal, rounded down; a dash where nothing was open."""
    if not recheck.open_before:
        return "–"
    per_mille = floor(1000 * recheck.mended / recheck.open_before)
    return f"{per_mille / 10:g}%"


def about_of(change: Change, about: RulebookId, lang: str) -> str:
    """What the finding is about: as this audit says it, else as the earlier one did."""
    if change.now is not None:
        return subject_in_words(change.now, about, lang)
    for record in (change.now_record, change.was):
        if record and record.get("about"):
            return str(record["about"][lang])
    return change.subject_now or change.subject


def found_of(change: Change, lang: str) -> str:
    """What was found: now, or of what is mended or gone in the earlier audit."""
    if change.now is not None and change.after not in ("pass", "not_applicable"):
        return ("；" if lang == "zh" else "; ").join(word(said, lang) for said in change.now.found)
    for record in (change.now_record, change.was):
        if record and record.get("message"):
            return _found(str(record["message"][lang]), lang)
    return ""


def _found(message: str, lang: str) -> str:
    """Of a whole message the middle: what was found."""
    begin, end = ("实际：", "。应达到：") if lang == "zh" else ("Found: ", ". To pass: ")
    return message.partition(begin)[2].partition(end)[0].rstrip("。.") or message


def why_of(change: Change, lang: str) -> str:
    """Why it is doubtful, or what else is to be said."""
    return word(change.why, lang) if change.why else ""


def cells_of(change: Change, lang: str) -> list[tuple[str, str, str]]:
    """Place, text before and text after of each cell that shows another one now; blank and gone ones say so."""
    changed = (one for one in change.cells if one.before != one.after)
    return [(f"{one.sheet}!{one.cell}", _shown(one.before, lang), _shown(one.after, lang)) for one in changed]


def _shown(text: str | None, lang: str) -> str:
    if text is None:
        return say("cell.none", lang)
    return text or say("cell.blank", lang)
