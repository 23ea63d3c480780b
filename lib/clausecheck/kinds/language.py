"""The language of the rules: what a field of a check or of a part holds. From its type follows what it refers to, so that
nothing is listed a second time."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args

from clausecheck.nouns.records import dataclass
from clausecheck.procedure.numbers import DUE_UNITS, LIMIT_UNITS, STRICT

EachUnit = Literal["month", "quarter", "year"]
Named = Literal["table", "column", "number"]


@dataclass(frozen=True, slots=True)
class Means:
    """What the words in a field name. `of`: of a column, the field beside it that holds its table (empty: the table of
    the check). `filled`: something counts from there, so it must not be blank. `turns`: a day or moment at which the
    check turns. `needed`: a table that must be handed in. `units`: those that a number may have."""

    what: Named
    of: str = ""
    filled: bool = False
    turns: bool = False
    needed: bool = False
    units: tuple[str, ...] = ()


def number(*units: str, turns: bool = False) -> Means:
    """A number of the rule, by its name, with one of some units."""
    return Means("number", units=units, turns=turns)


Table = Annotated[str, Means("table", needed=True)]
CountedTable = Annotated[str, Means("table")]
"""A table that the check can do without."""
Column = Annotated[str, Means("column")]
Columns = Annotated[tuple[str, ...], Means("column")]
Start = Annotated[str, Means("column", filled=True)]
Deadline = Annotated[str, Means("column", turns=True)]
Values = dict[str, tuple[str, ...]]
"""Column -> the values that count."""
Where = Annotated[Values, Means("column")]
Limit = Annotated[str, number(*LIMIT_UNITS, turns=True)]
Due = Annotated[str, number(*DUE_UNITS, turns=True)]
Days = Annotated[str, number("days")]
Months = Annotated[str, number("months")]
Households = Annotated[str, number("households")]
Percent = Annotated[str, number("percent")]
Times = Annotated[str, number("times")]
Amount = Annotated[str, number("times", "households", "percent")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """To which projects a check applies; for the others the rule is not applicable."""

    __pydantic_config__: ClassVar[Any] = STRICT
    ownership: Literal["multi", "single"] | None = None
    fee_model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What every check may say."""

    __pydantic_config__: ClassVar[Any] = STRICT
    kind: str
    applies: Applies = Applies()
    needs: Annotated[tuple[str, ...], Means("table", needed=True)] = ()
    """Sheets it needs besides its own; absent = undetermined for the whole rule (reading 31)."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field holds one of these shapes, told apart by their field `by`. Only the loader asks, and it alone knows pydantic."""

    by: str
    shapes: Callable[[], Sequence[type]]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import Discriminator  # noqa: PLC0415 - an audit that loads no file needs none

        return handler.generate_schema(Annotated[Union[tuple(self.shapes())], Discriminator(self.by)])  # noqa: UP007


@dataclass(frozen=True, slots=True)
class Use:
    """Something that a check or part refers to: the field it stands in, and the names. `table`: of columns, whose;
    `values`: of columns that must hold certain values, which."""

    means: Means
    field: str
    names: tuple[str, ...]
    table: str = ""
    values: tuple[Values, ...] = ()

    def is_of(self, table: str) -> bool:
        """Whether these are columns of a table."""
        return self.means.what == "column" and self.table == table


def whole(check: Any) -> tuple[Any, ...]:
    """A check and its parts."""
    return (check, *getattr(check, "parts", ()))


def uses(shape: Any, table: str) -> Iterator[Use]:
    """Everything that a check (without its parts) or a part refers to. `table`: the table of the check."""
    for name, means in meanings(shape.__class__):
        value = getattr(shape, name)
        if means is None:
            yield from uses(value, getattr(value, "table", table)) if value else ()
        elif value:
            whose = getattr(shape, means.of) if means.of else table
            yield Use(means, name, _named(value), whose, _wanted(value) if means.what == "column" else ())


def _named(value: Any) -> tuple[str, ...]:
    """The names in a field: one, several, those of conditions; of limits by class the numbers."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        texts = [text for text in value.values() if isinstance(text, str)]
        return tuple(texts or (name for one in _wanted(value) for name in one))
    return tuple(value)


def _wanted(value: Any) -> tuple[Values, ...]:
    """The conditions in a field: column -> values, or one such for each of some columns."""
    if not isinstance(value, dict):
        return ()
    nested = [one for one in value.values() if isinstance(one, dict)]
    return tuple(nested) or (value,)


@cache
def meanings(shape: Hashable) -> tuple[tuple[str, Means | None], ...]:
    """The fields of a shape that refer to something; None for one that holds a shape of its own."""
    found: list[tuple[str, Means | None]] = []
    assert isinstance(shape, type) and is_dataclass(shape), "a shape is a dataclass"
    for field in fields(shape):
        told = [one for one in getattr(field.type, "__metadata__", ()) if isinstance(one, Means)]
        if told:
            found.append((field.name, told[0]))
        elif any(is_dataclass(one) for one in get_args(field.type)):
            found.append((field.name, None))
    return tuple(found)
