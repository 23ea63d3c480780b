"""What kind of project: drawn by seed from what there is, or as asked for."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from clausecheck.nouns.periods import Period, parse_period
from clausecheck.simulate.draft import between, chance, days_later, next_month, pick

A_DESK = 400
"""So many households have one more in customer service."""
SETTLING = 45
"""A take-over lies at least so many days before the day of the audit."""
NAMES = ("翠", "金", "云", "锦", "和", "瑞", "星", "书", "阳", "碧"), ("湖", "桥", "湾", "庭", "岸", "林", "苑", "府")


@dataclass(frozen=True)
class Wish:
    """What is asked of the projects; 0 and None leave it to the seed."""

    period: str = "2026"
    as_of: date = date(2026, 10, 31)
    households: int = 0
    complaints: int = 0
    """Complaints a month, on average."""


@dataclass(frozen=True)
class Shape:
    """One project's kind. All days are true days of the past or the future of `as_of`."""

    seed: int
    code: str
    name: str
    period: Period
    as_of: date
    single: bool
    commission: bool
    takeover: date
    exit: date | None
    committee_since: date | None
    phases: tuple[tuple[str, date, int], ...]
    complaints: tuple[int, int]
    desk: int
    """How many are in customer service, besides their supervisor."""
    turnover: date | None
    """When one of them left and another came."""
    extras: bool
    """Whether what may be left out is there: 业主数, 分公司."""

    @property
    def year(self) -> int:
        return self.period.start.year

    @property
    def households(self) -> int:
        return sum(count for _, _, count in self.phases)

    @property
    def first(self) -> date:
        """The first day of the logs: the last quarter of the year before, or the take-over."""
        return max(self.takeover, date(self.year - 1, 10, 1))

    @property
    def last(self) -> date:
        """The last day of the logs."""
        return min(self.as_of, self.exit or self.as_of)

    @property
    def window(self) -> tuple[date, date]:
        """The year, cut to the days in service."""
        return max(self.takeover, date(self.year, 1, 1)), min(self.exit or date.max, date(self.year, 12, 31))


def shape_of(seed: int, number: int, wish: Wish) -> Shape:
    """The shape of project `number` of a seed."""
    rng = Random(f"{seed}/{number}")
    period = parse_period(wish.period)
    takeover = _takeover(rng, period.start.year, wish.as_of)
    single = chance(rng, 0.25)
    name = pick(rng, NAMES[0]) + pick(rng, NAMES[1]) + pick(rng, ["大厦", "中心"] if single else ["花园", "里", "家园"])
    exit_date = _exit(rng, period.start.year, takeover, wish.as_of)
    commission = chance(rng, 0.4)
    committee = (
        None if single or chance(rng, 0.4) else _founded(rng, takeover, min(wish.as_of, exit_date or wish.as_of))
    )
    phases = _phases(rng, wish, takeover)
    return Shape(
        seed=seed,
        code=f"SIM-{seed}-{number:04d}",
        name=name,
        period=period,
        as_of=wish.as_of,
        single=single,
        commission=commission,
        takeover=takeover,
        exit=exit_date,
        committee_since=committee,
        phases=phases,
        complaints=_complaints(rng, wish),
        desk=between(rng, 2, 4) + sum(count for _, _, count in phases) // A_DESK,
        turnover=_turnover(rng, takeover, min(wish.as_of, exit_date or wish.as_of)),
        extras=chance(rng, 0.5),
    )


def _takeover(rng: Random, year: int, as_of: date) -> date:
    """Long ago, in the year before, or in the year itself."""
    kind = rng.random()
    early = date(year - between(rng, 2, 6), between(rng, 1, 12), between(rng, 1, 28))
    before = date(year - 1, between(rng, 1, 12), between(rng, 1, 28))
    within = date(year, between(rng, 1, 10), between(rng, 1, 28))
    latest = as_of - timedelta(days=SETTLING)
    if kind < 0.6 or (kind >= 0.8 and within > latest):
        return early
    return before if kind < 0.8 else within


def _exit(rng: Random, year: int, takeover: date, as_of: date) -> date | None:
    """Seldom: left in the year, after some months in service; or known to leave later."""
    kind, day = rng.random(), date(year, between(rng, 5, 12), between(rng, 1, 28))
    if kind < 0.05 and takeover + timedelta(days=120) < day:
        return day
    return as_of + timedelta(days=between(rng, 40, 400)) if kind > 0.96 else None


def _founded(rng: Random, takeover: date, last: date) -> date:
    """The day of the owners' committee: before the take-over, or some time after it."""
    return max(date(2015, 1, 1), takeover + timedelta(days=between(rng, -700, max(1, (last - takeover).days - 20))))


def _phases(rng: Random, wish: Wish, takeover: date) -> tuple[tuple[str, date, int], ...]:
    """One phase, or a second that is handed over later. Few, usual or many households, never crossing from few to many."""
    total = wish.households or pick(rng, [between(rng, 8, 40), between(rng, 12, 60), between(rng, 24, 90)])
    first = takeover - timedelta(days=pick(rng, [0, 0, 0, 30, 400, 1500]))
    if total < 20 or total > 300 or chance(rng, 0.6):
        return (("一期", first, total),)
    half = total // 2
    return (("一期", first, total - half), ("二期", days_later(takeover, between(rng, 60, 500)), half))


def _complaints(rng: Random, wish: Wish) -> tuple[int, int]:
    middle = wish.complaints or between(rng, 2, 6)
    return max(1, middle - 2), middle + 2


def _turnover(rng: Random, takeover: date, last: date) -> date | None:
    """A day in the last months on which a colleague was replaced."""
    day = last - timedelta(days=between(rng, 25, 200))
    return day if chance(rng, 0.4) and day > next_month(takeover) else None
