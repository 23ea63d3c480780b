"""A procedure: everything that logs are read by, judged by and reported by, as one record."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault
from clausecheck.nouns.model import RulebookId, Say
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.workdays import Workdays

from .rule import Clause, Rule
from .score import ScoreTable
from .tables import Tables, TableSpec, facts_of, table_for
from .words import Words


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the procedure: the codes of its rules begin with `prefix`."""

    prefix: str
    clause: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """A procedure as it ships, or as a company's own rulebook changes it."""

    identity: RulebookId
    """What is printed of it: id, edition, title, sections, sheets, roles; and the SHA-256 of all it says."""
    tables: Tables
    rules: Mapping[str, Rule]
    """By code, in the order of the sections."""
    clauses: tuple[Clause, ...]
    sections: tuple[Section, ...]
    roles: tuple[str, ...]
    """Who may be responsible: the roles of the staff list, and those that the procedure names besides."""
    words: Words
    """The words that logs are read with."""
    score: ScoreTable
    folder: Path
    """Where it stands."""
    base: str
    """The id of the procedure itself, where a company's rulebook that extends it has one of its own."""
    examples: Mapping[str, Any] = field(default_factory=dict)
    """The examples that rules carry themselves, by code; the others stand in its `examples.yaml`, if it has one."""
    workdays: Workdays = field(default_factory=Workdays)
    """A company's own working days, of the calendar.yaml beside its rulebook."""
    warnings: tuple[Fault, ...] = ()
    """What is said of its files that is no fault: keys of an older rule language, each with file and line."""

    @property
    def id(self) -> str:
        return self.identity.id

    @property
    def edition(self) -> str:
        return self.identity.edition

    @property
    def title(self) -> dict[str, str]:
        return self.identity.title

    @property
    def facts(self) -> TableSpec:
        """The table of the project's facts."""
        return facts_of(self.tables)

    def table_for(self, purpose: str) -> TableSpec | None:
        """The table that serves a purpose (`staff` or `register`), if it has one."""
        return table_for(self.tables, purpose)

    def said(self, kind: str, name: str) -> Say:
        """A word of its own (a `role`, `place`, `topic`, `item`) to be said in either language."""
        return Say(f"{kind}:{name}", (("zh", name), ("en", self.identity.english.get(name, name))))
