"""People whom a row names: who is meant, and what their posts say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from clausecheck.evidence import Staff
from clausecheck.evidence.staff import Person
from clausecheck.nouns.model import Cell, Say, say
from clausecheck.nouns.periods import When

from .outcome import Outcome, Verdict, combine, unknown
from .sure import RowValues, Settle, Sure, View, remembered


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


def everybody(field: str, at: str, sure_of: Callable[[Person, When], bool | None], view: View) -> Settle:
    """Settles that of everybody whom a cell names something is sure on the day of `at`; each cell and day is asked once."""
    staff, sure = view.evidence.staff, Sure((field,))

    def ask(asked: tuple[str, date]) -> bool:
        name, day = asked
        return all(person.rows and sure_of(person, When(day)) is True for person in staff.named(name))

    known = remembered(ask)

    def settle(values: RowValues, on: date) -> Sure | None:
        name, when = values.get(field), values.get(at)
        if type(name) is not str or type(when) is not When:
            return None
        return sure if known((name, when.day)) else None

    return settle


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
