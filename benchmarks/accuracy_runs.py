"""The runs of accuracy.py, kept as lines of accuracy_runs.jsonl: what each counted and with which library; their sum as
the page docs/accuracy.md."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass, field, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from statsmodels.stats.proportion import proportion_confint

NAMES_SHOWN = 200
NOT_PLANTED: dict[str, tuple[str, str]] = {}
"""Rules that no project can be made to break by its logs, with the reason in both languages."""


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
    """Where audit and answer differ, by name: project, rule, subject."""

    accused: list[str] = field(default_factory=list)
    acquitted: list[str] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)
    """A breach was planted, and the audit left it open."""
    otherwise: list[str] = field(default_factory=list)
    """Open where it should have been decided, decided where it should have stayed open, fail for at risk."""

    def all(self) -> list[str]:
        return [*self.accused, *self.acquitted, *self.undetermined, *self.otherwise]


@dataclass
class Run:
    """So many projects of one seed, audited by one state of the library (git's hash of lib/clausecheck; empty of a run
    before that was recorded)."""

    seed: int
    date: str
    library: str
    projects: int
    rows: int
    rules: dict[str, Rule]
    faults: Faults


def tree_hash(folder: Path) -> str:
    """Git's hash of a folder as it stands, `git rev-parse HEAD:FOLDER` once it is committed; compiled files left out."""
    entries = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name + "/" * one.is_dir()):
        if path.name == "__pycache__" or (path.is_dir() and not any(path.iterdir())):
            continue
        if path.is_dir():
            entries.append(f"40000 {path.name}\0".encode() + bytes.fromhex(tree_hash(path)))
        else:
            entries.append(f"100644 {path.name}\0".encode() + _git_hash("blob", path.read_bytes()).digest())
    return _git_hash("tree", b"".join(entries)).hexdigest()


def _git_hash(kind: str, content: bytes) -> "hashlib._Hash":
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content, usedforsecurity=False)


def read_runs(file: Path) -> list[Run]:
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [_run(json.loads(line)) for line in lines]


def _run(line: dict[str, Any]) -> Run:
    counts = {code: Rule(*numbers) for code, numbers in line["rules"].items()}
    return Run(**{**line, "rules": counts, "faults": Faults(**line["faults"])})


def put_run(file: Path, run: Run) -> None:
    """Adds a run; one over the same seed is replaced, so that what is mended is run again and stands there no more."""
    runs = sorted([*(one for one in read_runs(file) if one.seed != run.seed), run], key=lambda one: one.seed)
    file.write_text("".join(_line(one) + "\n" for one in runs), encoding="utf-8", newline="\n")


def _line(run: Run) -> str:
    counts = {code: astuple(rule) for code, rule in sorted(run.rules.items())}
    return json.dumps(asdict(run) | {"rules": counts}, ensure_ascii=False, separators=(",", ":"))


def total(runs: list[Run]) -> tuple[dict[str, Rule], Faults]:
    """The counts of all runs added up, and every fault of them."""
    rules = {code: Rule() for code in sorted({code for run in runs for code in run.rules})}
    faults = Faults()
    for run in runs:
        for code, rule in run.rules.items():
            for one in fields(Rule):
                setattr(rules[code], one.name, getattr(rules[code], one.name) + getattr(rule, one.name))
        for one in fields(Faults):
            getattr(faults, one.name).extend(getattr(run.faults, one.name))
    return rules, faults


def share(count: int, of: int) -> str:
    """A share in per cent with its exact (Clopper-Pearson) 95 % interval, never rounded to the better."""
    if not of:
        return "–"
    low, high = proportion_confint(count, of, alpha=0.05, method="beta")
    ends = math.floor(low * 1e4) / 100, math.ceil(high * 1e4) / 100
    return f"{math.floor(count / of * 1e4) / 100:.2f} % ({ends[0]:.2f}–{ends[1]:.2f})"


def page(runs: list[Run]) -> str:
    """The page as Markdown: what was counted in both languages, the corpus, the rules, the faults by name, the runs."""
    rules, faults = total(runs)
    lines = [*_head(runs, rules, faults), *_corpus(), *_table(rules)]
    for title, names in (
        ("误判 · False accusations", faults.accused),
        ("漏判 · False acquittals", faults.acquitted),
        ("应判而证据不足 · Left undetermined where a breach was to be found", faults.undetermined),
        ("其他差异 · Other differences", faults.otherwise),
    ):
        lines += ["", f"## {title}: {len(names):,}", "", *(f"- {name}" for name in names[:NAMES_SHOWN])]
        lines += [f"- … {len(names) - NAMES_SHOWN:,} more"] if len(names) > NAMES_SHOWN else []
    missing = [code for code, rule in rules.items() if not rule.planted]
    lines += ["", f"## 没有埋设的规则 · Rules that nothing was planted for: {len(missing)}", ""]
    lines += [f"- {code}: {' · '.join(NOT_PLANTED.get(code, ('', 'no such project came up')))}" for code in missing]
    return "\n".join([*lines, *_runs(runs)]).replace("\n\n\n", "\n\n").rstrip() + "\n"


def _head(runs: list[Run], rules: dict[str, Rule], faults: Faults) -> list[str]:
    deserved, found, wrongly, passed = (
        sum(getattr(rule, name) for rule in rules.values()) for name in ("deserved", "found", "wrongly", "passed")
    )
    projects, rows = sum(run.projects for run in runs), sum(run.rows for run in runs)
    alike = projects - len({name.split()[0] for name in faults.all()})
    days = sorted({run.date for run in runs})
    span = days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}"
    return [
        "# 准确性 · Accuracy",
        "",
        f"{span}，`benchmarks/accuracy.py`，累计 {len(runs)} 次：{projects:,} 个模拟项目（{rows:,} 行），应判不合格或预警 {deserved:,} 项，"
        f"查出 {found:,} 项；误判 {wrongly:,} 项，漏判 {len(faults.acquitted):,} 项，判为证据不足 {len(faults.undetermined):,} 项；"
        f"合格判定 {passed:,} 项。",
        "",
        f"{span}, `benchmarks/accuracy.py`, {len(runs)} runs added up: {projects:,} simulated projects ({rows:,} rows) in which "
        f"{deserved:,} breaches were to be found (failed or at risk); {found:,} were found, {wrongly:,} were found that are "
        f"none, {len(faults.acquitted):,} were passed over, {len(faults.undetermined):,} left undetermined; {passed:,} cases "
        "passed.",
        "",
        "| 全部规则 All rules | | 95 % |",
        "|---|---:|---|",
        f"| 查全率 recall: 查出/应判 found of deserved | {found:,} / {deserved:,} | {share(found, deserved)} |",
        f"| 查准率 precision: 应判/查出 deserved of found | {found:,} / {found + wrongly:,} | {share(found, found + wrongly)} |",
        f"| 项目：结论与应得完全一致 projects judged as they deserve in everything | {alike:,} / {projects:,} | {share(alike, projects)} |",
    ]


def _corpus() -> list[str]:
    return [
        "",
        "## 语料与局限 · The corpus, and what this does not show",
        "",
        "语料全部是合成的：没有一行来自真实的服务中心。每个项目按种子和序号由 `clausecheck simulate` 生成：三分之一合规而杂乱（改名、错列、"
        "各种日期写法等不应改变结论的写法，至多 6 处），三分之一埋设至多 10 项问题，三分之一两者都有；6–18 户，每 250 个有一个超过 1,000 户；"
        "月均 1–3 起投诉左右；八种考核期间与核查日轮换。应得的结论由生成器按规程原文计算，与判定的代码无关。",
        "",
        "The corpus is synthetic: no line of it comes from a real service centre. `clausecheck simulate` makes each project from a "
        "seed and a number: a third is compliant and disordered (at most 6 ways of writing that must change nothing: columns "
        "renamed or moved, dates written otherwise and the like), a third carries at most 10 planted breaches, a third both; 6 to 18 "
        "households, every 250th more than 1,000; about 1 to 3 complaints a month; eight periods and days of audit in turn. "
        "What a project deserves is computed from the procedure's text, by code that imports nothing that judges.",
        "",
        "一致不能说明：规程被读得对不对（生成器与判定出自同一批人对原文的理解，同样的误读在两边不会显现）；真实台账中生成器没有想到的写法读得对不对；"
        "台账所记是否属实。区间为精确（Clopper–Pearson，95 %）区间，按各项独立计算；同一项目内的各项并不完全独立，按项目计的一行不受此影响。"
        "区间只对同一生成器的其他种子成立。",
        "",
        "Agreement does not show that the procedure is understood rightly (who wrote the generator read the text as who wrote the "
        "rules; the same misreading on both sides stays unseen), nor that a real log is read rightly that is written in a way "
        "nobody thought of, nor that what a log says is true. Intervals are exact (Clopper–Pearson, 95 %) and take cases as "
        "independent; those of one project are not quite, which the line by projects does not suffer from. They hold for other seeds "
        "of the same generator, for nothing else.",
        "",
        "Planted: breaches put in by name. Deserved: with those that follow from others. Recall: found of deserved. Precision: "
        "deserved of found. Undetermined: how often the answer was that, and how often the audit said so. What a run found wrong "
        "stays here by name until its seed, run again, finds it no more.",
    ]


def _table(rules: dict[str, Rule]) -> Iterator[str]:
    yield from (
        "",
        "## 逐条规则 · Rule by rule",
        "",
        "| 规则 Rule | 埋设 planted | 应判 deserved | 查出 found | 查全率 recall | 查准率 precision | 合格 passed | 证据不足 undetermined |",
        "|---|---:|---:|---:|---|---|---:|---|",
    )
    for code, rule in rules.items():
        yield (
            f"| {code} | {rule.planted:,} | {rule.deserved:,} | {rule.found:,} | {share(rule.found, rule.deserved)} | "
            f"{share(rule.found, rule.found + rule.wrongly)} | {rule.passed:,} | {rule.open_found:,} of {rule.open_deserved:,} |"
        )


def _runs(runs: list[Run]) -> Iterable[str]:
    """Which states of the library the figures are of: its hash, as `git rev-parse COMMIT:lib/clausecheck` says it."""
    yield from (
        "",
        "## 各次运行 · The runs",
        "",
        "| 库 lib/clausecheck (git) | 日期 dates | 种子 seeds | 项目 projects |",
        "|---|---|---|---:|",
    )
    for library, alike in groupby(
        sorted(runs, key=lambda run: (run.date, run.library, run.seed)), lambda run: run.library
    ):
        these = list(alike)
        seeds = ", ".join(str(run.seed) for run in these)
        dates = " – ".join(sorted({run.date for run in these}))
        yield f"| {f'`{library[:12]}`' if library else '未记录 not recorded'} | {dates} | {seeds} | {sum(run.projects for run in these):,} |"
