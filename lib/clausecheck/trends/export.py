"""What the trends workbook and the folder of pictures hold, made of a study."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from clausecheck.trends import draw_counts, draw_times
from clausecheck.trends.control import Chart
from clausecheck.trends.draw_control import control_picture
from clausecheck.trends.marks import rows_behind
from clausecheck.trends.pictures import Picture, svg
from clausecheck.trends.repeats import repeat_summary
from clausecheck.trends.season import decomposed
from clausecheck.trends.sections_counts import about_lines
from clausecheck.trends.study import Study, klasses, overall_chart, time_chart_of
from clausecheck.trends.survival import summary
from clausecheck.trends.texts import shown
from clausecheck.trends.timeliness import STATES, share_within
from clausecheck.trends.volumes import COUNTED, counted
from clausecheck.trends.workbook import Column, Sheet, write_workbook


def write_trends(study: Study) -> Path:
    """Writes the workbook (see `write_trends_workbook`) with one SVG per picture beside it and returns the folder. Raises
    OSError where a file cannot be written."""
    charts = all_charts(study)
    folder = write_trends_workbook(study, charts).parent
    for picture in _pictures(study, charts):
        (folder / f"{picture.name}.svg").write_text(str(svg(picture)), encoding="utf-8", newline="\n")
    return folder


def write_trends_workbook(study: Study, charts: Sequence[tuple[Chart, Picture]] | None = None) -> Path:
    """Writes the workbook into `out/<project code>/trends` (several projects: `out/trends`) and returns where. `charts`:
    `all_charts`, where they are made already. Raises OSError where it cannot be written."""
    one = len(study.projects) == 1
    folder = study.settings.out / study.projects[0].code / "trends" if one else study.settings.out / "trends"
    return write_workbook(sheets(study, charts or all_charts(study)), folder / study.say("file_name"))


def all_charts(study: Study) -> list[tuple[Chart, Picture]]:
    """Every control chart with its picture: the rate, and the days to closing by class."""
    found = []
    overall = overall_chart(study)
    if overall is not None:
        known = overall.per > 1
        title = study.say("t_rate_chart" if known else "t_rate_chart_count")
        unit = study.say("per_1000" if known else "complaints")
        found.append((overall, control_picture(study, overall, "rate_chart", title, unit)))
    for klass in klasses(study):
        chart = time_chart_of(study, study.frame[study.frame["klass"] == klass])
        if chart is not None:
            title = study.say("t_time_chart", klass=shown(klass, study.lang))
            found.append(
                (
                    chart,
                    control_picture(
                        study, chart, f"time_chart_{klass}", title, study.say("unit_days"), {"klass": klass}
                    ),
                )
            )
    return found


def _pictures(study: Study, charts: Sequence[tuple[Chart, Picture]]) -> list[Picture]:
    season = draw_counts.season_picture(study)
    return [
        draw_counts.volume_picture(study),
        *(draw_counts.category_picture(study, by) for by in COUNTED),
        draw_counts.years_picture(study),
        draw_counts.pareto_picture(study),
        draw_counts.heat_picture(study),
        draw_times.share_picture(study),
        draw_times.survival_picture(study),
        draw_times.survival_picture(study, "feedback"),
        draw_times.backlog_picture(study),
        *(picture for _, picture in charts),
        *([season] if season else []),
    ]


def sheets(study: Study, charts: Sequence[tuple[Chart, Picture]]) -> list[Sheet]:
    """The sheets of the workbook; the last holds every complaint with its place, to be filtered for any mark."""
    say = study.say
    about = [Column(say("wb_about"), width=24), Column("", width=110)]
    return [
        Sheet(say("wb_about"), say("page_title"), about, about_lines(study)),
        _monthly(study),
        _categories(study),
        _heat(study),
        _in_time(study),
        _times(study),
        _backlog(study),
        _control(study, charts),
        _repeats(study),
        *_season(study),
        _rows(study),
    ]


def _monthly(study: Study) -> Sheet:
    say = study.say
    kinds = ("month", "count", "text", "number", "number", "change", "share", "change", "share")
    keys = ("month", "complaints", "whole_month", "households", "per_1000", "yoy", "chance", "mom", "chance")
    names = ["month", "n", "complete", "households", "per_1000", "yoy", "yoy_p", "mom", "mom_p"]
    frame = draw_counts.changes(study)[names]
    whole = [say({"whole": "said_yes", "part": "said_no"}.get(one, "silent_month")) for one in study.rates["state"]]
    frame = frame.assign(complete=whole)
    pictures = [draw_counts.volume_picture(study), draw_counts.years_picture(study)]
    return Sheet(say("wb_monthly"), say("h_changes"), _columns(study, keys, kinds), _lines(frame), pictures)


def _categories(study: Study) -> Sheet:
    lines: list[list[Any]] = []
    for by in COUNTED:
        for line in counted(study.frame, by).itertuples():
            key = study.say("all") if pd.isna(line.key) else shown(line.key, study.lang)
            if by == "hour":
                key = study.say("value_blank_hour") if pd.isna(line.key) else str(int(line.key))
            lines.append([study.say(f"by_{by}"), key, line.n, line.share])
    columns = _columns(study, ("wb_group", "wb_value", "complaints", "share"), ("text", "text", "count", "share"), 20)
    return Sheet(
        study.say("wb_categories"), study.say("h_volumes"), columns, lines, [draw_counts.pareto_picture(study)]
    )


def _heat(study: Study) -> Sheet:
    frame = draw_counts.heat_table(study)
    columns = _columns(
        study,
        ("by_building", "month", "complaints", "households", "per_1000"),
        ("text", "month", "count", "number", "number"),
    )
    return Sheet(study.say("wb_heat"), study.say("h_places"), columns, _lines(frame), [draw_counts.heat_picture(study)])


def _in_time(study: Study) -> Sheet:
    lines: list[list[Any]] = []
    for state in ("closed_in", "feedback_in"):
        for by in ("month", "klass", None):
            for line in share_within(study.frame, state, by).itertuples():
                key = f"{line.key:%Y-%m}" if by == "month" else shown(line.key, study.lang) if by else study.say("all")
                states = [getattr(line, one) for one in STATES]
                lines.append([study.say(state), key, *states, line.share, line.low, line.high])
    keys = ("which", "wb_group", *STATES, "share_in_time", "interval", "interval")
    columns = _columns(study, keys, ("text", "text", *["count"] * len(STATES), "share", "share", "share"))
    return Sheet(study.say("wb_times"), study.say("h_times"), columns, lines, [draw_times.share_picture(study)])


def _times(study: Study) -> Sheet:
    lines: list[list[Any]] = []
    names = ("n", "open", "unknown", "p25", "p50", "p75", "p90", "low", "high", "closed_only")
    for end in ("closed", "feedback"):
        for by in ("klass", None):
            for line in summary(study.frame, end, study.settings.as_of, by).itertuples():
                key = shown(line.key, study.lang) if by else study.say("all")
                lines.append([study.say(end), key, *(getattr(line, name) for name in names)])
    keys = (
        "which",
        "by_klass",
        "complaints",
        "open_now",
        "unknown",
        "quarter_done",
        "half_done",
        "three_quarters_done",
        "nine_tenths_done",
        "interval",
        "interval",
        "closed_only",
    )
    columns = _columns(study, keys, ("text", "text", "count", "count", "count", *["number"] * 7), 14)
    return Sheet(
        study.say("wb_survival"), study.say("h_survival"), columns, lines, [draw_times.survival_picture(study)]
    )


def _backlog(study: Study) -> Sheet:
    columns = _columns(study, ("month", "received", "closed", "open_at_end"), ("month", "count", "count", "count"))
    rows = _lines(draw_times.backlog_table(study))
    return Sheet(study.say("wb_backlog"), study.say("h_backlog"), columns, rows, [draw_times.backlog_picture(study)])


def _control(study: Study, charts: Sequence[tuple[Chart, Picture]]) -> Sheet:
    lines: list[list[Any]] = []
    for chart, picture in charts:
        for line in chart.points.itertuples():
            rules = study.say("semicolon").join(study.say(f"rule_{key}") for key in line.signals.split())
            base = study.say("said_yes" if line.baseline else "said_no")
            ends = [line.value, line.centre, line.low, line.high, line.z]
            lines.append([picture.title, line.month, line.n, *ends, base, rules])
    keys = (
        "wb_chart",
        "month",
        "complaints",
        "value",
        "expected",
        "limits",
        "limits",
        "wb_sigma",
        "wb_in_baseline",
        "rule",
    )
    columns = _columns(study, keys, ("text", "month", "count", *["number"] * 5, "text", "text"), 14)
    pictures = [picture for _, picture in charts]
    return Sheet(study.say("wb_control"), study.say("wb_control"), columns, lines, pictures)


def _repeats(study: Study) -> Sheet:
    frame = repeat_summary(study.frame, study.again)
    frame = frame.assign(key=[shown(key, study.lang) for key in frame["key"]])
    columns = _columns(
        study,
        ("by_topic", "complaints", "repeats", "reopened", "share"),
        ("text", "count", "count", "count", "share"),
        18,
    )
    return Sheet(study.say("wb_repeats"), study.say("h_repeats"), columns, _lines(frame))


def _season(study: Study) -> list[Sheet]:
    parts, picture = decomposed(study.rates), draw_counts.season_picture(study)
    if parts is None or picture is None:
        return []
    keys = ("month", "season_value", "season_trend", "season_season", "season_rest")
    columns = _columns(study, keys, ("month", "number", "number", "number", "number"))
    return [Sheet(study.say("wb_season"), study.say("h_season"), columns, _lines(parts), [picture])]


def _rows(study: Study) -> Sheet:
    frame = rows_behind(study.frame, {})
    repeated = frame.index.isin(study.again.index)
    lines = [
        [line.project, line.file, line.sheet, line.cell, line.id, line.received, line.month]
        + [shown(value, study.lang) for value in (line.klass, line.subtype, line.nature, line.channel, line.building)]
        + [line.household, shown(line.topic, study.lang), line.content, line.closed_days, study.say(line.closed_in)]
        + [study.say(line.feedback_in), study.say("said_yes" if again else "said_no")]
        for line, again in zip(frame.itertuples(), repeated, strict=True)
    ]
    keys = (
        "project",
        "file",
        "sheet",
        "cell",
        "number",
        "received_at",
        "month",
        "by_klass",
        "by_subtype",
        "by_nature",
        "by_channel",
        "by_building",
        "household",
        "by_topic",
        "content",
        "closed_days",
        "closed_in",
        "feedback_in",
    )
    kinds = [{"received_at": "when", "month": "month", "closed_days": "number"}.get(key, "text") for key in keys]
    columns = _columns(study, (*keys, "repeats"), (*kinds, "text"), 16)
    return Sheet(study.say("wb_rows"), study.say("h_rows"), columns, lines)


def _columns(study: Study, keys: Sequence[str], kinds: Sequence[str], width: int = 13) -> list[Column]:
    return [Column(study.say(key), kind, width) for key, kind in zip(keys, kinds, strict=True)]


def _lines(frame: pd.DataFrame) -> list[list[Any]]:
    return [list(line) for line in frame.itertuples(index=False)]
