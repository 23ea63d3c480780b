"""The parts a check is made of: what a row, or the evidence of a dated obligation, is held to. `clausecheck.checks` holds
what each part does."""

from typing import Annotated, Literal

from pydantic import Field

from .numbers import Strict

Values = dict[str, list[str]]
"""field -> the values that count."""


# --- parts of a check on one row -------------------------------------------------------------------------------------


class Within(Strict):
    """`end` comes within a limit of `start`; `with_` are cells that must be filled by then too."""

    part: Literal["within"]
    start: str
    end: str
    limit: str
    also_filled: list[str] = []
    only_if: Values = {}
    before_start: Literal["undetermined", "fail"] = "undetermined"


class Listed(Strict):
    """The cell holds one of the values of its list."""

    part: Literal["listed"]
    field: str
    only_if: Values = {}


class InPost(Strict):
    """The person named is on the staff list and was in post at that time."""

    part: Literal["in_post"]
    person: str
    at: str


class HasRole(Strict):
    """The person named held one of the roles at that time. `blank`: what it means that nobody is named."""

    part: Literal["has_role"]
    person: str
    roles: list[str]
    at: str
    blank: Literal["fail", "open"] = "fail"
    limit: str = ""
    """For `blank: open`: the limit, from the trigger, until which the name may still be missing."""


class Filled(Strict):
    """The cells are filled in; `unless` frees one where another says there is nothing to write."""

    part: Literal["filled"]
    fields: list[str]
    unless: dict[str, Values] = {}


class FollowUp(Strict):
    """A measure is set and carried out by its due date, or by default so many days after `start`."""

    part: Literal["follow_up"]
    measure: str | None = None
    due: str
    default: str
    start: str
    done: str


class NotAfter(Strict):
    """`field` is there, and not later than the day of `event`."""

    part: Literal["not_after"]
    field: str
    event: str


class Sequence(Strict):
    """Steps in order, each there by a limit from `start`; the last one not later."""

    part: Literal["sequence"]
    fields: list[str]
    start: str
    limit: str


class Notice(Strict):
    """Notice before a planned outage by the lead time; after an emergency's start within the limit (INF04)."""

    part: Literal["notice"]
    notice: str
    start: str
    emergency: str
    lead: str
    limit: str


class Handled(Strict):
    """A complaint handled within its class's limit, with its measures (CMP10)."""

    part: Literal["handled"]
    limits: dict[str, str]
    plan_for: list[str]


class OutageRecord(Strict):
    """Written into the Daily Work Record during the outage, entered after recovery (CMP02)."""

    part: Literal["outage_record"]
    limit: str


RowPart = Annotated[
    Within | Listed | InPost | HasRole | Filled | FollowUp | NotAfter | Sequence | Notice | Handled | OutageRecord,
    Field(discriminator="part"),
]


# --- parts of a dated obligation -------------------------------------------------------------------------------------


class ByDue(Strict):
    """Each step done by the due date."""

    part: Literal["by_due"]
    fields: list[str]


class Present(Strict):
    """Each date there; missing counts from the due date on, late does not."""

    part: Literal["present"]
    fields: list[str]


class Flags(Strict):
    """Each cell says 有."""

    part: Literal["flags"]
    fields: list[str]


class InOrder(Strict):
    """The dates that are there never decrease. With fewer than `at_least` of them there is nothing to judge."""

    part: Literal["in_order"]
    fields: list[str]
    at_least: int = 0


class Before(Strict):
    """A step is there and not after those that must follow it; one that follows while it is blank fails at once."""

    part: Literal["before"]
    field: str
    then: list[str]
    by_due_if_alone: bool = False
    only_with_committee: bool = False


class Counts(Strict):
    """A number equals what the logs count in the covered period."""

    part: Literal["counts"]
    field: str
    table: str
    where: Values = {}
    optional: bool = False


DatedPart = Annotated[ByDue | Present | Flags | InOrder | Before | Counts, Field(discriminator="part")]
