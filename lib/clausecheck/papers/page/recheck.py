"""What became of an earlier audit's open findings: the states with their numbers, and each change with its cells."""

from pathlib import Path

from markupsafe import Markup

from clausecheck.marks import Sheet
from clausecheck.nouns.model import Audit
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import html, named, said
from clausecheck.recheck import read_document, recheck
from clausecheck.recheck.model import STATES, Change, Recheck, state_word
from clausecheck.recheck.sheet import recheck_sheet
from clausecheck.recheck.told import about_of, cells_of, found_of, rate_of, why_of

MOST = 2000
COLOURS = {
    "mended": "pass",
    "persisting": "fail",
    "gone": "undetermined",
    "doubtful": "at_risk",
    "new": "pending",
    "reopened": "fail",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A change as it stands in the table; `cells`: address, before, after."""

    state: str
    state_name: str
    code: str
    title: str
    about: str
    before: str
    after: str
    found: str
    why: str
    cells: list[tuple[str, str, str]]


def recheck_section(report: Report) -> str:
    """The comparison as HTML; empty for an audit that is compared with none."""
    if report.recheck is None:
        return ""
    made = report.recheck
    changes = sorted(made.changes, key=lambda one: STATES.index(one.state))
    return fill(
        "recheck.html.j2",
        report,
        lead=rechecked(report),
        states=[(state, COLOURS[state], state_word(state, report.lang), n) for state, n in made.by_state.items()],
        lines=[_line(report, one) for one in changes[:MOST]],
        more=max(0, len(changes) - MOST),
        notes=_notes(report, made),
    )


def rechecked(report: Report) -> Markup:
    """The comparison in a sentence: with what it is compared, how much was open, how much of it is mended."""
    made = report.recheck
    if made is None:
        return Markup("")
    before = made.previous
    key = "recheck_lead_notice" if before.notice_number or before.notice_day else "recheck_lead"
    return html(
        key,
        report.lang,
        period=named("period", before.period, report.lang),
        as_of=before.as_of,
        number=before.notice_number or "–",
        day=before.told_on,
        n=made.open_before,
        mended=made.mended,
        rate=rate_of(made),
        new=made.by_state["new"],
    )


def _notes(report: Report, made: Recheck) -> list[str]:
    return [said(note, report.lang) for note in made.notes]


def _line(report: Report, change: Change) -> Line:
    lang = report.lang
    return Line(
        state=COLOURS[change.state],
        state_name=state_word(change.state, lang),
        code=change.code,
        title=report.title_of(change.code) if change.code in report.audit.rulebook.titles else "",
        about=about_of(change, report.audit.rulebook, lang),
        before=named("verdict", change.before, lang) if change.before else "–",
        after=named("verdict", change.after, lang) if change.after else "–",
        found=found_of(change, lang),
        why=why_of(change, lang),
        cells=cells_of(change, lang),
    )


def compared(audit: Audit, previous: Path | None) -> Recheck | None:
    """The audit compared with an earlier one's output folder; None without one. Raises InputFault for what is none."""
    return recheck(read_document(previous), audit) if previous else None


def sheets_of(comparison: Recheck | None, audit: Audit, lang: str) -> list[Sheet]:
    """The sheet of the comparison, for the annotated copy; none without one."""
    return [recheck_sheet(comparison, audit, lang)] if comparison else []
