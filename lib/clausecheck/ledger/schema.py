"""The tables of a ledger. Runs and deltas are only ever added to; judgements and the head are made of them, and can be made
again. What changes here needs a migration (`migrations/versions`), and `REVISION` names its last."""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

REVISION = "0001"
VERSIONS = "ledger_version"
"""The table that holds the revision."""
TABLES = MetaData()
SEALS = ("digests", "before", "hash")


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


RUNS = Table(
    "ledger_runs", TABLES,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("known_on"),
    _text("period"),
    _text("as_of"),
    _text("rulebook"),
    _text("calendar"),
    _text("version"),
    Column("judged", Integer, nullable=False),
    _text("part"),
    _text("missing"),
    Column("deltas", Integer, nullable=False),
    _text("deltas_hash"),
    *map(_text, SEALS),
)  # fmt: skip
"""A line a run. `kind`: run or anchor; `part`: which projects of its period were judged; `missing`: which were not, and why;
`deltas`, `deltas_hash`: the last delta of this run or before it."""

DELTAS = Table(
    "ledger_deltas", TABLES,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("run", Integer, nullable=False),
    _text("project"),
    _text("period"),
    _text("document"),
    _text("file"),
    _text("content"),
    Column("payload", LargeBinary, nullable=True),
    *map(_text, SEALS),
    Index("ledger_deltas_of", "project", "period"),
    Index("ledger_deltas_in", "run"),
)  # fmt: skip
"""A line a project whose findings changed in a run. `document`: SHA-256 of the findings after it; `file`: of the findings.json
that was handed in; `content`: of the payload, which is the change itself, packed."""

JUDGEMENTS = Table(
    "ledger_judgements", TABLES,
    Column("delta", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _text("project"),
    _text("period"),
    _text("code"),
    _text("subject"),
    _text("verdict"),
    Column("remark", Integer, nullable=False),
    _text("identity", null=True),
    _text("clause", null=True),
    _text("severity", null=True),
    _text("role", null=True),
    _text("reason", null=True),
    _text("due", null=True),
    _text("message_zh", null=True),
    _text("message_en", null=True),
    _text("cells", null=True),
    Column("first_run", Integer, nullable=False),
    _text("known_from"),
    Column("last_run", Integer, nullable=True),
    _text("known_until", null=True),
    Index("ledger_judgements_of", "project", "period", "code"),
)  # fmt: skip
"""A line a judgement for as long as it held. `delta`, `place`: the delta that brought it and its place among the findings
then; `last_run` and `known_until` are empty while it holds: nothing is written for what stays as it is."""

HEAD = Table(
    "ledger_head", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("run", Integer, nullable=False),
    _text("run_hash"),
    Column("delta", Integer, nullable=False),
    _text("delta_hash"),
)  # fmt: skip
"""One line: where both chains end. It shows that the last run was taken away."""
