"""Months, quarters and years as people write them: text -> Period, BareMonth, or Unknown."""

import re

from clausecheck.logs import dates
from clausecheck.logs.clock import UNREADABLE
from clausecheck.logs.names import squeeze
from clausecheck.logs.numerals import western_digits
from clausecheck.nouns import periods
from clausecheck.nouns.model import BareMonth, Unknown
from clausecheck.nouns.periods import Period, When
from clausecheck.nouns.text import dashes_folded

_YEAR = re.compile(r"((?:19|20|21)\d{2})(?:\.0)?年?度?")
_QUARTER = re.compile(r"(\d{4})[-/.年]?(?:q([1-4])|第?([1-4])季度?)", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})月?份?|年(\d{1,2})月?份?|(0[1-9]|1[0-2]))")
_MONTH_ONLY = re.compile(r"(\d{1,2})(?:\.0)?月?份?")


def year(text: str, from_1904: bool) -> Period | Unknown:
    found = _YEAR.fullmatch(_written(text))
    return periods.year(int(found[1])) if found else _in_day(text, "year", from_1904)


def quarter(text: str) -> Period | Unknown:
    found = _QUARTER.fullmatch(_written(text))
    if not found or not 1950 <= int(found[1]) <= 2100:
        return Unknown(UNREADABLE, text)
    return periods.quarter(int(found[1]), int(found[2] or found[3]))


def month(text: str, from_1904: bool) -> Period | BareMonth | Unknown:
    """A month; one without its year (7月) waits for it: the row, the sheet or the audit's period tells (reading 60)."""
    written = _written(text)
    if alone := _MONTH_ONLY.fullmatch(written):
        return BareMonth(int(alone[1]), text) if 1 <= int(alone[1]) <= 12 else Unknown(UNREADABLE, text)
    found = _MONTH.fullmatch(written)
    if not found:
        return _in_day(text, "month", from_1904)
    stated, number = int(found[1]), int(found[2] or found[3] or found[4])
    if not (1950 <= stated <= 2100 and 1 <= number <= 12):
        return Unknown(UNREADABLE, text)
    return periods.month(stated, number)


def span(text: str, from_1904: bool) -> Period | Unknown:
    """A quarter or a month, with its year."""
    found = quarter(text)
    if not isinstance(found, Unknown):
        return found
    one = month(text, from_1904)
    return Unknown(UNREADABLE, text) if isinstance(one, BareMonth) else one


def _written(text: str) -> str:
    return "" if len(text) > dates.LONGEST else western_digits(dashes_folded(squeeze(text)).replace("。", "."))


def _in_day(text: str, unit: str, from_1904: bool) -> Period | Unknown:
    """The month or year that holds a day written as text."""
    day = dates.from_text(text, from_1904)
    return periods.containing(unit, day.day) if isinstance(day, When) else Unknown(UNREADABLE, text)
