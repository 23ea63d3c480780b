"""What the logs do not hold is a marked prompt and never invented; what is masked leaks nothing."""

import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from logbook import book, simulated

from clausecheck.nouns.model import Logs
from clausecheck.papers.drafts import KINDS, Drafted, draft_of_logs

sys.path.append(str(Path(__file__).parents[1] / "mask"))
from handed_in import read_here
from planted import plant

AS_OF = date(2026, 10, 31)
LACKING = ("complaints", "contacts", "staff", "interview_plan", "households", "events", "places")
NOTHING = {"complaint-bulletin", "corrective-measures"}
"""Kinds that are about a table that was not handed in."""


Half = Callable[[str], Drafted]
OFTEN = (
    "service-report",
    "monthly-statistics",
    "complaint-bulletin",
    "corrective-measures",
    "postings",
    "interview-plan",
)
"""Kinds that are looked at in every run; the others are in a whole one."""


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Half:
    logs = simulated(AS_OF, branch=None, hotline=None)
    logs.without = LACKING
    folder = tmp_path_factory.mktemp("half")
    read = logs.read(folder)
    return cache(lambda kind: draft_of_logs(kind, read, book(), "", AS_OF, folder / "out"))


def text_of(made: Drafted) -> str:
    """Everything that a draft says."""
    if made.file.suffix == ".docx":
        return "\n".join("".join(part.itertext()) for part in docx.Document(str(made.file)).element.body.iter("{*}p"))
    sheets = openpyxl.load_workbook(made.file).worksheets
    return "\n".join(str(cell.value) for page in sheets for row in page for cell in row if cell.value is not None)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind in OFTEN else pytest.mark.full_size) for kind in KINDS]
)
def test_every_kind_is_drafted_from_half_the_logs(half: Half, kind: str) -> None:
    text = text_of(half(kind))
    assert "{{" not in text
    assert "Unknown" not in text
    assert half(kind).prompts or kind == "daily-record"


def test_a_log_that_was_not_handed_in_is_no_nought(half: Half) -> None:
    page = openpyxl.load_workbook(half("monthly-statistics").file).worksheets[0]
    said = {row[0]: row[2:5] for row in page.iter_rows(values_only=True)}
    assert said["投诉数"] == ("【待填写：没有交“投诉记录”，不能计数】",) * 2 + ("—",)
    assert said["建议数"][0] == "【待填写：没有交“来电来访”，不能计数】"
    assert isinstance(said["维修回访数"][0], int)


@pytest.mark.parametrize("kind", sorted(NOTHING))
def test_where_there_is_no_log_at_all_no_number_stands(half: Half, kind: str) -> None:
    tables = docx.Document(str(half(kind).file)).tables
    counted = next(table for table in tables if table.rows[0].cells[0].text in ("性质", "项目内容"))
    assert not [cell.text for row in counted.rows[1:] for cell in row.cells[1:] if cell.text.isdigit()]


def test_who_reached_a_household_is_open_where_nobody_knows_the_staff(half: Half) -> None:
    table = docx.Document(str(half("service-report").file)).tables[3]
    said = {row.cells[0].text: row.cells[1].text for row in table.rows[1:]}
    assert re.fullmatch(r"【待填写：0 至 \d+，有待核实的行，见“依据”】", said["访到的户数（不重复）"])
    assert "已访到 【待填写：0 至" in text_of(half("interview-plan"))


def test_facts_that_are_blank_are_prompts(half: Half) -> None:
    assert "【待填写：分公司】" in text_of(half("service-report"))
    assert "【待填写：统一客服电话】" in text_of(half("postings"))
    assert "【待填写：没有交“人员”，不能计数】" in text_of(half("postings"))


def test_a_log_that_begins_later_says_nothing_of_the_period_before(tmp_path: Path) -> None:
    logs = simulated(AS_OF)
    logs.tables["contacts"] = [row for row in logs.tables["contacts"] if str(row["at"]) >= "2026-09"]
    made = logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF)
    page = openpyxl.load_workbook(made.file).worksheets[0]
    said = {row[0]: row[2:4] for row in page.iter_rows(values_only=True)}
    assert isinstance(said["建议数"][0], int)
    assert str(said["建议数"][1]).startswith("【待填写：来电来访自 ")


def test_a_row_that_may_count_leaves_the_number_open(tmp_path: Path) -> None:
    logs = simulated(AS_OF)
    logs.tables["contacts"].append({"id": "LD-X", "at": date(2026, 9, 3), "kind": "其他诉求"})
    made = logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF)
    said = {row[0]: row[2] for row in openpyxl.load_workbook(made.file).worksheets[0].iter_rows(values_only=True)}
    assert re.fullmatch(r"【待填写：\d+ 至 \d+，有待核实的行，见“依据”】", str(said["建议数"]))
    marks = [row[5].value for row in openpyxl.load_workbook(made.file)["依据"].iter_rows(min_row=3)]
    assert marks.count("待核实") == 2


def contents(path: Path) -> str:
    """Everything that a file says: its text, and the values of its attributes that are no numbers."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    values = {value for part in parts for value in re.findall(r'"([^"<>]{2,})"', part)}
    return "\n".join([*(re.sub(r"<[^>]+>", "\0", part).replace("\0\0", "") for part in parts), *sorted(values)])


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Logs, set[str], Path]:
    folder = tmp_path_factory.mktemp("sown")
    path, planted = plant(folder)
    return read_here([path]), planted.secrets, folder / "out"


def leaks(sown: tuple[Logs, set[str], Path], kind: str, period: str = "", mask: bool = True) -> list[str]:
    """What a masked draft says of what was planted."""
    logs, secrets, out = sown
    made = draft_of_logs(kind, logs, book(), period, AS_OF, out, mask=mask)
    said = "\n".join(contents(file) + file.name for file in (made.file, *made.beside))
    return [secret for secret in secrets if secret in said]


def test_nothing_planted_leaves_the_bulletin_though_nobody_asked_to_mask_it(
    sown: tuple[Logs, set[str], Path],
) -> None:
    assert leaks(sown, "complaint-bulletin", "2026-09", mask=False) == []


@pytest.mark.full_size
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_planted_leaves_a_masked_draft(sown: tuple[Logs, set[str], Path], kind: str) -> None:
    assert leaks(sown, kind) == []


REPORTS = [
    ("多产权", 40, "service-report", None),
    ("多产权", 40, "service-brief", "每季度《管理服务报告》"),
    ("单一业主", 1, "service-brief", None),
    ("单一业主", 1, "service-report", "每月《物业服务工作简报》"),
    (None, None, "service-report", "哪一种"),
]


@pytest.mark.parametrize(("ownership", "owners", "kind", "asked"), REPORTS)
def test_a_report_says_where_the_procedure_asks_these_owners_another(
    tmp_path: Path, ownership: str | None, owners: int | None, kind: str, asked: str | None
) -> None:
    logs = simulated(AS_OF, ownership=ownership, owners=owners).only("reports")
    said = text_of(logs.draft(kind, tmp_path, "", AS_OF))
    first = next(line for line in said.splitlines() if "本报告反映" in line)
    assert ("【待填写：" in first) == (asked is not None)
    assert asked is None or asked in first
