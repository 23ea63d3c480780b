"""Looks for the value at which a verdict turns: one cell of a compliant project is moved, the project is written as a
workbook, read and judged again."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from moves import between, far_from, neighbours
from openpyxl.utils import get_column_letter

from clausecheck.evidence import prepare
from clausecheck.kinds import judge_rule
from clausecheck.kinds.language import uses, whole
from clausecheck.logs import read_logs
from clausecheck.nouns.model import Cell
from clausecheck.pipeline import audit_logs
from clausecheck.procedure import Procedure
from clausecheck.procedure.rule import Rule
from clausecheck.simulate import Project
from clausecheck.simulate.books import Line, Sheet, write

ALWAYS = ("project", "phases", "places", "staff", "households")
"""Tables that are not looked at by name: facts, flats, people."""
SUBJECTS, ROWS = 3, 6
"""So many passing subjects of a rule are tried, and so many rows of each."""


@dataclass(frozen=True)
class Turn:
    """A boundary: the subject's verdict stands with one value and turns with its neighbour. `thinned`: rows were taken away
    before, for more than enough was there."""

    project: str
    subject: str
    row: int
    kept: Any
    lost: Any
    verdict: str
    reason: str
    thinned: int = 0


@dataclass
class Bench:
    """A project with one rule: what is written, read and judged over and over."""

    made: Project
    book: Procedure
    rule: Rule
    sheets: list[Sheet]
    large: bool = False
    """A probe takes seconds: rows are taken away at once."""
    probes: int = 0
    thinned: dict[tuple[str, str], frozenset[int]] = field(default_factory=dict)

    def verdicts(self, sheets: list[Sheet]) -> dict[str, tuple[str, str, tuple[Cell, ...]]]:
        """Subject -> verdict, reason and cells."""
        self.probes += 1
        with TemporaryDirectory(prefix="clausecheck-boundaries-") as place:
            write(sheets, Path(place))
            logs = read_logs([Path(place)], words=self.book.words)
            evidence = prepare(logs, self.book, self.made.shape.period, self.made.shape.as_of)
        found = judge_rule(self.rule, self.book.rules, evidence)
        return {one.subject: (one.verdict, one.reason, one.cells) for one in found}

    def audited(self, table: str, index: int, name: str, value: Any, thin: frozenset[int], subject: str) -> str:
        """The verdict on a subject in the whole project, read and audited as ever."""
        with TemporaryDirectory(prefix="clausecheck-boundaries-") as place:
            write(changed(self.made.sheets, table, index, name, value, thin), Path(place))
            logs = read_logs([Path(place)], words=self.book.words)
            audit = audit_logs(logs, self.book, self.made.shape.period, self.made.shape.as_of)
        said = {one.subject: one.verdict for one in audit.findings if one.code == self.rule.code}
        return said.get(subject, "")


def bench_of(made: Project, book: Procedure, rule: Rule, large: bool = False) -> Bench:
    """Only the sheets that the rule looks at, for speed."""
    tables = {one.table for check in rule.checks for shape in whole(check) for one in uses(shape, check.table)}
    needed = {need for check in rule.checks for need in check.needs} | tables | set(ALWAYS)
    return Bench(made, book, rule, [sheet for sheet in made.sheets if sheet.table in needed], large)


def changed(
    sheets: list[Sheet], table: str, index: int, name: str, value: Any, thin: frozenset[int] = frozenset()
) -> list[Sheet]:
    """The sheets with one cell of a table replaced, and the lines of `thin` emptied, so that every row keeps its number."""
    found = []
    for sheet in sheets:
        if sheet.table == table:
            lines = [Line({}) if i in thin else line for i, line in enumerate(sheet.lines)]
            if index not in thin:
                lines[index] = Line({**lines[index].cells, name: value}, lines[index].row)
            found.append(replace(sheet, lines=lines))
        else:
            found.append(sheet)
    return found


def boundaries(bench: Bench, table: str, name: str) -> Iterator[Turn]:
    """The turns of one field: for a date one to either side, else the first that is found. The passing subjects are tried
    in turn, at last with rows taken away."""
    sheet = next((one for one in bench.sheets if one.table == table), None)
    if sheet is None:
        return
    standing = bench.verdicts(bench.sheets)
    passing = _first_to_try(
        {one: cells for one, (verdict, _, cells) in standing.items() if verdict == "pass"}, sheet, name
    )
    for thinned in (True,) if bench.large else (False, True):
        for subject in passing:
            thin = _thinned(bench, sheet, subject) if thinned else frozenset[int]()
            turns = list(_of_subject(bench, sheet, name, subject, standing[subject][2], thin))
            if turns:
                yield from turns
                return


def _first_to_try(passing: dict[str, tuple[Cell, ...]], sheet: Sheet, name: str) -> list[str]:
    """Some of the subjects, by what their judgements cite: first those that cite a filled cell of the field, then of each
    set of columns one, for a rule may judge rows and periods."""
    column = get_column_letter(1 + [key for key, _ in sheet.columns].index(name))
    filled = {f"{column}{i + 2}" for i, line in enumerate(sheet.lines) if line.cells.get(name) is not None}
    alike: Counter[frozenset[tuple[str, str]]] = Counter()
    order = {}
    for subject, cells in passing.items():
        kind = frozenset((cell.sheet, cell.cell.rstrip("0123456789")) for cell in cells)
        rests = any(cell.sheet == sheet.title and cell.cell in filled for cell in cells)
        order[subject] = (not rests, alike[kind])
        alike[kind] += 1
    return sorted(passing, key=order.__getitem__)[:SUBJECTS]


def _of_subject(
    bench: Bench, sheet: Sheet, name: str, subject: str, cells: tuple[Cell, ...], thin: frozenset[int]
) -> Iterator[Turn]:
    cited = [int("".join(filter(str.isdigit, cell.cell))) - 2 for cell in cells if cell.sheet == sheet.title]
    critical = [len(thin)] if thin else []
    others = [i for i, line in enumerate(sheet.lines) if line.cells.get(name) is not None]
    rows = [i for i in dict.fromkeys((*critical, *cited, *others)) if i not in thin and 0 <= i < len(sheet.lines)][
        :ROWS
    ]
    spec = bench.book.tables[sheet.table].fields[name]
    for index in rows:
        value = sheet.lines[index].cells.get(name)

        def said(one: Any, index: int = index) -> tuple[str, str]:
            sheets = changed(bench.sheets, sheet.table, index, name, one, thin)
            verdict, reason, _ = bench.verdicts(sheets).get(subject, ("", "no subject", ()))
            return verdict, reason

        turns = list(_dates(said, value) if spec.is_date and value else _others(said, spec, value, sheet, name))
        if spec.is_date and value is None:
            turns = [_nearest(said, turn) for turn in turns]
        for kept, lost, verdict, reason in turns:
            before = bench.audited(sheet.table, index, name, kept, thin, subject)
            after = bench.audited(sheet.table, index, name, lost, thin, subject)
            if (before, after) != ("pass", verdict):
                raise AssertionError(
                    f"{bench.rule.code} {sheet.table}.{name} {subject}: {before}, {after}, not {verdict}"
                )
            yield Turn(
                bench.made.shape.code, subject, index + 2, kept, lost, verdict or "gone", reason, len(thin)
            )  # fmt: skip
        if turns:
            return


Said = Callable[[Any], tuple[str, str]]
Found = tuple[Any, Any, str, str]


def _dates(said: Said, value: Any) -> Iterator[Found]:
    """The last date at which the verdict stands and the first at which it does not, to either side."""
    for later in (False, True):
        for far in far_from(value, later):
            verdict = said(far)
            if verdict[0] == "pass":
                continue
            yield _between(said, value, far, verdict)
            break


def _between(said: Said, kept: date, lost: date, verdict: tuple[str, str]) -> Found:
    """The neighbours between two dates of which one keeps the verdict and the other does not."""
    while (middle := between(kept, lost)) is not None:
        got = said(middle)
        if got[0] == "pass":
            kept = middle
        else:
            lost, verdict = middle, got
    return kept, lost, *verdict


def _nearest(said: Said, turn: Found) -> Found:
    """Of a cell that was blank and turns with some date: the last date with which it does not, where there is one."""
    _, lost, verdict, reason = turn
    if not isinstance(lost, date):
        return turn
    ends = (far for later in (True, False) for far in far_from(lost, later))
    kept = next((far for far in ends if said(far)[0] == "pass"), None)
    return turn if kept is None else _between(said, kept, lost, (verdict, reason))


def _others(said: Said, spec: Any, value: Any, sheet: Sheet, name: str) -> Iterator[Found]:
    """The first neighbour with which the verdict does not stand; one that breaks it before one that leaves it open."""
    turned = []
    for one in neighbours(spec, value, [line.cells.get(name) for line in sheet.lines]):
        verdict, reason = said(one)
        if verdict == "fail":
            yield value, one, verdict, reason
            return
        if verdict != "pass":
            turned.append((value, one, verdict, reason))
    yield from turned[:1]


def _thinned(bench: Bench, sheet: Sheet, subject: str) -> frozenset[int]:
    """The first lines of a sheet, as many as can go while the subject passes: then it rests on the next one."""
    known = bench.thinned.get((sheet.table, subject))
    if known is None:
        kept, lost = 0, len(sheet.lines)
        while lost - kept > 1:
            middle = (kept + lost) // 2
            emptied = changed(bench.sheets, sheet.table, 0, "", None, frozenset(range(middle)))
            if bench.verdicts(emptied).get(subject, ("",))[0] == "pass":
                kept = middle
            else:
                lost = middle
        known = bench.thinned[sheet.table, subject] = frozenset(range(kept))
    return known
