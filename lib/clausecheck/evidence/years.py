"""Which year a date written without one belongs to, and which of several readings a date has (readings 14, 59, 60)."""

from collections.abc import Iterable
from datetime import date, timedelta

from clausecheck.nouns.model import BareMonth, Block, Cell, CellFault, Row, Several, Unknown, Yearless
from clausecheck.nouns.periods import Period, When, month
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec

AROUND = 3
"""A date with a two-digit year is read where only one of its readings lies within so many years of the period."""
FAR = 10
"""A year further from the period than so many is no year of a title or a file's name."""
PERIOD_TYPES = ("month", "quarter", "span", "year")

Unsettled = Yearless | Several | BareMonth
UNSETTLED = frozenset((Yearless, Several, BareMonth))
Settled = When | Period | Unknown


@dataclass(frozen=True, slots=True)
class _Found:
    """What an unsettled value comes to, and the wording key of how: the DAT code is that of an Unknown, else DAT10."""

    value: Settled
    note: str


def settle_row(row: Row, block: Block, spec: TableSpec, period: Period, faults: list[CellFault]) -> dict[str, object]:
    """The row's values with every date and month settled, its key date first; what was taken from beside is said."""
    if not any(isinstance(value, Unsettled) for value in row.values.values()):
        return dict(row.values)
    values: dict[str, object] = dict(row.values)
    key = spec.key_date or next((name for name in _period_fields(spec) if name in values), "")
    for name in [key, *values]:
        value = values.get(name)
        if isinstance(value, Unsettled):
            before = spec.fields[name].before
            start = None if name == key else _first_day(values.get(before)) or _first_day(values.get(key))
            found = _settled(value, start, bool(before), _plausible(block.year, period), period)
            values[name] = _said(found, row.cell(name), spec, name, value.raw, faults)
    return values


def _plausible(stated: int, period: Period) -> int:
    """The year of a title or name, where it can be one: 2001 in the name of a file is the number of a project."""
    return stated if period.start.year - FAR <= stated <= period.end.year + FAR else 0


def settle_fact(
    value: Unsettled, cell: Cell, spec: TableSpec, name: str, period: Period, faults: list[CellFault]
) -> Settled:
    """A date among the facts of 项目信息: only the period tells (reading 14)."""
    return _said(_settled(value, None, False, 0, period), cell, spec, name, value.raw, faults)


def _period_fields(spec: TableSpec) -> list[str]:
    """The fields that say what a row without a key date is about, the narrower ones first."""
    return sorted(
        (name for name, field in spec.fields.items() if field.type in PERIOD_TYPES),
        key=lambda name: PERIOD_TYPES.index(spec.fields[name].type),
    )


def _first_day(key: object) -> date | None:
    """The day from which the years of a row's other dates are counted; a month or quarter counts as its first day."""
    return key.day if isinstance(key, When) else key.start if isinstance(key, Period) else None


def _said(found: _Found, cell: Cell, spec: TableSpec, name: str, raw: str, faults: list[CellFault]) -> Settled:
    unused = isinstance(found.value, Unknown)
    code = found.value.code if isinstance(found.value, Unknown) else "DAT10"
    faults.append(CellFault(code, cell, spec.name, name, raw, found.note, remark=not unused))
    return found.value


def _settled(value: Unsettled, start: date | None, before: bool, stated: int, period: Period) -> _Found:
    if isinstance(value, Several):
        return _of_several(value, period)
    if isinstance(value, BareMonth):
        return _of_month(value, stated, period)
    if start is None:
        return _by_sheet(value, stated, period)
    around = _days(value, range(start.year - 1, start.year + 2))
    if before:
        near = sorted(around, key=lambda day: abs(day - start))[:2]
        equal = len(near) == 2 and abs(near[0] - start) == abs(near[1] - start)
        return _one(near if equal else near[:1], value, "year_from_row")
    return _one([day for day in around if day >= start][:1], value, "year_from_row")


def _of_several(value: Several, period: Period) -> _Found:
    first, last = _years_on(period.start, -AROUND), _years_on(period.end, AROUND)
    near = [day for day in value.days if first <= day <= last]
    if len(near) == 1:
        return _Found(When(near[0], value.clock, value.sharp), "order_from_period")
    return _Found(Unknown("DAT10", value.raw), "")


def _of_month(value: BareMonth, stated: int, period: Period) -> _Found:
    if stated:
        return _Found(month(stated, value.month), "year_from_title")
    months = [month(year, value.month) for year in range(period.start.year, period.end.year + 1)]
    inside = [one for one in months if one.end >= period.start and one.start <= period.end]
    inside = inside or [one for one in (_month_before(period),) if one.start.month == value.month]
    if len(inside) == 1:
        return _Found(inside[0], "year_from_period")
    note = "several_years_fit" if inside else "no_year_fits"
    return _Found(Unknown("DAT10" if inside else "DAT01", value.raw), note)


def _by_sheet(value: Yearless, stated: int, period: Period) -> _Found:
    """The year of the sheet's title or name; else the one that puts the day in the period, or in the month before it."""
    if stated:
        return _one(_days(value, [stated]), value, "year_from_title")
    days = _days(value, range(period.start.year - 1, period.end.year + 1))
    inside = [day for day in days if day in period] or [day for day in days if day in _month_before(period)]
    return _one(inside, value, "year_from_period")


def _month_before(period: Period) -> Period:
    day = period.start.replace(day=1) - timedelta(days=1)
    return month(day.year, day.month)


def _days(value: Yearless, years: Iterable[int]) -> list[date]:
    days = []
    for year in years:
        try:
            days.append(date(year, value.month, value.day))
        except ValueError:
            continue  # 29 February of a year that has none
    return days


def _one(days: list[date], value: Yearless, note: str) -> _Found:
    if len(days) == 1:
        return _Found(When(days[0], value.clock, value.sharp), note)
    if days:
        return _Found(Unknown("DAT10", value.raw), "several_years_fit")
    return _Found(Unknown("DAT01", value.raw), "no_year_fits")


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
