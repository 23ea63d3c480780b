"""The auditor's workbench: choose or upload logs, check, go through the findings, mark them, download the results.

The same screen stands in JupyterLab (notebooks/workbench.ipynb) and, through Voila, on the web page that
`clausecheck app` serves (app.py; imported by whoever needs it, for Voila takes its time).
"""

from collections.abc import Callable
from datetime import date
from typing import Any


def open_workbench(
    lang: str = "zh",
    logs: str = "",
    period: str = "",
    as_of: str = "",
    *,
    today: Callable[[], date],
    procedure: str = "",
    rulebook: str = "",
    out: str = "out",
) -> Any:
    """The workbench as a widget to be displayed.

    Blank `logs` leave the choice to the user, else they are checked at once; blank `period` and `as_of` mean the last
    full month and today; `procedure` is the name of one that ships, or a folder. `today` tells what day it is: `date.today`, for nothing in this package asks. Relative paths count as in the audit notebook. Raises InputFault for parameters that will not
    do.
    """
    from clausecheck.desk.opening import opened  # noqa: PLC0415 - the server imports this package, not the screen

    return opened(lang, logs, period, as_of, today, procedure, rulebook, out)
