"""However long a cell, reading it takes no more than its length asks: a budget in proportion, never in seconds."""

import io
import time
from collections.abc import Callable

import openpyxl
import pytest

from clausecheck.evidence.households import build_register, match
from clausecheck.logs.apart import Opener
from clausecheck.logs.flatparts import whole_flat
from clausecheck.logs.names import bare, plain
from clausecheck.logs.values import reader_of
from clausecheck.nouns.text import same_key
from clausecheck.procedure.shipped import our_tables, our_words

SHORT, LONG = 2_000, 32_000
PATTERNS = {
    "letters that unfold": "\ufdfa",
    "signs nobody sees": "a\u200b",
    "digits": "1",
    "a number and spaces": "1 ",
    "hyphens": "1-",
    "dots": "1.",
    "slashes": "1/",
    "underlines": "1_",
    "Chinese numerals": "十",
    "open brackets": "(",
    "brackets in turn": "（是）",
    "weekdays": "周一",
    "English months": "5 aug ",
    "years": "2026年",
    "flats": "1栋2单元301、",
    "rooms by lines": "301\n",
    "the letter O": "1O",
    "values of a list": "是、",
    "totals": "合计:",
    "beginnings of words": "未",
}
REGISTER = build_register(f"{b}栋{u}单元{r}" for b in range(1, 9) for u in (1, 2) for r in range(101, 131))


def _every_column(text: str) -> None:
    words = our_words()
    for spec in our_tables().values():
        for field in spec.fields.values():
            reader_of(field, words=words)(text)


def _every_flat(text: str) -> None:
    match(text, REGISTER, "1栋")
    whole_flat(text, [("栋", text), ("单元", "1")], our_words())


def _every_key(text: str) -> None:
    for key in (plain, bare, same_key):
        key(text)


def _took(work: Callable[[str], None], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("work", [_every_column, _every_flat, _every_key])
def test_a_cell_sixteen_times_as_long_takes_no_more_than_in_proportion(
    work: Callable[[str], None], pattern: str
) -> None:
    text = PATTERNS[pattern] * LONG
    least = max(min(_took(work, text[:SHORT]) for _ in range(3)), 0.004)
    assert min(_took(work, text[:LONG]) for _ in range(2)) < 3 * (LONG / SHORT) * least


def test_a_workbook_of_very_many_sheets_is_opened() -> None:
    book = openpyxl.Workbook(write_only=True)
    for n in range(120):
        book.create_sheet(f"第{n}张").append(("投诉编号", f"T{n}"))
    stream = io.BytesIO()
    book.save(stream)
    with Opener() as opener:
        cells = opener.open(stream.getvalue(), "many.xlsx")
    assert [sheet.rows[0][1] for sheet in cells.sheets] == [["投诉编号", f"T{n}"] for n in range(120)]
