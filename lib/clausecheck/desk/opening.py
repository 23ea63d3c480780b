"""Opens the screen for a notebook: its parameters checked, its session started, its faults said as sentences."""

from collections.abc import Callable
from datetime import date
from typing import Any

from clausecheck.desk.screen import open_screen
from clausecheck.desk.session import language, procedure_of_page, start_session
from clausecheck.desk.texts import LANGUAGES
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.papers.page.lab import prepare


def opened(
    lang: str,
    logs: str,
    period: str,
    as_of: str,
    today: Callable[[], date],
    procedure: str,
    rulebook: str,
    out: str,
) -> Any:
    """As `open_workbench`."""
    chosen = language(lang)
    prepare(chosen)
    if chosen not in LANGUAGES:
        raise InputFault(
            Fault("lang", f"{chosen!r} 不对，应为 zh 或 en", f"{chosen!r} will not do, it should be zh or en")
        )
    if period:
        parse_period(period, "period")
    if as_of:
        parse_day(as_of, "as_of")
    chosen_procedure = procedure_of_page(procedure)
    return open_screen(start_session(), chosen, today, logs, str(period), str(as_of), chosen_procedure, rulebook, out)
