"""Cases as documentation: `tests/cases/<CODE>.yaml` read strictly, and what each case hands in.

A case file: `period` and `as_of` for all cases (a case may have its own), `given` and `usual` likewise, then `cases`.
A case:
  name, en   the sentence, in Chinese and English
  given      sheet -> rows (项目信息: item -> content). `×: 25` repeats a row, {n} in it counts from 1;
             `×: [防火, 防盗]` makes a row of each, {n} being the word
  without    sheets: not handed in; columns: sheet -> columns that are not there (项目信息: items)
  second     sheet -> rows of a second workbook, 记录二.xlsx (the first is then 记录.xlsx)
  rulebook   code -> what the company's own rulebook changes;  waivers: as in waivers.yaml
  expect     subject -> verdict, or verdict and reason (`fail late`); all subjects of the rule, none else. A cell is called
             by its header, so that a new column moves none: 投诉记录!受理时间2.
             `others` stands for every subject that is not named
  says       words of the Chinese message (subject -> words, if there are several subjects);  mend: of what would pass
  due        the day it was due;  also: code -> subject -> verdict of other rules, as far as named
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from handed_in import FACTS, FIELDS, SHEETS, Row, Workbook, facts_sheet, whole_sheet, write_workbook
from openpyxl.utils import get_column_letter

from clausecheck.kinds import own_tables
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.procedure.shipped import our_tables
from clausecheck.rulebook import load_rulebook

FOLDER = Path(__file__).parents[1] / "cases"
BASE = FOLDER / "base.yaml"
FILE_KEYS = {"period", "as_of", "given", "usual", "cases"}
CASE_KEYS = {"name", "en", "period", "as_of", "given", "without", "second", "rulebook", "waivers"}
CASE_KEYS |= {"expect", "says", "mend", "due", "also"}
PLACE = re.compile(r"((?P<file>[^/]+\.xlsx)/)?(?P<sheet>[^!/]+)!(?P<header>.*\D)(?P<row>\d+)")
FIRST, SECOND = "记录.xlsx", "记录二.xlsx"


@dataclass(frozen=True)
class Case:
    """One case: the rule, the sentence, when it is audited, and what is as the file says."""

    code: str
    name: str
    en: str
    period: str
    as_of: date
    workbooks: dict[str, Workbook]
    asks: dict[str, Any]
    """expect, says, mend, due, also, rulebook, waivers: as written."""

    def __str__(self) -> str:
        return f"{self.code}: {self.en}"

    @property
    def expect(self) -> dict[str, str]:
        return self._placed(self.asks["expect"] or {})

    @property
    def also(self) -> dict[str, dict[str, str]]:
        """What is expected of other rules, by code and subject."""
        return {code: self._placed(wanted) for code, wanted in (self.asks.get("also") or {}).items()}

    def of_subject(self, key: str) -> dict[str, str]:
        """`says` or `mend` by subject."""
        said = self.asks.get(key) or {}
        return self._placed(said) if isinstance(said, dict) else {next(iter(self.expect)): said}

    def _placed(self, by_subject: dict[str, str]) -> dict[str, str]:
        """The same with a cell that is called by its header called by its address: 投诉记录!受理时间2 is 投诉记录!C2."""
        return {self._address(subject): said for subject, said in by_subject.items()}

    def _address(self, subject: str) -> str:
        found = PLACE.fullmatch(subject)
        if found is None or (sheet := self.workbooks.get(found["file"] or FIRST, {}).get(found["sheet"])) is None:
            return subject
        if found["header"] not in sheet.headers:
            return subject
        column = get_column_letter(sheet.headers.index(found["header"]) + 1)
        return f"{subject.partition('!')[0]}!{column}{found['row']}"

    def write(self, folder: Path) -> list[Path]:
        """The workbooks (and waivers) of the case, written into a folder."""
        if "waivers" in self.asks:
            (folder / "waivers.yaml").write_text(yaml.safe_dump(self.asks["waivers"], allow_unicode=True))
        return [write_workbook(folder / name, sheets) for name, sheets in self.workbooks.items()]

    def own_rulebook(self, folder: Path) -> Path | None:
        """The company's rulebook of the case, if it has one."""
        if "rulebook" not in self.asks:
            return None
        path = folder / "rulebook.yaml"
        own = {"extends": "customer_communication", "rules": self.asks["rulebook"]}
        path.write_text(yaml.safe_dump(own, allow_unicode=True))
        return path


def case_files() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path != BASE)


def all_cases() -> list[Case]:
    return [case for path in case_files() for case in cases_of(path)]


@cache
def cases_of(path: Path) -> tuple[Case, ...]:
    """The cases of a file. Raises ValueError, with file and line, for anything a case file cannot say."""
    content, lines = read_yaml(path)
    _refuse(content, FILE_KEYS, f"{path.name}:1")
    cases = []
    for i, raw in enumerate(content["cases"]):
        place = f"{path.name}:{lines.nearest(('cases', i))}"
        _refuse(raw, CASE_KEYS, place)
        try:
            cases.append(_case(path.stem, {**content, **raw}, content, raw))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{place}: {error!r}") from error
    return tuple(cases)


def _refuse(raw: dict[str, Any], known: set[str], place: str) -> None:
    if wrong := set(raw) - known:
        raise ValueError(f"{place}: a case file knows no {sorted(wrong)}")


def _case(code: str, both: dict[str, Any], file: dict[str, Any], raw: dict[str, Any]) -> Case:
    usual = _usual(file)
    given = {**file.get("given", {}), **raw.get("given", {})}
    without = raw.get("without") or {}
    facts = {**_base()["facts"], **file.get("given", {}).get(FACTS, {}), **raw.get("given", {}).get(FACTS, {})}
    sheets = {**{name: [] for name in _read_by(code)}, **_base()["sheets"], **given}
    workbook = _workbook(facts, sheets, usual, without)
    workbooks = {FIRST: workbook}
    if second := raw.get("second"):
        sheets = {name: whole_sheet(name, _rows(name, rows, usual)) for name, rows in second.items()}
        workbooks[SECOND] = sheets
    as_of = date.fromisoformat(both["as_of"])
    return Case(code, raw["name"], raw["en"], both["period"], as_of, workbooks, raw)


def sheets_of(base: dict[str, Any], case: dict[str, Any]) -> Workbook:
    """The sheets that a reading's case hands in: the base's, and those it gives."""
    given = dict(case.get("given") or {})
    facts = {**base["facts"], **given.pop(FACTS, {})}
    return _workbook(facts, {**base["sheets"], **given}, _usual(case), case.get("without") or {})


def _usual(file: dict[str, Any]) -> dict[str, Row]:
    own = file.get("usual", {})
    return {name: {**_base()["usual"].get(name, {}), **own.get(name, {})} for name in SHEETS}


def _workbook(facts: Row, given: dict[str, Any], usual: dict[str, Row], without: dict[str, Any]) -> Workbook:
    absent, columns = without.get("sheets") or [], without.get("columns") or {}
    for name in (*given, *absent, *columns):
        if name not in SHEETS:
            raise ValueError(f"there is no sheet {name}")
    for name, headers in columns.items():
        _known(name, headers)
    _known(FACTS, facts)
    kept = {item: content for item, content in facts.items() if item not in columns.get(FACTS, [])}
    sheets = {}
    for name in SHEETS:
        if name == FACTS:
            sheets[name] = facts_sheet(kept)
        elif name in given and name not in absent:
            sheets[name] = whole_sheet(name, _rows(name, given[name] or [], usual), columns.get(name, []))
    return {name: sheet for name, sheet in sheets.items() if name not in absent}


def _read_by(code: str) -> list[str]:
    """The sheets a rule reads: they are handed in, with headers and no rows where the case gives none."""
    rule = load_rulebook().rules.get(code)
    read: list[str] = []
    for check in rule.checks if rule else []:
        counted = [part.table for part in getattr(check, "parts", []) if hasattr(part, "table")]
        read += [*own_tables(check), *counted]
    return [our_tables()[name].sheet for name in read] + (["现场确认"] if code == "ATT01" else [])


def _rows(name: str, rows: list[Row], usual: dict[str, Row]) -> list[Row]:
    whole = []
    for row in rows:
        cells = dict(row)
        times = cells.pop("×", None)
        _known(name, cells)
        filled = {**usual.get(name, {}), **cells}
        each = times if isinstance(times, list) else map(str, range(1, int(times or 1) + 1))
        whole += [{header: text.replace("{n}", n) for header, text in filled.items()} for n in each]
    return whole


def _known(name: str, headers: Any) -> None:
    if wrong := [header for header in headers if header not in FIELDS[name]]:
        raise ValueError(f"{name} has no {wrong}")


@cache
def _base() -> dict[str, Any]:
    base, _ = read_yaml(BASE)
    return dict(base)
