"""CH-001 翠湖花园: a large multi-owner estate with the faults that centres typically have."""

from datetime import date
from pathlib import Path
from random import Random

from clausecheck.rulebook import load_procedure
from clausecheck.simulate import complaints, interviews, monthly, reports, standing, yearly
from clausecheck.simulate.answers import Places
from clausecheck.simulate.draft import Draft
from clausecheck.simulate.files import into_blank_form
from workshop import typical_complaint_faults, typical_other_faults

AS_OF = date(2026, 10, 31)
YEAR = date(2026, 1, 1)
TAKEOVER = date(2021, 3, 1)


def make() -> Draft:
    draft = _compliant()
    typical_complaint_faults.plant_all(draft)
    typical_other_faults.plant_all(draft)
    return draft


def write(draft: Draft, folder: Path) -> Places:
    """One workbook, the blank form filled in."""
    return into_blank_form(draft, load_procedure(), folder / "翠湖花园_客户沟通记录_2026.xlsx")


def _compliant() -> Draft:
    draft = Draft(
        code="CH-001",
        name="翠湖花园",
        about_zh="多产权、包干制、326 户（含 6 间商铺）、有业委会。全年投诉一百余件，埋设了服务中心常见的各类问题。"
        "由空白表填写而成。",
        about_en="Multi-owner, lump sum, 326 households (6 of them shops), with an owners' committee. More than a "
        "hundred complaints a year, with the faults that centres typically have. Filled into the blank form.",
        period="2026-Q3",
        as_of=AS_OF,
        facts={
            "code": "CH-001",
            "name": "翠湖花园",
            "branch": "华南分公司",
            "ownership": "多产权",
            "owners": 318,
            "households": 326,
            "fee_model": "包干制",
            "takeover_date": TAKEOVER,
            "committee_since": date(2023, 6, 18),
            "hotline": standing.HOTLINE,
        },
        tables=standing.empty_tables(),
        rng=Random(20260001),
    )
    _place(draft)
    complaints.write_complaints(draft, YEAR, AS_OF, (13, 20), 0.15)
    complaints.call_centre_down(draft, date(2026, 9, 15), 40)
    complaints.number_complaints(draft)
    interviews.write_plan(draft, 2026, YEAR, date(2026, 1, 12), 28)
    interviews.write_interviews(draft, YEAR, AS_OF, 20, 0.15)
    interviews.number_interviews(draft)
    _year(draft)
    return draft


def _place(draft: Draft) -> None:
    tables, rng = draft.tables, draft.rng
    tables["phases"] = [
        {"phase": "一期", "handover_date": TAKEOVER, "households": 166},
        {"phase": "二期", "handover_date": date(2022, 9, 30), "households": 160},
    ]
    tables["places"] = standing.place_rows(["东门", "西门", "地库出入口"], [f"{b}栋大堂" for b in range(1, 5)])
    roles = ["经理", "客服主管", "客服", "客服", "客服", "工程主管", "安保主管", "其他", "其他"]
    tables["staff"] = standing.staff_rows(rng, [(role, TAKEOVER) for role in roles])
    flats = [(f"1栋商铺{n:02d}", TAKEOVER) for n in range(1, 7)]
    for building in range(1, 5):
        day = TAKEOVER if building < 3 else date(2022, 9, 30)
        flats += [(f"{building}栋{u}单元{f}0{r}", day) for u in (1, 2) for f in range(1, 21) for r in (1, 2)]
    tables["households"] = standing.register_rows(rng, flats)
    standing.standing_postings(draft, date(2026, 1, 5), date(2026, 1, 5))
    standing.notices(draft, YEAR, AS_OF)
    standing.number_postings(draft)


def _year(draft: Draft) -> None:
    for year, quarter in ((2025, 4), (2026, 1), (2026, 2), (2026, 3)):
        reports.quarterly_report(draft, year, quarter, committee=True)
    yearly.write_publicity(draft, 2026)
    yearly.write_outages(
        draft, [date(2026, 3, 18), date(2026, 6, 10), date(2026, 7, 16), date(2026, 8, 27), date(2026, 9, 22)]
    )
    for day in (date(2026, 3, 12), date(2026, 5, 28)):
        yearly.write_event(draft, "业委会沟通", day)
    yearly.write_event(draft, "座谈会", date(2026, 7, 18))
    yearly.write_event(draft, "社区文化活动", date(2026, 5, 31))
    yearly.write_event(draft, "满意度调查", date(2026, 9, 7))
    yearly.write_contacts_and_visits(draft, YEAR, AS_OF, (14, 24), (16, 30))
    monthly.write_statistics(draft, YEAR, AS_OF)
    monthly.write_measures(draft, YEAR, AS_OF)
    monthly.write_bulletins(draft, YEAR, AS_OF)
    standing.attest(draft, date(2026, 8, 25), date(2026, 12, 31))
