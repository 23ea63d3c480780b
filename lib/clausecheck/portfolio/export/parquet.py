# pyarrow gives no types:
# mypy: allow-untyped-calls
"""A flat table as Parquet, for pandas, DuckDB and BI programs: texts as texts, counts as numbers, days as days."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.disk.writing import replacing
from clausecheck.nouns.errors import fault
from clausecheck.rulebook import Procedure

from .flat import TABLES
from .runs import COUNTS
from .source import Exported

DAYS = ("as_of", "due")


def write_parquet(
    projects: Iterable[Exported], target: Path, book: Procedure, lang: str, table: str = "findings"
) -> int:
    """Writes a table; returns how many findings (or runs) it holds. Columns as in `write_csv`; what is blank there is null.

    Raises InputFault where pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415 - an extra
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - likewise
    except ImportError:
        raise fault(
            "--format parquet",
            "需要 pyarrow：pip install 'clausecheck[parquet]'；或用 --format csv",
            "needs pyarrow: pip install 'clausecheck[parquet]'; or use --format csv",
        ) from None
    kind = TABLES[table]
    types = {**dict.fromkeys(DAYS, pyarrow.date32()), **dict.fromkeys(COUNTS, pyarrow.int64())}
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in kind.columns])
    written = 0
    with replacing(target) as whole, ParquetWriter(str(whole), schema) as writer:
        for project in projects:
            rows = [
                {name: _value(name, row.get(name)) for name in kind.columns} for row in kind.rows(project, book, lang)
            ]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))
            written += sum(kind.counts(row) for row in rows)
    return written


def _value(name: str, value: Any) -> Any:
    if value in ("", None):
        return None
    if name in DAYS:
        return date.fromisoformat(value)
    return value if name in COUNTS else str(value)
