"""A project of a given shape whose logs comply with every rule that applies: facts, people, places and what stands."""

from datetime import timedelta
from random import Random

from clausecheck.simulate import complaints, edges, interviews, monthly, reports, standing, words, words_office, yearly
from clausecheck.simulate.draft import Draft, Row, between, chance
from clausecheck.simulate.shapes import Shape


def compliant(shape: Shape) -> Draft:
    """The project before anything is broken or disordered."""
    draft = Draft(
        code=shape.code,
        name=shape.name,
        about_zh="",
        about_en="",
        period=shape.period.label,
        as_of=shape.as_of,
        facts=_facts(shape),
        tables=standing.empty_tables(),
        rng=Random(f"{shape.seed}/{shape.code}"),
        words=words_office if shape.single else words,
    )
    _people(draft, shape)
    _place(draft, shape)
    _postings(draft, shape)
    _complaints(draft, shape)
    interviews.plan_for(draft, shape)
    interviews.visit_all(draft, shape)
    reports.write_reports(draft, shape)
    yearly.write_year(draft, shape)
    monthly.write_months(draft, shape)
    return draft


def _facts(shape: Shape) -> Row:
    facts: Row = {
        "code": shape.code,
        "name": shape.name,
        "ownership": "单一业主" if shape.single else "多产权",
        "households": shape.households,
        "fee_model": "酬金制" if shape.commission else "包干制",
        "takeover_date": shape.takeover,
        "exit_date": shape.exit,
        "committee_since": shape.committee_since,
        "hotline": standing.HOTLINE,
    }
    if shape.extras:
        facts |= {"branch": "华东分公司", "owners": 1 if shape.single else max(10, shape.households - 2)}
    return facts


def _people(draft: Draft, shape: Shape) -> None:
    roles = ["经理", "客服主管", *["客服"] * shape.desk, "工程主管", "安保主管", *["其他"] * between(draft.rng, 0, 2)]
    rows = standing.staff_rows(draft.rng, [(role, shape.takeover) for role in roles])
    if shape.turnover:
        leaving = next(row for row in rows if row["role"] == "客服")
        coming = standing.staff_rows(draft.rng, [("客服", shape.turnover)] * (len(rows) + 1))[-1]
        while any(coming["name"] == row["name"] for row in rows):
            coming["name"] = standing.person(draft.rng)
        coming["staff_no"] = f"WY{len(rows) + 1:03d}"
        leaving["until"] = shape.turnover - timedelta(days=1)
        rows.append(coming)
    draft.tables["staff"] = rows


def _place(draft: Draft, shape: Shape) -> None:
    tables, rng = draft.tables, draft.rng
    tables["phases"] = [{"phase": name, "handover_date": day, "households": count} for name, day, count in shape.phases]
    flats = standing.flats(rng, [count for _, _, count in shape.phases], towers=shape.single)
    days = [day for _, day, count in shape.phases for _ in range(count)]
    tables["households"] = standing.register_rows(rng, list(zip(flats, days, strict=True)))
    for row in tables["households"]:
        if row["handover_date"] <= shape.takeover and chance(rng, 0.1):
            row["handover_date"] = None  # blank means handed over
    buildings = list(dict.fromkeys(standing.building_name(flat) for flat in flats))
    gates = ["东门", "西门", "地库出入口"][: between(rng, 1, 3)]
    tables["places"] = standing.place_rows(gates, [f"{name}大堂" for name in buildings])


def _postings(draft: Draft, shape: Shape) -> None:
    """What stands since the beginning; a new board where somebody came; notices each month."""
    since = shape.first + timedelta(days=between(draft.rng, 0, 4))
    standing.standing_postings(draft, since, since, shape.last)
    if shape.turnover:
        old = next(row for row in draft.tables["postings"] if row["kind"] == "人员公示")
        before = [*draft.names("经理", "客服主管", "客服", "工程主管", "安保主管", on=since)]
        draft.tables["postings"].append(
            {**old, "contents": "、".join(["照片", "工号", "姓名", *before]), "until": shape.turnover}
        )
        old["from"] = shape.turnover
    standing.monthly_notices(draft, shape.first, shape.last)
    standing.number_postings(draft)
    checked = max(shape.first, shape.last - timedelta(days=between(draft.rng, 5, 60)))
    standing.attest(draft, checked, shape.as_of + timedelta(days=between(draft.rng, 30, 200)))


def _complaints(draft: Draft, shape: Shape) -> None:
    """The first month has one at least, so that the log reaches back to it."""
    complaints.write_complaints(draft, shape.first, shape.last, shape.complaints, 0.0)
    down = shape.last - timedelta(days=between(draft.rng, 4, 90))
    if chance(draft.rng, 0.6) and down > shape.first:
        complaints.call_centre_down(draft, down, between(draft.rng, 0, 50))
    complaints.mark_left_by_developer(draft)
    edges.to_the_edge(draft)
    complaints.number_complaints(draft)
