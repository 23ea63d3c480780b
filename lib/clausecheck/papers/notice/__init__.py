"""The rectification notice (整改通知单): what a centre has to mend, by responsible role, as a Word file to sign."""

from .content import disputed, to_correct, to_mend
from .write import write_notice

__all__ = ["disputed", "to_correct", "to_mend", "write_notice"]
