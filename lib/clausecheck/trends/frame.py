"""From records to a frame: one line per complaint, each with the cell it comes from. pandas begins here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clausecheck.logs.flat_numbers import BUILDING, identity_of, parts_of
from clausecheck.nouns.model import Logs, Row, Unknown
from clausecheck.nouns.periods import Period, When
from clausecheck.procedure.tables import FieldSpec
from clausecheck.trends.projects import Project, as_project, read_projects
from clausecheck.trends.texts import BLANK, OTHER, SEVERAL, UNREADABLE, topics

CATEGORIES = ("project", "file", "sheet", "klass", "subtype", "nature", "impact", "channel", "building", "topic")
TIMES = {
    "feedback": "feedback_at",
    "plan": "plan_at",
    "closed": "closed_at",
    "extended": "extended_to",
    "told": "extension_told_at",
}


def complaint_frame(
    given: Logs | Project | Path | str | Sequence[Project] | Sequence[Path] | Sequence[str],
    as_of: date,
    span: Period | None = None,
    known_topics: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One line per complaint received within `span` (None: ever) and not after `as_of`.

    `given`: logs, projects, or paths of projects. Columns:

    - `project`, `file`, `sheet`, `row`, `cell` (address of the number, or of the time of receipt), `id`
    - `received`, `month` (its first day), `hour` (missing where only the day is written)
    - `klass`, `subtype`, `nature`, `impact`, `channel`, `building`, `topic`: categories; 未填写, 无法识别 where unusable
    - `household`: what the number means, several joined by 、; empty where none is named
    - `content`
    - `received_clock`, `received_second`: whether a time of day is written, and whether to the second
    - for `feedback`, `plan`, `closed`, `extended`, `told`: the moment, `<name>_clock` and `<name>_second` likewise,
      and `<name>_state`: `there`, `blank`, `before` (certainly before receipt, and so not used) or `unknown` (unreadable)
    - `feedback_days`, `closed_days`: days from receipt, to the minute where both times of day are written, else whole
      days; missing unless `there`

    A complaint whose time of receipt is blank, unreadable or after `as_of` is not in the frame: see `left_out`. Raises
    InputFault as `read_projects`.
    """
    projects = _projects(given, as_of, span)
    rows = [(project, row) for project in projects for row in _usable(project, span)]
    specs = projects[0].evidence.procedure.tables["complaints"].fields if projects else {}
    frame = pd.DataFrame(_columns(rows, known_topics or topics()))
    for name in CATEGORIES:
        frame[name] = pd.Categorical(frame[name], categories=_in_order(specs.get(name), set(frame[name])))
    frame["hour"] = frame["hour"].astype("Int8")
    frame["month"] = frame["received"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    for name in ("feedback", "closed"):
        frame[f"{name}_days"] = _days_between(frame, name)
    return frame.sort_values(["received", "file", "sheet", "row"], kind="stable", ignore_index=True)


def left_out(projects: Iterable[Project], span: Period | None = None) -> pd.DataFrame:
    """The rows read that are not in the frame: project, file, sheet, row, `why` (a key of words.yaml: left_…)."""
    lines = []
    for project in projects:
        usable = {row.key for row in _usable(project, span)}
        for row in project.rows:
            if row.key not in usable:
                lines.append((project.label, row.file, row.sheet, row.number, _why(row, project, span)))
        lines += [(project.label, row.file, row.sheet, row.number, "left_aside") for row in project.aside]
    return pd.DataFrame(lines, columns=["project", "file", "sheet", "row", "why"])


def _why(row: Row, project: Project, span: Period | None) -> str:
    received = row.get("received_at")
    if received is None:
        return "left_blank"
    if not isinstance(received, When):
        return "left_unreadable"
    if received.day > project.evidence.as_of:
        return "left_later"
    return "left_outside" if span is not None and received.day not in span else "left_unreadable"


def _projects(given: Any, as_of: date, span: Period | None) -> list[Project]:
    if isinstance(given, Logs):
        return [as_project(given, as_of, span)]
    several = [given] if isinstance(given, Project | Path | str) else list(given)
    projects = [one for one in several if isinstance(one, Project)]
    if len(projects) == len(several):
        return projects
    return read_projects([Path(one) for one in several if not isinstance(one, Project)], as_of, span)


def _usable(project: Project, span: Period | None) -> list[Row]:
    rows = project.evidence.tables["complaints"].rows
    return [row for row in rows if isinstance(row.get("received_at"), When) and _in(span, row.get("received_at").day)]


def _in(span: Period | None, day: date) -> bool:
    return span is None or day in span


def _columns(rows: list[tuple[Project, Row]], known: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    received: list[When] = [row.get("received_at") for _, row in rows]
    found = {
        "project": [project.label for project, _ in rows],
        "file": [row.file for _, row in rows],
        "sheet": [row.sheet for _, row in rows],
        "row": np.array([row.number for _, row in rows], dtype="int64"),
        "cell": [_address(row) for _, row in rows],
        "id": [_plain(row.get("id")) for _, row in rows],
        "received": _moments([when.earliest for when in received]),
        "received_clock": np.array([when.clock is not None for when in received], dtype=bool),
        "received_second": np.array([when.to_second for when in received], dtype=bool),
        "hour": [None if when.clock is None else when.clock.hour for when in received],
        **{name: [_value(row.get(name)) for _, row in rows] for name in ("klass", "subtype", "nature", "impact")},
        "channel": [_value(row.get("channel")) for _, row in rows],
        **_places(rows),
        "content": [_plain(row.get("content")) for _, row in rows],
    }
    found["topic"] = [topic_of(content, known) for content in found["content"]]
    for name, field in TIMES.items():
        found |= _time_columns(name, [row.get(field) for _, row in rows], received)
    return found


def _in_order(spec: FieldSpec | None, there: set[str]) -> list[str]:
    """The values that occur: those of a closed list in the order of the procedure, then all others by their letters."""
    listed = [value for value, _ in spec.choices if value in there] if spec else []
    return listed + sorted(there - set(listed))


def topic_of(content: str, known: Mapping[str, Sequence[str]]) -> str:
    """The first topic one of whose words stands in the content; 其他 where none does."""
    return next((topic for topic, its_words in known.items() if any(word in content for word in its_words)), OTHER)


def _places(rows: list[tuple[Project, Row]]) -> dict[str, list[str]]:
    flats = [project.evidence.flats.of(row) for project, row in rows]
    known: dict[str, str] = {}
    for named in flats:
        for flat in named:
            if flat not in known:
                known[flat] = building_of(flat)
    buildings = []
    for (_, row), named in zip(rows, flats, strict=True):
        of_row = dict.fromkeys(known[flat] for flat in named)
        blank = BLANK if row.get("household") is None else UNREADABLE
        buildings.append(SEVERAL if len(of_row) > 1 else next(iter(of_row), blank))
    return {"household": ["、".join(named) for named in flats], "building": buildings}


def building_of(flat: str) -> str:
    """The building of a flat's identity: 1期3栋 of 1期3栋2单元301; 未填写 where the number names none."""
    parts = parts_of(flat)
    last = next((i for i, part in enumerate(parts) if part.kind == BUILDING), None)
    return BLANK if last is None else identity_of(parts[: last + 1])


def _time_columns(name: str, values: list[Any], received: list[When]) -> dict[str, Any]:
    times: list[datetime | None] = []
    clocks, seconds, states = [], [], []
    for value, start in zip(values, received, strict=True):
        readable = isinstance(value, When)
        there = readable and not value.surely_before(start)
        clock = there and value.clock is not None
        same_minute = clock and start.clock is not None and value.earliest < start.earliest  # 09:00 after 09:00:45
        times.append(start.earliest if same_minute else value.earliest if there else None)
        clocks.append(clock)
        seconds.append(there and value.to_second)
        states.append("there" if there else "before" if readable else "blank" if value is None else "unknown")
    state = pd.Categorical(states, categories=["there", "blank", "before", "unknown"])
    known = {f"{name}_clock": np.array(clocks, dtype=bool), f"{name}_second": np.array(seconds, dtype=bool)}
    return {name: _moments(times), **known, f"{name}_state": state}


def _days_between(frame: pd.DataFrame, name: str) -> pd.Series:
    start, end = frame["received"], frame[name]
    exact = (end - start) / pd.Timedelta(days=1)
    whole = (end.dt.normalize() - start.dt.normalize()) / pd.Timedelta(days=1)
    return exact.where(frame["received_clock"] & frame[f"{name}_clock"], whole)


def _moments(moments: Sequence[datetime | None]) -> Any:
    return np.array(moments, dtype="datetime64[s]")


def _address(row: Row) -> str:
    return row.cell("id" if "id" in row.columns else "received_at").cell


def _value(value: Any) -> str:
    return UNREADABLE if isinstance(value, Unknown) else BLANK if value is None else str(value)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, Unknown) else str(value)
