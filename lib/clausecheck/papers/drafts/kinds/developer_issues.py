"""开发遗留问题季度统计 (4.3b.7): the quarter's complaints about what the developer left, or that there was none."""

from clausecheck.kinds.dated import Dated
from clausecheck.nouns.periods import Period, When, containing

from ..layout import PROJECT, Heading, Rows, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene, checks_of, in_order, is_closed, surely_saying
from .statistics import counted

TABLE = "developer_reports"
LOG = "complaints"


def compose(scene: Scene) -> Filling:
    """The number that the rule compares, by subtype and by state, and each complaint."""
    part = next(iter(counted(scene, TABLE)))
    name = scene.header(TABLE, part.field)
    now = scene.count(name, part.table, part.where)
    before = scene.count(name, part.table, part.where, scene.previous)
    closed = scene.part(scene.say("closed"), now, is_closed)
    spec = scene.table(LOG).spec.fields["subtype"]
    kinds = [
        scene.part(scene.value(value, LOG, "subtype"), now, surely_saying("subtype", value))
        for value, _ in spec.choices
    ]
    numbers = (now, before, closed, *kinds)
    summary = [
        {"item": number.name, "count": number, "change": scene.change(now, before) if number is now else ""}
        for number in numbers
    ]
    rows = in_order((*now.rows, *now.unsure), "received_at")
    said = [
        {
            "no": i, "id": scene.text(row, "id"), "received_at": scene.text(row, "received_at"),
            "household": scene.text(row, "household"), "content": scene.asked(row, "content"),
            "subtype": scene.text(row, "subtype"), "measures": scene.asked(row, "measures"),
            "closed_at": scene.text(row, "closed_at") or scene.say("open"),
        }
        for i, row in enumerate(rows, 1)
    ]  # fmt: skip
    nil = scene.say("nil_return", period=scene.name_of(scene.period)) if now.shown == 0 else ""
    result = nil or scene.say("issues", n=now)
    return Filling({"summary": summary, "issues": said, "result": result, "phases": _phases(scene)}, numbers)


def _phases(scene: Scene) -> str:
    """The phases of whose months after the handover the quarter holds some."""
    found = []
    for rule, check in checks_of(scene.procedure, Dated, table=TABLE):
        if check.trigger is None or not check.trigger.months_after:
            continue
        months = rule.number(check.trigger.months_after, scene.period.start)
        for row in scene.table(check.trigger.table).rows:
            day = row.get(check.trigger.date)
            if months and isinstance(day, When) and _within(day, months.amount, scene.period):
                found.append(f"{scene.text(row, 'phase')} {day}")
    if not scene.table("phases").handed_in:
        return scene.say("phases", said=scene.gap("phases"))
    return (
        scene.say("phases", said=("；" if scene.lang == "zh" else "; ").join(found)) if found else scene.say("no_phase")
    )


def _within(day: When, months: int, quarter: Period) -> bool:
    """Whether a quarter touches so many months after a day; the day itself is the first."""
    last = day.day
    month = last.year * 12 + last.month - 1 + months
    until = containing("month", last.replace(year=month // 12, month=month % 12 + 1, day=1)).start
    return day.day <= quarter.end and quarter.start < until.replace(day=min(last.day, 28))


KIND = Kind(
    name="developer-issues",
    format="xlsx",
    unit="quarter",
    tables=(TABLE, LOG, "phases"),
    row_of=(TABLE, ""),
    upright=False,
    layout=(
        PROJECT,
        Text("phases"),
        Text("result"),
        Rows(
            "issues",
            ("no", "complaints_id", "complaints_received_at", "complaints_household", "complaints_content",
             "complaints_subtype", "complaints_measures", "complaints_closed_at"),
            ("no", "id", "received_at", "household", "content", "subtype", "measures", "closed_at"),
            (2.6, 3.4, 3.6, 3.4, 7.0, 2.6, 6.0, 3.6), log="complaints"),
        Heading("in_numbers"),
        Rows("summary", ("item", "count", "change"), ("item", "count", "change"), (4.0, 3.0, 3.0), blank=4, centred=(1, 2)),
        Text("note"),
        Sign(("made", "reviewed", "reported")),
    ),
    compose=compose,
)  # fmt: skip
