"""The chain of hashes: each row of an append-only table carries the hash of all that it says and of the row before it, and a
short digest of each column, which tells which of them was altered."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from clausecheck.nouns.records import dataclass

from .schema import DELTAS, SEALS

GENESIS = "0" * 64
SHORT = 12
"""Letters of a column's digest: it only says where to look, the hash is whole."""
PAYLOAD = "payload"


@dataclass(frozen=True, slots=True)
class Altered:
    """A value that is not what it was when it was written. `row` says which, by its key; `column` is empty where the whole row
    is meant, and `what` is then `missing` or `added`, else `altered`."""

    table: str
    row: str
    column: str
    what: str = "altered"


def sealed(table: Table, row: Mapping[str, Any], before: str) -> dict[str, Any]:
    """A row of an append-only table with its seals, `before` being the hash of the row before it."""
    full = {**row, "before": before}
    return {**full, "digests": _digests(table, full), "hash": hash_of(table, full)}


def content_of(payload: bytes) -> str:
    """By what hash a payload is known."""
    return hashlib.sha256(payload).hexdigest()


def hash_of(table: Table, row: Mapping[str, Any]) -> str:
    """The hash of the row before and of all columns; a payload counts by `content`."""
    said = [row["before"], *(_plain(row[name]) for name in _columns(table))]
    return hashlib.sha256(_canonical(said)).hexdigest()


def altered(table: Table, row: Mapping[str, Any]) -> Iterator[Altered]:
    """What in a row is not as it was written."""
    key = key_of(table, row)
    if hash_of(table, row) == row["hash"]:
        if _digests(table, row) != row["digests"]:
            yield Altered(table.name, key, "digests")
    else:
        stored = str(row["digests"]).split(",")
        names = [*_columns(table), "before"]
        wrong = (
            [name for name, digest in zip(names, stored, strict=True) if _digest(row[name]) != digest]
            if len(stored) == len(names)
            else ["digests"]
        )
        for name in wrong or ["hash"]:
            yield Altered(table.name, key, name)
    if table is DELTAS and row[PAYLOAD] is not None and not _has_content(row):
        yield Altered(table.name, key, PAYLOAD)


def _has_content(row: Mapping[str, Any]) -> bool:
    """Whether payload and `content` go together, or it is `content` that was altered, which is told already."""
    stored = str(row["digests"]).split(",")[_columns(DELTAS).index("content") :][:1]
    if stored and _digest(row["content"]) != stored[0] and hash_of(DELTAS, row) != row["hash"]:
        return True
    payload = row[PAYLOAD]
    return isinstance(payload, bytes) and content_of(payload) == row["content"]


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """How a row is called: its key, or the columns of it."""
    return ", ".join(f"{column.name} {row[column.name]}" for column in table.primary_key)


def columns_of(table: Table) -> Sequence[str]:
    """The names of all columns."""
    return [column.name for column in table.columns]


def _columns(table: Table) -> list[str]:
    """The columns that a hash covers, but for the hash before."""
    return [name for name in columns_of(table) if name not in (*SEALS, PAYLOAD)]


def _digests(table: Table, row: Mapping[str, Any]) -> str:
    return ",".join(_digest(row[name]) for name in (*_columns(table), "before"))


def _digest(value: Any) -> str:
    return hashlib.sha256(_canonical(_plain(value))).hexdigest()[:SHORT]


def _plain(value: Any) -> Any:
    """What JSON can say of a value, whatever somebody has put into a column."""
    return value if value is None or isinstance(value, str | int | float) else repr(value)


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
