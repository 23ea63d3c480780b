"""Each value that is altered, in any column of any table, is named: table, row, column."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from made import FIRST, document, night

from clausecheck.ledger.chain import hash_of, sealed
from clausecheck.ledger.keeping import keep, rebuild
from clausecheck.ledger.opening import Ledger, open_ledger
from clausecheck.ledger.schema import DELTAS, HEAD, JUDGEMENTS, REVISION, RUNS, TABLES, VERSIONS
from clausecheck.ledger.verifying import verify
from clausecheck.nouns.errors import InputFault

FULL = "TEST_FULL"
COLUMNS = [(table.name, column.name) for table in TABLES.sorted_tables for column in table.columns]


@pytest.fixture(scope="module")
def filled(shared_url: str) -> Ledger:
    """Five runs of two projects, and a cut in front of the third."""
    ledger = open_ledger(shared_url, make=True)
    for number, says in enumerate((1, 2, 2, 3, 1)):
        documents = [
            document("CH-001", [("CMP10", "T 1", "fail", says), ("CMP10", "T 2", "pass", 0)]),
            document("CH-002", [("RPT02", "2026-09", "fail" if number % 2 else "pass", 1)]),
        ]
        night(ledger, number, documents)
    keep(ledger, 1, (FIRST + timedelta(2)).replace(month=11))
    for number in (40, 41):
        night(ledger, number, [document("CH-001", [("CMP10", "T 1", "fail", number)])])
    assert verify(ledger).altered == ()
    return ledger


def _rows(ledger: Ledger, table: sa.Table) -> list[dict[str, Any]]:
    with ledger.reading() as connection:
        return [row._asdict() for row in connection.execute(sa.select(table).order_by(*table.primary_key))]


def _write(ledger: Ledger, statement: sa.Executable) -> None:
    with ledger.writing() as connection:
        connection.execute(statement)


def _same(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def _others(column: sa.Column[Any], value: Any) -> Iterator[Any]:
    """Values that could be put in the place of one."""
    if isinstance(column.type, sa.Integer):
        yield (value or 0) + 1000
    elif isinstance(column.type, sa.LargeBinary):
        yield (value or b"") + b"\0"
        yield b""
    else:
        yield f"{value or ''} "
        yield ""
    if column.nullable:
        yield None


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[".".join(one) for one in COLUMNS])
def test_each_altered_value_is_named_with_table_row_and_column(filled: Ledger, table: str, column: str) -> None:
    altered = TABLES.tables[table]
    key = {one.name for one in altered.primary_key}
    tried = 0
    rows = _rows(filled, altered)
    for row in rows if FULL in os.environ else (rows[0], rows[-1]):
        for other in _others(altered.columns[column], row[column]):
            if other == row[column]:
                continue
            changed = {**row, column: other}
            _write(filled, sa.update(altered).where(_same(altered, row)).values({column: other}))
            found = verify(filled).altered
            said = [(one.table, one.column) for one in found]
            assert said == [(table, column)], (row, other)
            shown = changed if column in key and table != "ledger_judgements" else row
            if table != "ledger_head":
                assert [one.row for one in found] == [", ".join(f"{one} {shown[one]}" for one in sorted(key))]
            _write(filled, sa.update(altered).where(_same(altered, changed)).values({column: row[column]}))
            tried += 1
    assert tried
    assert verify(filled).altered == ()


@pytest.mark.parametrize("table", [RUNS, DELTAS, JUDGEMENTS, HEAD], ids=lambda table: table.name)
def test_a_row_that_was_taken_away_is_missed(filled: Ledger, table: sa.Table) -> None:
    for row in _rows(filled, table):
        _write(filled, sa.delete(table).where(_same(table, row)))
        found = verify(filled).altered
        assert (table.name, "missing") in {(one.table, one.what) for one in found}, row
        _write(filled, sa.insert(table).values(row))
    assert verify(filled).altered == ()


def test_a_row_that_was_rewritten_with_its_seals_breaks_the_chain(filled: Ledger) -> None:
    for table, column in ((RUNS, "version"), (DELTAS, "file")):
        for row in _rows(filled, table):
            plain = {name: value for name, value in row.items() if name not in ("digests", "before", "hash")}
            forged = sealed(table, {**plain, column: "forged"}, row["before"])
            assert hash_of(table, forged) == forged["hash"]
            _write(filled, sa.update(table).where(_same(table, row)).values(forged))
            assert verify(filled).altered, row
            _write(filled, sa.update(table).where(_same(table, row)).values(row))
    assert verify(filled).altered == ()


def test_a_judgement_that_was_put_in_is_named_and_a_rebuild_mends_it(filled: Ledger) -> None:
    row = _rows(filled, JUDGEMENTS)[0]
    _write(filled, sa.insert(JUDGEMENTS).values({**row, "place": 77, "subject": "T 9"}))
    assert [(one.row, one.what) for one in verify(filled).altered] == [(f"delta {row['delta']}, place 77", "added")]
    rebuild(filled)
    assert verify(filled).altered == ()


def test_nothing_is_rebuilt_or_kept_of_an_altered_chain(filled: Ledger) -> None:
    last = _rows(filled, DELTAS)[-1]
    _write(filled, sa.update(DELTAS).where(_same(DELTAS, last)).values(payload=b"other"))
    assert verify(filled).unchecked == ((last["project"], last["period"]),)
    with pytest.raises(InputFault, match="altered"):
        rebuild(filled)
    with pytest.raises(InputFault, match="altered"):
        keep(filled, 1, FIRST + timedelta(99))
    _write(filled, sa.update(DELTAS).where(_same(DELTAS, last)).values(payload=last["payload"]))


def test_an_altered_revision_is_refused(filled: Ledger, shared_url: str) -> None:
    for other, says in (("9999", "newer clausecheck"), ("0000", "ledger upgrade"), (REVISION, "")):
        _write(filled, sa.text(f"UPDATE {VERSIONS} SET version_num = '{other}'"))
        if not says:
            break
        with pytest.raises(InputFault, match=says):
            open_ledger(shared_url)


def test_a_whole_chain_that_was_written_anew_lacks_the_hash_that_was_noted(filled: Ledger, tmp_path: Path) -> None:
    noted = verify(filled).end
    assert verify(filled, noted).altered == ()
    other = open_ledger(tmp_path / "forged.sqlite", make=True)
    night(other, 0, [document("CH-001", [("CMP10", "T 1", "pass", 1)])])
    assert verify(other).altered == ()
    assert [(one.row, one.what) for one in verify(other, noted).altered] == [(f"hash {noted}", "missing")]
