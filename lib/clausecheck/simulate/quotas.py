"""What the accumulating quotas come to, counted over the rows as they were made (G8; readings 5, 6, 28, 30, 39, 47, 71).

Written from the procedure's text, apart from what judges: it says what a missing interview, posting or meeting does to the
quotas beside the one that it was left out for.
"""

from collections.abc import Callable, Iterator
from datetime import date

from clausecheck.nouns.periods import Period, containing, touching
from clausecheck.simulate.counting import Window, months_in, pace, required_households
from clausecheck.simulate.draft import Draft, Row, day_of
from clausecheck.simulate.shapes import Shape
from clausecheck.simulate.standing import handed_over

TOPICS = {"法律法规", "安全卫生", "环境保护", "管理方针"}
DESK = ("客服", "客服主管")
FEW, A_MONTH, IN_DEPTH = 300, 25, 2
Short = dict[tuple[str, str], str]
"""(code, subject) -> fail, at_risk or undetermined; what is reached or pending is not there."""


def shortfalls(draft: Draft, shape: Shape) -> Short:
    """Every quota that is not met, as at the day of the audit."""
    found: Short = {}
    for code, subject, window, required, counted, table in _quotas(draft, shape):
        verdict = _verdict(draft, shape, window, required, counted, table)
        if verdict:
            found[code, subject] = verdict
    return found


def _verdict(draft: Draft, shape: Shape, window: Window, required: int, counted: int, table: str) -> str:
    if counted >= required:
        return ""
    day = min(shape.as_of, shape.last)
    over = shape.as_of >= window[1]
    if not over and (day < window[0] or counted >= pace(required, window, day)):
        return ""
    if window[0] < shape.period.start and not _reaches_back(draft, shape, table, window):
        return "undetermined"
    return "fail" if over else "at_risk"


KEY_DATES = {"interviews": "held_at", "events": "held_on", "postings": "from"}


def _reaches_back(draft: Draft, shape: Shape, table: str, window: Window) -> bool:
    """Whether a row lies in or before the window's first month in service, and before the period (reading 47)."""
    if table == "reports":
        days = [min(day for key, day in row.items() if isinstance(day, date)) for row in draft.tables[table]]
    else:
        days = [day_of(row[KEY_DATES[table]]) for row in draft.tables[table] if row.get(KEY_DATES[table])]
    last = containing("month", window[0]).end
    return any(day <= last and day < shape.period.start for day in days if day <= shape.as_of)


Quota = tuple[str, str, Window, int, int, str]


def _quotas(draft: Draft, shape: Shape) -> Iterator[Quota]:
    start, end = shape.window
    if start <= end and start <= date(shape.year, 12, 31):
        yield from _yearly(draft, shape, (start, end))
    for unit, each in (("month", _monthly), ("quarter", _quarterly)):
        for one in touching(unit, start, end):
            cut = one.cut(shape.takeover, shape.exit)
            if cut and cut.end in shape.period:
                yield from each(draft, shape, one, (cut.start, cut.end))


def _yearly(draft: Draft, shape: Shape, window: Window) -> Iterator[Quota]:
    label = str(shape.year)
    flats = handed_over(draft, min(shape.as_of, date(shape.year, 12, 31)))
    if months_in(window):
        required = required_households(len(flats), *window)
        visits = _visited(draft, shape, window, flats, DESK)
        yield "ITV02" if len(flats) <= 1000 else "ITV03", label, window, required, len(visits), "interviews"
    if months_in(window) >= 6:
        for code, table, key, fits in _AT_LEAST_ONCE:
            rows = [row for row in draft.tables[table] if row.get(key) and fits(row)]
            yield code, label, window, 1, _within(shape, rows, key, window), table


_AT_LEAST_ONCE: tuple[tuple[str, str, str, Callable[[Row], bool]], ...] = (
    ("RPT08", "reports", "spot_checked_on", lambda row: True),
    ("INF07", "postings", "from", lambda row: row["kind"] == "公共信息"),
    ("ENG01", "events", "held_on", lambda row: row["kind"] == "座谈会"),
    ("ENG03", "events", "held_on", lambda row: row["kind"] == "社区文化活动"),
)


def _monthly(draft: Draft, shape: Shape, one: Period, window: Window) -> Iterator[Quota]:
    flats = handed_over(draft, min(shape.as_of, one.end))
    notices = [row for row in draft.tables["postings"] if row.get("topic") in TOPICS]
    yield "ENG04", one.label, window, 1, _within(shape, notices, "from", window), "postings"
    if (window[1] - window[0]).days + 1 < 15:
        return
    if len(flats) <= FEW:
        seen = _visited(draft, shape, window, flats, ())
        yield "ITV04", one.label, window, min(A_MONTH, len(flats)), len(seen), "interviews"
    owners = _visited(draft, shape, window, flats, ("经理",), in_depth=True)
    yield "ITV05", one.label, window, IN_DEPTH, len(owners), "interviews"


def _quarterly(draft: Draft, shape: Shape, one: Period, window: Window) -> Iterator[Quota]:
    for role in ("工程主管", "安保主管"):
        held = _interviews(draft, shape, window, (role,))
        yield "ITV09", f"{one.label}/{role}", window, 1, len(held), "interviews"
    if shape.committee_since and shape.committee_since <= one.end:
        talks = [row for row in draft.tables["events"] if row["kind"] == "业委会沟通"]
        yield "ENG02", one.label, window, 1, _within(shape, talks, "held_on", window), "events"


def _within(shape: Shape, rows: list[Row], key: str, window: Window) -> int:
    return sum(window[0] <= day_of(row[key]) <= min(window[1], shape.as_of) for row in rows)


def _interviews(draft: Draft, shape: Shape, window: Window, roles: tuple[str, ...]) -> list[Row]:
    """Those held in the window by one who had the role that day; a row without flat or interviewer counts nowhere."""
    found = []
    for row in draft.tables["interviews"]:
        day, who = day_of(row["held_at"]), row["interviewer"]
        counts = row["household"] and who and (not roles or who in draft.names(*roles, on=day))
        if counts and window[0] <= day <= min(window[1], shape.as_of):
            found.append(row)
    return found


def _visited(
    draft: Draft, shape: Shape, window: Window, flats: list[str], roles: tuple[str, ...], *, in_depth: bool = False
) -> set[str]:
    """The distinct flats of the register that were visited."""
    rows = _interviews(draft, shape, window, roles)
    if in_depth:
        rows = [row for row in rows if row["in_depth"] == "是" and row["person_kind"] == "业主"]
    return {row["household"] for row in rows} & set(flats)
