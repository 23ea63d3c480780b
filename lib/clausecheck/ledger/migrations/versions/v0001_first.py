"""The first layout: runs, deltas, judgements, where the chains end, and views to ask."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OPEN = "verdict IN ('fail', 'at_risk', 'undetermined') AND remark = 0"
VIEWS = {
    "ledger_open": f"""
        SELECT project, period, code, subject, verdict, severity, role, clause, reason, due, message_zh, message_en, cells,
               first_run, known_from
        FROM ledger_judgements WHERE last_run IS NULL AND {OPEN}
    """,
    "ledger_tally": """
        SELECT project, period, verdict, COUNT(*) AS findings
        FROM ledger_judgements WHERE last_run IS NULL AND remark = 0
        GROUP BY project, period, verdict
    """,
    "ledger_by_run": """
        SELECT r.number AS run, r.known_on, r.period, r.as_of, j.verdict, j.severity, COUNT(*) AS findings
        FROM ledger_runs r
        JOIN ledger_judgements j ON j.period = r.period AND j.first_run <= r.number
             AND (j.last_run IS NULL OR j.last_run >= r.number)
        WHERE r.kind = 'run' AND j.remark = 0
        GROUP BY r.number, r.known_on, r.period, r.as_of, j.verdict, j.severity
    """,
}


def _text(*names: str, null: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=null) for name in names]


def _number(name: str, *, key: bool = False, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, autoincrement=False, nullable=null)


def upgrade() -> None:
    """Makes tables and views."""
    op.create_table(
        "ledger_runs", _number("number", key=True),
        *_text("kind", "known_on", "period", "as_of", "rulebook", "calendar", "version"), _number("judged"),
        *_text("part", "missing"), _number("deltas"), *_text("deltas_hash", "digests", "before", "hash"),
    )  # fmt: skip
    op.create_table(
        "ledger_deltas", _number("seq", key=True), _number("run"),
        *_text("project", "period", "document", "file", "content"), sa.Column("payload", sa.LargeBinary, nullable=True),
        *_text("digests", "before", "hash"),
    )  # fmt: skip
    op.create_index("ledger_deltas_of", "ledger_deltas", ["project", "period"])
    op.create_index("ledger_deltas_in", "ledger_deltas", ["run"])
    op.create_table(
        "ledger_judgements", _number("delta", key=True), _number("place", key=True),
        *_text("project", "period", "code", "subject", "verdict"), _number("remark"),
        *_text("identity", "clause", "severity", "role", "reason", "due", "message_zh", "message_en", "cells", null=True),
        _number("first_run"), *_text("known_from"), _number("last_run", null=True), *_text("known_until", null=True),
    )  # fmt: skip
    op.create_index("ledger_judgements_of", "ledger_judgements", ["project", "period", "code"])
    op.create_table(
        "ledger_head",
        _number("id", key=True),
        _number("run"),
        *_text("run_hash"),
        _number("delta"),
        *_text("delta_hash"),
    )
    for name, select in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {select}")
