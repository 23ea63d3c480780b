"""The lines for schedulers work as they stand in docs/schedule.md."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

CLONE = Path(__file__).parents[2]
DOCS = CLONE / "docs"
SAMPLE = CLONE / "sample_data" / "CH-001_翠湖花园"


def home_as_in_the_docs(folder: Path) -> Path:
    """A home folder with the program and the logs where the examples have them."""
    scripts = folder / "clausecheck" / ".venv" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "clausecheck").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c "from clausecheck.cli import main; main()" "$@"\n'
    )
    (scripts / "clausecheck").chmod(0o755)
    shutil.copytree(SAMPLE, folder / "logs")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="cron is of Unix")
def test_the_line_for_cron_audits_last_month_and_says_by_its_code_that_something_fails(tmp_path: Path) -> None:
    line = re.search(r"^[\d* ]+(cd .*)$", (DOCS / "schedule.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert line is not None
    home = home_as_in_the_docs(tmp_path)
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    command = line[1].replace("--fail-on", "--json-only --fail-on")
    done = subprocess.run(["/bin/sh", "-c", command], env=environment, check=False, timeout=300)
    said = (home / "clausecheck.log").read_text(encoding="utf-8")
    assert "未指定的按默认：上一个整月、今天" in said
    assert (done.returncode, len(list(home.glob("out/CH-001/*/findings.json")))) in ((0, 1), (1, 1)), said


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in (DOCS / "schedule").iterdir():
        shutil.copyfile(unit, tmp_path / unit.name)
    units = sorted(str(path) for path in tmp_path.iterdir())
    with TemporaryDirectory(dir="/tmp") as runtime:  # the names of sockets in it must be short
        done = subprocess.run(
            ["systemd-analyze", "verify", "--user", *units],
            env={**os.environ, "XDG_RUNTIME_DIR": runtime},
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) not in done.stderr, done.stderr
