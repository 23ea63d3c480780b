"""Which days are working days: the public calendar with its 调休, and a company's own days (readings 44 and 61).

The public calendar ends with the last year whose holidays were announced. Past it a limit in working days is decided
where every calendar that is possible agrees.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import Lines, read_yaml

FILE = "calendar.yaml"
LISTS = ("days_off", "make_up_days")
KEYS = ("date", "issued", "source")
MOST = 20
"""So many working days at most are reckoned past the known calendar."""
LONGER, LONGER_AT_MOST = 16, 18
"""n working days never took more than n + 16 days from 2004 to 2026, 20 never more than 38 (from 27 December 2019, when
the spring holiday was made longer while it ran)."""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day that a company's calendar.yaml calls a day off or a working day, with the notice that says so."""

    day: date
    issued: date
    source: str


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working days as far as known: the public calendar, changed by `days_off` and `make_up_days`.

    A year past the public calendar for which days off are listed is known; its other days follow the week.
    """

    days_off: Mapping[date, OwnDay] = field(default_factory=dict)
    make_up_days: Mapping[date, OwnDay] = field(default_factory=dict)

    def is_working(self, day: date) -> bool | None:
        """Whether a day is a working day; None where no calendar says."""
        if day in self.days_off or day in self.make_up_days:
            return day in self.make_up_days
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            listed = any(off.year == day.year for off in self.days_off)
            return day.weekday() < 5 if listed else None

    def after(self, start: date, amount: int) -> tuple[date, date | None]:
        """The first and the last day on which so many working days after `start` may be over: one day where the calendar
        is known. `start` itself and None where nothing is said, of more working days than `MOST`."""
        day, left = start, amount
        known_to: tuple[date, int] | None = None
        while left > 0:
            works = self.is_working(day + _DAY)
            if works is None and known_to is None:
                known_to = (day, left)
            day += _DAY
            left -= works is not False
        if known_to is None:
            return day, day
        if amount > MOST:
            return start, None
        own_off = sum(start < off <= known_to[0] for off in self.days_off)
        return day, max(day, min(_longest(*known_to), _longest(start, amount, own_off)))

    def issued_by(self, as_of: date) -> "Workdays":
        """The calendar as its notices stood on a day: what was announced later is not used."""
        return Workdays(*({day: own for day, own in days.items() if own.issued <= as_of} for days in self._lists()))

    def with_days_of(self, other: "Workdays") -> "Workdays":
        """Both calendars as one. Raises InputFault for a day that one calls off and the other a working day."""
        both = Workdays(*({**ours, **theirs} for ours, theirs in zip(self._lists(), other._lists(), strict=True)))
        if contrary := sorted(both.days_off.keys() & both.make_up_days.keys()):
            days = "、".join(map(str, contrary))
            zh = f"{days} 在两个 {FILE} 中一处放假、一处上班；请改为一致"
            raise InputFault(Fault(FILE, zh, f"{days}: off in one {FILE}, a working day in another; make them agree"))
        return both

    @property
    def sha256(self) -> str:
        """The hash of what a company says; empty where it says nothing."""
        if not self.days_off and not self.make_up_days:
            return ""
        said = [
            [[str(one.day), str(one.issued), one.source] for _, one in sorted(days.items())] for days in self._lists()
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    @property
    def sources(self) -> tuple[str, ...]:
        """The notices, each once, the earliest first."""
        days = sorted(
            (own for days in self._lists() for own in days.values()), key=lambda own: (own.issued, own.source)
        )
        return tuple(dict.fromkeys(own.source for own in days))

    def _lists(self) -> tuple[Mapping[date, OwnDay], Mapping[date, OwnDay]]:
        return self.days_off, self.make_up_days


def _longest(start: date, amount: int, own_days_off: int = 0) -> date:
    """The last day on which so many working days may be over, whatever the calendar."""
    return start + timedelta(days=amount + own_days_off + (LONGER if amount < MOST else LONGER_AT_MOST))


def find_workdays(paths: Iterable[Path]) -> Workdays:
    """The calendar of a project: `calendar.yaml` in a folder handed in, or beside a workbook handed in."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in paths)
    whole = Workdays()
    for folder in folders:
        if (folder / FILE).is_file():
            whole = whole.with_days_of(read_workdays(folder / FILE))
    return whole


def read_workdays(path: Path) -> Workdays:
    """A calendar.yaml. Raises InputFault with file and line for every day that is not given as it should be."""
    document, lines = read_yaml(path)
    if not document:
        return Workdays()
    if not isinstance(document, dict):
        raise InputFault(
            Fault(str(path), f"应为键值对：{'、'.join(LISTS)}", f"must be a mapping with {' and '.join(LISTS)}")
        )
    faults: list[Fault] = []
    found: dict[str, dict[date, OwnDay]] = {name: {} for name in LISTS}
    for key, listed in document.items():
        place = f"{path}:{lines.nearest((key,))}"
        if key not in LISTS:
            known = "、".join(LISTS)
            faults.append(Fault(place, f"没有“{key}”这一项；可用：{known}", f'no "{key}"; known: {known}'))
        elif not isinstance(listed, list):
            faults.append(
                Fault(place, f"{key} 应为列表（每项以 - 开头）", f"{key} must be a list (each begins with -)")
            )
        else:
            for i, raw in enumerate(listed):
                _read_day(raw, (key, i), lines, path, found, faults)
    if faults:
        raise InputFault(*faults)
    return Workdays(found["days_off"], found["make_up_days"])


def _read_day(
    raw: Any, at: tuple[str, int], lines: Lines, path: Path, found: dict[str, dict[date, OwnDay]], faults: list[Fault]
) -> None:
    """One day of a list, put among those found, or what is wrong with it."""

    def wrong(zh: str, en: str, *more: str) -> None:
        faults.append(Fault(f"{path}:{lines.nearest((*at, *more))}", zh, en))

    if not isinstance(raw, dict) or set(raw) != set(KEYS):
        strange = [key for key in raw if key not in KEYS] if isinstance(raw, dict) else []
        wrong(
            f"{at[0]} 的每一项应有 {'、'.join(KEYS)}" + (f"，没有 {'、'.join(strange)}" if strange else ""),
            f"each of {at[0]} has {', '.join(KEYS)}" + (f" and no {', '.join(strange)}" if strange else ""),
            *strange[:1],
        )
        return
    days = {name: _as_day(raw[name]) for name in ("date", "issued")}
    for name, value in days.items():
        if value is None:
            zh = f"{name} 的“{raw[name]}”不是日期；请写成 2027-02-08"
            wrong(zh, f'{name} "{raw[name]}" is not a date; write it like 2027-02-08', name)
    if not isinstance(raw["source"], str) or not raw["source"].strip():
        wrong("source 应写明出处（通知的名称或文号）", "source must name the notice", "source")
    day, issued = days["date"], days["issued"]
    if day is None or issued is None:
        return
    if any(day in listed for listed in found.values()):
        wrong(f"{day} 前面已经列过；请删去一个", f"{day} is listed before; delete one", "date")
    found[at[0]][day] = OwnDay(day, issued, str(raw["source"]))


def _as_day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) and _ISO.fullmatch(text) else None
    except ValueError:
        return None
