"""What stands: facts, phases, places, staff, register, postings, on-site confirmations."""

from datetime import date, timedelta
from random import Random

from clausecheck.procedure.shipped import our_tables
from clausecheck.simulate.draft import Draft, Row, between, chance, months, next_month, pick
from clausecheck.simulate.words import GIVEN, SURNAMES, TITLES

MOST_IN_TOWERS = 24 * 20
HOTLINE = "400-820-0000"
PRICE_ITEMS = (
    "公司名称、收费对象、服务内容、服务标准、计费方式、计费起始时间、"
    "收费项目、收费标准、价格管理形式、收费依据、价格举报电话、代收代缴费用"
)
NOTICES = [
    ("法律法规", "民法典物业服务合同章节摘登"),
    ("安全卫生", "高空抛物危害与防范"),
    ("环境保护", "垃圾分类投放指引"),
    ("管理方针", "服务中心质量方针与目标"),
]


def empty_tables() -> dict[str, list[Row]]:
    return {name: [] for name, table in our_tables().items() if not table.facts}


def person(rng: Random) -> str:
    return pick(rng, SURNAMES) + pick(rng, GIVEN)


def resident(rng: Random) -> str:
    return pick(rng, SURNAMES) + pick(rng, TITLES)


def masked_phone(rng: Random) -> str:
    return f"1{pick(rng, ['38', '39', '36', '58', '86'])}****{between(rng, 0, 9999):04d}"


def staff_rows(rng: Random, roles: list[tuple[str, date]]) -> list[Row]:
    """One person per (role, first day); no name twice."""
    rows: list[Row] = []
    names: set[str] = set()
    for number, (role, first) in enumerate(roles, 1):
        name = person(rng)
        while name in names:
            name = person(rng)
        names.add(name)
        rows.append({"name": name, "staff_no": f"WY{number:03d}", "role": role, "from": first, "until": None})
    return rows


def register_rows(rng: Random, flats: list[tuple[str, date]]) -> list[Row]:
    return [
        {"household": flat, "owner": resident(rng), "phone": masked_phone(rng), "handover_date": day}
        for flat, day in flats
    ]


def place_rows(gates: list[str], lobbies: list[str]) -> list[Row]:
    rows = [{"place": gate, "kind": "出入口"} for gate in gates]
    rows.append({"place": "服务中心门口", "kind": "服务中心门口"})
    rows += [{"place": lobby, "kind": "楼栋大堂"} for lobby in lobbies]
    rows.append({"place": "中心广场公告栏", "kind": "公告栏"})
    return rows


def standing_postings(draft: Draft, since: date, board_since: date, board_as_of: date | None = None) -> None:
    """Hotline at every place, staff board, price list, useful numbers: all in force."""
    postings = draft.tables["postings"]
    for place in draft.tables["places"]:
        postings.append({"kind": "统一电话", "place": place["place"], "from": since, "contents": HOTLINE})
    board = draft.names("经理", "客服主管", "客服", "工程主管", "安保主管", on=board_as_of)
    door = "服务中心门口"
    contents = "、".join(["照片", "工号", "姓名", *board])
    postings.append({"kind": "人员公示", "place": door, "from": board_since, "contents": contents})
    postings.append({"kind": "价目表", "place": door, "from": since, "contents": PRICE_ITEMS})
    postings.append({"kind": "便民信息", "place": door, "from": since, "contents": "水、电、气"})
    postings.append({"kind": "便民信息", "place": "中心广场公告栏", "from": since, "contents": "有线电视、网络、医疗"})


def notices(draft: Draft, first: date, last: date) -> None:
    """Every month a notice; now and then public information and something passed on for others."""
    postings = draft.tables["postings"]
    for number, month in enumerate(months(first, last)):
        topic, title = NOTICES[number % len(NOTICES)]
        day = month.replace(day=between(draft.rng, 4, 20))
        if not first <= day <= last:
            continue
        up = {"place": "中心广场公告栏", "from": day, "until": day.replace(day=28)}
        postings.append({"kind": "宣传", "topic": topic, "contents": title, **up})
        if number % 3 == 0:
            postings.append({"kind": "公共信息", "contents": "车辆停放与治安防范提示", **up})
        if number % 3 == 1:
            source = pick(draft.rng, ["街道办事处", "派出所社区警务室", "供电局营业部", "区老年协会"])
            passed_on = {"contents": "社区通知", "source": source, "source_date": day.replace(day=day.day - 2)}
            postings.append({"kind": "代发信息", **passed_on, **up})


def number_postings(draft: Draft) -> None:
    draft.tables["postings"].sort(key=lambda row: row["from"])
    for number, row in enumerate(draft.tables["postings"], 1):
        row["id"] = f"GS-{number:03d}"


def attest(draft: Draft, day: date, valid_until: date) -> None:
    """Someone looked on site at each thing that only eyes can judge."""
    seen = {
        "INF01": "各出入口、大堂、公告栏均见统一电话",
        "INF02": "公示栏照片、工号、姓名齐全",
        "INF03": "价目表张贴于服务中心，内容齐全",
        "INF05": "便民信息张贴完整",
        "INF07": "园区标识、告示完好",
    }
    for code, words in seen.items():
        row = {
            "code": code,
            "by": "品质部 " + "周岩",
            "on": day,
            "seen": words,
            "result": "合格",
            "valid_until": valid_until,
        }
        draft.tables["attestations"].append(row)


def flats(rng: Random, counts: list[int], *, towers: bool) -> list[str]:
    """So many flats a phase, each phase in buildings of its own: `A座1203` (where letters suffice), or `3栋2单元501` and a
    few shops."""
    found: list[str] = []
    building, lettered = 0, towers and sum(counts) <= MOST_IN_TOWERS
    for count in counts:
        left = count
        while left > 0:
            building += 1
            one = _building(rng, building, min(left, pick(rng, [24, 48, 96])), towers=lettered)
            found += one
            left -= len(one)
    return found


def _building(rng: Random, number: int, count: int, *, towers: bool) -> list[str]:
    if towers:
        return [f"{chr(64 + number)}座{3 + i // 4}{1 + i % 4:02d}" for i in range(count)]
    shops = [f"{number}栋商铺{n:02d}" for n in range(1, 4)] if count > 12 and chance(rng, 0.3) else []
    rest = count - len(shops)
    return shops + [f"{number}栋{1 + i % 2}单元{1 + i // 4}0{1 + i // 2 % 2}" for i in range(rest)]


def building_name(flat: str) -> str:
    """`3栋` of 3栋2单元501, `A座` of A座1203."""
    return flat[: max(flat.find("栋"), flat.find("座")) + 1]


def handed_over(draft: Draft, day: date) -> list[str]:
    """The flats handed over by a day; a blank date means handed over."""
    rows = draft.tables["households"]
    return [row["household"] for row in rows if row["handover_date"] is None or row["handover_date"] <= day]


def monthly_notices(draft: Draft, first: date, last: date) -> None:
    """Every month, however few its days, a notice; every third public information, or something passed on for others."""
    for number, month in enumerate(months(first, last)):
        start, end = max(first, month), min(last, next_month(month) - timedelta(days=1))
        day = start + timedelta(days=min((end - start).days, between(draft.rng, 0, 18)))
        topic, title = NOTICES[number % len(NOTICES)]
        up = {"place": "中心广场公告栏", "from": day, "until": end if end < last else None}
        rows: list[Row] = [{"kind": "宣传", "topic": topic, "contents": title, **up}]
        if number % 3 == 0:
            rows.append({"kind": "公共信息", "contents": "车辆停放与治安防范提示", **up})
        if number % 3 == 1:
            source = pick(draft.rng, ["街道办事处", "派出所社区警务室", "供电局营业部", "区老年协会"])
            passed_on = {"contents": "社区通知", "source": source, "source_date": day - timedelta(days=2)}
            rows.append({"kind": "代发信息", **passed_on, **up})
        draft.tables["postings"] += rows


def spelled_otherwise(rng: Random, flat: str, share: float) -> str:
    """The same flat as people also write it."""
    if not chance(rng, share) or "单元" not in flat:
        return flat
    building, rest = flat.split("栋")
    unit, room = rest.split("单元")
    styles = (
        f"{building}幢-{unit}-{room}",
        f"{building}#{unit}-{room}",
        f"{building}-{unit}-{room}",
        f"{building}号楼{unit}单元{room}室",
        f"{int(building):02d}-{int(unit):02d}-{room:0>4}",
    )
    return pick(rng, styles)
