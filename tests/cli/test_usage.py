"""A command line that is written wrongly, and the pages of `--help`: both in Chinese and English."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from command_line import run

from clausecheck.cli import NAME
from clausecheck.cli.ledgers import OF_LEDGER
from clausecheck.cli.start import PARTS, command_line
from clausecheck.cli.usage import Misuse, explained

COMMANDS = [(name,) for name in sorted(typer.main.get_group(command_line()).commands)] + [
    ("ledger", name) for name in OF_LEDGER
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PARSERS = (
    "Show this message",
    "[OPTIONS]",
    "[required]",
    "[default",
    "Error",
    "Try ",
    "No such",
    "Missing ",
    "Invalid",
)
"""Words of the parser and of its help, which speak English only."""


@pytest.mark.parametrize(
    ("typed", "zh", "en", "see"),
    [
        ("audit x --perod 2026", "clausecheck audit: 没有选项“--perod”；是否为 --period？", 'no option "--perod"; did you mean --period?', "audit --help"),
        ("due x --AS_OF 2026-10-31", "没有选项“--AS_OF”；是否为 --as-of？", 'no option "--AS_OF"; did you mean --as-of?', "due --help"),
        ("audit -period 2026 x", "没有选项“-period”；是否为 --period？", 'no option "-period"; did you mean --period?', "audit --help"),
        ("audit --bogus x", "没有选项“--bogus”\n", 'no option "--bogus"\n', "audit --help"),
        ("--lang en audit", "命令之前没有选项“--lang”；选项写在命令之后", "options stand after it", "clausecheck --help"),
        ("adit x", "clausecheck: 没有命令“adit”；是否为 audit？", 'no command "adit"; did you mean audit?', "clausecheck --help"),
        ("核查 x", "没有命令“核查”\n", 'no command "核查"\n', "clausecheck --help"),
        ("audit", "缺少 PATHS...（工作簿或文件夹，合为一个项目）；请补上", "PATHS... is missing (workbooks", "audit --help"),
        ("waive p INF01", "缺少 SUBJECT（对象，照报告所写", "SUBJECT is missing (subject as the report names it); add it", "waive --help"),
        ("diff a b c", "缺少 --period（核查期间", "--period is missing (period", "diff --help"),
        ("audit x --out", "clausecheck audit --out: 后面缺少内容（输出文件夹）；请写上", "--out: has nothing after it (output folder)", "audit --help"),
        ("audit x --mask=yes", "clausecheck audit --mask: 这个选项（隐去个人信息", "takes nothing; leave out", "audit --help"),
        ("rules 甲 乙", "clausecheck rules: 多出“甲 乙”；请去掉", '"甲 乙" is too much; take it out', "rules --help"),
        ("due x --days abc", "clausecheck due --days: “abc”不能用；应为 1 到 366 的整数", '"abc" will not do; write a whole number from 1 to 366', "due --help"),
        ("due x --days=999", "--days: “999”不能用；应为 1 到 366 的整数", '"999" will not do', "due --help"),
        ("app --port 3 --port 70000", "“70000”不能用；应为 0 到 65535 的整数", '"70000" will not do', "app --help"),
    ],
    ids=lambda value: value if value[:1] in "acdrw-核" and len(value) < 30 else "",
)  # fmt: skip
def test_a_misuse_ends_with_2_and_says_place_fault_and_mend_in_both_languages(
    typed: str, zh: str, en: str, see: str, tmp_path: Path
) -> None:
    done = run(*typed.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    for words in (zh, en, "用法 · Usage: clausecheck ", "详见 · See: clausecheck", see):
        assert words in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert not [words for words in PARSERS if words in done.stderr]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--lang=de", ["没有“de”这种语言；可用 zh 或 en", 'no language "de"; use zh or en']),
        ("--fail-on=warn", ["“warn”不对；可用 fail 或 at_risk", '"warn" will not do; use fail or at_risk']),
    ],
)
def test_a_wrong_choice_is_answered_with_the_right_ones_in_both_languages(
    option: str, words: list[str], tmp_path: Path
) -> None:
    done = run("audit", "x", option, cwd=tmp_path)
    assert done.returncode == 2
    for said in (option.partition("=")[0], *words):
        assert said in done.stderr


def test_the_usage_names_every_option_that_must_be_given(tmp_path: Path) -> None:
    said = run("waive", cwd=tmp_path).stderr
    assert "clausecheck waive FOLDER CODE SUBJECT --reason … --approved-by … --until … [选项 · options]" in said


def test_what_the_parser_may_say_one_day_is_passed_on_in_a_bilingual_frame() -> None:
    command: Any = typer.main.get_command(command_line())
    ctx = command.make_context(NAME, ["rules"], resilient_parsing=True)
    with pytest.raises(Misuse) as raised, explained(ctx, []):
        raise typer.BadParameter("something new")
    assert "命令写得不对（Invalid value: something new）；请对照用法改正" in str(raised.value)
    assert "not written as it must be (Invalid value: something new)" in str(raised.value)


def test_without_a_command_the_help_is_shown_and_the_exit_code_is_2(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.split() == run("--help", cwd=tmp_path).stdout.split()
    assert done.stderr == ""


def help_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int, *command: str) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert command_line()([*command, "--help"], prog_name=NAME, standalone_mode=False) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
def test_no_line_of_a_help_page_is_in_one_language_only(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = help_page(monkeypatch, capsys, 400, *command)
    lines = [line for line in page.splitlines() if line.strip()]
    assert len(lines) > 4
    for line in lines:
        zh, _, en = line.partition("·")
        assert CHINESE.search(zh), line
        assert re.search("[a-z]{2}", CHINESE.sub("", en)), line
    assert not [words for words in PARSERS if words in page]


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
def test_on_a_narrow_console_a_help_page_wraps_and_loses_nothing(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wide, narrow = ("".join(help_page(monkeypatch, capsys, n, *command).split()) for n in (400, 80))
    assert sorted(narrow) == sorted(wide)


def test_a_help_page_says_what_must_be_given_what_is_the_default_and_between_which_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    due = help_page(monkeypatch, capsys, 400, "due")
    assert "PATHS...  工作簿或文件夹，合为一个项目 · workbooks or folders of one project [必填 · required]" in due
    assert "--days …        往后多少天 · how many days ahead [默认 · default: 30] [1..366]" in due
    assert "--mask          隐去个人信息 · hide personal data" in due
    assert "--help          显示本说明 · show this help" in due
    assert "--period …" in (notice := help_page(monkeypatch, capsys, 400, "notice"))
    assert notice.count("必填 · required") == 3


def test_app_speaks_before_it_loads_what_takes_seconds(tmp_path: Path) -> None:
    """Python itself lists what it loads on the same stream."""
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-c",
        "from clausecheck.cli import main; main()",
        "app",
        str(tmp_path),
    ]
    said = []
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", env=environment) as started:
        for line in started.stderr or ():
            said.append(line)
            if "正在启动工作台" in line or "tornado" in line:
                break
        started.kill()
    assert "正在启动工作台" in said[-1]


def test_app_refuses_what_is_no_folder_at_once(tmp_path: Path) -> None:
    done = run("app", "没有", cwd=tmp_path)
    assert (done.returncode, "没有: 不是文件夹" in done.stderr, "正在启动" in done.stderr) == (2, True, False)


@pytest.mark.parametrize("file", PARTS)
def test_a_command_is_found_in_the_file_that_is_said_to_hold_it(file: str) -> None:
    for name in PARTS[file]:
        assert set(typer.main.get_group(command_line(name)).commands) == set(PARTS[file])
