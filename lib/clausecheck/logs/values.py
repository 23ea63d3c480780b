"""One cell -> its value by the kind of its column, and what the cell shows where the value was normalised away.

A reader answers `(value, shown)`. value None: blank. Unknown: there, but not usable (DAT01, 07, 08, 10). Ditto: the
value above. Yearless, Several, BareMonth: a date or month that the rest of the column, the row or the period settles.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from clausecheck.logs import dates, spans
from clausecheck.logs.blanks import BLANK as SAYS_BLANK
from clausecheck.logs.blanks import meaning_of
from clausecheck.logs.clock import UNREADABLE
from clausecheck.logs.lists import OUTSIDE_LIST, ListValues, items_of, known_items
from clausecheck.logs.names import squeeze
from clausecheck.logs.numerals import western_digits
from clausecheck.nouns import periods
from clausecheck.nouns.model import BareMonth, Several, Unknown, Yearless
from clausecheck.nouns.periods import Period, When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import clean
from clausecheck.procedure.tables import FieldSpec
from clausecheck.procedure.words import Words

Reading = tuple[Any, str]
Reader = Callable[[Any], Reading]

ERROR = "DAT08"
BLANK: Reading = (None, "")
NO_DATE = "1900-01-00"
"""What Excel shows for 0 under a date format: a lookup that found a blank cell."""
_NO_DATE = re.compile(
    r"0|1900[-/.]0?1[-/.]0?0(?: 0?0:00(?::00)?)?|0?0:00(?::00)?|1900年0?1月0?0日|0000-00-00(?: 00:00:00)?"
    r"|(?:1899[-/.]12[-/.]3[01]|12/3[01]/1899|3[01][-/.]12[-/.]1899)(?: 0?0:00(?::00)?)?"
)
_FIRST_DAYS = (date(1899, 12, 30), date(1899, 12, 31))
"""What other programs make of 0 under a date format."""
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!)"
    r"|Err:5\d\d"
)
_COUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0+)?(?:户|件|个|人|条|次|起|宗|套|份)?")
_LONGEST_COUNT, _LONGEST_MARK = 40, 20
_UNSETTLED = (Unknown, Yearless, Several, BareMonth)


@dataclass(frozen=True, slots=True)
class Ditto:
    """同上 and the like: the value above in the column. `itself`: what the mark reads as where nothing is above."""

    itself: Any


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column before its cells are read."""

    spec: FieldSpec
    words: Words
    from_1904: bool = False
    spellings: Mapping[str, tuple[str, ...]] | None = None
    """Further spellings of a list's values, from a project's own map."""
    order: str = ""
    """How the project says its short dates are written: mdy, dmy, ymd."""
    facts: bool = False
    """The field is an item of 项目信息: it has no row above, and 无 under a number is no 0."""


def reader_of(
    spec: FieldSpec,
    from_1904: bool = False,
    spellings: Mapping[str, tuple[str, ...]] | None = None,
    *,
    words: Words,
    order: str = "",
    facts: bool = False,
) -> Reader:
    """The reader of a column (see `Column`)."""
    column = Column(spec, words, from_1904, spellings, order, facts)
    text = _remembering(_text_reader(column))
    if spec.is_date:
        return _date_reader(text, column)
    other = _other_reader(spec, text)

    def read(cell: Any) -> Reading:
        if cell.__class__ is str:
            return text(cell)
        return other(float(cell) if cell.__class__ is int else cell)

    return read


def _remembering(read: Reader) -> Reader:
    """A reader of text that reads each text once: a log repeats its words."""
    remembered: dict[str, Reading] = {}

    def remembering(cell: str) -> Reading:
        found = remembered.get(cell)
        if found is None:
            if len(remembered) > 50_000:
                remembered.clear()
            found = remembered[cell] = read(cell)
        return found

    return remembering


def shown(cell: Any) -> str:
    """What a cell shows, near enough to find it again."""
    if isinstance(cell, str):
        return clean(cell).strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        read = dates.from_moment(cell)
        return str(read) if isinstance(read, When) else read.raw
    return str(cell)


def _text_reader(column: Column) -> Reader:
    spec, words = column.spec, column.words
    read = _value_reader(column)
    first = spec.type in ("text", "household", "contents")  # any text is a value there: its meaning comes before

    def whole(cell: str) -> Reading:
        said = clean(cell).strip()
        if not said:
            return BLANK
        if first and (found := _said_instead(said, column)):
            return found
        value, raw = read(said)
        if not first and value.__class__ is Unknown:
            return _said_instead(said, column) or (value, raw)
        return value, raw

    if column.facts:
        return whole

    def text(cell: str) -> Reading:
        found = whole(cell)
        read = not first and found[0].__class__ is not Unknown
        if read or len(cell) > _LONGEST_MARK or (mark := clean(cell).strip()) not in words.ditto:
            return found
        return Ditto(found[0]), mark

    return text


def _said_instead(said: str, column: Column) -> Reading | None:
    meant = meaning_of(said, column.spec, column.words, column.facts)
    if meant is None:
        return _no_date(said, column.spec) if column.spec.is_date and _NO_DATE.fullmatch(said) else None
    return (None if meant is SAYS_BLANK else meant), said


def _no_date(raw: str, spec: FieldSpec) -> Reading:
    """0 under a date format: blank, or unreadable where a date is needed."""
    return (Unknown(UNREADABLE, raw), "") if spec.required else (None, raw)


def _value_reader(column: Column) -> Callable[[str], Reading]:
    """The reader of cleaned text that is no word for nothing."""
    parse = _parser(column)

    def read(said: str) -> Reading:
        if _ERROR.fullmatch(said):
            return Unknown(ERROR, said), ""
        value = parse(said)
        if value == said or isinstance(value, _UNSETTLED):
            return value, ""
        return value, "" if str(value) == said else said

    return read


def _parser(column: Column) -> Callable[[str], Any]:
    spec, from_1904 = column.spec, column.from_1904
    if spec.is_date:
        return lambda text: dates.from_text(text, from_1904, column.order)
    if spec.type == "list":
        return ListValues(spec, column.spellings or {}).find
    if spec.type == "contents":
        known = known_items(spec)
        return lambda text: items_of(text, known)
    if spec.type in ("year", "month", "span"):
        parse = {"year": spans.year, "month": spans.month, "span": spans.span}[spec.type]
        return lambda text: parse(text, from_1904)
    return {"count": _count, "quarter": spans.quarter}.get(spec.type, str)


def _other_reader(spec: FieldSpec, text: Reader) -> Reader:
    """The reader of cells that are not text: numbers, dates, times, true and false."""
    if spec.type in ("month", "quarter", "year", "span"):
        return lambda cell: _period_cell(cell, spec.type, text)

    def read(cell: Any) -> Reading:
        if _cannot_be(spec.type, cell):
            return Unknown(OUTSIDE_LIST if spec.type == "list" else UNREADABLE, shown(cell)), ""
        return text(shown(cell))

    return read


def _cannot_be(kind: str, cell: Any) -> bool:
    """Whether a cell of this sort has no meaning in such a column. 3-5 typed for a flat becomes a date, and is lost."""
    if kind == "household":
        return isinstance(cell, date | time | timedelta | bool)
    if kind == "count":
        return not isinstance(cell, float)
    return kind != "text" and isinstance(cell, time | timedelta)


def _date_reader(text: Reader, column: Column) -> Reader:
    spec = column.spec
    nothing = (*_FIRST_DAYS, date(1904, 1, 1)) if column.from_1904 else _FIRST_DAYS

    def read(cell: Any) -> Reading:
        kind = cell.__class__
        if kind is str:
            return text(cell)
        if kind is datetime and cell.year > 1904:
            return dates.from_moment(cell), ""
        if kind is bool:
            return Unknown(UNREADABLE, shown(cell)), ""
        if cell in (0, time.min, timedelta(0)) or _is_midnight_of(cell, nothing):
            return _no_date(NO_DATE, spec)
        if kind is datetime:
            return dates.from_moment(cell), ""
        if kind is date:
            return dates.from_day(cell), ""
        if kind is float or kind is int:
            raw = shown(cell)
            return dates.from_number(float(cell), raw, column.from_1904), raw
        return Unknown(UNREADABLE, shown(cell)), ""

    return read


def _is_midnight_of(cell: Any, days: tuple[date, ...]) -> bool:
    if isinstance(cell, datetime):
        return cell.time() == time.min and cell.date() in days
    return isinstance(cell, date) and cell in days


def _period_cell(cell: Any, kind: str, text: Reader) -> Reading:
    if isinstance(cell, float):
        raw = shown(cell)
        if not cell.is_integer() and cell < 10_000:
            return Unknown(UNREADABLE, raw), ""  # 2026.1 may be January, or October without its zero
        value, _ = text(raw)
        return value, raw if isinstance(value, Period) else ""
    if isinstance(cell, date) and kind != "quarter":
        day = dates.from_moment(cell) if isinstance(cell, datetime) else dates.from_day(cell)
        if isinstance(day, When):
            return periods.containing("year" if kind == "year" else "month", day.day), shown(cell)
    return Unknown(UNREADABLE, shown(cell)), ""


def _count(text: str) -> int | Unknown:
    if len(text) > _LONGEST_COUNT:
        return Unknown(UNREADABLE, text)
    found = _COUNT.fullmatch(western_digits(squeeze(text)))
    return int(found[1].replace(",", "")) if found else Unknown(UNREADABLE, text)
