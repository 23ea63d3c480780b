"""Which notice was written of a result: a recheck asks when the centre was told."""

from datetime import date
from pathlib import Path

from clausecheck.disk.locks import alone
from clausecheck.disk.writing import write_whole

from .renewed import MANIFEST, manifest_of, manifest_text


def record_notice(folder: Path, number: str, issued_on: date, deadline: date) -> None:
    """Puts a notice down in the manifest of a result, in one of its own where nothing else was written yet; a later run that
    renews the folder keeps it."""
    with alone(folder.resolve()):
        manifest = manifest_of(folder)
        manifest["notice"] = {"number": number, "issued_on": issued_on.isoformat(), "deadline": deadline.isoformat()}
        write_whole(folder / MANIFEST, manifest_text(manifest))
