"""The sample projects, audited end to end: each planted breach is found, and nothing else is held against anybody."""

import json
import re
from pathlib import Path
from string import ascii_uppercase

import pytest

from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.model import VERDICTS, Audit, say
from clausecheck.pipeline import audit_project
from clausecheck.wording import LANGS, subject_in_words, word

SAMPLES = sample_projects()
HELD_AGAINST = ("fail", "at_risk", "undetermined", "waived")
PROGRAM = re.compile(r"\w+\([a-z_]+=|Unknown|Say\(|None|[{}]|（DAT\d\d）|\(DAT\d\d\)")
KEYS = re.compile(r"#\d|-Q\d|^project$")
"""What only programs should read."""


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda folder: folder.name)
def sample(request: pytest.FixtureRequest) -> tuple[Path, dict, Audit]:
    expected = json.loads((request.param / "expected.json").read_text(encoding="utf-8"))
    return request.param, expected, audit_project(request.param, expected["period"], expected["as_of"])


def test_there_are_at_least_four_sample_projects() -> None:
    assert len(SAMPLES) >= 4


def test_what_is_held_against_a_sample_is_exactly_what_was_planted(sample: tuple[Path, dict, Audit]) -> None:
    _, expected, audit = sample
    planted = {(item["code"], item["subject"], item["verdict"]) for item in expected["planted"]}
    judged = {(finding.code, finding.subject, finding.verdict) for finding in audit.findings}
    held = {item for item in judged if item[2] in HELD_AGAINST}
    assert {item for item in planted if item[2] in HELD_AGAINST} == held
    assert planted <= judged


def test_every_obligation_has_exactly_one_verdict_and_the_tally_adds_up(sample: tuple[Path, dict, Audit]) -> None:
    _, _, audit = sample
    subjects = [(finding.code, finding.subject) for finding in audit.findings]
    assert len(subjects) == len(set(subjects))
    assert {finding.verdict for finding in audit.findings} <= set(VERDICTS)
    assert sum(audit.tally.values()) == len(audit.findings) - sum(finding.remark for finding in audit.findings)


def test_rows_read_are_rows_judged_plus_rows_set_aside_on_every_sheet(sample: tuple[Path, dict, Audit]) -> None:
    _, _, audit = sample
    assert audit.counts
    for count in audit.counts:
        assert count.rows_read == count.rows_judged + count.rows_set_aside, count
        listed = [row for row in audit.set_aside if (row.file, row.sheet) == (count.file, count.sheet)]
        assert len(listed) >= count.rows_set_aside


def test_no_row_that_a_verdict_rests_on_is_called_unused(sample: tuple[Path, dict, Audit]) -> None:
    _, _, audit = sample
    why = ("aside.unused", "aside.belongs_to", "aside.due_in", "aside.before_takeover", "aside.after_exit")
    unused = {(row.file, row.sheet, row.row) for row in audit.set_aside if row.reason.key in why}
    rules = (finding for finding in audit.findings if not finding.code.startswith("DAT"))
    rests_on = {(*cell[:2], int(cell.cell.lstrip(ascii_uppercase))) for finding in rules for cell in finding.cells}
    assert unused
    assert not rests_on & unused


def test_every_finding_can_be_said_in_both_languages(sample: tuple[Path, dict, Audit]) -> None:
    _, _, audit = sample
    for finding in audit.findings:
        for said in (finding.required, finding.mend, finding.action, *finding.found):
            if said is not None:
                zh, en = word(said, "zh"), word(said, "en")
                assert zh.strip(), finding
                assert en.strip(), finding
                assert not PROGRAM.search(zh + en), (zh, en)
        for lang in LANGS:
            assert not KEYS.search(subject_in_words(finding, audit.rulebook, lang)), finding


def test_every_finding_that_is_no_pass_says_what_would_have_passed_and_what_to_do(
    sample: tuple[Path, dict, Audit],
) -> None:
    _, _, audit = sample
    for finding in audit.findings:
        wanted = finding.verdict not in ("pass", "not_applicable")
        assert (finding.mend is not None, finding.action is not None) == (wanted, wanted), finding
        assert finding.action != say("act.general"), f"{finding.code} {finding.found}: actions.yaml answers none of it"


def test_a_finding_that_rests_on_an_assumption_names_it(sample: tuple[Path, dict, Audit]) -> None:
    _, _, audit = sample
    for finding in audit.findings:
        if finding.code == "CMP09" and finding.verdict == "fail":
            assert [number.source for number in finding.numbers] == ["assumption"]
