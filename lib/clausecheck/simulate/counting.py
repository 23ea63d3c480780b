"""How many are asked for, by when: the quotas of sections 4.2 to 4.6 as the procedure states them (G8, readings 6, 30).

Written from the procedure's text for the projects made here; what judges has its own.
"""

from datetime import date, timedelta

from clausecheck.simulate.draft import months, next_month

Window = tuple[date, date]
FULL_MONTH = 15
"""A month counts from so many days in service."""


def months_in(window: Window) -> int:
    """The calendar months with at least 15 days in the window."""
    first, last = window
    ends = ((max(first, month), min(last, next_month(month) - timedelta(days=1))) for month in months(first, last))
    return sum((end - start).days + 1 >= FULL_MONTH for start, end in ends)


def required_households(households: int, first: date, last: date) -> int:
    """Of a year: all up to 1,000 households, four fifths above; of a year not wholly in service a twelfth a month."""
    share = 100 if households <= 1000 else 80
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole:
        return -(-share * households // 100)
    return -(-share * households * months_in((first, last)) // 1200)


def pace(required: int, window: Window, day: date) -> int:
    """What should be reached by the end of a day: in line with the days gone by, rounded down; at the end all of it."""
    first, last = window
    elapsed = (min(day, last) - first).days + 1
    return max(0, required * elapsed // ((last - first).days + 1))
