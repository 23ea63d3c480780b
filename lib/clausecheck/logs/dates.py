"""Dates and times as people write them: text or number -> When, Yearless, or Unknown with the code that says why.

Nothing is guessed: a sentence with a date in it is no date; 03/04/2026 has two readings, and so has 上午12点.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from clausecheck.model import Unknown, Yearless
from clausecheck.periods import When

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
"""Dates outside are slips of the keyboard (2206, or 2026 typed into a date cell, which Excel shows as 1905-07-18)."""
EARLIEST_SERIAL = date(1990, 1, 1)
"""A bare number is taken for a date only from here on, so that 12 or 301 never is."""
FROM_19XX = 50
"""Two digits from here on may mean a year of either century: 99年 is 1999 or 2099."""
UNREADABLE, TWO_WAYS = "DAT01", "DAT10"

_USUAL = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*", re.ASCII)
"""How most text dates are written: recognised first, because a log may hold a million of them."""
_CHINESE_NUMBER = re.compile("[〇零○一二两三四五六七八九十廿]+")
_CHINESE_DIGITS = dict(zip("〇零○一二两三四五六七八九", "0001223456789", strict=True))
_WEEKDAY = re.compile(r"[(]?(?:星期|礼拜|周)[一二三四五六日天1-7][)]?")
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})\s*(?:(?P<sep>[-/.])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})(?!\d)"
    r"|年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})(?!\d)\s*[日号]?)"
)
_SHORT_YEAR = re.compile(r"(?P<y>\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})(?!\d)[日号]?")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)")
_THREE_NUMBERS = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(?P<m>\d{1,2})(?:\s*月\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?|[-/](?P<d2>\d{1,2})(?!\d))")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")

_MORNING, _NOON, _AFTERNOON, _NIGHT = "上午 早上 早晨 清晨 早 am", "中午", "下午 傍晚 pm", "晚上 夜间 晚"
_PARTS = "|".join(sorted(f"{_MORNING} {_NOON} {_AFTERNOON} {_NIGHT} 凌晨".split(), key=len, reverse=True))
_TIME = re.compile(
    rf"[t,]?\s*(?P<part>{_PARTS})?\s*"
    r"(?:(?P<h>\d{1,2})\s*(?::\s*(?P<mi>\d{1,2})(?::(?P<s>\d{1,2})(?P<frac>\.\d{1,9})?)?"
    r"|[点时](?:(?P<half>半)|[整钟]|\s*(?P<mi2>\d{1,2})\s*分?(?:(?P<s2>\d{1,2})秒)?)?)"
    rf"\s*(?P<after>am|pm)?(?:\+08:?00)?)?"
)


def from_text(text: str, from_1904: bool = False) -> When | Yearless | Unknown:
    """A date, with or without time and year, from a cell's text; Unknown (DAT01, DAT10) when it is none or not one."""
    if found := _USUAL.fullmatch(text):
        return _usual(found, text)
    written = _western(text)
    if _SERIAL.fullmatch(written):
        return from_number(float(written), text, from_1904)
    if found := _YEAR_FIRST.match(written) or _COMPACT.match(written) or _SHORT_YEAR.match(written):
        year, month, day = (int(number) for number in found.groups() if number and number.isdigit())
        if FROM_19XX <= year <= 99:
            return Unknown(TWO_WAYS, text.strip())
        return _with_time({_day(year if year > 99 else 2000 + year, month, day)}, written[found.end() :], text)
    if found := _THREE_NUMBERS.match(written):
        return _with_time(_orders(found["a"], found["b"], found["c"]), written[found.end() :], text)
    if found := _NO_YEAR.match(written):
        return _yearless(int(found["m"]), int(found["d"] or found["d2"]), written[found.end() :], text)
    return Unknown(UNREADABLE, text.strip())


def _usual(found: re.Match[str], raw: str) -> When | Unknown:
    year, _, month, day, hour, minute, second = found.groups()
    try:
        clock = time(int(hour), int(minute), int(second or 0)) if hour else None
    except ValueError:
        return Unknown(UNREADABLE, raw.strip())
    exact = _day(int(year), int(month), int(day))
    return When(exact, clock) if exact else Unknown(UNREADABLE, raw.strip())


def from_number(number: float, raw: str, from_1904: bool = False) -> When | Unknown:
    """A bare number in a date column: an Excel day count (46086.5) or 20260305. Unknown(DAT01) otherwise."""
    if number.is_integer() and 19_900_101 <= number <= 21_001_231:
        year, rest = divmod(int(number), 10_000)
        day = _day(year, *divmod(rest, 100))
        return When(day) if day else Unknown(UNREADABLE, raw)
    if not 0 < number < 100_000:
        return Unknown(UNREADABLE, raw)
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = epoch + timedelta(days=number)
    if moment.date() < EARLIEST_SERIAL or moment.date() > LATEST:
        return Unknown(UNREADABLE, raw)
    return from_moment(moment)


def from_moment(moment: datetime) -> When | Unknown:
    """A date cell. Excel keeps fractions, so the time is rounded to the second; midnight is a day (reading 11)."""
    rounded = moment if moment.microsecond == 0 else _to_second(moment)
    if not EARLIEST <= rounded.date() <= LATEST:
        return Unknown(UNREADABLE, str(rounded))
    clock = rounded.time()
    return When(rounded.date(), None if clock == time.min else clock)


def from_day(day: date) -> When | Unknown:
    """A date cell that Excel keeps as a whole number."""
    return When(day) if EARLIEST <= day <= LATEST else Unknown(UNREADABLE, str(day))


def western_digits(text: str) -> str:
    """Text with Chinese and full-width numbers as ordinary digits: 二〇二六年十二月 -> 2026年12月."""
    return _CHINESE_NUMBER.sub(_number, unicodedata.normalize("NFKC", text).strip())


def _western(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text)
    return western_digits(" ".join(_WEEKDAY.sub(" ", narrow).split())).lower()


def _number(found: re.Match[str]) -> str:
    written = found[0].replace("廿", "二十")
    if "十" not in written:
        return "".join(_CHINESE_DIGITS[char] for char in written)
    tens, _, ones = written.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return written
    return str(int(_CHINESE_DIGITS.get(tens, "1")) * 10 + int(_CHINESE_DIGITS.get(ones, "0")))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _orders(a: str, b: str, c: str) -> set[date | None]:
    """Every date that three short numbers can mean: day first or month first, and year first when it has two digits."""
    year = int(c) if len(c) == 4 else 2000 + int(c)
    orders = {_day(year, int(a), int(b)), _day(year, int(b), int(a))}
    if len(c) == 2:
        orders.add(_day(2000 + int(a), int(b), int(c)))
    return orders


def _with_time(days: set[date | None], rest: str, raw: str) -> When | Unknown:
    possible = [day for day in days if day]
    clock = _clock(rest)
    if not possible or clock == UNREADABLE:
        return Unknown(UNREADABLE, raw.strip())
    if len(possible) > 1 or clock == TWO_WAYS:
        return Unknown(TWO_WAYS, raw.strip())
    return When(possible[0], clock if isinstance(clock, time) else None)


def _yearless(month: int, day: int, rest: str, raw: str) -> Yearless | Unknown:
    clock = _clock(rest)
    if _day(2000, month, day) is None or clock == UNREADABLE:  # 2000 is a leap year: 2月29日 is a day of some year
        return Unknown(UNREADABLE, raw.strip())
    if clock == TWO_WAYS:
        return Unknown(TWO_WAYS, raw.strip())
    return Yearless(month, day, clock if isinstance(clock, time) else None, raw.strip())


def _clock(rest: str) -> time | str | None:
    """The time of day written after a date: None when there is none, a DAT code when it cannot be read (one way)."""
    found = _TIME.fullmatch(rest.strip())
    if not found:
        return UNREADABLE
    if found["h"] is None:
        return None
    if found["part"] and found["after"]:
        return UNREADABLE
    hour = _hour(int(found["h"]), found["part"] or found["after"] or "")
    if isinstance(hour, str):
        return hour
    minute = 30 if found["half"] else int(found["mi"] or found["mi2"] or 0)
    second = int(found["s"] or found["s2"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return UNREADABLE
    exact = datetime(2000, 1, 1, hour, minute, second) + timedelta(seconds=float(found["frac"] or 0))
    return _to_second(exact).time() if exact.hour < 23 else time(hour, minute, second)


def _hour(hour: int, part: str) -> int | str:
    """The hour of 24 that an hour with a part of the day means."""
    if not part:
        return hour
    if hour > 12:
        return hour if part not in _MORNING.split() and part != "凌晨" else UNREADABLE
    if part == _NOON:
        return hour if hour >= 11 else hour + 12
    if hour == 12:
        return {"am": 0, "pm": 12, "下午": 12}.get(part, TWO_WAYS)
    return hour + 12 if part in f"{_AFTERNOON} {_NIGHT}".split() else hour


def _to_second(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
