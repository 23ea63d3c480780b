"""How often the audit is right: audits simulated projects whose every breach is known, adds the run to those before it
(accuracy_runs.jsonl), and writes the sum to docs/accuracy.md.

    python benchmarks/accuracy.py DATE [--projects 500] [--seed N] [--processes 2]
    python benchmarks/accuracy.py

What a project deserves comes from `clausecheck.simulate`, which imports nothing that judges. A third of the projects is
compliant and disordered, a third carries breaches, a third carries both. A seed that is run again replaces its line. Ends
with 1 while any run judged anything wrongly.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing import Pool
from pathlib import Path

from accuracy_runs import Faults, Rule, Run, page, put_run, read_runs, total, tree_hash

import clausecheck
from clausecheck.logs import read_logs
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Logs
from clausecheck.pipeline import audit_logs
from clausecheck.procedure import Procedure
from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Disturbance, Wish, project

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
RUNS = Path(__file__).with_name("accuracy_runs.jsonl")
WHENS = (
    ("2026", date(2026, 10, 31)), ("2026", date(2027, 1, 31)), ("2026-Q3", date(2026, 10, 25)), ("2026", date(2026, 6, 17)),
    ("2026-05", date(2026, 7, 2)), ("2026-H1", date(2026, 7, 31)), ("2025", date(2025, 12, 31)), ("2026", date(2026, 12, 31)),
)  # fmt: skip
"""Periods and days of the audits, in turn."""
LARGE = 250
"""Every so many projects one has more than 1,000 households (ITV03)."""
TRIES = 5
BREACH = ("fail", "at_risk")
BAD = (*BREACH, "undetermined")


@dataclass
class Answer:
    """What one project deserved and what the audit said, by (code, subject)."""

    name: str
    rows: int
    deserved: dict[tuple[str, str], str]
    planted: set[tuple[str, str]]
    said: dict[tuple[str, str], str]
    passed: Counter[str]


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
        logs = _read(Path(folder), book)
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


def _read(folder: Path, book: Procedure) -> Logs:
    """The logs of a folder. A file that is not read within a minute is refused: on a machine that starves the run it is
    tried again, and what is refused every time is a fault."""
    for _ in range(TRIES - 1):
        try:
            return read_logs([folder], words=book.words)
        except InputFault as refused:
            print(f"tried again: {refused}", file=sys.stderr, flush=True)
    return read_logs([folder], words=book.words)


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


def run_of(seed: int, projects: int, day: str, processes: int) -> Run:
    """A run: so many projects of a seed audited by the library that is loaded."""
    library = tree_hash(Path(clausecheck.__file__).parent)
    tasks = [(seed, number) for number in range(1, projects + 1)]
    with Pool(processes) as pool:
        rules, faults, _, rows = tally(watched(pool.imap(audited, tasks, chunksize=5)))
    return Run(seed, day, library, projects, rows, rules, faults)


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", nargs="?", help="the day of the run; without one only the page is written anew")
    parser.add_argument("--projects", type=int, default=500)
    parser.add_argument("--seed", type=int, help="the next that no run had, by default")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    if given.date:
        seed = given.seed or max((run.seed for run in read_runs(given.runs)), default=0) + 1
        put_run(given.runs, run_of(seed, given.projects, given.date, given.processes))
    runs = read_runs(given.runs)
    given.out.write_text(page(runs), encoding="utf-8", newline="\n")
    rules, faults = total(runs)
    deserved, found = sum(rule.deserved for rule in rules.values()), sum(rule.found for rule in rules.values())
    wrong, projects = len(faults.all()), sum(run.projects for run in runs)
    print(f"{len(runs)} runs, {projects:,} projects: {found:,} of {deserved:,} breaches found, {wrong:,} differences")
    return 0 if wrong == 0 and found == deserved else 1


if __name__ == "__main__":
    sys.exit(main())
