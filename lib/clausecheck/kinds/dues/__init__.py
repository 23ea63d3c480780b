"""The parts of a dated obligation (`kind: dated`), a file each: what the row that is its evidence is held to."""

from ..registry import kinds_in

DUES = kinds_in(__name__, __path__)
"""`part` -> the part, whole."""
