"""Earlier audits as a ledger has them: last known of each period, whatever has become of their folders."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clausecheck.ledger.days import known_on
from clausecheck.ledger.opening import Ledger
from clausecheck.recheck import document_in

from .former import Find, Former


def in_ledger(ledger: Ledger, otherwise: Find) -> Find:
    """Finds earlier audits in a ledger, and those that it does not have by other means. Raises InputFault for a ledger that
    cannot be read."""

    def find(record: Mapping[str, Any], project: str, period: str) -> Former | None:
        with ledger.reading() as connection:
            known = known_on(connection, record["code"], period)
        if known is None:
            return otherwise(record, project, period)
        score = known.state.head.get("score") or {}
        kept = {"full": score.get("full"), **score.get("with_waivers", {})}
        return Former(kept, lambda: document_in(known.document, Path(ledger.place)))

    return find
