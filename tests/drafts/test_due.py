"""`due` says for each coming document by which command it is drafted, and whether it was."""

from datetime import date
from pathlib import Path

from logbook import Logbook, book, simulated, taken_out

from clausecheck.explain import Ahead, coming_in_logs, render_coming
from clausecheck.papers.drafts import KINDS

AS_OF = date(2026, 10, 2)


def _ahead(logs: Logbook, folder: Path) -> Ahead:
    return coming_in_logs(logs.read(folder), book(), AS_OF, 40, out=folder / "out")


def test_each_coming_document_has_its_command_and_says_when_it_was_drafted(tmp_path: Path) -> None:
    logs = simulated(AS_OF)
    statistics, reports = logs.tables["monthly_statistics"], logs.tables["reports"]
    logs.tables["monthly_statistics"] = taken_out(statistics, lambda row: row["month"] == "2026-09")
    logs.tables["reports"] = taken_out(reports, lambda row: row["covers"] == "2026-09")
    found = {item.code: item for item in _ahead(logs, tmp_path).items if item.subject == "2026-09"}
    assert (found["STA01"].paper, found["STA01"].covers) == ("monthly-statistics", "2026-09")
    assert (found["RPT10"].paper, found["RPT10"].covers) == ("service-brief", "2026-09")
    assert not found["STA01"].drafted
    assert {item.paper for item in found.values()} <= {"", *KINDS}
    logs.draft("monthly-statistics", tmp_path, "2026-09", AS_OF)
    ahead = _ahead(logs, tmp_path)
    assert {item.code: item.drafted for item in ahead.items if item.subject == "2026-09"}["STA01"] == "2026-10-02"
    said = render_coming(ahead, "zh")
    assert "已起草（截至 2026-10-02）；重新起草：clausecheck draft monthly-statistics PATH --period 2026-09" in said
    assert "clausecheck draft service-brief PATH --period 2026-09" in said


def test_what_is_no_document_has_no_command(tmp_path: Path) -> None:
    logs = simulated(AS_OF)
    items = _ahead(logs, tmp_path).items
    assert {item.paper for item in items if item.code.startswith(("ITV02", "ENG", "INF04"))} <= {""}
