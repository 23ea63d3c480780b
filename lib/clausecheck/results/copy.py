"""What became of one input file: its annotated copy, or the findings workbook that stands beside it."""

from collections.abc import Mapping
from dataclasses import field

from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """What became of one input: the annotated copy, or the findings workbook and why there is no copy.

    `why_not`: code of the refusal, or `annotator_fault` with the exception's type and message; `said`: the same in
    words, by language; `fault`: the refusal's details or the traceback, for a developer."""

    of: str
    file: str
    annotated: bool
    why_not: str
    untouched: int
    touched: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
