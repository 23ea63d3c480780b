"""Copies the shipped notebooks into a folder, each given a sample and a place to write: `given_samples.py FOLDER`."""

import sys
from datetime import date
from pathlib import Path

import papermill

from clausecheck.nouns.periods import parse_period
from clausecheck.portfolio.listing import list_projects
from clausecheck.portfolio.model import Night
from clausecheck.portfolio.run import run_night
from clausecheck.rulebook import load_procedure

CLONE = Path(__file__).parents[2]
SAMPLES = CLONE / "sample_data"
CH_001, CH_005 = SAMPLES / "CH-001_翠湖花园", SAMPLES / "trends" / "CH-005_锦绣江南"
GIVEN = {
    "project_audit": {"inputs": str(CH_001), "period": "2026-Q3", "as_of": "2026-10-31"},
    "complaint_trends": {"inputs": str(CH_005), "span": "2023-11-01..2026-10-31", "as_of": "2026-10-31"},
    "portfolio": {"period": "2026-09"},
    "drafts": {"kind": "monthly-statistics", "inputs": str(CH_001), "as_of": "2026-10-31"},
    "workbench": {},
}
"""Notebook -> what it is given besides where to write."""
PLACE = {"portfolio": "folder"}
"""How a notebook calls that place, if not `out`; the one over all projects reads there what a night left."""


def given_samples(folder: Path) -> list[Path]:
    """Every shipped notebook with its parameters put in; returns the copies."""
    made = []
    for path in sorted((CLONE / "notebooks").glob("*.ipynb")):
        out = {} if path.stem == "workbench" else {PLACE.get(path.stem, "out"): str(folder / "out")}
        made.append(folder / path.name)
        papermill.execute_notebook(str(path), str(made[-1]), {**GIVEN[path.stem], **out}, prepare_only=True)
    return made


def night(out: Path) -> None:
    """A night over the samples."""
    period, day = parse_period("2026-09"), date(2026, 10, 31)
    run_night(list_projects(SAMPLES, load_procedure()), Night(period, day, out, papers="none"), jobs=2)


if __name__ == "__main__":
    given_samples(Path(sys.argv[1]))
    night(Path(sys.argv[1]) / "out")
