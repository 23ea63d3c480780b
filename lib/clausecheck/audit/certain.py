"""Findings of what surely passes or does not apply: an address each, and the words only when somebody asks for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from clausecheck.evidence import Evidence
from clausecheck.kinds import Sure
from clausecheck.kinds.each_row import judge_row, trigger_day
from clausecheck.kinds.outcome import cells_of
from clausecheck.nouns.model import Cell, Finding, NumberUsed, Row, Say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .actions import completed
from .findings import Edition, finding_of

REASONS = {"pass": "", "not_applicable": "row"}


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What all certain findings of one kind share: their rule, what is sure of their rows, and how each is worded."""

    rule: Rule
    sure: Sure
    evidence: Evidence
    edition: Callable[[date], Edition]

    def day(self, row: Row) -> date:
        return trigger_day(self.rule.checks[0], row, self.evidence)

    def whole(self, row: Row) -> Finding:
        """The finding as the careful judging of its row makes it."""
        judgement = judge_row(self.rule, self.rule.checks[0], row, self.evidence)
        assert judgement is not None, "what is settled is judged"
        return completed(finding_of(self.rule, judgement, self.evidence, self.edition))


class Certain:
    """One finding that is certain. It has all that a `Finding` has, equals the one it stands for, and takes a third of
    its room; sentences and fingerprint are made when first asked for."""

    __slots__ = ("_whole", "code", "ground", "row", "subject", "verdict")
    mend = action = None
    remark = False
    waiver = identity = column = ""
    by_row = True

    def __init__(self, ground: Ground, subject: str, row: Row) -> None:
        self.ground, self.subject, self.row = ground, subject, row
        self.code, self.verdict = ground.rule.code, ground.sure.verdict
        self._whole: Finding | None = None

    def whole(self) -> Finding:
        """The finding it stands for."""
        if self._whole is None:
            self._whole = self.ground.whole(self.row)
        return self._whole

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole(), name)

    def __eq__(self, other: object) -> bool:
        return self.whole() == (other.whole() if isinstance(other, Certain) else other)

    def __hash__(self) -> int:
        return hash(self.whole())

    def __repr__(self) -> str:
        return repr(self.whole())

    def __reduce__(self) -> str | tuple[Any, ...]:
        return self.whole().__reduce__()

    @property
    def shown_as(self) -> str:
        return self.verdict

    @property
    def reason(self) -> str:
        return REASONS[self.verdict]

    @property
    def clause(self) -> str:
        return self.ground.rule.clause

    @property
    def severity(self) -> str:
        return self.ground.rule.severity

    @property
    def role(self) -> str:
        return self.ground.rule.role

    @property
    def cells(self) -> tuple[Cell, ...]:
        return cells_of(self.row, *self.ground.sure.fields)

    @property
    def due(self) -> date | None:
        due = self.ground.sure.due
        return due(self.row.values, self.ground.day(self.row)) if due else None

    @property
    def required(self) -> Say:
        return self.ground.edition(self.ground.day(self.row)).required

    @property
    def numbers(self) -> tuple[NumberUsed, ...]:
        if not self.ground.sure.numbers:
            return ()
        edition = self.ground.edition(self.ground.day(self.row))
        return tuple(edition.numbers[name] for name in self.ground.sure.numbers if name in edition.numbers)


def whole_of(finding: Finding) -> Finding:
    """The finding as a record, to be changed by `replace`."""
    return finding.whole() if isinstance(finding, Certain) else finding
