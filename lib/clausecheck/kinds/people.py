"""People whom a row names: who is meant, and what their posts say."""

from collections.abc import Sequence
from dataclasses import replace

from clausecheck.evidence import Staff
from clausecheck.evidence.staff import Person
from clausecheck.nouns.model import Cell, Say, say

from .outcome import Outcome, Verdict, combine, unknown


def one_of(parts: Sequence[Outcome]) -> Outcome:
    """Of several people named one who passes is enough; all must fail for a fail (reading 52). What is to be said of
    the others is said too."""
    if len(parts) == 1:
        return parts[0]
    verdicts = {part.verdict for part in parts}
    verdict: Verdict = "pass" if "pass" in verdicts else "fail" if verdicts == {"fail"} else "undetermined"
    first = sorted(parts, key=lambda part: part.verdict != verdict)
    mend = None if verdict == "pass" else first[0].mend
    whole = combine([replace(part, verdict=verdict) for part in first])
    return replace(whole, reason=first[0].reason, mend=whole.mend if verdict == "fail" else mend)


def unclear(person: Person, field: Say, cells: tuple[Cell, ...]) -> Outcome:
    """Whether somebody was in post, or who is meant, cannot be told."""
    if person.rows:
        return unknown("post_unclear", say("post_unclear", name=person.name), cells=cells)
    found = say("name_unclear", field=field, name=person.name)
    return unknown("name_unclear", found, say("mend.names_apart"), cells=cells)


def unless_unread(staff: Staff, fails: Outcome) -> Outcome:
    """Who is not found fails, unless the list has a name that cannot be read: that may be this one's row."""
    if staff.complete:
        return fails
    return replace(fails, verdict="undetermined", found=(say("staff_unclear", what=fails.found[0]),))
