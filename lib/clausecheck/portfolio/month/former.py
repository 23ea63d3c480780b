"""A project's audit of an earlier period, which a month is held against: from the folder of its results, or from a ledger."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clausecheck.nouns.records import dataclass
from clausecheck.recheck import Document, read_document

from ..records import read_json, record_file


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier audit: its score, and how to read its findings (InputFault where they are gone)."""

    score: Mapping[str, Any]
    read: Callable[[], Document]


Find = Callable[[Mapping[str, Any], str, str], Former | None]
"""Of a project's record of this period, its `id` and an earlier period the audit of then; None where there is none."""


def in_folder(out: Path) -> Find:
    """Finds earlier audits among the results in DIR."""

    def find(record: Mapping[str, Any], project: str, period: str) -> Former | None:
        earlier = read_json(record_file(out, period, project))
        if not earlier or earlier["code"] != record["code"]:
            return None
        return Former(earlier["score"], lambda: read_document(out / earlier["folder"]))

    return find
