"""Blank forms: the log workbook to fill in, made from the same table list that the reader uses."""

from clausecheck.papers.forms.template import write_template

__all__ = ["write_template"]
