"""The parameters of the trends notebook: which there are, and that each is what it should be, before anything is read."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page import given
from clausecheck.trends.run_rules import RULE_SETS
from clausecheck.trends.texts import LANGUAGES

NAMES = (
    "inputs",
    "span",
    "as_of",
    "baseline",
    "rules",
    "repeat_days",
    "reopen_days",
    "out",
    "procedure",
    "rulebook",
    "lang",
)
REQUIRED = ("inputs", "out")


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters as the notebook uses them. `span` None: all that the logs hold; `baseline` None: see
    reach.default_baseline; `as_of_today`: nobody gave the as-of date."""

    inputs: list[Path]
    as_of: date
    span: Period | None = None
    baseline: Period | None = None
    rules: str = "western_electric"
    repeat_days: int = 90
    reopen_days: int = 30
    out: Path = Path("out")
    procedure: str | Path | None = None
    rulebook: Path | None = None
    lang: str = "zh"
    as_of_today: bool = False


def check_parameters(namespace: Mapping[str, Any], today: date) -> Settings:
    """The parameters among a notebook's names (`globals()`), checked; `as_of` is today where it is not given. Names that
    papermill put in and the notebook does not know are refused too. Raises InputFault with every fault."""
    return check_values(given.named(namespace, NAMES), today)


def check_values(values: Mapping[str, Any], today: date | None = None) -> Settings:
    """Parameters by name as `Settings`. Without `today` the as-of date must be given. Relative paths count from the folder
    the program runs in, or from the one above when that is `notebooks`. Raises InputFault with every fault: unknown,
    missing, of the wrong kind."""
    given.refuse_strangers(values, NAMES, REQUIRED if today else (*REQUIRED, "as_of"))
    faults: list[Fault] = []
    there = {name: value for name, value in values.items() if value not in (None, "")}
    settings = Settings(
        inputs=given.paths("inputs", values["inputs"], faults),
        as_of=today if today and "as_of" not in there else given.day("as_of", values["as_of"], faults),
        as_of_today="as_of" not in there,
        span=given.period("span", there["span"], faults) if "span" in there else None,
        baseline=given.period("baseline", there["baseline"], faults) if "baseline" in there else None,
        rules=given.one_of("rules", values.get("rules", "western_electric"), tuple(RULE_SETS), faults),
        repeat_days=given.days("repeat_days", values.get("repeat_days", 90), faults),
        reopen_days=given.days("reopen_days", values.get("reopen_days", 30), faults),
        out=given.path("out", values["out"], faults),
        procedure=given.procedure("procedure", there.get("procedure"), faults),
        rulebook=given.path("rulebook", there["rulebook"], faults) if "rulebook" in there else None,
        lang=given.one_of("lang", values.get("lang", "zh"), LANGUAGES, faults),
    )
    if faults:
        raise InputFault(*faults)
    return settings
