"""What a finding is about, in words: the keys that make it unique (`停供通知#3`, `2026-Q3/安保主管`) are for programs."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from clausecheck.nouns.model import Finding, RulebookId, say
from clausecheck.nouns.text import shortened

from .own_words import role_name
from .sentences import LONGEST_QUOTED, is_period, term, word

NONE: Mapping[str, Any] = MappingProxyType({})
_ROW = re.compile(r"(?P<sheet>.+)#(?P<row>\d+)(?::(?P<column>[A-Z]+))?")
_COLUMN = re.compile(r"(?P<sheet>.+)/(?P<header>[^/!]+)")


def subject_in_words(finding: Finding, about: RulebookId, lang: str) -> str:
    """The subject of a finding as people say it. `about`: the rulebook it was judged by."""
    return said_subject(finding.code, finding.subject, lang, about.titles, about.english, by_row=finding.by_row)


def said_subject(
    code: str,
    subject: str,
    lang: str,
    titles: Mapping[str, Mapping[str, str]] = NONE,
    english: Mapping[str, str] = NONE,
    *,
    by_row: bool = False,
) -> str:
    """As `subject_in_words`, of a code and a subject alone. `titles`: of the rules, by code and language; `english`: the
    procedure's words in English; `by_row`: it is surely a row's, so no period.

    An identifier and a cell's address stay as they are: people know them so.
    """
    if subject == "project":
        return word(say("subject.project"), lang)
    if code.startswith("ATT") and subject in titles:
        return word(say("subject.rule", title=titles[subject][lang], code=subject), lang)
    if code == "DAT05" and (found := _COLUMN.fullmatch(subject)):
        return word(say("subject.column", **found.groupdict()), lang)
    if not by_row and (said := _window(subject, english, lang)):
        return said
    if found := _ROW.fullmatch(subject):
        key = "subject.row_beside" if found["column"] else "subject.row"
        return word(say(key, **found.groupdict()), lang)
    return shortened(subject, LONGEST_QUOTED)


def _window(subject: str, english: Mapping[str, str], lang: str) -> str:
    """A period, or a role within one; nothing for any other subject."""
    period, _, role = subject.partition("/")
    if not is_period(period):
        return ""
    said = term("period", period, lang)
    return word(say("subject.role", period=said, role=role_name(role, english, lang)), lang) if role else said
