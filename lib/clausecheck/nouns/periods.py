"""Days, moments and periods. Civil time of China, no zone; nothing here asks what day it is (spec G1-G5)."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime, time, timedelta

from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass

END_OF_DAY = time(23, 59, 59)
"""The latest reading of a value that gives only the day (reading 11)."""


@dataclass(frozen=True, slots=True)
class When:
    """A day, with a time of day or without one. Without one it means the whole day (G1), without seconds the whole
    minute (reading 58), so two of them have no order of their own: compare days, or readings."""

    day: date
    clock: time | None = None
    sharp: bool = field(default=False, compare=False)
    """The seconds were written, though they are 00: 09:00:00 as text, of which a cell of Excel says nothing. At 23:59:59:
    the day's end was written, 24:00."""

    @property
    def to_second(self) -> bool:
        """Whether the value says its second; without that it means its whole minute, or day."""
        return self.clock is not None and (self.sharp or self.clock.second > 0)

    @property
    def earliest(self) -> datetime:
        return datetime.combine(self.day, self.clock or time.min)

    @property
    def latest(self) -> datetime:
        if self.clock is None:
            return datetime.combine(self.day, END_OF_DAY)
        return datetime.combine(self.day, self.clock if self.to_second else self.clock.replace(second=59))

    def surely_before(self, other: "When") -> bool:
        """True when no reading of the two values puts this one at or after the other."""
        return self.latest < other.earliest

    def readings_beside(self, other: "When") -> tuple[datetime, datetime]:
        """The earliest and latest reading at the coarser precision of the two: seconds count where both have them."""
        if self.to_second and other.to_second:
            return self.earliest, self.latest
        if self.clock == END_OF_DAY and self.sharp:
            return self.latest + timedelta(seconds=1), self.latest + timedelta(seconds=1)
        return self.earliest.replace(second=0), self.latest.replace(second=0)

    def same_as(self, other: "When") -> bool:
        """Whether the two say the same time, at the coarser precision of the two where both have a time of day."""
        if self.clock is None or other.clock is None:
            return self == other
        return self.readings_beside(other) == other.readings_beside(self)

    def __str__(self) -> str:
        if self.clock is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()} {self.clock.isoformat('seconds' if self.clock.second else 'minutes')}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` to `end`, both included. `label` is how it is written: 2026, 2026-Q1, 2026-03, or two dates."""

    start: date
    end: date
    label: str = ""

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.label or f"{self.start}..{self.end}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def cut(self, start: date | None, end: date | None) -> "Period | None":
        """This period within [start, end] (None: open), or None when they share no day."""
        first = max(self.start, start) if start else self.start
        last = min(self.end, end) if end else self.end
        return Period(first, last, self.label) if first <= last else None


def year(y: int) -> Period:
    return Period(date(y, 1, 1), date(y, 12, 31), f"{y:04d}")


def quarter(y: int, q: int) -> Period:
    return Period(date(y, 3 * q - 2, 1), month_end(date(y, 3 * q, 1)), f"{y:04d}-Q{q}")


def month(y: int, m: int) -> Period:
    return Period(date(y, m, 1), month_end(date(y, m, 1)), f"{y:04d}-{m:02d}")


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def containing(unit: str, day: date) -> Period:
    """The calendar `year`, `quarter` or `month` that holds a day."""
    if unit == "year":
        return year(day.year)
    if unit == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    return month(day.year, day.month)


def after(unit: str, period: Period) -> Period:
    """The calendar unit that begins the day after a period."""
    return containing(unit, period.end + timedelta(days=1))


def touching(unit: str, start: date, end: date) -> Iterator[Period]:
    """Every calendar unit that shares a day with [start, end], in order."""
    current = containing(unit, start)
    while current.start <= end:
        yield current
        current = after(unit, current)


def last_full_month(day: date) -> Period:
    """The calendar month that was over before a day's own month began."""
    return containing("month", day.replace(day=1) - timedelta(days=1))


def last_full(unit: str, day: date) -> Period:
    """The calendar `year`, `quarter` or `month` that was over before a day's own began."""
    return containing(unit, containing(unit, day).start - timedelta(days=1))


def day_of_month(first: date, day: int) -> date:
    """The given day of the month of `first`; a day the month does not have is its last (G5)."""
    return first.replace(day=min(day, monthrange(first.year, first.month)[1]))


_PERIOD = re.compile(
    r"(?P<y>\d{4})(?:-?(?:H(?P<h>[12])|Q(?P<q>[1-4]))|-(?P<m>0[1-9]|1[0-2]))?$",
    re.IGNORECASE,
)


def parse_period(text: str | int, place: str = "--period", near: date | None = None) -> Period:
    """`2026`, `2026-H1`, `2026-Q3`, `2026-09` or `2026-01-15..2026-03-10` as a Period; as people type them, too: 2026年9月,
    2026/9, 2026年三季度, 2026年上半年; and 三季度 or 9月 as the last one that had begun on the day `near`, where that is given.

    Raises InputFault naming `place` when the text is none of these.
    """
    written = _plainly("".join(unicodedata.normalize("NFKC", str(text)).split()), near)
    if found := _PERIOD.match(written):
        y = int(found["y"])
        if 1900 <= y < 9999:
            return _calendar_period(y, found["h"], found["q"], found["m"])
    if ".." in written:
        first, last = (parse_day(part, place) for part in written.split("..", 1))
        if first <= last:
            return Period(first, last, f"{first}..{last}")
    raise fault(
        place,
        f"“{written}”不是期间；请写成 2026、2026-H1、2026-Q3、2026-09（2026年9月也可）或 2026-01-15..2026-03-10",
        f'"{written}" is not a period; write 2026, 2026-H1, 2026-Q3, 2026-09 or 2026-01-15..2026-03-10',
    )


_HALVES = {"上半年": "H1", "下半年": "H2"}
_NUMERALS = dict(zip("一二三四五六七八九", "123456789", strict=True)) | {"十": "10", "十一": "11", "十二": "12"}
_TYPED = re.compile(
    r"(?:(?P<y>\d{4})(?:年度?|[-/.])?)?(?:(?P<half>[上下]半年)|(?:第?(?P<q>[1-4一二三四])季度?|[Qq](?P<q2>[1-4]))"
    r"|(?P<m>0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)月?份?)?"
)


def _plainly(written: str, near: date | None) -> str:
    """A period as people type it in its plain form; anything else as it is."""
    found = _TYPED.fullmatch(written)
    unit = _unit(found) if found else ""
    run_together = re.fullmatch(r"\d{5}", written)  # 20261 may be a slip of the keyboard
    if found is None or run_together or _PERIOD.match(written) or not (found["y"] or unit):
        return written
    if found["y"]:
        return f"{found['y']}{unit}"
    if near is None or not re.search("[季月年]", written):
        return written
    this = parse_period(f"{near.year}{unit}")
    return f"{near.year if this.start <= near else near.year - 1}{unit}"


def _unit(found: re.Match[str]) -> str:
    """`-H1`, `-Q3`, `-09`, or nothing for a whole year."""
    if found["half"]:
        return f"-{_HALVES[found['half']]}"
    if quarter_ := found["q"] or found["q2"]:
        return f"-Q{_NUMERALS.get(quarter_, quarter_)}"
    return f"-{int(_NUMERALS.get(found['m'], found['m'])):02d}" if found["m"] else ""


def _calendar_period(y: int, half: str | None, q: str | None, m: str | None) -> Period:
    if half:
        start = date(y, 1, 1) if half == "1" else date(y, 7, 1)
        return Period(start, month_end(start.replace(month=start.month + 5)), f"{y}-H{half}")
    if q:
        return quarter(y, int(q))
    return month(y, int(m)) if m else year(y)


EARLIEST, LATEST = date(1900, 1, 1), date(9998, 12, 31)
"""Days that can be asked for: each has a month before it and a year after it, as limits and periods need."""


def parse_day(text: str | date, place: str = "--as-of", *, ever: bool = False) -> date:
    """An ISO date such as 2026-10-31, from 1900 to 9998. `ever`: any day, for what is only valid until then. Raises
    InputFault naming `place` otherwise."""
    try:
        day = text if isinstance(text, date) else date.fromisoformat(str(text).strip())
        day = day.date() if isinstance(day, datetime) else day
        return day if ever else _bounded(day, place)
    except ValueError:
        raise fault(
            place,
            f"“{text}”不是日期；请写成 2026-10-31",
            f'"{text}" is not a date; write it like 2026-10-31',
        ) from None


def _bounded(day: date, place: str) -> date:
    if EARLIEST <= day <= LATEST:
        return day
    raise fault(
        place,
        f"“{day}”太早或太晚；请写 {EARLIEST} 到 {LATEST} 之间的日期",
        f'"{day}" is too early or too late; write a day from {EARLIEST} to {LATEST}',
    )
