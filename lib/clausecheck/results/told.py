"""The findings that copies show, worded once for all sheets and comments of all files."""

from clausecheck.nouns.model import Audit, Cell, Finding
from clausecheck.nouns.records import dataclass
from clausecheck.wording import subject_in_words, term, word

from .findings_json import found
from .places import places_of, row_below

SHOWN = ("fail", "logs", "undetermined", "at_risk", "pending", "waived", "remark")
"""Verdicts that are shown, those first that matter most."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in the words of one language: empty where nothing is to be said. `places`: where it is shown, the cell to
    go to first; `below`: one of them is a free cell where a row is missing."""

    finding: Finding
    shown_as: str
    verdict: str
    about: str
    required: str
    found: str
    mend: str
    action: str
    places: tuple[Cell, ...]
    below: bool


def told(audit: Audit, lang: str) -> list[Told]:
    """Every finding that is shown, in the order of the audit."""
    shown = ((finding, finding.shown_as) for finding in audit.findings)
    return [_told(finding, shown_as, audit, lang) for finding, shown_as in shown if shown_as in SHOWN]


def _told(finding: Finding, shown_as: str, audit: Audit, lang: str) -> Told:
    said = [word(one, lang) if one else "" for one in (finding.required, finding.mend, finding.action)]
    return Told(
        finding=finding,
        shown_as=shown_as,
        verdict=term("verdict", shown_as, lang),
        about=subject_in_words(finding, audit.rulebook, lang),
        required=said[0],
        found=found(finding, lang),
        mend=said[1],
        action=said[2],
        places=places_of(finding, audit),
        below=row_below(finding, audit) is not None,
    )
