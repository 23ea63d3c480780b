"""Masking the sentences of findings: which parameter holds what decides how it is masked."""

from collections.abc import Iterator
from typing import Any

from clausecheck.nouns.model import Say, Unknown

from .fields import (
    FLAT_PARAMS,
    IDENTIFIER_PARAMS,
    PERSON_PARAMS,
    PUBLIC_PARAMS,
)
from .known import Masker
from .text import harmless, mask_flats, mask_people, mask_text

WITHHELD = Say("text:", (("zh", "（已隐去）"), ("en", "(withheld)")))
FROM_CELL = ("raw", "value")
"""Parameters that hold what a cell shows; `field` beside them says of which column."""


def masked_say(said: Say, masker: Masker) -> Say:
    """A sentence whose parameters carry no personal data; words of the rulebook and of the form stay."""
    kind, _, name = said.key.partition(":")
    if name:
        return said
    column = _column(said)
    if kind == "text":
        return Say(said.key, tuple((key, mask_text(value, masker)) for key, value in said.params))
    return Say(said.key, tuple((key, _value(key, value, column, masker)) for key, value in said.params))


def _column(said: Say) -> tuple[str, str] | None:
    """The column a sentence speaks of."""
    for key, value in said.params:
        if key == "field" and isinstance(value, Say) and value.key.startswith("field:"):
            table, _, name = value.key.removeprefix("field:").partition(".")
            return table, name
    return None


def _value(key: str, value: Any, column: tuple[str, str] | None, masker: Masker) -> Any:
    if isinstance(value, Say):
        return masked_say(value, masker)
    if isinstance(value, tuple):
        return tuple(_value(key, one, column, masker) for one in value)
    if isinstance(value, Unknown):
        return WITHHELD
    if not isinstance(value, str):
        return value
    shown = mask_as(_kind(key, column, masker), value, masker)
    return WITHHELD if shown is None else shown


def _kind(key: str, column: tuple[str, str] | None, masker: Masker) -> str:
    if key in FROM_CELL:
        return kind_of(column, masker)
    for kind, params in (
        ("person", PERSON_PARAMS),
        ("flat", FLAT_PARAMS),
        ("identifier", IDENTIFIER_PARAMS),
        ("public", PUBLIC_PARAMS),
    ):
        if key in params:
            return kind
    return "free"


def kind_of(column: tuple[str, str] | None, masker: Masker) -> str:
    """What a column's values hold, and so how they are masked: `person`, `flat`, `identifier`, `public`, `free` text; a
    telephone number is masked as a free text is."""
    spec = masker.tables[column[0]].field(column[1]) if column else None
    return spec.holds if spec else "free"


def mask_as(kind: str, text: str, masker: Masker) -> str | None:
    """A text masked by its kind; None where it must be withheld."""
    match kind:
        case "person":
            return mask_people(text, masker)
        case "flat":
            return mask_flats(text, masker)
        case "identifier":
            return mask_text(text, masker, strict=True)
        case "public":
            return mask_text(text, masker)
    return harmless(text, masker)


def approvers(said: Say) -> Iterator[str]:
    """The people that sentences name as having approved or confirmed something."""
    for key, value in said.params:
        if isinstance(value, Say):
            yield from approvers(value)
        elif isinstance(value, tuple):
            yield from (name for one in value if isinstance(one, Say) for name in approvers(one))
        elif key == "by" and isinstance(value, str):
            yield value
