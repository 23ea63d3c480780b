"""What style a cell has that does not exist yet: its row's, or else its column's. Writer and verifier ask here alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clausecheck.marks.xmltext import true, whole

Columns = tuple[tuple[int, int, Mapping[str, str]], ...]
"""First column, last column and attributes of every <col>."""


def columns(cols: Iterable[Mapping[str, str]]) -> Columns:
    """From the attributes of every <col>."""
    return tuple((whole(each.get("min")), whole(each.get("max")), each) for each in cols)


def column_style(spans: Columns, column: int) -> int:
    """The style that a column of `columns` gives to cells that do not exist. Where several claim it, the first."""
    return next((whole(given.get("style")) for first, last, given in spans if first <= column <= last), 0)


def row_style(custom: str | None, style: str | None) -> int | None:
    """The style that a row gives to cells that do not exist, from its `customFormat` and `s`; None: the column's. A row
    that has a format of its own but names no style has the plain one."""
    return whole(style) if true(custom) else None
