"""The coming things as a calendar file. The same things give the same bytes: nothing in it depends on the clock."""

import hashlib
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from clausecheck.wording import role_name, said_subject, word

from .coming import Ahead, Coming, draft_words, short_words
from .texts import sentences, text


def as_ics(ahead: Ahead, lang: str = "zh") -> bytes:
    """An all-day event on the due date of each coming thing.

    The identifier of an event is made of project, rule and subject, so that a later export replaces it; of masked
    things it is made of what is shown, for a flat could be guessed from the hash of its number.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//clausecheck//due//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", ahead.name or ahead.project)
    for item in ahead.items:
        calendar.add_component(_event(item, ahead, lang))
    written: bytes = calendar.to_ical()
    return written


def _event(item: Coming, ahead: Ahead, lang: str) -> Event:
    event = Event()
    event.add("uid", f"{_identity(item, ahead)}@clausecheck")
    event.add("dtstamp", datetime.combine(ahead.as_of, time.min, UTC))
    event.add("dtstart", item.due)
    event.add("dtend", item.due + timedelta(days=1))
    event.add(
        "summary",
        f"{item.code} {item.title[lang]} {said_subject(item.code, item.subject, lang, english=ahead.english)}",
    )
    event.add("description", "\n".join(_description(item, ahead, lang)))
    event.add("categories", [role_name(item.role, ahead.english, lang)])
    event.add("transp", "TRANSPARENT")
    return event


def _identity(item: Coming, ahead: Ahead) -> str:
    named_by = "\x1f".join((ahead.project, item.code, item.subject))
    return hashlib.sha256(named_by.encode()).hexdigest()[:32]


def _description(item: Coming, ahead: Ahead, lang: str) -> list[str]:
    lines = [text("due.clause", lang, clause=item.clause)]
    if item.required:
        lines.append(text("due.required", lang, required=word(item.required, lang)))
    lines.append(sentences(item.found, lang))
    if short := short_words(item, lang):
        lines.append(text("colon", lang, name=text("column.short", lang), said=short))
    if command := draft_words(item, ahead, lang):
        lines.append(text("colon", lang, name=text("column.draft", lang), said=command))
    lines.append(text("due.role", lang, role=role_name(item.role, ahead.english, lang)))
    return [line for line in lines if line]
