"""What the READMEs and docs/settings tell people to type works as it stands there: every command, file and link."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest
from command_line import run

from clausecheck.audit.waivers import read_waivers
from clausecheck.cli.start import command_line
from clausecheck.disk.resources import sample_projects
from clausecheck.logs.columns import read_column_map
from clausecheck.nouns.workdays import read_workdays
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import load_rulebook

CLONE = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
SETTINGS = ("docs/settings.md", "docs/settings.zh-CN.md")
PAGES = (
    *READMES,
    *SETTINGS,
    "docs/logs.md",
    "docs/logs.zh-CN.md",
    "docs/findings.md",
    "docs/schedule.md",
    "docs/history.md",
    "CONTRIBUTING.md",
)
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`]+)`")
RUN = ("clausecheck ", "papermill ", "cp ")
"""What is run as written."""
INSTALLS = (
    "clausecheck bundle",
    "clausecheck portfolio s3://",
    "python3 -m venv",
    "py -m venv",
    "bash tests/run",
    ". .venv",
    "$env:Path",
)
"""What changes the machine or the shell, or needs a network: only what it names is checked."""
PATIENCE = 300


def fences(page: str) -> list[tuple[str, str]]:
    """Every fenced block with its language, without its indentation."""
    text = (CLONE / page).read_text(encoding="utf-8")
    return [
        (found[2], found[3].replace(f"\n{found[1]}", "\n").removeprefix(found[1])) for found in FENCE.finditer(text)
    ]


def commands(page: str) -> list[str]:
    """Every command of a page, fenced or in a sentence, in its order, without the remark behind it."""
    text = (CLONE / page).read_text(encoding="utf-8")
    typed: list[tuple[int, str]] = []
    for found in FENCE.finditer(text):
        if found[2] in ("sh", "powershell"):
            typed += [(found.start() + i, line) for i, line in enumerate(found[3].splitlines()) if line.strip()]
    for found in INLINE.finditer(FENCE.sub(lambda fence: " " * len(fence[0]), text)):
        if found[1].startswith((*RUN, *INSTALLS)):
            typed.append((found.start(), found[1]))
    return [re.sub(r"\s+#.*", "", line).strip() for _, line in sorted(typed)]


def is_run(line: str) -> bool:
    return line.startswith(RUN) and not line.startswith(INSTALLS)


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = ({line for line in commands(page) if is_run(line)} for page in READMES)
    assert len(english) >= 20
    assert english == chinese


@pytest.mark.parametrize("page", READMES)
def test_what_installs_names_what_is_there(page: str) -> None:
    lines = [line for line in commands(page) if not is_run(line)]
    assert lines
    for line in lines:
        assert line.startswith(INSTALLS), line
        if "clausecheck demo" in line:
            assert "install ." in line
            assert (CLONE / "pyproject.toml").is_file()
            assert "demo" in {command.name for command in command_line().registered_commands}
        if "clausecheck bundle" in line:
            assert "bundle" in {command.name for command in command_line().registered_commands}
        if "tests/run" in line:
            assert (CLONE / "tests" / "run").is_file()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a clone holds besides the program."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("sample_data", "notebooks", "templates"):
        shutil.copytree(CLONE / name, folder / name)
    for language, text in fences("README.md"):
        if language == "yaml":
            (folder / text.splitlines()[0].removeprefix("# ")).write_text(text, encoding="utf-8")
    return folder


def run_as_typed(line: str, folder: Path) -> str:
    """What a command prints; the server is asked for its page and stopped."""
    place = Path(sys.executable).parent
    environment = {**os.environ, "PYTHONUTF8": "1", "PATH": f"{place}{os.pathsep}{os.environ['PATH']}"}
    words = shlex.split(line)
    words[0] = shutil.which(words[0], path=environment["PATH"]) or words[0]
    if words[1] == "app":
        return _page_of(words, folder, environment)
    done = _done(words, folder, environment)
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, line
    return done.stdout


def _done(words: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    if Path(words[0]).stem == "clausecheck":
        return run(*words[1:], cwd=folder, **environment)
    return subprocess.run(
        words,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def _page_of(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    server = subprocess.Popen(
        words,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    watchdog = threading.Timer(PATIENCE, server.kill)
    watchdog.start()
    try:
        assert server.stdout is not None
        address = next(
            (found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\S+", line))), ""
        )
        assert address, "the server ended without an address"
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:
            return str(page.status)
    finally:
        watchdog.cancel()
        server.terminate()
        server.communicate(timeout=60)


def parts_of(book: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(book) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_command_of_the_readmes_runs_as_written_and_does_what_is_said(clone: Path) -> None:
    """Both give the same commands, so each is run once, in the order of the English one."""
    said = {line: run_as_typed(line, clone) for line in dict.fromkeys(commands("README.md")) if is_run(line)}

    def of(start: str) -> str:
        return next(text for line, text in said.items() if line.startswith(start))

    audited = of("clausecheck audit logs --period")
    assert "不合格 46 项 · 台账问题 12 处" in audited
    assert "CMP10" in audited
    assert "不成立 0 · 未能证实 0" in of("clausecheck verify")
    assert "CMP01" in of("clausecheck diff default ours.yaml")
    assert "2026-10-01 至 2026-12-31" in of("clausecheck waive")
    assert "STA01" in of("clausecheck due")
    assert of("clausecheck app") == "200"
    assert "客服部月度工作统计表_2026-09.xlsx" in of("clausecheck draft monthly-statistics")
    written = {path.relative_to(clone).as_posix() for path in clone.rglob("*")}
    folder = "out/CH-001/2026-Q3"
    assert {
        f"{folder}/{name}" for name in ("report.html", "findings.json", "manifest.json", "整改通知单.docx")
    } <= written
    for name in (
        "out.ipynb",
        "report.html",
        "report.pdf",
        "next.ics",
        "columns.yaml",
        "台账.xlsx",
        "logs/waivers.yaml",
    ):
        assert name in written
    assert "my-notebooks/project_audit.ipynb" in written
    assert parts_of(clone / "restored.xlsx") == parts_of(next((clone / "logs").glob("*.xlsx")))
    assert {path.name for path in sample_projects()[0].iterdir()} == {p.name for p in (clone / "logs").iterdir()} - {
        "waivers.yaml"
    }


@pytest.mark.parametrize("page", [*READMES, *SETTINGS])
def test_every_settings_file_shown_is_taken_as_written(page: str, tmp_path: Path) -> None:
    shown = {text.splitlines()[0].removeprefix("# "): text for language, text in fences(page) if language == "yaml"}
    assert set(shown) >= (
        {"ours.yaml"} if page in READMES else {"ours.yaml", "score.yaml", "words.yaml", "calendar.yaml"}
    )
    for name, text in shown.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    book = load_rulebook(tmp_path / "ours.yaml")
    assert book.rules["CMP01"].numbers["limit"][-1].source == "company"
    if page in READMES:
        return
    assert "visited_at" in load_rulebook(tmp_path / "more.yaml").tables["complaints"].fields
    assert book.rules["CMP10"].boundary == "exclusive"
    assert book.score.per_finding == 0.25
    assert "不予受理" in book.words.void
    assert len(read_workdays(tmp_path / "calendar.yaml").days_off) == 1
    assert read_column_map(tmp_path / "columns.yaml", our_tables()).orders == {("complaints", "closed_at"): "mdy"}
    assert [waiver.code for waiver in read_waivers(tmp_path / "waivers.yaml")] == ["INF01"]


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: str) -> None:
    text = (CLONE / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        name, _, anchor = target.partition("#")
        linked = (CLONE / page).parent / name if name else CLONE / page
        assert linked.exists(), target
        assert not anchor or anchor in _anchors(linked), target


def test_everything_a_page_names_as_a_file_of_the_clone_is_there() -> None:
    for page in PAGES:
        named = re.findall(
            r"`((?:templates|notebooks|lib|tests|benchmarks)/[\w./\-\u4e00-\u9fff]+)`",
            (CLONE / page).read_text("utf-8"),
        )
        assert not [name for name in named if not (CLONE / name).exists()], page
