"""What people say about an audit besides the logs: the auditor's decisions, the centre's replies, marks adjusted by hand.

Nothing of it changes a verdict or the computed score; it is shown beside them and carried forward.
"""

from collections.abc import Mapping
from dataclasses import field

from clausecheck.nouns.records import dataclass

Place = tuple[str, str, str]
"""File, sheet and address, as a `Cell` has them."""


LEAST = 0.005
"""A difference of marks below it is none: they are shown with two places."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What an auditor adds to (or gives back of) the deduction of a rule on 扣分表, and why. `computed`: the deduction that
    stood there then."""

    marks: float = 0.0
    note: str = ""
    computed: float = 0.0
    place: Place | None = None

    def holds(self, deducted: float) -> bool:
        """Whether the deduction is still the one that was adjusted."""
        return abs(self.computed - deducted) < LEAST


@dataclass(frozen=True, slots=True)
class Reply:
    """What the centre wrote beside a finding on 核查结果."""

    done: str = ""
    by: str = ""
    on: str = ""
    evidence: str = ""
    place: Place | None = None

    @property
    def filled(self) -> bool:
        return bool(self.done or self.by or self.on or self.evidence)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the auditor decided about a finding: accepted, disputed or nothing yet, why, who and when, and what the
    recheck came to in his eyes (复查结论)."""

    mark: str = ""
    note: str = ""
    by: str = ""
    on: str = ""
    conclusion: str = ""
    stale: bool = False
    """Whether the facts have changed since."""

    @property
    def disputes(self) -> bool:
        """Whether the finding is disputed as it stands now."""
        return self.mark == "disputed" and not self.stale


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover of papers and is known to people only; blank where it is not given."""

    number: str = ""
    auditor: str = ""
    checked_on: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """All of it: replies and opinions by the key of a finding, adjustments by the code of a rule."""

    replies: Mapping[str, Reply] = field(default_factory=dict)
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)
    cover: Cover = Cover()
    ignored: tuple[Place, ...] = ()
    """Cells of the auditor's columns that the centre filled in: not taken, and named."""
