"""The sample projects: made by the script in the repository, the same every time, as they say of themselves."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_data"


def made(folder: Path) -> dict[str, Path]:
    """Everything the script writes, by path inside the folder."""
    found = (path for path in folder.rglob("*") if path.suffix in (".xlsx", ".json") or path.name == "README.md")
    return {path.relative_to(folder).as_posix(): path for path in found}


def content(path: Path) -> object:
    """The bytes; of a workbook its parts, which do not depend on the zlib that packed them."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as package:
        return [(entry.filename, entry.date_time, package.read(entry)) for entry in package.infolist()]


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("示例 项目")
    subprocess.run([sys.executable, str(SAMPLES / "make.py"), "--out", str(folder)], check=True)
    return folder


def test_making_them_again_gives_the_committed_files(again: Path) -> None:
    committed, fresh = made(SAMPLES), made(again)
    assert sorted(committed) == sorted(fresh)
    for name, path in committed.items():
        assert content(path) == content(fresh[name]), f"{name} differs: run bash tests/refresh samples"


def test_there_are_four_projects_each_with_what_is_expected_of_it() -> None:
    expected = sorted(SAMPLES.glob("*/expected.json"))
    assert len(expected) >= 4
    for path in expected:
        document = json.loads(path.read_text(encoding="utf-8"))
        assert sorted(document) == ["as_of", "period", "planted"]
        assert list(path.parent.glob("*.xlsx"))


def test_no_breach_is_planted_twice_and_each_says_why_in_both_languages() -> None:
    for path in SAMPLES.glob("*/expected.json"):
        planted = json.loads(path.read_text(encoding="utf-8"))["planted"]
        subjects = [(entry["code"], entry["subject"]) for entry in planted]
        assert len(subjects) == len(set(subjects))
        assert all(entry["why_zh"] and entry["why_en"] for entry in planted)


def test_the_readme_names_every_planted_breach() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    for path in SAMPLES.glob("*/expected.json"):
        for entry in json.loads(path.read_text(encoding="utf-8"))["planted"]:
            assert f"| {entry['code']} | {entry['subject']} |" in readme
            assert entry["why_zh"] in readme
            assert entry["why_en"] in readme


def test_no_sample_holds_a_telephone_number_that_someone_could_call() -> None:
    for path in SAMPLES.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            texts = [
                package.read(name).decode("utf-8") for name in package.namelist() if name.endswith("sharedStrings.xml")
            ]
        assert not any(re.search(r">1[3-9]\d{9}<", text) for text in texts)


def test_nothing_in_a_sample_tells_when_it_was_written() -> None:
    for path in SAMPLES.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            assert "2026-01-01T00:00:00Z" in package.read("docProps/core.xml").decode("utf-8")
            assert {entry.date_time for entry in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}
