"""座谈会、满意度调查意见汇总 (4.7.2): what was said at a forum or in a survey, how it is dealt with, and the approvals."""

from datetime import timedelta

from clausecheck.kinds.each_row import EachRow
from clausecheck.kinds.rows.sequence import Sequence
from clausecheck.nouns.model import Row
from clausecheck.nouns.periods import When

from ..layout import PROJECT, Basis, Heading, Rows, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene, checks_of, in_order

TABLE = "events"
STEPS = ("summed_up_on", "reviewed_on", "approved_on", "published_on")
LINES = 5


def compose(scene: Scene) -> Filling:
    """The forums and surveys of the period with what the log has of their steps; the opinions themselves are prompts, for
    no log holds them. Suggestions made to interviewers meanwhile are counted beside them."""
    rule, check, steps = next(
        (rule, check, part)
        for rule, check in checks_of(scene.procedure, EachRow, table=TABLE)
        for part in check.parts
        if isinstance(part, Sequence)
    )
    events = scene.count(scene.say("events"), TABLE, dict(check.rows))
    suggestions = scene.count(scene.say("suggestions"), "interviews", {"is_suggestion": ("是",)})
    desk = scene.count(scene.value("建议", "contacts", "kind"), "contacts", {"kind": ("建议",)})
    number = rule.number(steps.limit, scene.period.start)
    days = number.amount if number else 0
    found = [_event(scene, row, days) for row in in_order((*events.rows, *events.unsure), "held_on")]
    opinions = [
        {"no": i, "topic": scene.prompt("topic"), "opinion": scene.prompt("opinion"), "count": scene.prompt("times"),
         "answer": scene.prompt("answer")}
        for i in range(1, LINES + 1)
    ]  # fmt: skip
    lead = scene.say("opinions_lead", period=scene.name_of(scene.period), n=events)
    beside = scene.say("opinions_beside", suggestions=suggestions, desk=desk)
    texts = {
        "lead": lead,
        "events": found,
        "opinions": opinions,
        "beside": beside,
        "analysis": scene.prompt("analysis_opinions"),
    }
    return Filling(texts, (events, suggestions, desk))


def _event(scene: Scene, row: Row, days: int) -> dict[str, object]:
    held = row.get("held_on")
    until = (held.day + timedelta(days=days)).isoformat() if isinstance(held, When) and days else ""
    steps = {name: scene.asked(row, name) for name in STEPS}
    return {
        "kind": scene.text(row, "kind"), "held_on": scene.text(row, "held_on"), "host": scene.asked(row, "host"),
        **steps, "until": until,
    }  # fmt: skip


KIND = Kind(
    name="opinion-summary",
    format="docx",
    unit="",
    tables=(TABLE, "interviews", "contacts"),
    row_of=(TABLE, ""),
    layout=(
        PROJECT,
        Text("lead"),
        Rows(
            "events",
            ("events_kind", "events_held_on", "events_host", "events_summed_up_on", "events_reviewed_on",
             "events_approved_on", "events_published_on", "until"),
            ("kind", "held_on", "host", *STEPS, "until"),
            (2.4, 2.3, 2.0, 2.3, 2.3, 2.3, 2.3, 2.3),
            blank=2, log="events"),
        Heading("opinions"),
        Rows("opinions", ("no", "topic", "opinion", "times", "answer"), ("no", "topic", "opinion", "count", "answer"),
             (1.2, 3.2, 5.6, 2.6, 5.4), blank=10),
        Text("beside"),
        Heading("analysis"),
        Text("analysis", 6),
        Text("note"),
        Heading("approval"),
        Sign(("made_by_cs", "reviewed", "approved_by_branch")),
        Basis(),
    ),
    compose=compose,
)  # fmt: skip
