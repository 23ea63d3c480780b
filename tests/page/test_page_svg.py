"""The axes of the pictures: round steps, days at even distances, labels that neither touch nor leave the picture."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausecheck.papers.page.svg import Plot, days_axis, label, linear, round_steps, text_width, whole_axis

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
TEXT = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)"[^>]*>([^<]*)<')


@pytest.mark.parametrize(
    ("high", "most", "step"),
    [(1, 5, 1), (5, 5, 1), (6, 5, 2), (11, 5, 5), (26, 5, 10), (327, 7, 50), (100_000, 7, 20_000)],
)
def test_steps_are_the_smallest_round_ones_that_are_few_enough(high: int, most: int, step: int) -> None:
    assert round_steps(high, most) == step


@given(first=DAYS, length=st.integers(0, 15_000), width=st.integers(300, 900))
def test_labels_of_days_neither_touch_nor_leave_the_picture(first: date, length: int, width: int) -> None:
    last = first + timedelta(days=length)
    plot = Plot(width, 100, left=40, right=20)
    said = TEXT.findall("".join(days_axis(plot, linear(first.toordinal(), last.toordinal(), 0, width), first, last)))
    spans = [(float(x) - text_width(words) / 2, float(x) + text_width(words) / 2) for x, _, _, words in said]
    assert len(said) <= 14
    assert all(before[1] < behind[0] for before, behind in pairwise(spans))
    assert all(left >= -40.1 and right <= width + 20.1 for left, right in spans)
    assert said or length < 400  # a short span may hold no Monday or first of a month


@given(high=st.integers(1, 10**6), most=st.integers(2, 12))
def test_an_axis_of_whole_numbers_reaches_its_end_in_even_steps(high: int, most: int) -> None:
    step = round_steps(high, most)
    end = -(-high // step) * step
    plot = Plot(100, 100, left=60)
    said = [
        int(words.replace(",", ""))
        for *_, words in TEXT.findall("".join(whole_axis(plot, linear(0, end, 100, 0), end, step)))
    ]
    assert said[0] == 0
    assert said[-1] == end >= high
    assert len(said) <= most + 2
    assert {behind - before for before, behind in pairwise(said)} == {step}


def test_words_in_a_picture_are_escaped_and_the_picture_has_the_size_it_says() -> None:
    drawn = Plot(100, 50, left=10, right=5, top=4, below=20).drawn(["<text>a</text>"])
    assert 'width="115" height="74" viewBox="0 0 115 74"' in drawn
    assert drawn.startswith("<svg")
    assert "&lt;" in label(0, 0, "<")
