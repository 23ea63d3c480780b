"""What is said of a subject, or of a part of what it is held to: a verdict, why, and the cells it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, TypedDict, Unpack

from clausecheck.evidence import field_name
from clausecheck.nouns.model import CONTRADICTED, Cell, Row, Say, Unknown, say
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec

Verdict = Literal["fail", "undetermined", "at_risk", "pending", "pass", "not_applicable"]
WORST_FIRST: tuple[Verdict, ...] = ("fail", "undetermined", "at_risk", "pending", "pass", "not_applicable")
"""Several parts, one verdict: a definite failure is not hidden by an unreadable neighbour (reading 4)."""
Reason = Literal[
    "", "attested_fail", "behind", "blank", "calendar", "column_absent", "column_ambiguous", "day_only",
    "fact", "fee_model", "handover", "impossible_order", "kind", "late", "mismatch", "missing", "name_unclear", "no_case",
    "no_class", "no_committee", "no_due", "no_measures", "no_record", "no_such_rule", "nobody", "not_approved",
    "not_in_post", "not_in_service", "not_listed", "not_on_staff", "not_planned", "not_recovered", "open", "order",
    "outside_outage", "ownership_multi", "ownership_single", "post_unclear", "row", "sheet_absent", "short",
    "short_service", "short_service_days", "silent", "size", "too_few", "trigger", "uncertain", "uncertain_rows",
    "unreadable", "wrong_number", "wrong_role",
]  # fmt: skip
PROJECT = "project"
SILENT: Reason = "silent"
"""The reason of what is undetermined because a log does not reach back so far (reading 47)."""
Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, on a part or on a whole subject; `subject`, `on`, `row` and `used` belong to a whole one.

    `cells`: all that were read; `at`: the offending ones among them, where not all are. `numbers`: those of the rule
    that were used, in the edition of the day `on` (G13). `used`: the rows that are thereby judged.
    """

    verdict: Verdict
    reason: Reason = ""
    found: tuple[Say, ...] = ()
    mend: Say | None = None
    cells: Cells = ()
    numbers: tuple[str, ...] = ()
    due: date | None = None
    at: Cells = ()
    subject: str = ""
    on: date | None = None
    row: Row | None = None
    used: tuple[Row, ...] = ()


class Rests(TypedDict, total=False):
    """What an outcome rests on."""

    cells: Cells
    numbers: tuple[str, ...]
    due: date | None
    at: Cells


def ruled(verdict: Verdict, reason: Reason, found: Say | None, mend: Say | None = None, **on: Unpack[Rests]) -> Outcome:
    """An outcome whose verdict was worked out."""
    return Outcome(verdict, reason, (found,) if found else (), mend, **on)


def passed(found: Say | None = None, **on: Unpack[Rests]) -> Outcome:
    return ruled("pass", "", found, **on)


def failed(reason: Reason, found: Say, mend: Say | None = None, **on: Unpack[Rests]) -> Outcome:
    return ruled("fail", reason, found, mend, **on)


def pending(found: Say, mend: Say | None = None, **on: Unpack[Rests]) -> Outcome:
    return ruled("pending", "open", found, mend, **on)


def unknown(reason: Reason, found: Say | None = None, mend: Say | None = None, **on: Unpack[Rests]) -> Outcome:
    return ruled("undetermined", reason, found, mend, **on)


def open_or_fail(over: bool, reason: Reason) -> tuple[Verdict, Reason]:
    """Verdict and reason of what is not there: a fail once its time is over."""
    return ("fail", reason) if over else ("pending", "open")


def not_applicable(
    subject: str, reason: Reason, cells: Cells = (), *, on: date | None = None, **params: Any
) -> Outcome:
    """The rule does not apply to the subject, and why."""
    said = say(f"not_applicable.{reason}", **params)
    return Outcome("not_applicable", reason, (said,), cells=cells, subject=subject, on=on)


def undetermined(subject: str, reason: Reason, cells: Cells = (), *, on: date | None = None, **params: Any) -> Outcome:
    """The evidence does not allow a verdict on the subject, and why."""
    said = say(f"undetermined.{reason}", **params)
    return Outcome("undetermined", reason, (said,), cells=cells, subject=subject, on=on)


def judged(
    subject: str,
    parts: Sequence[Outcome],
    *,
    on: date | None = None,
    row: Row | None = None,
    used: Iterable[Row] = (),
    due: date | None = None,
) -> Outcome:
    """The outcome of a subject from its parts."""
    one = combine(parts)
    rows = tuple(used) or ((row,) if row else ())
    return replace(one, subject=subject, due=due or one.due, at=one.at or one.cells, on=on, row=row, used=rows)


def combine(parts: Sequence[Outcome]) -> Outcome:
    """The worst of the parts; its findings are those of all parts with that verdict, its cells all that were read."""
    if len(parts) == 1:
        return parts[0]
    worst = min((part.verdict for part in parts), key=WORST_FIRST.index)
    decisive = [part for part in parts if part.verdict == worst]
    cells = _distinct(cell for part in (*decisive, *(p for p in parts if p not in decisive)) for cell in part.cells)
    if worst in ("fail", "undetermined"):
        cells = _distinct(cell for part in decisive for cell in part.cells) or cells
    numbers = tuple(dict.fromkeys(name for part in parts for name in part.numbers))
    mend = _together(_earliest_only([part.mend for part in decisive]))
    at = _distinct(cell for part in decisive for cell in part.at or part.cells)
    found, due = _together(said for part in decisive for said in part.found), _due(decisive) or _due(parts)
    return ruled(worst, decisive[0].reason, found, mend, cells=cells, numbers=numbers, due=due, at=at)


OF_FIELDS = ("missing", "missing_over", "no_row_over", "flag_missing", "blank", "mend.by", "mend.fill", "mend.flag")
SAME_OF_SEVERAL = {**dict.fromkeys(OF_FIELDS, "field"), "of_topic": "topic"}
"""Sentences that are said once of several fields (or topics), where nothing but the field differs."""


def _together(said: Iterable[Say | None]) -> Say | None:
    """What several parts say, each thing once."""
    fields: dict[Say, list[Any]] = {}
    for one in dict.fromkeys(one for each in said if each for one in _single(each)):
        several = SAME_OF_SEVERAL.get(one.key)
        named = [value for name, value in one.params if name == several]
        rest = Say(one.key, tuple(param for param in one.params if param[0] != several))
        fields.setdefault(rest, []).extend(named)
    whole = tuple(Say(rest.key, (*_named(rest.key, names), *rest.params)) for rest, names in fields.items())
    return whole[0] if len(whole) == 1 else (say("all", parts=whole) if whole else None)


def _earliest_only(mends: Sequence[Say | None]) -> list[Say]:
    """Of two days for one field only the earlier: whoever keeps that keeps both."""
    singles = [one for each in mends if each for one in _single(each)]
    earliest: dict[Any, str] = {}
    for one in singles:
        if one.key == "mend.by":
            params = dict(one.params)
            earliest[params["field"]] = min(params["day"], earliest.get(params["field"], params["day"]))
    days = {field: say("mend.by", field=field, day=day) for field, day in earliest.items()}
    return [days[dict(one.params)["field"]] if one.key == "mend.by" else one for one in singles]


def _named(key: str, names: list[Any]) -> tuple[tuple[str, Any], ...]:
    flat = tuple(dict.fromkeys(one for name in names for one in (name if isinstance(name, tuple) else (name,))))
    return ((SAME_OF_SEVERAL[key], flat[0] if len(flat) == 1 else flat),) if flat else ()


def _single(said: Say) -> tuple[Say, ...]:
    return said.params[0][1] if said.key == "all" else (said,)


def _due(parts: Iterable[Outcome]) -> date | None:
    return max((part.due for part in parts if part.due), default=None)


def _distinct(cells: Iterable[Cell]) -> Cells:
    return tuple(dict.fromkeys(cells))


TYPES_NAMED = ("when", "day", "month", "quarter", "year", "span", "count")
CODES_NAMED = ("DAT04", "DAT06", "DAT07", "DAT08", "DAT10")


def cannot_use(row: Row, spec: TableSpec, name: str, value: Unknown) -> Outcome:
    """Of a cell which cannot be used, or a column that is not there: that rests on the row's key cells."""
    field, cells = field_name(spec, name), cells_of(row, name)
    readable = say("mend.readable", field=field)
    if value.absent:
        keys = (spec.key_date,) if spec.key_date else spec.required[:1]  # the fields that say which case a row is
        return unknown("column_absent", say("undetermined.column_absent", fields=(field,)), cells=cells_of(row, *keys))
    if value.code == "DAT06":
        early = say("undetermined.before_covered", field=field, day=value.raw)
        return unknown("impossible_order", early, readable, cells=cells)
    if value.code == CONTRADICTED:
        return unknown("unreadable", say("undetermined.lines", field=field, raw=value.raw), readable, cells=cells)
    why = Say(f"unusable.{_why_unusable(spec.fields[name].type, value.code)}")
    found = say("undetermined.unreadable", field=field, raw=value.raw, why=why)
    if not value.raw:
        found = say("undetermined.no_value", field=field)
    return unknown("unreadable", found, say("mend.list", field=field) if value.unlisted else readable, cells=cells)


def _why_unusable(kind: str, code: str) -> str:
    """The word that says why a value cannot be used: what it should be, or what is wrong with it."""
    if code == "DAT01" and kind in TYPES_NAMED:
        return kind
    return code if code in CODES_NAMED else "other"


def cells_of(row: Row, *names: str) -> Cells:
    """The cells of some fields of a row, as far as they have a column; of one in several columns, all of them."""
    there = [name for name in names if name in row.columns]
    return row.cells(there[0]) if len(there) == 1 else _distinct(cell for name in there for cell in row.cells(name))
