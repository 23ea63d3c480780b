"""`attested`: what only eyes on site can judge; the newest confirmation valid at the as-of date decides (reading 46)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from clausecheck.evidence import Evidence, field_name
from clausecheck.nouns.model import CellFault, Row, Say, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import same_key
from clausecheck.procedure.rule import Rule

from .language import Check, Column, Table
from .outcome import Cells, Outcome, cells_of, failed, judged, passed, ruled, undetermined, unknown
from .telling import Kind, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested(Check):
    """For each rule marked `on_site`: a row of `table` names it (`code`), says `by` whom it was seen, `on` which day,
    what was `seen`, the `result` (`passes` or `fails`), and `valid_until` when that holds (blank: for good)."""

    kind: Literal["attested"]
    table: Table
    code: Column
    by: Column
    on: Column
    seen: Column
    result: Column
    valid_until: Column
    passes: str
    fails: str


@dataclass(frozen=True, slots=True)
class _Confirmations:
    """The confirmations of a project. `rules`: the codes of all rules; a confirmation of a code that is none may be meant
    for any (reading 74)."""

    check: Attested
    evidence: Evidence
    rules: Collection[str]

    def code(self, row: Row) -> str:
        """The rule a confirmation is for; empty where its cell cannot be used."""
        value = row.get(self.check.code)
        return same_key(value) if isinstance(value, str) else ""

    def strange(self, row: Row) -> bool:
        return self.code(row) not in self.rules

    def result(self, row: Row) -> str:
        value = row.get(self.check.result)
        return value if isinstance(value, str) else "?"

    def valid(self, row: Row) -> bool | None:
        on, until = row.get(self.check.on), row.get(self.check.valid_until)
        if isinstance(until, When) and until.day < self.evidence.as_of:
            return False
        return None if isinstance(on, Unknown) or isinstance(until, Unknown) else True

    def worst(self, results: Iterable[str]) -> str:
        """Of several confirmations on one day the worse counts; an unreadable one may be worse than a pass."""
        seen = set(results)
        return next((result for result in (self.check.fails, "?", self.check.passes) if result in seen), "?")

    def if_valid(self, row: Row, newest: date | None, base: str) -> str:
        """The result if a row that may be in force is: it counts where it is newer, or worse on the same day."""
        on = row.get(self.check.on)
        if isinstance(on, Unknown) or newest is None or on.day > newest:
            return self.result(row)
        return self.worst((base, self.result(row))) if on.day == newest else base


def judge(check: Attested, rules: Mapping[str, Rule], evidence: Evidence) -> Iterator[Outcome]:
    """One judgement for each rule that needs eyes on site; the subject is that rule's code."""
    table, known = evidence.tables[check.table], _of(check, rules, evidence)
    needed = (check.code, check.by, check.on, check.result, check.valid_until)
    for code in on_site(rules):
        if not table.handed_in:
            yield undetermined(code, "sheet_absent", sheets=(table.spec.said,))
        elif missing := [name for name in needed if name in table.absent]:
            fields = tuple(field_name(table.spec, name) for name in missing)
            yield undetermined(code, "column_absent", table.header_cells(table.spec.fields), fields=fields)
        else:
            yield _judge(code, known)


def on_site(rules: Mapping[str, Rule]) -> list[str]:
    """The rules that need eyes on site as well."""
    return [code for code, rule in rules.items() if rule.on_site]


def unknown_codes(rules: Mapping[str, Rule], evidence: Evidence) -> Iterator[CellFault]:
    """Confirmations of what is no rule: DAT07 at each cell, whatever its date."""
    for check in (check for rule in rules.values() for check in rule.checks if isinstance(check, Attested)):
        known, table = _of(check, rules, evidence), evidence.tables[check.table]
        for row in (*table.rows, *(row for row, _ in table.aside)):
            written = row.get(check.code)
            if isinstance(written, str) and known.strange(row):
                yield CellFault("DAT07", row.cell(check.code), check.table, check.code, written, "no_such_rule")


def _of(check: Attested, rules: Mapping[str, Rule], evidence: Evidence) -> _Confirmations:
    return _Confirmations(check, evidence, {same_key(code) for code in rules})


def _judge(code: str, all_: _Confirmations) -> Outcome:
    check, as_of, wanted = all_.check, all_.evidence.as_of, same_key(code)
    table = all_.evidence.tables[check.table]
    rows = [row for row in table.rows if all_.code(row) == wanted or all_.strange(row)]
    valid = [row for row in rows if all_.code(row) == wanted and all_.valid(row) is True]
    unclear = [row for row in rows if row not in valid and all_.valid(row) is not False]
    if not valid and not unclear:
        expired = any(all_.code(row) == wanted for row in rows)
        headers, found = table.header_cells((check.code, check.result)), say("attest_none")
        part = ruled("pending", "open", say("attest_expired") if expired else found, say("mend.attest"), cells=headers)
        return judged(code, [part], on=as_of, used=rows)
    newest = max((row.get(check.on).day for row in valid), default=None)
    deciding = [row for row in valid if row.get(check.on).day == newest]
    base = all_.worst(map(all_.result, deciding))
    possible = {base, *(all_.if_valid(row, newest, base) for row in unclear)} if deciding else set[str]()
    strange = [row for row in unclear if all_.code(row) != wanted]
    seen = (check.result, check.on, check.valid_until)
    cells = tuple(cell for row in (*deciding, *unclear) for cell in cells_of(row, *seen))
    cells = (*(cell for row in strange for cell in cells_of(row, check.code)), *cells)
    return judged(code, [_part(possible, deciding, strange, cells, all_)], on=as_of, used=rows)


def _part(possible: set[str], deciding: list[Row], strange: list[Row], cells: Cells, all_: _Confirmations) -> Outcome:
    """One result whatever the cells that cannot be read say, or none that is certain."""
    check = all_.check
    if possible == {check.fails}:
        bad = next(row for row in deciding if all_.result(row) == check.fails)
        return failed("attested_fail", _found(bad, check), say("mend.site"), cells=cells)
    if possible == {check.passes}:
        return passed(_found(deciding[0], check), cells=cells)
    if strange:
        written = tuple(dict.fromkeys(_written(row.get(check.code)) for row in strange))
        mend = say("mend.write", field=field_name(all_.evidence.tables[check.table].spec, check.code))
        return unknown("no_such_rule", say("attest_no_rule", codes=written), mend, cells=cells)
    return unknown("unreadable", say("attest_unclear"), cells=cells)


def _written(value: str | Unknown) -> str:
    return value.raw if isinstance(value, Unknown) else str(value)


def _found(row: Row, check: Attested) -> Say:
    seen, by = row.get(check.seen), str(row.get(check.by))
    return say("attested", on=str(row.get(check.on).day), by=by, seen=seen if isinstance(seen, str) else "—")


TOLD = told(
    """
    scope | 每条须到现场确认的规则各一项（{codes}），对象是规则代码；是否在服务期内都核查 | one for each rule that needs eyes on site ({codes}), the subject being its code; in service or not
    pass | 核查截止日当天有效的最近一次现场确认结论为“{passes}”（有效期至为空即一直有效） | the newest confirmation valid on the as-of date says {passes} (without an end it stays valid)
    fail | 该次结论为“{fails}”；同一天有几次的取差的 | it says {fails}; of several on one day the worse
    pending | 还没有确认，或都已过有效期 | there is none yet or all have expired
    """
)
KIND = Kind(Attested, judge, TOLD, takeover=False)
