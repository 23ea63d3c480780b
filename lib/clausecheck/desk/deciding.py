"""What the auditor decides, carried out: marks kept for one finding or a rule, taken up from the browser, and said."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from clausecheck.audit.waived import FILE as WAIVERS
from clausecheck.audit.waivers import add_waiver, read_waivers
from clausecheck.desk.checking import Checked, keep_marks
from clausecheck.desk.decision import Decision, alike, check_decision, review_of
from clausecheck.desk.keeping import Kept
from clausecheck.desk.session import Session
from clausecheck.desk.texts import text
from clausecheck.nouns.model import Finding
from clausecheck.results.review import Key, Review, key_of


def mark(
    checked: Checked, marks: Mapping[Key, Review], finding: Finding, decision: Decision, on: date, lang: str
) -> tuple[dict[Key, Review], int]:
    """Keeps a mark, with it those of the same rule if asked; returns all marks and how many were made. Raises InputFault for
    a decision that will not do."""
    check_decision(decision, lang)
    others = alike(finding, checked.audit.findings, marks) if decision.whole_rule else []
    given = {key_of(one): review_of(one, decision, on) for one in (finding, *others)}
    identities = {one.identity for one in (finding, *others) if one.identity}
    return keep_marks(checked, given, identities), len(given)


def kept_of(checked: Checked, marks: Mapping[Key, Review]) -> Kept:
    """The decisions as they stand now, as the browser keeps them."""
    waivers = checked.waiver_folder / WAIVERS
    return Kept(marks, tuple(read_waivers(waivers)) if waivers.is_file() else ())


def take_up(checked: Checked, kept: Kept) -> dict[Key, Review]:
    """Keeps what the browser had kept where decisions of this audit are kept; returns all marks."""
    for waiver in kept.waivers:
        add_waiver(checked.waiver_folder, waiver)
    return keep_marks(checked, kept.marks, {one.identity for one in kept.marks.values() if one.identity})


def saved(checked: Checked, session: Session, written: Path, n: int, in_browser: bool, lang: str) -> str:
    """Where a decision is kept: in a file that the user can reach, else in the browser or only on this page."""
    marked = text("marked_n", lang, n=n) if n > 1 else ""
    if checked.request.uploaded:
        return marked + text("saved_browser" if in_browser else "saved_page", lang)
    root = session.root
    inside = root is not None and written.is_relative_to(root)
    place = written.relative_to(root).as_posix() if root and inside else str(written)
    return marked + text("saved", lang, file=place)
