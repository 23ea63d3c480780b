"""With --mask no file name tells who somebody is, and no text keeps the masking busy."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import planted
import pytest
from test_mask_audit import BOOK, audited, outputs

from clausecheck.logs import read_logs
from clausecheck.nouns.model import Cell, Remark, say
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.pipeline import audit_logs
from clausecheck.procedure.shipped import our_tables
from clausecheck.results.mask import Masker, mask_text, masked, masker_of
from clausecheck.results.mask.files import renamed, shown_files
from clausecheck.results.mask.known import vocabulary
from clausecheck.results.mask.names import by_first
from clausecheck.results.mask.text import harmless, mask_flats, mask_people

OWN = ("翠湖花园", "CH-001")


@pytest.mark.parametrize(
    "name",
    [
        "投诉记录.xlsx",
        "翠湖花园_2026年7月_投诉台账.xlsx",
        "CH-001 台账（最终版）.xls",
        "2026/七月/访谈记录 20260731.xlsx",
        "log v2.csv",
        "台账.xlsx",
    ],
)
def test_a_name_of_dates_and_harmless_words_stays(name: str) -> None:
    assert shown_files([name], vocabulary(our_tables()), OWN) == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张伟民_13912345678.xlsx", "文件1.xlsx"),
        ("投诉记录 张伟民.xls", "文件1.xls"),
        ("张伟民/台账.xlsx", "文件1.xlsx"),
        ("台账_3-2-501.xlsx", "文件1.xlsx"),
        ("13912345678.csv", "文件1.csv"),
        ("Zhang Weimin.xlsx", "文件1.xlsx"),
        ("张伟民身份证.jpg", "文件1.jpg"),
        ("张伟民/", "文件夹1/"),
    ],
)
def test_any_other_name_is_replaced_as_a_whole(name: str, shown: str) -> None:
    assert shown_files([name], vocabulary(our_tables()), OWN)[0] == (name, shown)


def test_two_names_never_become_one_and_a_name_that_is_taken_is_left_out() -> None:
    files = shown_files(["甲某.xlsx", "乙某.xlsx", "文件1.xlsx"], vocabulary(our_tables()), OWN)
    assert sorted(shown for _, shown in files) == ["文件2.xlsx", "文件3.xlsx"]


def test_a_name_made_to_be_tried_in_every_way_takes_no_time() -> None:
    start = time.process_time()
    shown_files(
        ["记录表" * 80 + "张.xlsx", "物业服务中心" * 40 + "张.xlsx", "一月" * 120 + "张.xlsx"],
        vocabulary(our_tables()),
        OWN,
    )
    assert time.process_time() - start < 1


def test_a_sheet_called_like_its_file_goes_with_it() -> None:
    files = shown_files(["张伟民.csv"], vocabulary(our_tables()), OWN)
    assert renamed("张伟民.csv › 张伟民!B7", files) == "文件1.csv › 文件1!B7"


def test_a_name_in_the_file_name_is_in_no_output(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    folder.mkdir()
    path, _ = planted.plant(folder)
    path.rename(folder / "欧阳震华_13912345678.xlsx")
    (folder / "欧阳震华.csv").write_text("投诉编号,受理时间,房号\nX-1,坏,1-1-9\nX-1,坏,1-1-9\n", encoding="utf-8")
    (folder / "欧阳震华 身份证.jpg").write_bytes(b"x")
    (folder / "记录表.docx").write_bytes(b"x")
    logs = read_logs([folder])
    audit = audit_logs(logs, BOOK, parse_period(planted.PERIOD), parse_day(planted.AS_OF))
    assert any("欧阳震华" in text for text in outputs(audit, tmp_path).values())
    shown = masked(audit, masker_of(logs))
    texts = outputs(shown, tmp_path)
    assert not [name for name, text in texts.items() if "欧阳" in text or "震华" in text or "13912345678" in text]
    document, manifest = (json.loads(texts[name]) for name in ("findings.json", "manifest.json"))
    named = [one["file"] for one in document["inputs"] if "sheets" in one]
    assert {one["file"] for one in manifest["inputs"]} <= set(named)
    cited = {cell["file"] for one in document["findings"] for cell in one["cells"]}
    assert cited <= set(named)
    assert {one["file"] for one in manifest["unread"]} == {"记录表.docx", *(one.file for one in shown.unread)}
    assert any(one["subject"].startswith("文件") for one in document["findings"])


def test_remarks_and_shown_texts_are_masked_too(tmp_path: Path) -> None:
    audit, masker = audited(planted.plant(tmp_path)[0])
    place = audit.findings[0].cells[0] if audit.findings[0].cells else Cell(audit.files[0].file, "投诉记录", "A1")
    name = next(iter(name for some in masker.names.values() for _, names in some for name in names))
    audit.remarks.append(Remark("void", place, say("text:", zh=f"{name}作废", en=name)))
    audit.texts[place] = f"{name} 13912345678"
    shown = masked(audit, masker)
    assert name not in str(shown.remarks)
    assert name not in str(shown.texts)
    assert "13912345678" not in str(shown.texts)


LONG = 30_000
PIECES = (
    "1期 ", "1", "一", "1-", "-", "1栋 ", "1栋1单元", "1栋1层", "栋", "1期1栋1", "王", "王 ", "先生", "业主：王", "A ", "A-", "1/", " ", "\u3000",
    "\t", "*", "1*", "0 ", "1 3 ", "1 3 8-", "+86", "甲栋", "1座-", "号", "1#", "a.", "·", "301室", "姓名 ", "联系人：李", "（0", "010-", "1号-1",
    "1栋 301", "1期" + " " * 50 + "1栋" + " " * 50 + "x", "1期" + " " * 400 + "1栋" + " " * 400 + "x",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_cell_of_thirty_thousand_signs_is_masked_at_once(piece: str) -> None:
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    names = by_first({"王敏", "孙客服", "anna lee"})
    ways: list[Callable[[Masker], object]] = [
        lambda masker: mask_text(text, masker),
        lambda masker: mask_text(text, masker, strict=True),
        lambda masker: mask_people(text, masker),
        lambda masker: mask_flats(text, masker),
        lambda masker: harmless(text, masker),
    ]
    for way in ways:
        masker = Masker(
            names,
            frozenset({"13800000000"}),
            frozenset({"3-2-501"}),
            frozenset(),
            vocabulary(our_tables()),
            our_tables(),
        )
        start = time.process_time()
        way(masker)
        assert time.process_time() - start < 2


def test_spaces_between_the_parts_of_a_room_do_not_hide_it() -> None:
    masker = Masker({}, frozenset(), frozenset(), frozenset(), vocabulary(our_tables()), our_tables())
    assert "301" not in mask_text(
        "住在 1期" + " " * 300 + "2栋" + " " * 300 + "3单元" + "\u3000" * 9 + "301 的", masker
    )
    assert mask_text("没有" + " " * 9 + "人", masker) == "没有" + " " * 9 + "人"
