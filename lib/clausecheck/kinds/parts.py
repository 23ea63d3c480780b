"""The parts a check is made of: what a row, or the evidence of a dated obligation, is held to."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from .language import STRICT, OneOf, Values

# --- parts of a check on one row -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """`end` comes within a limit of `start`; `also_filled` are cells that must be filled by then too."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["within"]
    start: str
    end: str
    limit: str
    also_filled: tuple[str, ...] = ()
    only_if: Values = dataclasses.field(default_factory=dict)
    before_start: Literal["undetermined", "fail"] = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The cell holds one of the values of its list."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["listed"]
    field: str
    only_if: Values = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InPost:
    """The person named is on the staff list and was in post at that time."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["in_post"]
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HasRole:
    """The person named held one of the roles at that time. `blank`: what it means that nobody is named."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["has_role"]
    person: str
    roles: tuple[str, ...]
    at: str
    blank: Literal["fail", "open"] = "fail"
    limit: str = ""
    """For `blank: open`: the limit, from the trigger, until which the name may still be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The cells are filled in; `unless` frees one where another says there is nothing to write."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["filled"]
    fields: tuple[str, ...]
    unless: dict[str, Values] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A measure is set and carried out by its due date, or by default so many days after `start`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["follow_up"]
    measure: str | None = None
    due: str
    default: str
    start: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAfter:
    """`field` is there, and not later than the day of `event`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["not_after"]
    field: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """Steps in order, each there by a limit from `start`; the last one not later."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["sequence"]
    fields: tuple[str, ...]
    start: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Notice before a planned outage by the lead time; after an emergency's start within the limit (INF04)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["notice"]
    notice: str
    start: str
    emergency: str
    lead: str
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A complaint handled within its class's limit, with its measures (CMP10)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["handled"]
    limits: dict[str, str]
    plan_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRecord:
    """Written into the Daily Work Record during the outage, entered after recovery (CMP02)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["outage_record"]
    limit: str


ROW_PARTS = (Within, Listed, InPost, HasRole, Filled, FollowUp, NotAfter, Sequence, Notice, Handled, OutageRecord)
RowPart = Annotated[Any, OneOf("part", lambda: ROW_PARTS)]


# --- parts of a dated obligation -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDue:
    """Each step done by the due date."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["by_due"]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Each date there; missing counts from the due date on, late does not."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["present"]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """Each cell says 有."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["flags"]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """The dates that are there never decrease. With fewer than `at_least` of them there is nothing to judge."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["in_order"]
    fields: tuple[str, ...]
    at_least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A step is there and not after those that must follow it; one that follows while it is blank fails at once."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["before"]
    field: str
    then: tuple[str, ...]
    by_due_if_alone: bool = False
    only_with_committee: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A number equals what the logs count in the covered period."""

    __pydantic_config__: ClassVar[Any] = STRICT
    part: Literal["counts"]
    field: str
    table: str
    where: Values = dataclasses.field(default_factory=dict)
    optional: bool = False


DATED_PARTS = (ByDue, Present, Flags, InOrder, Before, Counts)
DatedPart = Annotated[Any, OneOf("part", lambda: DATED_PARTS)]
