"""客户访谈记录表 (5.4): a sheet for each visit of the log."""

from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Row

from ..layout import PROJECT, Form, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene, in_order

TABLE = "interviews"
MOST = 400
"""Sheets that a workbook may have and still be opened."""
MUST = ("held_at", "household", "person", "person_kind", "mode", "interviewer", "opinion", "handling")
MAY = ("in_depth", "measure", "measure_due", "measure_done", "is_important", "reported_at")


def compose(scene: Scene) -> Filling:
    """What the log says of each visit; what the form must say and the log does not is a prompt."""
    count = scene.count(scene.sheet(TABLE), TABLE)
    rows = in_order((*count.rows, *count.unsure), "held_at")
    if len(rows) > MOST:
        raise fault(
            "--period",
            f"该期间有 {len(rows)} 次访谈，一次最多写 {MOST} 张表；请缩短期间",
            f"the period has {len(rows)} interviews, and at most {MOST} sheets are written at once; take a shorter one",
        )
    visits = [_visit(scene, i, row) for i, row in enumerate(rows, 1)]
    return Filling({"visits": visits or [_none(scene, count.shown)]}, (count,))


def _visit(scene: Scene, number: int, row: Row) -> dict[str, object]:
    named = scene.text(row, "id")
    return {
        "sheet": f"{number}_{named}" if named else str(number),
        "id": named or str(number),
        **{name: scene.asked(row, name) for name in MUST},
        **{name: scene.text(row, name) for name in MAY},
        "source": scene.say("source", sheet=row.sheet if scene.masker is None else scene.sheet(TABLE), row=row.number),
    }


def _none(scene: Scene, shown: int | str) -> dict[str, object]:
    """The one sheet of a period without a visit: that there was none, or why that is not known."""
    said = scene.say("no_visits", period=scene.name_of(scene.period)) if shown == 0 else str(shown)
    return {"sheet": "0", "id": "", **dict.fromkeys((*MUST, *MAY), ""), "opinion": said, "source": ""}


def _line(*names: str, lines: int = 1) -> tuple[tuple[str, str, int], ...]:
    return tuple((f"interviews_{name}", name, lines) for name in names)


KIND = Kind(
    name="interview-record",
    format="xlsx",
    unit="",
    tables=(TABLE,),
    row_of=(TABLE, ""),
    sheets="visits",
    layout=(
        PROJECT,
        Form(
            "visits",
            (
                _line("id", "held_at"), _line("household", "mode"), _line("person", "person_kind"),
                _line("interviewer", "in_depth"), _line("opinion", lines=6), _line("handling", lines=5),
                _line("measure", lines=4), _line("measure_due", "measure_done"), _line("is_important", "reported_at"),
                (("source_row", "source", 1),),
            ),
        ),
        Text("note"),
        Sign(("interviewed", "visited", "reviewed")),
    ),
    compose=compose,
)  # fmt: skip
