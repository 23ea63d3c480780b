"""The month's papers, written together into one folder of DIR."""

from pathlib import Path

from clausecheck.nouns.periods import Period
from clausecheck.results.renewed import renewed

from .brief import write_brief
from .former import Find
from .lines import Month, read_month
from .page import write_page
from .table import write_table
from .told import words

UP = "../"
"""The way from the folder of the papers to DIR."""


def month_folder(period: Period, lang: str) -> str:
    """The name of the folder of a period's papers in DIR."""
    return words("folder", lang, period=str(period).replace("..", "_"))


def write_month(out: Path, period: Period, lang: str, find: Find | None = None) -> tuple[Month, Path]:
    """Writes table, page and brief of a period; returns the month and their folder. What a person changed in an earlier table
    or brief stays under another name. `find`: as in `read_month`. Raises InputFault where there are no results of the period."""
    month = read_month(out, period, find)
    folder = out / month_folder(period, lang)
    with renewed(folder) as fresh:
        write_table(month, fresh / words("file_table", lang), lang, UP)
        write_page(month, fresh / "index.html", lang, UP)
        write_brief(month, fresh, lang)
    return month, folder
