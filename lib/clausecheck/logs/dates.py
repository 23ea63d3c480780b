"""Dates and times as people write them: text or number -> When, Yearless, Several, or Unknown with the code that says why.

Nothing is guessed: a sentence with a date in it is no date; 03/04/2026 has two readings, and so has 上午12点.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from clausecheck.logs.clock import TWO_WAYS, UNREADABLE, Clock, clock_of, to_second
from clausecheck.logs.numerals import western_digits
from clausecheck.nouns.model import Several, Unknown, Yearless
from clausecheck.nouns.periods import When
from clausecheck.nouns.text import dashes_folded, dots_folded, narrow

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
"""Dates outside are slips of the keyboard (2206, or 2026 typed into a date cell, which Excel shows as 1905-07-18)."""
EARLIEST_SERIAL = date(1990, 1, 1)
"""A bare number is taken for a date only from here on, so that 12 or 301 never is."""
FROM_19XX = 50
"""Two digits from here on may mean a year of either century: 99年 is 1999 or 2099."""
LONGEST = 80
"""No date is longer; a longer text is a note that strayed into the column."""
ORDERS = ("ymd", "mdy", "dmy")

_USUAL = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*", re.ASCII)
"""How most text dates are written: recognised first, because a log may hold a million of them."""
_WEEKDAY = re.compile(
    r"\(?(?:星期|礼拜|周)[一二三四五六日天1-7]\)?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?"
)
_AFTER = r"(?!\d)\s?[日号]?"
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})(?:\s?(?P<sep>[-/.])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{1,2})"
    rf"|\s?年\s?(?P<m2>\d{{1,2}})\s?月\s?(?P<d2>\d{{1,2}})| (?P<m3>\d{{1,2}}) (?P<d3>\d{{1,2}})){_AFTER}"
)
_SHORT_YEAR = re.compile(rf"(?P<y>\d{{2}})\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}}){_AFTER}")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=\D|\d{4}(?:\d{2})?(?!\d)|$)")
_COMPACT_TIME = re.compile(r"[t ]?(\d{2})(\d{2})(\d{2})?")
_THREE_NUMBERS = re.compile(
    rf"(?P<a>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<c>\d{{4}}|\d{{1,2}}){_AFTER}"
)
_NO_YEAR = re.compile(
    r"(?P<m>\d{1,2})(?:\s?月\s?(?P<d>\d{1,2})(?!\d)\s?[日号]?|\s?[-/]\s?(?P<d2>\d{1,2})(?!\d)\s?[日号]?)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_MONTH = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]?{_NAMED}(?:[-/, ]{{1,2}}(?P<y>\d{{4}}|\d{{2}})(?![\d:]))?"
)
_MONTH_DAY = re.compile(rf"{_NAMED}[-/. ]?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/, ]{{1,2}}(?P<y>\d{{4}})(?!\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?P<y>\d{{4}})[-/. ]?{_NAMED}[-/. ]?(?P<d>\d{{1,2}})(?!\d)")
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,15})?")

Dated = When | Yearless | Several | Unknown


def from_text(text: str, from_1904: bool = False, order: str = "") -> Dated:
    """A date, with or without time and year, from a cell's text; Unknown (DAT01, DAT10) when it is none or not one.

    `order`: how the project says its short dates are written (mdy, dmy, ymd).
    """
    if len(text) > LONGEST:
        return Unknown(UNREADABLE, text.strip())
    if found := _USUAL.fullmatch(text):
        return _usual(found, text)
    raw, written = text.strip(), _western(text)
    if _SERIAL.fullmatch(written):
        return from_number(float(written), raw, from_1904)
    if found := _COMPACT.match(written):
        rest = written[found.end() :]
        parts = _COMPACT_TIME.fullmatch(rest)
        stated = ":".join(part for part in parts.groups() if part) if parts else rest
        return _with_time([_day(int(found["y"]), int(found["m"]), int(found["d"]))], stated, raw)
    if found := _YEAR_FIRST.match(written) or _SHORT_YEAR.match(written):
        year, month, day = (int(number) for number in found.groups() if number and number.isdigit())
        if FROM_19XX <= year <= 99:
            return Unknown(TWO_WAYS, raw)
        return _with_time([_day(year if year > 99 else 2000 + year, month, day)], written[found.end() :], raw)
    if found := _THREE_NUMBERS.match(written):
        days = _orders(found)
        wanted = [days.get(order, [])] if order else days.values()
        return _with_time([day for each in wanted for day in each], written[found.end() :], raw)
    if found := _NO_YEAR.match(written):
        month, day = int(found["m"]), int(found["d"] or found["d2"])
        if found["d2"] and order == "dmy":
            month, day = day, month
        return _yearless(month, day, written[found.end() :], raw)
    return _in_english(written, raw)


def orders_of(text: str) -> tuple[str, Mapping[str, date]] | None:
    """The form of a text of three short numbers, and the one date of each order that is possible; None for any other."""
    if len(text) > LONGEST:
        return None
    found = _THREE_NUMBERS.match(_western(text))
    if not found:
        return None
    possible = {order: days[0] for order, days in _orders(found).items() if len(days) == 1}
    return (f"{found['sep']}{'long' if len(found['c']) == 4 else 'short'}", possible) if possible else None


def _usual(found: re.Match[str], raw: str) -> When | Several | Unknown:
    year, _, month, day, hour, minute, second = found.groups()
    exact = _day(int(year), int(month), int(day))
    if hour == "24":
        return _with_time([exact], f"{hour}:{minute}:{second or 0}", raw.strip())
    try:
        clock = time(int(hour), int(minute), int(second or 0)) if hour else None
    except ValueError:
        return Unknown(UNREADABLE, raw.strip())
    return When(exact, clock, second == "00") if exact else Unknown(UNREADABLE, raw.strip())


def from_number(number: float, raw: str, from_1904: bool = False) -> When | Unknown:
    """A bare number in a date column: an Excel day count (46086.5), 20260305, or a time stamp. Unknown(DAT01) otherwise."""
    if number.is_integer() and 19e6 <= number < 21e12:
        read = from_text(str(int(number)))
        return read if isinstance(read, When) else Unknown(UNREADABLE, raw)
    if not 0 < number < 100_000:
        return Unknown(UNREADABLE, raw)
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = epoch + timedelta(days=number)
    if moment.date() < EARLIEST_SERIAL or moment.date() > LATEST:
        return Unknown(UNREADABLE, raw)
    return from_moment(moment)


def from_moment(moment: datetime) -> When | Unknown:
    """A date cell. Excel keeps fractions, so the time is rounded to the second; midnight is a day (reading 11)."""
    rounded = moment if moment.microsecond == 0 else to_second(moment)
    if not EARLIEST <= rounded.date() <= LATEST:
        return Unknown(UNREADABLE, str(rounded))
    clock = rounded.time()
    return When(rounded.date(), None if clock == time.min else clock)


def from_day(day: date) -> When | Unknown:
    """A date cell that Excel keeps as a whole number."""
    return When(day) if EARLIEST <= day <= LATEST else Unknown(UNREADABLE, str(day))


def _western(text: str) -> str:
    """A date's text with plain digits, hyphens and dots, without its weekday and the stop behind it."""
    folded = dashes_folded(dots_folded(narrow(text))).replace("。", ".").replace("·", ".").lower()
    return western_digits(" ".join(_WEEKDAY.sub(" ", folded).split())).rstrip(". ")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _orders(found: re.Match[str]) -> dict[str, list[date]]:
    """The dates of each order that three short numbers can mean: year first or last where it has two digits."""
    a, b, c = found["a"], found["b"], found["c"]
    days = {
        "ymd": [_day(year, int(b), int(c)) for year in _years(a)] if len(a) == 2 and len(c) < 4 else [],
        "mdy": [_day(year, int(a), int(b)) for year in _years(c)],
        "dmy": [_day(year, int(b), int(a)) for year in _years(c)],
    }
    return {order: possible for order, each in days.items() if (possible := [day for day in each if day])}


def _years(written: str) -> tuple[int, ...]:
    """The years that digits can mean: one digit is none."""
    year = int(written)
    if len(written) == 4:
        return (year,)
    return () if len(written) == 1 else (2000 + year, 1900 + year) if year >= FROM_19XX else (2000 + year,)


def _in_english(written: str, raw: str) -> Dated:
    """5-Aug-2026, Aug 5, 2026, 5 August; 05-Aug-26 may begin with its year."""
    found = _DAY_MONTH.match(written) or _MONTH_DAY.match(written) or _YEAR_MONTH_DAY.match(written)
    if not found:
        return Unknown(UNREADABLE, raw)
    month, day, year = 1 + _MONTHS.index(found["mon"][:3]), found["d"], found["y"]
    rest = written[found.end() :].lstrip(",")
    if year is None:
        return _yearless(month, int(day), rest, raw)
    days = [_day(each, month, int(day)) for each in _years(year)]
    if len(year) == 2 and len(day) == 2:
        days += [_day(each, month, int(year)) for each in _years(day)]
    return _with_time(days, rest, raw)


def _with_time(days: list[date | None] | list[date], rest: str, raw: str) -> When | Several | Unknown:
    possible = tuple(sorted({day for day in days if day}))
    clock = clock_of(rest)
    if not possible or clock == UNREADABLE:
        return Unknown(UNREADABLE, raw)
    if not isinstance(clock, Clock):
        return Unknown(TWO_WAYS, raw)
    if len(possible) > 1:
        return Several(possible, clock.at, raw, clock.sharp)
    return When(possible[0], clock.at, clock.sharp)


def _yearless(month: int, day: int, rest: str, raw: str) -> Yearless | Unknown:
    clock = clock_of(rest)
    if _day(2000, month, day) is None or clock == UNREADABLE:  # 2000 is a leap year: 2月29日 is a day of some year
        return Unknown(UNREADABLE, raw)
    if not isinstance(clock, Clock):
        return Unknown(TWO_WAYS, raw)
    return Yearless(month, day, clock.at, raw, clock.sharp)
