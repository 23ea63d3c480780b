"""Shapes that files are held to while they are loaded."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def iso_day(value: object) -> object:
    """A date written like 2026-07-01; anything else is left for pydantic to refuse, a bare number of seconds too."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return f"{value} "
