"""What a change does to verdicts: simulated projects (by seed, none is stored) are written once and audited by two trees.

    python benchmarks/gate.py BEFORE_TREE [--projects 1000] [--seed 3] [--explained FILE]

Lists by rule every verdict that is another, every judgement that is new or gone. A tree is a checkout of this project;
`git worktree add ../before HEAD~1` makes one. FILE says in YAML what a change is meant to do, rule -> reason; a rule that
changes without a line there stops the gate (ends with 1), and so does a line of a rule that does not change.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parents[1]
NONE = "-"
Said = dict[str, str]
"""Rule and subject, parted by a tabulator -> verdict and reason."""


@dataclass
class Flips:
    """What became different of one rule: how many, by what was and what is, and the first by name."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    first: dict[str, str] = field(default_factory=dict)

    def add(self, was: str, now: str, name: str) -> None:
        self.counts[f"{was} → {now}"] += 1
        self.first.setdefault(f"{was} → {now}", name)


def answer() -> None:
    """Audits the folders that are named on standard input, one a line, with the tree of this process; one line each."""
    from clausecheck.logs import read_logs  # noqa: PLC0415 - that of the tree
    from clausecheck.nouns.periods import parse_day, parse_period  # noqa: PLC0415 - likewise
    from clausecheck.pipeline import audit_logs  # noqa: PLC0415 - likewise
    from clausecheck.rulebook import load_rulebook  # noqa: PLC0415 - likewise

    book = load_rulebook(None)
    for line in sys.stdin:
        folder, period, day = json.loads(line)
        audit = audit_logs(read_logs([Path(folder)], words=book.words), book, parse_period(period), parse_day(day))
        said = {f"{one.code}\t{one.subject}": f"{one.verdict} {one.reason}".strip() for one in audit.findings}
        print(json.dumps(said, ensure_ascii=False), flush=True)


class Tree:
    """A checkout with a process of its own that audits."""

    def __init__(self, place: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(place / "lib"), "PYTHONUTF8": "1"}
        command = [sys.executable, str(Path(__file__).resolve()), "--answer"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8"
        )

    def __enter__(self) -> "Tree":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def ask(self, folder: str, period: str, day: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps([folder, period, day]) + "\n")
        self.process.stdin.flush()

    def told(self) -> Said:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a tree could not audit; its error stands above")
        said: Said = json.loads(line)
        return said


def pairs(before: Path, after: Path, projects: int, seed: int) -> Iterator[tuple[str, Said, Said]]:
    """Each project's code with what the two trees say of it. This process writes the projects, with the library it has."""
    from accuracy import WHENS  # noqa: PLC0415 - the process that answers needs neither

    from clausecheck.simulate import Disturbance, Wish, project  # noqa: PLC0415 - likewise

    with ExitStack() as stack:
        trees = [stack.enter_context(Tree(place)) for place in (before, after)]
        for number in range(projects):
            period, as_of = WHENS[number % len(WHENS)]
            made = project(
                seed, number, Wish(period, as_of, 6 + number % 13, 1 + number % 3), Disturbance(8, number % 7)
            )
            with tempfile.TemporaryDirectory(prefix="clausecheck-gate-") as folder:
                made.write(Path(folder))
                for tree in trees:
                    tree.ask(folder, period, as_of.isoformat())
                was, now = (tree.told() for tree in trees)
            yield made.shape.code, was, now


def compared(found: Iterable[tuple[str, Said, Said]]) -> Iterator[tuple[dict[str, Flips], int]]:
    """What is different by rule, and how many judgements were compared: after each project."""
    flips: dict[str, Flips] = defaultdict(Flips)
    judged = 0
    for project, was, now in found:
        judged += len(was.keys() | now.keys())
        for key in sorted(was.keys() | now.keys()):
            if was.get(key) != now.get(key):
                code, _, subject = key.partition("\t")
                flips[code].add(was.get(key, NONE), now.get(key, NONE), f"{project} {subject}")
        yield flips, judged


def told(flips: Mapping[str, Flips], explained: Mapping[str, str]) -> Iterator[str]:
    """The list as lines: a rule, why it changes, each kind of change with its number and its first case."""
    for code, one in sorted(flips.items()):
        yield f"{code}: {explained.get(code) or 'NOT EXPLAINED'}"
        for change, count in sorted(one.counts.items()):
            yield f"  {count:6} {change}   (first: {one.first[change]})"


def stopped(flips: Mapping[str, Flips], explained: Mapping[str, str]) -> list[str]:
    """Why the gate stops: rules that change without a reason, reasons of rules that do not change."""
    silent, idle = sorted(set(flips) - set(explained)), sorted(set(explained) - set(flips))
    return [
        *([f"changed without a reason: {', '.join(silent)}"] if silent else []),
        *([f"explained, but without any change: {', '.join(idle)}"] if idle else []),
    ]


def main() -> int:
    if sys.argv[1:] == ["--answer"]:
        answer()
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--explained", type=Path)
    asked = parser.parse_args()
    explained = (yaml.safe_load(asked.explained.read_text("utf-8")) or {}) if asked.explained else {}
    *_, (flips, judged) = compared(pairs(asked.before.resolve(), HERE, asked.projects, asked.seed))
    print(f"{asked.projects} projects, {judged:,} judgements; rules that changed: {len(flips)}")
    stops = stopped(flips, explained)
    print(*told(flips, explained), *stops, sep="\n")
    return 1 if stops else 0


if __name__ == "__main__":
    sys.exit(main())
