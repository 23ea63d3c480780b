"""What became of one input file: its annotated copy, or the findings workbook that stands beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one input: the annotated copy, or the findings workbook and why there is no copy."""

    of: str
    file: str
    annotated: bool
    why_not: str
    untouched: int
    touched: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
