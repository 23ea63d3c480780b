"""The time of day written after a date: 下午3点一刻, 9:02 AM. One reading, or the DAT code that says why not."""

import re
from datetime import datetime, time, timedelta

from clausecheck.nouns.periods import END_OF_DAY
from clausecheck.nouns.records import dataclass

UNREADABLE, TWO_WAYS = "DAT01", "DAT10"

_MORNING = ("上午", "早上", "早晨", "清晨", "凌晨", "早", "am")
_NOON = ("中午",)
_AFTERNOON = ("下午", "午后", "傍晚", "pm")
_EVENING = ("晚上", "晚间", "晚")
_NIGHT = ("夜里", "夜间", "深夜", "半夜", "夜晚", "夜")
_PARTS = "|".join(sorted(_MORNING + _NOON + _AFTERNOON + _EVENING + _NIGHT, key=len, reverse=True))
_TIME = re.compile(
    rf"[t,]?\s*(?P<part>{_PARTS})?\s*"
    r"(?:(?P<h>\d{1,2})\s*(?::\s*(?P<mi>\d{1,2})(?::(?P<s>\d{1,2})(?P<frac>\.\d{1,9})?秒?|分(?:(?P<s3>\d{1,2})秒)?)?"
    r"|[点时](?:(?P<half>半)|(?P<quarter>[13])刻|[整钟]|\s*(?P<mi2>\d{1,2})\s*分?(?:(?P<s2>\d{1,2})秒)?)?)"
    rf"\s*(?P<after>[ap]\.?m)?(?:\+08:?00)?)?"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, or none. `sharp`: its seconds were written."""

    at: time | None = None
    sharp: bool = False


def clock_of(rest: str) -> Clock | str:
    """The time of day in the text after a date, in narrow signs and small letters."""
    found = _TIME.fullmatch(rest.strip())
    if not found:
        return UNREADABLE
    if found["h"] is None:
        return Clock()
    part, after = found["part"] or "", (found["after"] or "").replace(".", "")
    if part and after:
        return UNREADABLE
    minute = 30 if found["half"] else 15 * int(found["quarter"] or 0)
    minute = minute or int(found["mi"] or found["mi2"] or 0)
    written = found["s"] or found["s2"] or found["s3"]
    second = int(written or 0)
    hour = _hour(int(found["h"]), part or after, minute or second)
    if isinstance(hour, str):
        return hour
    if hour == 24 and not minute and not second:
        return Clock(END_OF_DAY, sharp=True)
    if hour > 23 or minute > 59 or second > 59:
        return UNREADABLE
    exact = datetime(2000, 1, 1, hour, minute, second) + timedelta(seconds=float(found["frac"] or 0))
    whole = to_second(exact).time() if exact.hour < 23 else time(hour, minute, second)
    return Clock(whole, written is not None and whole.second == 0)


def _hour(hour: int, part: str, past: int) -> int | str:
    """The hour of 24 that an hour with a part of the day means. `past`: whether minutes or seconds follow it."""
    if not part:
        return hour
    if hour > 12:
        return UNREADABLE if part in _MORNING else hour
    if part in _MORNING:
        return (0 if part == "am" else TWO_WAYS) if hour == 12 else hour
    if part in _NOON:
        return hour if hour in (11, 12) else hour + 12 if 1 <= hour <= 3 else UNREADABLE
    if part in _AFTERNOON:
        return TWO_WAYS if part == "傍晚" and hour == 12 else 12 + hour % 12
    return _late(hour, part, past)


def _late(hour: int, part: str, past: int) -> int | str:
    """晚上8点 is 20, 晚上12点 the day's end; 夜里2点 is 02:00 of that day. 晚上2点 and 夜里12点 may be either night's."""
    if 7 <= hour <= 11 or (part in _EVENING and hour in (5, 6)):
        return hour + 12
    if part in _EVENING:
        return 24 if hour == 12 and not past else TWO_WAYS
    return hour if hour <= 5 else TWO_WAYS


def to_second(moment: datetime) -> datetime:
    """A moment rounded to the second: Excel keeps fractions."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
