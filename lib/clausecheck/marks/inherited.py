"""What a cell has from what it stands in: its style, where it does not exist yet, from its row or else its column; its
place, from a merged area. Writer and verifier ask here alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clausecheck.marks.xmltext import area_if_any, true, whole

Targets = dict[int, dict[int, str]]  # row → column → colour
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


def merged_targets(merges: Iterable[Mapping[str, str]], targets: Targets) -> dict[tuple[int, int], tuple[int, int]]:
    """For every target inside a merged area and not its first cell: the cell → the first cell. `merges`: the attributes
    of every <mergeCell>."""
    moved = {}
    for each in merges:
        place = area_if_any(each.get("ref"))
        if place is None:
            continue
        top, left, bottom, right = place
        rows = (
            range(top, bottom + 1) if bottom - top < len(targets) else [row for row in targets if top <= row <= bottom]
        )
        for row in rows:
            for column in targets.get(row, ()):
                if left <= column <= right and (row, column) != (top, left):
                    moved[row, column] = top, left
    return moved
