"""For each rule and each field it reads: the value is moved across its boundary by the smallest step, and the verdict
turns. Writes docs/boundaries.md.

    python benchmarks/boundaries/run.py DATE [--rules CMP10,RPT01] [--processes 2] [--out FILE]
    python benchmarks/boundaries/run.py --check

Every turn was seen twice: with the rule alone, and in an audit of the whole project. What does not turn has its reason
in why_not.yaml; a field without turn and without reason is a fault (ends with 1), and so is a reason for one that turns.
`--check` runs nothing: it says which fields of today's rules the page lacks, and which of its lines are of none (ends with 1).
"""

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import yaml
from search import Turn, bench_of, boundaries

from clausecheck.kinds.language import uses, whole
from clausecheck.procedure import Procedure
from clausecheck.procedure.rule import Rule
from clausecheck.rulebook import load_rulebook
from clausecheck.simulate import Wish, project
from clausecheck.wording import term

PAGE = Path(__file__).parents[2] / "docs" / "boundaries.md"
WHY_NOT: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("why_not.yaml").read_text("utf-8")) or {}
WISHES = (
    Wish("2026", date(2027, 1, 31), 8, 1),
    Wish("2026", date(2026, 12, 31), 24, 2),
    Wish("2025", date(2026, 3, 31), 40, 3),
)
PROJECTS = 18
"""So many projects of each wish are looked through for one with the case in question."""
USED = 4
"""So many of those that have a case are searched."""
LARGE = Wish("2026", date(2027, 1, 31), 1004, 1)
"""For the rule that asks for a share of more than 1,000 households."""
GONE = "不再是一项 no longer a case"
HEAD = re.compile(r"\| [A-Z]{3}\d\d \|")
Field = tuple[str, str]


def fields_of(rule: Rule) -> list[Field]:
    """Table and field of everything that a rule reads, each once."""
    found = (use for check in rule.checks for shape in whole(check) for use in uses(shape, check.table))
    return list(dict.fromkeys((use.table, name) for use in found if use.means.what == "column" for name in use.names))


def of_rule(code: str) -> tuple[str, dict[Field, list[Turn]], int]:
    """The turns of a rule's fields, and how many workbooks were judged for them."""
    book = load_rulebook(None)
    rule = book.rules[code]
    found: dict[Field, list[Turn]] = {one: [] for one in fields_of(rule)}
    probes = used = 0
    for wish, number in _tried(code):
        missing = [one for one, turns in found.items() if not turns and f"{code}.{one[0]}.{one[1]}" not in WHY_NOT]
        if not missing or used == USED:
            break
        bench = bench_of(project(7, number, wish), book, rule, wish == LARGE)
        if not any(verdict == "pass" for verdict, _, _ in bench.verdicts(bench.sheets).values()):
            continue
        used += 1
        for one in missing:
            found[one] = list(boundaries(bench, *one))
        probes += bench.probes
    print(code, sum(map(bool, found.values())), "of", len(found), probes, file=sys.stderr, flush=True)
    return code, found, probes


def _tried(code: str) -> Iterator[tuple[Wish, int]]:
    if code == "ITV03":
        yield from ((LARGE, number) for number in range(2))
        return
    yield from ((wish, number) for number in range(PROJECTS // len(WISHES)) for wish in WISHES)


def called(book: Procedure, code: str, field: Field) -> str:
    """A rule and a field as a line of the page begins."""
    spec = book.tables[field[0]]
    return f"| {code} | {spec.sheet} · {spec.fields[field[1]].header} |"


def differs(text: str) -> list[str]:
    """What a page lacks of the fields that today's rules read, and what it has besides."""
    book = load_rulebook(None)
    read = {called(book, code, field) for code, rule in book.rules.items() for field in fields_of(rule)}
    there = {"|".join(line.split("|")[:3]) + "|" for line in text.splitlines() if HEAD.match(line)}
    return [
        *(f"lacks {one}" for one in sorted(read - there)),
        *(f"{one} is read by no rule" for one in sorted(there - read)),
    ]


def told(value: Any) -> str:
    if value is None:
        return "（空 blank）"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value).replace("|", "\\|")


def page(found: dict[str, dict[Field, list[Turn]]], day: str, probes: int) -> tuple[str, list[str]]:
    """The page as Markdown, and the faults."""
    book = load_rulebook(None)
    lines, faults, turned, explained = [], [], 0, 0
    for code, fields in found.items():
        for (table, name), turns in fields.items():
            key = f"{code}.{table}.{name}"
            head = called(book, code, (table, name))
            turned += bool(turns)
            for one in turns:
                now = GONE if one.verdict == "gone" else f"{term('verdict', one.verdict, 'zh')} {one.verdict}"
                thinned = f"（先删 {one.thinned} 行 after {one.thinned} rows were taken away）" if one.thinned else ""
                lines.append(
                    f"{head} {told(one.kept)} | {told(one.lost)} | {now} | {one.project} {one.subject}{thinned} |"
                )
            if not turns and key in WHY_NOT:
                explained += 1
                lines.append(f"{head} — | — | {WHY_NOT[key]['zh']} {WHY_NOT[key]['en']} | |")
            elif not turns:
                faults.append(f"{key}: no value turns the verdict, and no reason is given")
    count, unread = (
        sum(map(len, found.values())),
        ", ".join(code for code, rule in book.rules.items() if not fields_of(rule)),
    )
    zh = f"{day}，`benchmarks/boundaries/run.py`：{len(found)} 条规则所读的 {count} 个字段，{turned} 个在其界线上以最小一步使结论改变，{explained} 个说明了为何不变；共判定 {probes:,} 份工作簿。"
    en = f"{day}, `benchmarks/boundaries/run.py`: of the {count} fields that {len(found)} rules read, {turned} turn the verdict at their boundary by the smallest step, of {explained} it is said why they do not; {probes:,} workbooks were judged."
    text = f"""# 界线 · Boundaries

{zh}

{en}

每一行：模拟项目中一个单元格取左值时合格，取右值（相邻的一步：一分钟、一日、一个数、另一个取值）时不再合格；两个值各在整份台账的核查中验证过一次。日期和时间向两个方向各查找一次。{unread} 不在此列：它们看的是台账怎样写（能否识别、有无重复、先后是否可能），不是某一字段的取值。
Each line: with the value at the left a cell of a simulated project passes, with the one beside it (a minute, a day, one more, another value) it does not; both were seen in an audit of the whole project. Dates and moments are searched to either side. Not here: {unread}. They are about how the logs are written (readable, used once, possible in their order), not about the value of some field.

| 规则 Rule | 字段 Field | 合格 passes | 邻值 neighbour | 结论 verdict | 项目、对象 project, subject |
|---|---|---|---|---|---|
""" + "\n".join(lines)
    return text + "\n", faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", nargs="?", help="the day that the page names")
    parser.add_argument("--check", action="store_true", help="whether the page is of today's rules")
    parser.add_argument("--rules", default="", help="only these, by default all that read fields")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, default=PAGE)
    asked = parser.parse_args()
    if asked.check or not asked.date:
        wrong = differs(asked.out.read_text("utf-8"))
        print(*wrong, sep="\n")
        return 1 if wrong else 0
    codes = [code for code in asked.rules.split(",") if code] or [
        code for code, rule in load_rulebook(None).rules.items() if fields_of(rule)
    ]
    with Pool(asked.processes) as pool:
        done = {code: (found, probes) for code, found, probes in pool.imap_unordered(of_rule, codes)}
    found = {code: done[code][0] for code in codes}
    text, faults = page(found, asked.date, sum(probes for _, probes in done.values()))
    asked.out.write_text(text, encoding="utf-8", newline="\n")
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
