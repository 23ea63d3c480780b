"""ATT01: what only eyes on site can judge; the newest confirmation valid at the as-of date decides (reading 46)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from clausecheck.evidence import Evidence
from clausecheck.nouns.model import Cell, CellFault, Row, Say, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.text import same_key

from .outcome import Judgement, Part, cells_of, judged, undetermined

TABLE = "attestations"
NEEDED = ("code", "by", "on", "result", "valid_until")


def judge_attested(codes: Iterable[str], known: Collection[str], evidence: Evidence) -> Iterator[Judgement]:
    """One judgement for each rule that needs eyes on site; the subject is that rule's code. `known`: the codes of all
    rules; a confirmation of a code that is none may be meant for any (reading 74)."""
    table = evidence.tables[TABLE]
    rules = {same_key(code) for code in known}
    for code in codes:
        if not table.handed_in:
            yield undetermined(code, "sheet_absent", sheets=(say(f"table:{TABLE}"),))
        elif missing := [name for name in NEEDED if name in table.absent]:
            headers = table.header_cells(table.spec.fields)
            yield undetermined(
                code, "column_absent", headers, fields=tuple(say(f"field:{TABLE}.{name}") for name in missing)
            )
        else:
            yield _judge(code, rules, evidence)


def unknown_codes(known: Collection[str], evidence: Evidence) -> Iterator[CellFault]:
    """Confirmations of what is no rule: DAT07 at each cell, whatever its date."""
    rules, table = {same_key(code) for code in known}, evidence.tables[TABLE]
    for row in (*table.rows, *(row for row, _ in table.aside)):
        if isinstance(row.get("code"), str) and _code(row) not in rules:
            yield CellFault("DAT07", row.cell("code"), TABLE, "code", str(row.get("code")), "no_such_rule")


def _code(row: Row) -> str:
    """The rule a confirmation is for; empty where its cell cannot be used."""
    value = row.get("code")
    return same_key(value) if isinstance(value, str) else ""


def _judge(code: str, rules: Collection[str], evidence: Evidence) -> Judgement:
    table, wanted = evidence.tables[TABLE], same_key(code)
    rows = [row for row in table.rows if _code(row) == wanted or _code(row) not in rules]
    valid = [row for row in rows if _code(row) == wanted and _valid(row, evidence) is True]
    unclear = [row for row in rows if row not in valid and _valid(row, evidence) is not False]
    if not valid and not unclear:
        key = "attest_expired" if any(_code(row) == wanted for row in rows) else "attest_none"
        part = Part("pending", "open", say(key), say("mend.attest"), table.header_cells(("code", "result")))
        return judged(code, [part], on=evidence.as_of, used=rows)
    newest = max((row.get("on").day for row in valid), default=None)
    deciding = [row for row in valid if row.get("on").day == newest]
    base = _worst(map(_result, deciding))
    possible = {base, *(_if_valid(row, newest, base) for row in unclear)} if deciding else set[str]()
    strange = [row for row in unclear if _code(row) != wanted]
    cells = tuple(cell for row in (*deciding, *unclear) for cell in cells_of(row, "result", "on", "valid_until"))
    cells = (*(cell for row in strange for cell in cells_of(row, "code")), *cells)
    return judged(code, [_part(possible, deciding, strange, cells)], on=evidence.as_of, used=rows)


def _part(possible: set[str], deciding: list[Row], strange: list[Row], cells: tuple[Cell, ...]) -> Part:
    """One result whatever the cells that cannot be read say, or none that is certain."""
    if possible == {"不合格"}:
        failed = next(row for row in deciding if _result(row) == "不合格")
        return Part("fail", "attested_fail", _found(failed), say("mend.site"), cells)
    if possible == {"合格"}:
        return Part("pass", "", _found(deciding[0]), None, cells)
    if strange:
        written = tuple(dict.fromkeys(_written(row) for row in strange))
        mend = say("mend.write", field=Say(f"field:{TABLE}.code"))
        return Part("undetermined", "no_such_rule", say("attest_no_rule", codes=written), mend, cells)
    return Part("undetermined", "unreadable", say("attest_unclear"), None, cells)


def _written(row: Row) -> str:
    value = row.get("code")
    return value.raw if isinstance(value, Unknown) else str(value)


def _worst(results: Iterable[str]) -> str:
    """Of several confirmations on one day the worse counts; an unreadable one may be worse than a pass."""
    seen = set(results)
    return next((result for result in ("不合格", "?", "合格") if result in seen), "?")


def _if_valid(row: Row, newest: date | None, base: str) -> str:
    """The result if a row that may be in force is: it counts where it is newer, or worse on the same day."""
    on = row.get("on")
    if isinstance(on, Unknown) or newest is None or on.day > newest:
        return _result(row)
    return _worst((base, _result(row))) if on.day == newest else base


def _found(row: Row) -> Say:
    seen = row.get("seen")
    return say(
        "attested", on=str(row.get("on").day), by=str(row.get("by")), seen=seen if isinstance(seen, str) else "—"
    )


def _result(row: Row) -> str:
    value = row.get("result")
    return value if isinstance(value, str) else "?"


def _valid(row: Row, evidence: Evidence) -> bool | None:
    on, until = row.get("on"), row.get("valid_until")
    if isinstance(until, When) and until.day < evidence.as_of:
        return False
    return None if isinstance(on, Unknown) or isinstance(until, Unknown) else True
