"""The notebook over all projects: its parameters, and its sections one by one."""

from .sections import SECTIONS, TITLE, section_html, show
from .settings import Settings, check_parameters, check_values, open_board

__all__ = ["SECTIONS", "TITLE", "Settings", "check_parameters", "check_values", "open_board", "section_html", "show"]
