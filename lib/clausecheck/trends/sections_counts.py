"""What the sections about numbers of complaints say."""

import pandas as pd
from markupsafe import Markup

from clausecheck.trends import draw_counts as draw
from clausecheck.trends.comparison import SURE, by_year
from clausecheck.trends.pictures import figure, month_names
from clausecheck.trends.reach import SILENT, log_runs
from clausecheck.trends.study import Study
from clausecheck.trends.tables import change, number, percent, rows_by_month, table
from clausecheck.trends.texts import OTHER, shown, topics
from clausecheck.trends.volumes import pareto as pareto_table

P = Markup("<p>{}</p>")
VERDICT = Markup('<p class="verdict">{}</p>')
LEFT_OUT = ("left_blank", "left_unreadable", "left_later", "left_outside", "left_aside")


def title(study: Study) -> Markup:
    """What was read, over which span, and how everything is counted."""
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(*fact) for fact in _facts(study)
    )
    points = Markup("").join(Markup("<li>{}</li>").format(line) for line in _definitions(study))
    return Markup(
        '<h1>{}</h1><table class="facts"><colgroup><col style="width:18%"><col></colgroup><tbody>{}</tbody></table>'
        '<div class="notes"><b>{}</b><ul>{}</ul></div>'
    ).format(study.say("page_title"), rows, study.say("definitions"), points)


def _facts(study: Study) -> list[tuple[str, str]]:
    settings = study.settings
    return [
        (study.say("project"), "、".join(project.label for project in study.projects)),
        (
            study.say("span"),
            f"{study.span.start} – {study.span.end}" + ("" if settings.span else study.say("span_all")),
        ),
        (study.say("as_of"), str(settings.as_of) + (study.say("as_of_today") if settings.as_of_today else "")),
        (study.say("log_runs"), _log_runs(study)),
        (study.say("households"), _households(study)),
        (study.say("baseline"), _baseline(study)),
        (study.say("rules"), study.say(f"set_{settings.rules}")),
        (study.say("rows_read"), _equation(study)),
    ]


def about_lines(study: Study) -> list[list[str]]:
    """What the title says, as lines of a label and a text: facts, then how everything is counted."""
    return [list(fact) for fact in _facts(study)] + [[study.say("definitions"), line] for line in _definitions(study)]


def _households(study: Study) -> str:
    if study.unhoused:
        return study.say("no_households", projects="、".join(study.unhoused))
    whole = study.rates[study.rates["complete"]]
    known = (whole if len(whole) else study.rates)["households"]
    first, last = number(known.iloc[0], 0), number(known.iloc[-1], 0)
    return study.say("households_from_to", first=first, last=last)


def _log_runs(study: Study) -> str:
    """From when to when each log runs, and which months of the span it says nothing about."""
    said = []
    for project in study.projects:
        runs = log_runs(study.everything, project.label)
        words = study.say("no_rows") if runs is None else f"{runs[0]} – {runs[1]}"
        own = study.reached[(study.reached["project"] == project.label) & study.reached["served"]]
        silent = month_names(own.loc[own["state"].isin(SILENT), "month"])
        if silent:
            words += study.say("silent_months", months=_runs_of(study, silent))
        said.append(f"{project.label} {words}" if len(study.projects) > 1 else words)
    return study.say("semicolon").join(said)


def _runs_of(study: Study, names: list[str]) -> str:
    """Names of months, neighbours joined: 2026-01 – 2026-03, 2026-10."""
    order = month_names(study.rates["month"])
    runs: list[list[str]] = []
    for name in names:
        if runs and order.index(name) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return study.say("comma").join(run[0] if len(run) == 1 else f"{run[0]} – {run[-1]}" for run in runs)


def _baseline(study: Study) -> str:
    if study.baseline is None:
        return study.say("baseline_all")
    said = f"{study.baseline.start} – {study.baseline.end}"
    return said if study.settings.baseline else study.say("baseline_default", months=said)


def _equation(study: Study) -> str:
    read = sum(len(project.rows) + len(project.aside) for project in study.projects)
    said = study.say("equation", read=read, used=len(study.frame), left=len(study.left))
    why = study.left["why"].value_counts()
    reasons = [f"{study.say(key)} {int(why[key]):,}" for key in LEFT_OUT if key in why]
    return f"{said}（{study.say('semicolon').join(reasons)}）" if reasons else said


def _definitions(study: Study) -> list[str]:
    other = int((study.frame["topic"] == OTHER).sum())
    settings = study.settings
    return [
        study.say("def_rate"),
        study.say("def_month"),
        study.say("def_topic", topics=len(topics()), other=other),
        study.say("def_limit"),
        study.say("def_repeat", days=settings.repeat_days, reopen=settings.reopen_days),
    ]


def volumes(study: Study) -> Markup:
    """By month, and by everything that can be counted."""
    several = len(study.projects) > 1
    names = ["klass", "nature", "channel", "building", "subtype", "hour", *(["project"] if several else [])]
    small = Markup("").join(figure(draw.category_picture(study, name)) for name in names)
    hint = Markup('<p class="dim small">{}</p>').format(study.say("click_mark"))
    return figure(draw.volume_picture(study)) + hint + Markup('<div class="duo">{}</div>').format(small)


def changes(study: Study) -> Markup:
    """Year on year and month on month, with how likely chance is."""
    compared = draw.changes(study)
    lines = []
    for name, line in zip(month_names(compared["month"]), compared.itertuples(), strict=True):
        mark = {"whole": "", "part": " *"}.get(line.state, " †")
        n = 0 if pd.isna(line.n) else int(line.n)
        month = Markup('<a href="#rows-{}">{}</a>').format(name, name + mark) if n else name + mark
        yoy = [_sure(change(line.yoy), line.yoy_p), _chance(line.yoy_p)]
        mom = [_sure(change(line.mom), line.mom_p), _chance(line.mom_p)]
        lines.append(
            [month, "–" if pd.isna(line.n) else n, number(line.households, 0), number(line.per_1000), *yoy, *mom]
        )
    keys = ("month", "complaints", "households", "per_1000", "yoy", "chance", "mom", "chance")
    there = set(compared["state"])
    part = f" * {study.say('part_month')}{study.say('stop')}" if "part" in there else ""
    part += f" † {study.say('silent_month')}{study.say('stop')}" if there & set(SILENT) else ""
    return (
        figure(draw.years_picture(study))
        + _years(study)
        + table([study.say(key) for key in keys], lines[::-1], numeric=range(1, 8))
        + Markup('<p class="dim small">{}{}</p>').format(study.say("changes_note"), part)
    )


def _years(study: Study) -> Markup:
    lines = [
        [str(line.year), int(line.months), int(line.n), number(line.per_1000)]
        for line in by_year(study.rates).itertuples()
    ]
    headings = [study.say(key) for key in ("year", "months_counted", "complaints", "per_1000_month")]
    return table(headings, lines, numeric=(1, 2, 3))


def _sure(words: str, p: float) -> Markup | str:
    return Markup('<span class="strong">{}</span>').format(words) if pd.notna(p) and p < SURE else words


def _chance(p: float) -> str:
    return "–" if pd.isna(p) else "<0.1%" if p < 0.001 else f"{p:.1%}"


def pareto(study: Study) -> Markup:
    """Which matters make most of the complaints."""
    lines = pareto_table(study.frame, "topic")
    most = int((lines["cumulative"] < 0.8).sum()) + 1
    most = min(most, len(lines))
    said = study.say("pareto_note", n=most, share=percent(lines["cumulative"].iloc[most - 1], 0))
    rows = [
        [shown(line.key, study.lang), int(line.n), percent(line.share), percent(line.cumulative)]
        for line in lines.itertuples()
    ]
    headings = [study.say(key) for key in ("by_topic", "complaints", "share", "cumulative")]
    return VERDICT.format(said) + figure(draw.pareto_picture(study)) + table(headings, rows, numeric=(1, 2, 3))


def places(study: Study) -> Markup:
    """Building by month."""
    return figure(draw.heat_picture(study))


def season(study: Study) -> Markup:
    """Trend and season, or why not."""
    picture = draw.season_picture(study)
    return P.format(study.say("season_short")) if picture is None else figure(picture)


def rows(study: Study, most: int = 2000) -> Markup:
    """Every row behind the marks, by month; of more than `most` the latest, with a word where a mark asks for others."""
    details, n = rows_by_month(study, most)
    all_of = len(study.frame)
    if n == all_of:
        return P.format(study.say("rows_all", n=n)) + details
    few = Markup('<p class="few" hidden>{}</p>').format(study.say("rows_few", shown=n))
    return P.format(study.say("rows_note", shown=n, n=all_of)) + few + details
