"""recheck.json: a list of every finding that is open in either audit, with what became of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from clausecheck.wording import LANGS, word

from .document import Document
from .model import Change, Recheck


def as_records(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes as they stand in recheck.json: code, subject, subject_now, state, before, after, cells."""
    return [
        {
            "code": one.code,
            "subject": one.subject,
            "subject_now": one.subject_now,
            "state": one.state,
            "before": one.before,
            "after": one.after,
            "cells": [asdict(cell) for cell in one.cells],
        }
        for one in changes
    ]


def recheck_text(changes: Iterable[Change]) -> str:
    """The text of recheck.json, one change a line. The same changes give the same bytes."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in as_records(changes))
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def comparison_text(result: Recheck, later: Document) -> str:
    """A comparison of two audits as JSON: which they are, the tally by state, what must be known, and the changes."""
    earlier = result.previous
    whole = {
        "project": earlier.project,
        "earlier": {"period": earlier.period, "as_of": earlier.as_of.isoformat()},
        "later": {"period": later.period, "as_of": later.as_of.isoformat()},
        "open_before": result.open_before,
        "by_state": result.by_state,
        "rate": result.rate,
        "notes": [{lang: word(note, lang) for lang in LANGS} for note in result.notes],
        "changes": as_records(result.changes),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)
