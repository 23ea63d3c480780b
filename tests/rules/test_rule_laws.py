"""What holds of every audit, whatever is handed in: nothing lost, nothing undone by time, order or place."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from handed_in import Workbook, read_here, write_workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import Project, projects, shuffled, split

from clausecheck.nouns.model import Audit, Finding, Logs
from clausecheck.nouns.periods import parse_period
from clausecheck.pipeline import audit_logs
from clausecheck.rulebook import Procedure, load_rulebook

FEW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
EXPIRES = ("ATT01",)
"""Rules whose evidence runs out: a confirmation that has expired no longer decides, for good or ill (reading 46)."""
Told = Counter[tuple[str, str, str]]


@FEW
@given(project=projects())
def test_every_subject_has_one_verdict_and_every_row_is_accounted_for(project: Project) -> None:
    audit = audit_of(project)
    keys = [(finding.code, finding.subject) for finding in audit.findings]
    remarks = sum(finding.remark for finding in audit.findings)
    assert len(keys) == len(set(keys)) == sum(audit.tally.values()) + remarks
    assert {code for code, rule in load_rulebook().rules.items() if rule.checks} <= {code for code, _ in keys}
    no_records = Counter(one.cell.sheet for one in audit.remarks if one.kind == "no_record")
    read = {one.sheet: one.rows_read + one.rows_further + no_records[one.sheet] for one in audit.counts}
    assert read == rows_written(project.workbook)
    for count in audit.counts:
        assert count.rows_read == count.rows_judged + count.rows_set_aside
    aside = Counter(row.sheet for row in audit.set_aside)
    assert aside == Counter({count.sheet: count.rows_set_aside for count in audit.counts if count.rows_set_aside})


@FEW
@given(project=projects(), days=st.integers(1, 200))
def test_a_later_as_of_date_never_turns_a_fail_into_pending(project: Project, days: int) -> None:
    logs = logs_of(project.workbook)
    before, after = (by_key(audit_as_of(logs, made)) for made in (project, project.later(days)))
    failed = {key for key, finding in before.items() if finding.verdict == "fail" and key[0] not in EXPIRES}
    assert [key for key in failed & after.keys() if after[key].verdict in ("pending", "at_risk")] == []


@FEW
@given(project=projects(), rows=st.data())
def test_the_order_of_rows_and_sheets_changes_no_verdict(project: Project, rows: st.DataObject) -> None:
    assert told(audit_of(shuffled(project, rows))) == told(audit_of(project))


@FEW
@given(project=projects(), rows=st.data())
def test_rows_in_two_files_are_judged_as_in_one(project: Project, rows: st.DataObject) -> None:
    assert told(audit_of(project, split(project, rows))) == told(audit_of(project))


@FEW
@given(project=projects())
def test_the_same_input_gives_the_same_findings(project: Project) -> None:
    assert audit_of(project).findings == audit_of(project).findings


NUMBERS = [
    (code, name)
    for code, rule in load_rulebook().rules.items()
    for name, numbers in rule.numbers.items()
    if numbers[0].unit != "text"
]


@FEW
@given(project=projects(), random=st.randoms(use_true_random=False))
def test_a_number_changes_only_the_verdicts_that_cite_it(project: Project, random: Random) -> None:
    logs = logs_of(project.workbook)
    before = by_key(audit_as_of(logs, project))
    for code, name in random.sample(NUMBERS, 12):
        after = by_key(audit_as_of(logs, project, changed(code, name, random.choice((-3, -1, 1, 2, 20)))))
        for key in {*before, *after}:
            both = [findings[key] for findings in (before, after) if key in findings]
            if len({finding.verdict for finding in both}) < 2 and len(both) == 2:
                continue
            assert key[0] == code
            assert cites(both, name) or stands_for_nothing(both), both


def audit_of(project: Project, books: tuple[Workbook, ...] = ()) -> Audit:
    """The audit of a project from real workbooks: its own, or those its rows were dealt to."""
    return audit_as_of(logs_of(*(books or (project.workbook,))), project)


def logs_of(*books: Workbook) -> Logs:
    with TemporaryDirectory() as folder:
        return read_here(write_workbook(Path(folder) / f"{n}.xlsx", sheets) for n, sheets in enumerate(books))


def audit_as_of(logs: Logs, project: Project, book: Procedure | None = None) -> Audit:
    return audit_logs(logs, book or load_rulebook(), parse_period(project.period), project.as_of)


def changed(code: str, name: str, by: int) -> Procedure:
    """Our rulebook with one number changed."""
    ours = load_rulebook()
    rule = ours.rules[code]
    numbers = [replace(number, value=max(1, number.amount + by)) for number in rule.numbers[name]]
    own = replace(rule, numbers={**rule.numbers, name: numbers})
    return replace(ours, rules={**ours.rules, code: own})


def by_key(audit: Audit) -> dict[tuple[str, str], Finding]:
    return {(finding.code, finding.subject): finding for finding in audit.findings}


def cites(findings: list[Finding], name: str) -> bool:
    return any(used.name == name for finding in findings for used in finding.numbers)


def stands_for_nothing(findings: list[Finding]) -> bool:
    """The finding that says a rule has no case comes and goes with the cases, which cite the number themselves."""
    return all(finding.subject == "project" and finding.reason == "no_case" for finding in findings)


def told(audit: Audit) -> Told:
    """What was found, by content: an address is no more than its sheet and column (reading 42)."""
    return Counter((finding.code, _placeless(finding.subject), finding.verdict) for finding in audit.findings)


def _placeless(subject: str) -> str:
    return re.sub(r"(?<=#)\d+$|(?<=![A-Z])\d+$|(?<=![A-Z]{2})\d+$", "", re.sub(r"^\d+\.xlsx/", "", subject))


def rows_written(workbook: Workbook) -> dict[str, int]:
    return {name: sum(any(cell is not None for cell in row.values()) for row in s.rows) for name, s in workbook.items()}
