"""What tables and fields a procedure has (spec: logs.md), as its `tables.yaml` says. The one list that reader, rules,
forms and reports share."""

from collections.abc import Mapping
from typing import Any

from clausecheck.nouns.model import Say
from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One column: its canonical header, how it is read, and what its absence or blankness means."""

    key: str
    header: str
    en: str
    type: str
    need: str
    """`!` a row without it cannot be judged, `°` nobody needs it, empty: a rule needs it."""
    also: tuple[str, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    """For a list: each exact value with its accepted spellings."""
    blank: str
    absent_blank: bool
    future: bool
    end: bool
    """A date that ends something: 至今 means no end (reading 53)."""
    handover: bool
    """A date of handover: 未交付 means not yet (reading 53)."""
    before: str
    """For a date that may lie before its row's key date, and without its year takes the nearest (reading 60): "true",
    or the field that stands for the key date."""
    also_gives: str
    """For a list: the field that what stands behind a value gives where it is blank: 二类-房屋质量 (reading 55)."""
    known: tuple[str, ...]
    """For contents: the items that rules look for, however they are decorated (reading 55)."""
    beside: tuple[tuple[str, tuple[str, ...]], ...]
    """For a flat's number: the columns that complete it (栋, 单元), outermost first, each with its headers."""
    further: str
    """Of a record written over several lines: `joined`, `earliest` or `latest` counts; empty: they must agree."""
    second: tuple[str, ...]
    """Synonyms of another field that mean this one where that has a column of its own: 登记时间 beside 投诉时间."""
    maybe: tuple[str, ...]
    """For a list: headers that are this field only where values of the list stand below (投诉类型)."""
    joins: bool
    """Free text: what stands in several columns is joined (处理情况 and 处理结果)."""
    between: str
    """What stands between the parts that a column map joins for a text: - in a number, 、 between people."""
    about: str
    about_en: str
    more: str
    more_en: str
    """A further explanation on the form."""
    example: str
    english: tuple[str, ...]
    """For a list: its values in English, in their order."""
    holds: str
    """How what stands there is masked: `person`, `phone`, `flat`, `identifier`, `public`, or `free` for everything else."""
    names_where: tuple[tuple[str, tuple[str, ...]], ...]
    """Fields and values beside which it holds people's names, whatever else it holds."""
    said: Say
    """The field as a word to be said in either language."""

    @property
    def required(self) -> bool:
        return self.need == "!"

    @property
    def is_date(self) -> bool:
        return self.type in ("when", "day")


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Dates that are evidence for the period that a row covers, and so cannot lie before its first day, or so many years
    before its first 1 January (reading 68)."""

    period: str
    fields: tuple[str, ...]
    years: int = 0


@dataclass(frozen=True, slots=True)
class NotBeforeRecord:
    """A date that cannot lie before a date of the record, in another table, that a field names (reading 13)."""

    field: str
    record: str
    table: str
    date: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its sheet, its key date and identifier, the pairs of dates whose order is fixed (reading 13), and the
    dates that cannot lie before the period of their row."""

    name: str
    sheet: str
    en: str
    about: str
    about_en: str
    reference: bool
    facts: bool
    key_date: str
    id: str
    pairs: tuple[tuple[str, str], ...]
    same_case: tuple[str, ...]
    """Fields that tie a further line to its record (reading 50): identifier, key date, flat, person. Empty: every line of
    this table is a record of its own."""
    apart: tuple[str, ...]
    """Fields of which another value makes a line a record of its own, whatever ties it."""
    repeats: bool
    """Whether equal rows may well be meant (reading 51: 访谈计划, 宣传计划, 停供通知, 户册)."""
    sideways: bool
    """Whether it is read where it lies on its side, with the months across: its rows are named by their periods."""
    not_before: NotBefore | None
    not_before_record: NotBeforeRecord | None
    purpose: str
    """What the program itself takes it for: `staff` or `register`; empty for any other table."""
    said: Say
    """The table as a word to be said in either language: the name of its sheet."""
    fields: dict[str, FieldSpec]
    beside_rows: dict[str, FieldSpec]
    """Columns that any log sheet may carry, which say whose a row is and whether it counts. No form has them, no rule
    needs them, and they help to recognise nothing (readings 48, 49)."""

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(key for key, spec in self.fields.items() if spec.required)

    @property
    def flat(self) -> str:
        """The column that names flats; empty where there is none."""
        return next((key for key, spec in self.fields.items() if spec.type == "household"), "")

    def field(self, key: str) -> FieldSpec:
        """A column of the form, or one that any log sheet may carry."""
        return self.fields.get(key) or self.beside_rows[key]


Tables = Mapping[str, TableSpec]
"""Every table of a procedure by name, in the order of the forms."""


def facts_of(tables: Tables) -> TableSpec:
    """The table of the project's facts: every procedure has one."""
    return next(spec for spec in tables.values() if spec.facts)


def table_for(tables: Tables, purpose: str) -> TableSpec | None:
    """The table that serves a purpose, if the procedure has one."""
    return next((spec for spec in tables.values() if spec.purpose == purpose), None)


def tables_of(document: Mapping[str, Any]) -> dict[str, TableSpec]:
    """The tables that a `tables.yaml` says. Whether it keeps to its shapes is asked before, where a procedure is loaded."""
    english, beside = document.get("values", {}), document["every_log"]
    return {name: _table(name, raw, beside, english) for name, raw in document["tables"].items()}


def _table(name: str, raw: dict[str, Any], beside: dict[str, Any], english: dict[str, str]) -> TableSpec:
    identifier, facts = raw.get("id", ""), raw.get("layout") == "facts"
    across = raw.get("not_before_record")
    return TableSpec(
        name=name,
        sheet=raw["sheet"],
        en=raw["en"],
        about=raw["about"],
        about_en=raw["about_en"],
        reference=raw.get("reference") == "true",
        facts=facts,
        key_date=raw.get("key_date", ""),
        id=identifier,
        sideways=raw.get("sideways") == "true",
        pairs=tuple((first, later) for first, later in raw.get("pairs", [])),
        same_case=tuple(raw.get("same_case", [])),
        apart=tuple(raw.get("apart", [])),
        repeats=raw.get("repeats") == "true",
        not_before=_not_before(raw["not_before"]) if "not_before" in raw else None,
        not_before_record=NotBeforeRecord(**across) if across else None,
        purpose=raw.get("for", ""),
        said=Say(f"table:{name}", (("zh", raw["sheet"]), ("en", raw["en"]))),
        fields={key: _field(name, key, spec, identifier, english) for key, spec in raw["fields"].items()},
        beside_rows={} if facts else {key: _field(name, key, spec, "", english) for key, spec in beside.items()},
    )


def _not_before(raw: dict[str, Any]) -> NotBefore:
    return NotBefore(raw["period"], tuple(raw["fields"]), int(raw.get("years", "0")))


def _field(table: str, key: str, raw: dict[str, Any], identifier: str, english: dict[str, str]) -> FieldSpec:
    need, values = raw.get("need", ""), raw.get("list", {})
    return FieldSpec(
        key=key,
        header=raw["header"],
        en=raw["en"],
        type=raw["type"],
        need=need,
        also=tuple(raw.get("also", [])),
        choices=tuple((value, tuple(spellings)) for value, spellings in values.items()),
        blank=raw.get("blank", ""),
        absent_blank=raw.get("absent_blank") == "true" or need == "°" or (key == identifier and need != "!"),
        future=raw.get("future") == "true",
        end=raw.get("end") == "true",
        handover=raw.get("handover") == "true",
        before=raw.get("before", ""),
        also_gives=raw.get("also_gives", ""),
        known=tuple(raw.get("known", [])),
        beside=tuple((kind, tuple(headers)) for kind, headers in raw.get("beside", {}).items()),
        further=raw.get("further", ""),
        second=tuple(raw.get("second", [])),
        maybe=tuple(raw.get("maybe", [])),
        joins=raw.get("joins") == "true",
        between=raw.get("between", "-"),
        about=raw["about"],
        about_en=raw["about_en"],
        more=raw.get("more", ""),
        more_en=raw.get("more_en", ""),
        example=raw.get("example", ""),
        english=tuple(english.get(value, value) for value in values),
        holds="flat" if raw["type"] == "household" else raw.get("holds", "free"),
        names_where=tuple((other, tuple(them)) for other, them in raw.get("names_where", {}).items()),
        said=Say(f"field:{table}.{key}", (("zh", raw["header"]), ("en", raw["en"]))),
    )
