"""Row numbers and headers as they are listed in what is told of a sheet: so many, then … and their count."""

from collections.abc import Iterable, Sequence

LISTED = 30


def listed(texts: Sequence[str]) -> str:
    """Texts joined by 、, the first 30 of them and how many there are."""
    shown = "、".join(texts[:LISTED])
    return shown if len(texts) <= LISTED else f"{shown}…({len(texts)})"


def numbers_listed(numbers: Iterable[int]) -> str:
    """Row numbers in the same way."""
    return listed([str(number) for number in numbers])
