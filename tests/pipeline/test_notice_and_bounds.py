"""What the project depends on: named with its licence, and with bounds that were tried."""

import re
import tomllib
from pathlib import Path

CLONE = Path(__file__).parents[2]
PROJECT = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMES = [re.match(r"[\w.-]+", one)[0] for one in PROJECT["dependencies"]]


def test_the_notice_names_every_library_the_project_installs() -> None:
    listed = set(re.findall(r"[\w.-]+", (CLONE / "NOTICE").read_text(encoding="utf-8")))
    assert set(NAMES) <= listed


def test_every_library_has_a_lowest_and_a_first_untried_version() -> None:
    for one in PROJECT["dependencies"]:
        assert re.match(r"[\w.-]+>=[\d.]+,<[\d.]+(?:;.*)?$", one), one


def test_the_constraints_name_versions_within_the_bounds_and_no_host() -> None:
    text = (CLONE / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text and "@" not in text
    pinned = dict(line.split("==") for line in text.splitlines() if line and not line.startswith("#"))
    assert {name.lower() for name in NAMES} <= pinned.keys()
