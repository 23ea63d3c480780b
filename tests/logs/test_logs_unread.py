"""Reading 63: nothing of a folder that is handed in stays unread without a word, and nothing of ours is read as a log."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlwt
from logbooks import workbook

from clausecheck.logs import own, read_logs
from clausecheck.logs.passed_over import SETTINGS
from clausecheck.marks import Column, Mark, Sheet, annotate, findings_workbook, unmark
from clausecheck.marks.restore import RESTORED
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Logs
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.papers.forms import write_template
from clausecheck.results.sheets import ui
from clausecheck.rulebook import load_procedure
from clausecheck.trends import workbook as study
from clausecheck.wording import word

COMPLAINTS = [["投诉编号", "受理时间", "房号"], ["TS-1", "2026-03-05 09:02", "1栋301"]]
TSV = "投诉编号\t受理时间\t房号\r\nTS-9\t2026-03-06 10:00\t1栋302\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "台账"
    place.mkdir()
    workbook(place / "a.xlsx", {"投诉记录": COMPLAINTS})
    return place


def named(logs: Logs) -> dict[str, str]:
    """What was not read, and the word key of why; every reason has words in both languages."""
    assert all(word(one.why, lang) for one in logs.unread for lang in ("zh", "en"))
    return {one.file: one.why.key.removeprefix("unread.") for one in logs.unread}


def ids(logs: Logs) -> list[str]:
    return [row.get("id") for row in logs.rows("complaints")]


REASONS = {
    "访谈记录表.docx": "document", "旧.doc": "document", "扫描.PDF": "document", "笔记.md": "document", "报告.wps": "document",
    "记录.zip": "archive", "记录.RAR": "archive", "照片.jpg": "picture", "来电录音.mp3": "media", "导出.html": "web",
    "投诉.numbers": "ending", "没有后缀": "ending", "备份.xlsx.bak": "ending", "指向.lnk": "shortcut",
    "~$a.xlsx": "lock", ".~a.xlsx": "lock", ".~lock.a.xlsx#": "lock", ".隐藏.xlsx": "hidden",
    "colums.yaml": "settings_unknown", "report.html": "own_file", "findings.json": "own_file",
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_each_file_that_is_not_read_is_named_once_with_why(folder: Path, name: str) -> None:
    (folder / "下级").mkdir()
    for place in (name, f"下级/{name}"):
        (folder / place).write_bytes(b"x")
    assert named(read_logs([folder])) == {name: REASONS[name], f"下级/{name}": REASONS[name]}


def test_settings_and_rulebooks_are_no_unread_files_where_they_count(folder: Path) -> None:
    (folder / "下级").mkdir()
    for name in SETTINGS:
        (folder / name).write_text("", encoding="utf-8")
        (folder / "下级" / name).write_text("", encoding="utf-8")
    (folder / "规则.yaml").write_text("# 公司\nextends: customer_communication\n", encoding="utf-8")
    assert named(read_logs([folder])) == {f"下级/{name}": "settings_below" for name in SETTINGS}


def test_litter_of_the_system_is_counted_once_and_hidden_folders_named(folder: Path) -> None:
    for name in ("__MACOSX/._a.xlsx", ".DS_Store", "._a.xlsx", "子/Thumbs.db", "子/desktop.ini", ".git/b.xlsx"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    logs = read_logs([folder])
    assert named(logs) == {".DS_Store": "litter", ".git/": "hidden_folder"}
    assert "5" in word(next(one.why for one in logs.unread if one.why.key == "unread.litter"), "zh")


@pytest.mark.parametrize("ending", [".txt", ".tsv", ".TXT"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "gb18030"])
def test_texts_with_tabs_are_read_as_tables(folder: Path, ending: str, encoding: str) -> None:
    (folder / f"投诉{ending}").write_bytes(TSV.encode(encoding))
    logs = read_logs([folder])
    assert ids(logs) == ["TS-1", "TS-9"]
    assert named(logs) == {}
    assert ids(read_logs([folder / f"投诉{ending}"])) == ["TS-9"]


@pytest.mark.parametrize(
    "content", [b"", "先核对，再提交。\n谢谢\n".encode(), bytes(range(256)), b"<html>x</html>", b"\xff\xfe\x00"]
)
def test_notes_beside_the_logs_are_no_error(folder: Path, content: bytes) -> None:
    (folder / "说明.txt").write_bytes(content)
    logs = read_logs([folder])
    assert ids(logs) == ["TS-1"]
    assert named(logs) == {"说明.txt": "text"}


def test_a_text_of_several_columns_that_is_no_table_is_a_sheet_not_recognised(folder: Path) -> None:
    (folder / "名单.txt").write_text("甲\t乙\n1\t2\n", encoding="utf-8")
    assert [sheet.why for file in read_logs([folder]).files for sheet in file.sheets] == ["", "no_known_headers"]


def test_an_xml_spreadsheet_of_2003_in_a_folder_is_named_with_the_mend(folder: Path) -> None:
    text = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    (folder / "投诉记录.xml").write_text(text, encoding="utf-8")
    (folder / "别的.xml").write_text("<a/>", encoding="utf-8")
    logs = read_logs([folder])
    assert named(logs) == {"投诉记录.xml": "xml_2003", "别的.xml": "ending"}
    assert "另存为 .xlsx" in "".join(word(one.why, "zh") for one in logs.unread)


def test_a_folder_without_logs_says_what_lies_there_instead(tmp_path: Path) -> None:
    (tmp_path / "访谈.docx").write_bytes(b"x")
    with pytest.raises(InputFault, match=r"no workbook in this folder.*访谈\.docx"):
        read_logs([tmp_path])


def test_nothing_but_notes_and_results_is_no_audit(tmp_path: Path) -> None:
    findings_workbook(tmp_path / "结果.xlsx", _own_sheets())
    (tmp_path / "说明.txt").write_text("见附件", encoding="utf-8")
    with pytest.raises(InputFault, match="no logs"):
        read_logs([tmp_path])


# folders and links


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="who may do everything may list every folder")
def test_a_folder_that_cannot_be_listed_stops_the_audit(folder: Path) -> None:
    (folder / "七月").mkdir(mode=0o000)
    try:
        with pytest.raises(InputFault, match="cannot be listed") as caught:
            read_logs([folder])
        assert caught.value.faults[0].place == str(folder / "七月")
    finally:
        (folder / "七月").chmod(0o700)


def test_any_folder_that_the_system_refuses_to_list_stops_the_audit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "七月").mkdir()
    usual = Path.iterdir

    def refused(place: Path) -> object:
        if place.name == "七月":
            raise PermissionError(13, "Permission denied", str(place))
        return usual(place)

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(InputFault, match="cannot be listed") as caught:
        read_logs([folder])
    assert "七月" in caught.value.faults[0].place
    assert "其中的记录会漏掉" in caught.value.say("zh")


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@needs_links
def test_links_are_followed_and_circles_are_not(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "归档").mkdir()
    workbook(tmp_path / "归档" / "b.xlsx", {"投诉记录": [COMPLAINTS[0], ["TS-2", *COMPLAINTS[1][1:]]]})
    (folder / "2026").symlink_to(tmp_path / "归档")
    (folder / "又").symlink_to(tmp_path / "归档")
    (folder / "圈").symlink_to(folder)
    (folder / "上级").symlink_to(tmp_path)
    (tmp_path / "归档" / "圈").symlink_to(folder)
    logs = read_logs([folder])
    assert ids(logs) == ["TS-2", "TS-1"]
    assert named(logs) == {"又/": "circle", "圈/": "circle", "上级/": "circle", "2026/圈/": "circle"}


@needs_links
def test_a_link_that_leads_nowhere_stops_the_audit(folder: Path) -> None:
    (folder / "2025年").symlink_to(folder.parent / "没有接通")
    with pytest.raises(InputFault, match="leads to nothing"):
        read_logs([folder])


def test_two_folders_handed_in_name_their_files_apart(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "另"
    shutil.copytree(folder, other)
    for place in (folder, other):
        (place / "x.docx").write_bytes(b"x")
    assert named(read_logs([folder, other])) == {"台账/x.docx": "document", "另/x.docx": "document"}


# our own products


def _own_sheets(lang: str = "zh") -> list[Sheet]:
    sheets = {
        "results": ("verdict", "code", "subject"),
        "assumptions": ("code", "value", "source"),
        "rows": ("file", "sheet", "table"),
    }
    return [
        Sheet(ui(f"sheet_{name}", lang), [Column(ui(f"column_{key}", lang), 10) for key in keys], [["x"] * 3], ["t"])
        for name, keys in sheets.items()
    ]


def _by_openpyxl(source: Path, target: Path, drop: bool) -> None:
    book = openpyxl.load_workbook(source)
    if drop:
        for name in book.custom_doc_props.names:
            del book.custom_doc_props[name]
    book.save(target)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("saved", ["as written", "saved again", "record dropped"])
def test_our_own_workbooks_are_named_and_not_read(folder: Path, lang: str, saved: str) -> None:
    made = folder.parent / "写出"
    made.mkdir()
    annotate(
        folder / "a.xlsx", made / "副本.xlsx", [Mark("投诉记录", "B2", "FFC7CE", "x")], _own_sheets(lang), "clausecheck"
    )
    findings_workbook(made / "结果.xlsx", _own_sheets(lang))
    study.write_workbook(
        [study.Sheet(name, "t", [study.Column("a")], [["x"]]) for name in _study_names(lang)], made / "趋势.xlsx"
    )
    for path in made.iterdir():
        if saved == "as written":
            shutil.copy(path, folder)
        else:
            _by_openpyxl(path, folder / path.name, saved == "record dropped")
    logs = read_logs([folder])
    assert ids(logs) == ["TS-1"]
    assert named(logs) == {
        "副本.xlsx": "annotated_copy",
        "结果.xlsx": "findings_workbook",
        "趋势.xlsx": "trends_workbook",
    }


def test_our_results_in_another_format_are_known_by_their_sheets(folder: Path) -> None:
    old = xlwt.Workbook()
    sheets = {"投诉记录": COMPLAINTS, **{one.name: [[each.header for each in one.columns]] for one in _own_sheets()}}
    for name, rows in sheets.items():
        sheet = old.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    old.save(str(folder / "b.xls"))
    assert named(read_logs([folder])) == {"b.xls": "annotated_copy"}


def test_a_copy_named_by_hand_is_read_and_other_products_are_refused(folder: Path) -> None:
    annotate(
        folder / "a.xlsx", folder / "副本.xlsx", [Mark("投诉记录", "B2", "FFC7CE", "x")], _own_sheets(), "clausecheck"
    )
    findings_workbook(folder / "结果.xlsx", _own_sheets())
    assert ids(read_logs([folder / "副本.xlsx"])) == ["TS-1"]
    with pytest.raises(InputFault, match="this program wrote, no log"):
        read_logs([folder / "结果.xlsx"])


def test_what_unmark_writes_says_so_and_counts_once_beside_its_original(folder: Path) -> None:
    annotate(
        folder / "a.xlsx", folder / "副本.xlsx", [Mark("投诉记录", "B2", "FFC7CE", "x")], _own_sheets(), "clausecheck"
    )
    unmark(folder / "副本.xlsx", folder / "还原.xlsx")
    logs = read_logs([folder])
    assert ids(logs) == ["TS-1"]
    assert [(file.file, file.notes) for file in logs.files] == [
        ("a.xlsx", []),
        ("还原.xlsx", ["restored_copy", "same_content"]),
    ]
    (folder / "a.xlsx").unlink()
    assert ids(read_logs([folder])) == ["TS-1"]


def test_a_blank_form_is_a_log_to_be_filled(tmp_path: Path) -> None:
    write_template(tmp_path / "空白表.xlsx", load_procedure())
    logs = read_logs([tmp_path])
    assert named(logs) == {}
    assert any(sheet.table == "complaints" for file in logs.files for sheet in file.sheets)


@pytest.mark.parametrize("names", [["核查结果", "投诉记录"], ["核查结果", "核查依据"], ["说明", "月度", "明细"]])
def test_a_few_names_like_ours_make_no_product(names: list[str]) -> None:
    assert own.made_of(names) == ""


def test_our_names_for_sheets_are_those_that_are_written() -> None:
    for place, lang in enumerate(("zh", "en")):
        keys = ("sheet_results", "sheet_assumptions", "sheet_rows", "sheet_hashes")
        assert own.RESULTS[place] == tuple(ui(key, lang) for key in keys)
        assert own.STUDY[place] == set(_study_names(lang))
    assert own.RESTORED_COMMENT == RESTORED


def _study_names(lang: str) -> list[str]:
    words, _ = read_yaml(Path(study.__file__).with_name("words.yaml"))
    kinds = ("about", "monthly", "categories", "heat", "times", "survival", "backlog", "control", "repeats", "rows")
    return [words[f"wb_{kind}"][lang] for kind in kinds]


# rights and names


def test_a_file_that_may_not_be_read_says_that_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(InputFault) as caught:
        read_logs([folder / "a.xlsx"])
    if sys.platform != "win32":  # there the same error may mean that another program holds it
        assert caught.value.say("zh").startswith("a.xlsx: 没有读取这个文件的权限")
        assert "you may not read this file" in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be any bytes")
def test_chinese_names_are_read_where_the_system_knows_no_chinese(folder: Path) -> None:
    (folder / "投诉 七月.csv").write_text(TSV.replace("\t", ","), encoding="utf-8")
    (folder / "访谈.docx").write_bytes(b"x")
    code = (
        "import sys; from pathlib import Path; from clausecheck.logs import read_logs; logs = read_logs([Path(sys.argv[1])]);"
        "said = [*(f.file for f in logs.files), *(s.sheet for f in logs.files for s in f.sheets), *(u.file for u in logs.unread)];"
        "sys.stdout.buffer.write('|'.join(said).encode('utf-8'))"
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, capture_output=True, check=False)
    assert done.stdout.decode() == "a.xlsx|投诉 七月.csv|投诉记录|投诉 七月|访谈.docx", done.stderr.decode()
