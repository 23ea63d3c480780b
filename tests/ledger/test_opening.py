"""A ledger that cannot be opened says where it is, what is wrong, and what to do."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from made import document, night

from clausecheck.ledger import opening, upgrading
from clausecheck.ledger.opening import Ledger, open_ledger
from clausecheck.ledger.schema import REVISION, TABLES, VERSIONS
from clausecheck.ledger.verifying import verify
from clausecheck.nouns.errors import InputFault

DOCUMENT = document("CH-001", [("CMP10", "T 1", "fail", 1)])


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("mysql://root:geheim@host/x", "不是台账数据库的地址"),
        ("postgresql://[::1/x", "不是台账数据库的地址"),
        ("sqlite://", "不是台账数据库的地址"),
        ("postgresql://me:geheim@127.0.0.1:9/x", "数据库没有应答"),
        ("nowhere/ledger.sqlite", "没有这个历史库"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(where: str, says: str) -> None:
    with pytest.raises(InputFault) as refused:
        open_ledger(where)
    assert says in refused.value.say("zh")
    assert "geheim" not in refused.value.say("zh") + refused.value.say("en")


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "a.txt", tmp_path / "b.sqlite"
    text.write_text("这是一个文本文件，不是历史库。" * 40, encoding="utf-8")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (a)")
    for file, says in ((text, "不是 SQLite 文件"), (other, "里面没有历史库")):
        before = file.read_bytes()
        with pytest.raises(InputFault) as refused:
            open_ledger(file)
        assert says in refused.value.say("zh")
        assert file.read_bytes() == before


def test_a_ledger_that_somebody_else_writes_to_says_that_it_is_locked(
    ledger: Ledger, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(ledger, 0, [DOCUMENT])
    monkeypatch.setattr(opening, "PATIENCE", 1)
    second = open_ledger(url)
    with ledger.writing() as connection:
        connection.execute(sa.text("DELETE FROM ledger_head"))
        with pytest.raises(InputFault) as refused:
            night(second, 1, [DOCUMENT])
        connection.rollback()
    assert "一直被另一个程序占用" in refused.value.say("zh")
    assert night(second, 1, [DOCUMENT]).run == 2
    second.engine.dispose()


def test_a_file_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    open_ledger(file, make=True).engine.dispose()
    readable = Ledger(str(file), sa.create_engine(f"sqlite:///file:{file}?mode=ro&uri=true"))
    with pytest.raises(InputFault) as refused:
        night(readable, 0, [DOCUMENT])
    assert "只能读，不能写" in refused.value.say("zh")


def test_the_steps_lead_to_the_tables_that_the_code_speaks_of(ledger: Ledger) -> None:
    assert upgrading.scripts().get_current_head() == REVISION
    with ledger.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSIONS, "compare_type": True, "include_object": _ours}
        )
        assert compare_metadata(context, TABLES) == []


def _ours(thing: object, name: str, kind: str, *more: object) -> bool:
    return kind != "table" or name in TABLES.tables


def _run(ledger: Ledger, statement: str) -> None:
    with ledger.writing() as connection:
        connection.execute(sa.text(statement))


def test_what_is_upgraded_is_there_and_of_no_newer_version(ledger: Ledger, url: str, tmp_path: Path) -> None:
    night(ledger, 0, [DOCUMENT])
    assert upgrading.upgrade_existing(ledger) == (REVISION, REVISION)
    assert verify(ledger).altered == ()
    _run(ledger, f"UPDATE {VERSIONS} SET version_num = '9999'")
    with pytest.raises(InputFault, match="newer clausecheck"):
        upgrading.upgrade_existing(ledger)
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(InputFault, match="holds no ledger"):
        upgrading.upgrade_existing(opening.at(tmp_path / "empty.sqlite"))


def test_a_run_is_recorded_whole_or_not_at_all(ledger: Ledger) -> None:
    night(ledger, 0, [DOCUMENT])
    wrong = {**document("CH-003", []), "period": "2026-01"}
    for documents, says in (
        ([document("CH-002", []), wrong], "需要 CH-003 2026-09"),
        ([DOCUMENT, DOCUMENT], "两个这个编码的项目"),
        ([document("CH-004", [("CMP10", "T 1", "fail", 1), ("CMP10", "T 1", "pass", 1)])], "两条 CMP10 T 1"),
    ):
        with pytest.raises(InputFault) as refused:
            night(ledger, 1, documents)
        assert says in refused.value.say("zh")
    with pytest.raises(InputFault, match="before the last run"):
        night(ledger, -1, [DOCUMENT])
    found = verify(ledger)
    assert (found.runs, found.deltas, found.altered) == (1, 1, ())
