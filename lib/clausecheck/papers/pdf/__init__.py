"""A report page as PDF, printed by an installed Edge, Chrome or Chromium."""

from .browsers import find_browser
from .printing import print_pdf

__all__ = ["find_browser", "print_pdf"]
