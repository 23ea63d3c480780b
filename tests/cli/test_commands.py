"""The command line as a user types it: what it prints, which files it leaves, how it ends. (The plain run of every command
is that of the READMEs: tests/explain/test_readmes.py.)"""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import psutil
import pytest
from command_line import run
from msoffcrypto.format.ooxml import OOXMLFile

from clausecheck.disk.resources import sample_projects

FIRST = sample_projects()[0]
CLEAN = sample_projects()[3]


def test_json_only_leaves_out_notebook_and_copies_and_judges_alike(tmp_path: Path) -> None:
    done = run(
        "audit", FIRST, "--period", "2026-Q3", "--as-of", "2026-10-31", "--json-only", "--lang", "en", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "out" / "CH-001" / "2026-Q3"
    assert {path.name for path in folder.iterdir()} == {"findings.json", "manifest.json"}
    assert "breaches 46" in done.stdout


@pytest.mark.parametrize(
    ("project", "fail_on", "code"),
    [(FIRST, "fail", 1), (FIRST, "at_risk", 1), (CLEAN, "fail", 0), (CLEAN, "at_risk", 0)],
    ids=["fails, on fail", "fails, on at_risk", "clean, on fail", "clean, on at_risk"],
)
def test_fail_on_decides_the_exit_code(project: Path, fail_on: str, code: int, tmp_path: Path) -> None:
    done = run(
        "audit",
        project,
        "--period",
        "2026-Q3",
        "--as-of",
        "2026-10-31",
        "--json-only",
        "--fail-on",
        fail_on,
        cwd=tmp_path,
    )
    assert done.returncode == code, done.stderr


def test_without_period_and_date_the_defaults_are_printed(tmp_path: Path) -> None:
    done = run("audit", FIRST, "--as-of", "2026-10-31", "--json-only", cwd=tmp_path)
    assert done.returncode == 0
    assert "2026-09" in done.stderr
    assert "2026-10-31" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有.xlsx"], ["没有.xlsx", "没有这个文件"]),
        ([FIRST, "--period", "2026-Q5"], ["--period", "2026-Q5", "2026-Q3"]),
        ([FIRST, "--as-of", "31.10.2026"], ["--as-of", "2026-10-31"]),
        ([FIRST, "--rulebook", "no.yaml"], ["no.yaml", "没有这个文件"]),
        ([FIRST, "--lang", "de"], ["--lang", "zh"]),
        ([FIRST, "--fail-on", "warn"], ["--fail-on", "at_risk"]),
    ],
    ids=["no such path", "no such period", "no such date", "no such rulebook", "no such language", "no such verdict"],
)
def test_what_cannot_be_audited_ends_with_2_and_names_place_fault_and_mend(
    arguments: list[str | Path], words: list[str], tmp_path: Path
) -> None:
    done = run("audit", *arguments, "--json-only", cwd=tmp_path)
    assert done.returncode == 2
    for word in words:
        assert word in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def test_a_project_without_its_facts_cannot_be_audited(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "投诉记录"
    book.active.append(["投诉编号", "受理时间", "办结时间", "责任人"])
    book.save(tmp_path / "a.xlsx")
    for extra in ([], ["--json-only"]):
        done = run("audit", "a.xlsx", "--period", "2026-09", "--as-of", "2026-10-31", *extra, cwd=tmp_path)
        assert done.returncode == 2, done.stdout
        assert "项目信息" in done.stderr
        assert "a.xlsx" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("extra", [[], ["--json-only"]], ids=["whole", "data only"])
def test_an_output_folder_that_cannot_be_written_ends_with_2_and_no_traceback(extra: list[str], tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("a file", encoding="utf-8")
    done = run("audit", CLEAN, "--period", "2026-Q3", "--as-of", "2026-10-31", "--out", "占用", *extra, cwd=tmp_path)
    assert done.returncode == 2
    assert "占用" in done.stderr
    assert "请检查路径" in done.stderr
    assert "Traceback" not in done.stderr


def test_rules_are_listed_explained_and_covered(tmp_path: Path) -> None:
    assert "CMP10" in run("rules", cwd=tmp_path).stdout
    explained = run("explain", "cmp10", "--as-of", "2026-10-31", cwd=tmp_path).stdout
    assert "4.3b.4" in explained
    assert "3 天" in explained
    assert "4.2.2.A" in run("coverage", "--lang", "en", cwd=tmp_path).stdout
    wrong = run("explain", "CMP99", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "CMP" in wrong.stderr


def test_what_is_due_next_is_listed_and_written_as_a_calendar(tmp_path: Path) -> None:
    done = run("due", FIRST, "--as-of", "2026-10-31", "--days", "30", "--ics", "next.ics", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "STA01" in done.stdout
    calendar = (tmp_path / "next.ics").read_text(encoding="utf-8")
    assert calendar.count("BEGIN:VEVENT") >= 5
    assert "20261105" in calendar


def test_diff_lists_only_what_a_changed_number_flips(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text(
        "extends: customer_communication\nrules:\n  CMP01:\n    numbers: {limit: {value: 1440}}\n", encoding="utf-8"
    )
    done = run("diff", "default", "ours.yaml", FIRST, "--period", "2026-Q3", "--as-of", "2026-10-31", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "CMP01" in done.stdout
    assert "CMP09" not in done.stdout


def test_a_notice_is_written_for_a_project_with_fails_only(tmp_path: Path) -> None:
    common = ("--period", "2026-Q3", "--as-of", "2026-10-31", "--number", "ZG-1", "--deadline", "2026-11-30")
    done = run("notice", FIRST, *common, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/CH-001/2026-Q3/整改通知单.docx").is_file()
    clean = run("notice", CLEAN, *common, cwd=tmp_path)
    assert clean.returncode == 0
    assert "没有需要整改" in clean.stdout


def test_mask_leaves_no_name_of_the_logs_in_what_leaves(tmp_path: Path) -> None:
    done = run("audit", FIRST, "--period", "2026-Q3", "--as-of", "2026-10-31", "--mask", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "out/CH-001/2026-Q3"
    assert {path.name for path in folder.iterdir()} == {"findings.json", "manifest.json", "report.html"}
    book = openpyxl.load_workbook(next(FIRST.glob("*.xlsx")), read_only=True)
    names = {row[0] for row in book["人员"].iter_rows(min_row=2, max_col=1, values_only=True) if row[0]}
    assert names
    written = "".join((folder / name).read_text(encoding="utf-8") for name in ("findings.json", "report.html"))
    assert not [name for name in names if name in written]


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full_size)])
def test_mask_leaves_no_name_and_no_flat_in_what_due_and_diff_show(lang: str, tmp_path: Path) -> None:
    project = tmp_path / "p"
    shutil.copytree(FIRST, project)
    book = openpyxl.load_workbook(file := next(project.glob("*.xlsx")))
    sheet = book["投诉记录"]
    column = {cell.value: cell.column for cell in sheet[1]}
    row = {"投诉编号": "欧阳若蘅3栋2单元1804", "投诉人": "欧阳若蘅", "受理时间": "2026-10-30 10:00", "类别": "一类"}
    for header, value in row.items():
        sheet.cell(sheet.max_row + (header == "投诉编号"), column[header], value)
    book.save(file)
    (tmp_path / "ours.yaml").write_text(
        "extends: customer_communication\nrules:\n  CMP10:\n    numbers: {class_1: {value: 1}}\n", encoding="utf-8"
    )
    due = ("due", project, "--as-of", "2026-10-31", "--ics", "next.ics", "--lang", lang)
    diff = ("diff", "default", "ours.yaml", project, "--period", "2026-10", "--as-of", "2026-11-01", "--lang", lang)
    for mask, leaves in (((), True), (("--mask",), False)):
        listed, compared = (run(*command, *mask, cwd=tmp_path) for command in (due, diff))
        calendar = (tmp_path / "next.ics").read_text(encoding="utf-8").replace("\n ", "")
        for text in (listed.stdout, calendar, compared.stdout):
            assert "CMP10" in text, listed.stderr + compared.stderr
            assert ("欧阳若蘅" in text, "1804" in text) == (leaves, leaves)


def test_map_says_why_a_sheet_is_not_used_and_what_it_has_instead(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["序号", "业主姓名", "联系电话", "交房日期"], [1, "甲", "1", "2020-05-01"]):
        book.active.append(line)
    book.create_sheet("车位").append(["车位", "车牌"])
    book.save(tmp_path / "a.xlsx")
    done = run("map", "a.xlsx", cwd=tmp_path)
    assert "a.xlsx › Sheet：不采用，像是一种表，但缺少必需的列\n最像 户册：" in done.stdout
    assert "缺少：房号" in done.stdout
    assert "a.xlsx › 车位：不采用，没有找到可识别的表头\n像表头的行：车位、车牌" in done.stdout


def test_an_encrypted_workbook_is_opened_by_the_password_of_the_environment(tmp_path: Path) -> None:
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["车位", "车牌"])
    book.save(plain)
    with (tmp_path / "密.xlsx").open("wb") as out:
        OOXMLFile(plain).encrypt("密码 1", out)
    without = run("map", "密.xlsx", cwd=tmp_path)
    assert without.returncode == 2
    assert "--ask-password" in without.stderr
    assert "CLAUSECHECK_PASSWORD" in without.stderr
    assert "像表头的行：车位、车牌" in run("map", "密.xlsx", cwd=tmp_path, CLAUSECHECK_PASSWORD="密码 1").stdout


def test_due_and_diff_open_an_encrypted_workbook_too(tmp_path: Path) -> None:
    with (tmp_path / "密.xlsx").open("wb") as out, next(CLEAN.glob("*.xlsx")).open("rb") as plain:
        OOXMLFile(plain).encrypt("密码 1", out)
    for command in (("due",), ("diff", "default", "default", "--period", "2026-Q3")):
        done = run(*command, "密.xlsx", "--as-of", "2026-10-31", cwd=tmp_path, CLAUSECHECK_PASSWORD="密码 1")
        assert done.returncode == 0, done.stderr


def test_map_shows_what_each_column_was_taken_for(tmp_path: Path) -> None:
    done = run("map", sample_projects()[1], "--write", "columns.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "同义表头" in done.stdout
    assert (tmp_path / "columns.yaml").is_file()


def test_template_writes_the_blank_form_and_never_over_a_file(tmp_path: Path) -> None:
    assert run("template", "空白.xlsx", cwd=tmp_path).returncode == 0
    assert "投诉记录" in openpyxl.load_workbook(tmp_path / "空白.xlsx").sheetnames
    again = run("template", "空白.xlsx", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_unmark_of_what_another_program_saved_cleans_it_and_names_what_it_cannot_prove(tmp_path: Path) -> None:
    run("audit", CLEAN, "--period", "2026-Q3", "--as-of", "2026-10-31", cwd=tmp_path)
    copy = next((tmp_path / "out").rglob("*_核查.xlsx"))
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(tmp_path / "saved.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b" " if name == "xl/styles.xml" else b""))
    openpyxl.load_workbook(copy).save(tmp_path / "dropped.xlsx")
    for name, said in (("saved", "changed xl/styles.xml"), ("dropped", "dropped the record")):
        done = run("unmark", f"{name}.xlsx", "--lang", "en", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
        assert "Audit results" not in openpyxl.load_workbook(tmp_path / f"{name}_restored.xlsx").sheetnames
    bare = run("unmark", "saved_restored.xlsx", "--lang", "en", cwd=tmp_path)
    assert (bare.returncode, "holds no marks of this program" in bare.stderr) == (2, True)


def test_a_waiver_is_added_used_and_reported_when_it_expired(tmp_path: Path) -> None:
    project = tmp_path / "p"
    shutil.copytree(FIRST, project)
    added = run(
        "waive", project, "INF01", "project", "--reason", "大堂装修", "--approved-by", "赵总", "--from", "2026-10-01", "--until", "2026-12-31",
        cwd=tmp_path,
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    for as_of, verdict in (("2026-10-31", "waived"), ("2027-01-15", "fail")):
        done = run("audit", project, "--period", "2026-Q3", "--as-of", as_of, "--json-only", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        document = json.loads((tmp_path / "out/CH-001/2026-Q3/findings.json").read_text(encoding="utf-8"))
        found = next(f for f in document["findings"] if (f["code"], f["subject"]) == ("INF01", "project"))
        assert found["verdict"] == verdict
    assert "到期" in done.stdout


@pytest.mark.parametrize(
    ("code", "standing", "words"),
    [
        ("INF1", "", ["没有“INF1”", "INF01"]),
        ("DAT01", "", ["DAT01", "不可豁免"]),
        ("INF01", "- {code: INF01, until: 31.12.2026}\n", ["waivers.yaml:1", "until", "2026-07-01", "approved_by"]),
    ],
    ids=["no such rule", "a rule that cannot be waived", "what stands there is wrong"],
)
def test_a_waiver_that_would_never_count_is_not_added(
    code: str, standing: str, words: list[str], tmp_path: Path
) -> None:
    project = tmp_path / "p"
    project.mkdir()
    (project / "waivers.yaml").write_text(standing, encoding="utf-8")
    options = ("--reason", "大堂装修", "--approved-by", "赵总", "--until", "2030-12-31")
    done = run("waive", project, code, "project", *options, cwd=tmp_path)
    assert done.returncode == 2
    for word in words:
        assert word in done.stderr, done.stderr
    assert (project / "waivers.yaml").read_text(encoding="utf-8") == standing


def test_a_gbk_console_gets_no_crash(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from clausecheck.cli import main; main()",
            "audit",
            str(FIRST),
            "--as-of",
            "2026-10-31",
            "--json-only",
        ],
        cwd=tmp_path,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("gbk", "replace")
    assert "不合格" in done.stdout.decode("gbk")


@pytest.mark.skipif(os.name == "nt", reason="there a console sends Ctrl+C, not another process")
def test_an_audit_that_is_interrupted_says_so_and_leaves_no_kernel_behind(tmp_path: Path) -> None:
    options = ["--period", "2026-Q3", "--as-of", "2026-10-31", "--out", str(tmp_path / "out")]
    heard = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # what runs behind a shell ignores it
    )
    program = f"{heard}; from clausecheck.cli import main; main()"
    command = [sys.executable, "-c", program, "audit", str(FIRST), *options]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    audit = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env)
    while not (kernels := psutil.Process(audit.pid).children()):
        time.sleep(0.05)
    while audit.poll() is None:  # where it fell where nobody listens it is pressed again, as people do
        audit.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            audit.wait(timeout=4)
    _, said = audit.communicate()
    assert (audit.returncode, said.splitlines()[-1:]) == (2, ["已中止 · stopped"])
    assert "Traceback" not in said
    _, alive = psutil.wait_procs(kernels, timeout=60)
    assert (alive, list(tmp_path.glob("**/findings.json"))) == ([], [])
