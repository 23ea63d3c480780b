"""访谈计划 (4.4.3): a year's plan, months by households, that reaches what must be covered on pace; and who is still to be
visited now, by building and interviewer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from clausecheck.evidence.staff import FROM, NAME, ROLE, UNTIL, in_post
from clausecheck.kinds.coverage import Coverage
from clausecheck.kinds.interview_plan import InterviewPlan, required_of
from clausecheck.kinds.windows import pace
from clausecheck.logs.flat_numbers import BUILDING, SHOP
from clausecheck.nouns.model import Row
from clausecheck.nouns.periods import Period, When, month_end, touching
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import natural
from clausecheck.procedure.rule import Rule

from ..layout import PROJECT, Page, Rows, Sign, Text
from ..model import Filling, Kind, Number
from ..scene import Scene, checks_of

TABLE, LOG = "interview_plan", "interviews"


@dataclass(frozen=True, slots=True)
class _Year:
    """What a plan of a year must reach, how much of a month at least, and who was surely reached, by the first visit."""

    served: Period
    required: int
    least: int
    done: Number
    first: Mapping[str, Row]


def compose(scene: Scene) -> Filling:
    """The plan by months beside what was logged, and the flats that are still to be visited."""
    plan = _year(scene)
    if plan is None:
        why = (
            scene.prompt("not_served")
            if scene.evidence.facts.in_service(scene.period) is None
            else scene.prompt("households")
        )
        return Filling({"months": [], "target": why, "flats": [], "left": why, "buildings": []})
    done = plan.done
    months = _months(scene, plan)
    flats = _left(scene, plan)
    by_building = Counter(str(flat["building"]) for flat in flats)
    buildings = [
        {"building": name, "count": n, "interviewer": _most(scene, plan, name)}
        for name, n in sorted(by_building.items(), key=lambda pair: natural(pair[0]))
    ]
    households = scene.evidence.flats.count_on(min(scene.as_of, scene.period.end))
    target = scene.say("target", households=households, required=plan.required, done=done)
    if plan.least:
        target += scene.say("target_few", least=plan.least)
    left = (
        scene.say("left", n=len(flats) if isinstance(done.shown, int) else done, done=done)
        if scene.evidence.flats.register
        else scene.prompt("no_register")
    )
    cited = (month[name] for name in ("done", "logged") for month in months)
    numbers = (done, *(number for number in cited if isinstance(number, Number)))
    return Filling({"months": months, "target": target, "flats": flats, "left": left, "buildings": buildings}, numbers)


def _year(scene: Scene) -> _Year | None:
    """None where the year has no day in service, or nobody knows how many households there are."""
    served = scene.evidence.facts.in_service(scene.period)
    households = scene.evidence.flats.count_on(min(scene.as_of, scene.period.end))
    if served is None or households is None:
        return None
    rule, check = next(checks_of(scene.procedure, InterviewPlan, table=TABLE))
    required = required_of(rule, check, scene.period, served, scene.evidence)
    first: Mapping[str, Row] = {}
    named = scene.say("households_reached", period=scene.name_of(scene.period))
    done, least = Number(named, 0), 0
    for own, cover in checks_of(scene.procedure, Coverage, table=LOG):
        if not _fits(own, cover, households, served.start):
            continue
        if cover.each == "year" and served.start <= scene.as_of:
            done, first = scene.reached(named, cover, Period(served.start, min(served.end, scene.as_of)))
        elif cover.each == "month" and cover.up_to:
            number = own.number(cover.at_least, served.start)
            least = max(least, min(number.amount, households) if number else 0)
    return _Year(served, required, least, done, first)


def _fits(rule: Rule, check: Coverage, households: int, day: date) -> bool:
    """Whether a rule on coverage speaks to a project of so many households."""
    up_to = rule.number(check.up_to, day) if check.up_to else None
    above = rule.number(check.more_than, day) if check.more_than else None
    return (up_to is None or households <= up_to.amount) and (above is None or households > above.amount)


def _months(scene: Scene, plan: _Year) -> list[dict[str, object]]:
    """For each month in service the households that keep the plan on pace, what was planned in the log, and how many
    households were reached for the first time."""
    logged = _logged(scene)
    rows: list[dict[str, object]] = []
    planned = 0
    for month in touching("month", plan.served.start, plan.served.end):
        end = min(month_end(month.start), plan.served.end)
        due = (
            plan.required
            if end == plan.served.end
            else -(-plan.required * ((end - plan.served.start).days + 1) // plan.served.days)
        )
        households = max(due - planned, plan.least)
        planned += households
        rows.append(
            {
                "month": scene.name_of(month), "month_code": str(month), "households": households, "total": planned,
                "pace": pace(plan.required, plan.served, end), "logged": logged.get(str(month), ""),
                "done": _done(scene, plan, month), "made_on": scene.prompt("made_on"),
            }
        )  # fmt: skip
    return rows


def _logged(scene: Scene) -> dict[str, Number]:
    """What the log has planned already, by month."""
    found: dict[str, list[Row]] = {}
    for row in scene.table(TABLE).rows:
        month, households = row.get("month"), row.get("households")
        if row.get("year") == scene.period and isinstance(month, Period) and isinstance(households, int):
            found.setdefault(str(month), []).append(row)
    return {
        month: Number(
            f"{scene.header(TABLE, 'households')} {month}", sum(row.get("households") for row in rows), tuple(rows)
        )
        for month, rows in found.items()
    }


def _done(scene: Scene, plan: _Year, month: Period) -> Number | str:
    if month.start > scene.as_of:
        return ""
    if isinstance(plan.done.shown, str):
        return plan.done.shown
    rows = [row for row in plan.first.values() if isinstance(when := row.get("held_at"), When) and when.day in month]
    return Number(scene.say("households_reached", period=scene.name_of(month)), len(rows), tuple(rows))


def _left(scene: Scene, plan: _Year) -> list[dict[str, object]]:
    """The flats of the register that nobody reached this year, in the order of their numbers; those not yet handed over,
    or handed over this year, say so."""
    flats = scene.evidence.flats
    if flats.register is None:
        return []
    end = min(plan.served.end, scene.period.end)
    still = [flat for flat in flats.register.flats if flat not in plan.first and flats.is_handed_over(flat, end)]
    return [
        {
            "no": i, "building": _building(scene, flat), "household": _flat(scene, flat),
            "handover": _handover(scene, flat), "interviewer": _most(scene, plan, _building(scene, flat)),
            "vacant": scene.prompt("vacant"),
        }
        for i, flat in enumerate(sorted(still, key=natural), 1)
    ]  # fmt: skip


def _flat(scene: Scene, flat: str) -> str:
    return flat if scene.masker is None else scene.value(flat, LOG, "household")


def _building(scene: Scene, flat: str) -> str:
    """The building of a flat as its number says it, shops together."""
    register = scene.evidence.flats.register
    parts = register.flats[flat].parts if register else ()
    if any(part.kind == SHOP for part in parts):
        return scene.say("shops")
    named = next((part.value for part in parts if part.kind == BUILDING), "")
    return scene.say("building", no=named) if named else scene.say("no_building")


def _handover(scene: Scene, flat: str) -> str:
    """When a flat is handed over, where that is in the year of the plan."""
    day = scene.evidence.flats.handed_over.get(flat)
    return day.isoformat() if day is not None and day >= scene.period.start else ""


def _most(scene: Scene, plan: _Year, building: str) -> str:
    """Whoever of those in post visited most of a building's flats this year; a prompt where nobody did."""
    flats = scene.evidence.flats.register.flats if scene.evidence.flats.register else {}
    visits: Counter[str] = Counter()
    for flat, row in plan.first.items():
        named = row.get("interviewer")
        if flat in flats and _building(scene, flat) == building and isinstance(named, str):
            visits.update(person.name for person in scene.evidence.staff.named(named) if _posted(scene, person.rows))
    if not visits:
        return scene.prompt("interviewer")
    return scene.value(min(visits, key=lambda name: (-visits[name], name)), LOG, "interviewer")


def _posted(scene: Scene, rows: Sequence[Row]) -> bool:
    return any(in_post(row, When(scene.as_of), FROM, UNTIL) and row.get(ROLE) and row.get(NAME) for row in rows)


KIND = Kind(
    name="interview-plan",
    format="xlsx",
    unit="year",
    tables=(TABLE, LOG, "households"),
    row_of=(TABLE, ""),
    layout=(
        PROJECT,
        Text("target", 2),
        Rows(
            "months",
            ("interview_plan_month", "interview_plan_households", "total", "pace", "logged", "reached_new", "interview_plan_made_on"),
            ("month_code", "households", "total", "pace", "logged", "done", "made_on"),
            (2.8, 2.6, 2.6, 2.6, 2.6, 2.6, 4.4),
            blank=12,
            centred=(0, 1, 2, 3, 4, 5),
        ),
        Text("note"),
        Sign(("made", "reviewed")),
        Page("still_to_visit"),
        Text("left"),
        Rows("buildings", ("building", "count", "suggested"), ("building", "count", "interviewer"), (3.0, 2.4, 4.0), blank=6, centred=(0, 1)),
        Rows(
            "flats",
            ("no", "building", "interviews_household", "handed_over_in_year", "suggested", "vacant"),
            ("no", "building", "household", "handover", "interviewer", "vacant"),
            (3.0, 2.6, 4.6, 3.4, 4.6, 4.6),
            blank=25,
            log="households",
            centred=(0, 1),
        ),
    ),
    compose=compose,
)  # fmt: skip
