"""What only a whole column tells: in which order its short dates are written, and whether 00:00 is a time in it
(readings 58, 59)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time

from clausecheck.logs.dates import orders_of
from clausecheck.nouns.model import CellFault, Row, Several, Yearless
from clausecheck.nouns.periods import When
from clausecheck.procedure.tables import TableSpec

PROVED_BY = 3
"""So many cells of one form a column must have for them to prove its order."""


def settle_columns(rows: list[Row], keys: Iterable[str], spec: TableSpec, faults: list[CellFault]) -> None:
    """Settles the date columns of a table's rows in place; an order that was proved is remarked once."""
    for key in keys:
        if spec.fields[key].is_date:
            _settle_order(rows, key, spec.name, faults)
            _settle_midnight(rows, key)


def _settle_midnight(rows: list[Row], key: str) -> None:
    """Text `… 00:00` is a day where no value of the column has another time of day: so programs write a date."""
    at_midnight = []
    for row in rows:
        value = row.values.get(key)
        clock = value.clock if isinstance(value, When | Yearless | Several) else None
        if clock is None:
            continue
        if clock != time.min:
            return
        at_midnight.append(row)
    for row in at_midnight:
        value = row.values[key]
        row.raw.setdefault(key, getattr(value, "raw", "") or str(value))
        row.values[key] = replace(value, clock=None, sharp=False)


def _settle_order(rows: list[Row], key: str, table: str, faults: list[CellFault]) -> None:
    """26.08.25 as other cells of its form prove: three of them at least, one that has one order only, none against it."""
    if not any(row.values.get(key).__class__ is Several for row in rows):
        return
    forms: dict[str, list[tuple[Row, Mapping[str, date]]]] = {}
    for row in rows:
        value = row.values.get(key)
        written = value.raw if isinstance(value, Several) else row.raw.get(key, "")
        if isinstance(value, Several | When) and (found := orders_of(written)):
            forms.setdefault(found[0], []).append((row, found[1]))
    for cells in forms.values():
        order = _proved([possible for _, possible in cells])
        doubtful = [(row, possible[order]) for row, possible in cells if order and isinstance(row.values[key], Several)]
        for row, day in doubtful:
            value = row.values[key]
            row.raw[key] = value.raw
            row.values[key] = When(day, value.clock, value.sharp)
        for row, _ in doubtful[:1]:
            raw = row.raw[key]
            faults.append(CellFault("DAT10", row.cell(key), table, key, raw, "order_from_column", remark=True))


def _proved(cells: list[Mapping[str, date]]) -> str:
    """The one order that the cells of a form prove, or ""."""
    proofs = {next(iter(possible)) for possible in cells if len(possible) == 1}
    if len(cells) < PROVED_BY or len(proofs) != 1:
        return ""
    order = proofs.pop()
    return order if all(order in possible for possible in cells) else ""
