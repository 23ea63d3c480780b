"""What the checker confirms, and what it refuses: simulated projects by seed, and forgeries of their findings.

    python benchmarks/forgeries.py [--projects 60] [--forgeries 1000] [--seed 1] [--messes 0] [--breaches 6]

Audits the projects with this tree, verifies each by `verify.py`, and prints by rule how many judgements were confirmed,
refuted and not confirmed, with the steps that were most often lacking. Then findings that were confirmed whole are forged,
one thing each, and verified again. Ends with 1 if a judgement was refuted, or a forgery was not.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "lib"), str(HERE / "tests" / "proof")]

from forging import forged  # noqa: E402

from clausecheck.nouns.periods import parse_day  # noqa: E402
from clausecheck.pipeline import audit_project  # noqa: E402
from clausecheck.proof import verify as checker  # noqa: E402
from clausecheck.results.findings_json import write_findings  # noqa: E402
from clausecheck.simulate import Disturbance, Wish, chosen_ways, make  # noqa: E402

PERIOD, AS_OF = "2026", "2026-10-31"
Whole = list[tuple[Path, Path]]
"""The logs and the findings of the projects that were confirmed whole."""


def verified(place: Path, projects: int, seed: int, disturbance: Disturbance) -> tuple[Whole, int]:
    """Audits and verifies projects and prints what came of it; how many judgements were refuted."""
    make(
        place / "logs",
        place / "answers",
        seed,
        projects,
        Wish(PERIOD, parse_day(AS_OF), 0, 0),
        disturbance,
    )
    by_rule: dict[str, Counter[str]] = {}
    steps: Counter[str] = Counter()
    whole: Whole = []
    for logs in sorted((place / "logs").iterdir()):
        findings = place / f"{logs.name}.json"
        write_findings(audit_project(logs, PERIOD, AS_OF), findings)
        words = checker.verify(findings, [logs])
        for word in words:
            by_rule.setdefault(word.code or "head", Counter())[word.said] += 1
            if word.said == checker.REFUTED:
                print(f"{logs.name} {word.code} {word.subject}: {word.step}")
            elif word.said == checker.NOT_CONFIRMED:
                steps[word.step.partition(": ")[0]] += 1
        if all(word.said == checker.CONFIRMED for word in words):
            whole.append((logs, findings))
    columns = (checker.CONFIRMED, checker.REFUTED, checker.NOT_CONFIRMED)
    print("| rule |", " | ".join(columns), "|")
    for code, counts in sorted(by_rule.items()):
        print(f"| {code} |", " | ".join(str(counts[one]) for one in columns), "|")
    total = sum(by_rule.values(), Counter())
    print("| all |", " | ".join(str(total[one]) for one in columns), "|")
    print(f"{len(whole)} of {projects} projects confirmed whole")
    for step, count in steps.most_common(8):
        print(f"  {count} x {step}")
    return whole, total[checker.REFUTED]


def refused(place: Path, whole: Whole, forgeries: int) -> int:
    """Forges and verifies; prints what was refused, and returns how many were not."""
    checker.read_book = lru_cache(64)(checker.read_book)
    place.mkdir()
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(forgeries):
        logs, findings = whole[seed * len(whole) // forgeries]
        made, done = forged(json.loads(findings.read_text(encoding="utf-8")), seed)
        target = place / "findings.json"
        target.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        words = checker.verify(target, [logs])
        worst = next(
            (said for said in (checker.REFUTED, checker.NOT_CONFIRMED) if any(one.said == said for one in words)), ""
        )
        counts[done.partition(":")[0], worst or "MISSED"] += 1
        if not worst:
            print(f"missed: seed {seed}, {logs.name}, {done}")
    for (kind, came), count in sorted(counts.items()):
        print(f"| {kind} | {came} | {count} |")
    return sum(count for (_, came), count in counts.items() if came == "MISSED")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, given in (("projects", 60), ("forgeries", 1000), ("seed", 1), ("messes", 0), ("breaches", 6)):
        parser.add_argument(f"--{name}", type=int, default=given)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        disturbance = Disturbance(asked.breaches, asked.messes, chosen_ways("")[0])
        whole, wrong = verified(place, asked.projects, asked.seed, disturbance)
        missed = refused(place / "forged", whole, asked.forgeries) if whole and asked.forgeries else 0
    return 1 if wrong or missed else 0


if __name__ == "__main__":
    sys.exit(main())
