"""What a procedure is: its tables, rules, clauses, sections, roles, words and marks, as one record."""

from .procedure import Procedure, Section

__all__ = ["Procedure", "Section"]
