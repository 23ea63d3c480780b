"""ATT01: what only eyes on site can judge; the newest confirmation valid at the as-of date decides (reading 46)."""

from collections.abc import Iterable, Iterator
from datetime import date

from clausecheck.evidence import Evidence
from clausecheck.model import Cell, Row, Say, Unknown, say
from clausecheck.periods import When

from .outcome import Judgement, Part, cells_of, judged, undetermined

TABLE = "attestations"
NEEDED = ("code", "by", "on", "result", "valid_until")


def judge_attested(codes: Iterable[str], evidence: Evidence) -> Iterator[Judgement]:
    """One judgement for each rule that needs eyes on site; the subject is that rule's code."""
    table = evidence.tables[TABLE]
    for code in codes:
        if not table.handed_in:
            yield undetermined(code, "sheet_absent", sheets=(say(f"table:{TABLE}"),))
        elif missing := [name for name in NEEDED if name in table.absent]:
            headers = table.header_cells(table.spec.fields)
            yield undetermined(
                code, "column_absent", headers, fields=tuple(say(f"field:{TABLE}.{name}") for name in missing)
            )
        else:
            yield _judge(code, evidence)


def _judge(code: str, evidence: Evidence) -> Judgement:
    table = evidence.tables[TABLE]
    rows = [row for row in table.rows if row.get("code") == code or isinstance(row.get("code"), Unknown)]
    valid = [row for row in rows if row.get("code") == code and _valid(row, evidence) is True]
    unclear = [row for row in rows if row not in valid and _valid(row, evidence) is not False]
    if not valid and not unclear:
        key = "attest_expired" if rows else "attest_none"
        part = Part("pending", "open", say(key), say("mend.attest"), table.header_cells(("code", "result")))
        return judged(code, [part], on=evidence.as_of, used=rows)
    newest = max((row.get("on").day for row in valid), default=None)
    deciding = [row for row in valid if row.get("on").day == newest]
    base = _worst(map(_result, deciding))
    possible = {base, *(_if_valid(row, newest, base) for row in unclear)} if deciding else set[str]()
    cells = tuple(cell for row in (*deciding, *unclear) for cell in cells_of(row, "result", "on", "valid_until"))
    return judged(code, [_part(possible, deciding, cells)], on=evidence.as_of, used=rows)


def _part(possible: set[str], deciding: list[Row], cells: tuple[Cell, ...]) -> Part:
    """One result whatever the cells that cannot be read say, or none that is certain."""
    if possible == {"不合格"}:
        failed = next(row for row in deciding if _result(row) == "不合格")
        return Part("fail", "attested_fail", _found(failed), say("mend.site"), cells)
    if possible == {"合格"}:
        return Part("pass", "", _found(deciding[0]), None, cells)
    return Part("undetermined", "unreadable", say("attest_unclear"), None, cells)


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
