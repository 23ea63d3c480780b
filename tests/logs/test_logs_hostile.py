"""Files that are broken, hostile or not what they seem: a clear error with file, fault and mend, or a right reading."""

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from logbooks import project, workbook, write_canonical

from clausecheck.logs import read_logs
from clausecheck.logs.apart import Opener
from clausecheck.logs.broken import Broken
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.openers import SECONDS
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.nouns.errors import InputFault
from clausecheck.procedure.shipped import our_tables, our_words

COMPLAINTS = [["投诉编号", "受理时间", "房号"], ["TS-1", "2026-03-05 09:02", "1栋301"]]


def _fault(path: Path) -> InputFault:
    with pytest.raises(InputFault) as caught:
        read_logs([path])
    return caught.value


def _good(folder: Path) -> bytes:
    return workbook(folder / "good.xlsx", {"投诉记录": COMPLAINTS}).read_bytes()


def _repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A workbook with some of its parts changed, or left out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "zh", "en"),
    [
        ("空.xlsx", b"", "文件是空的", "the file is empty (0 bytes); copy it again"),
        ("文本.xlsx", b"hello", "内容不是工作簿", "not a workbook; open it in Excel or WPS and save it as .xlsx"),
        ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页", "a web page saved under"),
        ("二进制.csv", bytes(range(256)) * 9, "不是 UTF-8 或 GB18030", "not text in UTF-8 or GB18030"),
        ("文档.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "内容不是工作簿", "not a workbook"),
    ],
)
def test_what_is_no_workbook_says_so_and_how_to_mend_it(
    tmp_path: Path, name: str, data: bytes, zh: str, en: str
) -> None:
    (tmp_path / name).write_bytes(data)
    caught = _fault(tmp_path / name)
    assert caught.faults[0].place == name
    assert zh in caught.say("zh")
    assert en in caught.say("en")


def test_a_workbook_cut_short_says_so(tmp_path: Path) -> None:
    path = tmp_path / "半个.xlsx"
    path.write_bytes(_good(tmp_path)[:-700])
    assert "the file is cut short" in str(_fault(path))
    assert "文件不完整" in _fault(path).say("zh")


def test_an_old_workbook_cut_short_says_so(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("投诉记录")
    for line in range(2000):
        sheet.write(line, 0, f"TS-{line}")
    book.save(str(tmp_path / "a.xls"))
    (tmp_path / "半截.xls").write_bytes((tmp_path / "a.xls").read_bytes()[:9000])
    assert "cut short" in str(_fault(tmp_path / "半截.xls"))


def test_all_broken_files_of_a_folder_are_named_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "记录"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"")
    (folder / "b.xlsx").write_bytes(b"no")
    workbook(folder / "c.xlsx", {"投诉记录": COMPLAINTS})
    assert [one.place for one in _fault(folder).faults] == ["a.xlsx", "b.xlsx"]


def test_a_document_of_another_kind_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "说明.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    assert "not a workbook" in str(_fault(path))


def test_a_path_that_is_not_there_and_a_folder_without_workbooks_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputFault) as caught:
        read_logs([tmp_path / "没有.xlsx", tmp_path])
    assert "there is no such file or folder" in str(caught.value)
    assert "no workbook in this folder" in str(caught.value)


def test_a_part_that_is_damaged_inside_is_never_read_by_halves(tmp_path: Path) -> None:
    data = bytearray(write_canonical(tmp_path / "good.xlsx", project()).read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("xl/worksheets/sheet6.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    (tmp_path / "坏.xlsx").write_bytes(data)
    assert "damaged" in str(_fault(tmp_path / "坏.xlsx"))


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "重.xlsx"
    path.write_bytes(_good(tmp_path))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert "a part inside is there twice" in str(_fault(path))


def test_a_part_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "炸弹.xlsx"
    data = bytearray(_good(tmp_path))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (2_000_000_000).to_bytes(4, "little")  # the size it will unpack to
    path.write_bytes(data)
    assert "far larger than a log can be" in str(_fault(path))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_entities_that_multiply_are_not_followed(tmp_path: Path, part: str) -> None:
    lines = [b'<!ENTITY a "' + b"a" * 1000 + b'">']
    lines += [b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 50) for i in range(8)]

    def bomb(name: str, old: bytes) -> bytes:
        if name != part:
            return old
        start = old.index(b"?>") + 2 if old.startswith(b"<?xml") else 0
        return old[:start] + b"<!DOCTYPE x [" + b"".join(lines) + b"]>" + old[start:].replace(b"TS-1", b"&i;")

    (tmp_path / "实体.xlsx").write_bytes(_repacked(_good(tmp_path), bomb))
    assert "the file is damaged" in str(_fault(tmp_path / "实体.xlsx"))


def test_a_stray_cell_in_the_last_corner_costs_an_error_not_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "投诉编号"
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "角.xlsx")
    said = str(_fault(tmp_path / "角.xlsx"))
    assert "delete the rows and columns" in said
    assert "Sheet!XFD1048576" in said


def test_a_sheet_in_another_encoding_is_refused_not_read_as_empty(tmp_path: Path) -> None:
    def recoded(name: str, old: bytes) -> bytes:
        return old.decode().encode("utf-16") if name == "xl/worksheets/sheet1.xml" else old

    (tmp_path / "编码.xlsx").write_bytes(_repacked(_good(tmp_path), recoded))
    assert "in an unusual encoding" in str(_fault(tmp_path / "编码.xlsx"))


def test_thousands_of_sheets_are_refused(tmp_path: Path) -> None:
    def many(name: str, old: bytes) -> bytes:
        first = old.index(b"<sheet ") if name == "xl/workbook.xml" else -1
        if first < 0:
            return old
        sheet = old[first : old.index(b"/>", first) + 2]
        copies = [re.sub(rb'name="[^"]*"', b'name="s%d"' % number, sheet) for number in range(2001)]
        return old.replace(sheet, b"".join(copies))

    (tmp_path / "多.xlsx").write_bytes(_repacked(_good(tmp_path), many))
    assert "more sheets than logs can have" in str(_fault(tmp_path / "多.xlsx"))


def test_numbers_that_are_none_are_unreadable_not_a_crash(tmp_path: Path) -> None:
    def spoilt(name: str, old: bytes) -> bytes:
        cells = (
            b'<row r="3"><c r="A3"><v>TS</v></c><c r="B3"><v>NaN</v></c><c r="C3"><v>1e999</v></c></row></sheetData>'
        )
        return old.replace(b"</sheetData>", cells.replace(b"<v>TS</v>", b"<v>7</v>"))

    (tmp_path / "数.xlsx").write_bytes(_repacked(_good(tmp_path), spoilt))
    logs = read_logs([tmp_path / "数.xlsx"])
    assert [(fault.code, fault.cell.cell) for fault in logs.faults] == [("DAT01", "B3")]


def test_a_layout_that_keeps_us_busy_is_stopped() -> None:
    reading = Reading(ColumnMap(), our_tables(), our_words())
    reading.allow(0)
    with pytest.raises(Broken) as caught:
        read_sheet("a.xlsx", SheetCells("投诉记录", [(1, list(COMPLAINTS[0]))]), reading, False)
    assert caught.value.key == "too_slow"


def test_a_link_in_a_circle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "圈.xlsx"
    try:
        path.symlink_to(path)
    except OSError:
        pytest.skip("this system lets us make no links")
    with pytest.raises(InputFault) as caught:
        read_logs([tmp_path])
    assert caught.value.faults[0].place == "圈.xlsx"


def test_external_links_and_macros_are_neither_followed_nor_needed(tmp_path: Path) -> None:
    def link(name: str, old: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            target = (
                b'<Relationship Id="rId99" Type="x/externalLink" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
            )
            return old.replace(b"</Relationships>", target + b"</Relationships>")
        return old

    (tmp_path / "链接.xlsm").write_bytes(_repacked(_good(tmp_path), link))
    assert len(list(read_logs([tmp_path / "链接.xlsm"]).rows("complaints"))) == 1


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_is_read(tmp_path: Path) -> None:
    with Opener(seconds=0.001) as opener:
        with pytest.raises(Broken) as caught:
            opener.open(_good(tmp_path), "slow.xlsx")
        assert caught.value.key == "too_slow"
        opener.seconds = SECONDS
        assert opener.open(_good(tmp_path), "good.xlsx").format == "xlsx"


def test_a_file_another_program_holds_says_close_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "开着.xlsx", {"投诉记录": COMPLAINTS})
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert "close it and try again" in str(_fault(path))
    else:
        assert len(list(read_logs([path]).rows("complaints"))) == 1  # root may read everything
    finally:
        path.chmod(0o644)


def test_lock_files_hidden_files_and_our_own_results_are_not_logs(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"投诉记录": COMPLAINTS})
    own = tmp_path / "结果"
    own.mkdir()
    for name in ("~$a.xlsx", ".b.xlsx", "结果/a.xlsx", "结果/findings.json", "结果/manifest.json", "说明.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert [read.file for read in read_logs([tmp_path]).files] == ["a.xlsx"]


def test_an_annotated_copy_beside_its_original_is_not_read_again(tmp_path: Path) -> None:
    data = _good(tmp_path)
    copy = tmp_path / "good_核查.xlsx"
    copy.write_bytes(data)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr("customXml/item1.xml", '<marks xmlns="urn:clausecheck:marks:1"/>')
    logs = read_logs([tmp_path])
    assert len(list(logs.rows("complaints"))) == 1
    assert [(one.file, one.why.key) for one in logs.unread] == [("good_核查.xlsx", "unread.annotated_copy")]
    assert len(list(read_logs([copy]).rows("complaints"))) == 1


def test_a_file_that_is_the_same_as_another_is_noted_and_not_read_twice(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(_good(tmp_path))
    logs = read_logs([tmp_path])
    assert [read.notes for read in logs.files] == [[], ["same_content"]]
    assert len(list(logs.rows("complaints"))) == 1


def test_two_files_of_one_name_keep_apart_and_one_handed_in_twice_is_read_once(tmp_path: Path) -> None:
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        workbook(tmp_path / folder / "a.xlsx", {"投诉记录": COMPLAINTS})
    logs = read_logs([tmp_path / "一" / "a.xlsx", tmp_path / "二" / "a.xlsx", tmp_path / "一"])
    assert [read.file for read in logs.files] == ["一/a.xlsx", "二/a.xlsx"]


def test_formats_that_hide_errors_say_so(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("投诉记录")
    for column, header in enumerate(COMPLAINTS[0]):
        sheet.write(0, column, header)
    book.save(str(tmp_path / "a.xls"))
    assert read_logs([tmp_path / "a.xls"]).files[0].notes == ["errors_not_visible"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be any bytes")
def test_a_name_in_another_encoding_is_named_to_be_changed(tmp_path: Path) -> None:
    os.close(os.open(bytes(tmp_path) + b"/" + "台账.xlsx".encode("gb18030"), os.O_CREAT))
    assert "its name is not UTF-8 and cannot be written down; rename it" in str(_fault(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing on Windows")
def test_a_pipe_among_the_logs_is_named_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    assert "is a pipe or a device, not a file" in str(_fault(tmp_path))
