"""A hand-made audit for the tests of the page: many codes, every verdict, files, counts and rows set aside."""

from dataclasses import replace
from datetime import date, timedelta

from clausecheck.nouns.model import (
    Audit,
    Cell,
    Coverage,
    FileRead,
    Finding,
    Handling,
    NumberUsed,
    Say,
    SetAside,
    SheetCount,
    SheetRead,
    say,
)
from clausecheck.nouns.periods import quarter, year
from clausecheck.rulebook import load_rulebook

BOOK = "翠湖花园_客服台账.xlsx"
REGISTER = "户册与人员.xlsx"
ASSUMED = NumberUsed(
    "CMP10",
    "class_1",
    "3 天",
    "3 days",
    "assumption",
    None,
    "规程只写“规定的时间内”",
    "the procedure says within the time set",
)
COMPANY = NumberUsed(
    "CMP01", "limit", "20 分钟", "20 minutes", "company", date(2026, 1, 1), "公司客服标准", "the company's own standard"
)
GIVEN = NumberUsed("RPT01", "due", "期后首月 15 日", "day 15 of the month after the period", "procedure")
HOURS = NumberUsed(
    "INF04", "lead", "24 小时", "24 hours", "assumption", None, "规程只写“预先”", "the procedure says in advance"
)


def phrase(zh: str, en: str) -> Say:
    """A sentence that carries its own words."""
    return say("text", zh=zh, en=en)


def finding(code: str, clause: str, subject: str, verdict: str, **more: object) -> Finding:
    return Finding(code, clause, subject, verdict, **more)  # type: ignore[arg-type]


def complaint(i: int, verdict: str, found: Say | None = None, mend: Say | None = None) -> Finding:
    """A judgement of CMP10 about the i-th complaint."""
    row = i + 3
    day = date(2026, 7, 1) + timedelta(days=i % 92)
    return Finding(
        "CMP10",
        "4.3b.4",
        f"TS-2026-{i:04d}",
        verdict,
        reason="late" if verdict == "fail" else "",
        due=day + timedelta(days=3),
        severity="严重" if i % 3 == 0 else "一般",
        role="客服主管",
        required=phrase(
            "一类投诉须在受理后 3 天内办结，并填写处理措施",
            "A class 1 complaint is closed within 3 days of receipt, with its measures",
        ),
        found=(
            found
            or phrase(
                f"受理 {day}，办结 {day + timedelta(days=3 + i % 5)}，超过 {i % 5 + 1} 天",
                f"received {day}, closed {day + timedelta(days=3 + i % 5)}, {i % 5 + 1} days late",
            ),
        ),
        mend=mend
        or phrase(f"办结时间不晚于 {day + timedelta(days=3)}", f"closed not later than {day + timedelta(days=3)}"),
        cells=(Cell(BOOK, "投诉记录", f"B{row}"), Cell(BOOK, "投诉记录", f"W{row}")),
        numbers=(ASSUMED,),
    )


def small_findings() -> list[Finding]:
    """About seventy findings over many codes."""
    made = [complaint(i, "fail" if i % 4 == 1 else "pass") for i in range(48)]
    made += [complaint(90, "pending"), complaint(91, "pending")]
    report = {"role": "客服", "severity": "严重", "numbers": (GIVEN,), "cells": (Cell(BOOK, "报告台账", "D3"),)}
    for place, verdict in enumerate(("fail", "pass", "fail", "pending"), 1):
        made.append(
            finding(
                "RPT01",
                "4.3a.1.A",
                f"2026-Q{place}",
                verdict,
                due=date(2026, 7, 15) + timedelta(days=40 * (place - 1)),
                reason="late" if place == 1 else "missing",
                required=phrase(
                    "管理服务报告于季度首月 15 日前编制、审核、审批、抄送",
                    "The service report is written, reviewed, approved and copied by the 15th",
                ),
                found=(phrase("分公司审批日期 2026-07-18，逾期 3 天", "approved 2026-07-18, 3 days late"),)
                if place == 1
                else (phrase("没有 2026-Q3 的报告，逾期 16 天", "no report for 2026-Q3, 16 days overdue"),),
                mend=phrase("补办审批并注明原因", "have it approved and note why it was late"),
                **report,
            )
        )
    made += [
        finding("RPT04", "4.3a.1.A", "project", "not_applicable"),
        finding(
            "RPT08",
            "4.3a.1.B",
            "2026",
            "at_risk",
            due=date(2026, 12, 31),
            severity="轻微",
            role="客服主管",
            required=phrase("每年至少抽查一次", "spot-checked at least once a year"),
            found=(phrase("截至 2026-10-31 抽查 0 次，应达进度 0 次", "0 spot checks by 2026-10-31"),),
        ),
        finding(
            "ITV03",
            "4.4.3.B",
            "2026",
            "at_risk",
            due=date(2026, 12, 31),
            severity="严重",
            role="客服",
            required=phrase(
                "全年访谈覆盖 80% 的客户：1,005 户中的 804 户", "interviews reach 80% of 1,005 households: 804"
            ),
            found=(
                phrase(
                    "已访谈 612 户，按进度应为 669 户，落后 57 户", "612 households reached, 669 due by pace, 57 behind"
                ),
            ),
            mend=phrase("年底前再访谈 192 户", "interview 192 more by the year's end"),
            cells=tuple(Cell(BOOK, "访谈记录", f"C{n}") for n in range(2, 12)),
        ),
        finding(
            "ITV05",
            "4.4.3.D",
            "2026-08",
            "fail",
            reason="shortfall",
            due=date(2026, 8, 31),
            severity="一般",
            role="经理",
            required=phrase("经理每月至少与两位业主深入访谈", "the manager interviews at least two owners in depth"),
            found=(phrase("1 户，少 1 户", "1 household, 1 short"),),
            cells=(Cell(BOOK, "访谈记录", "G41"),),
        ),
        finding(
            "INF01",
            "4.2.2.A",
            "project",
            "fail",
            reason="missing",
            severity="一般",
            role="客服主管",
            required=phrase(
                "400 号码在每个出入口、服务中心门口、各楼栋大堂和公告栏公示",
                "the 400 number is posted at every entrance, the centre's door, every lobby and the boards",
            ),
            found=(phrase("缺：北门、3栋大堂", "missing: 北门, 3栋大堂"),),
            cells=(Cell(BOOK, "信息公示", "D1"), Cell(REGISTER, "公示点位", "A7")),
        ),
        finding(
            "INF04",
            "4.2.2.D",
            "停供通知#4",
            "fail",
            reason="late",
            severity="严重",
            role="工程主管",
            due=date(2026, 8, 2),
            required=phrase("计划停水须提前 24 小时通知", "planned outages are announced 24 hours ahead"),
            found=(phrase("通知在停供前 6 小时，少 18 小时", "announced 6 hours ahead, 18 hours short"),),
            cells=(Cell(BOOK, "停供通知", "E4"),),
            numbers=(HOURS,),
            waiver="",
        ),
        finding(
            "INF04",
            "4.2.2.D",
            "停供通知#6",
            "waived",
            severity="严重",
            role="工程主管",
            due=date(2026, 9, 2),
            required=phrase("计划停水须提前 24 小时通知", "planned outages are announced 24 hours ahead"),
            found=(phrase("通知在停供前 2 小时", "announced 2 hours ahead"),),
            cells=(Cell(BOOK, "停供通知", "E6"),),
            numbers=(HOURS,),
            waiver="市政抢修，分公司批准（张伟）",
        ),
        finding("ENG01", "4.6.1", "2026", "pass", due=date(2026, 12, 31)),
        finding("SUR01", "4.5.2", "project", "not_applicable"),
        finding(
            "STA01",
            "4.7.1",
            "2026-09",
            "fail",
            reason="mismatch",
            due=date(2026, 10, 5),
            severity="一般",
            role="客服",
            required=phrase("月度统计与台账一致", "the statistics equal the logs"),
            found=(phrase("统计表投诉数 18，台账 21，差 3", "the sheet says 18 complaints, the logs 21"),),
            cells=(Cell(BOOK, "月度统计", "B10"),),
        ),
        finding(
            "STA02",
            "4.7.2",
            "活动记录#3",
            "undetermined",
            reason="column_absent",
            severity="一般",
            role="客服",
            found=(phrase("缺少“公布日期”列", "the column 公布日期 is absent"),),
            cells=(Cell(BOOK, "活动记录", "A1"),),
        ),
        *[
            finding(
                "CMP01",
                "4.3b.2",
                f"TS-2026-{i:04d}",
                "undetermined",
                reason="unreadable",
                severity="一般",
                role="客服",
                numbers=(COMPANY,),
                required=phrase("受理后 20 分钟内录入系统", "entered within 20 minutes of receipt"),
                found=(phrase("录入时间只到日，不能证明 20 分钟的时限", "the time of entry is given to the day only"),),
                cells=(Cell(BOOK, "投诉记录", f"C{i + 3}"),),
            )
            for i in range(12)
        ],
        finding(
            "DAT01",
            "记录质量",
            "投诉记录!B7",
            "fail",
            severity="一般",
            found=(phrase("“2026/02/31”不是日期", "“2026/02/31” is not a date"),),
            mend=phrase("写成 2026-02-28，或清空", "write 2026-02-28, or clear the cell"),
            cells=(Cell(BOOK, "投诉记录", "B7"),),
        ),
        finding(
            "DAT02",
            "记录质量",
            "访谈记录!D15",
            "fail",
            severity="轻微",
            found=(phrase("“9栋9901”不在户册上", "“9栋9901” is not on the register"),),
            mend=phrase("更正房号", "correct the flat"),
            cells=(Cell(BOOK, "访谈记录", "D15"),),
        ),
    ]
    return made


FACTS = {
    "code": "CH-001", "name": "翠湖花园", "branch": "华南分公司",
    "ownership": "多产权", "households": 1005, "fee_model": "包干制",
}  # fmt: skip
TITLE = {"zh": "物业服务中心客户沟通管理规程", "en": "Customer communication procedure for property service centres"}
THREE_DAYS = NumberUsed("CMP10", "class_1", "3 天", "3 days", "assumption")


def audit(findings: list[Finding] | None = None) -> Audit:
    """The sample project, with the small set of findings or those given."""
    sheets = [
        SheetRead(
            BOOK, "投诉记录", "complaints", 50, details={"totals": "53", "unknown_columns": "备注(Z2)、满意度(AA2)"}
        ),
        SheetRead(BOOK, "报告台账", "reports", 4),
        SheetRead(BOOK, "访谈记录", "interviews", 640),
        SheetRead(BOOK, "停供通知", "outages", 6),
        SheetRead(BOOK, "草稿", None, 0, "no_known_headers", {"filled_rows": "12"}, True),
    ]
    register = [SheetRead(REGISTER, "项目信息", "project", 9), SheetRead(REGISTER, "户册", "households", 1005)]
    return Audit(
        project=dict(FACTS),
        period=quarter(2026, 3),
        as_of=date(2026, 10, 31),
        rulebook=replace(load_rulebook().identity, sha256="9f2c" * 16, title=TITLE),
        files=[
            FileRead(BOOK, BOOK, "ab12" * 16, "xlsx", sheets),
            FileRead(REGISTER, REGISTER, "cd34" * 16, "xlsx", register),
        ],
        counts=[
            SheetCount(BOOK, "投诉记录", "complaints", 50, 48, 2),
            SheetCount(BOOK, "报告台账", "reports", 4, 4, 0),
            SheetCount(BOOK, "访谈记录", "interviews", 640, 612, 28),
            SheetCount(BOOK, "停供通知", "outages", 6, 6, 0),
            SheetCount(REGISTER, "户册", "households", 1005, 1005, 0),
        ],
        set_aside=[
            SetAside(BOOK, "投诉记录", 9, phrase("受理时间为空", "the time of receipt is blank")),
            SetAside(BOOK, "投诉记录", 31, phrase("晚于截至日期", "dated after the as-of date")),
            *[SetAside(BOOK, "访谈记录", n, phrase("不在核查期间", "outside the period")) for n in range(100, 128)],
        ],
        findings=small_findings() if findings is None else findings,
        notes=[phrase("未交“资金公示”表", "the sheet 资金公示 was not handed in")],
        coverage=[Coverage("ITV03", year(2026), 804, tuple((date(2026, 1, 1) + timedelta(n), 2 * n) for n in range(1, 300)))],
        handling=[Handling("CMP10", "一类", (THREE_DAYS,), (3,), ((1, "pass", 30), (3, "pass", 9), (3, "late", 2), (200, "missing", 1)), 2)],
    )  # fmt: skip


def big_audit(n: int) -> Audit:
    """The sample project with n listed findings of the usual length beside as many passes."""
    verdicts = ("fail", "fail", "fail", "undetermined", "pending")
    return audit([complaint(i, verdicts[i % 5]) for i in range(n)] + [complaint(i, "pass") for i in range(n)])
