"""`diff`: the same logs under two rulebooks, and every verdict that is another, before a new edition takes effect."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from clausecheck.audit.waived import find_waivers
from clausecheck.audit.waivers import Waiver
from clausecheck.logs import read_logs
from clausecheck.nouns.model import Finding, Logs, NumberUsed, Say
from clausecheck.nouns.periods import Period, parse_day, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import Workdays, find_workdays
from clausecheck.pipeline import audit_logs
from clausecheck.results.mask import Masker, knowing, masked_say, masked_subjects, masker_of
from clausecheck.rulebook import Procedure, load_procedure
from clausecheck.wording import said_subject

from .document import Block, Heading, Items, Para, Table, as_text
from .numbers import since_words
from .texts import joined, named, sentences, text

NO_WORDS: Mapping[str, str] = MappingProxyType({})
OURS = "default"
"""How the command line names the rulebook that comes with the program."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one rulebook makes of a subject: verdict, the numbers it rests on, and what was found, in words to be said."""

    verdict: str
    numbers: tuple[NumberUsed, ...]
    found: tuple[Say, ...]
    due: date | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A (code, subject) whose verdict differs; a side that has no such subject is None."""

    code: str
    subject: str
    first: Side | None
    second: Side | None


def open_rulebook(name: str | Path, procedure: str | Path | None = None) -> Procedure:
    """The rulebook of a file, or that of the procedure for the word `default`. Raises InputFault for a file that is no rulebook."""
    return load_procedure(procedure, None if str(name) == OURS else Path(name))


def diff_rulebooks(
    first: Procedure,
    second: Procedure,
    inputs: Sequence[Path],
    period: Period | str,
    as_of: date | str,
    *,
    mask: bool = False,
) -> list[Flip]:
    """Every verdict of a project that differs between two rulebooks; each reads the logs with its own words, waivers
    count for both. `mask` hides personal data.

    Raises InputFault for anything handed in that cannot be used.
    """
    covered = period if isinstance(period, Period) else parse_period(period)
    logs = read_logs(inputs, tables=first.tables, words=first.words)
    alike = second.words.listed == first.words.listed and second.tables == first.tables
    again = logs if alike else read_logs(inputs, tables=second.tables, words=second.words)
    waivers, calendar = find_waivers(inputs), find_workdays(inputs)
    flips = diff_logs((first, second), logs, covered, parse_day(as_of), waivers, again, calendar)
    return masked_flips(flips, masker_of(logs)) if mask else flips


def diff_logs(
    books: tuple[Procedure, Procedure],
    logs: Logs,
    period: Period,
    as_of: date,
    waivers: Sequence[Waiver] = (),
    again: Logs | None = None,
    calendar: Workdays | None = None,
) -> list[Flip]:
    """As `diff_rulebooks`, for logs that are read already (`again`: as the second rulebook's words read them). In the
    order of the first rulebook's findings."""
    first, second = (
        {(f.code, f.subject): f for f in audit_logs(read, book, period, as_of, waivers, calendar=calendar).findings}
        for book, read in zip(books, (logs, again or logs), strict=True)
    )
    order = list(dict.fromkeys((*first, *second)))
    position = {code: i for i, code in enumerate(dict.fromkeys((*books[0].rules, *books[1].rules)))}
    order.sort(key=lambda key: position[key[0]])
    flips = (Flip(*key, _side(first.get(key)), _side(second.get(key))) for key in order)
    return [flip for flip in flips if _verdict(flip.first) != _verdict(flip.second)]


def masked_flips(flips: Sequence[Flip], masker: Masker) -> list[Flip]:
    """The differences without personal data; verdicts and the rulebooks' numbers stay. It comes last: the two sides
    belong together by the true subject."""
    sides = [side for flip in flips for side in (flip.first, flip.second) if side]
    masker = knowing(masker, (said for side in sides for said in side.found))
    subjects = masked_subjects([(flip.code, flip.subject) for flip in flips], masker)
    return [
        Flip(flip.code, subject, _masked(flip.first, masker), _masked(flip.second, masker))
        for flip, subject in zip(flips, subjects, strict=True)
    ]


def _masked(side: Side | None, masker: Masker) -> Side | None:
    return replace(side, found=tuple(masked_say(said, masker) for said in side.found)) if side else None


def _side(finding: Finding | None) -> Side | None:
    return Side(finding.verdict, finding.numbers, finding.found, finding.due) if finding else None


def _verdict(side: Side | None) -> str:
    return side.verdict if side else ""


def render_diff(flips: Sequence[Flip], names: tuple[str, str], lang: str, english: Mapping[str, str] = NO_WORDS) -> str:
    """The differences as text: how many of which kind, a table of the verdicts, and each with both reasons.

    `names`: what the two rulebooks are called; `english`: the procedure's own words in English.
    """
    if not flips:
        return as_text([Para(text("diff.none", lang))])
    heads = (text("column.first", lang, name=names[0]), text("column.second", lang, name=names[1]))
    head = (text("column.code", lang), text("column.subject", lang), *heads)
    rows = tuple(
        (flip.code, _subject(flip, lang, english), _word(flip.first, lang), _word(flip.second, lang)) for flip in flips
    )
    blocks: list[Block] = [Heading(1, text("diff.title", lang)), Para(_total(flips, lang)), Table(head, rows)]
    for flip in flips:
        blocks += _reasons(flip, lang, english)
    return as_text(blocks)


def _subject(flip: Flip, lang: str, english: Mapping[str, str]) -> str:
    return said_subject(flip.code, flip.subject, lang, english=english)


def _word(side: Side | None, lang: str) -> str:
    return named("verdict", side.verdict, lang) if side else text("diff.absent", lang)


def _total(flips: Iterable[Flip], lang: str) -> str:
    counted = Counter(_change(flip, lang) for flip in flips)
    parts = (text("diff.change_count", lang, change=change, n=n) for change, n in counted.most_common())
    return text("diff.total", lang, n=sum(counted.values()), parts=joined(parts, lang))


def _change(flip: Flip, lang: str) -> str:
    return text("diff.change", lang, first=_word(flip.first, lang), second=_word(flip.second, lang))


def _reasons(flip: Flip, lang: str, english: Mapping[str, str]) -> list[Block]:
    sides = (("diff.first", flip.first), ("diff.second", flip.second))
    said = tuple(text("colon", lang, name=text(key, lang), said=_told(side, lang)) for key, side in sides)
    return [Heading(2, f"{flip.code} {_subject(flip, lang, english)}"), Items(said)]


def _told(side: Side | None, lang: str) -> str:
    """Verdict, numbers and reason of one side."""
    if side is None:
        return text("diff.absent", lang)
    numbers = joined((_number(number, lang) for number in side.numbers), lang, "join_sentences")
    return joined(filter(None, (_word(side, lang), numbers, sentences(side.found, lang))), lang, "join_sentences")


def _number(number: NumberUsed, lang: str) -> str:
    value = number.zh if lang == "zh" else number.en
    source, since = named("source", number.source, lang), since_words(number.since, lang)
    return text("diff.number", lang, name=named("number", number.name, lang), value=value, source=source, since=since)
