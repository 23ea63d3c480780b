"""The nouns of the annotator: what to mark, which sheets to add, and what came of it. Plain records, no wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Literal

from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, and the value it has: programs that do not calculate show that one. Never made of what stands in
    a workbook."""

    text: str
    value: int | float


Content = str | int | float | Formula | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to fill and comment. Several marks on one cell are merged: texts joined, the first mark's colour."""

    sheet: str
    cell: str
    colour: str  # six hexadecimal digits, red green blue: "FFC7CE"
    text: str  # may have line breaks; "" fills without a comment


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the same workbook, or in another `file` beside it. A sheet of the original goes before one of ours with
    the same name."""

    sheet: str
    cell: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of one of our own sheets that is more than its bare content."""

    content: Content
    link: Link | None = None
    fill: str | None = None
    bold: bool = False
    number: int = 0  # the number format, by Excel's own list: 2 is 0.00, 10 is 0.00%


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    width: float  # in characters, as Excel counts them
    wrap: bool = True
    hidden: bool = False
    fill: str | None = None  # of the header, where it is not as the others'
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of our own sheets. It prints on A4 landscape, `across` pages wide, with the header repeated, and on further pages
    across the first `frozen` columns."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | Content]]
    title: Sequence[str] = ()  # lines above the header; the first is set large
    position: Literal["first", "last"] = "last"
    freeze: bool = True
    frozen: int = 0  # columns that stay in sight, and stand on every page
    across: int = 1
    autofilter: bool = True
    legend: Sequence[Value] = ()  # a line of cells between the title and the header
    foot: Sequence[str] = ()  # lines below the table, each over its whole width


# A sheet that lists the untouched parts can only be made when it is known which they are: part → sha256 goes in.
SheetOfHashes = Callable[[Mapping[str, str]], Sheet]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the caller should pass on. Codes: `moved_to_merged`, `threaded_comment`, `not_a_worksheet`,
    `sheet_renamed`, `text_cut`, `links_left_out`."""

    code: str
    sheet: str
    cell: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written. Hashes are of the decompressed part, as `unzip -p FILE PART | sha256sum` prints them."""

    untouched: dict[str, str]
    touched: tuple[str, ...]
    added: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmarkReport:
    """`exact`: every part of the written workbook decompresses to the original's. Otherwise another program saved the copy
    since: what of it cannot be proven, by codes `part_gone`, `part_changed`, `part_new` (parts), `record_gone`
    (nothing tells which parts changed), `fill_unknown` (a cell
    left without the fill it may have had), `colour_left` (one of our colours that may be a person's), `words_left` (a
    comment of ours that a person altered), `own_sheet` (a sheet of ours that was taken out). `about`: what the copy says of
    the audit that made it."""

    exact: bool
    restored: tuple[str, ...]  # parts that were changed
    lost: tuple[Note, ...] = field(default=())
    about: Mapping[str, str] = field(default_factory=dict)


class AnnotationRefused(Exception):
    """The workbook cannot be annotated without risk. `code` is stable, the caller has the words for it."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code + "".join(f" {key}={value}" for key, value in params.items()))
        self.code = code
        self.params = params
