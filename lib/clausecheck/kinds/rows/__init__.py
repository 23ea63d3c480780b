"""The parts of a check on each row (`kind: each_row`), a file each: what a row is held to."""

from ..registry import kinds_in

ROWS = kinds_in(__name__, __path__)
"""`part` -> the part, whole."""
