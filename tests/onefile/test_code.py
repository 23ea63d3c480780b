"""The code of the file is this tree's, and nothing is lacking in it: shown by running it alone, in a Python of its own."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

import clausecheck
from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.errors import InputFault
from clausecheck.onefile.code import NOT_THERE, code_zip
from clausecheck.onefile.fetching import PLATFORM, WHEELS

LIBRARY = Path(clausecheck.__file__).parent
ALONE = """
import hashlib, json, sys
from clausecheck.onefile import inside
visit = inside.begin(sys.argv[1])
said = json.loads(inside.audit(visit, json.dumps({"period": "2026-Q3", "as_of": "2026-10-31", "lang": "zh"}), lambda _: None))
listed = json.loads(inside.listed(visit, json.dumps({"verdict": "fail"})))
zipped = inside.fetched(visit, "")
print(json.dumps({
    "findings": hashlib.sha256(inside.fetched(visit, "findings.json")).hexdigest(),
    "report": hashlib.sha256(inside.fetched(visit, "report.html")).hexdigest(),
    "faults": said.get("faults"), "n": listed["n"], "detail": inside.detail(visit, 0), "zip": zipped[:2].decode(),
    "english": json.loads(inside.opened(visit, "en"))["choices"]["verdict"][0][0],
    "elsewhere": [one for one in sys.modules if "site-packages" in (getattr(sys.modules[one], "__file__", "") or "")],
}))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code, with the compiled packages of this machine in the place of those for a browser."""
    folder = tmp_path_factory.mktemp("wheels")
    for name in WHEELS:
        with zipfile.ZipFile(folder / f"{name.replace('-', '_')}-1-cp314-cp314-{PLATFORM}.whl", "w") as wheel:
            for file in distribution(name).files or ():
                if "__pycache__" not in file.parts and ".." not in file.parts:
                    wheel.write(str(file.locate()), file.as_posix())
    code_zip(folder / "code.zip", folder, "", None)
    return folder / "code.zip"


def test_every_file_of_ours_is_in_it_as_it_stands_but_for_rooms_nobody_enters(archive: Path) -> None:
    ours = {
        f"clausecheck/{path.relative_to(LIBRARY).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in LIBRARY.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(archive) as made:
        there = {
            name: hashlib.sha256(made.read(name)).hexdigest()
            for name in made.namelist()
            if name.startswith("clausecheck/")
        }
    outside = tuple(f"clausecheck/{room}/" for room in NOT_THERE)
    assert there == {name: digest for name, digest in ours.items() if not name.startswith(outside)}
    assert "clausecheck/pipeline.py" in there


def test_it_runs_alone_and_judges_as_this_python_does(archive: Path, tmp_path: Path) -> None:
    sample = sample_projects()[1]
    with zipfile.ZipFile(archive) as made:
        made.extractall(tmp_path / "code")
    for folder in ("alone", "here"):
        (tmp_path / folder / "in").mkdir(parents=True)
        for path in sample.glob("*.xlsx"):
            (tmp_path / folder / "in" / path.name).write_bytes(path.read_bytes())
    said = json.loads(_run([str(tmp_path / "code")], tmp_path / "alone"))
    here = json.loads(_run(sys.path, tmp_path / "here"))
    assert said["faults"] is None
    assert said["elsewhere"] == []
    assert {key: said[key] for key in ("findings", "report", "n", "detail")} == {
        key: here[key] for key in ("findings", "report", "n", "detail")
    }
    assert said["n"] > 0
    assert re.search(r'<td class="?hit|<td class=\'hit', said["detail"])
    assert said["zip"] == "PK"
    assert said["english"].startswith("To ")


def _run(places: list[str], folder: Path) -> str:
    code = f"import sys; sys.path[:0] = {places!r}\n{ALONE}"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", code, str(folder)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-1500:]
    return done.stdout.decode()


def test_a_folder_without_wheels_for_a_browser_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="there is no wheel for"):
        code_zip(tmp_path / "code.zip", tmp_path, "", None)


def test_a_rulebook_goes_along_with_what_stands_beside_it(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("extends: customer_communication\nrules:\n", encoding="utf-8")
    (tmp_path / "calendar.yaml").write_text("days: {}\n", encoding="utf-8")
    code_zip(tmp_path / "code.zip", archive.parent, "cleaning_and_greening", tmp_path / "own.yaml")
    with zipfile.ZipFile(tmp_path / "code.zip") as made:
        assert made.read("given/rulebook.yaml") == (tmp_path / "own.yaml").read_bytes()
        assert made.read("given/calendar.yaml") == b"days: {}\n"
        assert made.read("given/procedure.txt") == b"cleaning_and_greening"
