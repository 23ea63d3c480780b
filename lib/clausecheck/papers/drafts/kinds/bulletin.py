"""投诉处理公布 (4.3b.6): how the month's complaints of common concern were handled, posted to all customers, always masked."""

from clausecheck.kinds.dated import Dated
from clausecheck.nouns.periods import When

from ..layout import PROJECT, Heading, Rows, Sign, Text
from ..model import Filling, Kind, Number
from ..scene import Scene, checks_of, in_order, is_closed, is_open, saying

TABLE, LOG = "complaint_bulletins", "complaints"


def compose(scene: Scene) -> Filling:
    """By nature how many were received and closed; then each, with what may be said of it in public."""
    check = next(check for _, check in checks_of(scene.procedure, Dated, table=TABLE) if check.trigger)
    assert check.trigger is not None
    where = check.trigger.where
    field = next(iter(where))
    whole = scene.count(scene.say("received"), LOG, where)
    closed = scene.part(scene.say("closed"), whole, is_closed)
    numbers, natures = [whole, closed], []
    for value in where[field]:
        of_it = scene.part(scene.value(value, LOG, field), whole, saying(field, value))
        done = scene.part(f"{of_it.name} · {scene.say('closed')}", of_it, is_closed)
        still = scene.part(f"{of_it.name} · {scene.say('open')}", of_it, is_open)
        numbers += [of_it, done, still]
        natures.append({"nature": of_it.name, "count": of_it, "closed": done, "open": still})
    return Filling(
        {
            "lead": scene.say("bulletin_lead", period=scene.name_of(scene.period), n=whole, closed=closed, as_of=scene.as_of.isoformat()),
            "natures": natures, "cases": _cases(scene, whole, field), "call": _hotline(scene),
            "published_by": scene.prompt("published_by"),
        },
        tuple(numbers),
    )  # fmt: skip


def _cases(scene: Scene, whole: Number, field: str) -> list[dict[str, object]]:
    rows = in_order((*whole.rows, *whole.unsure), "received_at")
    return [
        {
            "no": i,
            "received_on": str(when.day) if isinstance(when := row.get("received_at"), When) else scene.text(row, "received_at"),
            "nature": scene.text(row, field),
            "content": scene.text(row, "content") or scene.prompt("public_content"),
            "measures": scene.text(row, "measures") or scene.prompt("public_measures"),
            "state": scene.say("closed" if is_closed(row) else "open"),
        }
        for i, row in enumerate(rows, 1)
    ]  # fmt: skip


def _hotline(scene: Scene) -> str:
    return scene.say("hotline", number=scene.fact("hotline"))


KIND = Kind(
    name="complaint-bulletin",
    format="docx",
    unit="month",
    tables=(TABLE, LOG),
    row_of=(TABLE, ""),
    public=True,
    masked=True,
    page=True,
    layout=(
        PROJECT,
        Text("lead", 2),
        Rows("natures", ("nature", "count", "closed", "open"), ("nature", "count", "closed", "open"), (6, 4, 4, 4), blank=4, centred=(1, 2, 3),
            fixed=("nature",), size=10),
        Heading("cases"),
        Rows(
            "cases",
            ("no", "received_on", "nature", "matter", "handled", "state"),
            ("no", "received_on", "nature", "content", "measures", "state"),
            (1.2, 2.6, 2.4, 5.2, 5.2, 2.0),
            centred=(0, 1, 2, 5),
            size=10, log="complaints"),
        Text("call"),
        Text("published_by"),
        Text("note"),
        Sign(("summed_up", "approved")),
    ),
    compose=compose,
)  # fmt: skip
