"""Messes that must change no verdict: what people do to logs without doing anything wrong."""

from collections.abc import Sequence
from random import Random
from typing import Any

from clausecheck.simulate.books import Sheet, tidy
from clausecheck.simulate.draft import Draft, shuffled
from clausecheck.simulate.messes import layouts, lines, margins, spellings
from clausecheck.simulate.messes.desk import MESSES, Desk
from clausecheck.simulate.shapes import Shape

__all__ = ["MESSES", "disorder"]

_ORDER = (lines, spellings, layouts, margins)
"""In this order messes are made: a copy of a row must be spelled as the row is, and a total stand below it."""


def disorder(
    draft: Draft, shape: Shape, count: int, messes: Sequence[str] = ()
) -> tuple[list[Sheet], list[dict[str, Any]]]:
    """The sheets of a project with so many messes made of them, chosen by the seed from `messes` (all by default), and what
    was done where."""
    desk = Desk(draft, shape, Random(f"{shape.seed}/{shape.code}/messes"), tidy(draft))
    chosen = set(shuffled(desk.rng, list(messes or MESSES))[:count])
    for maker in _ORDER:
        for name, make in MESSES.items():
            if name in chosen and make.__module__ == maker.__name__:
                make(desk)
    return desk.sheets, desk.done
