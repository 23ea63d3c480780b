"""The output folder of an audit, and the files that are written there. The user's own files are never written to."""

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from clausecheck.nouns.memory import seldom_collected
from clausecheck.nouns.model import Audit

from .copy import Copy
from .findings_json import write_findings
from .manifest import write_manifest
from .renewed import renewed

_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]|\.\.+|^[. ]+|[. ]+$')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def output_folder(audit: Audit, out: str | Path) -> Path:
    """`OUT/<project code>/<period>/`; a code cannot lead out of the folder, nor two codes into the same one."""
    return Path(out) / safe_name(str(audit.project["code"])) / str(audit.period).replace("..", "_")


def safe_name(text: str) -> str:
    """A name that every system takes for a file. A changed name carries a piece of its hash, so none collide."""
    safe = _UNSAFE.sub("_", text)[:80]
    if safe == text and not _RESERVED.match(text):
        return text
    return f"{safe}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


@seldom_collected()
def write_outputs(
    audit: Audit,
    out: str | Path,
    *,
    lang: str = "zh",
    annotate: bool = True,
    more: Callable[[Path], None] | None = None,
    folder: Path | None = None,
) -> Path:
    """Writes findings.json, (unless told not to) the annotated copies, whatever `more` adds to the fresh folder, and last
    manifest.json; returns the folder (`folder`: where, by default `output_folder`). All of it takes the place of an earlier result at once; a person's files stay.

    Raises InputFault when the folder cannot be written; it is then as it was before.
    """
    folder = folder or output_folder(audit, out)
    with renewed(folder) as fresh:
        write_findings(audit, fresh / "findings.json")
        copies: list[Copy] = []
        if annotate:
            from .copies import write_copies  # noqa: PLC0415 - the annotator stays off the way of who wants data only

            copies = write_copies(audit, fresh, lang)
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
