"""What `--fail-on` may say: a verdict or a severity, each with how many of it are too many."""

from collections.abc import Mapping
from typing import Any

from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass
from clausecheck.wording import term

VERDICTS = ("fail", "at_risk", "undetermined")
SEVERITIES = ("严重", "一般", "轻微")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a verdict or a severity are too many."""

    what: str
    least: int


def parse_fail_on(text: str) -> tuple[Limit, ...]:
    """`fail`, `at_risk`, `fail:10`, `严重`, `严重:3`, or several with commas. `at_risk` counts fails too, as in `audit`.

    Raises InputFault for anything else.
    """
    english = {term("severity", name, "en").lower(): name for name in SEVERITIES}
    limits = []
    for piece in filter(None, (one.strip() for one in text.replace("，", ",").split(","))):
        what, _, count = piece.replace("：", ":").partition(":")
        what = english.get(what.strip().lower(), what.strip())
        if what not in (*VERDICTS, *SEVERITIES) or (":" in piece.replace("：", ":") and not _is_count(count.strip())):
            known = "、".join((*VERDICTS, *SEVERITIES))
            raise fault(
                "--fail-on",
                f"“{piece}”不对；可用 {known}，后面可加个数，如 fail:10 或 严重:3，多项用逗号分开",
                f'"{piece}" will not do; use {", ".join((*VERDICTS, *english))}, with a count if wanted (fail:10), several with commas',
            )
        limits.append(Limit(what, int(count) if count.strip() else 1))
    return tuple(limits)


def met(limits: tuple[Limit, ...], totals: Mapping[str, Any]) -> bool:
    """Whether any of the limits is reached. `totals`: `tally` and `severities` of all projects together."""
    return any(_count(one.what, totals) >= one.least for one in limits)


def _count(what: str, totals: Mapping[str, Any]) -> int:
    tally, severities = totals["tally"], totals["severities"]
    if what in SEVERITIES:
        return int(severities.get(what, 0))
    return sum(int(tally.get(name, 0)) for name in (("fail", "at_risk") if what == "at_risk" else (what,)))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) >= 1
