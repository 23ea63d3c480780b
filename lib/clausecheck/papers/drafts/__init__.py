"""The papers that the procedure asks for, drafted from the logs: what the logs hold is filled in with the rows behind each
number, what a person must write is marked, nothing is invented."""

from .coming import paper_of
from .listing import KINDS
from .record import drafted_on
from .write import FOLDER, Drafted, blank_form, draft, draft_of_logs, kind_named, listed, period_of

__all__ = [
    "FOLDER",
    "KINDS",
    "Drafted",
    "blank_form",
    "draft",
    "draft_of_logs",
    "drafted_on",
    "kind_named",
    "listed",
    "paper_of",
    "period_of",
]
