"""An audit compared with an earlier one: what is mended, what is not, what is new, and what was merely made to fit.

Reads PREVIOUS only as data (its findings.json); never on the path of an audit."""

from .document import Document, read_document
from .model import OPEN, STATES, CellChange, Change, Previous, Recheck, State, state_word
from .record import as_records, recheck_text
from .whole import compare, previous_of, recheck

__all__ = [
    "OPEN", "STATES", "CellChange", "Change", "Document", "Previous", "Recheck", "State", "as_records", "compare",
    "previous_of", "read_document", "recheck", "recheck_text", "state_word",
]  # fmt: skip
