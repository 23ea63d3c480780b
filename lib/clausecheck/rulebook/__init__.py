"""The procedure as data: rules, their dated numbers and the source of each, and the ledger of clauses."""

from .book import Clause, Rule, Rulebook, covered_by, in_words, used
from .checks import AnyCheck
from .load import load_rulebook
from .mistakes import mistake, unknown
from .numbers import Number, iso_day
from .references import has_last_day
from .score_table import ScoreTable

__all__ = [
    "AnyCheck",
    "Clause",
    "Number",
    "Rule",
    "Rulebook",
    "ScoreTable",
    "covered_by",
    "has_last_day",
    "in_words",
    "iso_day",
    "load_rulebook",
    "mistake",
    "unknown",
    "used",
]
