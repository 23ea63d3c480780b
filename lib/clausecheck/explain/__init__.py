"""What the program can say of itself and of the days ahead: rules explained, the ledger of clauses, the generated docs,
two rulebooks compared, what is due next.

`clausecheck.explain.ics` writes the calendar; it is imported by whoever needs it, for it takes a library of its own.
"""

from .coming import Ahead, Coming, coming, coming_in_logs, render_coming
from .diff import Flip, Side, diff_logs, diff_rulebooks, open_rulebook, render_diff
from .explain import explain
from .listing import ClauseLine, Coverage, RuleLine, coverage, coverage_text, list_rules, rules_text
from .pages import write_docs

__all__ = [
    "Ahead",
    "ClauseLine",
    "Coming",
    "Coverage",
    "Flip",
    "RuleLine",
    "Side",
    "coming",
    "coming_in_logs",
    "coverage",
    "coverage_text",
    "diff_logs",
    "diff_rulebooks",
    "explain",
    "list_rules",
    "open_rulebook",
    "render_coming",
    "render_diff",
    "rules_text",
    "write_docs",
]
