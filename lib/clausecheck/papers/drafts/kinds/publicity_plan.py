"""宣传计划 (4.2.2.F): a year's plan with every topic of the procedure, what was carried out, and a month for what is not yet
planned."""

from clausecheck.kinds.publicity_plan import PublicityPlan, carried_out
from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import Period, touching

from ..layout import PROJECT, Rows, Sign, Text
from ..model import Filling, Kind, Number
from ..scene import Scene, checks_of

TABLE = "publicity_plan"


def compose(scene: Scene) -> Filling:
    """The items that the log has, then for each topic that is planned too seldom an item in a month still to come."""
    rule, check = next(checks_of(scene.procedure, PublicityPlan, table=TABLE))
    rows = [row for row in scene.table(TABLE).rows if row.get(check.year) == scene.period]
    number = rule.number(check.at_least, scene.period.start)
    required = number.amount if number else 1
    named = [topic for topic in check.topics for _ in range(max(0, required - _planned(rows, check.topic, topic)))]
    planned = Number(scene.say("planned_items"), len(rows), tuple(rows))
    done = scene.part(scene.say("carried_out"), planned, lambda row: _done(scene, check, row))
    items = [_item(scene, check, row) for row in sorted(rows, key=lambda row: str(row.get(check.month)))]
    months = _free_months(scene)
    items += [
        {
            "topic": _topic(scene, topic), "topic_code": topic, "month": month.label if month else scene.prompt("month"),
            "done_on": "", "form": scene.prompt("form"), "state": scene.say("suggested"),
        }
        for topic, month in zip(named, _spread(months, len(named)), strict=True)
    ]  # fmt: skip
    lead = scene.say("publicity_lead", n=planned, done=done, more=len(named))
    return Filling({"items": [{"no": i, **item} for i, item in enumerate(items, 1)], "lead": lead}, (planned, done))


def _planned(rows: list[Row], field: str, topic: str) -> int:
    return sum(topic in said for row in rows if not isinstance(said := row.get(field) or (), Unknown))


def _done(scene: Scene, check: PublicityPlan, row: Row) -> bool | None:
    done = carried_out(check, row, scene.period, scene.evidence.facts)
    return None if isinstance(done, Unknown) else done


def _item(scene: Scene, check: PublicityPlan, row: Row) -> dict[str, object]:
    month = row.get(check.month)
    return {
        "topic": _topics(scene, row, check.topic),
        "topic_code": scene.asked(row, check.topic),
        "month": str(month) if isinstance(month, Period) else scene.asked(row, check.month),
        "done_on": scene.text(row, check.done),
        "form": scene.prompt("form"),
        "state": scene.say("done" if _done(scene, check, row) else "planned"),
    }


def _topics(scene: Scene, row: Row, field: str) -> str:
    said = row.get(field)
    if not isinstance(said, tuple):
        return scene.asked(row, field)
    known = [
        _topic(scene, topic) if topic in scene.procedure.identity.english else scene.value(topic, TABLE, field)
        for topic in said
    ]
    return ("、" if scene.lang == "zh" else ", ").join(known)


def _topic(scene: Scene, topic: str) -> str:
    """A topic in words; in English with the Chinese that the log is to have."""
    english = scene.procedure.identity.english.get(topic)
    return topic if scene.lang == "zh" or not english else f"{english} ({topic})"


def _free_months(scene: Scene) -> list[Period]:
    """The months of the year in service that are not over."""
    served = scene.evidence.facts.in_service(scene.period)
    if served is None:
        return []
    return [month for month in touching("month", served.start, served.end) if month.end >= scene.as_of]


def _spread(months: list[Period], n: int) -> list[Period | None]:
    """So many months, evenly over those that there are."""
    return [months[i * len(months) // n] if months else None for i in range(n)]


KIND = Kind(
    name="publicity-plan",
    format="xlsx",
    unit="year",
    tables=(TABLE,),
    row_of=(TABLE, ""),
    layout=(
        PROJECT,
        Text("lead", 2),
        Rows(
            "items",
            ("no", "publicity_plan_topic", "publicity_plan_month", "publicity_plan_done_on", "form", "state"),
            ("no", "topic", "month", "done_on", "form", "state"),
            (2.4, 4.4, 3.0, 3.2, 5.2, 2.6),
            blank=12,
            fixed=("no", "topic"),
            centred=(0, 2, 3, 5),
        ),
        Text("note"),
        Sign(("made", "reviewed")),
    ),
    compose=compose,
)
