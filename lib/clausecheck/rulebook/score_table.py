"""The table of marks: sections with their full marks, factors, and what a finding costs. Ours, or a company's own."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.yamlfile import Lines, read_yaml
from clausecheck.procedure.numbers import Source, Text
from clausecheck.procedure.tables import DEFAULT_PROCEDURE, PROCEDURES

from .mistakes import mistake
from .strict import Strict

FILE = "score.yaml"
Marks = Annotated[Decimal, Field(gt=0, le=1000)]
Share = Annotated[Decimal, Field(gt=0, le=1)]
Prefixes = Annotated[list[str], Field(min_length=1)]


class Group(Strict):
    """Rules that are counted together: those whose code begins with one of `rules`."""

    clause: str
    rules: Prefixes
    zh: str
    en: str


class Section(Group):
    """A group of rules that carries marks."""

    full: Marks


class Factors(Strict):
    """How much a finding of each severity counts."""

    severe: Marks = Field(alias="严重")
    general: Marks = Field(alias="一般")
    minor: Marks = Field(alias="轻微")

    def of(self, severity: str) -> Decimal:
        """The factor of 严重, 一般 or 轻微."""
        return {"严重": self.severe, "一般": self.general, "轻微": self.minor}[severity]


class ScoreTable(Strict):
    """Everything the score needs beside the rulebook's weights and severities."""

    source: Source
    why: Text
    sections: Annotated[list[Section], Field(min_length=1)]
    apart: list[Group]
    factors: Factors
    per_finding: Share
    """The share of a rule's marks that one finding costs."""
    in_proportion: bool
    """Whether a rule also loses at least the share of its cases that fail."""
    maximum_per_rule: Marks
    """The most that a rule can lose, in its own marks (before the factor of its severity)."""

    @property
    def prefixes(self) -> list[str]:
        """The codes that have their place in the table, by how they begin."""
        return [prefix for group in (*self.sections, *self.apart) for prefix in group.rules]

    @model_validator(mode="after")
    def _each_prefix_once(self) -> "ScoreTable":
        if twice := sorted({prefix for prefix in self.prefixes if self.prefixes.count(prefix) > 1}):
            raise ValueError(f"{', '.join(twice)} stands in two sections · 重复出现在两个部分")
        return self


def load_table(path: Path | None = None) -> ScoreTable:
    """Our table, or ours with what the company's file at `path` replaces.

    Raises InputFault with file and line for every entry that will not do.
    """
    ours, lines = _ours()
    standard = _checked(ours, {}, lines, FILE)
    if path is None:
        return standard
    own, own_lines = read_yaml(path)
    if not isinstance(own, dict):
        raise fault(str(path), "应为键值对", "must be a mapping")
    if unknown := [key for key in own if key not in ours]:
        known = "、".join(ours)
        raise InputFault(
            *(
                Fault(
                    f"{path}:{own_lines.nearest((key,))}",
                    f"没有“{key}”；可用的有 {known}",
                    f'there is no "{key}"; known are {known}',
                )
                for key in unknown
            )
        )
    table = _checked(ours, {"source": "company", **own}, own_lines, str(path))
    if left_out := "、".join(prefix for prefix in standard.prefixes if not prefix.startswith(tuple(table.prefixes))):
        place = f"{path}:{own_lines.nearest(('sections',))}"
        raise fault(place, f"{left_out} 不在任何部分里；请补上", f"{left_out} stand in no section; add them")
    return table


def table_beside(rulebook: Path | None) -> ScoreTable:
    """The table that belongs to a rulebook: the company's `score.yaml` in the same folder, else ours.

    Raises as `load_table`.
    """
    beside = rulebook.parent / FILE if rulebook else None
    return load_table(beside if beside and beside.is_file() else None)


@cache
def _ours() -> tuple[dict[str, Any], Lines]:
    return read_yaml(PROCEDURES / DEFAULT_PROCEDURE / FILE)


def _checked(ours: dict[str, Any], own: dict[str, Any], lines: Lines, name: str) -> ScoreTable:
    try:
        return ScoreTable.model_validate({**ours, **own})
    except ValidationError as error:
        raise InputFault(*(_fault(problem, lines, name) for problem in error.errors())) from None


def _fault(problem: Any, lines: Lines, name: str) -> Fault:
    written = ".".join(str(step) for step in problem["loc"]) or FILE
    zh, en = mistake(problem, (*Section.model_fields, *Factors.model_fields))
    return Fault(f"{name}:{lines.nearest(tuple(problem['loc']))}", f"评分表的 {written}：{zh}", f"{written}: {en}")
