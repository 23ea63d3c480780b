"""The shapes of checks: what a rule may say. One a kind."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from .language import STRICT, OneOf, Values
from .parts import *  # noqa: F403
from .parts import DatedPart, RowPart

EachUnit = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """To which projects a check applies; for the others the rule is not applicable."""

    __pydantic_config__: ClassVar[Any] = STRICT
    ownership: Literal["multi", "single"] | None = None
    fee_model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    __pydantic_config__: ClassVar[Any] = STRICT
    applies: Applies = Applies()
    needs: tuple[str, ...] = ()
    """Sheets it needs besides its own; absent = undetermined for the whole rule (reading 31)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EachRow(Check):
    """Every row of a table that belongs to the period is judged."""

    kind: Literal["each_row"]
    table: str
    only: Values = dataclasses.field(default_factory=dict)
    """Rows for which the rule speaks at all; others give no finding."""
    only_filled: tuple[str, ...] = ()
    """Rows in which one of these is filled in; the first is what makes them one."""
    when: Values = dataclasses.field(default_factory=dict)
    """Rows to which it applies; for others it is not applicable."""
    when_filled: tuple[str, ...] = ()
    when_blank: tuple[str, ...] = ()
    by_due: bool = False
    """The row belongs to the period of its due date, not of its event (reading 27)."""
    incomplete_too: bool = False
    parts: tuple[RowPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What makes a period one for which something is due: rows of a table dated in it, or a phase in its first year."""

    __pydantic_config__: ClassVar[Any] = STRICT
    table: str
    where: Values = dataclasses.field(default_factory=dict)
    months_after: str = ""
    """For phases: a number in months during which each phase counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Check):
    """For each calendar period something is due by a day."""

    kind: Literal["dated"]
    each: EachUnit
    due: str = "due"
    table: str
    period_field: str
    match: Values = dataclasses.field(default_factory=dict)
    pick: str = ""
    """Of several rows for a period take the one with the earliest of this field; otherwise the first."""
    trigger: Trigger | None = None
    first: str = ""
    """Only the first so many periods since the take-over."""
    committee_needed: bool = False
    wait_until_over: bool = False
    parts: tuple[DatedPart, ...]


# --- quotas ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Check):
    """At least so many rows in each window."""

    kind: Literal["quota"]
    each: EachUnit
    table: str
    date: str
    where: Values = dataclasses.field(default_factory=dict)
    at_least: str
    min_months: str = ""
    person: str = ""
    roles: tuple[str, ...] = ()
    """With roles: each role has its own quota and subject."""
    committee_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Check):
    """Distinct households interviewed in each window."""

    kind: Literal["coverage"]
    each: EachUnit
    at_least: str
    """A number in households, or in percent of all households."""
    more_than: str = ""
    up_to: str = ""
    """The size of project it speaks to."""
    capped: bool = False
    """Never more than there are households."""
    roles: tuple[str, ...] = ()
    where: Values = dataclasses.field(default_factory=dict)
    one_per_row: bool = False
    min_days: str = ""
    monthly_share_days: str = ""
    """Days in service from which a month counts, for a year not wholly in service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewPlan(Check):
    """A plan for the year, made in time, adding up to what must be covered."""

    kind: Literal["interview_plan"]
    size: str
    share_up_to: str
    share_above: str
    monthly_share_days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityPlan(Check):
    """The year's plan has each topic and every planned item is carried out in its month."""

    kind: Literal["publicity_plan"]
    topics: tuple[str, ...]
    at_least: str
    min_months: str


# --- standing postings -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Check):
    """What must be up at the as-of date, whatever the period."""

    kind: Literal["standing"]
    posting: str
    contents: tuple[str, ...] = ()
    each_place: tuple[str, ...] = ()
    one_place: tuple[str, ...] = ()
    hotline: bool = False
    everyone: tuple[str, ...] = ()
    """Roles whose holders' names must be on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested(Check):
    """What only eyes on site can judge, for each rule marked `on_site`."""

    kind: Literal["attested"]


CHECKS = (EachRow, Dated, Quota, Coverage, InterviewPlan, PublicityPlan, Standing, Attested)
AnyCheck = Annotated[Any, OneOf("kind", lambda: CHECKS)]
