"""What is known of a folder while it is sent: which files there are ours, in the old state or in the new one.

A run that is killed while it sends leaves old and new files side by side, and no manifest that fits both. The note it leaves
says which are ours, so that the next run makes them anew, and keeps what is a person's.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from ..records import MANIFEST, read_json

Ours = dict[str, list[str]]
"""Files of ours in a folder, each with the hashes it may have."""


def note_of(record: str) -> str:
    """Where the note of a project stands, by the name of its record."""
    projects, _, name = record.rpartition("/")
    return f"{projects.rpartition('/')[0]}/sending/{name}"


def ours_in(folder: Path) -> Ours:
    """The files of ours in a folder, by its manifest."""
    try:
        manifest: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {str(name): [str(digest)] for name, digest in manifest["outputs"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # none, or half of one: nothing there is known to be ours


def both_states(old: Ours, new: Ours) -> Ours:
    """The files of ours in the old state or the new one."""
    return {name: sorted({*old.get(name, ()), *new.get(name, ())}) for name in sorted({*old, *new})}


def settle(out: Path, notes: Path) -> dict[str, Ours]:
    """Takes out of the copies of folders that were half sent what is ours; returns these folders with what they may hold."""
    found: dict[str, Ours] = {}
    for file in sorted(notes.glob("*")):
        note = read_json(file)
        if note is None:
            continue  # cut off before anything of the folder was touched
        folder, ours = str(note["folder"]), note["ours"]
        for name in (*ours, MANIFEST):
            path = (out / folder / name).resolve()
            if not path.is_relative_to(out.resolve()) or not path.is_file():
                continue
            if name == MANIFEST or hashlib.sha256(path.read_bytes()).hexdigest() in ours[name]:
                path.unlink()
        found[folder] = ours
    return found
