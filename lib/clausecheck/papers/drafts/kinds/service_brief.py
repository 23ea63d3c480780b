"""物业服务工作简报 (5.3, 4.3a.2): a month's brief to a single owner, in its four parts."""

from clausecheck.nouns.periods import after

from ..layout import PROJECT, Basis, Heading, Picture, Rows, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene
from . import figures

KIND_OF_REPORT = "物业服务工作简报"


def compose(scene: Scene) -> Filling:
    """Work of the period and state of the complaints in numbers; what the plans have for the next month."""
    complaints, interviews = figures.complaints(scene), figures.interviews(scene)
    work = [*interviews, *figures.services(scene), *figures.publicity(scene)]
    texts = {
        "intro": figures.intro(scene, KIND_OF_REPORT),
        "work_numbers": figures.lines(scene, work),
        "work": scene.prompt("work"),
        "complaints": figures.lines(scene, complaints),
        "cases": figures.still_open(scene, complaints[0].now),
        "complaints_text": scene.prompt("complaints_text"),
        "planned": _planned(scene),
        "plan": scene.prompt("plan"),
        "difficulties": scene.prompt("difficulties"),
    }
    drawn = figures.chart(scene, [*complaints[:3], *interviews[:1]])
    if not drawn:
        texts["chart"] = scene.prompt("no_chart")
    return Filling(texts, figures.numbers_of(work, complaints), drawn)


def _planned(scene: Scene) -> list[dict[str, object]]:
    """What the publicity plan and the interview plan have for the month after."""
    following = after("month", scene.period)
    found: list[dict[str, object]] = [
        {
            "plan": scene.sheet(table), "month": scene.name_of(following), "what": scene.text(row, what),
            "place": scene.say("source", sheet=row.sheet if scene.masker is None else scene.sheet(table), row=row.number),
        }
        for table, what in (("publicity_plan", "topic"), ("interview_plan", "households"))
        for row in scene.table(table).rows
        if row.get("month") == following
    ]  # fmt: skip
    return found or [{"plan": scene.say("nothing_planned"), "month": scene.name_of(following), "what": "", "place": ""}]


KIND = Kind(
    name="service-brief",
    format="docx",
    unit="month",
    tables=("reports", "complaints", "interviews", "contacts", "repair_visits", "postings", "events", "publicity_plan", "interview_plan"),
    row_of=("reports", KIND_OF_REPORT),
    layout=(
        PROJECT,
        Text("intro"),
        Heading("brief_work"),
        Text("work", 6),
        figures.table("work_numbers"),
        Heading("brief_complaints"),
        figures.table("complaints"),
        Picture("chart"),
        Text("complaints_text", 4),
        Heading("still_open"),
        figures.OPEN_CASES,
        Heading("brief_plan"),
        Rows("planned", ("plan", "month", "what", "source_row"), ("plan", "month", "what", "place"), (4.0, 3.4, 6.0, 4.6), blank=3, centred=()),
        Text("plan", 6),
        Heading("brief_difficulties"),
        Text("difficulties", 4),
        Text("note"),
        Heading("approval"),
        Sign(("made_by_cs", "reviewed", "approved_by_branch", "delivered")),
        Basis(),
    ),
    compose=compose,
)  # fmt: skip
