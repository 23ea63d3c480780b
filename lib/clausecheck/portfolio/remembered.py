"""A night on record: what it found is added to the ledger, as its findings.json files have it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import clausecheck
from clausecheck.ledger.model import Given, Run
from clausecheck.ledger.opening import Ledger
from clausecheck.ledger.recording import Recorded, record
from clausecheck.rulebook import Procedure

from .model import DONE, Night, Result
from .records import FINDINGS

LEDGER = "ledger.sqlite"
"""The ledger's file in DIR, where no other place is given."""


def remember(results: Iterable[Result], night: Night, book: Procedure, ledger: Ledger, known_on: date) -> Recorded:
    """Records a night; of projects that it could not audit only their state. What the ledger has already is not read again.

    Raises InputFault where the ledger cannot be written to: the results stand, and the next run records them.
    """
    found = list(results)
    run = Run(
        known_on,
        str(night.period),
        night.as_of,
        book.identity.sha256,
        book.workdays.sha256,
        clausecheck.__version__,
        {one.code: one.state for one in found if one.state not in DONE},
    )
    return record(ledger, run, _given(found, night.out))


def _given(results: Iterable[Result], out: Path) -> Iterator[Given]:
    for one in results:
        if one.state in DONE and one.record:
            file = out / one.record["folder"] / FINDINGS
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            yield Given(one.code, digest, partial(_read, file))


def _read(file: Path) -> Mapping[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
