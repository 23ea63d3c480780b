"""Every number of a draft equals what the logs hold, counted here without the program, and leads to its rows."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from logbook import Logbook, book, simulated

from clausecheck.papers.drafts import KINDS, Drafted, draft_of_logs

AS_OF = date(2026, 10, 31)
NOW, BEFORE = "2026年第三季度", "2026年第二季度"
NOT_ROWS = ("户数", "计划户数")
"""Numbers that are not the number of their rows: different households, and sums."""


@pytest.fixture(scope="module")
def logs() -> Logbook:
    return simulated(AS_OF)


Drafts = Callable[[str], Drafted]
OFTEN = ("service-report", "monthly-statistics", "complaint-bulletin", "interview-plan", "developer-issues")
"""Kinds that are looked at in every run; the others are in a whole one."""


@pytest.fixture(scope="module")
def drafts(logs: Logbook, tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    folder = tmp_path_factory.mktemp("项目")
    read = logs.read(folder)
    return cache(lambda kind: draft_of_logs(kind, read, book(), "", AS_OF, folder / "out"))


def basis_of(made: Drafted) -> list[tuple[Any, ...]]:
    """The lines of 依据: number, value, file, sheet, row and the link."""
    file = next((one for one in made.beside if one.suffix == ".xlsx"), made.file)
    book = openpyxl.load_workbook(file)
    if "依据" not in book.sheetnames:
        return []
    lines = []
    for row in book["依据"].iter_rows(min_row=3):
        link = row[4].hyperlink
        place = (link.target, link.location) if link else None
        lines.append((*(cell.value for cell in row[:5]), place, file.parent))
    return lines


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=() if kind in OFTEN else pytest.mark.full_size)
        for kind in KINDS
        if kind != "fund-disclosure"
    ],
)
def test_every_number_is_the_number_of_its_rows_and_each_has_a_link_that_opens(drafts: Drafts, kind: str) -> None:
    lines = basis_of(drafts(kind))
    assert lines
    books: dict[Path, Any] = {}
    for name in dict.fromkeys(line[0] for line in lines):
        own = [line for line in lines if line[0] == name]
        rows = [line for line in own if line[4]]
        if isinstance(own[0][1], int) and not any(word in name for word in NOT_ROWS):
            assert own[0][1] == len(rows), name
        for *_, sheet, number, place, folder in rows:
            if KINDS[kind].masked:
                assert place is None  # the way to a file names it
                continue
            assert place is not None
            target = (folder / place[0]).resolve()
            if target not in books:
                books[target] = openpyxl.load_workbook(target)
            book = books[target]
            assert place[1] == f"'{sheet}'!A{number}"
            assert any(cell.value is not None for cell in book[sheet][number])


def _within(value: Any, start: date, end: date) -> bool:
    return value is not None and start <= date.fromisoformat(str(value)[:10]) <= end


def _counted(logs: Logbook, start: date, end: date, label: str) -> dict[str, int]:
    """What stands in the logs of a quarter, by the names that the report gives it."""
    tables = logs.tables
    received = [row for row in tables["complaints"] if _within(row["received_at"], start, end)]
    visits = [row for row in tables["interviews"] if _within(row["held_at"], start, end)]
    staff = {row["name"] for row in tables["staff"] if row["role"] in ("客服", "客服主管")}
    found = {
        "受理": len(received),
        "已办结": sum(row["closed_at"] is not None for row in received),
        "处理中": sum(row["closed_at"] is None for row in received),
        **{klass: sum(row["klass"] == klass for row in received) for klass in ("一类", "二类", "三类")},
        "访谈次数": len(visits),
        "深入访谈": sum(row["in_depth"] == "是" for row in visits),
        "访谈中的建议": sum(row["is_suggestion"] == "是" for row in visits),
        **{
            kind: sum(row["kind"] == kind and _within(row["at"], start, end) for row in tables["contacts"])
            for kind in ("建议", "咨询")
        },
        "维修回访": sum(_within(row["visited_at"], start, end) for row in tables["repair_visits"]),
        "已开展的宣传": sum(_within(row["done_on"], start, end) for row in tables["publicity_plan"]),
    }
    counted = {f"{name}（{label}）": n for name, n in found.items()}
    reached = {row["household"] for row in visits if row["interviewer"] in staff}
    return {**counted, f"{label}访到的户数": len(reached)}


def test_the_report_says_what_the_logs_hold_of_both_quarters(drafts: Drafts, logs: Logbook) -> None:
    said = {line[0]: line[1] for line in basis_of(drafts("service-report"))}
    wanted = {
        **_counted(logs, date(2026, 7, 1), date(2026, 9, 30), NOW),
        **_counted(logs, date(2026, 4, 1), date(2026, 6, 30), BEFORE),
    }
    assert {name: said.get(name) for name in wanted} == wanted
    table = docx.Document(str(drafts("service-report").file)).tables[1]
    shown = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows[1:]}
    now, before = wanted[f"受理（{NOW}）"], wanted[f"受理（{BEFORE}）"]
    assert shown["受理"] == [str(now), str(before), f"{now - before:+d}" if now != before else "0"]


def test_a_number_in_a_workbook_leads_to_its_first_line_of_the_basis(drafts: Drafts) -> None:
    book = openpyxl.load_workbook(drafts("monthly-statistics").file)
    page = book.worksheets[0]
    linked = [cell for row in page.iter_rows() for cell in row if cell.hyperlink]
    assert len(linked) == 8
    for cell in linked:
        line = int(cell.hyperlink.location.rpartition("A")[2])
        assert book["依据"].cell(line, 2).value == cell.value


def test_the_interview_plan_adds_up_and_lists_whom_nobody_reached(drafts: Drafts, logs: Logbook) -> None:
    book = openpyxl.load_workbook(drafts("interview-plan").file)
    plan = [row for row in book.worksheets[0].iter_rows(values_only=True) if str(row[0]).startswith("2026-")]
    assert len(plan) == 12
    households = {row["household"] for row in logs.tables["households"]}
    assert sum(row[1] for row in plan) >= len(households)
    staff = {row["name"] for row in logs.tables["staff"] if row["role"] in ("客服", "客服主管")}
    visits = [row for row in logs.tables["interviews"] if row["interviewer"] in staff]
    reached = {row["household"] for row in visits if _within(row["held_at"], date(2026, 1, 1), AS_OF)}
    listed = [row[2] for row in book.worksheets[1].iter_rows(values_only=True) if isinstance(row[0], int)]
    assert len(listed) == len(households - reached)


def test_a_period_that_is_not_over_says_so(logs: Logbook, tmp_path: Path) -> None:
    made = logs.draft("monthly-statistics", tmp_path, "2026-10", AS_OF - timedelta(days=5))
    text = "\n".join(str(cell.value) for row in openpyxl.load_workbook(made.file).worksheets[0] for cell in row)
    assert "所属期间尚未结束：各数只到 2026-10-26" in text
