"""What a check says: parts with a verdict each, combined to one judgement for a (code, subject)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clausecheck.evidence import field_name
from clausecheck.nouns.model import CONTRADICTED, Cell, Row, Say, Unknown, say
from clausecheck.procedure.tables import TableSpec

WORST_FIRST = ("fail", "undetermined", "at_risk", "pending", "pass", "not_applicable")
"""Several parts, one verdict: a definite failure is not hidden by an unreadable neighbour (reading 4)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a judgement: verdict, why, what was found, the cells read, and the numbers of the rule used."""

    verdict: str
    reason: str = ""
    found: Say | None = None
    mend: Say | None = None
    cells: tuple[Cell, ...] = ()
    numbers: tuple[str, ...] = ()
    due: date | None = None
    at: tuple[Cell, ...] = ()
    """The offending cells, where not all that were read are: a late date, the header of what is missing."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One (code, subject) judged. `on` is the day whose edition of the numbers was used (G13)."""

    subject: str
    verdict: str
    reason: str = ""
    found: tuple[Say, ...] = ()
    mend: Say | None = None
    cells: tuple[Cell, ...] = ()
    numbers: tuple[str, ...] = ()
    due: date | None = None
    at: tuple[Cell, ...] = ()
    on: date | None = None
    row: Row | None = None
    used: tuple[Row, ...] = ()


PROJECT = "project"
SILENT = "silent"
"""The reason of what is undetermined because a log does not reach back so far (reading 47)."""


def combine(parts: Sequence[Part]) -> Part:
    """The worst of the parts; its findings are those of all parts with that verdict, its cells all that were read."""
    if len(parts) == 1:
        return parts[0]
    worst = min((part.verdict for part in parts), key=WORST_FIRST.index)
    decisive = [part for part in parts if part.verdict == worst]
    cells = _distinct(cell for part in (*decisive, *(p for p in parts if p not in decisive)) for cell in part.cells)
    if worst in ("fail", "undetermined"):
        cells = _distinct(cell for part in decisive for cell in part.cells) or cells
    numbers = tuple(dict.fromkeys(name for part in parts for name in part.numbers))
    first = decisive[0]
    mend = _together(_earliest_only([part.mend for part in decisive]))
    at = _distinct(cell for part in decisive for cell in part.at or part.cells)
    return Part(
        worst,
        first.reason,
        _together(part.found for part in decisive),
        mend,
        cells,
        numbers,
        _due(decisive) or _due(parts),
        at,
    )


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


def _due(parts: Iterable[Part]) -> date | None:
    dues = [part.due for part in parts if part.due]
    return max(dues) if dues else None


def _distinct(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cells))


def judged(
    subject: str,
    parts: Sequence[Part],
    *,
    on: date | None = None,
    row: Row | None = None,
    used: Iterable[Row] = (),
    due: date | None = None,
) -> Judgement:
    """The judgement of a subject from its parts."""
    whole = combine(parts)
    return Judgement(
        subject=subject,
        verdict=whole.verdict,
        reason=whole.reason,
        found=(whole.found,) if whole.found else (),
        mend=whole.mend,
        cells=whole.cells,
        numbers=whole.numbers,
        due=due or whole.due,
        at=whole.at or whole.cells,
        on=on,
        row=row,
        used=tuple(used) or ((row,) if row else ()),
    )


def not_applicable(
    subject: str, reason: str, cells: tuple[Cell, ...] = (), *, on: date | None = None, **params: Any
) -> Judgement:
    """The rule does not apply to the subject, and why."""
    return Judgement(
        subject, "not_applicable", reason, (say(f"not_applicable.{reason}", **params),), cells=cells, on=on
    )


def undetermined(
    subject: str, reason: str, cells: tuple[Cell, ...] = (), *, on: date | None = None, **params: Any
) -> Judgement:
    """The evidence does not allow a verdict, and why."""
    return Judgement(subject, "undetermined", reason, (say(f"undetermined.{reason}", **params),), cells=cells, on=on)


def cannot_use(row: Row, spec: TableSpec, name: str, value: Unknown) -> Part:
    """A part that needs a cell which cannot be used, or a column that is not there: that rests on the row's key cells."""
    field = field_name(spec, name)
    if value.code == "DAT05":
        found = say("undetermined.column_absent", fields=(field,))
        return Part("undetermined", "column_absent", found, cells=cells_of(row, *_keys(spec)))
    if value.code == "DAT06":
        early = say("undetermined.before_covered", field=field, day=value.raw)
        return Part("undetermined", "impossible_order", early, say("mend.readable", field=field), cells_of(row, name))
    if value.code == CONTRADICTED:
        lines = say("undetermined.lines", field=field, raw=value.raw)
        return Part("undetermined", "unreadable", lines, say("mend.readable", field=field), cells_of(row, name))
    why = Say(f"unusable.{_why_unusable(spec.fields[name].type, value.code)}")
    found = (
        say("undetermined.unreadable", field=field, raw=value.raw, why=why)
        if value.raw
        else say("undetermined.no_value", field=field)
    )
    return Part(
        "undetermined",
        "unreadable",
        found,
        say("mend.list" if value.code == "DAT07" else "mend.readable", field=field),
        cells_of(row, name),
    )


TYPES_NAMED = ("when", "day", "month", "quarter", "year", "span", "count")
CODES_NAMED = ("DAT04", "DAT06", "DAT07", "DAT08", "DAT10")


def _why_unusable(kind: str, code: str) -> str:
    """The word that says why a value cannot be used: what it should be, or what is wrong with it."""
    if code == "DAT01" and kind in TYPES_NAMED:
        return kind
    return code if code in CODES_NAMED else "other"


def _keys(spec: TableSpec) -> tuple[str, ...]:
    """The fields that say which case a row is."""
    return (spec.key_date,) if spec.key_date else spec.required[:1]


def cells_of(row: Row, *names: str) -> tuple[Cell, ...]:
    """The cells of some fields of a row, as far as they have a column; of one in several columns, all of them."""
    return _distinct(cell for name in names if name in row.columns for cell in row.cells(name))
