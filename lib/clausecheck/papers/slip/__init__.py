"""The slip of a recheck (复查单): what became of each item of the earlier audit, as a Word file to sign."""

from .write import write_slip

__all__ = ["write_slip"]
