"""The output folder of an audit, and the files that are written there. The user's own files are never written to."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clausecheck.nouns.memory import seldom_collected
from clausecheck.nouns.model import Audit

from .copy import Copy
from .findings_json import write_findings
from .manifest import write_manifest
from .names import output_folder, safe_name
from .renewed import renewed

if TYPE_CHECKING:
    from clausecheck.marks import Sheet

__all__ = ["move_in", "output_folder", "safe_name", "write_outputs"]


@seldom_collected()
def write_outputs(
    audit: Audit,
    out: str | Path,
    *,
    lang: str = "zh",
    annotate: bool = True,
    more: Callable[[Path], None] | None = None,
    folder: Path | None = None,
    sheets: "Sequence[Sheet]" = (),
) -> Path:
    """Writes findings.json, (unless told not to) the annotated copies, whatever `more` adds to the fresh folder, and last
    manifest.json; returns the folder (`folder`: where, by default `output_folder`). `sheets`: further ones for the
    first copy. All of it takes the place of an earlier result at once; a person's files stay.

    Raises InputFault when the folder cannot be written; it is then as it was before.
    """
    folder = folder or output_folder(audit, out)
    with renewed(folder) as fresh:
        write_findings(audit, fresh / "findings.json")
        copies: list[Copy] = []
        if annotate:
            from .copies import write_copies  # noqa: PLC0415 - the annotator stays off the way of who wants data only

            copies = write_copies(audit, fresh, lang, sheets)
        write_manifest(audit, fresh / "manifest.json", copies, lang)
        if more:
            more(fresh)
    return folder


def move_in(result: Path, folder: Path, more: Callable[[Path], None]) -> None:
    """Puts a result that was written elsewhere, with what `more` adds to it, into its place at once. Raises as
    `write_outputs`."""
    with renewed(folder) as fresh:
        for path in sorted(path for path in result.rglob("*") if path.is_file()):  # copytree would not say what failed
            target = fresh / path.relative_to(result)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        more(fresh)
