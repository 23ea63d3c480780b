"""The gate (gate.py) shown on a change that is made on purpose. Writes docs/gate.md.

    python benchmarks/gate_shown.py DATE [--projects 1000] [--seed 3] [--out FILE]

A copy of the library gets one number of the rulebook and one comparison in a kind's code altered; both trees audit the
same projects. Ends with 1 unless exactly the rules that rest on what was altered change, each in the direction it must,
and the gate stops where it should: without reasons, and with a reason for a rule that does not change.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gate import HERE, Flips, compared, pairs, stopped

from clausecheck.rulebook import load_rulebook

PAGE = HERE / "docs" / "gate.md"
STEP = 50
"""After so many projects the page is written anew: a run may be stopped, and the page says of how many it is."""
QUOTAS = ("quota", "coverage", "publicity_plan", "interview_plan")
"""The kinds that count in windows."""


@dataclass(frozen=True)
class Change:
    """A text of a file of the library replaced by another; the rules that may change by it, and what a flip must be."""

    file: str
    was: str
    now: str
    zh: str
    en: str
    rules: frozenset[str]
    must: Callable[[str, str], bool]

    def make(self, library: Path) -> None:
        path = library / self.file
        text = path.read_text("utf-8")
        assert text.count(self.was) == 1, f"{self.file} holds {self.was!r} {text.count(self.was)} times"
        path.write_text(text.replace(self.was, self.now), encoding="utf-8", newline="\n")


def changes() -> tuple[Change, Change]:
    """One more day for class 1, and a quota that must be exceeded instead of reached."""
    counting = frozenset(
        code for code, rule in load_rulebook(None).rules.items() if any(one.kind in QUOTAS for one in rule.checks)
    )
    return (
        Change(
            "procedures/customer_communication/rules/3_complaints.yaml",
            "class_1: {value: 3,",
            "class_1: {value: 4,",
            "规则书：CMP10 一类投诉的办结时限由 3 天改为 4 天",
            "the rulebook: class 1 complaints (CMP10) get 4 days instead of 3",
            frozenset({"CMP10"}),
            lambda was, now: not was.startswith("pass") and now.startswith(("pass", "pending")),
        ),
        Change(
            "kinds/windows.py",
            "if done >= required:",
            "if done > required:",
            "判定代码：次数、户数恰好达到要求的不再合格（`>=` 改为 `>`）",
            "a kind's code: a quota that is just reached passes no more (`>=` became `>`)",
            counting,
            lambda was, now: was.startswith("pass") and not now.startswith("pass"),
        ),
    )


def shown(projects: int, seed: int, made: tuple[Change, ...]) -> Iterator[tuple[dict[str, Flips], int]]:
    """The flips between this tree and a copy with the changes made, and how many judgements were compared, after each
    project."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-gate-tree-") as place:
        shutil.copytree(HERE / "lib", Path(place) / "lib")
        for change in made:
            change.make(Path(place) / "lib" / "clausecheck")
        yield from compared(pairs(HERE, Path(place), projects, seed))


def faults(flips: Mapping[str, Flips], made: tuple[Change, ...]) -> Iterator[str]:
    """What is not as the changes let expect."""
    for change in made:
        if not change.rules & flips.keys():
            yield f"{change.en}: no verdict changed"
    for code, one in flips.items():
        reason = next((change for change in made if code in change.rules), None)
        for turn in one.counts:
            was, _, now = turn.partition(" → ")
            if reason is None or not reason.must(was, now):
                yield f"{code}: {turn} (first: {one.first[turn]}) follows from neither change"


def answers(flips: Mapping[str, Flips], made: tuple[Change, ...]) -> list[tuple[str, str, list[str], bool]]:
    """The gate asked three times: without reasons, with them, with one too many; and whether it must stop."""
    explained = {code: change.en for change in made for code in change.rules & flips.keys()}
    idle = next(code for code in load_rulebook(None).rules if code not in flips)
    return [
        ("没有说明", "no `--explained`", stopped(flips, {}), True),
        ("逐条说明", "every rule explained", stopped(flips, explained), False),
        (f"另说明了未变的 {idle}", f"{idle} explained too", stopped(flips, explained | {idle: "no reason"}), True),
    ]


def page(flips: Mapping[str, Flips], judged: int, projects: int, seed: int, day: str) -> str:
    made = changes()
    lines = [
        "# 变更关卡 · The change gate",
        "",
        f"{day}，`benchmarks/gate_shown.py`，种子 {seed}：{projects:,} 个模拟项目，改动前后共对照 {judged:,} 项结论，"
        f"{sum(sum(one.counts.values()) for one in flips.values()):,} 项不同，涉及 {len(flips)} 条规则。",
        "",
        f"{day}, `benchmarks/gate_shown.py`, seed {seed}: {projects:,} simulated projects audited by both trees, {judged:,} "
        f"judgements compared, {sum(sum(one.counts.values()) for one in flips.values()):,} of them different, in {len(flips)} rules.",
        "",
        "凡会改变结论的改动，先过此关：`benchmarks/gate.py 改动前的目录 --explained 说明.yaml` 用两份代码核查同一批按种子生成的项目，"
        "按规则列出每一项变化、新增和消失的结论；说明文件（规则编号: 原因）里没有的规则有变化，或说明了的规则没有变化，都不放行（退出码 1）。",
        "",
        "What changes verdicts goes through it first: `benchmarks/gate.py BEFORE_TREE --explained FILE` has both trees audit the "
        "same projects by seed and lists by rule every verdict that is another, new or gone. A rule that changes without a line in "
        "FILE (`CODE: reason`) stops it, and so does a line of a rule that does not change (exit code 1).",
        "",
        "这里特意做了两处改动，看关卡是否如实报告：",
        "Two changes were made on purpose, to see whether it tells them:",
        "",
        *(f"- {change.zh} · {change.en} (`{change.file}`)" for change in made),
        "",
        "| 说明 explained | 关卡 the gate |",
        "|---|---|",
        *(
            f"| {zh} · {en} | {'; '.join(said) or '放行 lets it pass (0)'} |"
            for zh, en, said, _ in answers(flips, made)
        ),
        "",
        "| 规则 Rule | 改动前 → 改动后 before → after | 项 judgements | 第一项 first |",
        "|---|---|---:|---|",
        *(
            f"| {code} | {turn} | {count:,} | {one.first[turn]} |"
            for code, one in sorted(flips.items())
            for turn, count in sorted(one.counts.items())
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, default=PAGE)
    asked = parser.parse_args()
    made = changes()
    for count, (flips, judged) in enumerate(shown(asked.projects, asked.seed, made), 1):
        if count % STEP == 0 or count == asked.projects:
            asked.out.write_text(page(flips, judged, count, asked.seed, asked.date), encoding="utf-8", newline="\n")
    wrong = [
        *faults(flips, made),
        *(f"{en}: {said or 'not stopped'}" for _, en, said, must in answers(flips, made) if bool(said) is not must),
    ]
    print(f"{asked.projects} projects, {judged:,} judgements; rules that changed: {', '.join(sorted(flips))}")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
