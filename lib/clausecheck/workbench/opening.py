"""Opens the screen for a notebook: its parameters checked, its session started, its faults said as sentences."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.errors import Fault, InputFault
from clausecheck.page.given import base_folder
from clausecheck.page.lab import prepare
from clausecheck.periods import parse_day, parse_period
from clausecheck.workbench.screen import open_screen
from clausecheck.workbench.session import language, start_session
from clausecheck.workbench.texts import LANGUAGES


def opened(lang: str, logs: str, period: str, as_of: str, today: Callable[[], date], rulebook: str, out: str) -> Any:
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
    session = start_session()
    places = [_from_base(one) if not session.on_the_web else one for one in (logs, rulebook, out)]
    return open_screen(session, chosen, today, places[0], str(period), str(as_of), *places[1:])


def _from_base(path: str) -> str:
    """A relative path as it counts from the folder that holds `notebooks`."""
    return (base_folder() / Path(path)).as_posix() if path else ""
