"""The rectification notice (整改通知单): what a centre has to mend, by responsible role, as a Word file to sign."""

from .content import to_correct, to_mend
from .write import write_notice

__all__ = ["to_correct", "to_mend", "write_notice"]
