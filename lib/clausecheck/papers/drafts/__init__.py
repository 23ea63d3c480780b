"""The papers that the procedure asks for, drafted from the logs: what the logs hold is filled in with the rows behind each
number, what a person must write is marked, nothing is invented."""

from .listing import KINDS
from .write import Drafted, blank_form, draft, draft_of_logs, kind_named, listed, period_of

__all__ = ["KINDS", "Drafted", "blank_form", "draft", "draft_of_logs", "kind_named", "listed", "period_of"]
