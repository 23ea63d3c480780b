"""What a procedure's `tables.yaml` may say. It is read in `clausecheck.procedure.tables`; here it is held to its shapes, for a word
misspelt there would change verdicts without a word."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from clausecheck.nouns.errors import Fault
from clausecheck.nouns.yamlfile import Lines

from .mistakes import mistake, unknown
from .strict import Strict

Said = Annotated[str, Field(min_length=1)]
Yes = Literal["true", "false"]
Texts = list[str]
DATES = ("when", "day")
PERIODS = ("month", "quarter", "year", "span")


class FieldShape(Strict):
    """One column, as the head of tables.yaml explains its keys."""

    header: Said
    en: Said
    type: Literal[
        "text", "contents", "household", "when", "day", "month", "quarter", "year", "span", "count", "list"
    ]  # fmt: skip
    about: Said
    about_en: Said
    example: str = ""
    need: Literal["!", "°"] | None = None
    list: dict[str, Texts] = {}
    blank: str = ""
    absent_blank: Yes = "false"
    future: Yes = "false"
    end: Yes = "false"
    handover: Yes = "false"
    before: str = ""
    also: Texts = []
    second: Texts = []
    maybe: Texts = []
    joins: Yes = "false"
    between: str = "-"
    beside: dict[str, Texts] = {}
    further: Literal["joined", "earliest", "latest"] | None = None
    also_gives: str = ""
    known: Texts = []


class NotBeforeShape(Strict):
    period: str
    fields: Annotated[list[str], Field(min_length=1)]
    years: Annotated[int, Field(ge=0)] = 0


class TableShape(Strict):
    """One table."""

    sheet: Said
    en: Said
    about: Said
    about_en: Said
    fields: Annotated[dict[str, FieldShape], Field(min_length=1)]
    reference: Yes = "false"
    layout: Literal["facts"] | None = None
    key_date: str = ""
    id: str = ""
    pairs: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = []
    same_case: list[str] = []
    apart: list[str] = []
    repeats: Yes = "false"
    sideways: Yes = "false"
    not_before: NotBeforeShape | None = None


def wrong_tables(document: Any, lines: Lines, name: str) -> Iterator[Fault]:
    """What will not do in a `tables.yaml`, each fault with its line. `name` stands before the line."""
    if not isinstance(document, dict) or not all(
        isinstance(document.get(key), dict) for key in ("every_log", "tables")
    ):
        yield Fault(name, "应为键值对，并含 every_log 和 tables", "must be a mapping with `every_log` and `tables`")
        return
    for key, raw in document["every_log"].items():
        yield from _wrong_shape(FieldShape, raw, ("every_log", key), lines, name)
    for key, raw in document["tables"].items():
        faults = list(_wrong_shape(TableShape, raw, ("tables", key), lines, name))
        yield from faults or _wrong_names(key, TableShape.model_validate(raw), lines, name)
    yield from _same_sheet(document["tables"], lines, name)


def _wrong_shape(
    shape: type[Strict], raw: Any, path: tuple[str | int, ...], lines: Lines, name: str
) -> Iterator[Fault]:
    try:
        shape.model_validate(raw)
    except ValidationError as error:
        for problem in error.errors():
            steps = [step for step in problem["loc"] if step != "[key]"]
            inside = FieldShape if shape is FieldShape or "fields" in steps[:-1] else TableShape
            zh, en = mistake(problem, NotBeforeShape.model_fields if "not_before" in steps else inside.model_fields)
            written = ".".join(map(str, (*path[1:], *steps)))
            yield Fault(f"{name}:{lines.nearest((*path, *steps))}", f"{written}：{zh}", f"{written}: {en}")


def _wrong_names(key: str, table: TableShape, lines: Lines, name: str) -> Iterator[Fault]:
    """References to columns that are not there, or are of another type than they are taken for."""
    for at, field, types in _references(table):
        place = f"{name}:{lines.nearest(('tables', key, *at))}"
        written = ".".join((key, *at))
        if field not in table.fields:
            zh, en = unknown(field, table.fields)
            yield Fault(place, f"{written}：{zh}", f"{written}: {en}")
        elif types and table.fields[field].type not in types:
            zh = f"“{field}”的类型应为 {'、'.join(types)}，现为 {table.fields[field].type}"
            yield Fault(
                place,
                f"{written}：{zh}",
                f"{written}: {field} must be {', '.join(types)}, not {table.fields[field].type}",
            )
    for field, shape in table.fields.items():
        if (shape.type == "list") != bool(shape.list):
            zh, en = (
                "类型为 list 的字段要有 list，其他字段不能有",
                "a field of type list needs a list, and no other may have one",
            )
            yield Fault(
                f"{name}:{lines.nearest(('tables', key, 'fields', field))}",
                f"{key}.{field}：{zh}",
                f"{key}.{field}: {en}",
            )
        elif shape.list and shape.blank and shape.blank not in shape.list:
            zh, en = unknown(shape.blank, shape.list)
            line = lines.nearest(("tables", key, "fields", field, "blank"))
            yield Fault(f"{name}:{line}", f"{key}.{field}.blank：{zh}", f"{key}.{field}.blank: {en}")


def _references(table: TableShape) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Every name of a column within a table: where it stands, the name, and the types the column may have (none: any)."""
    if table.key_date:
        yield ("key_date",), table.key_date, DATES
    if table.id:
        yield ("id",), table.id, ("text", "household")
    for field in (field for pair in table.pairs for field in pair):
        yield ("pairs",), field, DATES
    for where, fields in (("same_case", table.same_case), ("apart", table.apart)):
        for field in fields:
            yield (where,), field, ()
    if table.not_before:
        yield ("not_before", "period"), table.not_before.period, PERIODS
        for field in table.not_before.fields:
            yield ("not_before", "fields"), field, DATES
    for key, shape in table.fields.items():
        if shape.before not in ("", "true"):
            yield ("fields", key, "before"), shape.before, (*DATES, *PERIODS)
        for field in filter(None, (shape.also_gives,)):
            yield ("fields", key, "also_gives"), field, ("list", "text")


def _same_sheet(tables: dict[str, Any], lines: Lines, name: str) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for key, raw in tables.items():
        sheet = raw.get("sheet") if isinstance(raw, dict) else None
        if isinstance(sheet, str) and first.setdefault(sheet, key) != key:
            zh, en = f"工作表名“{sheet}”已用于 {first[sheet]}", f"the sheet {sheet} is that of {first[sheet]} already"
            yield Fault(f"{name}:{lines.nearest(('tables', key, 'sheet'))}", f"{key}：{zh}", f"{key}: {en}")


def known_roles(tables: Iterable[Any]) -> list[str]:
    """The roles that a procedure's staff can have: the values of its lists called `role`."""
    return [
        value for table in tables for key, field in table.fields.items() if key == "role" for value, _ in field.choices
    ]
