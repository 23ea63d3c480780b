"""An audit compared with an earlier one: what is mended, what is not, what is new, and what was merely made to fit.

Reads PREVIOUS only as data (its findings.json); never on the path of an audit."""

from .chain import MENDED, MOST_LINKS, Link
from .document import Document, document_in, read_document
from .model import OPEN, STATES, CellChange, Change, Previous, Recheck, State, state_word
from .record import as_records, recheck_text
from .whole import compare, previous_of, recheck

__all__ = [
    "MENDED", "MOST_LINKS", "OPEN", "STATES", "CellChange", "Change", "Document", "Link", "Previous", "Recheck", "State",
    "as_records", "compare", "document_in", "previous_of", "read_document", "recheck", "recheck_text", "state_word",
]  # fmt: skip
