"""The procedure as data: rules, their dated numbers and the source of each, and the ledger of clauses."""

from .book import Clause, Rule, Rulebook, in_words, used
from .checks import AnyCheck
from .load import load_rulebook
from .numbers import Number
from .score_table import ScoreTable

__all__ = ["AnyCheck", "Clause", "Number", "Rule", "Rulebook", "ScoreTable", "in_words", "load_rulebook", "used"]
