"""The month's numbers as words and cells: what table, page and brief share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import WordsOf

from ..model import DONE, say
from .lines import Beside, Ends, Line, Month

HERE = Path(__file__).parent
words = WordsOf(HERE / "words.yaml", plurals=True)
DASH = "—"
"""Stands where there is no history, or nothing to be had."""
BEST = 3
COLUMNS = (
    "branch", "code", "name", "state", "score", "rate", "serious", "ordinary", "slight", "logs", "undetermined",
    "unread", "before", "last_year", "repeated", "mended", "reason",
)  # fmt: skip
NUMBERS = (
    "rate",
    "serious",
    "ordinary",
    "slight",
    "logs",
    "undetermined",
    "unread",
    "before",
    "last_year",
    "repeated",
    "mended",
)
"""Columns that are sorted as numbers."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in a cell, and by what it is sorted (None: nothing is known, last whichever way)."""

    text: str
    by: float | None = None
    value: float | None = None
    """The number that a workbook holds in its place, so that it reckons with it; None for a text."""
    format: str = "0"
    """How a workbook shows that number."""


def cells(line: Line, lang: str) -> dict[str, Told]:
    """A project's line, column by column."""
    done = line.state in DONE
    counts = dict(zip(("serious", "ordinary", "slight"), line.severities, strict=True))
    counts |= {"logs": line.logs, "undetermined": line.undetermined, "unread": line.unread}
    reason = " ".join(line.reason[lang].split()) if line.reason else ""
    return {
        "branch": Told(line.branch or DASH),
        "code": Told(line.code),
        "name": Told(line.name or DASH),
        "state": Told(say(f"state.{line.state}", lang)),
        "score": _score(line),
        "rate": _rate(line.rate),
        **{name: Told(str(n), n, n) if done else Told(DASH) for name, n in counts.items()},
        "before": _change(line.before),
        "last_year": _change(line.last_year),
        "repeated": _count(line.before),
        "mended": _mended(line.before, lang),
        "reason": Told(reason),
    }


def _score(line: Line) -> Told:
    exact = line.score and (line.rate is None or line.rate[0] == line.rate[1])
    return Told(line.score or DASH, None, float(line.score) if exact else None, "0.00")


def _rate(rate: Ends | None) -> Told:
    exact = rate is not None and rate[0] == rate[1]
    return Told(rate_text(rate), middle(rate), rate[0] / 100 if rate and exact else None, "0.0%")


def rate_text(rate: Ends | None) -> str:
    """A rate in percent, or its range."""
    if rate is None:
        return DASH
    return f"{rate[0]:g}%" if rate[0] == rate[1] else f"{rate[0]:g}%–{rate[1]:g}%"


def middle(rate: Ends | None) -> float | None:
    """By what rates are ranked: the middle of what is possible."""
    return (rate[0] + rate[1]) / 2 if rate else None


def _change(beside: Beside | None) -> Told:
    if beside is None or beside.change is None:
        return Told(DASH)
    low, high = beside.change
    text = f"{low:+g}" if low == high else f"{low:+g}～{high:+g}"
    return Told("0" if low == high == 0 else text, (low + high) / 2, low if low == high else None, "+0.0;-0.0;0")


def _count(beside: Beside | None) -> Told:
    n = beside.repeated if beside else None
    return Told(DASH) if n is None else Told(str(n), n, n)


def _mended(beside: Beside | None, lang: str) -> Told:
    if beside is None or not beside.open:
        return Told(DASH)
    share = 100 * (beside.mended or 0) / beside.open
    return Told(words("mended_share", lang, share=f"{share:.0f}", mended=beside.mended or 0, open=beside.open), share)


def labels(lang: str) -> dict[str, str]:
    """The heads of the columns."""
    return {name: words(f"column.{name}", lang) for name in COLUMNS}


def ranked(month: Month) -> list[Line]:
    """The projects that have a score, the best first."""
    scored = [line for line in month.lines if line.rate]
    return sorted(scored, key=lambda line: (-(middle(line.rate) or 0), line.fails, line.logs, line.code))


def best_and_worst(month: Month) -> tuple[Sequence[Line], Sequence[Line]]:
    """The best three and the worst three, the worst first; none is in both."""
    order = ranked(month)
    half = (len(order) + 1) // 2
    best = order[: min(BEST, half)]
    return best, [line for line in reversed(order[-BEST:]) if line not in best]


def rules_that_fail(month: Month) -> list[dict[str, Any]]:
    """Rules by how many projects fail them, then by how often: code, clause, title, projects, fails."""
    found: dict[str, dict[str, Any]] = {}
    for line in month.lines:
        for code, fails in line.record.get("rules", {}).items():
            clause, title = line.record["clauses"][code], line.record["titles"][code]
            one = found.setdefault(code, {"code": code, "clause": clause, "title": title, "projects": 0, "fails": 0})
            one["projects"] += 1
            one["fails"] += fails
    return sorted(found.values(), key=lambda one: (-one["projects"], -one["fails"], one["code"]))


def coming(month: Month, most: int) -> list[dict[str, Any]]:
    """What falls due next over all projects, the nearest first; the same rule on the same day of several projects is one."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in month.lines:
        for due in line.record.get("due", ()):
            one = found.setdefault((due["due"], due["code"]), {**due, "projects": []})
            if line.code not in one["projects"]:
                one["projects"].append(line.code)
    return [found[key] for key in sorted(found)][:most]
