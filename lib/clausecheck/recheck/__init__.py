"""An audit compared with an earlier one: what is mended, what is not, what is new, and what was merely made to fit.

Reads PREVIOUS only as data (its findings.json); never on the path of an audit."""

from .model import OPEN, STATES, CellChange, Change, Previous, Recheck, State

__all__ = ["OPEN", "STATES", "CellChange", "Change", "Previous", "Recheck", "State"]
