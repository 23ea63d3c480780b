"""客服部月度工作统计表 (4.7.1): the numbers of a month, counted as the rule about this table counts them."""

from clausecheck.kinds.dated import Dated
from clausecheck.kinds.dues.counts import Counts

from ..layout import PROJECT, Rows, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene, checks_of

TABLE = "monthly_statistics"


def compose(scene: Scene) -> Filling:
    """Each number that the rulebook compares, of the month and of the one before."""
    rows, numbers = [], []
    for part in counted(scene, TABLE):
        name = scene.header(TABLE, part.field)
        now = scene.count(name, part.table, part.where)
        before = scene.count(name, part.table, part.where, scene.previous)
        numbers += [now, before]
        rows.append(
            {
                "item": name, "log": scene.sheet(part.table), "now": now, "before": before,
                "change": scene.change(now, before), "remark": "",
            }
        )  # fmt: skip
    texts = {"counts": rows, "filled_on": scene.prompt("filled_on")}
    return Filling(texts, tuple(numbers))


def counted(scene: Scene, table: str) -> list[Counts]:
    """The numbers of a table that the rulebook compares with the logs."""
    checks = [check for _, check in checks_of(scene.procedure, Dated, table=table)]
    return [part for check in checks for part in check.parts if isinstance(part, Counts)]


KIND = Kind(
    name="monthly-statistics",
    format="xlsx",
    unit="month",
    tables=(TABLE, "complaints", "contacts", "repair_visits"),
    row_of=(TABLE, ""),
    layout=(
        PROJECT,
        Rows(
            "counts",
            ("item", "log", "now", "before", "change", "remark"),
            ("item", "log", "now", "before", "change", "remark"),
            (4.0, 3.6, 3.0, 3.0, 2.4, 5.0),
            blank=4,
            fixed=("item", "log"),
            centred=(2, 3, 4),
        ),
        Text("filled_on"),
        Text("note"),
        Sign(("made", "reviewed")),
    ),
    compose=compose,
)
