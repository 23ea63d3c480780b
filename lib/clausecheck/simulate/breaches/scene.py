"""Where a breach is planted: the project, what an audit of it looks at, and which rows are still whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from clausecheck.nouns.periods import Period, touching
from clausecheck.simulate.counting import Window, months_in
from clausecheck.simulate.draft import Draft, Planted, Row, day_of, pick
from clausecheck.simulate.shapes import Shape

Subject = str | Row | tuple[Row, str]


class Impossible(LookupError):
    """This project has no place for that breach."""


@dataclass
class Scene:
    """A project in which breaches are being planted, one way at a time."""

    draft: Draft
    shape: Shape
    rng: Random
    way: str = ""
    taken: set[tuple[str, str]] = field(default_factory=set)
    """(code, period) of what is planted about a period."""

    def judged(self, day: date) -> bool:
        """Whether what is due or happens that day is judged, and definitely so by the day of the audit."""
        return day in self.shape.period and self.shape.takeover <= day <= self.shape.last

    def row(self, table: str, key: str, fits: Callable[[Row], Any] = lambda row: True, *, wait: int = 0) -> Row:
        """A whole row whose day is judged, was `wait` days before the audit at least, and fits; it is whole no more."""
        latest = self.shape.as_of - timedelta(days=wait)
        rows = [
            row
            for row in self.draft.tables[table]
            if row.get(key) and self.judged(day_of(row[key])) and day_of(row[key]) <= latest
        ]
        return self.touch(pick(self.rng, self.some([row for row in rows if self.whole(row) and fits(row)])))

    def whole(self, row: Row) -> bool:
        return not any(row is other for other in self.draft.touched)

    def touch(self, *rows: Row) -> Row:
        self.draft.touched += rows
        return rows[0]

    def some(self, found: list[Any]) -> list[Any]:
        """What was found. Raises Impossible where it is nothing."""
        if not found:
            raise Impossible(self.way)
        return found

    def period(self, unit: str, code: str, due: Callable[[Period], date], *more: Callable[[Period], Any]) -> Period:
        """A month, quarter or year of which nothing is planted yet for the code, judged and past due, that fits."""
        start = self.shape.first - timedelta(days=100)
        every = touching(unit, start, self.shape.last)
        free = [one for one in every if (code, one.label) not in self.taken and self.served(one)]
        fit = [
            one for one in free if self.judged(due(one)) and due(one) < self.shape.as_of and all(f(one) for f in more)
        ]
        chosen: Period = pick(self.rng, self.some(fit))
        self.taken.add((code, chosen.label))
        return chosen

    def served(self, one: Period) -> bool:
        """Whether the centre served there on a day of the period."""
        return one.start <= (self.shape.exit or one.start) and self.shape.takeover <= one.end

    def over(self, window: Window, least_months: int = 6) -> Window:
        """A window that is over and long enough for its quota. Raises Impossible where it is open or too short."""
        if self.shape.as_of < window[1] or months_in(window) < least_months:
            raise Impossible(self.way)
        return window

    def once(self, code: str, subject: str) -> str:
        """The subject, if nothing is planted about it yet."""
        if (code, subject) in self.taken:
            raise Impossible(self.way)
        self.taken.add((code, subject))
        return subject

    def plant(
        self, subject: Subject, zh: str, en: str, amount: str = "", *, code: str = "", verdict: str = "fail"
    ) -> None:
        """Says what was planted. Without a code it is that of the way."""
        one = code or self.way.partition(".")[0]
        self.draft.planted.append(Planted(one, subject, verdict, zh, en, self.way, amount))

    def plant_quota(self, code: str, subject: str, zh: str, en: str, amount: str) -> None:
        """Says what was planted about a quota. Its verdict is what the count over the finished project comes to."""
        self.taken.add((code, subject))
        self.plant(subject, zh, en, amount, code=code, verdict=OF_COUNT)

    def follows(self, subject: Subject, verdict: str, zh: str, en: str, *codes: str) -> None:
        """Says what else this breach makes of other rules."""
        for code in codes:
            self.draft.planted.append(Planted(code, subject, verdict, zh, en, self.way, "", True))

    def name(self, *roles: str, on: date) -> str:
        names: list[str] = self.some(self.draft.names(*roles, on=on))
        return pick(self.rng, names)


OF_COUNT = "of the count"
"""A verdict that is left to the count of the finished project."""
WAYS: dict[str, Callable[[Scene], None]] = {}
"""Every way to break a rule, by `CODE.way`. Each either plants its breach or raises Impossible and changes nothing."""


def way(name: str) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Enlists a way to break a rule."""

    def enlist(plants: Callable[[Scene], None]) -> Callable[[Scene], None]:
        WAYS[name] = plants
        return plants

    return enlist
