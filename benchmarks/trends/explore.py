"""How long each figure of the trends page takes over many complaints, and each answer of its explorer.

    python benchmarks/trends/explore.py [complaints]      (100,000 unless told)

The complaints are made up in memory as logs (8 years, one project of 20,000 households); building the frame from them is
measured apart from reading workbooks, which benchmarks of the audit measure. Exit code 1 where a figure, or the drawing of
an answer, takes a second or more of the processor.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from clausecheck.nouns.model import Block, Cell, Logs, Row
from clausecheck.nouns.periods import Period, When
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.rulebook import load_rulebook
from clausecheck.trends import (
    backlog,
    comparison,
    control,
    draw_counts,
    draw_times,
    exposure,
    frame,
    growth,
    repeats,
    season,
    survival,
    timeliness,
    volumes,
)
from clausecheck.trends.explorer import chart_html, rows_html
from clausecheck.trends.marks import chosen_rows, rows_behind
from clausecheck.trends.projects import as_project
from clausecheck.trends.reach import reach
from clausecheck.trends.settings import Settings
from clausecheck.trends.study import Study

SPAN, AS_OF = Period(date(2018, 11, 1), date(2026, 10, 31)), date(2026, 10, 31)
BASELINE = Period(date(2018, 11, 1), date(2025, 10, 31))
TEXTS = [
    "电梯异响",
    "主卧外墙渗水",
    "楼上深夜噪音扰民",
    "垃圾桶满溢有异味",
    "门禁刷卡无反应",
    "路灯不亮",
    "物业费账单不符",
    "草坪枯黄",
]
COLUMNS = dict(zip(our_tables()["complaints"].fields, [f"A{chr(65 + i)}" for i in range(26)], strict=False))


def made(n: int) -> Logs:
    """Logs of one large project with so many complaints and 20,000 households."""
    rng = random.Random(1)
    facts = {
        "code": "BIG",
        "name": "大盘",
        "ownership": "多产权",
        "households": 20_000,
        "takeover_date": When(date(2015, 1, 1)),
    }
    rows = [
        Row("project", "f", "项目信息", i, {"item": k, "content": v}, {"item": "A", "content": "B"})
        for i, (k, v) in enumerate(facts.items(), 2)
    ]
    flats = [f"{b}栋{u}单元{f}0{r}" for b in range(1, 101) for u in (1, 2) for f in range(1, 26) for r in (1, 2, 3, 4)]
    register = [
        Row("households", "f", "户册", i, {"household": flat}, {"household": "A"}) for i, flat in enumerate(flats, 2)
    ]
    complaints = [Row("complaints", "f", "投诉记录", i, _complaint(rng, flats, i), COLUMNS) for i in range(2, n + 2)]
    blocks = [
        Block(name, "f", sheet, {}, frozenset(), some)
        for name, sheet, some in (
            ("project", "项目信息", rows),
            ("households", "户册", register),
            ("complaints", "投诉记录", complaints),
        )
    ]
    for block in blocks:
        block.headers = {key: Cell("f", block.sheet, f"{letters}1") for key, letters in block.rows[0].columns.items()}
    return Logs([], blocks, [], tables=our_tables(), words=our_words())


def _complaint(rng: random.Random, flats: list[str], number: int) -> dict:
    received = datetime(2018, 11, 1) + timedelta(minutes=rng.randrange(SPAN.days * 1440))
    klass = rng.choice(["一类", "一类", "一类", "二类", "三类"])
    told, closed = (received + timedelta(hours=rng.expovariate(1 / mean)) for mean in (30, 80))
    values = {
        "id": f"TS-{number}", "received_at": _when(received), "household": rng.choice(flats), "klass": klass,
        "content": rng.choice(TEXTS) + str(number), "channel": rng.choice(["来电", "来访"]), "nature": "个别",
    }  # fmt: skip
    if klass == "二类":
        values["subtype"] = "房屋质量"
        values["plan_at"] = _when(received + timedelta(days=rng.randrange(10)))
    for name, moment in (("feedback_at", told), ("closed_at", closed)):
        if moment.date() <= AS_OF and rng.random() > 0.01:
            values[name] = _when(moment)
    return values


def _when(moment: datetime) -> When:
    return When(moment.date(), moment.time().replace(second=0, microsecond=0))


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    slow: list[str] = []

    def took(name: str, call: Callable[[], object], counts: bool = True) -> object:
        started, wall = time.process_time(), time.perf_counter()
        result = call()
        seconds, waited = time.process_time() - started, time.perf_counter() - wall
        print(f"{name:34s} {seconds:7.3f} s CPU {waited:7.3f} s" + ("" if counts else "   (once, at the start)"))
        if counts and seconds >= 1:
            slow.append(name)
        return result

    logs = made(n)
    project = took("as_project (prepare)", lambda: as_project(logs, AS_OF, SPAN), counts=False)
    made_frame = took("complaint_frame", lambda: frame.complaint_frame(project, AS_OF, SPAN), counts=False)
    book = load_rulebook()
    full = took("timed (limits)", lambda: timeliness.timed(made_frame, book, AS_OF))
    households = took("exposure", lambda: exposure.exposure([project], SPAN))
    for by in volumes.COUNTED:
        took(f"counted by {by}", lambda by=by: volumes.counted(full, by))
    reached = took("reach", lambda: reach(full, [project], SPAN))
    rates = took("rates", lambda: volumes.rates(full, households, SPAN, reached))
    took("compared", lambda: comparison.compared(rates))
    took("pareto", lambda: volumes.pareto(full))
    took("heat_map", lambda: volumes.heat_map(full, households, SPAN))
    took("share_within by month", lambda: timeliness.share_within(full, "closed_in", "month"))
    took("survival summary", lambda: survival.summary(full, "closed", AS_OF, "klass"))
    took("survival curve", lambda: survival.curve(survival.durations(full, "closed", AS_OF)))
    took("distribution", lambda: survival.distribution(full, "closed"))
    medians = took("monthly_median", lambda: survival.monthly_median(full, "closed", AS_OF))
    took("backlog", lambda: backlog.backlog(full, SPAN))
    took("open_ages", lambda: backlog.open_ages(full, AS_OF))
    chart = took("rate_chart", lambda: control.rate_chart(rates, BASELINE))
    took("time_chart", lambda: control.time_chart(medians, BASELINE))
    took("grown", lambda: growth.grown(full, chart, list(chart.points["month"].tail(3))))
    again = took("repeats", lambda: repeats.repeats(full))
    took("repeat_summary", lambda: repeats.repeat_summary(full, again))
    took("season", lambda: season.decomposed(rates))
    took("rows_behind a month", lambda: rows_behind(full, {"month": "2026-04"}))
    settings = Settings([], AS_OF, SPAN, BASELINE)
    left = full.iloc[:0]
    study = Study(settings, [project], book, SPAN, full, full, left, households, (), reached, rates, BASELINE, again)
    took("the first drawing of all", lambda: chart_html(study, full.head(1000), {}, "chart_rate"), counts=False)
    _answers(study, took)
    for name in ("volume", "years", "pareto", "heat"):
        took(f"picture: {name}", lambda name=name: draw_counts.__dict__[f"{name}_picture"](study))
    for name in ("share", "survival", "backlog", "repeats"):
        took(f"picture: {name}", lambda name=name: draw_times.__dict__[f"{name}_picture"](study))
    print(f"{n:,} complaints;", f"a second or more: {', '.join(slow)}" if slow else "everything under a second")
    sys.exit(bool(slow))


def _answers(study: Study, took: Callable[..., object]) -> None:
    for kind in ("chart_rate", "chart_closed", "chart_feedback"):
        for chosen in ({}, {"klass": "二类"}, {"building": "5栋"}):
            said = "、".join(chosen.values()) or "all"
            took(
                f"answer: {kind}, {said}", lambda c=chosen, k=kind: chart_html(study, chosen_rows(study.frame, c), c, k)
            )
    took("answer: rows of a month", lambda: rows_html(study, {}, "2026-04"))


if __name__ == "__main__":
    main()
