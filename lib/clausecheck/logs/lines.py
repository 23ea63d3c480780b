"""The cells of one line of a table -> its values: by the readers of their columns, by the line above (同上), and by
what stands beside them (楼栋 beside 房号, 年度 beside 月份, 房屋质量 behind 二类)."""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any

from clausecheck.logs.flatparts import whole_flat
from clausecheck.logs.joined import BETWEEN, Column, put_together
from clausecheck.logs.lists import ListValues, beside
from clausecheck.logs.match import Match
from clausecheck.logs.values import ERROR, Ditto, Reader, Reading, shown
from clausecheck.nouns.model import BareMonth, Row, Unknown
from clausecheck.nouns.periods import Period, month
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

MOST_KNOWN = 50_000
"""So many different texts of a column are remembered."""
MOST_ABOVE = 30
"""So many rows up the value is looked for that a ditto mark repeats."""


@dataclass(slots=True)
class LinePlan:
    """How to read the lines of one stretch: settled once, used for every line."""

    columns: list[tuple[str, int, Reader, dict[str, Reading]]]
    """Field, column, how its cells are read, and what each text was read as: a log repeats its texts."""
    joined: list[Column]
    """Fields that stand in several columns."""
    beside: list[tuple[str, list[tuple[str, int]]]]
    """Fields completed by columns beside them, with kind and column of each."""
    gives: list[tuple[str, str, ListValues]]
    """Lists whose cell may give another field too: the list, the field, its values."""
    month_of_year: tuple[str, str] | None
    letters: dict[str, str]
    words: Words
    key_date: str


@dataclass(slots=True)
class Line:
    """What a line says: its values, what its cells show where that differs, and its fields taken from the line above."""

    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    ditto: list[str] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        return not self.values and not self.raw


def line_plan(
    spec: TableSpec, match: Match, reader: Callable[[str], Reader], letters: dict[str, str], words: Words
) -> LinePlan:
    """The plan for the columns that were recognised. `reader` gives the reader of a field."""
    fields = match.fields
    years = [key for key in fields if spec.fields[key].type == "year"]
    months = [key for key in fields if spec.fields[key].type == "month"]
    given = [(key, other) for key in fields if (other := spec.fields[key].also_gives)]
    return LinePlan(
        [(key, header.column, reader(key), {}) for key, header in fields.items() if key not in match.joined],
        [
            Column(
                key,
                one.how,
                one.own,
                (one.main.column, *(other.column for other in one.others)),
                _itself(reader(key)),
                words.nothing,
                BETWEEN if one.how == "texts" else spec.fields[key].between,
            )
            for key, one in match.joined.items()
        ],
        [(key, [(kind, header.column) for kind, header in parts]) for key, parts in match.beside.items()],
        [(key, other, ListValues(spec.fields[other], {})) for key, other in given],
        (years[0], months[0]) if years and months else None,
        letters,
        words,
        spec.key_date,
    )


def read_line(cells: list[Any], errors: dict[int, str] | None, plan: LinePlan, above: Sequence[Row] = ()) -> Line:
    """The values of a line. `above`: the rows above in the same table, whose values ditto marks repeat."""
    line = Line(letters=plan.letters)
    values, raw = line.values, line.raw
    for key, column, read, known in plan.columns:
        if errors and column in errors:
            values[key] = Unknown(ERROR, errors[column])
            continue
        cell = cells[column]
        if cell == "":
            continue
        if cell.__class__ is not str:
            value, said = read(cell)
        elif cell in known:
            value, said = known[cell]
        else:
            value, said = _remembered(cell, read, known)
        if value.__class__ is Ditto:
            value = _from_above(key, value, line, above)
        if value is not None:
            values[key] = value
        if said:
            raw[key] = said
    put_together(values, raw, cells, errors, plan.joined, plan.key_date)
    for key, parts in plan.beside:
        _complete_flat(key, parts, cells, line, plan)
    if plan.month_of_year:
        _complete_month(values, raw, *plan.month_of_year)
    for given in plan.gives:
        _give(*given, line, above[-1] if above else None)
    return line


def _remembered(cell: str, read: Reader, known: dict[str, Reading]) -> Reading:
    """What a text is read as, from now on known."""
    if len(known) > MOST_KNOWN:
        known.clear()
    found = known[cell] = read(cell)
    return found


def _itself(read: Reader) -> Reader:
    """A reader for a field in several columns, where a ditto mark stands for nothing but itself."""

    def plainly(cell: Any) -> tuple[Any, str]:
        value, said = read(cell)
        return (value.itself, said) if isinstance(value, Ditto) else (value, said)

    return plainly


def _from_above(key: str, mark: Ditto, line: Line, above: Sequence[Row]) -> Any:
    """The value of the nearest row above that has one: further lines of a record leave blank what it says."""
    if not above:
        return mark.itself
    line.ditto.append(key)
    return next((row.values[key] for row in reversed(above[-MOST_ABOVE:]) if key in row.values), None)


def _complete_flat(key: str, parts: list[tuple[str, int]], cells: list[Any], line: Line, plan: LinePlan) -> None:
    room = line.values.get(key)
    if not isinstance(room, str) or key in line.ditto:
        return  # the flat above is whole already
    whole = whole_flat(room, [(kind, cells[column]) for kind, column in parts], plan.words)
    if whole != room:
        line.values[key], line.raw[key] = whole, room


def _complete_month(values: dict[str, Any], raw: dict[str, str], year_key: str, month_key: str) -> None:
    """`3月` beside its own 年度 2026 is 2026-03."""
    value, year = values.get(month_key), values.get(year_key)
    if isinstance(value, BareMonth) and isinstance(year, Period):
        values[month_key] = month(year.start.year, value.month)
        raw[month_key] = value.raw


def _give(key: str, other: str, named: ListValues, line: Line, above: Row | None) -> None:
    """二类（房屋质量） gives 类别 and, where 子类 is blank or has no column, 子类 too, at the same cell."""
    if other in line.values or key not in line.values or key not in line.letters:
        return
    if key in line.ditto:
        found = above.get(other) if above and above.columns.get(other) == line.letters[key] else None
    else:
        found = beside(line.raw.get(key, ""), named)
    if found is not None:
        line.values[other] = found
        line.raw[other] = line.raw.get(key, "")
        line.letters = {**line.letters, other: line.letters[key]}


def repeat_above(
    cells: list[Any], above: list[Any] | None, columns: list[tuple[str, int]], words: Words
) -> list[tuple[str, int, str]]:
    """Puts what stands above into the cells with a ditto mark of some columns, whose readers know no such mark: those that
    complete a flat (楼栋: 同上), and those that say whose a row is and whether it counts. Gives field, column and mark."""
    repeated: list[tuple[str, int, str]] = []
    if above is None:
        return repeated
    for key, column in columns:
        if (mark := cells[column]) != "" and (said := shown(mark)[:20]) in words.ditto:
            cells[column] = above[column]
            repeated.append((key, column, said))
    return repeated
