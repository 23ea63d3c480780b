"""What the files of a procedure may say, apart from tables, rules and marks, which have shapes of their own."""

from typing import Annotated, Any

from pydantic import Field

from clausecheck.procedure.rule import Clause

from .strict import Strict

Said = Annotated[str, Field(min_length=1)]
Words = dict[Said, Said]


class Both(Strict):
    """Words in both languages."""

    zh: Said
    en: Said


class SectionShape(Both):
    """A section of the procedure: the codes of its rules begin with `prefix`."""

    prefix: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    clause: Said


class Head(Strict):
    """A `rulebook.yaml`: the procedure as a whole."""

    id: Said
    edition: Said
    title: Both
    short: Both | None = None
    subject: Both
    log_role: Said
    sections: Annotated[list[SectionShape], Field(min_length=1)]
    roles: list[Said] = []
    """Roles that may be responsible and stand on no staff list."""
    english: Words = {}


class Ledger(Strict):
    """A `clauses.yaml`."""

    clauses: Annotated[list[Clause], Field(min_length=1)]


class RuleFile(Strict):
    """A file of rules, with the columns and the clauses that it adds; what a rule may say is checked when all are there."""

    rules: dict[str, dict[str, Any]]
    columns: dict[str, dict[str, Any]] = {}
    clauses: list[Clause] = []


class LogFaults(Strict):
    """The rules about the logs themselves, which every procedure has."""

    section: SectionShape
    rules: dict[str, dict[str, Any]]


class CompanysFile(Strict):
    """A company's own rulebook."""

    extends: Said
    id: Said | None = None
    edition: Said | None = None
    title: Both | None = None
    short: Both | None = None
    subject: Both | None = None
    rules: dict[str, Any] = {}
    tables: dict[str, dict[str, Any]] = {}
    columns: dict[str, dict[str, Any]] = {}
    values: Words = {}
    clauses: list[Clause] = []
    sections: list[SectionShape] = []
    roles: list[Said] = []
    english: Words = {}
