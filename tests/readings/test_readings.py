"""Each settled reading by its cases: real workbooks in, what the case names out (see README.md beside this)."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from handed_in import Workbook, read_here, write_workbook
from openpyxl.styles import Font
from rule_cases import BASE, sheets_of

from clausecheck.audit.waived import find_waivers
from clausecheck.logs import read_logs
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.read import map_beside
from clausecheck.logs.sheets import Reading
from clausecheck.nouns.model import Audit, Say
from clausecheck.nouns.periods import parse_period
from clausecheck.nouns.workdays import find_workdays
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.pipeline import audit_logs
from clausecheck.rulebook import load_rulebook
from clausecheck.wording import word

HERE = Path(__file__).parent
KEYS = {"name", "en", "period", "as_of", "given", "usual", "without", "sheets", "merges", "hidden", "struck", "files"}
KEYS |= {"rulebook", "waivers", "expect", "remarks", "says", "mend", "action", "unsaid", "file", "unread"}
FILE_KEYS = {"reading", "period", "as_of", "given", "usual", "without", "cases"}
BOOK = "记录.xlsx"


def all_cases() -> list[Any]:
    found = []
    for path in sorted(HERE.glob("[0-9]*.yaml")):
        content, lines = read_yaml(path, aliases=True)
        assert set(content) <= FILE_KEYS, f"{path.name}: {set(content) - FILE_KEYS}"
        for i, raw in enumerate(content["cases"]):
            assert set(raw) <= KEYS, f"{path.name}:{lines.nearest(('cases', i))}: {set(raw) - KEYS}"
            given = {**content.get("given", {}), **raw.get("given", {})}
            case = {
                **{key: content[key] for key in ("period", "as_of", "usual", "without") if key in content},
                **raw,
                "given": given,
            }
            found.append(pytest.param(case, id=f"{path.stem}: {raw['en']}"))
    return found


@pytest.mark.parametrize("case", all_cases())
def test_a_reading_is_followed_as_its_cases_say(case: dict[str, Any], tmp_path: Path) -> None:
    audit = audit_case(case, tmp_path)
    found = {(finding.code, finding.subject): finding for finding in audit.findings}
    for what, wanted in (case.get("expect") or {}).items():
        code, _, subject = what.partition(" ")
        finding = found.get((code, subject or "project"))
        got = "none" if finding is None else f"{finding.verdict} {finding.reason}" if " " in wanted else finding.verdict
        assert got in wanted.split("|"), f"{what}: {got}: {_said(finding.found) if finding else ''}"
    for what, words in (case.get("says") or {}).items():
        assert _squeezed(words) in _squeezed(_said(found[_key(what)].found))
    for part in ("mend", "action"):
        for what, words in (case.get(part) or {}).items():
            assert _squeezed(words) in _squeezed(_said([getattr(found[_key(what)], part)]))
    for what, words in (case.get("unsaid") or {}).items():
        one = found[_key(what)]
        assert _squeezed(words) not in _squeezed(_said([*one.found, one.mend, one.action]))
    if "remarks" in case:
        wanted_remarks = sorted(case["remarks"] or [])
        kinds = {one.partition(" ")[0] for one in wanted_remarks}
        listed = [f"{one.kind} {one.cell.sheet}!{one.cell.cell}" for one in audit.remarks]
        assert sorted(one for one in listed if not kinds or one.partition(" ")[0] in kinds) == wanted_remarks
    if "unread" in case:
        assert [one.file for one in audit.unread] == case["unread"]
    for count in audit.counts:
        assert count.rows_read == count.rows_judged + count.rows_set_aside


def audit_case(case: dict[str, Any], folder: Path) -> Audit:
    """The audit of a case, its workbook and the files beside it written and read."""
    path = folder / case.get("file", BOOK)
    _write(path, case)
    for name, text in (case.get("files") or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    if "waivers" in case:
        (folder / "waivers.yaml").write_text(yaml.safe_dump(case["waivers"], allow_unicode=True), encoding="utf-8")
    own = folder / "rulebook.yaml"
    if "rulebook" in case or "words.yaml" in (case.get("files") or {}):
        document = {"extends": "customer_communication", "rules": case.get("rulebook") or {}}
        own.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    book = load_rulebook(own if own.is_file() else None)
    if "unread" in case:  # what becomes of every file of the folder
        logs = read_logs([folder], tables=book.tables, words=book.words)
    else:
        logs = read_here([path], Reading(map_beside([path], book.tables) or ColumnMap(), book.tables, book.words))
    period, as_of = parse_period(case["period"]), date.fromisoformat(case["as_of"])
    return audit_logs(logs, book, period, as_of, find_waivers([path]), calendar=find_workdays([path]))


def _write(path: Path, case: dict[str, Any]) -> None:
    """The workbook of a case: sheets of the blank form, and sheets written out line by line."""
    base, _ = read_yaml(BASE, aliases=True)
    sheets: Workbook = sheets_of(base, case)
    written = case.get("sheets") or {}
    lines = {
        name: [[None if cell in ("~", "") else cell for cell in line] for line in written[name]] for name in written
    }
    write_workbook(path, {name: sheet for name, sheet in sheets.items() if name not in written}, lines)
    if not any(case.get(key) for key in ("merges", "struck", "hidden")):
        return
    book = openpyxl.load_workbook(path)
    for name, ranges in (case.get("merges") or {}).items():
        for one in ranges:
            book[name].merge_cells(one)
    for name, rows in (case.get("struck") or {}).items():
        for row in rows:
            for cell in book[name][int(row)]:
                if cell.value is not None:
                    cell.font = Font(strike=True)
    for name in case.get("hidden") or []:
        book[name].sheet_state = "hidden"
    book.save(path)


def _key(what: str) -> tuple[str, str]:
    code, _, subject = what.partition(" ")
    return code, subject or "project"


def _said(sentences: Any) -> str:
    return "；".join(word(one, "zh") for one in sentences if isinstance(one, Say))


def _squeezed(text: str) -> str:
    return "".join(text.split())
