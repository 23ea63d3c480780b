"""What the sections about times say: in time, survival, backlog, control charts, repeats."""

import pandas as pd
from markupsafe import Markup

from clausecheck.trends import draw_times as draw
from clausecheck.trends.backlog import open_cases
from clausecheck.trends.control import Chart
from clausecheck.trends.draw_control import control_picture
from clausecheck.trends.growth import grown
from clausecheck.trends.pictures import figure, month_names
from clausecheck.trends.repeats import comparable, repeat_summary
from clausecheck.trends.sections_counts import VERDICT, P
from clausecheck.trends.study import Study, klasses, overall_chart, time_chart_of
from clausecheck.trends.survival import summary
from clausecheck.trends.tables import number, percent, rows_table, table
from clausecheck.trends.texts import shown
from clausecheck.trends.timeliness import STATES, share_within

LISTED = 12
"""Cases shown in a list of the longest; the workbook has all."""


def in_time(study: Study) -> Markup:
    """Within the rulebook's limits: by month, and by class in a table."""
    lines = []
    for state in ("closed_in", "feedback_in"):
        whole, by_class = share_within(study.frame, state), share_within(study.frame, state, "klass")
        for line in [*by_class.itertuples(), *whole.itertuples()]:
            name = shown(line.key, study.lang) if line.key else study.say("total")
            counts = [int(getattr(line, one)) for one in STATES]
            ends = f"{percent(line.low)} – {percent(line.high)}"
            lines.append([study.say(state), name, *counts, percent(line.share), ends])
    keys = ("which", "by_klass", *STATES, "share_in_time", "interval")
    return figure(draw.share_picture(study)) + table([study.say(key) for key in keys], lines, numeric=range(2, 9))


def survival(study: Study) -> Markup:
    """How long it takes when what is open is not forgotten; beside it what the closed ones alone would say."""
    lines = []
    for end in ("closed", "feedback"):
        whole = summary(study.frame, end, study.settings.as_of)
        by_class = summary(study.frame, end, study.settings.as_of, "klass")
        for line in [*by_class.itertuples(), *whole.itertuples()]:
            name = shown(line.key, study.lang) if line.key else study.say("total")
            days = [number(getattr(line, one)) for one in ("p25", "p50", "p75", "p90")]
            lines.append([study.say(end), name, int(line.n), int(line.open), *days])
            lines[-1] += [f"{number(line.low)} – {number(line.high)}", number(line.closed_only)]
    keys = (
        "which",
        "by_klass",
        "complaints",
        "open_now",
        "quarter_done",
        "half_done",
        "three_quarters_done",
        "nine_tenths_done",
        "interval",
        "closed_only",
    )
    small = figure(draw.distribution_picture(study)) + figure(draw.distribution_picture(study, "feedback"))
    return (
        figure(draw.survival_picture(study))
        + table([study.say(key) for key in keys], lines, numeric=range(2, 10))
        + Markup('<div class="duo">{}</div>').format(small)
    )


def backlog(study: Study) -> Markup:
    """What is open: over time, how old now, and which are oldest."""
    cases = open_cases(study.everything, study.settings.as_of)
    if cases.empty:
        return figure(draw.backlog_picture(study)) + P.format(study.say("none"))
    day, oldest = str(study.settings.as_of), int(cases["age"].max())
    said = study.say("backlog_now", day=day, n=len(cases), oldest=oldest)
    head = Markup("<details open><summary>{}</summary>{}</details>").format(
        study.say("oldest_first"), rows_table(study, cases.head(LISTED))
    )
    more = study.say("more_rows", n=len(cases) - LISTED) if len(cases) > LISTED else ""
    ages = Markup('<div class="duo">{}</div>').format(figure(draw.ages_picture(study)))
    return VERDICT.format(said) + figure(draw.backlog_picture(study)) + ages + head + P.format(more)


def rate_control(study: Study) -> Markup:
    """The u chart of the rate, its signals, and what has grown in the signalled months."""
    chart = overall_chart(study)
    if chart is None:
        return P.format(study.say("no_chart"))
    known = chart.per > 1
    title = study.say("t_rate_chart" if known else "t_rate_chart_count")
    picture = control_picture(study, chart, "rate_chart", title, study.say("per_1000" if known else "complaints"))
    return figure(picture) + signal_list(study, chart) + _what_grew(study, chart)


def _what_grew(study: Study, chart: Chart) -> Markup:
    """The matter and building that grew most in the signalled months beyond what the baseline had."""
    above = chart.signalled[chart.signalled["z"] > 0]
    table_ = grown(study.frame, chart, list(above["month"])).head(3) if len(above) else pd.DataFrame()
    if table_.empty:
        return Markup("")
    items = study.say("semicolon").join(
        study.say(
            "grew",
            building=shown(line.building, study.lang),
            topic=shown(line.topic, study.lang),
            n=int(line.n),
            expected=number(line.expected),
        )
        for line in table_.itertuples()
    )
    return P.format(study.say("what_grew", items=items))


def time_control(study: Study) -> Markup:
    """An individuals chart of the monthly median for each class."""
    parts = []
    for klass in klasses(study):
        chart = time_chart_of(study, study.frame[study.frame["klass"] == klass])
        name = shown(klass, study.lang)
        if chart is None:
            parts.append(P.format(study.say("no_time_chart", klass=name)))
            continue
        title = study.say("t_time_chart", klass=name)
        picture = control_picture(study, chart, f"time_chart_{klass}", title, study.say("unit_days"), {"klass": klass})
        parts.append(figure(picture) + signal_list(study, chart))
    return Markup("").join(parts)


def signal_list(study: Study, chart: Chart) -> Markup:
    """The months that signal, each a link to its rows, with the rules in words."""
    found = chart.signalled
    if found.empty:
        return P.format(study.say("no_signals"))
    lines = []
    for name, line in zip(month_names(found["month"]), found.itertuples(), strict=True):
        rules = study.say("semicolon").join(study.say(f"rule_{key}") for key in line.signals.split())
        month = Markup('<a href="#rows-{}">{}</a>').format(name, name)
        ends = f"{number(line.low)} – {number(line.high)}"
        lines.append([month, int(line.n), number(line.value), number(line.centre), ends, rules])
    keys = ("month", "complaints", "value", "expected", "limits", "rule")
    listed = table([study.say(key) for key in keys], lines, numeric=(1, 2, 3, 4))
    return Markup('<p class="signal">{}</p>{}').format(study.say("signals_found", n=len(found)), listed)


def repeats(study: Study) -> Markup:
    """The same household with the same matter again, and what came back after closing."""
    again, n = study.again, comparable(study.frame)
    share = percent(len(again) / n) if n else "–"
    said = study.say("repeats_found", n=n, repeats=len(again), share=share, reopened=int(again["reopened"].sum()))
    if again.empty:
        return VERDICT.format(said)
    lines = [
        [shown(line.key, study.lang), int(line.n), int(line.repeats), int(line.reopened), percent(line.share)]
        for line in repeat_summary(study.frame, again).itertuples()
        if line.repeats
    ]
    keys = ("by_topic", "complaints", "repeats", "reopened", "share")
    longest = again.sort_values(["chain", "received"], ascending=[False, True], kind="stable").head(LISTED)
    listed = Markup("<details open><summary>{}</summary>{}</details>").format(
        study.say("longest_chains"), rows_table(study, longest)
    )
    picture = figure(draw.repeats_picture(study))
    return (
        VERDICT.format(said) + picture + table([study.say(key) for key in keys], lines, numeric=(1, 2, 3, 4)) + listed
    )
