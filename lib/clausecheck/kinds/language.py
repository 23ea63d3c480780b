"""The language of the rules: what a field of a check or of a part may hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Union

from clausecheck.procedure.numbers import STRICT

__all__ = ["STRICT", "OneOf", "Values"]

Values = dict[str, tuple[str, ...]]
"""field -> the values that count."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field holds one of these shapes, told apart by their field `by`. Only the loader asks, and it alone knows pydantic."""

    by: str
    shapes: Callable[[], Sequence[type]]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import Discriminator  # noqa: PLC0415 - an audit that loads no file needs none

        return handler.generate_schema(Annotated[Union[tuple(self.shapes())], Discriminator(self.by)])  # noqa: UP007
