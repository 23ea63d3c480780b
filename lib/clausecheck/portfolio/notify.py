# apprise gives no types:
# mypy: allow-untyped-calls
"""Telling people what a night came to, by apprise: e-mail, 企业微信, 钉钉, 飞书 and whatever else it knows.

An address holds a secret: it stands in an environment variable, whose name is given, and is never printed but masked.
"""

import os
import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import quote

from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import shortened

from .model import DONE, say
from .month.brief import brief_of, due_line
from .month.lines import Line, Month
from .month.told import coming

DAYS = 7
"""What falls due within so many days is named."""
MOST_LINES, MOST_DUE, MOST_LETTERS = 20, 15, 160
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Message:
    """A message: its title, and its text line by line."""

    title: str
    lines: tuple[str, ...]


def addresses(name: str, option: str) -> list[str]:
    """The addresses that an environment variable holds, parted by blanks or lines. Raises InputFault where it is none or
    holds none, and for an address given in its place."""
    if not NAME.fullmatch(name):
        raise fault(option, *(say("notify_name", lang) for lang in ("zh", "en")))
    found = os.environ.get(name, "").split()
    if not found:
        raise fault(option, *(say("notify_empty", lang, name=name) for lang in ("zh", "en")))
    return found


def morning(month: Month, lang: str, link: str = "", *, failures: bool = True) -> Message:
    """What the night came to: the tally, what falls due next, the projects with serious breaches, where the results are.
    `link`: the address under which others find the output folder; `failures`: whether projects that failed are named too."""
    brief = brief_of(month, lang)
    until = (month.as_of + timedelta(days=DAYS)).isoformat()
    due = [due_line(one, lang) for one in coming(month, MOST_DUE) if one["due"] <= until]
    serious = sorted(
        (line for line in month.lines if line.severities[0]), key=lambda line: (-line.severities[0], line.code)
    )
    lines = [
        *brief.sentences,
        *_part("notify_due", due, lang, days=DAYS),
        *_part("notify_serious", [_serious(one, lang, link) for one in serious], lang),
    ]
    if failures:
        lines += _part("notify_failed", [_failed(one, lang) for one in _not_done(month)], lang)
    lines.append(say("notify_where", lang, place=link or month.out.resolve().as_posix()))
    return Message(f"{brief.title} {brief.about}", tuple(lines))


def failed(month: Month, lang: str) -> Message | None:
    """The projects that could not be audited, each with its reason; None where there is none."""
    found = _not_done(month)
    if not found:
        return None
    return Message(say("notify_failed", lang, n=len(found)), tuple(_cut([_failed(one, lang) for one in found], lang)))


def _not_done(month: Month) -> list[Line]:
    return [line for line in month.lines if line.state not in (*DONE, "disabled")]


def _part(key: str, lines: Sequence[str], lang: str, **more: object) -> list[str]:
    return ["", say(key, lang, n=len(lines), **more), *_cut(lines, lang)] if lines else []


def _cut(lines: Sequence[str], lang: str) -> list[str]:
    more = [say("notify_more", lang, n=len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
    return [*(f"- {one}" for one in lines[:MOST_LINES]), *more]


def _failed(line: Line, lang: str) -> str:
    reason = shortened(" ".join((line.reason or {}).get(lang, "").split()), MOST_LETTERS)
    return f"{line.code} {line.name} {say(f'state.{line.state}', lang)}：{reason}"


def _serious(line: Line, lang: str, link: str) -> str:
    place = f" {link.rstrip('/')}/{quote(line.link)}" if link and line.link else ""
    return say("notify_serious_line", lang, code=line.code, name=line.name, n=line.severities[0]) + place


def send(message: Message, to: Sequence[str], option: str) -> list[str]:
    """Sends a message to each address; the addresses (masked) that it could not be handed to. Raises InputFault where apprise
    is not installed, or does not know an address."""
    try:
        import apprise  # noqa: PLC0415 - an extra
    except ImportError:
        raise fault(option, *(say("notify_missing", lang) for lang in ("zh", "en"))) from None
    known = [(place, apprise.Apprise.instantiate(one)) for place, one in enumerate(to, 1)]
    if strange := [place for place, one in known if one is None]:
        raise fault(option, *(say("notify_strange", lang, places=strange) for lang in ("zh", "en")))
    body = "\n".join(message.lines)
    return [one.url(privacy=True) for _, one in known if one and not one.notify(body=body, title=message.title)]
