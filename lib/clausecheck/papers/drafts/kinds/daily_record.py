"""日常工作记录表 (5.1): what was written down by hand, above all while the call-centre system was out of order, and which
complaints were entered from it afterwards."""

from clausecheck.nouns.model import Row
from clausecheck.nouns.text import same_key

from ..layout import PROJECT, Rows, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene, in_order

TABLE, LOG = "daily_records", "complaints"


def compose(scene: Scene) -> Filling:
    """Every record of the period with the complaints that refer to it."""
    count = scene.count(scene.sheet(TABLE), TABLE)
    records = [_record(scene, row) for row in in_order((*count.rows, *count.unsure), "recorded_at")]
    summary = scene.say("records", n=count)
    return Filling({"records": records, "summary": summary}, (count,))


def _record(scene: Scene, row: Row) -> dict[str, object]:
    named = row.get("id")
    complaints = [
        one
        for one in scene.table(LOG).rows
        if isinstance(named, str)
        and isinstance(said := one.get("outage_record"), str)
        and same_key(said) == same_key(named)
    ]
    joint = "\n"
    return {
        "id": scene.asked(row, "id"),
        "recorded_at": scene.text(row, "recorded_at"),
        "outage": f"{scene.text(row, 'outage_from')} → {scene.text(row, 'outage_until')}".strip(" →"),
        "content": scene.asked(row, "content"),
        "complaints": joint.join(scene.asked(one, "id") for one in complaints),
        "entered": joint.join(scene.asked(one, "recorded_at") for one in complaints),
        "handler": joint.join(scene.text(one, "handler") for one in complaints),
    }


KIND = Kind(
    name="daily-record",
    format="xlsx",
    unit="",
    tables=(TABLE, LOG),
    row_of=(TABLE, ""),
    upright=False,
    layout=(
        PROJECT,
        Text("summary"),
        Rows(
            "records",
            ("daily_records_id", "daily_records_recorded_at", "outage", "daily_records_content", "complaints_id",
             "complaints_recorded_at", "complaints_handler"),
            ("id", "recorded_at", "outage", "content", "complaints", "entered", "handler"),
            (3.4, 3.6, 5.0, 8.0, 3.6, 3.6, 2.6),
            blank=15, log="daily_records"),
        Text("note"),
        Sign(("made", "reviewed")),
    ),
    compose=compose,
)  # fmt: skip
