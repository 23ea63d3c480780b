"""Where the results of an audit stand, and names that every system takes."""

import hashlib
import re
from pathlib import Path

from clausecheck.nouns.model import Audit

REVIEW = "review.yaml"
"""What the auditor decided, beside the results."""
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
