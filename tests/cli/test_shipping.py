"""The bundle for Windows: packed by the real pip from wheels of our own making, and looked at as far as Linux can."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest
from command_line import run

from clausecheck.bundle import Target, lacking, read_back
from clausecheck.bundle.archive import AUDIT, GUIDE, START
from clausecheck.cli.dropped import dropped

ALONE = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": "/dev/null", "PIP_EXTRA_INDEX_URL": ""}
NEEDED = {
    "clausecheck-0.1.0-py3-none-any": [
        'shown; sys_platform == "win32"',
        "joined[more]>=2",
        'old; python_version < "3"',
    ],
    "joined-2.1-cp312-cp312-win_amd64": ['further; extra == "more" and os_name == "nt"'],
    "shown-1.0-py3-none-win_amd64": [],
    "further-0.3-py2.py3-none-any": [],
}
ELSEWHERE = {
    "joined-2.2-cp313-cp313-win_amd64": [],
    "joined-2.3-cp312-cp312-manylinux_2_28_x86_64": [],
    "joined-1.9-py3-none-any": [],
}


def wheel(folder: Path, name: str, requires: Iterable[str]) -> Path:
    """A wheel with nothing but metadata and one module in a subfolder."""
    package, version, *_ = name.split("-")
    metadata = [f"Name: {package}", f"Version: {version}", *(f"Requires-Dist: {one}" for one in requires)]
    metadata += ["Provides-Extra: more"]
    tag = name.split("-", 2)[2]
    files = {
        f"{package}/deep/module.py": "",
        f"{package}-{version}.dist-info/METADATA": "\n".join(["Metadata-Version: 2.1", *metadata, ""]),
        f"{package}-{version}.dist-info/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{package}-{version}.dist-info/RECORD": "",
    }
    folder.mkdir(parents=True, exist_ok=True)
    with ZipFile(folder / f"{name}.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return folder / f"{name}.whl"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, unpacked, beside its zip."""
    here = tmp_path_factory.mktemp("bundle")
    for name, requires in {**NEEDED, **ELSEWHERE}.items():
        wheel(here / "shelf", name, requires)
    own = here / "shelf" / "clausecheck-0.1.0-py3-none-any.whl"
    where = {**ALONE, "PIP_FIND_LINKS": str(here / "shelf")}
    done = run("bundle", own, "--windows", "--python", "3.12", "--out", here / "b.zip", cwd=here, **where)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    with ZipFile(here / "b.zip") as archive:
        archive.extractall(here / "unpacked")
    return here


def test_it_holds_what_windows_needs_and_for_that_python_only(packed: Path) -> None:
    wheels = packed / "unpacked" / "clausecheck" / "files" / "wheels"
    assert {one.stem for one in wheels.iterdir()} == set(NEEDED)


def test_pip_resolves_it_for_windows_from_the_zip_alone(packed: Path) -> None:
    wheels = packed / "unpacked" / "clausecheck" / "files" / "wheels"
    command = [sys.executable, "-m", "pip", "--isolated", "install", "--dry-run", "--no-index", "--ignore-installed"]
    chosen = ["--find-links", str(wheels), "--target", str(packed / "x"), *Target("3.12").options, "clausecheck"]
    done = subprocess.run([*command, *chosen], capture_output=True, text=True, check=False)
    assert "Would install clausecheck-0.1.0 joined-2.1" in done.stdout, done.stderr


def test_a_wheel_that_only_windows_needs_is_missed(packed: Path, tmp_path: Path) -> None:
    for name in set(NEEDED) - {"further-0.3-py2.py3-none-any"}:
        wheel(tmp_path, name, NEEDED[name])
    assert lacking(tmp_path, Target("3.12")) == ["further"]
    assert lacking(packed / "unpacked/clausecheck/files/wheels", Target("3.12")) == []
    assert lacking(packed / "unpacked/clausecheck/files/wheels", Target("3.13")) == [
        "joined-2.1-cp312-cp312-win_amd64.whl"
    ]


def test_names_line_ends_and_what_the_bat_files_name_are_in_order(packed: Path, tmp_path: Path) -> None:
    assert read_back(packed / "b.zip") == []
    spoilt = tmp_path / "spoilt.zip"
    with ZipFile(packed / "b.zip") as whole, ZipFile(spoilt, "w") as archive:
        for name in whole.namelist():
            if not name.endswith("making.txt"):
                archive.writestr(name, whole.read(name).replace(b"pushd", "转".encode()))
        archive.writestr("clausecheck/aux.txt", "")
    said = " ".join(read_back(spoilt))
    assert "files/prepare.bat: files/making.txt is not there" in said
    assert f"{START}: not ASCII" in said
    assert "clausecheck/aux.txt" in said


def test_what_a_person_reads_is_in_two_languages_and_nothing_is_left_to_fill_in(packed: Path) -> None:
    top = packed / "unpacked" / "clausecheck"
    assert {one.name for one in top.iterdir()} == {START, AUDIT, GUIDE, "files"}
    texts = {one.name: one.read_text(encoding="utf-16") for one in (top / "files").glob("*.txt")}
    texts[GUIDE] = (top / GUIDE).read_text(encoding="utf-8-sig")
    assert all("Python 3.12" in texts[name] and START in texts[GUIDE] for name in ("nopython.txt", GUIDE))
    for name, text in {**texts, **{one.name: one.read_text("ascii") for one in top.rglob("*.bat")}}.items():
        assert "{" not in text and "}" not in text, name
    assert all(text.isascii() is False and "\n" in text.strip() for text in texts.values())


CMD = r'C:\Windows\system32\cmd.exe /c ""D:\规程 核查\核查.bat" '


@pytest.mark.parametrize(
    ("command_line", "arguments", "paths"),
    [
        (CMD + r'C:\a&b.xlsx"', [r"C:\a"], [r"C:\a&b.xlsx"]),
        (CMD + r'"C:\台账 九月\a.xlsx" C:\b!^%c%(1).xlsx "C:\c & d""', [], [r"C:\台账 九月\a.xlsx", r"C:\b!^%c%(1).xlsx", r"C:\c & d"]),
        (CMD + r'C:\a,b;c=d.xlsx "', ["x"], [r"C:\a,b;c=d.xlsx"]),
        (r'C:\Windows\system32\cmd.exe /c ""D:\核查.bat" "', [], []),
        (r'"C:\Windows\system32\cmd.exe" ', ["logs", "b c.xlsx"], ["logs", "b c.xlsx"]),
        ("", [], []),
    ],
    ids=["&", "quoted and not", "separators of cmd", "nothing", "typed in a window", "no cmd at all"],
)  # fmt: skip
def test_every_path_that_is_dropped_arrives_whole(command_line: str, arguments: list[str], paths: list[str]) -> None:
    assert dropped(command_line, arguments) == paths


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bundle"], "--windows"),
        (["bundle", "--windows", "--python", "3.9"], "3.11、3.12、3.13"),
        (["bundle", "nowhere", "--windows"], "nowhere"),
    ],
)
def test_what_cannot_be_packed_is_told(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
