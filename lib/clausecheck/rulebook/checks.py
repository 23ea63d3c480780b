"""The shapes of checks: what a rule may say. One model a kind; `clausecheck.checks` holds what each kind does."""

from typing import Annotated, Literal

from pydantic import Field

from .numbers import Strict
from .parts import (
    Before,
    ByDue,
    Counts,
    DatedPart,
    Filled,
    Flags,
    FollowUp,
    Handled,
    HasRole,
    InOrder,
    InPost,
    Listed,
    NotAfter,
    Notice,
    OutageRecord,
    Present,
    RowPart,
    Sequence,
    Values,
    Within,
)

__all__ = [
    "AnyCheck",
    "Applies",
    "Attested",
    "Before",
    "ByDue",
    "Check",
    "Counts",
    "Coverage",
    "Dated",
    "DatedPart",
    "EachRow",
    "EachUnit",
    "Filled",
    "Flags",
    "FollowUp",
    "Handled",
    "HasRole",
    "InOrder",
    "InPost",
    "InterviewPlan",
    "Listed",
    "NotAfter",
    "Notice",
    "OutageRecord",
    "Present",
    "PublicityPlan",
    "Quota",
    "RowPart",
    "Sequence",
    "Standing",
    "Trigger",
    "Values",
    "Within",
]

EachUnit = Literal["month", "quarter", "year"]


class Applies(Strict):
    """To which projects a check applies; for the others the rule is not applicable."""

    ownership: Literal["multi", "single"] | None = None
    fee_model: str | None = None


class Check(Strict):
    applies: Applies = Applies()
    needs: list[str] = []
    """Sheets it needs besides its own; absent = undetermined for the whole rule (reading 31)."""


class EachRow(Check):
    """Every row of a table that belongs to the period is judged."""

    kind: Literal["each_row"]
    table: str
    only: Values = {}
    """Rows for which the rule speaks at all; others give no finding."""
    only_filled: list[str] = []
    """Rows in which one of these is filled in; the first is what makes them one."""
    when: Values = {}
    """Rows to which it applies; for others it is not applicable."""
    when_filled: list[str] = []
    when_blank: list[str] = []
    by_due: bool = False
    """The row belongs to the period of its due date, not of its event (reading 27)."""
    incomplete_too: bool = False
    parts: list[RowPart]


class Trigger(Strict):
    """What makes a period one for which something is due: rows of a table dated in it, or a phase in its first year."""

    table: str
    where: Values = {}
    months_after: str = ""
    """For phases: a number in months during which each phase counts."""


class Dated(Check):
    """For each calendar period something is due by a day."""

    kind: Literal["dated"]
    each: EachUnit
    due: str = "due"
    table: str
    period_field: str
    match: Values = {}
    pick: str = ""
    """Of several rows for a period take the one with the earliest of this field; otherwise the first."""
    trigger: Trigger | None = None
    first: str = ""
    """Only the first so many periods since the take-over."""
    committee_needed: bool = False
    wait_until_over: bool = False
    parts: list[DatedPart]


# --- quotas ----------------------------------------------------------------------------------------------------------


class Quota(Check):
    """At least so many rows in each window."""

    kind: Literal["quota"]
    each: EachUnit
    table: str
    date: str
    where: Values = {}
    at_least: str
    min_months: str = ""
    person: str = ""
    roles: list[str] = []
    """With roles: each role has its own quota and subject."""
    committee_needed: bool = False


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
    roles: list[str] = []
    where: Values = {}
    one_per_row: bool = False
    min_days: str = ""
    monthly_share_days: str = ""
    """Days in service from which a month counts, for a year not wholly in service."""


class InterviewPlan(Check):
    """A plan for the year, made in time, adding up to what must be covered."""

    kind: Literal["interview_plan"]
    size: str
    share_up_to: str
    share_above: str
    monthly_share_days: str


class PublicityPlan(Check):
    """The year's plan has each topic and every planned item is carried out in its month."""

    kind: Literal["publicity_plan"]
    topics: list[str]
    at_least: str
    min_months: str


# --- standing postings -----------------------------------------------------------------------------------------------


class Standing(Check):
    """What must be up at the as-of date, whatever the period."""

    kind: Literal["standing"]
    posting: str
    contents: list[str] = []
    each_place: list[str] = []
    one_place: list[str] = []
    hotline: bool = False
    everyone: list[str] = []
    """Roles whose holders' names must be on it."""


class Attested(Check):
    """What only eyes on site can judge, for each rule marked `on_site`."""

    kind: Literal["attested"]


AnyCheck = Annotated[
    EachRow | Dated | Quota | Coverage | InterviewPlan | PublicityPlan | Standing | Attested,
    Field(discriminator="kind"),
]
