"""The sheets that this program adds to a workbook, known again by name and headers whatever program saved them since."""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from clausecheck.nouns.records import dataclass

RESULTS, ASSUMPTIONS, ROWS, HASHES, TRAIL = "results", "assumptions", "rows", "hashes", "trail"
SCORE, COMPARISON = "score", "comparison"
NUMBERED = re.compile(r" \(\d+\)$")
"""What stands behind the name of a sheet where another had that name already."""
FIRST_ROWS = 20
"""Within so many rows the headers stand: title lines are above them."""


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One of our sheets: its name and the headers that tell it, in each language."""

    kind: str
    names: tuple[str, str]
    headers: tuple[frozenset[str], frozenset[str]]


OWN_SHEETS = (
    OwnSheet(RESULTS, ("核查结果", "Audit results"), (frozenset({"判定", "规则", "对象"}), frozenset({"Verdict", "Rule", "Subject"}))),
    OwnSheet(SCORE, ("扣分表", "Score sheet"), (frozenset({"规则", "标准分", "扣分"}), frozenset({"Rule", "Full marks", "Deducted"}))),
    OwnSheet(COMPARISON, ("整改对照", "Comparison"), (frozenset({"状态", "规则", "对象"}), frozenset({"State", "Rule", "Subject"}))),
    OwnSheet(ASSUMPTIONS, ("核查依据", "Assumptions"), (frozenset({"规则", "数值", "来源"}), frozenset({"Rule", "Value", "Source"}))),
    OwnSheet(ROWS, ("行数核对", "Rows accounted for"), (frozenset({"文件", "工作表", "识别为"}), frozenset({"File", "Sheet", "Read as"}))),
    OwnSheet(HASHES, ("未改动部分", "Untouched parts"), (frozenset({"部分", "SHA-256"}), frozenset({"Part", "SHA-256"}))),
    OwnSheet(TRAIL, ("clausecheck", "clausecheck"), (frozenset({"clausecheck:trail"}), frozenset({"clausecheck:trail"}))),
)  # fmt: skip
"""A test holds names and headers against the words they are written with."""

Rows = Iterable[Sequence[Any]]


def bare(name: str) -> str:
    """The name of a sheet without the number that tells it from another."""
    return NUMBERED.sub("", name)


def names_of(kind: str) -> tuple[str, str]:
    """The names of a sheet of ours, Chinese and English."""
    return next(own.names for own in OWN_SHEETS if own.kind == kind)


def kind_of_own(name: str, rows: Callable[[], Rows]) -> str:
    """Which of our sheets this is; "" for anybody else's. `rows`: its first rows, asked for only where the name is one of
    ours: people have sheets of the same names."""
    for own in OWN_SHEETS:
        if bare(name) in own.names:
            return own.kind if header_row(own.kind, rows()) is not None else ""
    return ""


def header_row(kind: str, rows: Rows) -> int | None:
    """The index of the row that holds the headers of a sheet of ours; None if there is no such row."""
    wanted = next(own.headers for own in OWN_SHEETS if own.kind == kind)
    for index, row in enumerate(rows):
        if index >= FIRST_ROWS:
            return None
        said = {str(cell).strip() for cell in row}
        if any(headers <= said for headers in wanted):
            return index
    return None


COLOURS = frozenset({"FFC7CE", "FCE4D6", "FFEB9C", "D9D2E9", "DDEBF7", "EDEDED"})
"""The fills of marked cells."""
LABELS = {
    "required": ("要求：", "Required: "),
    "found": ("实际：", "Found: "),
    "mend": ("应达到：", "To pass: "),
    "action": ("整改要求：", "To do: "),
    "correct": ("请更正：", "To correct: "),
}
"""What the lines of our comments begin with, behind the line of code, verdict and subject."""
LINES = ("此表应有而没有的记录：", "Rows that should be in this table and are not:")
MORE = re.compile(r"(?:另有 \d+ 条，见“核查结果”。|\d+ more, see the sheet Audit results\.)$")
"""Lines of our comments that say the same everywhere."""
HEAD = re.compile(r"[A-Z][A-Z0-9_-]{1,15} [^·\n]{1,40} · ")
"""How a finding begins in a comment: code, verdict, subject."""
_BEGINNINGS = tuple(label for both in LABELS.values() for label in both)


def told_in(text: str) -> bool:
    """Whether a finding of ours is told in the text of a comment, by its form alone."""
    lines = [line.strip() for line in text.split("\n")]
    return any(HEAD.match(one) and other.startswith(_BEGINNINGS) for one, other in itertools.pairwise(lines))


def looks_ours(text: str) -> bool:
    """Whether a line of a text begins like one of our comments."""
    return any(line.strip().startswith(_BEGINNINGS) for line in text.split("\n"))
