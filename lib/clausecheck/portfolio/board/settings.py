"""The parameters of the notebook over all projects, and what it reads."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.periods import Period, last_full_month, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import LANGS
from clausecheck.papers.page import given

from ..listing import HOME, PORTFOLIO
from ..month.lines import Month, read_month

NAMES = ("folder", "period", "lang")


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters as the notebook uses them. `folder`: what `clausecheck portfolio` wrote."""

    folder: Path
    period: Period
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Board:
    """All projects of a period, and the periods of the same length before it of which there are results, the oldest first."""

    month: Month
    earlier: tuple[Month, ...]
    lang: str

    @property
    def months(self) -> tuple[Month, ...]:
        """Every period, that of the board last."""
        return (*self.earlier, self.month)


def check_parameters(namespace: Mapping[str, Any], today: date) -> Settings:
    """The parameters among a notebook's names (`globals()`), checked; the period is the last full month before today where it
    is not given. Raises InputFault with every fault: unknown, missing, of the wrong kind."""
    return check_values(given.named(namespace, NAMES), today)


def check_values(values: Mapping[str, Any], today: date) -> Settings:
    """Parameters by name as `Settings`. Raises as `check_parameters`."""
    given.refuse_strangers(values, NAMES, ("folder",))
    faults: list[Fault] = []
    named = values.get("period") not in (None, "")
    settings = Settings(
        folder=given.path("folder", values["folder"], faults),
        period=given.period("period", values["period"], faults) if named else last_full_month(today),
        lang=given.one_of("lang", values.get("lang", "zh"), LANGS, faults),
    )
    if faults:
        raise InputFault(*faults)
    return settings


def open_board(settings: Settings) -> Board:
    """Reads what the nights left. Raises InputFault where there are no results of the period."""
    month = read_month(settings.folder, settings.period)
    earlier = (read_month(settings.folder, one) for one in _before(settings.folder, settings.period))
    return Board(month, tuple(earlier), settings.lang)


def _before(folder: Path, period: Period) -> list[Period]:
    """The periods before this one, of its length, that left results."""
    found = []
    for place in (folder / HOME).iterdir():
        try:
            one = parse_period(place.name.replace("_", ".."))
        except InputFault:  # not a period's folder
            continue
        alike = len(str(one)) == len(str(period)) and ".." not in str(one)
        if alike and one.end < period.start and (place / PORTFOLIO).is_file():
            found.append(one)
    return sorted(found, key=lambda one: one.start)
