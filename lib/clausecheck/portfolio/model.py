"""The records of a portfolio: a project as it is listed, a night, and what became of each project in it."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from clausecheck.logs import Excerpt, RegisterLine
from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import LANGS, WordsOf

say = WordsOf(Path(__file__).with_name("words.yaml"))
State = Literal["audited", "unchanged", "failed", "timed_out", "stopped", "disabled"]
STATES: tuple[State, ...] = ("audited", "unchanged", "failed", "timed_out", "stopped", "disabled")
"""stopped: the run was broken off before the project was done."""
DONE = ("audited", "unchanged")
"""States of a project whose result is there and holds."""
Papers = Literal["none", "failed", "all"]
PAPERS: tuple[Papers, ...] = ("none", "failed", "all")
"""For which projects report and annotated copies are written: none, those with a fail, all."""
Both = dict[str, str]
"""A sentence in Chinese and English."""


def both(key: str, **params: Any) -> Both:
    """A sentence of this room in both languages."""
    return {lang: say(key, lang, **params) for lang in LANGS}


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it is listed. `id`: what it is known by from night to night; `code`: as the register writes it, else the
    name of its folder; `path`: its logs; `url`: where these are fetched from, if they lie elsewhere; `line`: its line of the register; `excerpt`: its rows of an export of many projects;
    `fault`: why it cannot be audited at all. It has a path, an excerpt or a fault."""

    id: str
    code: str
    path: Path | None
    name: str = ""
    branch: str = ""
    enabled: bool = True
    line: RegisterLine | None = None
    excerpt: Excerpt | None = None
    fault: Both | None = None
    url: str = ""

    @property
    def paths(self) -> list[Path]:
        """Its own logs."""
        return [] if self.path is None else [self.path]


@dataclass(frozen=True, slots=True)
class Stranger:
    """A row of an export that belongs to no project that is listed. `value`: what stands in the column by which rows are told
    apart; `row` is 0 where a whole sheet has no such column."""

    file: str
    sheet: str
    row: int
    value: str


@dataclass(frozen=True, slots=True)
class Night:
    """What all projects of a run have in common. `notebooks`: whether projects that get papers get the executed
    notebook too. `seconds` and `memory` (bytes): the most that one of them may take. `called`: folders of
    this machine and how they are called in reasons, for what was fetched from elsewhere."""

    period: Period
    as_of: date
    out: Path
    procedure: str = ""
    rulebook: Path | None = None
    papers: Papers = "failed"
    notebooks: bool = False
    lang: str = "zh"
    seconds: float = 900
    memory: int = 4 << 30
    called: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one project: `record` is what the night needs of what is kept of its audit (`records.in_brief`), None
    where there is none."""

    project: Project
    state: State
    reason: Both | None = None
    record: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        """The project's code as its audit found it, else as it is listed."""
        return str(self.record["code"]) if self.record else self.project.code
