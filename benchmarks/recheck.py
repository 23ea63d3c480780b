"""Whether a recheck knows findings again: simulated projects are edited in twelve ways that mend nothing, and in one that
changes cells at random. Writes docs/recheck.md.

    python benchmarks/recheck.py DATE [--projects 200] [--seed 1] [--processes 1]

Of the twelve it is known from the workbook's lines which finding is which: a false `new` or `mended` is a fault. Of all
thirteen the law holds: the comparison applied to the first audit's findings gives the second's. Ends with 1 on any fault.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from multiprocessing import Pool
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Disturbance, Wish, project

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests" / "recheck"))
from edits import EDITS, touched_up  # noqa: E402 - the tests have them
from truth import Verdict, audited, tried  # noqa: E402 - likewise

PAGE = ROOT / "docs" / "recheck.md"
RANDOM = "cells changed at random"
WHENS = (
    ("2026", date(2026, 10, 31)),
    ("2026-Q3", date(2026, 10, 25)),
    ("2026-H1", date(2026, 7, 31)),
    ("2026", date(2026, 12, 31)),
)
"""Periods and days of the audits, in turn."""


def of_project(task: tuple[int, int]) -> dict[str, Verdict]:
    """How the comparison does after each edit of one project."""
    seed, number = task
    period, as_of = WHENS[number % len(WHENS)]
    wish = Wish(period, as_of, 6 + number % 9, 1 + number % 3)
    made = project(seed, number, wish, Disturbance(12, 4 * (number % 2)))
    book, rng = load_rulebook(None), Random(f"{seed}/{number}")
    with TemporaryDirectory(prefix="clausecheck-recheck-") as place:
        before = audited(made.sheets, made, book, Path(place))
    done = {name: tried(made, before, edit, rng, book) for name, edit in EDITS.items()}
    done[RANDOM] = tried(made, before, touched_up, rng, book, judged=False)
    for name, verdict in done.items():
        for line in verdict.faults[:6]:
            print(f"{made.shape.code} {number} {name}: {line}", file=sys.stderr, flush=True)
    return done


def page(found: Iterable[dict[str, Verdict]], day: str, seed: int) -> tuple[str, int]:
    """The page as Markdown, and the number of faults."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*EDITS, RANDOM)}
    projects = 0
    for one in found:
        projects += 1
        for name, verdict in one.items():
            counts[name] += Counter(
                open=verdict.open_before, kept=verdict.persisting, new=len(verdict.false_new), mended=len(verdict.false_mended),
                gone=len(verdict.false_gone), another=len(verdict.taken_for_another), law=len(verdict.against_the_law),
            )  # fmt: skip
    whole = sum(counts.values(), Counter())
    faults = sum(whole[key] for key in ("new", "mended", "gone", "another", "law"))
    pairs = projects * len(counts)
    rows = [
        f"| {name} | {one['open']:,} | {one['kept']:,} | {one['new']:,} | {one['mended']:,} | {one['gone']:,} | {one['another']:,} | {one['law']:,} |"
        for name, one in counts.items()
    ]
    lines = [
        "# 复查 · Recheck",
        "",
        f"{day}，`benchmarks/recheck.py`，种子 {seed}：{projects:,} 个模拟项目，各作 12 种不改变事实的改动，未结 {whole['open']:,} 项中误判新增 {whole['new']:,} 项、"
        f"误判已整改 {whole['mended']:,} 项；{pairs:,} 对核查中，对照结果与第二次核查不符的 {whole['law']:,} 项。",
        "",
        f"{day}, `benchmarks/recheck.py`, seed {seed}: {projects:,} simulated projects, each edited in 12 ways that mend nothing. Of "
        f"{whole['open']:,} open findings {whole['new']:,} were falsely new and {whole['mended']:,} falsely mended. Over {pairs:,} pairs of "
        f"audits the comparison applied to the first gave the second, with {whole['law']:,} exceptions.",
        "",
        "Which finding is which is known from the workbook's lines, not from what compares. A deleted row's findings must be gone; "
        "“another” counts findings that were taken for those of another row. Cells changed at random are held to the law alone.",
        "",
        "| 改动 Edit | 未结 open | 未整改 not mended | 误判新增 false new | 误判已整改 false mended | 误判消失 false gone | 认错 another | 不符 law |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *rows,
    ]
    return "\n".join(lines) + "\n", faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    tasks = [(given.seed, number) for number in range(1, given.projects + 1)]
    done: list[dict[str, Verdict]] = []
    with Pool(given.processes) as pool:
        for one in pool.imap(of_project, tasks):  # the page is written as they come: all of them take an hour
            done.append(one)
            text, faults = page(done, given.date, given.seed)
            given.out.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
