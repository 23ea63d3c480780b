"""The parameters of the audit notebook: which there are, and that each is what it should be, before anything runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.errors import Fault, InputFault
from clausecheck.page import given
from clausecheck.page.texts import LANGUAGES
from clausecheck.periods import Period

NAMES = ("inputs", "period", "as_of", "out", "rulebook", "lang")
REQUIRED = ("inputs", "period", "as_of", "out")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters as the audit takes them."""

    inputs: list[Path]
    period: Period
    as_of: date
    out: Path
    rulebook: Path | None
    lang: str


def check_parameters(namespace: Mapping[str, Any]) -> Parameters:
    """The parameters among a notebook's names (`globals()`), checked.

    Names that papermill put in and the notebook does not know are refused too. Raises InputFault with every fault.
    """
    return check_values(given.named(namespace, NAMES))


def check_values(values: Mapping[str, Any]) -> Parameters:
    """Parameters by name, checked: all there, none unknown, each of its type. Raises InputFault with every fault.

    `inputs` is a path or a list of paths; `period` may be a year as a number; `as_of` an ISO date or a date.
    Relative paths count from the folder the program runs in, or from the one above when that is `notebooks`.
    """
    given.refuse_strangers(values, NAMES, REQUIRED)
    faults: list[Fault] = []
    parameters = Parameters(
        inputs=given.paths("inputs", values["inputs"], faults),
        period=given.period("period", values["period"], faults),
        as_of=given.day("as_of", values["as_of"], faults),
        out=given.path("out", values["out"], faults),
        rulebook=given.path("rulebook", values["rulebook"], faults) if values.get("rulebook") else None,
        lang=given.one_of("lang", values.get("lang", "zh"), LANGUAGES, faults),
    )
    if faults:
        raise InputFault(*faults)
    return parameters
