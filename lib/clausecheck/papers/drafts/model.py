"""What a draft is made of: numbers with the rows behind them, texts for the template, and what a kind of document is."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from clausecheck.nouns.model import Row
from clausecheck.nouns.records import dataclass

from .layout import Block

if TYPE_CHECKING:
    from .scene import Scene

Texts = dict[str, Any]
"""What a template may use by name: texts, Numbers, and lists of such dicts, one for each row of a table."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and what is counted by it. `shown`: the number, or a marked prompt where the logs do not say it; `rows`: those
    that surely count; `unsure`: those that may."""

    name: str
    shown: int | str
    rows: tuple[Row, ...] = ()
    unsure: tuple[Row, ...] = ()

    def __str__(self) -> str:
        return str(self.shown)


@dataclass(frozen=True, slots=True)
class Filling:
    """What a kind says of some logs: texts for its template, every number among them, and pictures (PNG) by name."""

    texts: Texts
    numbers: tuple[Number, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A document that the procedure asks for.

    `unit`: the calendar unit that it covers, "" for any period; `tables`: those of the procedure it is about, without which
    there is no such document; `row_of`: the table, and where it holds several kinds the value of its column `kind`, in
    which the finished document is entered: by it the rules about the document are known. `public`: it is posted, so what
    its numbers rest on stands in a file of its own; `masked`: personal data never stands in it. `sheets`: the list of
    texts that each become a sheet. `page`: it is written as a page of HTML, too.
    """

    name: str
    format: Literal["docx", "xlsx"]
    unit: Literal["month", "quarter", "year", ""]
    tables: tuple[str, ...]
    layout: tuple[Block, ...]
    compose: "Callable[[Scene], Filling]"
    row_of: tuple[str, str] = ("", "")
    upright: bool = True
    public: bool = False
    masked: bool = False
    sheets: str = ""
    page: bool = False
