"""Drafted, filled in, entered in the logs, audited again: the rules about the document turn to pass."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from logbook import Logbook, simulated, taken_out

SEPTEMBER, QUARTER = "2026-09", "2026-Q3"


def lines_of(file: Path, sheet: int = 0) -> list[list[Any]]:
    """The filled rows of a drafted workbook."""
    page = openpyxl.load_workbook(file).worksheets[sheet]
    return [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True) if any(row)]


def turns(book: Logbook, tmp_path: Path, period: str, as_of: date, subjects: set[tuple[str, str]]) -> None:
    """Whether all of some judgements pass."""
    verdicts = book.verdicts(tmp_path / "again", period, as_of)
    assert {subject: verdicts.get(subject) for subject in subjects} == dict.fromkeys(subjects, "pass")


def before(book: Logbook, tmp_path: Path, period: str, as_of: date, subjects: set[tuple[str, str]]) -> None:
    """Whether none of them passes yet."""
    verdicts = book.verdicts(tmp_path / "before", period, as_of)
    assert not [subject for subject in subjects if verdicts.get(subject) not in ("pending", "at_risk", "fail")]


def test_monthly_statistics(tmp_path: Path) -> None:
    as_of = date(2026, 10, 2)
    book = simulated(as_of).only("monthly_statistics", "complaints", "contacts", "repair_visits")
    rows = book.tables["monthly_statistics"] = taken_out(
        book.tables["monthly_statistics"], lambda row: row["month"] == SEPTEMBER
    )
    before(book, tmp_path, "2026-10", as_of, {("STA01", SEPTEMBER)})
    made = book.draft("monthly-statistics", tmp_path, SEPTEMBER, as_of)
    said = {line[0]: line[2] for line in lines_of(made.file) if len(line) > 3 and isinstance(line[2], int)}
    fields = {"投诉数": "complaints", "建议数": "suggestions", "咨询数": "enquiries", "维修回访数": "repair_visits"}
    assert set(said) == set(fields)
    rows.append({"month": SEPTEMBER, "filled_on": as_of, **{fields[name]: n for name, n in said.items()}})
    turns(book, tmp_path, "2026-10", as_of, {("STA01", SEPTEMBER)})


def test_complaint_bulletin(tmp_path: Path) -> None:
    as_of = date(2026, 10, 20)
    book = simulated(as_of).only("complaints", "complaint_bulletins")
    book.tables["complaints"] += [_complaint(nature="公共部位")]
    rows = book.tables["complaint_bulletins"] = taken_out(
        book.tables["complaint_bulletins"], lambda row: row["month"] == SEPTEMBER
    )
    before(book, tmp_path, "2026-10", as_of, {("CMP12", SEPTEMBER)})
    made = book.draft("complaint-bulletin", tmp_path, SEPTEMBER, as_of)
    assert made.file.is_file()
    rows.append({"month": SEPTEMBER, "summed_up_on": as_of, "approved_on": as_of, "published_on": as_of})
    turns(book, tmp_path, "2026-10", as_of, {("CMP12", SEPTEMBER)})


def test_corrective_measures(tmp_path: Path) -> None:
    as_of = date(2026, 10, 20)
    book = simulated(as_of).only("complaints", "measures")
    book.tables["complaints"] += [_complaint()]
    rows = book.tables["measures"] = taken_out(book.tables["measures"], lambda row: row["month"] == SEPTEMBER)
    before(book, tmp_path, "2026-10", as_of, {("CMP11", SEPTEMBER)})
    made = book.draft("corrective-measures", tmp_path, SEPTEMBER, as_of)
    table = next(one for one in docx.Document(str(made.file)).tables if one.rows[0].cells[-1].text == "期限")
    assert "【待填写：措施】" in table.rows[1].cells[2].text
    done = {"analysed_on": as_of, "measure": "增加夜间巡查", "owner": "王敏", "due": date(2026, 11, 10)}
    rows.append({"month": SEPTEMBER, **done})
    turns(book, tmp_path, "2026-10", as_of, {("CMP11", SEPTEMBER)})


@pytest.mark.parametrize("issues", [0, 2])
def test_developer_issues_a_nil_return_too(tmp_path: Path, issues: int) -> None:
    as_of = date(2026, 10, 10)
    book = simulated(as_of).only("complaints", "developer_reports", "phases")
    book.tables["phases"][0]["handover_date"] = date(2026, 3, 1)
    for row in book.tables["complaints"]:
        row["left_by_developer"] = "否"
    left = {"left_by_developer": "是", "klass": "二类", "subtype": "房屋质量"}
    book.tables["complaints"] += [_complaint(**left, id=f"TS-X-{i}") for i in range(issues)]
    rows = book.tables["developer_reports"] = []
    before(book, tmp_path, "2026-10", as_of, {("CMP13", QUARTER)})
    made = book.draft("developer-issues", tmp_path, QUARTER, as_of)
    said = [line for line in lines_of(made.file) if line[0] == "数量（2026年第三季度）"]
    assert [line[1] for line in said] == [issues]
    text = "\n".join(str(cell) for line in lines_of(made.file) for cell in line)
    assert ("零报告" in text) is (issues == 0)
    assert "交付一年内的批次" in text
    rows.append(
        {"quarter": "2026Q3", "compiled_on": as_of, "reviewed_on": as_of, "reported_on": as_of, "count": issues}
    )
    turns(book, tmp_path, "2026-10", as_of, {("CMP13", QUARTER)})


def test_service_report(tmp_path: Path) -> None:
    as_of = date(2026, 10, 12)
    book = simulated(as_of, ownership="多产权", owners=None, committee_since=date(2024, 1, 1)).only(
        "reports", "complaints", "interviews", "staff"
    )
    rows = book.tables["reports"] = []
    subjects = {(f"RPT0{n}", QUARTER) for n in (1, 2, 3, 4, 5, 6)}
    before(book, tmp_path, "2026-10", as_of, subjects)
    made = book.draft("service-report", tmp_path, QUARTER, as_of)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(made.file)).paragraphs)
    assert "【待填写：财务收支情况，由财务管理部填写】" in text
    steps = ("written", "reviewed", "approved", "copied", "finance_approved", "intranet", "committee", "published")
    rows.append(
        {"kind": "管理服务报告", "covers": "2026Q3", "review_record": "有", **{f"{n}_on": as_of for n in steps}}
    )
    turns(book, tmp_path, "2026-10", as_of, subjects)


def test_service_brief(tmp_path: Path) -> None:
    as_of = date(2026, 10, 2)
    book = simulated(as_of, ownership="单一业主", owners=None).only("reports", "complaints")
    rows = book.tables["reports"] = []
    subjects = {(f"RPT{n}", SEPTEMBER) for n in (10, 11, 12)}
    before(book, tmp_path, "2026-10", as_of, subjects)
    made = book.draft("service-brief", tmp_path, SEPTEMBER, as_of)
    headings = [one.text for one in docx.Document(str(made.file)).paragraphs if one.style.name == "Heading 2"]
    parts = ("本期服务工作", "投诉处理情况", "下期工作安排", "需协调的工作难点")
    assert all(any(part in heading for heading in headings) for part in parts)
    steps = {f"{name}_on": as_of for name in ("written", "reviewed", "approved", "copied", "delivered")}
    contents = {f"has_{name}": "有" for name in ("work", "complaints", "plan", "difficulties")}
    rows.append({"kind": "物业服务工作简报", "covers": SEPTEMBER, **steps, **contents})
    turns(book, tmp_path, "2026-10", as_of, subjects)


def test_interview_plan(tmp_path: Path) -> None:
    as_of = date(2026, 1, 20)
    book = simulated(as_of).only("interview_plan", "households", "phases")
    rows = book.tables["interview_plan"] = []
    before(book, tmp_path, "2026", as_of, {("ITV01", "2026")})
    made = book.draft("interview-plan", tmp_path, "2026", as_of)
    plan = [line for line in lines_of(made.file) if str(line[0]).startswith("2026-")]
    assert len(plan) == 12
    rows += [{"year": 2026, "month": line[0], "households": line[1], "made_on": as_of} for line in plan]
    turns(book, tmp_path, "2026", as_of, {("ITV01", "2026")})


def test_publicity_plan(tmp_path: Path) -> None:
    as_of = date(2026, 1, 20)
    book = simulated(as_of).only("publicity_plan")
    rows = book.tables["publicity_plan"] = []
    before(book, tmp_path, "2026", as_of, {("INF06", "2026")})
    made = book.draft("publicity-plan", tmp_path, "2026", as_of)
    plan = [line for line in lines_of(made.file) if len(line) > 3 and str(line[2]).startswith("2026-")]
    assert {line[1] for line in plan} == {"防火", "防盗", "公共设施使用", "安全", "保健", "社区文化"}
    rows += [{"year": 2026, "topic": line[1], "month": line[2]} for line in plan]
    assert book.verdicts(tmp_path / "planned", "2026", as_of)["INF06", "2026"] == "pending"
    for row in rows:
        row["done_on"] = date.fromisoformat(f"{row['month']}-20")
    turns(book, tmp_path, "2026", date(2026, 12, 31), {("INF06", "2026")})


def test_postings(tmp_path: Path) -> None:
    as_of = date(2026, 10, 20)
    book = simulated(as_of).only("postings", "places", "staff")
    book.tables["postings"] = []
    subjects = {(code, "project") for code in ("INF01", "INF02", "INF03", "INF05")}
    before(book, tmp_path, "2026-10", as_of, subjects)
    made = book.draft("postings", tmp_path, SEPTEMBER, as_of)
    document = docx.Document(str(made.file))
    staff, prices, contacts = document.tables[:3]
    number = next(one.text for one in document.paragraphs if one.text.startswith("400"))
    names = [row.cells[1].text for row in staff.rows[1:]]
    items = [row.cells[0].text for row in prices.rows[1:]]
    shown = {
        "人员公示": "、".join([*(cell.text for cell in staff.rows[0].cells if cell.text != "岗位"), *names]),
        "价目表": "、".join(items),
        "便民信息": "、".join(row.cells[0].text for row in contacts.rows[1:]),
    }
    hung = [{"kind": "统一电话", "place": place["place"], "contents": number} for place in book.tables["places"]]
    hung += [{"kind": kind, "contents": contents} for kind, contents in shown.items()]
    book.tables["postings"] = [{**row, "from": as_of} for row in hung]
    turns(book, tmp_path, "2026-10", as_of, subjects)


def test_fund_disclosure(tmp_path: Path) -> None:
    as_of = date(2026, 1, 10)
    book = simulated(as_of, fee_model="酬金制", committee_since=date(2024, 1, 1)).only("fund_disclosures")
    rows = book.tables["fund_disclosures"] = []
    before(book, tmp_path, "2026-01", as_of, {("RPT09", "2026")})
    made = book.draft("fund-disclosure", tmp_path, "2026", as_of)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(made.file)).paragraphs)
    assert "须先经其批准再公示" in text
    assert "2025年决算" in text
    rows.append({"year": 2026, "committee_approved_on": as_of, "published_on": as_of})
    turns(book, tmp_path, "2026-01", as_of, {("RPT09", "2026")})


def test_opinion_summary(tmp_path: Path) -> None:
    as_of = date(2026, 10, 20)
    book = simulated(as_of).only("events")
    event = {"kind": "座谈会", "held_on": date(2026, 10, 5), "host": "服务中心"}
    book.tables["events"] = [event]
    subject = {("STA02", "活动记录#2")}
    before(book, tmp_path, "2026-10", as_of, subject)
    made = book.draft("opinion-summary", tmp_path, "2026-10", as_of)
    table = docx.Document(str(made.file)).tables[1]
    assert [cell.text for cell in table.rows[1].cells][-1] == "2026-11-04"
    event |= dict.fromkeys(("summed_up_on", "reviewed_on", "approved_on", "published_on"), as_of)
    turns(book, tmp_path, "2026-10", as_of, subject)


def test_interview_record(tmp_path: Path) -> None:
    as_of = date(2026, 10, 20)
    book = simulated(as_of).only("interviews")
    visit = next(row for row in book.tables["interviews"] if str(row["held_at"]).startswith("2026-10"))
    visit["opinion"], visit["handling"] = "门禁不灵", None
    subject = {("ITV08", str(visit["id"]))}
    before(book, tmp_path, "2026-10", as_of, subject)
    made = book.draft("interview-record", tmp_path, "2026-10", as_of)
    sheets = openpyxl.load_workbook(made.file)
    page = next(sheet for sheet in sheets.worksheets if sheet.title.endswith(str(visit["id"])))
    said = {row[0].value: row[1].value for row in page.iter_rows()}
    assert said["处理情况"] == "【待填写：处理情况】"
    assert said["意见建议"] == "门禁不灵"
    visit["handling"] = "已报修"
    turns(book, tmp_path, "2026-10", as_of, subject)


def test_daily_record(tmp_path: Path) -> None:
    as_of = date(2026, 10, 20)
    book = simulated(as_of).only("complaints", "daily_records")
    received = datetime(2026, 10, 12, 9, 0)
    book.tables["complaints"] += [
        _complaint(id="TS-X-1", received_at=received, recorded_at=received + timedelta(hours=4), outage_record="RC-1")
    ]
    book.tables["daily_records"] = []
    before(book, tmp_path, "2026-10", as_of, {("CMP02", "TS-X-1")})
    entry = {"id": "RC-1", "recorded_at": received, "content": "电梯异响"}
    entry |= {"outage_from": received - timedelta(hours=1), "outage_until": received + timedelta(hours=3)}
    book.tables["daily_records"] = [entry]
    made = book.draft("daily-record", tmp_path, "2026-10", as_of)
    assert [line[at] for line in lines_of(made.file) if line[0] == "RC-1" for at in (0, 4)] == ["RC-1", "TS-X-1"]
    turns(book, tmp_path, "2026-10", as_of, {("CMP02", "TS-X-1")})


def _complaint(**more: Any) -> dict[str, Any]:
    received = datetime(2026, 9, 10, 9, 0)
    return {
        "id": "TS-X-0", "received_at": received, "recorded_at": received, "klass": "一类", "content": "电梯厅照明不亮",
        "measures": "已更换", "closed_at": received + timedelta(days=1), **more,
    }  # fmt: skip
