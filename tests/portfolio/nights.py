"""Small real projects for the tests of a portfolio: simulated once for all tests of a process, copied for each."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.portfolio.listing import list_projects
from clausecheck.portfolio.model import Night, Result
from clausecheck.portfolio.run import run_night
from clausecheck.rulebook import load_procedure
from clausecheck.simulate import Disturbance, Wish, make

PERIOD, AS_OF = "2026-09", "2026-10-31"


@cache
def _made(count: int) -> Path:
    place = Path(mkdtemp(prefix="clausecheck-portfolio-test-"))
    wish = Wish("2026", date(2026, 10, 31), 6, 2)
    make(place / "logs", place / "answers", 5, count, wish, Disturbance(3, 0, ()))
    return place / "logs"


def projects(folder: Path, count: int = 3) -> Path:
    """A folder of so many projects, 0001 and on; their codes are SIM-5-0001 and on."""
    target = folder / "logs"
    shutil.copytree(_made(3), target)
    for extra in sorted(target.iterdir())[count:]:
        shutil.rmtree(extra)
    return target


def workbook(project: Path) -> Path:
    """The one workbook of a project."""
    return next(path for path in project.iterdir() if path.suffix == ".xlsx")


def night(out: Path, **more: object) -> Night:
    options: dict[str, object] = {"papers": "none", **more}
    period = options.pop("period", parse_period(PERIOD))
    return Night(period, parse_day(AS_OF), out, **options)  # type: ignore[arg-type]


def run(source: Path, out: Path, **more: object) -> dict[str, Result]:
    """A night over a folder or register; results by the project's id."""
    found = run_night(list_projects(source, load_procedure()), night(out, **more), jobs=2)
    return {one.project.id: one for one in found}


def states(results: dict[str, Result]) -> dict[str, str]:
    return {name: one.state for name, one in results.items()}
