"""CH-004 云杉里: everything as the procedure asks. The other projects begin like this one."""

from datetime import date
from pathlib import Path
from random import Random

from clausecheck.rulebook import load_procedure
from clausecheck.simulate import complaints, interviews, monthly, reports, standing, yearly
from clausecheck.simulate.answers import Places
from clausecheck.simulate.draft import Draft
from clausecheck.simulate.files import into_blank_form

AS_OF = date(2026, 10, 31)
YEAR = date(2026, 1, 1)


def make() -> Draft:
    draft = begin()
    standing.attest(draft, date(2026, 9, 22), date(2026, 12, 31))
    draft.facts["households"] = len(draft.tables["households"])
    return draft


def begin() -> Draft:
    rng = Random(20260004)
    takeover = date(2022, 5, 1)
    draft = Draft(
        code="CH-004",
        name="云杉里",
        about_zh="多产权、包干制、240 户、有业委会。全部合规：没有不合格、预警和证据不足。由空白表填写而成。",
        about_en="Multi-owner, lump sum, 240 households, with an owners' committee. Fully compliant: no fail, no "
        "at-risk, nothing undetermined. Filled into the blank form.",
        period="2026-Q3",
        as_of=AS_OF,
        facts={
            "code": "CH-004",
            "name": "云杉里",
            "branch": "华东分公司",
            "ownership": "多产权",
            "owners": 236,
            "fee_model": "包干制",
            "takeover_date": takeover,
            "committee_since": date(2023, 9, 16),
            "hotline": standing.HOTLINE,
        },
        tables=standing.empty_tables(),
        rng=rng,
    )
    _place(draft, takeover)
    complaints.write_complaints(draft, YEAR, AS_OF, (6, 9), 0.0)
    complaints.call_centre_down(draft, date(2026, 8, 18), 11)
    complaints.number_complaints(draft)
    interviews.write_plan(draft, 2026, YEAR, date(2026, 1, 9), 26)
    interviews.write_interviews(draft, YEAR, AS_OF, 27, 0.0)
    interviews.number_interviews(draft)
    _year(draft)
    return draft


def _place(draft: Draft, takeover: date) -> None:
    tables = draft.tables
    tables["phases"] = [{"phase": "一期", "handover_date": takeover, "households": 240}]
    tables["places"] = standing.place_rows(["南门", "北门"], [f"{b}栋大堂" for b in range(1, 6)])
    roles = ["经理", "客服主管", "客服", "客服", "客服", "工程主管", "安保主管", "其他"]
    tables["staff"] = standing.staff_rows(draft.rng, [(role, takeover) for role in roles])
    flats = [f"{b}栋{u}单元{f}0{r}" for b in range(1, 6) for u in (1, 2) for f in range(1, 13) for r in (1, 2)]
    tables["households"] = standing.register_rows(draft.rng, [(flat, takeover) for flat in flats])
    standing.standing_postings(draft, date(2026, 1, 4), date(2026, 1, 4))
    standing.notices(draft, YEAR, AS_OF)
    standing.number_postings(draft)


def _year(draft: Draft) -> None:
    for year, quarter in ((2025, 4), (2026, 1), (2026, 2), (2026, 3)):
        reports.quarterly_report(draft, year, quarter, committee=True)
    draft.tables["reports"][2]["spot_checked_on"] = date(2026, 7, 28)
    yearly.write_publicity(draft, 2026)
    yearly.write_outages(draft, [date(2026, 4, 15), date(2026, 7, 22), date(2026, 9, 9)])
    for day in (date(2026, 2, 26), date(2026, 5, 20), date(2026, 8, 19)):
        yearly.write_event(draft, "业委会沟通", day)
    yearly.write_event(draft, "座谈会", date(2026, 7, 11))
    yearly.write_event(draft, "社区文化活动", date(2026, 9, 24))
    yearly.write_event(draft, "满意度调查", date(2026, 9, 5))
    yearly.write_contacts_and_visits(draft, YEAR, AS_OF, (8, 16), (10, 18))
    monthly.write_statistics(draft, YEAR, AS_OF)
    monthly.write_measures(draft, YEAR, AS_OF)
    monthly.write_bulletins(draft, YEAR, AS_OF)


def write(draft: Draft, folder: Path) -> Places:
    """One workbook, the blank form filled in."""
    return into_blank_form(draft, load_procedure(), folder / "云杉里_客户沟通记录_2026.xlsx")
