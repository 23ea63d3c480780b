"""管理服务报告 (5.2, 4.3a.1): a quarter's report to the owners of a multi-owner project. The logs give the numbers, people
the text, the finance department its part."""

from ..layout import PROJECT, Basis, Heading, Picture, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene
from . import figures

KIND_OF_REPORT = "管理服务报告"


def compose(scene: Scene) -> Filling:
    """Complaints, interviews, services and publicity beside the quarter before, and a chart; the rest are prompts."""
    complaints, interviews = figures.complaints(scene), figures.interviews(scene)
    services, publicity = figures.services(scene), figures.publicity(scene)
    written = ("work", "complaints_text", "interviews_text", "repairs_text", "plan", "difficulties", "finance")
    texts = {
        "intro": figures.intro(scene, KIND_OF_REPORT),
        "complaints": figures.lines(scene, complaints),
        "interviews": figures.lines(scene, interviews),
        "services": figures.lines(scene, services),
        "publicity": figures.lines(scene, publicity),
        "cases": figures.still_open(scene, complaints[0].now),
        **{name: scene.prompt(name) for name in written},
    }
    shown = [*complaints[:3], *interviews[:1], *services[-1:]]
    drawn = figures.chart(scene, shown)
    if not drawn:
        texts["chart"] = scene.prompt("no_chart")
    return Filling(texts, figures.numbers_of(complaints, interviews, services, publicity), drawn)


KIND = Kind(
    name="service-report",
    format="docx",
    unit="quarter",
    tables=("reports", "complaints", "interviews", "contacts", "repair_visits", "postings", "events", "publicity_plan"),
    row_of=("reports", KIND_OF_REPORT),
    layout=(
        PROJECT,
        Text("intro"),
        Heading("part_work"),
        Text("work", 8),
        Heading("part_complaints"),
        figures.table("complaints"),
        Picture("chart"),
        Text("complaints_text", 5),
        Heading("still_open"),
        figures.OPEN_CASES,
        Heading("part_interviews"),
        figures.table("interviews"),
        Text("interviews_text", 5),
        Heading("part_services"),
        figures.table("services"),
        Text("repairs_text", 5),
        Heading("part_publicity"),
        figures.table("publicity"),
        Heading("part_plan"),
        Text("plan", 8),
        Heading("part_difficulties"),
        Text("difficulties", 5),
        Heading("part_finance"),
        Text("finance", 8),
        Text("note"),
        Heading("approval"),
        Sign(("made_by_cs", "reviewed", "approved_by_branch", "finance_approved")),
        Basis(),
    ),
    compose=compose,
)
