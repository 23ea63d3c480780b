"""What reports say in numbers: complaints, interviews, repairs and publicity of a period beside the one before."""

from collections.abc import Sequence
from typing import Any

from clausecheck.kinds.coverage import Coverage
from clausecheck.kinds.dated import Dated
from clausecheck.nouns.model import Unknown
from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass

from ..layout import Rows
from ..model import Number
from ..scene import Scene, checks_of, is_closed, is_open, surely_saying

FONT = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Noto Sans SC, sans-serif"
NOW, BEFORE = "#1f4e79", "#a9bdd1"


@dataclass(frozen=True, slots=True)
class Pair:
    """A number of a period and of the one before."""

    item: str
    now: Number
    before: Number


def lines(scene: Scene, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Pairs as the rows of a table."""
    return [
        {"item": pair.item, "now": pair.now, "before": pair.before, "change": scene.change(pair.now, pair.before)}
        for pair in pairs
    ]


def intro(scene: Scene, report: str) -> str:
    """What a report is about; where the procedure asks this one of other owners only, or where it is not known who the
    owners are, that stands beside it as a marked place."""
    said = scene.say("report_intro", period=scene.name_of(scene.period), before=scene.name_of(scene.previous))
    asked_of = {
        check.applies.ownership
        for _, check in checks_of(scene.procedure, Dated, table="reports")
        if check.applies.ownership and report in check.where.get("kind", ())
    }
    owners = scene.evidence.facts.ownership
    if not asked_of or owners in asked_of:
        return said
    return f"{said} {scene.prompt('owners' if isinstance(owners, Unknown) else f'asked_of_{owners}')}"


def table(each: str) -> Rows:
    """The table of a list of pairs."""
    heads = ("item", "now", "before", "change")
    return Rows(each, heads, heads, (7.0, 3.6, 3.6, 3.0), blank=6, centred=(1, 2, 3), fixed=("item",))


def numbers_of(*pairs: Sequence[Pair]) -> tuple[Number, ...]:
    return tuple(number for several in pairs for pair in several for number in (pair.now, pair.before))


def counted(scene: Scene, item: str, table: str, where: dict[str, tuple[str, ...]] | None = None, by: str = "") -> Pair:
    """The rows of a table that meet conditions."""
    return Pair(
        item, scene.count(item, table, where, scene.period, by), scene.count(item, table, where, scene.previous, by)
    )


def complaints(scene: Scene) -> list[Pair]:
    """All, closed and open, then by class; those without a class have a line of their own where there are some."""
    whole = counted(scene, scene.say("received"), "complaints")
    closed = _part(scene, scene.say("closed"), whole, is_closed)
    still = _part(scene, scene.say("open"), whole, is_open)
    values = [value for value, _ in scene.table("complaints").spec.fields["klass"].choices]
    classes = [
        _part(scene, scene.value(value, "complaints", "klass"), whole, surely_saying("klass", value))
        for value in values
    ]
    none = _part(scene, scene.say("no_class"), whole, lambda row: not isinstance(row.get("klass"), str))
    more = [none] if none.now.rows or none.before.rows or none.now.unsure or none.before.unsure else []
    return [whole, closed, still, *classes, *more]


def _part(scene: Scene, item: str, whole: Pair, test: Any) -> Pair:
    def of(period: Period, number: Number) -> Number:
        return scene.part(
            f"{item}（{scene.name_of(period)}）" if scene.lang == "zh" else f"{item} ({scene.name_of(period)})",
            number,
            test,
        )

    return Pair(item, of(scene.period, whole.now), of(scene.previous, whole.before))


def interviews(scene: Scene) -> list[Pair]:
    """Visits, in-depth ones, households that were reached, suggestions."""
    visits = counted(scene, scene.say("visits"), "interviews")
    deep = counted(scene, scene.say("in_depth"), "interviews", {"in_depth": ("是",)})
    suggestions = counted(scene, scene.say("suggestions"), "interviews", {"is_suggestion": ("是",)})
    return [visits, deep, *_households(scene), suggestions]


def _households(scene: Scene) -> list[Pair]:
    """Different households, counted as the rule on the year's coverage counts."""
    check = next(
        (check for _, check in checks_of(scene.procedure, Coverage, table="interviews") if check.each == "year"), None
    )
    if check is None:
        return []

    def of(period: Period) -> Number:
        name = scene.say("households_reached", period=scene.name_of(period))
        served = scene.evidence.facts.in_service(period)
        if served is None:
            return Number(name, scene.prompt("not_served"))
        return scene.reached(name, check, served)[0]

    return [Pair(scene.say("households_item"), of(scene.period), of(scene.previous))]


def services(scene: Scene) -> list[Pair]:
    """Suggestions and enquiries at the desk, follow-ups of repairs."""
    kinds = [value for value, _ in scene.table("contacts").spec.fields["kind"].choices]
    desk = [counted(scene, scene.value(kind, "contacts", "kind"), "contacts", {"kind": (kind,)}) for kind in kinds]
    return [*desk, counted(scene, scene.say("repairs"), "repair_visits")]


def publicity(scene: Scene) -> list[Pair]:
    """Postings by their kind, items of the publicity plan carried out, events by their kind; what there was none of in
    either period is left out."""
    found = [
        counted(scene, scene.value(kind, table, "kind"), table, {"kind": (kind,)})
        for table in ("postings", "events")
        for kind, _ in scene.table(table).spec.fields["kind"].choices
    ]
    plan = counted(scene, scene.say("carried_out"), "publicity_plan", by="done_on")
    return [plan, *(pair for pair in found if pair.now.shown != 0 or pair.before.shown != 0)]


def chart(scene: Scene, pairs: Sequence[Pair]) -> dict[str, bytes]:
    """Bars of the pairs of which both numbers are known; none where there is no such pair."""
    names = scene.name_of(scene.period), scene.name_of(scene.previous)
    values = [
        {"item": pair.item, "period": name, "n": number.shown, "order": order}
        for pair in pairs
        for order, (name, number) in enumerate(zip(names, (pair.now, pair.before), strict=True))
        if isinstance(pair.now.shown, int) and isinstance(pair.before.shown, int)
    ]
    if not values:
        return {}
    import vl_convert  # noqa: PLC0415 - it holds a browser's engine, and most kinds draw nothing

    x = {"field": "item", "type": "nominal", "sort": None, "title": None, "axis": {"labelAngle": 0, "labelLimit": 140}}
    encoding = {
        "x": x,
        "y": {"field": "n", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1, "format": "d"}, "scale": {"nice": 4}},
        "xOffset": {"field": "period", "sort": list(names)},
        "color": {"field": "period", "sort": list(names), "scale": {"domain": list(names), "range": [NOW, BEFORE]},
                  "legend": {"title": None, "orient": "top"}},
    }  # fmt: skip
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 620, "height": 210, "padding": 12, "background": "white", "data": {"values": values},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "bar"}},
            {"mark": {"type": "text", "dy": -6, "color": "#333"}, "encoding": {"text": {"field": "n"}, "color": {}}},
        ],
        "config": {"font": FONT, "view": {"stroke": None}},
    }  # fmt: skip
    return {"chart": bytes(vl_convert.vegalite_to_png(spec, scale=2))}


def still_open(scene: Scene, whole: Number) -> list[dict[str, Any]]:
    """The complaints of a number that are not closed, or may not be."""
    rows = [row for row in (*whole.rows, *whole.unsure) if is_closed(row) is not True]
    return [
        {
            "no": i, "id": scene.asked(row, "id"), "received_at": scene.text(row, "received_at"),
            "klass": scene.asked(row, "klass"), "content": scene.asked(row, "content"),
            "measures": scene.asked(row, "measures"), "handler": scene.asked(row, "handler"),
        }
        for i, row in enumerate(rows, 1)
    ]  # fmt: skip


OPEN_CASES = Rows(
    "cases",
    ("no", "complaints_id", "complaints_received_at", "complaints_klass", "complaints_content", "complaints_measures", "complaints_handler"),
    ("no", "id", "received_at", "klass", "content", "measures", "handler"),
    (1.1, 2.7, 2.5, 1.7, 4.1, 3.7, 2.2),
    blank=4,
    centred=(0, 3), log="complaints")  # fmt: skip
