"""The parameters of the audit notebook: which there are, and that each is what it should be, before anything runs."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.people import Cover
from clausecheck.nouns.periods import Period, last_full_month
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page import given
from clausecheck.papers.page.texts import LANGUAGES

NAMES = (
    "inputs", "period", "as_of", "out", "procedure", "rulebook", "lang", "review", "previous", "number", "auditor", "checked_on",
)  # fmt: skip
REQUIRED = ("inputs", "out")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters as the audit takes them."""

    inputs: list[Path]
    period: Period
    as_of: date
    out: Path
    procedure: str | Path | None
    rulebook: Path | None
    lang: str
    review: Path
    """A review.yaml or marked workbook, or the folder of results where a review.yaml may lie."""
    previous: Path | None
    """The output folder of an earlier audit, for report and workbook to compare with."""
    cover: Cover
    by_default: tuple[str, ...] = ()
    """Those of `period` and `as_of` that were not given."""


def check_parameters(namespace: Mapping[str, Any], today: date) -> Parameters:
    """The parameters among a notebook's names (`globals()`), checked; `as_of` is today where it is not given, `period`
    the last full month before.

    Names that papermill put in and the notebook does not know are refused too. Raises InputFault with every fault.
    """
    return check_values(given.named(namespace, NAMES), today)


def check_values(values: Mapping[str, Any], today: date | None = None) -> Parameters:
    """Parameters by name, checked: all there, none unknown, each of its type. Raises InputFault with every fault.

    Without `today` period and as-of date must be given. `inputs` is a path or a list of paths; `period` may be a year as a number; `as_of` an ISO date or a date.
    Relative paths count from the folder the program runs in, or from the one above when that is `notebooks`.
    """
    given.refuse_strangers(values, NAMES, REQUIRED if today else NAMES[:4])
    faults: list[Fault] = []
    absent = tuple(name for name in ("period", "as_of") if values.get(name) in (None, ""))
    day = today if today and "as_of" in absent else given.day("as_of", values["as_of"], faults)
    last = last_full_month(day) if "period" in absent else given.period("period", values["period"], faults)
    out = given.path("out", values["out"], faults)
    parameters = Parameters(
        inputs=given.paths("inputs", values["inputs"], faults),
        period=last,
        as_of=day,
        out=out,
        procedure=given.procedure("procedure", values.get("procedure"), faults),
        rulebook=given.path("rulebook", values["rulebook"], faults) if values.get("rulebook") else None,
        lang=given.one_of("lang", values.get("lang", "zh"), LANGUAGES, faults),
        review=given.path("review", values["review"], faults) if values.get("review") else out,
        previous=given.path("previous", values["previous"], faults) if values.get("previous") else None,
        cover=Cover(*(_text(name, values.get(name), faults) for name in ("number", "auditor", "checked_on"))),
        by_default=absent,
    )
    if faults:
        raise InputFault(*faults)
    return parameters


LONGEST = 60
"""Signs of what stands on a cover."""


def _text(name: str, value: Any, faults: list[Fault]) -> str:
    """A short text of the cover; a date is one too, and nothing is blank."""
    said = "" if value is None else str(value).strip()
    if len(said) > LONGEST or "\n" in said:
        faults.append(Fault(name, f"应为一行、不超过 {LONGEST} 个字", f"must be one line of at most {LONGEST} signs"))
    return said
