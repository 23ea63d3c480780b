"""Small documents like those of findings.json, and runs of them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from clausecheck.ledger.model import Given, Run
from clausecheck.ledger.opening import Ledger
from clausecheck.ledger.recording import Recorded, record

PERIOD, FIRST = "2026-09", date(2026, 10, 8)
Finding = tuple[str, str, str, int]
"""Code, subject, verdict, and a number that stands for what else it says."""


def document(
    project: str, findings: Sequence[Finding], as_of: date = FIRST, period: str = PERIOD, **head: Any
) -> dict[str, Any]:
    """A findings.json as data."""
    return {
        "schema": 2,
        "project": project,
        "period": period,
        "as_of": as_of.isoformat(),
        "rulebook": {"id": "customer_communication", "edition": "2023", "sha256": "a" * 64},
        **head,
        "findings": [_finding(*one) for one in findings],
    }


def _finding(code: str, subject: str, verdict: str, says: int) -> dict[str, Any]:
    cells = [{"file": "台账.xlsx", "sheet": "投诉记录", "cell": f"H{says + 2}"}]
    if verdict in ("pass", "not_applicable"):
        return {"code": code, "subject": subject, "verdict": verdict, "cells": cells}
    return {
        "code": code, "clause": "4.4.2", "subject": subject, "about": {"zh": subject, "en": subject}, "verdict": verdict,
        "reason": "late", "due": "2026-09-15", "severity": "一般", "role": "客服",
        "cells": [{**cells[0], "value": f"张三 {says}"}], "message": {"zh": f"晚了 {says} 天", "en": f"{says} days late"},
        "identity": f"{code}/{subject}", "fingerprint": f"{code}{subject}",
    }  # fmt: skip


def given(one: Mapping[str, Any]) -> Given:
    text = json.dumps(one, ensure_ascii=False)
    return Given(one["project"], hashlib.sha256(text.encode()).hexdigest(), lambda: json.loads(text))


def night(ledger: Ledger, number: int, documents: Sequence[Mapping[str, Any]], **more: Any) -> Recorded:
    """Records the run of a day, the first being number 0; its documents say as of which day and for which period."""
    first = documents[0] if documents else {"as_of": FIRST.isoformat(), "period": PERIOD}
    run = Run(
        FIRST + timedelta(number),
        first["period"],
        date.fromisoformat(first["as_of"]),
        "b" * 64,
        "c" * 64,
        "0.1",
        **more,
    )
    return record(ledger, run, map(given, documents))
