"""One cell -> its value by the kind of its column, and what the cell shows where the value was normalised away.

A reader answers `(value, shown)`. value None: blank. Unknown: there, but not usable (DAT01, 07, 08, 10).
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from clausecheck import periods
from clausecheck.logs import dates
from clausecheck.logs.names import squeeze
from clausecheck.model import Unknown, Yearless
from clausecheck.periods import Period, When
from clausecheck.schema import FieldSpec

Reading = tuple[Any, str]
Reader = Callable[[Any], Reading]

UNREADABLE, OUTSIDE_LIST, ERROR = "DAT01", "DAT07", "DAT08"
BLANK: Reading = (None, "")
_NO_VALUE = re.compile(
    r"无|暂无|空|不适用|无日期|待定|未定|待确认|待补|[-/\\—–―]{1,2}|none|null|nil|n/?a|n\.a\.",
    re.IGNORECASE,
)
"""Texts that say why a cell is empty: in a column that is not text they mean a blank, not an unreadable value."""
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!)"
    r"|Err:5\d\d"
)
_SPLIT = re.compile("[、；;，,]")
_COUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0+)?(?:户|件|个|人|条|次|起|宗|套|份)?")
_YEAR = re.compile(r"((?:19|20|21)\d{2})(?:\.0)?年?度?")
_QUARTER = re.compile(r"(\d{4})[-/.年]?(?:q([1-4])|第?([1-4])季度?)", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月份?|(0[1-9]|1[0-2]))")
_MONTH_ONLY = re.compile(r"(\d{1,2})(?:\.0)?月?份?")


def reader_of(spec: FieldSpec, from_1904: bool, spellings: Mapping[str, tuple[str, ...]] | None = None) -> Reader:
    """The reader of a column. `spellings`: further spellings of a list's values, from a project's own map."""
    text = _remembering(_text_reader(spec, from_1904, spellings or {}))
    if spec.is_date:
        return _date_reader(text, from_1904)
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


def is_no_value(text: str) -> bool:
    return _NO_VALUE.fullmatch(squeeze(text)) is not None


def shown(cell: Any) -> str:
    """What a cell shows, near enough to find it again."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        read = dates.from_moment(cell)
        return str(read) if isinstance(read, When) else read.raw
    return str(cell)


def _text_reader(spec: FieldSpec, from_1904: bool, spellings: Mapping[str, tuple[str, ...]]) -> Reader:
    parse = _parser(spec, from_1904, spellings)
    forgiving = _forgives(spec)

    def read(cell: str) -> Reading:
        stripped = cell.strip().strip("\u200b\ufeff")
        if not stripped:
            return BLANK
        if _ERROR.fullmatch(stripped):
            return Unknown(ERROR, stripped), ""
        value = parse(stripped)
        if value.__class__ is Unknown and forgiving and is_no_value(stripped):
            return None, stripped
        if value == stripped or isinstance(value, Unknown | Yearless):
            return value, ""
        return value, "" if str(value) == stripped else stripped

    if spec.type in ("text", "household", "contents") and forgiving:
        return lambda cell: (None, cell.strip()) if is_no_value(cell) else read(cell)
    return read


def _forgives(spec: FieldSpec) -> bool:
    """Whether 无 or 待定 means blank here: not in free text, where 无 is an answer, nor where a value is needed."""
    if spec.type == "text":
        return spec.absent_blank
    return not spec.required


def _parser(spec: FieldSpec, from_1904: bool, spellings: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    if spec.is_date:
        return lambda text: dates.from_text(text, from_1904)
    if spec.type == "list":
        return _list_parser(spec, spellings)
    if spec.type == "contents":
        return lambda text: tuple(part for item in _SPLIT.split(text) if (part := item.strip()))
    if spec.type in ("year", "month", "span"):
        parse = {"year": _year, "month": _month, "span": _span}[spec.type]
        return lambda text: parse(text, from_1904)
    return {"count": _count, "quarter": _quarter}.get(spec.type, str)


def _list_parser(spec: FieldSpec, spellings: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    values: dict[str, str] = {}
    for value, usual in spec.choices:
        for spelling in (value, *usual):
            values.setdefault(squeeze(spelling).casefold(), value)
    for value, own in spellings.items():
        values.update({squeeze(spelling).casefold(): value for spelling in own})
    return lambda text: values.get(squeeze(text).casefold()) or Unknown(OUTSIDE_LIST, text)


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


def _date_reader(text: Reader, from_1904: bool) -> Reader:
    def read(cell: Any) -> Reading:
        kind = cell.__class__
        if kind is datetime:
            return dates.from_moment(cell), ""
        if kind is str:
            return text(cell)
        if kind is date:
            return dates.from_day(cell), ""
        if kind is float or kind is int:
            raw = shown(cell)
            return dates.from_number(float(cell), raw, from_1904), raw
        return Unknown(UNREADABLE, shown(cell)), ""

    return read


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
    found = _COUNT.fullmatch(dates.western_digits(squeeze(text)))
    return int(found[1].replace(",", "")) if found else Unknown(UNREADABLE, text)


def _year(text: str, from_1904: bool) -> Period | Unknown:
    found = _YEAR.fullmatch(dates.western_digits(squeeze(text)))
    return periods.year(int(found[1])) if found else _in_day(text, "year", from_1904)


def _quarter(text: str) -> Period | Unknown:
    found = _QUARTER.fullmatch(dates.western_digits(squeeze(text)))
    if not found or not 1950 <= int(found[1]) <= 2100:
        return Unknown(UNREADABLE, text)
    return periods.quarter(int(found[1]), int(found[2] or found[3]))


def _month(text: str, from_1904: bool) -> Period | Unknown:
    found = _MONTH.fullmatch(dates.western_digits(squeeze(text)))
    if not found:
        return _in_day(text, "month", from_1904)
    year, month = int(found[1]), int(found[2] or found[3] or found[4])
    if not (1950 <= year <= 2100 and 1 <= month <= 12):
        return Unknown(UNREADABLE, text)
    return periods.month(year, month)


def _span(text: str, from_1904: bool) -> Period | Unknown:
    quarter = _quarter(text)
    return _month(text, from_1904) if isinstance(quarter, Unknown) else quarter


def _in_day(text: str, unit: str, from_1904: bool) -> Period | Unknown:
    """The month or year that holds a day written as text."""
    day = dates.from_text(text, from_1904)
    return periods.containing(unit, day.day) if isinstance(day, When) else Unknown(UNREADABLE, text)


def month_alone(raw: str) -> int | None:
    """The month of `3月` or `3`, to be completed from the row's own year; None when it is not that."""
    found = _MONTH_ONLY.fullmatch(dates.western_digits(squeeze(raw)))
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else None
