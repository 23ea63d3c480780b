"""The table of marks (扣分制): sections with their full marks, factors, and what a finding costs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from clausecheck.nouns.records import dataclass

from .numbers import STRICT, Bound, Source, Text

Marks = Annotated[Decimal, Bound("gt", 0), Bound("le", 1000)]
Share = Annotated[Decimal, Bound("gt", 0), Bound("le", 1)]
Prefixes = Annotated[tuple[str, ...], Bound("min_length", 1)]
Severity = Literal["严重", "一般", "轻微"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rules that are counted together: those whose code begins with one of `rules`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    clause: str
    rules: Prefixes
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Group):
    """A group of rules that carries marks."""

    __pydantic_config__: ClassVar[Any] = STRICT
    full: Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """Everything the score needs beside the weights and severities of the rules."""

    __pydantic_config__: ClassVar[Any] = STRICT
    source: Source
    why: Text
    sections: Annotated[tuple[Section, ...], Bound("min_length", 1)]
    apart: tuple[Group, ...]
    factors: Mapping[Severity, Marks]
    """How much a finding of each severity counts."""
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
