"""One simulated project, whole: its logs in a folder, and what it deserves in an answer file beside."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.simulate.answers import planted_list
from clausecheck.simulate.books import Sheet, tidy, write
from clausecheck.simulate.breaches import WAYS, plant
from clausecheck.simulate.draft import Draft
from clausecheck.simulate.estate import compliant
from clausecheck.simulate.messes import disorder
from clausecheck.simulate.shapes import Shape, Wish, shape_of


@dataclass(frozen=True)
class Disturbance:
    """How many breaches and messes a project gets, and of which kinds; no kinds: of all."""

    breaches: int = 0
    messes: int = 0
    ways: Sequence[str] = ()
    kinds: Sequence[str] = ()


@dataclass
class Project:
    """A project before it is written."""

    draft: Draft
    shape: Shape
    sheets: list[Sheet]
    messes: list[dict[str, Any]] = field(default_factory=list)

    def write(self, folder: Path) -> dict[str, Any]:
        """Writes the workbooks into the folder, which must be there; hands back the answer: code, period, day, what was
        planted (`follows`: what it makes of other rules), what was disordered. Every other verdict is pass, pending or
        not applicable."""
        places = write(self.sheets, folder)
        return {
            "project": self.shape.code,
            "name": self.shape.name,
            "period": self.shape.period.label,
            "as_of": self.shape.as_of.isoformat(),
            "rows": sum(len(rows) for rows in self.draft.tables.values()),
            "planted": planted_list(self.draft, places),
            "messes": self.messes,
        }


def project(seed: int, number: int, wish: Wish, disturbance: Disturbance = Disturbance()) -> Project:
    """Project `number` of a seed: the same every time."""
    shape = shape_of(seed, number, wish)
    draft = compliant(shape)
    if disturbance.breaches:
        plant(draft, shape, disturbance.breaches, disturbance.ways)
    if not disturbance.messes:
        return Project(draft, shape, tidy(draft))
    return Project(draft, shape, *disorder(draft, shape, disturbance.messes, disturbance.kinds))


def make(out: Path, answers: Path, seed: int, count: int, wish: Wish, disturbance: Disturbance = Disturbance()) -> int:
    """Writes so many projects, each into a folder `0001`, `0002` … of `out`, and what each deserves into
    `0001.planted.json` … of `answers`; hands back how many breaches were planted. Raises OSError."""
    answers.mkdir(parents=True, exist_ok=True)
    planted = 0
    for number in range(1, count + 1):
        folder = out / f"{number:04d}"
        folder.mkdir(parents=True)
        answer = project(seed, number, wish, disturbance).write(folder)
        planted += sum(not entry["follows"] for entry in answer["planted"])
        (answers / f"{folder.name}.planted.json").write_text(answer_text(answer), encoding="utf-8", newline="\n")
    return planted


def chosen_ways(text: str) -> tuple[list[str], str]:
    """The ways that a text names, `CMP10,RPT02.late`: a code stands for all of its ways; and the first that there is not."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in text.replace("，", ",").split(","))):
        ways = [name for name in WAYS if name == part or name.partition(".")[0] == part.upper()]
        if not ways:
            return found, part
        found += ways
    return found, ""


def answer_text(answer: dict[str, Any]) -> str:
    """An answer as it stands in planted.json."""
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
