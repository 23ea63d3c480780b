"""What a procedure's tables may say. They are made in `clausecheck.procedure.tables`; here they are held to their shapes, for a
word misspelt there would change verdicts without a word."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from clausecheck.nouns.errors import Fault
from clausecheck.nouns.yamlfile import Lines

from .mistakes import mistake, unknown
from .places import Places
from .strict import Strict

Said = Annotated[str, Field(min_length=1)]
Yes = Literal["true", "false"]
Texts = list[str]
DATES = ("when", "day")
PERIODS = ("month", "quarter", "year", "span")
TEXTS = ("text", "contents")
_HOLDS = (
    "文字要写明 holds：person、phone、identifier、public 或 free；其他类型不写",
    "a text says what it holds: person, phone, identifier, public or free; any other type does not",
)


class FieldShape(Strict):
    """One column, as the head of tables.yaml explains its keys."""

    header: Said
    en: Said
    type: Literal[
        "text", "contents", "household", "when", "day", "month", "quarter", "year", "span", "count", "list"
    ]  # fmt: skip
    holds: Literal["person", "phone", "identifier", "public", "free"] | None = None
    names_where: dict[str, Texts] = {}
    more: str = ""
    more_en: str = ""
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


class NotBeforeRecordShape(Strict):
    field: str
    record: str
    table: str
    date: str


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
    not_before_record: NotBeforeRecordShape | None = None
    purpose: Annotated[Literal["staff", "register"] | None, Field(alias="for")] = None


NEEDED = {
    "staff": {"name": ("text",), "role": ("list",), "from": ("day",), "until": ("day",)},
    "facts": {"code": ("text",)},
}  # fmt: skip
"""The columns that a table for a purpose has, and their types: the program asks for them by these names."""


Path = tuple[str | int, ...]
TOP = ("tables",)
"""Where a procedure's tables stand in the whole; there `every_log`, `tables` and `values`."""


def no_tables(document: Any, lines: Lines) -> Iterator[Fault]:
    """That a `tables.yaml` holds no tables at all; everything else is asked when all of them are there."""
    whole = isinstance(document, dict) and all(isinstance(document.get(key), dict) for key in ("every_log", "tables"))
    if not whole:
        yield Fault(
            "tables.yaml", "应为键值对，并含 every_log 和 tables", "must be a mapping with `every_log` and `tables`"
        )
        return
    for key, raw in document["tables"].items():
        if not isinstance(raw, dict) or not isinstance(raw.get("fields"), dict):
            place = f"tables.yaml:{lines.nearest(('tables', key))}"
            yield Fault(place, f"{key}：应为键值对，并含 fields", f"{key}: must be a mapping with `fields`")


def wrong_tables(document: dict[str, Any], places: Places) -> Iterator[Fault]:
    """What will not do in the tables of a procedure, each fault with its file and line."""
    for key, raw in document["every_log"].items():
        yield from _wrong_shape(FieldShape, raw, ("every_log", key), places)
    tables: dict[str, TableShape] = {}
    for key, raw in document["tables"].items():
        if faults := list(_wrong_shape(TableShape, raw, ("tables", key), places)):
            yield from faults
        else:
            tables[key] = TableShape.model_validate(raw)
    if len(tables) < len(document["tables"]):
        return
    for key, table in tables.items():
        yield from _wrong_names(key, table, tables, places)
        yield from _wrong_fields(key, table, document.get("values", {}), places)
        yield from _wrong_purpose(key, table, places)
    yield from _same_name(
        {key: table.sheet for key, table in tables.items()}, "工作表名", "the sheet", "sheet", ("tables",), places
    )
    yield from _once(tables, places)


def _wrong_shape(shape: type[Strict], raw: Any, path: Path, places: Places) -> Iterator[Fault]:
    try:
        shape.model_validate(raw)
    except ValidationError as error:
        for problem in error.errors():
            steps = [step for step in problem["loc"] if step != "[key]"]
            zh, en = mistake(problem, _known(shape, steps))
            yield _fault((*path, *steps), zh, en, places)


def _known(shape: type[Strict], steps: list[Any]) -> list[str]:
    """The keys that may stand at a place."""
    if "not_before_record" in steps:
        return list(NotBeforeRecordShape.model_fields)
    if "not_before" in steps:
        return list(NotBeforeShape.model_fields)
    if shape is FieldShape or "fields" in steps[:-1]:
        return list(FieldShape.model_fields)
    return ["for" if name == "purpose" else name for name in TableShape.model_fields]


def _fault(path: Path, zh: str, en: str, places: Places) -> Fault:
    """A fault at a path of the tables, which it names from the table on."""
    written = ".".join(map(str, path[1:]))
    return Fault(places.of((*TOP, *path)), f"{written}：{zh}", f"{written}: {en}")


def _wrong_names(key: str, table: TableShape, tables: dict[str, TableShape], places: Places) -> Iterator[Fault]:
    """References to columns that are not there, or are of another type than they are taken for."""
    for at, field, types in _references(table):
        yield from _wrong_name(("tables", key, *at), field, types, table, places)
    if bound := table.not_before_record:
        at = ("tables", key, "not_before_record")
        other = tables.get(bound.table)
        if other is None:
            yield _fault((*at, "table"), *unknown(bound.table, tables), places)
        else:
            yield from _wrong_name((*at, "date"), bound.date, DATES, other, places)
            if not other.id:
                zh, en = (
                    f"“{bound.table}”没有 id，无法由编号找到它的行",
                    f"{bound.table} has no id, so no number leads to its rows",
                )
                yield _fault((*at, "table"), zh, en, places)


def _wrong_name(path: Path, field: str, types: tuple[str, ...], table: TableShape, places: Places) -> Iterator[Fault]:
    if field not in table.fields:
        yield _fault(path, *unknown(field, table.fields), places)
    elif types and table.fields[field].type not in types:
        zh = f"“{field}”的类型应为 {'、'.join(types)}，现为 {table.fields[field].type}"
        yield _fault(path, zh, f"{field} must be {', '.join(types)}, not {table.fields[field].type}", places)


def _wrong_fields(key: str, table: TableShape, english: dict[str, str], places: Places) -> Iterator[Fault]:
    """What the keys of one column say that does not go together."""
    for field, shape in table.fields.items():
        at = ("tables", key, "fields", field)
        if (shape.type == "list") != bool(shape.list):
            yield _fault(
                at,
                "类型为 list 的字段要有 list，其他字段不能有",
                "a field of type list needs a list, and no other may have one",
                places,
            )
        elif shape.list and shape.blank and shape.blank not in shape.list:
            yield _fault((*at, "blank"), *unknown(shape.blank, shape.list), places)
        if (shape.type in TEXTS) != (shape.holds is not None):
            yield _fault((*at, "holds"), *_HOLDS, places)
        for value in [value for value in shape.list if value not in english]:
            zh, en = f"“{value}”没有英文；请在 values 里补上", f"{value} has no English; add it to `values`"
            yield _fault((*at, "list"), zh, en, places)
    if sum(shape.type == "household" for shape in table.fields.values()) > 1:
        yield _fault(("tables", key), "只能有一列类型为 household", "only one column may be of type household", places)
    headers = {field: shape.header for field, shape in table.fields.items()}
    yield from _same_name(headers, "表头", "the header", "header", ("tables", key, "fields"), places)


def _wrong_purpose(key: str, table: TableShape, places: Places) -> Iterator[Fault]:
    """Columns that the program asks for by name, of a table that serves a purpose."""
    purpose = "facts" if table.layout == "facts" else table.purpose or ""
    for field, types in NEEDED.get(purpose, {}).items():
        if field not in table.fields:
            zh, en = f"作 {purpose} 用的表要有字段 {field}", f"a table for {purpose} needs a field {field}"
            yield _fault(("tables", key), zh, en, places)
        else:
            yield from _wrong_name(("tables", key, "fields", field), field, types, table, places)
    if purpose == "register" and not any(shape.type == "household" for shape in table.fields.values()):
        zh, en = "作 register 用的表要有一列类型为 household", "a table for register needs a column of type household"
        yield _fault(("tables", key), zh, en, places)
    if purpose == "facts" and "code" in table.fields and table.fields["code"].need != "!":
        yield _fault(
            ("tables", key, "fields", "code"),
            '项目编码应为必填（need: "!"）',
            'the project\'s code must be needed (need: "!")',
            places,
        )


def _once(tables: dict[str, TableShape], places: Places) -> Iterator[Fault]:
    """One table of facts, and at most one for each purpose."""
    first: dict[str, str] = {}
    for key, table in tables.items():
        purpose = "layout: facts" if table.layout == "facts" else f"for: {table.purpose}" if table.purpose else ""
        if purpose and first.setdefault(purpose, key) != key:
            zh, en = f"已有 {first[purpose]} 是 {purpose}", f"{first[purpose]} is `{purpose}` already"
            yield _fault(("tables", key), zh, en, places)
    if "layout: facts" not in first:
        yield Fault(
            places.of((*TOP, "tables")),
            "要有一张项目基本情况表（layout: facts）",
            "there must be a table of the project's facts (layout: facts)",
        )


def _same_name(
    names: dict[str, str], what: str, what_en: str, last: str, above: Path, places: Places
) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for key, name in names.items():
        if first.setdefault(name, key) != key:
            zh, en = f"{what}“{name}”已用于 {first[name]}", f"{what_en} {name} is that of {first[name]} already"
            yield _fault((*above, key, last), zh, en, places)


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
    if table.not_before_record:
        yield ("not_before_record", "field"), table.not_before_record.field, DATES
        yield ("not_before_record", "record"), table.not_before_record.record, ("text",)
    if table.not_before:
        yield ("not_before", "period"), table.not_before.period, PERIODS
        for field in table.not_before.fields:
            yield ("not_before", "fields"), field, DATES
    for key, shape in table.fields.items():
        if shape.before not in ("", "true"):
            yield ("fields", key, "before"), shape.before, (*DATES, *PERIODS)
        if shape.also_gives:
            yield ("fields", key, "also_gives"), shape.also_gives, ("list", "text")
        for field in shape.names_where:
            yield ("fields", key, "names_where"), field, ("list",)
