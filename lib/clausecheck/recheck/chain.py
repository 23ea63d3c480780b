"""The audits before the earlier one: a recheck points to what it compared with, and what was mended there and is open again
is `reopened`."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Say, say
from clausecheck.nouns.records import dataclass

from .document import Document, Key, read_document

MENDED = ("mended", "doubtful")
"""States in which a finding had come to pass."""
MOST_LINKS = 24


@dataclass(frozen=True, slots=True)
class Link:
    """An audit of the chain, and which of its open findings the recheck after it found to pass."""

    document: Document
    mended: frozenset[Key]


def chain_of(document: Document) -> tuple[list[Link], list[Say]]:
    """The audits that an audit goes back to, the nearest first; and what must be said of a link that is missing."""
    links: list[Link] = []
    for _ in range(MOST_LINKS):
        pointer = document.manifest.get("recheck")
        if not isinstance(pointer, dict) or document.recheck is None:
            break
        place = document.file.parent / str(pointer.get("previous", ""))
        try:
            earlier = read_document(place)
        except InputFault:
            return links, [say("recheck.link_missing", folder=str(pointer.get("previous", "")))]
        links.append(Link(earlier, frozenset(_mended(document.recheck))))
        document = earlier
    return links, []


def _mended(changes: list[Mapping[str, Any]]) -> Iterator[Key]:
    return ((one["code"], one["subject"]) for one in changes if one.get("state") in MENDED)


def pointer_to(previous: Document, folder: Path, generation: int) -> dict[str, Any]:
    """What the manifest of a recheck says of the audit that it compared with; `folder`: where the recheck stands. The way
    there is relative, so that the whole output folder may be moved."""
    return {
        "previous": Path(os.path.relpath(previous.file.resolve(), folder.resolve())).as_posix(),
        "period": previous.period,
        "as_of": previous.as_of.isoformat(),
        "generation": generation,
    }
