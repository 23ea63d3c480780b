"""What stands in a 复查单: plain dicts of cleaned texts, ready for the template."""

from datetime import date
from pathlib import Path

from clausecheck.nouns.model import Audit
from clausecheck.nouns.people import Reply
from clausecheck.nouns.wordlists import WordsOf, entries
from clausecheck.papers.word.filling import Texts, clean
from clausecheck.recheck.model import STATES, Change, Recheck, state_word
from clausecheck.recheck.told import about_of, cells_of, found_of, key_of_change, rate_of, why_of
from clausecheck.wording import role_name, term, word

MOST_CELLS = 3
_say = WordsOf(Path(__file__).with_name("words.yaml"), plurals=True)


def labels(lang: str) -> dict[str, str]:
    """The fixed words of the slip by key."""
    return {key: texts[lang] for key, texts in entries(_say.file)["label"].items()}


def content(recheck: Recheck, audit: Audit, lang: str) -> Texts:
    """Everything the template may use, by name. What is not given is a line to write on."""
    line, cover, before = _say("line", lang), audit.people.cover, recheck.previous
    name, title = audit.project.get("name"), audit.rulebook.title.get(lang) or audit.rulebook.id
    issued = before.notice_day
    return {
        "label": labels(lang),
        "number": clean(cover.number) or line,
        "project": clean(name) if isinstance(name, str) and name else _say("not_given", lang),
        "code": clean(audit.project["code"]),
        "period": term("period", before.period, lang),
        "before": _day(before.as_of.isoformat(), lang),
        "as_of": _day(audit.as_of.isoformat(), lang),
        "notice": clean(before.notice_number) or line,
        "issued_on": _day(issued.isoformat(), lang) if issued else line,
        "auditor": clean(cover.auditor) or line,
        "checked_on": clean(_day(cover.checked_on, lang)) or line,
        "basis": clean(_say("basis_text", lang, title=title, edition=audit.rulebook.edition)),
        "intro": _intro(recheck, lang),
        "states": [{"name": state_word(state, lang), "n": n} for state, n in recheck.by_state.items()],
        "open_before": recheck.open_before,
        "mended": recheck.mended,
        "rate": rate_of(recheck),
        "groups": _groups(recheck, audit, lang),
        "notes": [clean(word(note, lang)) for note in recheck.notes],
    }


def _day(said: str, lang: str) -> str:
    """A date as it is written in a letter; anything else as it is."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return said
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else day.isoformat()


def _intro(recheck: Recheck, lang: str) -> str:
    counted = recheck.by_state
    parts = [_say("intro", lang, n=recheck.open_before, mended=recheck.mended, rate=rate_of(recheck))]
    parts += [
        _say(f"intro_{state}", lang, n=counted[state])
        for state in ("doubtful", "gone", "new", "reopened")
        if counted[state]
    ]
    return ("" if lang == "zh" else " ").join(parts)


def _groups(recheck: Recheck, audit: Audit, lang: str) -> list[Texts]:
    """The changes by state, what wants attention first; numbered throughout."""
    made: list[Texts] = []
    number = 0
    for state in STATES:
        own = [change for change in recheck.changes if change.state == state]
        if own:
            rows = [_row(number + i, change, audit, lang) for i, change in enumerate(own, 1)]
            heading = _say("heading", lang, state=state_word(state, lang), n=len(own))
            made.append({"heading": heading, "state": state_word(state, lang), "rows": rows})
            number += len(own)
    return made


def _row(number: int, change: Change, audit: Audit, lang: str) -> Texts:
    key = key_of_change(change)
    opinion, reply = audit.people.opinions.get(key), audit.people.replies.get(key)
    cells = [f"{place}: {before} → {after}" for place, before, after in cells_of(change, lang)]
    if len(cells) > MOST_CELLS:
        cells = [*cells[:MOST_CELLS], _say("and_more", lang, n=len(cells) - MOST_CELLS)]
    said = (change.now.role if change.now else "") or str((change.was or {}).get("role", ""))
    return {
        "no": number,
        "code": clean(change.code),
        "title": clean(audit.rulebook.titles.get(change.code, {}).get(lang, "")),
        "subject": clean(about_of(change, audit.rulebook, lang)),
        "role": clean(role_name(said, audit.rulebook.english, lang)) if said else "",
        "before": term("verdict", change.before, lang) if change.before else _say("not_there", lang),
        "after": term("verdict", change.after, lang) if change.after else _say("not_there", lang),
        "found": clean(found_of(change, lang)),
        "cells": clean("\n".join(cells)),
        "why": clean(why_of(change, lang)),
        "reply": clean(_say("replied", lang, said=_replied(reply))) if reply and reply.done else "",
        "conclusion": clean(opinion.conclusion) if opinion else "",
    }


def _replied(reply: Reply) -> str:
    return " ".join(part for part in (reply.done, reply.by, reply.on) if part)
