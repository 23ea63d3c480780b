"""recheck.json: a list of every finding that is open in either audit, with what became of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from .model import Change


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
