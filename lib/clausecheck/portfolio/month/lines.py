"""What a month's papers say of each project: its line, made of its record and of those of earlier periods."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import InputFault, fault
from clausecheck.nouns.periods import Period, parse_period
from clausecheck.nouns.records import dataclass
from clausecheck.recheck import compare, read_document

from ..listing import PORTFOLIO
from ..model import DONE, Both
from ..records import of_period, read_json, record_file
from .former import Find, Former, in_folder

SEVERITIES = ("严重", "一般", "轻微")
LINKED = ("report.html", "findings.json")
"""What a line leads to: the report, where none was written the data."""
ABOUT_LOGS = "DAT"
"""How the codes of faults of the logs begin: they are counted apart."""
RANGE = "–"
Ends = tuple[float, float]
"""A score's lowest and highest rate in percent."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A project beside its own earlier audit: how far the rate went up or down (in points, lowest and highest), how many
    fails were there already, and how many of what was open is mended, of how many. None: not known."""

    change: Ends | None
    repeated: int | None = None
    mended: int | None = None
    open: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A project in a month. `link`: its report, seen from DIR; empty without a result. `before`: beside the period before;
    `last_year`: beside the same period of the year before."""

    code: str
    name: str
    branch: str
    state: str
    reason: Both | None
    link: str
    score: str
    rate: Ends | None
    severities: tuple[int, int, int]
    logs: int
    undetermined: int
    unread: int
    before: Beside | None
    last_year: Beside | None
    record: Mapping[str, Any]

    @property
    def fails(self) -> int:
        return sum(self.severities)


@dataclass(frozen=True, slots=True)
class Month:
    """All lines of a period, in the order of the portfolio."""

    out: Path
    period: Period
    as_of: date
    lines: tuple[Line, ...]


def read_month(out: Path, period: Period, find: Find | None = None) -> Month:
    """What the nights of a portfolio left of a period. `find`: how audits of earlier periods are found, in DIR by default.

    Raises InputFault where there was no night.
    """
    find = find or in_folder(out)
    listed = read_json(of_period(out, str(period)) / PORTFOLIO)
    if listed is None:
        raise fault(
            str(out),
            f"里面没有 {period} 的结果；请先运行 clausecheck portfolio … --period {period} --out {out}",
            f"holds no results of {period}; run clausecheck portfolio … --period {period} --out {out} first",
        )
    earlier = (_before(period), _year_before(period))
    lines = [
        _line(out, str(period), one, listed["names"].get(one["code"], ["", ""]), project, earlier, find)
        for one, project in zip(listed["projects"], listed["ids"], strict=True)
    ]
    return Month(out, period, date.fromisoformat(listed["as_of"]), tuple(lines))


def _line(
    out: Path, period: str, entry: dict[str, Any], named: list[str], project: str, earlier: tuple[str, str], find: Find
) -> Line:
    record: dict[str, Any] = {}
    if entry["state"] in DONE:
        record = read_json(record_file(out, period, project)) or {}
    severities = record.get("severities", {})
    score = record.get("score", {})
    tally = record.get("tally", {})
    return Line(
        code=entry["code"],
        name=record.get("name") or named[0],
        branch=record.get("branch") or named[1],
        state=entry["state"],
        reason=entry["reason"],
        link=_link(out, record),
        score=score.get("score", "") if score.get("enough") else "",
        rate=rate_of(score),
        severities=(severities.get("严重", 0), severities.get("一般", 0), severities.get("轻微", 0)),
        logs=record.get("tally_logs", 0),
        undetermined=tally.get("undetermined", 0),
        unread=record.get("unread", 0),
        before=_beside(out, record, _found(find, record, project, earlier[0])),
        last_year=_beside(out, record, _found(find, record, project, earlier[1]), findings=False),
        record=record,
    )


def _link(out: Path, record: Mapping[str, Any]) -> str:
    if not record:
        return ""
    folder = str(record["folder"])
    return next((f"{folder}/{name}" for name in LINKED if (out / folder / name).is_file()), folder)


def rate_of(score: Mapping[str, Any]) -> Ends | None:
    """The lowest and the highest rate of a score as it is kept; None where too little was judged."""
    ends = [one.rstrip("%") for one in str(score.get("rate", "")).split(RANGE) if one.strip("%")]
    return (float(ends[0]), float(ends[-1])) if ends and score.get("enough") else None


def _found(find: Find, record: Mapping[str, Any], project: str, period: str) -> Former | None:
    return find(record, project, period) if record and period else None


def _beside(out: Path, record: Mapping[str, Any], former: Former | None, *, findings: bool = True) -> Beside | None:
    """A project beside its audit of an earlier period; None where there is no such audit of the same project."""
    if former is None:
        return None
    now, then = rate_of(record["score"]), rate_of(former.score)
    change = (round(now[0] - then[1], 1), round(now[1] - then[0], 1)) if now and then else None
    if not findings:
        return Beside(change)
    try:
        compared = compare(former.read(), read_document(out / record["folder"]))
    except InputFault:  # an earlier folder that is gone, or of another procedure: there is no history to tell of
        return Beside(change)
    repeated = sum(
        one.before == one.after == "fail" and not one.code.startswith(ABOUT_LOGS) for one in compared.changes
    )
    return Beside(change, repeated, compared.mended, compared.open_before)


def _before(period: Period) -> str:
    """The period before of the same kind; "" for days of one's own choice."""
    label, year = str(period), period.start.year
    if label == f"{year}":
        return f"{year - 1}"
    if label == f"{year}-Q{(period.start.month + 2) // 3}":
        quarter = period.start.month // 3
        return f"{year}-Q{quarter}" if quarter else f"{year - 1}-Q4"
    if label == f"{year}-{period.start.month:02d}":
        month = period.start.month - 1
        return f"{year}-{month:02d}" if month else f"{year - 1}-12"
    return ""


def _year_before(period: Period) -> str:
    """The same period of the year before; "" for a year, whose period before that is, and for days of one's own choice."""
    label, year = str(period), period.start.year
    if label == f"{year}" or ".." in label:
        return ""
    return str(parse_period(label.replace(f"{year}", f"{year - 1}", 1)))
