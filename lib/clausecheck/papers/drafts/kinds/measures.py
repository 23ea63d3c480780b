"""纠正预防措施 (4.3b.5): a month's complaints by cause, the measures that the log has, and lines for those to be set."""

from collections import Counter
from typing import Any

from clausecheck.nouns.model import Row

from ..layout import PROJECT, Basis, Heading, Rows, Sign, Text
from ..model import Filling, Kind, Number
from ..scene import Scene
from . import figures

TABLE, LOG = "measures", "complaints"
CAUSE = ("klass", "subtype", "nature")
"""What the log says of a complaint's cause."""
LINES = 3


def compose(scene: Scene) -> Filling:
    """Complaints by class, subtype and nature beside the month before; what was set in the month before and became of it."""
    whole = figures.counted(scene, scene.say("received"), LOG)
    causes = _causes(scene, whole)
    earlier = [row for row in scene.table(TABLE).rows if row.get("month") == scene.previous]
    own = [row for row in scene.table(TABLE).rows if row.get("month") == scene.period]
    blanks = [
        {"no": i, "cause": scene.prompt("cause"), "measure": scene.prompt("measure"), "owner": scene.prompt("owner"),
         "due": scene.prompt("due")}
        for i in range(len(own) + 1, max(len(own), LINES) + 1)
    ]  # fmt: skip
    texts = {
        "lead": scene.say("measures_lead", period=scene.name_of(scene.period), n=whole.now, before=whole.before),
        "causes": figures.lines(scene, [whole, *causes]),
        "earlier": [_measure(scene, i, row) for i, row in enumerate(earlier, 1)],
        "measures": [*(_measure(scene, i, row) for i, row in enumerate(own, 1)), *blanks],
        "analysis": scene.prompt("analysis"),
        "analysed_on": scene.prompt("analysed_on"),
    }
    return Filling(texts, figures.numbers_of([whole], causes))


def _causes(scene: Scene, whole: figures.Pair) -> list[figures.Pair]:
    """The causes that occur in either month, most frequent first."""
    found = Counter(_cause(scene, row) for number in (whole.now, whole.before) for row in number.rows)
    ordered = sorted(found, key=lambda cause: (-found[cause], cause))

    def of(cause: str, number: Number) -> Number:
        return scene.part(f"{cause} · {number.name}", number, lambda row: _cause(scene, row) == cause)

    return [figures.Pair(cause, of(cause, whole.now), of(cause, whole.before)) for cause in ordered]


def _cause(scene: Scene, row: Row) -> str:
    """What is said of a cause: 二类 / 房屋质量 / 公共部位; without a class that is said."""
    said = [scene.text(row, name) if isinstance(row.get(name), str) else "" for name in CAUSE]
    return " / ".join(part for part in (said[0] or scene.say("no_class"), *said[1:]) if part)


def _measure(scene: Scene, number: int, row: Row) -> dict[str, Any]:
    return {
        "no": number, "cause": scene.prompt("cause"), "measure": scene.asked(row, "measure"),
        "owner": scene.asked(row, "owner"), "due": scene.asked(row, "due"),
        "done_on": scene.text(row, "done_on") or scene.say("open"),
    }  # fmt: skip


KIND = Kind(
    name="corrective-measures",
    format="docx",
    unit="month",
    tables=(TABLE, LOG),
    row_of=(TABLE, ""),
    layout=(
        PROJECT,
        Text("lead"),
        Heading("by_cause"),
        figures.table("causes"),
        Heading("analysis"),
        Text("analysis", 6),
        Text("analysed_on"),
        Heading("measures"),
        Rows("measures", ("no", "cause", "measures_measure", "measures_owner", "measures_due"),
             ("no", "cause", "measure", "owner", "due"), (1.2, 4.4, 6.4, 3.0, 3.0), blank=6),
        Heading("earlier_measures"),
        Rows("earlier", ("no", "measures_measure", "measures_owner", "measures_due", "measures_done_on"),
             ("no", "measure", "owner", "due", "done_on"), (1.2, 7.8, 3.0, 3.0, 3.0), blank=4, log="measures"),
        Text("note"),
        Sign(("analysed", "approved", "received_by_centre")),
        Basis(),
    ),
    compose=compose,
)  # fmt: skip
