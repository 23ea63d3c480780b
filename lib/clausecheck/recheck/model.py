"""What became of the open findings of an earlier audit: plain records, that papers, page and command line are built on."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from clausecheck.nouns.model import Finding, Say
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import WordsOf

_WORDS = WordsOf(Path(__file__).with_name("words.yaml"))
State = Literal["mended", "persisting", "gone", "doubtful", "new", "reopened"]
STATES: tuple[State, ...] = ("doubtful", "gone", "reopened", "new", "persisting", "mended")
"""Every state, those first that want somebody's attention first; their words stand in `words.yaml`."""
OPEN = ("fail", "at_risk", "undetermined")
"""Verdicts of findings that are open."""


def state_word(state: State, lang: str) -> str:
    """A state in Chinese or English: 已整改, mended."""
    return _WORDS(f"state.{state}", lang)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell and what it showed before and after; None where there is no such cell then, or its value is not known."""

    file: str
    sheet: str
    cell: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One finding and what became of it.

    `subject` is PREVIOUS's, of what is new this audit's; `subject_now` this audit's, None where nothing here is it.
    `before` and `after` are verdicts, None where there was no such finding. `cells`: those that changed, or of what is
    gone or new those it rested on. `was`: PREVIOUS's record as it stands in findings.json; `now`: this audit's finding
    (None too where two documents were compared and no audit is at hand; `now_record` is then its record).
    """

    code: str
    subject: str
    subject_now: str | None
    state: State
    before: str | None
    after: str | None
    cells: tuple[CellChange, ...] = ()
    was: Mapping[str, Any] | None = None
    now: Finding | None = None
    now_record: Mapping[str, Any] | None = None
    why: Say | None = None
    """Why it is doubtful, or what else must be said of it."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The audit that this one is compared with. `folder`: its output folder, `file`: its findings.json. `generation`: 0 of
    an audit, 1 of its first recheck, and so on."""

    folder: Path
    file: Path
    project: str
    period: str
    as_of: date
    rulebook: str
    """SHA-256 of its rulebook."""
    notice_number: str = ""
    notice_day: date | None = None
    """The day its notice was issued on; None: no notice is on record."""
    generation: int = 0

    @property
    def told_on(self) -> date:
        """The day on which the centre was told: that of the notice, else the audit's own."""
        return self.notice_day or self.as_of


@dataclass(frozen=True, slots=True)
class Recheck:
    """An earlier audit compared with a later one: every finding that is open in either, each once."""

    previous: Previous
    changes: tuple[Change, ...]
    notes: tuple[Say, ...] = ()
    """What the reader must know besides: another period or rulebook, a missing link of the chain, cells without values."""

    @property
    def by_state(self) -> dict[State, int]:
        """How many there are of every state, 0 too."""
        counted = Counter(change.state for change in self.changes)
        return {state: counted[state] for state in STATES}

    @property
    def open_before(self) -> int:
        """How many were open in PREVIOUS."""
        return len({(one.code, one.subject) for one in self.changes if one.before in OPEN})

    @property
    def mended(self) -> int:
        """How many of these are mended; what is doubtful or gone does not count."""
        return sum(change.state == "mended" for change in self.changes)

    @property
    def rate(self) -> float | None:
        """整改率: mended of those open in PREVIOUS; None where nothing was open."""
        return self.mended / self.open_before if self.open_before else None
