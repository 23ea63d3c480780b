"""No sentence shows how a program writes a value: whatever a parameter holds, people read words (issue 10)."""

import re
import string
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

import clausecheck
from clausecheck.disk.resources import sample_projects
from clausecheck.nouns.model import Finding, Say, Unknown, say
from clausecheck.nouns.periods import When, parse_period, quarter
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.pipeline import audit_project
from clausecheck.wording import LANGS, actions, said_subject, word

WORDS, _ = read_yaml(Path(clausecheck.__file__).parent / "wording" / "words.yaml")
KEYS = [*WORDS, *(f"act.{name}" for name in actions())]
VALUES: dict[str, Any] = {
    "a text": "翠湖花园",
    "a number": 3,
    "a sentence": say("days", n=2),
    "several": ("甲", say("hours", n=1), Unknown("DAT01", "七月初三")),
    "a day": date(2026, 8, 5),
    "a day without time": When(date(2026, 8, 5)),
    "a moment": When(date(2026, 8, 5), time(9, 30)),
    "a period": quarter(2026, 3),
    "what cannot be read": Unknown("DAT01", "七月初三"),
    "a formula without a value": Unknown("DAT08"),
    "nothing": None,
}
PROGRAM = re.compile(r"\w+\([a-z_]+=|Unknown|When\(|Period\(|Say\(|datetime|None|[{}]|（DAT\d\d）|\(DAT\d\d\)")


def _blanks(key: str) -> set[str]:
    texts = actions()[key.removeprefix("act.")] if key.startswith("act.") else WORDS[key]
    return {name for lang in LANGS for _, name, _, _ in string.Formatter().parse(texts[lang]) if name}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_value_shows_how_a_program_writes_it(value: Any) -> None:
    for key in KEYS:
        for lang in LANGS:
            said = word(say(key, **dict.fromkeys(_blanks(key), value)), lang)
            assert said.strip(), key
            assert not PROGRAM.search(said), (key, said)


ENGLISH = {"安保主管": "security supervisor"}
TITLES = {"INF02": {"zh": "人员公示栏", "en": "Staff board"}}


@pytest.mark.parametrize(
    ("code", "subject", "by_row", "zh", "en"),
    [
        ("INF01", "project", False, "整个项目", "whole project"),
        ("RPT01", "2026-Q2", False, "2026年第二季度", "Q2 2026"),
        ("STA01", "2026-08", False, "2026年8月", "August 2026"),
        ("INF06", "2026", False, "2026年", "2026"),
        ("INF06", "2026-H2", False, "2026年下半年", "second half of 2026"),
        ("ITV09", "2026-Q3/安保主管", False, "2026年第三季度 安保主管", "Q3 2026, security supervisor"),
        ("ITV09", "2026-Q3/楼宇管家", False, "2026年第三季度 楼宇管家", "Q3 2026, 楼宇管家"),
        ("INF04", "停供通知#3", True, "停供通知第 3 行", "停供通知, row 3"),
        ("INF04", "停供通知#3:H", True, "停供通知第 3 行（H 列起）", "停供通知, row 3 (from column H)"),
        ("CMP01", "一期.xlsx/投诉记录#12", True, "一期.xlsx/投诉记录第 12 行", "一期.xlsx/投诉记录, row 12"),
        ("CMP01", "2026-07", True, "2026-07", "2026-07"),
        ("CMP01", "TS#1-A", True, "TS#1-A", "TS#1-A"),
        ("ATT01", "INF02", False, "人员公示栏（INF02）", "Staff board (INF02)"),
        ("DAT01", "投诉记录!B7", False, "投诉记录!B7", "投诉记录!B7"),
        ("DAT05", "简报台账/抽查日期", False, "简报台账的“抽查日期”", '"抽查日期" of 简报台账'),
    ],
    ids=str,
)
def test_a_subject_is_told_in_words(code: str, subject: str, by_row: bool, zh: str, en: str) -> None:
    finding = Finding(code, "", subject, "fail", by_row=by_row)
    assert said_subject(finding.code, finding.subject, "zh", TITLES, ENGLISH, by_row=finding.by_row) == zh
    assert said_subject(finding.code, finding.subject, "en", TITLES, ENGLISH, by_row=finding.by_row) == en


PERIOD_CODE = re.compile(r"\d{4}-(Q\d|H\d|\d\d(?!\d|-\d))")


@pytest.mark.parametrize(
    ("label", "zh", "en"),
    [
        ("2026-Q4", "2026年第四季度", "Q4 2026"),
        ("2026-07", "2026年7月", "July 2026"),
        ("2026-01-15..2026-03-10", "2026-01-15 至 2026-03-10", "2026-01-15 to 2026-03-10"),
        ("一期", "一期", "一期"),
    ],
)
def test_a_period_is_told_in_words(label: str, zh: str, en: str) -> None:
    assert (word(Say(f"period:{label}"), "zh"), word(Say(f"period:{label}"), "en")) == (zh, en)


def test_no_finding_and_no_reason_of_a_sample_names_a_period_by_its_code() -> None:
    audit = audit_project([sample_projects()[0]], parse_period("2026-Q3"), date(2026, 10, 31))
    said = [*(one for finding in audit.findings for one in finding.found), *(row.reason for row in audit.set_aside)]
    texts = [word(one, lang) for one in said for lang in LANGS]
    assert "属 2026年第一季度，不在核查期间" in texts
    assert not [text for text in texts if PERIOD_CODE.search(text)]
