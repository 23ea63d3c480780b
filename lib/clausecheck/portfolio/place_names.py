"""How places are written: on this machine or, as a URL, elsewhere; and what a folder that was fetched is called."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from clausecheck.nouns.errors import Fault, InputFault

Called = tuple[tuple[str, str], ...]
"""Folders of this machine and how they are called in what is said: what was fetched is known by its URL."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LOCAL = "file://"


def is_url(text: str) -> bool:
    """Whether a place is elsewhere; file:// is not."""
    return bool(_URL.match(text)) and not text.lower().startswith(_LOCAL)


def local(text: str) -> Path:
    """A place on this machine, as a path or as file://."""
    return Path(url2pathname(urlsplit(text).path)) if text.lower().startswith(_LOCAL) else Path(text)


def renamed(text: str, called: Called) -> str:
    """A text with folders of this machine called what they are known by."""
    for folder, name in called:
        text = text.replace(folder, name)
    return text


def renamed_fault(error: InputFault, called: Called) -> InputFault:
    """A fault that names what was fetched by its URL."""
    return InputFault(
        *(Fault(*(renamed(text, called) for text in (one.place, one.zh, one.en))) for one in error.faults)
    )
