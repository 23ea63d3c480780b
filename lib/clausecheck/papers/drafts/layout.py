"""The blocks that our templates are laid out of, one after the other: the same words for Word and for Excel.

What a block names must stand in every template of its kind, ours or a company's own: so nothing is lost unseen.
"""

from collections.abc import Iterable

from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, two on a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of fixed words."""

    label: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    field: str
    lines: int = 1
    """How many lines it has on a blank form, to be written on."""
    size: float = 10
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with a row for each of the list `each`: the labels of its head, the fields of a row, widths in centimetres,
    and how many rows the blank form has. `log`: the table of the logs that the list is of; where the list is empty, it
    says whether there was none."""

    each: str
    heads: tuple[str, ...]
    cells: tuple[str, ...]
    widths: tuple[float, ...]
    blank: int = 8
    centred: tuple[int, ...] = (0,)
    size: float = 8
    log: str = ""
    fixed: tuple[str, ...] = ()
    """Fields that are words of the form: they stand on a blank one, too."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form for the one entry of the list `each`: lines of (label, field), each field with its height in lines of text."""

    each: str
    lines: tuple[tuple[tuple[str, str, int], ...], ...]
    blank: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture."""

    field: str


@dataclass(frozen=True, slots=True)
class Page:
    """What follows begins a page of its own, in a workbook a sheet of that name."""

    label: str


@dataclass(frozen=True, slots=True)
class Basis:
    """At the end of a letter, on a page of its own: for each number the rows that it rests on."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Places to sign."""

    labels: tuple[str, ...]


Block = Facts | Heading | Text | Rows | Form | Picture | Page | Basis | Sign
PROJECT = Facts((("project", "code"), ("branch", "period")))
"""The lines that every document has at its head."""


def fields_of(layout: Iterable[Block]) -> list[str]:
    """The fields that a layout names, those of rows as `list.field`."""
    found: list[str] = []
    for block in layout:
        match block:
            case Facts():
                found += [name for pair in block.pairs for name in pair]
            case Rows():
                found += [f"{block.each}.{name}" for name in block.cells]
            case Form():
                found += [f"{block.each}.{name}" for line in block.lines for _, name, _ in line]
            case Text() | Picture():
                found.append(block.field)
            case _:
                pass
    return list(dict.fromkeys(found))


def pictures_of(layout: Iterable[Block]) -> list[str]:
    """The fields that are pictures."""
    return [block.field for block in layout if isinstance(block, Picture)]
