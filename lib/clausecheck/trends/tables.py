"""Tables as HTML: escaped, numbers to the right, a whole number with its thousands marks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from markupsafe import Markup

from clausecheck.trends.marks import row_keys, rows_behind
from clausecheck.trends.pictures import month_names
from clausecheck.trends.study import Study
from clausecheck.trends.texts import shown

ROW_COLUMNS = (
    "place",
    "number",
    "received_at",
    "by_klass",
    "household",
    "by_topic",
    "content",
    "closed_days",
    "closed_state",
)


def table(
    headings: Sequence[str], rows: Sequence[Sequence[Any]], numeric: Sequence[int] = (), keys: Sequence[str] = ()
) -> Markup:
    """A table; `numeric` are the places of columns of numbers. Markup among the values stays as it is. `keys`: by which
    the page's script finds each row."""
    head = Markup("").join(
        Markup("<th{}>{}</th>").format(_class(place in numeric), heading) for place, heading in enumerate(headings)
    )
    found_by = [Markup(' data-k="{}"').format(one) for one in keys] or [Markup("")] * len(rows)
    body = Markup("").join(_row(row, numeric, key) for row, key in zip(rows, found_by, strict=True))
    return Markup('<table class="trend"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)


def _row(row: Sequence[Any], numeric: Sequence[int], key: Markup) -> Markup:
    cells = [
        Markup("<td{}>{}</td>").format(_class(place in numeric), written(value)) for place, value in enumerate(row)
    ]
    return Markup("<tr{}>{}</tr>").format(key, Markup("").join(cells))


def _class(numeric: bool) -> Markup:
    return Markup(' class="num"') if numeric else Markup("")


def written(value: Any) -> Any:
    """A value as it stands in a table: missing ones as a dash, whole numbers with thousands marks, times to the minute."""
    if isinstance(value, Markup):
        return value
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int) or (hasattr(value, "dtype") and value.dtype.kind in "iu"):
        return f"{int(value):,}"
    return value


def percent(value: float, digits: int = 1) -> str:
    """A share: 94.4%, or a dash where there is none."""
    return "–" if pd.isna(value) else f"{value:.{digits}%}"


def change(value: float) -> str:
    """A change: +12.3%, or a dash."""
    return "–" if pd.isna(value) else f"{value:+.1%}"


def number(value: float, digits: int = 1) -> str:
    """A number with so many decimals, or a dash."""
    return "–" if pd.isna(value) else f"{value:,.{digits}f}"


def rows_table(study: Study, frame: pd.DataFrame, keys: Sequence[str] = ()) -> Markup:
    """Complaints as a table, each with its place: `file › sheet!cell`. `keys`: as in `table`."""
    lang = study.lang
    several = len(study.projects) > 1
    with_place = rows_behind(frame, {})
    lines = [
        [
            f"{line.project} › {line.place}" if several else line.place,
            line.id or "–",
            _moment(line.received, line.received_clock),
            shown(line.klass, lang),
            line.household or shown(line.building, lang),
            shown(line.topic, lang),
            line.content,
            number(line.closed_days),
            study.say(line.closed_in),
        ]
        for line in with_place.itertuples()
    ]
    return table([study.say(name) for name in ROW_COLUMNS], lines, numeric=(7,), keys=keys)


def _moment(moment: datetime, clock: bool) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if clock else f"{moment:%Y-%m-%d}"


def rows_by_month(study: Study, most: int) -> tuple[Markup, int]:
    """The rows of each month behind one line each, which opens (a link to what is inside opens it too), last of all the
    earlier ones that were still open; and how many rows of the span are shown. With more than `most` the latest months
    come first and the rest is left to the workbook."""
    frame, earlier = study.frame, study.earlier
    months = frame["month"].drop_duplicates().sort_values(ascending=False)
    keys = row_keys(frame, earlier, study.again, study.settings.as_of, study.span)
    shown_rows, parts = 0, []
    for month, name in zip(months, month_names(months), strict=True):
        of_month = frame[frame["month"] == month]
        if shown_rows + len(of_month) > most and shown_rows:
            break
        shown_rows += len(of_month)
        heading = study.say("rows_of", month=name, n=len(of_month))
        parts.append(_folded(study, heading, f"rows-{name}", of_month, keys))
    if len(earlier) and shown_rows == len(frame):
        parts.append(_folded(study, study.say("rows_earlier", n=len(earlier)), "rows-earlier", earlier, keys))
    return Markup("").join(parts), shown_rows


def _folded(study: Study, heading: str, place: str, frame: pd.DataFrame, keys: pd.Series) -> Markup:
    return Markup('<details><summary>{}</summary><div id="{}">{}</div></details>').format(
        heading, place, rows_table(study, frame, keys[frame.index])
    )
