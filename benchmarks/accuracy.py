"""How often the audit is right: audits simulated projects whose every breach is known, and writes docs/accuracy.md.

    python benchmarks/accuracy.py DATE [--projects 2000] [--seed 1] [--processes 2]

What a project deserves comes from `clausecheck.simulate`, which imports nothing that judges. A third of the projects is
compliant and disordered, a third carries breaches, a third carries both. Ends with 1 when anything was judged wrongly.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import Pool
from pathlib import Path

from statsmodels.stats.proportion import proportion_confint

from clausecheck.logs import read_logs
from clausecheck.pipeline import audit_logs
from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Disturbance, Wish, project

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
WHENS = (
    ("2026", date(2026, 10, 31)), ("2026", date(2027, 1, 31)), ("2026-Q3", date(2026, 10, 25)), ("2026", date(2026, 6, 17)),
    ("2026-05", date(2026, 7, 2)), ("2026-H1", date(2026, 7, 31)), ("2025", date(2025, 12, 31)), ("2026", date(2026, 12, 31)),
)  # fmt: skip
"""Periods and days of the audits, in turn."""
LARGE = 250
"""Every so many projects one has more than 1,000 households (ITV03)."""
BREACH = ("fail", "at_risk")
BAD = (*BREACH, "undetermined")
NOT_PLANTED: dict[str, tuple[str, str]] = {}
"""Rules that no project can be made to break by its logs, with the reason in both languages."""


@dataclass
class Answer:
    """What one project deserved and what the audit said, by (code, subject)."""

    name: str
    rows: int
    deserved: dict[tuple[str, str], str]
    planted: set[tuple[str, str]]
    said: dict[tuple[str, str], str]
    passed: Counter[str]


@dataclass
class Rule:
    """The counts of one rule over all projects."""

    planted: int = 0
    deserved: int = 0
    found: int = 0
    wrongly: int = 0
    passed: int = 0
    open_deserved: int = 0
    open_found: int = 0


@dataclass
class Faults:
    """Where audit and answer differ, by name."""

    accused: list[str] = field(default_factory=list)
    acquitted: list[str] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)
    """A breach was planted, and the audit left it open."""
    otherwise: list[str] = field(default_factory=list)
    """Open where it should have been decided, decided where it should have stayed open, fail for at risk."""


def audited(task: tuple[int, int]) -> Answer:
    """Makes a project, audits it, and puts answer and audit side by side."""
    seed, number = task
    period, as_of = WHENS[number % len(WHENS)]
    large = number % LARGE == LARGE - 1
    wish = Wish(period, as_of, 1001 + number % 60 if large else 6 + number % 13, 1 + number % 3)
    layer = number % 3
    disturbance = Disturbance(
        0 if layer == 0 else 10, 0 if layer == 1 else 6, ("ITV03.short", "CMP10.late") if large else ()
    )
    made = project(seed, number, wish, disturbance)
    book = load_rulebook(None)
    with tempfile.TemporaryDirectory(prefix="clausecheck-accuracy-") as folder:
        answer = made.write(Path(folder))
        logs = read_logs([Path(folder)], words=book.words)
        audit = audit_logs(logs, book, made.shape.period, as_of)
    entries = answer["planted"]
    return Answer(
        made.shape.code,
        answer["rows"],
        {(entry["code"], entry["subject"]): entry["verdict"] for entry in entries},
        {(entry["code"], entry["subject"]) for entry in entries if not entry["follows"]},
        {(one.code, one.subject): one.verdict for one in audit.findings if one.verdict in BAD},
        Counter(one.code for one in audit.findings if one.verdict == "pass"),
    )


def differences(one: Answer) -> list[str]:
    """What the audit says of a project that it does not deserve, or does not say."""
    keys = sorted(set(one.deserved.items()) ^ set(one.said.items()))
    return [f"{one.name} {code} {subject}: {verdict}" for (code, subject), verdict in keys]


def watched(answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers as they come, each difference said at once: a run takes half an hour."""
    for one in answers:
        for line in differences(one)[:10]:
            print(line, file=sys.stderr, flush=True)
        yield one


def tally(answers: Iterable[Answer]) -> tuple[dict[str, Rule], Faults, int, int]:
    """The counts by rule, the faults by name, and how many projects and rows there were."""
    rules: dict[str, Rule] = {code: Rule() for code in load_rulebook(None).rules}
    faults, projects, rows = Faults(), 0, 0
    for one in answers:
        projects, rows = projects + 1, rows + one.rows
        for code, count in one.passed.items():
            rules[code].passed += count
        for key in sorted(set(one.deserved) | set(one.said)):
            rules[key[0]].planted += key in one.planted
            _count(
                rules[key[0]], faults, f"{one.name} {key[0]} {key[1]}", one.deserved.get(key, ""), one.said.get(key, "")
            )
    return rules, faults, projects, rows


def _count(rule: Rule, faults: Faults, name: str, deserved: str, said: str) -> None:
    rule.deserved += deserved in BREACH
    rule.open_deserved += deserved == "undetermined"
    if deserved in BREACH and said in BREACH:
        rule.found += 1
    elif deserved in BREACH:
        (faults.undetermined if said == "undetermined" else faults.acquitted).append(name)
    elif said in BREACH:
        rule.wrongly += 1
        faults.accused.append(name)
    if deserved == said == "undetermined":
        rule.open_found += 1
    elif deserved != said and not (deserved in BREACH) ^ (said in BREACH):
        faults.otherwise.append(f"{name}: {said or '-'}, not {deserved or '-'}")


def _share(count: int, of: int) -> str:
    """A share with its exact (Clopper-Pearson) 95 % interval."""
    if not of:
        return "–"
    low, high = proportion_confint(count, of, alpha=0.05, method="beta")
    return f"{100 * count / of:.1f} % ({100 * low:.1f}–{100 * high:.1f})"


def page(rules: dict[str, Rule], faults: Faults, projects: int, rows: int, day: str, seed: int) -> str:
    """The page as Markdown: Chinese and English headline, the table, the faults by name."""
    deserved, found = sum(rule.deserved for rule in rules.values()), sum(rule.found for rule in rules.values())
    wrongly, passed = sum(rule.wrongly for rule in rules.values()), sum(rule.passed for rule in rules.values())
    lines = [
        "# 准确性 · Accuracy",
        "",
        f"{day}，`benchmarks/accuracy.py`，种子 {seed}：{projects:,} 个模拟项目（{rows:,} 行），应判不合格或预警 {deserved:,} 项，"
        f"查出 {found:,} 项；误判 {wrongly:,} 项，漏判 {len(faults.acquitted):,} 项，判为证据不足 {len(faults.undetermined):,} 项；"
        f"合格判定 {passed:,} 项。",
        "",
        f"{day}, `benchmarks/accuracy.py`, seed {seed}: {projects:,} simulated projects ({rows:,} rows) in which {deserved:,} "
        f"breaches were to be found (failed or at risk); {found:,} were found, {wrongly:,} were found that are none, "
        f"{len(faults.acquitted):,} were passed over, {len(faults.undetermined):,} left undetermined; {passed:,} cases passed.",
        "",
        "What a project deserves is computed by `clausecheck simulate` from the procedure's text, by code that imports nothing "
        "that judges. It says how well the audit does what the text says, as its makers read it; not how well either reads "
        "the logs of a centre they have never seen. Intervals are exact (Clopper–Pearson, 95 %).",
        "",
        "Planted: breaches put in by name. Deserved: with those that follow from others. Recall: found of deserved. Precision: "
        "deserved of found. Undetermined: how often the answer was that, and how often the audit said so.",
        "",
        "| 规则 Rule | 埋设 planted | 应判 deserved | 查出 found | 查全率 recall | 查准率 precision | 合格 passed | 证据不足 undetermined |",
        "|---|---:|---:|---:|---|---|---:|---|",
    ]
    for code, rule in sorted(rules.items()):
        said = rule.found + rule.wrongly
        lines.append(
            f"| {code} | {rule.planted:,} | {rule.deserved:,} | {rule.found:,} | {_share(rule.found, rule.deserved)} | "
            f"{_share(rule.found, said)} | {rule.passed:,} | {rule.open_found:,} of {rule.open_deserved:,} |"
        )
    for title, names in (
        ("误判 · False accusations", faults.accused),
        ("漏判 · False acquittals", faults.acquitted),
        ("应判而证据不足 · Left undetermined where a breach was to be found", faults.undetermined),
        ("其他差异 · Other differences", faults.otherwise),
    ):
        lines += ["", f"## {title}: {len(names)}", "", *(f"- {name}" for name in names[:200])]
    missing = [code for code, rule in sorted(rules.items()) if not rule.planted]
    lines += ["", f"## 没有埋设的规则 · Rules that nothing was planted for: {len(missing)}", ""]
    lines += [f"- {code}: {' · '.join(NOT_PLANTED.get(code, ('', 'no such project came up')))}" for code in missing]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("--projects", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    tasks = [(given.seed, number) for number in range(1, given.projects + 1)]
    with Pool(given.processes) as pool:
        rules, faults, projects, rows = tally(watched(pool.imap(audited, tasks, chunksize=5)))
    given.out.write_text(page(rules, faults, projects, rows, given.date, given.seed), encoding="utf-8", newline="\n")
    wrong = len(faults.accused) + len(faults.acquitted) + len(faults.undetermined) + len(faults.otherwise)
    deserved, found = sum(rule.deserved for rule in rules.values()), sum(rule.found for rule in rules.values())
    print(f"{projects:,} projects, {rows:,} rows: {found:,} of {deserved:,} breaches found, {wrong:,} differences")
    return 0 if wrong == 0 and found == deserved else 1


if __name__ == "__main__":
    sys.exit(main())
