"""Every rule judged as its cases say: real workbooks in, every finding out."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from both_ways import audited_both_ways
from handed_in import read_here
from rule_cases import FIRST, Case, all_cases, cases_of

from clausecheck.audit.waived import find_waivers
from clausecheck.nouns.model import Audit, Cell, Finding, Say, say
from clausecheck.nouns.periods import parse_period
from clausecheck.pipeline import audit_logs, audit_project
from clausecheck.rulebook import load_rulebook
from clausecheck.wording import LANGS, word

CASES = all_cases()
BOTH_WAYS = CASES if "TEST_FULL" in os.environ else CASES[::6]
"""The cases judged with care and in bulk: of every row where time allows, elsewhere of some in every rule."""
ONE_OF_EACH_SECTION = list({case.code[:3]: case for case in reversed(CASES)}.values())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_judges_as_its_cases_say(case: Case, tmp_path: Path) -> None:
    audit = audit_here(case, tmp_path)
    found = {finding.subject: finding for finding in audit.findings if finding.code == case.code}
    assert as_written(found, case.expect) == expected(case.expect, found)
    for code, wanted in case.also.items():
        other = {finding.subject: finding for finding in audit.findings if finding.code == code}
        there = {subject: other[subject] for subject in wanted if subject in other}
        assert as_written(there, wanted) == wanted
    for subject, words in case.of_subject("says").items():
        assert squeezed(words) in squeezed(said(found[subject].found, "zh"))
    for subject, words in case.of_subject("mend").items():
        assert squeezed(words) in squeezed(said([found[subject].mend], "zh"))
    if "due" in case.asks:
        assert {str(finding.due) for finding in found.values()} == {case.asks["due"]}
    check_all_findings(audit, case, case.code)


@pytest.mark.parametrize("case", ONE_OF_EACH_SECTION, ids=str)
def test_the_whole_pipeline_finds_the_same(case: Case, tmp_path: Path) -> None:
    paths = case.write(tmp_path)
    whole = audit_project(paths, case.period, case.as_of, rulebook=case.own_rulebook(tmp_path))
    assert whole.findings == audit_here(case, tmp_path).findings


def audit_here(case: Case, folder: Path) -> Audit:
    """The audit of a case, its workbooks written and read."""
    paths = case.write(folder)
    book = load_rulebook(case.own_rulebook(folder))
    audited = audited_both_ways if case in BOTH_WAYS else audit_logs
    return audited(read_here(paths), book, parse_period(case.period), case.as_of, find_waivers(paths))


def as_written(found: dict[str, Finding], wanted: dict[str, str]) -> dict[str, str]:
    """The findings as a case writes them, with the reason where the case gives one."""
    others = wanted.get("others", "")
    return {
        subject: f"{finding.verdict} {finding.reason}" if " " in wanted.get(subject, others) else finding.verdict
        for subject, finding in found.items()
    }


def expected(wanted: dict[str, str], found: Iterable[str]) -> dict[str, str]:
    """What a case expects, `others` written out."""
    named = dict(wanted)
    others = named.pop("others", None)
    return {**({subject: others for subject in found if subject not in named} if others else {}), **named}


def said(sentences: Iterable[Say | None], lang: str) -> str:
    return "；".join(word(sentence, lang) for sentence in sentences if sentence)


def squeezed(text: str) -> str:
    """Without the spaces, which are the wording's business."""
    return "".join(text.split())


def check_all_findings(audit: Audit, case: Case, code: str) -> None:
    """Whatever the rule: one verdict each, in words, resting on cells that exist; every row accounted for."""
    keys = [(finding.code, finding.subject) for finding in audit.findings]
    remarks = sum(finding.remark for finding in audit.findings)
    assert len(keys) == len(set(keys)) == sum(audit.tally.values()) + remarks
    for count in audit.counts:
        assert count.rows_read == count.rows_judged + count.rows_set_aside
    for finding in audit.findings:
        for lang in LANGS:
            words = said([finding.required, *finding.found, finding.mend, finding.action], lang)
            assert words and not any(raw in words for raw in ("{", "Say(", "Unknown(")), finding
        if finding.verdict not in ("pass", "not_applicable"):
            assert finding.mend, finding
            assert finding.action not in (None, say("act.general")), finding
        if finding.verdict == "undetermined":  # it must not sound like a breach: its words say what cannot be known
            assert re.search("无法|不能|未提供|缺少“", said(finding.found, "zh")), finding
        assert all(exists(cell, case) for cell in finding.cells), finding
        if finding.code == code and finding.reason != "sheet_absent" and finding.verdict != "not_applicable":
            assert finding.cells, finding


def exists(cell: Cell, case: Case) -> bool:
    """Whether a cited cell lies on a sheet of the case, at a header or in a row."""
    sheet = case.workbooks[cell.file or FIRST][cell.sheet]
    letters = cell.cell.rstrip("0123456789")
    column = ord(letters[-1]) - 64 + 26 * (len(letters) - 1)
    return column <= len(sheet.headers) and int(cell.cell[len(letters) :]) <= len(sheet.rows) + 1


def test_a_case_names_its_file_and_line_when_it_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "CMP01.yaml"
    head = "period: 2026-08\nas_of: 2026-08-31\ncases:\n"
    for body, complaint in {
        "  - {name: 甲, en: A, expext: {}}\n": "expext",
        "  - {name: 甲, en: A, given: {投诉台账: []}, expect: {}}\n": "投诉台账",
        "  - {name: 甲, en: A, given: {投诉记录: [{编号: A1}]}, expect: {}}\n": "编号",
    }.items():
        wrong.write_text(head + body)
        with pytest.raises(ValueError, match=f"CMP01.yaml:4: .*{complaint}"):
            cases_of(wrong)
        cases_of.cache_clear()
