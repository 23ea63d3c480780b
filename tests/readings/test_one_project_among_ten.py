"""A call centre's export holds ten projects: it gives exactly the verdicts of this project's rows alone (reading 48)."""

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from clausecheck.nouns.model import Finding
from clausecheck.pipeline import audit_project

FACTS = {
    "项目编码": "CH-001", "项目名称": "翠湖花园", "产权类型": "多产权", "总户数": 2, "收费模式": "包干制", "接管日期": "2024-01-01",
    "统一客服电话": "400-820-0000",
}  # fmt: skip
STAFF = [["姓名", "岗位", "到岗日期"], ["孙客服", "客服", "2024-01-01"], ["李工程", "工程主管", "2024-01-01"]]
HEADER = ["投诉编号", "受理时间", "录入时间", "房号", "类别", "责任人", "反馈时间", "处理措施", "办结时间", "项目名称"]
SHEET = "投诉记录"
OTHERS = [f"{sign}竹苑" for sign in "甲乙丙丁戊己庚辛壬"]
PLACE = re.compile(rf"{SHEET}(#|![A-Z])(\d+)")

LINE = st.tuples(
    st.sampled_from(["A1", "A2", "A3", ""]),
    st.sampled_from(["2026-08-03 09:00", "2026-08-05", "2026-09-01 08:00", "看不清", ""]),
    st.sampled_from(["2026-08-03 09:10", "2026-08-03 12:00", ""]),
    st.sampled_from(["1-1-101", "1栋1单元101", "1-1-102", ""]),
    st.sampled_from(["一类", "三类", "四类", ""]),
    st.sampled_from(["孙客服", "外人", ""]),
    st.sampled_from(["2026-08-04", "2026-08-20", ""]),
    st.sampled_from(["修好", "派工", "/", ""]),
    st.sampled_from(["2026-08-05", "2026-08-28", "未定", ""]),
)
OWN = LINE.map(lambda line: (*line, "翠湖花园"))
OTHER = st.tuples(LINE, st.sampled_from(OTHERS)).map(lambda pair: (*pair[0], pair[1]))


@settings(deadline=None, max_examples=15)
@given(
    st.lists(OWN, min_size=1, max_size=6), st.lists(OTHER, min_size=1, max_size=8), st.randoms(use_true_random=False)
)
def test_an_export_of_ten_projects_gives_the_verdicts_of_one(own: list[Any], others: list[Any], random: Any) -> None:
    mine = set(random.sample(range(len(own) + len(others)), len(own)))
    left, right = iter(own), iter(others)
    export = [next(left) if place in mine else next(right) for place in range(len(own) + len(others))]
    numbers = {place + 2: number for number, place in enumerate(sorted(mine), 2)}
    assert _told(_findings(export), numbers) == _told(
        _findings(own), {number: number for number in range(2, len(own) + 2)}
    )


def _told(findings: list[Finding], numbers: dict[int, int]) -> list[tuple[str, str, str, str]]:
    """What is said of each subject, its rows numbered as they stand alone."""

    def alone(found: re.Match[str]) -> str:
        return f"{SHEET}{found[1]}{numbers[int(found[2])]}"

    return sorted((one.code, PLACE.sub(alone, one.subject), one.verdict, one.reason) for one in findings)


def _findings(lines: list[Any]) -> list[Finding]:
    book = openpyxl.Workbook()
    facts = book.active
    facts.title = "项目信息"
    for line in [["项目", "内容"], *map(list, FACTS.items())]:
        facts.append(line)
    for name, content in (("人员", STAFF), (SHEET, [HEADER, *lines])):
        sheet = book.create_sheet(name)
        for line in content:
            sheet.append([cell or None for cell in line])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "导出.xlsx"
        book.save(path)
        return audit_project(path, "2026-08", date(2026, 8, 31)).findings
