"""公示 to print (4.2.2): the hotline, the staff board, the price list with every item, useful contacts, notice of an outage."""

from typing import Any

from clausecheck.evidence.staff import FROM, NAME, ROLE, UNTIL, in_post
from clausecheck.kinds.standing import Standing
from clausecheck.nouns.model import Row
from clausecheck.nouns.periods import When

from ..layout import Heading, Page, Rows, Text
from ..model import Filling, Kind, Number
from ..scene import Scene, checks_of, in_order

TABLE = "postings"


def compose(scene: Scene) -> Filling:
    """The company's number as the facts say it, the staff in post whom the board must show, and prompts for prices and
    contacts; outages still to come as the log announces them."""
    board = _on_board(scene)
    people = (
        Number(scene.say("on_board"), len(board), tuple(board))
        if scene.table("staff").handed_in
        else Number(scene.say("on_board"), scene.gap("staff"))
    )
    outages = [
        row
        for row in in_order(scene.table("outages").rows, "starts_at")
        if isinstance(day := row.get("starts_at"), When) and day.day > scene.as_of
    ]
    coming = (
        Number(scene.say("coming_outages"), len(outages), tuple(outages))
        if scene.table("outages").handed_in
        else Number(scene.say("coming_outages"), scene.gap("outages"))
    )
    return Filling(
        {
            "hotline": scene.fact("hotline"),
            "places": _places(scene),
            "staff": [_person(scene, row) for row in board] or [dict.fromkeys(("photo", "name", "role", "staff_no"), str(people))],
            "prices": [_item(scene, item, "price") for item in _items(scene, "价目表")],
            "contacts": [_item(scene, item, "contact") for item in _items(scene, "便民信息")],
            "outages": [_outage(scene, row) for row in outages] or [_no_outage(scene)],
            "posted_on": scene.prompt("posted_on"),
        },
        (people, coming),
    )  # fmt: skip


def _standing(scene: Scene, posting: str) -> Standing | None:
    return next((check for _, check in checks_of(scene.procedure, Standing, posting=posting)), None)


def _items(scene: Scene, posting: str) -> tuple[str, ...]:
    """What a posting must show, as its rule says."""
    check = _standing(scene, posting)
    return check.contents if check else ()


def _on_board(scene: Scene) -> list[Row]:
    """Everyone whom the board must show: in post on the as-of day in one of the rule's roles."""
    check = next((check for _, check in checks_of(scene.procedure, Standing) if check.everyone), None)
    roles = check.everyone if check else ()
    listed = [row for row in scene.table("staff").rows if row.get(ROLE) in roles]
    held = [row for row in listed if in_post(row, When(scene.as_of), FROM, UNTIL)]
    return sorted(held, key=lambda row: (roles.index(row.get(ROLE)), row.number))


def _person(scene: Scene, row: Row) -> dict[str, Any]:
    return {
        "photo": scene.prompt("photo"), "name": scene.asked(row, NAME), "role": scene.text(row, ROLE),
        "staff_no": scene.asked(row, "staff_no"),
    }  # fmt: skip


def _item(scene: Scene, item: str, kind: str) -> dict[str, Any]:
    """An item of a posting, and its place to be filled in; what the project's facts say of it is filled in."""
    english = scene.procedure.identity.english.get(item, item)
    name = item if scene.lang == "zh" else english[:1].upper() + english[1:]
    if item == "价格举报电话" and (number := _price_hotline(scene)):
        return {"item": name, "content": number}
    return {"item": name, "content": scene.prompt(kind, item=name)}


def _price_hotline(scene: Scene) -> str:
    """The number for complaints about prices that the rulebook has in force."""
    for rule, check in checks_of(scene.procedure, Standing, posting="价目表"):
        if check.contents and "hotline" in rule.numbers and (number := rule.number("hotline", scene.as_of)):
            return str(number.value)
    return ""


def _places(scene: Scene) -> str:
    """Where the hotline must hang: the places of its rule, by their names in the log."""
    check = next((check for _, check in checks_of(scene.procedure, Standing) if check.each_place), None)
    if check is None or not check.places:
        return ""
    if gap := scene.gap(check.places):
        return scene.say("posted_at", places=gap)
    wanted = (*check.each_place, *check.one_place)
    rows = [row for row in scene.table(check.places).rows if row.get(check.place_type) in wanted]
    names = ("、" if scene.lang == "zh" else ", ").join(scene.text(row, check.place_name) for row in rows)
    return scene.say("posted_at", places=names)


def _outage(scene: Scene, row: Row) -> dict[str, Any]:
    return {
        "kind": scene.text(row, "kind"), "starts_at": scene.text(row, "starts_at"), "ends_at": scene.asked(row, "ends_at"),
        "reason": scene.prompt("reason"), "area": scene.prompt("area"),
    }  # fmt: skip


def _no_outage(scene: Scene) -> dict[str, Any]:
    names = ("kind", "starts_at", "ends_at", "reason", "area")
    prompts = (scene.wanted("outages", name) for name in names[:3])
    return dict(zip(names, (*prompts, scene.prompt("reason"), scene.prompt("area")), strict=True))


KIND = Kind(
    name="postings",
    format="docx",
    unit="",
    tables=(TABLE, "staff", "outages", "places"),
    row_of=(TABLE, ""),
    public=True,
    layout=(
        Text("project", size=18, centred=True),
        Heading("hotline"),
        Text("hotline", size=48, centred=True),
        Text("places"),
        Page("staff_board"),
        Rows("staff", ("photo", "staff_name", "staff_role", "staff_staff_no"), ("photo", "name", "role", "staff_no"), (5.0, 4.4, 4.4, 4.2), blank=8, centred=(0, 1, 2, 3), size=14),
        Page("price_list"),
        Rows("prices", ("item", "content"), ("item", "content"), (5.0, 13.0), blank=12, centred=(), fixed=("item",), size=13),
        Page("useful_contacts"),
        Rows("contacts", ("item", "contact"), ("item", "content"), (5.0, 13.0), blank=6, centred=(), fixed=("item",), size=13),
        Page("outage_notice"),
        Rows("outages", ("outages_kind", "outages_starts_at", "outages_ends_at", "reason", "area"), ("kind", "starts_at", "ends_at", "reason", "area"), (2.4, 3.8, 3.8, 4.0, 4.0), blank=2, centred=(0,), size=12),
        Text("posted_on"),
    ),
    compose=compose,
)  # fmt: skip
