"""What the checker confirms, and what it refuses: simulated projects by seed, and forgeries of their findings.

    python benchmarks/forgeries.py [--projects 60] [--forgeries 1000] [--seed 1] [--messes 0] [--breaches 6] [--place FOLDER]

Audits the projects with this tree, verifies each by `verify.py`, and prints by rule how many judgements were confirmed,
refuted and not confirmed, with the steps that were most often lacking. Then findings of small projects that were confirmed
whole are forged, one thing each, so many times of each kind, and verified again. Ends with 1 if a judgement was refuted or
(without messes) not confirmed, or a forgery was not refused. `--place`: where projects and findings stay, to be taken up again.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "lib"), str(HERE / "tests" / "proof")]

from forging import KINDS, Findings, forged  # noqa: E402

from clausecheck.nouns.periods import parse_day  # noqa: E402
from clausecheck.pipeline import audit_project  # noqa: E402
from clausecheck.proof import verify as checker  # noqa: E402
from clausecheck.results.findings_json import write_findings  # noqa: E402
from clausecheck.simulate import Disturbance, Wish, chosen_ways, make  # noqa: E402

AS_OF = "2026-10-31"
SMALL, YEAR = Wish("2026-Q3", parse_day(AS_OF), 40, 3), Wish("2026", parse_day(AS_OF), 0, 0)
POOL = 40
"""Small projects whose findings are forged."""
HEAD = ("inputs", "remarks", "as_of", "period", "rulebook")
"""What the checker's own work rests on: where a forgery leaves it as it is, that is not done again."""
Project = tuple[Path, Path]
"""The logs of a project, and its findings."""


def audited(place: Path, projects: int, seed: int, disturbance: Disturbance, wish: Wish) -> list[Project]:
    """Makes projects and audits them, where that was not done before."""
    if not (place / "logs").exists():
        make(place / "logs", place / "answers", seed, projects, wish, disturbance)
    listed = [(logs, place / f"{logs.name}.json") for logs in sorted((place / "logs").iterdir())]
    for logs, findings in listed:
        if not findings.exists():
            write_findings(audit_project(logs, wish.period, AS_OF), findings)
    return listed


def verified(projects: list[Project]) -> tuple[list[Project], Counter[str]]:
    """Verifies and prints what came of it by rule; the projects that were confirmed whole, and the words of all."""
    by_rule: dict[str, Counter[str]] = {}
    steps: Counter[str] = Counter()
    whole: list[Project] = []
    for logs, findings in projects:
        words = checker.verify(findings, [logs])
        for word in words:
            by_rule.setdefault(word.code or "head", Counter())[word.said] += 1
            if word.said == checker.REFUTED:
                print(f"{logs.name} {word.code} {word.subject}: {word.step}", flush=True)
            elif word.said == checker.NOT_CONFIRMED:
                steps[word.step.partition(": ")[0]] += 1
        if all(word.said == checker.CONFIRMED for word in words):
            whole.append((logs, findings))
    columns = (checker.CONFIRMED, checker.REFUTED, checker.NOT_CONFIRMED)
    print("| 规则 rule | 已证实 confirmed | 不成立 refuted | 未能证实 not confirmed |\n|---|---:|---:|---:|")
    total = sum(by_rule.values(), Counter())
    for code, counts in [*sorted(by_rule.items()), ("all", total)]:
        print(f"| {code} |", " | ".join(str(counts[one]) for one in columns), "|")
    print(f"\n{len(whole)} of {len(projects)} projects confirmed whole", flush=True)
    for step, count in steps.most_common(8):
        print(f"  {count} x {step}")
    return whole, total


class Held:
    """A project's findings, what the checker worked out of its workbooks, and forgeries held against that."""

    def __init__(self, project: Project) -> None:
        self.logs, findings = project
        self.findings: Findings = json.loads(findings.read_text(encoding="utf-8"))
        self.book = checker.rulebook_for(self.findings, None)
        self.done = self.worked_out(self.findings)

    def worked_out(self, findings: Findings) -> checker.Verification:
        files = [path for path in sorted(self.logs.rglob("*")) if path.suffix in (".xlsx", ".csv")]
        return checker.Verification(findings, files, self.book)

    def against(self, made: Findings) -> str:
        """The worst word on a forgery."""
        alike = all(made[name] == self.findings[name] for name in HEAD)
        said = {word.said for word in (self.done if alike else self.worked_out(made)).run(made)}
        return next((one for one in (checker.REFUTED, checker.NOT_CONFIRMED) if one in said), checker.CONFIRMED)

    def rulebook(self, seed: int, target: Path) -> str:
        """What is said where a number of the rulebook is changed; every other time its hash is changed too."""
        chance, book = random.Random(seed), json.loads(json.dumps(self.book))
        rule = chance.choice([one for one in book["rules"].values() if one["numbers"]])
        number = chance.choice(chance.choice(list(rule["numbers"].values())))
        number["value"] += chance.choice((-1, 1, 30))
        if seed % 2:
            book["sha256"] = book["sha256"][::-1]
        target.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
        try:
            checker.rulebook_for(self.findings, target)
        except checker.Refuted:
            return checker.REFUTED
        return checker.CONFIRMED


def refused(place: Path, whole: list[Project], forgeries: int) -> int:
    """Forges and verifies; prints by kind how many were refused, and returns how many were not."""
    checker.read_book = lru_cache(None)(checker.read_book)
    held = [Held(one) for one in whole]
    print("| 伪造 forged | 份数 forgeries | 不成立 refused |\n|---|---:|---:|")
    missed = 0
    for kind in [*sorted(KINDS), "rulebook"]:
        refusals = 0
        for seed in range(forgeries):
            one = held[seed % len(held)]
            if kind == "rulebook":
                came, done = one.rulebook(seed, place / "rulebook.json"), kind
            else:
                made, done = forged(one.findings, seed, kind)
                came = one.against(made)
            refusals += came == checker.REFUTED
            if came != checker.REFUTED:
                print(f"missed ({came}): seed {seed}, {one.logs.name}, {done}")
        print(f"| {kind} | {forgeries} | {refusals} |", flush=True)
        missed += forgeries - refusals
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, given in (("projects", 60), ("forgeries", 1000), ("seed", 1), ("messes", 0), ("breaches", 6)):
        parser.add_argument(f"--{name}", type=int, default=given)
    parser.add_argument("--place", type=Path)
    asked = parser.parse_args()
    ways = chosen_ways("")[0]
    with tempfile.TemporaryDirectory() as folder:
        place = asked.place or Path(folder)
        disturbance = Disturbance(asked.breaches, asked.messes, ways)
        _, total = verified(audited(place, asked.projects, asked.seed, disturbance, YEAR))
        missed = 0
        if asked.forgeries:
            print()
            pool = audited(Path(folder) / "small", POOL, asked.seed, Disturbance(8, 0, ways), SMALL)
            whole = [
                one for one in pool if all(word.said == checker.CONFIRMED for word in checker.verify(one[1], [one[0]]))
            ]
            print(f"forged: the findings of {len(whole)} of {POOL} small projects, which were confirmed whole\n")
            missed = refused(Path(folder), whole, asked.forgeries)
    lacking = 0 if asked.messes else total[checker.NOT_CONFIRMED]
    return 1 if total[checker.REFUTED] or lacking or missed else 0


if __name__ == "__main__":
    sys.exit(main())
