"""docs/mutation.md: by bucket how many mutants were made, run and noticed, and every survivor with why."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from killing import KILLED, OVER_TIME, SURVIVED, UNRUN
from mutants import BUCKETS, Mutant, change_of
from statsmodels.stats.proportion import proportion_confint

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mutation.md"
REASONS = Path(__file__).with_name("reasons.yaml")
NO_REASON = "no reason known"
GOAL = 90
Results = list[tuple[Mutant, dict[str, Any]]]


def page(everything: list[Mutant], results: Results, day: str, seed: int) -> tuple[str, str]:
    """The page as Markdown, and its outcome in a line."""
    survivors = [(mutant, *change_of(mutant)) for mutant, said in results if said["state"] == SURVIVED]
    reasons = Reasons()
    told = [(*one, *reasons.of(*one)) for one in survivors]
    states = Counter(said["state"] for _, said in results)
    noticed, ran = states[KILLED] + states[OVER_TIME], len(results) - states[UNRUN]
    equal = sum(kind in reasons.no_fault for *_, kind, _ in told)
    lines = [
        "# 变异测试 · Mutation",
        "",
        f"{day}，`benchmarks/mutation/run.py`，种子 {seed}：可造变异 {len(everything):,} 个，随机抽 {len(results):,} 个，运行 {ran:,} 个，"
        f"测试发现 {noticed:,} 个，即 {share(noticed, ran)}。未发现的 {len(survivors):,} 个逐一列于下，其中 {equal:,} 个改了也不改变任何结论。",
        "",
        f"{day}, `benchmarks/mutation/run.py`, seed {seed}: {len(everything):,} mutants can be made, {len(results):,} were drawn at "
        f"random and {ran:,} run; the tests noticed {noticed:,}: {share(noticed, ran)}. The {len(survivors):,} that they did not "
        f"notice are listed below; {equal:,} of them change no verdict at all.",
        "",
        "A mutant is the library with one small change, made by the operators of cosmic-ray: a comparison moved by one, "
        "turned round or negated, a number by one, `and` for `or`, a condition negated, a loop that never runs, another exception caught. "
        "Type annotations, decorators and texts are not changed, and of the many replacements for an operator only the "
        "nearest are made, as most others end in a TypeError. Killed: a test fails. Timed out: a test uses more than 10 s and five times its CPU. "
        "A survivor was held to the tests that run its file, the likeliest first, for a bounded time: the score can only be "
        "too low. Intervals are exact (Clopper–Pearson, 95 %).",
        "",
        "| 部分 Bucket | 可造 made | 抽样 sampled | 发现 killed | 超时 timed out | 未发现 survived | 未运行 not run | 得分 score |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
        *(_line(bucket, everything, results) for bucket in (*BUCKETS, "")),
        "",
        f"## 未发现的 · Survivors: {len(survivors)}",
        "",
    ]
    for kind, sentence in reasons.kinds.items():
        these = [one for one in told if one[3] == kind]
        if these:
            lines += [f"### {sentence}: {len(these)}", "", *map(_survivor, these), ""]
    return "\n".join(lines).rstrip() + "\n", (
        f"{len(results):,} mutants of {len(everything):,}: {noticed:,} noticed of {ran:,} run, {share(noticed, ran)}; goal {GOAL} %; "
        f"{len(survivors):,} survivors, {sum(one[3] == NO_REASON for one in told):,} without a reason"
    )


def share(count: int, of: int) -> str:
    """A share with its exact (Clopper-Pearson) 95 % interval."""
    if not of:
        return "–"
    low, high = proportion_confint(count, of, alpha=0.05, method="beta")
    return f"{100 * count / of:.1f} % ({100 * low:.1f}–{100 * high:.1f})"


def _line(bucket: str, everything: Iterable[Mutant], results: Results) -> str:
    """A line of the table; of all buckets together where none is named."""
    states = Counter(said["state"] for mutant, said in results if bucket in (mutant.bucket, ""))
    made, drawn = sum(bucket in (one.bucket, "") for one in everything), states.total()
    score = share(states[KILLED] + states[OVER_TIME], drawn - states[UNRUN])
    counts = (made, drawn, states[KILLED], states[OVER_TIME], states[SURVIVED], states[UNRUN])
    return f"| {bucket or '合计 all'} | {' | '.join(f'{count:,}' for count in counts)} | {score} |"


def _survivor(one: tuple[Mutant, str, str, str, str]) -> str:
    mutant, was, now, _, why = one
    return f"- {mutant.file}:{mutant.line} `{was}` → `{now}`" + (f": {why}" if why else "")


class Reasons:
    """reasons.yaml: why a survivor is one, known by its file and change, as lines move."""

    def __init__(self) -> None:
        content = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
        self.kinds: dict[str, str] = {**content["kinds"], NO_REASON: "没有原因的 · Without a reason"}
        self.no_fault: list[str] = content["no_fault"]
        self._known = {(one["file"], one["was"], one["now"]): one for one in content["survivors"]}

    def of(self, mutant: Mutant, was: str, now: str) -> tuple[str, str]:
        """The kind of reason, and the reason in a sentence."""
        known = self._known.get((mutant.file, was, now))
        return (known["kind"], known["why"]) if known else (NO_REASON, "")
