"""What tables and fields there are (spec: logs.md), read from the procedure's `tables.yaml`. The one list that reader,
rules, forms and reports share."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clausecheck.yamlfile import read_yaml

PROCEDURES = Path(__file__).parent / "procedures"
DEFAULT_PROCEDURE = "customer_communication"


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
    beside: tuple[tuple[str, tuple[str, ...]], ...]
    """For a flat's number: the columns that complete it (栋, 单元), outermost first, each with its headers."""
    about: str
    about_en: str
    example: str

    @property
    def required(self) -> bool:
        return self.need == "!"

    @property
    def is_date(self) -> bool:
        return self.type in ("when", "day")


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its sheet, its key date and identifier, and the pairs of dates whose order is fixed (reading 13)."""

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
    fields: dict[str, FieldSpec]

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(key for key, spec in self.fields.items() if spec.required)


@cache
def tables(procedure: str = DEFAULT_PROCEDURE) -> dict[str, TableSpec]:
    """Every table by name, in the order of the forms."""
    document, _ = read_yaml(PROCEDURES / procedure / "tables.yaml", aliases=True)
    return {name: _table(name, raw) for name, raw in document["tables"].items()}


def _table(name: str, raw: dict[str, Any]) -> TableSpec:
    identifier = raw.get("id", "")
    return TableSpec(
        name=name,
        sheet=raw["sheet"],
        en=raw["en"],
        about=raw["about"],
        about_en=raw["about_en"],
        reference=raw.get("reference") == "true",
        facts=raw.get("layout") == "facts",
        key_date=raw.get("key_date", ""),
        id=identifier,
        pairs=tuple((first, later) for first, later in raw.get("pairs", [])),
        fields={key: _field(key, spec, identifier) for key, spec in raw["fields"].items()},
    )


def _field(key: str, raw: dict[str, Any], identifier: str) -> FieldSpec:
    need = raw.get("need", "")
    return FieldSpec(
        key=key,
        header=raw["header"],
        en=raw["en"],
        type=raw["type"],
        need=need,
        also=tuple(raw.get("also", [])),
        choices=tuple((value, tuple(spellings)) for value, spellings in raw.get("list", {}).items()),
        blank=raw.get("blank", ""),
        absent_blank=raw.get("absent_blank") == "true" or need == "°" or (key == identifier and need != "!"),
        future=raw.get("future") == "true",
        beside=tuple((kind, tuple(headers)) for kind, headers in raw.get("beside", {}).items()),
        about=raw["about"],
        about_en=raw["about_en"],
        example=raw.get("example", ""),
    )
