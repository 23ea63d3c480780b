"""Reading 67: a copy of ours that comes back is the corrected log; beside its original the newer of the two is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from logbooks import workbook

from clausecheck.logs import COPY, read_logs
from clausecheck.logs.cells import Peek
from clausecheck.logs.made import peek
from clausecheck.logs.propose import propose
from clausecheck.marks import Column, Mark, Sheet, annotate
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Logs
from clausecheck.wording import word

HEADERS = ["投诉编号", "受理时间", "房号"]
JANUARY = [HEADERS, ["TS-1", "2026-01-05 09:02", "1栋301"], ["TS-2", "2026-01-06 09:02", "1栋302"]]
MARCH = [
    HEADERS,
    ["TS-5", "2026-03-05 09:02", "1栋301"],
    ["TS-6", "2026-03-06 09:02", ""],
    ["TS-7", "2026-03-07 10:00", "1栋303"],
]
TEXT = "CMP10 不合格 · TS-5\n要求：3 天内办结\n实际：办结时间为空"
RESULTS = Sheet(
    "核查结果", [Column(one, 10) for one in ("判定", "规则", "对象")], [["不合格", "CMP10", "TS-5"]], ["t"], "first"
)
EARLY, LATE = "2026-04-01T08:00:00Z", "2026-04-09T08:00:00Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "台账"
    place.mkdir()
    saved(workbook(place / "三月.xlsx", {"投诉记录": MARCH}), EARLY)
    return place


def saved(path: Path, when: str) -> Path:
    """The workbook telling that it was last saved then; "": telling nothing of the kind."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = b'<p xmlns="x"><modified>%s</modified></p>' % when.encode()
    parts["docProps/core.xml"] = told if when else b'<p xmlns="x"/>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def copy_of(source: Path, name: str, when: str, about: dict[str, str] | None = None, **cells: str) -> Path:
    """An annotated copy, saved again by another program with some cells of 投诉记录 corrected."""
    target = source.with_name(name)
    annotate(source, target, [Mark("投诉记录", "C3", "FFC7CE", TEXT)], [RESULTS], "clausecheck", about)
    book = openpyxl.load_workbook(target)
    for cell, value in cells.items():
        book["投诉记录"][cell] = value
    book.save(target)
    return saved(target, when)


def flats(logs: Logs) -> list[object]:
    return [row.get("household") for row in logs.rows("complaints")]


def unread(logs: Logs) -> dict[str, str]:
    assert all(word(one.why, lang) for one in logs.unread for lang in ("zh", "en"))
    return {one.file: one.why.key.removeprefix("unread.") for one in logs.unread}


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("about", [None, {"origin": "三月.xlsx"}])
def test_a_copy_alone_is_read_and_our_sheets_in_it_are_no_logs(
    folder: Path, by_name: bool, about: dict[str, str] | None
) -> None:
    copy = copy_of(folder / "三月.xlsx", "整改后.xlsx", LATE, about, C3="1栋302")
    (folder / "三月.xlsx").unlink()
    logs = read_logs([copy if by_name else folder])
    assert flats(logs) == ["1栋301", "1栋302", "1栋303"]
    (file,) = logs.files
    assert COPY in file.notes
    assert [sheet.sheet for sheet in file.sheets] == ["投诉记录"]
    assert unread(logs) == {}


def test_a_copy_is_known_by_its_comments_alone(folder: Path) -> None:
    copy = copy_of(folder / "三月.xlsx", "整改后.xlsx", LATE)
    book = openpyxl.load_workbook(copy)
    del book["核查结果"]
    book.save(copy)
    seen = peek(copy.read_bytes())
    assert (seen.made, seen.sheets) == (COPY, ("投诉记录",))
    assert isinstance(seen, Peek)
    assert peek((folder / "三月.xlsx").read_bytes()).made == ""


def test_beside_its_original_a_copy_that_says_the_same_is_not_read_twice(folder: Path) -> None:
    copy_of(folder / "三月.xlsx", "三月_核查.xlsx", LATE)
    logs = read_logs([folder])
    assert len(flats(logs)) == 3
    assert unread(logs) == {"三月_核查.xlsx": "annotated_copy"}
    assert "三月.xlsx" in word(logs.unread[0].why, "zh")


@pytest.mark.parametrize(
    ("when", "used", "other"),
    [(LATE, "整改后.xlsx", "三月.xlsx"), ("2026-03-20T01:00:00+08:00", "三月.xlsx", "整改后.xlsx")],
)
def test_of_a_log_and_its_corrected_copy_the_newer_is_read_and_the_other_named(
    folder: Path, when: str, used: str, other: str
) -> None:
    copy_of(folder / "三月.xlsx", "整改后.xlsx", when, C3="1栋302")
    for paths in ([folder], [folder / "三月.xlsx", folder / "整改后.xlsx"]):
        logs = read_logs(paths)
        assert [file.file for file in logs.files] == [used]
        assert unread(logs) == {other: "older_state"}
        assert used in word(logs.unread[0].why, "zh")


@pytest.mark.parametrize("when", ["", EARLY, "unknown"])
def test_where_nothing_tells_which_is_newer_the_audit_asks(folder: Path, when: str) -> None:
    copy_of(folder / "三月.xlsx", "整改后.xlsx", when, C3="1栋302")
    with pytest.raises(InputFault, match=r"三月\.xlsx, 整改后\.xlsx; keep or name only the one to audit"):
        read_logs([folder])


def test_of_several_copies_the_newest_is_read(folder: Path) -> None:
    first = copy_of(folder / "三月.xlsx", "一.xlsx", EARLY, {"origin": "三月.xlsx"}, C3="1栋302")
    copy_of(folder / "三月.xlsx", "二.xlsx", LATE, {"origin": "三月.xlsx"}, C3="1栋309")
    (folder / "三月.xlsx").unlink()
    logs = read_logs([folder])
    assert (flats(logs)[1], unread(logs)) == ("1栋309", {first.name: "older_state"})


def test_other_logs_with_the_same_sheets_are_read_beside_a_copy(folder: Path) -> None:
    workbook(folder / "一月.xlsx", {"投诉记录": JANUARY})
    copy_of(folder / "三月.xlsx", "三月_核查.xlsx", LATE, {"origin": "三月.xlsx"}, C3="1栋302")
    logs = read_logs([folder])
    assert sorted(str(row.get("id")) for row in logs.rows("complaints")) == ["TS-1", "TS-2", "TS-5", "TS-6", "TS-7"]
    assert unread(logs) == {"三月.xlsx": "older_state"}


def test_the_map_shows_the_sheets_of_people_in_a_copy(folder: Path) -> None:
    copy_of(folder / "三月.xlsx", "整改后.xlsx", LATE, C3="1栋302")
    assert {(one.file, one.sheet) for one in propose([folder])} == {("整改后.xlsx", "投诉记录")}
