"""Ways to write one value, one header: what the layouts are made of. Each gives back the same meaning when read."""

from datetime import date, datetime, time
from typing import Any

from clausecheck.nouns.model import Row
from clausecheck.nouns.periods import Period, When
from clausecheck.procedure.tables import FieldSpec

FULL_WIDTH = str.maketrans(
    "0123456789:/-.ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９：／－．ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
DIGITS = "〇一二三四五六七八九"


def as_cells(field: FieldSpec, value: Any) -> Any:
    """As the blank form: dates are date cells."""
    if isinstance(value, When):
        return datetime.combine(value.day, value.clock) if value.clock else value.day
    if isinstance(value, Period):
        return value.label.replace("-Q", "Q")
    return "、".join(value) if isinstance(value, tuple) else value


def as_text(field: FieldSpec, value: Any) -> Any:
    """2026/3/5 9:02, 2026/3, numbers as text, items joined by a comma."""
    if isinstance(value, When):
        day = f"{value.day.year}/{value.day.month}/{value.day.day}"
        return f"{day} {value.clock.hour}:{value.clock.minute:02}" if value.clock else day
    if isinstance(value, Period):
        quarter = f"{value.start.year}年第{(value.start.month + 2) // 3}季度"
        month = f"{value.start.year}/{value.start.month}"
        return {4: str(value.start.year), 7: quarter if "Q" in value.label else month}[len(value.label)]
    return ",".join(value) if isinstance(value, tuple) else str(value)


def in_chinese(field: FieldSpec, value: Any) -> Any:
    """2026年3月5日 上午9点2分, 2026年3月, 12户, full-width digits elsewhere; lists in another of their spellings."""
    if isinstance(value, When):
        return f"{value.day.year}年{value.day.month}月{value.day.day}日{_clock(value.clock)}"
    if isinstance(value, Period):
        quarter = f"{value.start.year}年{'一二三四'[(value.start.month - 1) // 3]}季度"
        month = f"{value.start.year}年{value.start.month}月"
        return {4: f"{value.start.year}年度", 7: quarter if "Q" in value.label else month}[len(value.label)]
    if field.type == "count":
        return f" {value}户".translate(FULL_WIDTH)
    if field.type == "list":
        return f" {dict(field.choices)[value][-1]}　"
    return "；".join(value) if isinstance(value, tuple) else f"　{value} "


def in_numerals(field: FieldSpec, value: Any) -> Any:
    """二〇二六年三月五日 for days; times as ISO text."""
    if isinstance(value, When):
        if value.clock:
            return f"{value.day}T{value.clock}"
        year = "".join(DIGITS[int(digit)] for digit in str(value.day.year))
        return f"{year}年{_numeral(value.day.month)}月{_numeral(value.day.day)}日"
    return as_text(field, value)


def as_serials(epoch: date) -> Any:
    """Bare numbers without a date format: 46086.37638."""

    def write(field: FieldSpec, value: Any) -> Any:
        if isinstance(value, When):
            clock = value.clock or time()
            return (value.day - epoch).days + (clock.hour * 60 + clock.minute) / 1440
        if isinstance(value, Period) and len(value.label) == 7 and "Q" not in value.label:
            return (value.start - epoch).days
        if isinstance(value, Period) and len(value.label) == 4:
            return value.start.year
        return as_cells(field, value)

    return write


def compact(field: FieldSpec, value: Any) -> Any:
    """20260305 as a number, 202603 for a month."""
    if isinstance(value, When) and not value.clock:
        return int(f"{value.day:%Y%m%d}")
    if isinstance(value, When):
        return f"{value.day:%Y.%m.%d} {value.clock:%H:%M:%S}"
    if isinstance(value, Period) and len(value.label) == 7 and "Q" not in value.label:
        return int(f"{value.start:%Y%m}")
    return as_cells(field, value)


def plain_header(field: FieldSpec) -> str:
    return field.header


def spaced_header(field: FieldSpec) -> str:
    """A line break, spaces of both widths, a note in brackets, a mark for required columns."""
    middle = len(field.header) // 2
    return f"{'*' if field.required else ''} {field.header[:middle]}　\n{field.header[middle:]}（见说明）："


def other_header(field: FieldSpec) -> str:
    """A synonym where there is one."""
    return field.also[-1] if field.also else field.header


def numbers_of(rows: list[Row]) -> list[int]:
    return [row.number for row in rows]


def _clock(clock: time | None) -> str:
    if clock is None:
        return ""
    part, hour = ("上午", clock.hour) if clock.hour < 12 else ("下午", clock.hour - 12 or 12)
    return f" {part}{hour}点{clock.minute}分"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones] if ones else ''}"
