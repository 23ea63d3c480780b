"""One field in several columns (reading 57): a day and a time of day beside each other, or free texts to be joined."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from clausecheck.logs import dates
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.names import Header, plain, squeeze
from clausecheck.logs.numerals import western_digits
from clausecheck.logs.values import ERROR, Reader, shown
from clausecheck.nouns.model import Unknown, Yearless
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import FieldSpec
from clausecheck.procedure.words import WordList

Kind = Literal["day", "texts", "parts"]
BETWEEN = "；"
_LONGEST_CLOCK = 20
_ANY_DAY = "2000-01-01"
_DAY_TITLES, _CLOCK_TITLES = ("日期", "年月日", "日"), ("时间", "时刻", "时分", "点")
UNREADABLE = "DAT01"


@dataclass(frozen=True, slots=True)
class Joined:
    """How a field stands in several columns. day: `main` holds times of day, `others` the one column with the days;
    texts: free texts, in the order they stand in; parts: of a number, in the order of the map."""

    how: Kind
    main: Header
    others: tuple[Header, ...]
    own: bool = True
    """Whether the day column is the field's own (受理日期 of 受理时间), not one it shares."""


def join(
    spec: FieldSpec, columns: Sequence[Header], mapped: bool, below: list[list[Any]], nothing: WordList
) -> Joined | None:
    """How several columns make one field, or None where each of them could be it alone.

    `below`: some rows under the headers. `mapped`: the project's own map names them for this field, in this order.
    `nothing`: the words that say nothing.
    """
    if spec.type == "when" and len(columns) == 2:
        first, second = columns
        for day, clock in ((first, second), (second, first)):
            if _holds_clocks(clock, below, nothing) and not _any_clock(day, below, nothing):
                return Joined("day", clock, (day,))
    if spec.joins or (mapped and spec.type == "text"):
        return Joined("texts" if spec.joins else "parts", columns[0], tuple(columns[1:]))
    return None


def day_beside(clock: Header, days: Sequence[Header], below: list[list[Any]], nothing: WordList) -> Header | None:
    """The 日期 column that gives its day to a column of times of day: the nearest before it, else the only one."""
    if not _filled(clock, below, nothing) or not _holds_clocks(clock, below, nothing):
        return None
    found = {
        one.column: one for one in days if plain(one.title).endswith(_DAY_TITLES) and _any_day(one, below, nothing)
    }
    before = [column for column in found if column < clock.column]
    return found[max(before)] if before else next(iter(found.values())) if len(found) == 1 else None


def _says_nothing(text: str, nothing: WordList) -> bool:
    return len(text) <= _LONGEST_CLOCK and text in nothing


def _filled(header: Header, below: list[list[Any]], nothing: WordList) -> list[Any]:
    cells = [row[header.column] for row in below if header.column < len(row)]
    return [cell for cell in cells if cell != "" and not (isinstance(cell, str) and _says_nothing(cell, nothing))]


def _holds_clocks(header: Header, below: list[list[Any]], nothing: WordList) -> bool:
    """Whether a column holds times of day and no day; one without values is told by its header."""
    cells = _filled(header, below, nothing)
    if not cells:
        return plain(header.title).endswith(_CLOCK_TITLES)
    return any(map(clock_of, cells)) and not any(isinstance(_day(cell), When | Yearless) for cell in cells)


def _any_clock(header: Header, below: list[list[Any]], nothing: WordList) -> bool:
    cells = _filled(header, below, nothing)
    if not cells:
        return not plain(header.title).endswith(_DAY_TITLES)
    return any(clock_of(cell) for cell in cells)


def _any_day(header: Header, below: list[list[Any]], nothing: WordList) -> bool:
    cells = _filled(header, below, nothing)
    return bool(cells) and any(isinstance(_day(cell), When | Yearless) for cell in cells)


def _day(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return dates.from_moment(cell)
    if isinstance(cell, date):
        return dates.from_day(cell)
    if isinstance(cell, float):
        return dates.from_number(cell, "")
    return dates.from_text(cell[:60]) if isinstance(cell, str) else None


def clock_of(cell: Any) -> str:
    """A cell that holds a time of day and no day, as text: 09:30; "" for any other."""
    if isinstance(cell, time):
        return _written(cell.hour, cell.minute, cell.second)
    if isinstance(cell, datetime):
        return clock_of(cell.time()) if cell.year in (1899, 1904) else ""
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = timedelta(days=cell)
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return _written(seconds // 3600, seconds // 60 % 60, seconds % 60) if 0 <= seconds < 86_400 else ""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > _LONGEST_CLOCK:
        return ""
    text = squeeze(cell)
    if not any(map(str.isdigit, western_digits(text))) or isinstance(_day(text), When | Yearless):
        return ""
    read = dates.from_text(f"{_ANY_DAY} {text}")
    return text if isinstance(read, When) and read.clock is not None else ""


def _written(hour: int, minute: int, second: int) -> str:
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


@dataclass(frozen=True, slots=True)
class Column:
    """A field that stands in several columns, as it is read line by line: of a day the time of day first."""

    field: str
    how: Kind
    own: bool
    columns: tuple[int, ...]
    read: Reader
    nothing: WordList
    between: str = BETWEEN


def put_together(
    values: dict[str, Any],
    raw: dict[str, str],
    cells: list[Any],
    errors: dict[int, str] | None,
    joined: Sequence[Column],
    key_date: str,
) -> None:
    """Puts the values of fields in several columns into a row's values, and what their cells show together."""
    for column in sorted(joined, key=lambda one: one.field != key_date):
        values.pop(column.field, None)
        raw.pop(column.field, None)
        own = [cells[place] for place in column.columns]
        value, shows = _value(column, own, errors or {})
        if not column.own and _before(value, values.get(key_date)):
            value, shows = Unknown(UNREADABLE, shows), ""  # past midnight, or on a later day: the row does not say
        if value is not None:
            values[column.field] = value
        if shows:
            raw[column.field] = shows


def letters_of(joined: Sequence[Column], sheet: SheetCells, cells: list[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Field -> letters and text of each of its columns, for `Row.pieces`."""
    return {
        one.field: tuple(
            (sheet.column(place), shown(cells[place]) if cells[place] != "" else "") for place in one.columns
        )
        for one in joined
    }


def _value(column: Column, cells: list[Any], errors: dict[int, str]) -> tuple[Any, str]:
    """The value of a field in several columns, and what they show together."""
    wrong = next((errors[place] for place in column.columns if place in errors), None)
    if wrong is not None:
        return Unknown(ERROR, wrong), ""
    shows = [shown(cell) for cell in (reversed(cells) if column.how == "day" else cells) if cell != ""]
    said = " ".join(shows)
    day = column.how == "day"
    value = _moment(column.own, cells[0], cells[1], said, column.read) if day else _texts(column, cells)
    if isinstance(value, Unknown):
        return Unknown(value.code, value.raw and said), ""
    return value, said if isinstance(value, When | str) and str(value) != said else ""


def _before(value: Any, start: Any) -> bool:
    return isinstance(value, When) and isinstance(start, When) and value.surely_before(start)


def _moment(own: bool, clock: Any, day: Any, said: str, read: Reader) -> Any:
    """A day and a time of day as one moment. Where a cell holds both, the other must not contradict it."""
    told = read(day)[0] if day != "" else None
    if clock == "" or read(clock)[0] is None:
        return told if own else None
    text = clock_of(clock)
    if not text:
        whole = read(clock)[0]
        agrees = isinstance(told, When) and isinstance(whole, When) and whole.day == told.day
        return whole if agrees or told is None or not own else Unknown(UNREADABLE, said)
    if told is None or isinstance(told, Unknown):
        return Unknown(UNREADABLE, said)
    if not isinstance(told, When):  # without its year, say: as it is written, with the time behind it
        return read(f"{shown(day)} {text}")[0]
    value = read(f"{told.day.isoformat()} {text}")[0]
    if told.clock is not None and own and isinstance(value, When) and value.clock != told.clock:
        return Unknown(UNREADABLE, said)
    return value


def _texts(column: Column, cells: Sequence[Any]) -> Any:
    """Texts one after the other; of free texts each once, and 无 in one of them says nothing beside what another says."""
    read_as = [value for value in (column.read(cell)[0] for cell in cells if cell != "") if value is not None]
    values = [value for value in read_as if isinstance(value, str)]
    if not values and read_as:
        return read_as[0]
    if column.how == "texts":
        texts = list(dict.fromkeys(values))
        values = [text for text in texts if not _says_nothing(text, column.nothing)] or texts[:1]
    return column.between.join(values) or None
