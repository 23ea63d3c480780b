"""A procedure's own files are held as strictly as its rules: each slip that would change verdicts without a word is refused
with file, line and mend."""

import shutil
from pathlib import Path

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES
from clausecheck.rulebook import load_procedure

SLIPS = {
    "one code in two files": (
        "rules/5_others.yaml", "  SUR01:", "  CMP01:", "5_others.yaml:", "规则编号 CMP01 重复，前一条在 3_complaints.yaml:",
    ),
    "a misspelt key of a column": (
        "tables.yaml", 'type: when, need: "!", also: [投诉时间', 'type: when, nead: "!", also: [投诉时间',
        "tables.yaml:", "complaints.fields.received_at.nead：没有“nead”；是否应为 need？",
    ),
    "a misspelt key of a table": (
        "tables.yaml", "    key_date: received_at", "    keydate: received_at", "tables.yaml:", "complaints.keydate：没有“keydate”；是否应为 key_date？",
    ),
    "a pair with a column that is not there": (
        "tables.yaml", "[received_at, recorded_at]", "[received_at, recorded]", "tables.yaml:", "complaints.pairs：没有“recorded”；是否应为 recorded_at？",
    ),
    "a type that is none": (
        "tables.yaml", 'type: when, need: "!", also: [投诉时间', 'type: moment, need: "!", also: [投诉时间', "tables.yaml:", "没有“moment”",
    ),
    "a key date that is no date": (
        "tables.yaml", "    key_date: received_at", "    key_date: person", "tables.yaml:", "“person”的类型应为 when、day，现为 text",
    ),
    "one sheet for two tables": (
        "tables.yaml", "    sheet: 来电来访", "    sheet: 投诉记录", "tables.yaml:", "工作表名“投诉记录”已用于 complaints",
    ),
    "no tables": (
        "tables.yaml", "\ntables:\n", "\ntable:\n", "tables.yaml", "应为键值对，并含 every_log 和 tables",
    ),
    "what a blank means is not of the list": (
        "tables.yaml", "blank: 否,", "blank: 不详,", "tables.yaml:", "没有“不详”",
    ),
    "a role nobody can have": (
        "rules/3_complaints.yaml", "roles: [客服, ", "roles: [客服们, ", "3_complaints.yaml:", "没有“客服们”；是否应为 客服？",
    ),
    "a responsible role nobody can have": (
        "rules/3_complaints.yaml", "    role: 客服主管", "    role: 客服主任", "3_complaints.yaml:", "的 role：没有“客服主任”",
    ),
    "a code of no section": (
        "rules/5_others.yaml", "  SUR01:", "  SUX01:", "5_others.yaml:", "SUX01 的 code：没有“SUX”；是否应为 SUR？",
    ),
    "a clause of no ledger": (
        "rules/3_complaints.yaml", "clause: 4.3b.2", "clause: 4.3c.2", "3_complaints.yaml:", "的 clause：没有“4.3c.2”",
    ),
    "a time limit that counts from what may be blank": (
        "rules/3_complaints.yaml", "part: within, start: received_at", "part: within, start: feedback_at",
        "3_complaints.yaml:", "“反馈时间”可以为空，不能从它算起；请把它设为必填",
    ),
    "a share of households, and no fact that says how many there are": (
        "tables.yaml", "      households: {header: 总户数", "      flats: {header: 总户数", "4_interviews.yaml:", "这里需要“项目信息”的字段 households：没有“households”",
    ),
    "a section without its clause": (
        "rulebook.yaml", '{prefix: SUR, clause: "4.5", ', "{prefix: SUR, ", "rulebook.yaml:", "sections.4.clause：没有填写",
    ),
    "a prefix given twice": (
        "rulebook.yaml", "{prefix: SUR,", "{prefix: ENG,", "rulebook.yaml:", "“ENG”重复",
    ),
    "a clause given twice": (
        "clauses.yaml", '  - id: "3.0"', '  - id: "2.0"', "clauses.yaml:", "“2.0”重复",
    ),
    "a rule of the ledger that is not there": (
        "clauses.yaml", "rules: [INF01, ATT01]", "rules: [INF91, ATT01]", "clauses.yaml:", "没有“INF91”；是否应为 INF01？",
    ),
}  # fmt: skip
"""What is done to which file: the text there, what takes its place, and what the error says, first of all where."""


@pytest.fixture
def procedure(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROCEDURES / DEFAULT, tmp_path / "ours"))


def test_the_procedure_that_ships_is_in_order(procedure: Path) -> None:
    book = load_procedure(procedure)
    prefixes = list(book.identity.sections)
    places = [(prefixes.index(code[:3]), code) for code in book.rules]
    assert places == sorted(places)
    assert book.identity.sha256 == load_procedure().identity.sha256


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_refused_with_file_line_and_mend(procedure: Path, slip: str) -> None:
    file, there, instead, place, words = SLIPS[slip]
    path = procedure / file
    text = path.read_text(encoding="utf-8")
    assert there in text, there
    path.write_text(text.replace(there, instead, 1), encoding="utf-8")
    with pytest.raises(InputFault) as refused:
        load_procedure(procedure)
    said = refused.value.say("zh").splitlines()
    line = next((one for one in said if words in one), "")
    assert line.startswith(place), said
    assert line.removeprefix(place)[0].isdigit() or place == file, line
    assert len(refused.value.say("en").splitlines()) == len(said)
