"""For each rule and each field it reads: the value is moved across its boundary by the smallest step, and the verdict
turns. Writes docs/boundaries.md.

    python benchmarks/boundaries/run.py DATE [--rules CMP10,RPT01] [--processes 2] [--out FILE]
    python benchmarks/boundaries/run.py --check

Every turn was seen twice: with the rule alone, and in an audit of the whole project. A field that turns nothing has its
reason in why_not.yaml; without one it is a fault (ends with 1), and so is a reason for one that turns.
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
WHY_NOT: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("why_not.yaml").read_text("utf-8"))
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
        missing = [one for one, turns in found.items() if not turns]
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


def name_of(code: str, field: Field) -> str:
    return ".".join((code, *field))


def faults(found: dict[tuple[str, Field], list[Turn]]) -> Iterator[str]:
    """Fields that turn nothing without a reason, and reasons of fields that turn."""
    for (code, field), turns in found.items():
        name = name_of(code, field)
        if not turns and name not in WHY_NOT:
            yield f"{name}: no value turns the verdict, and no reason is given"
        if turns and name in WHY_NOT:
            yield f"{name}: turns, whatever reason is given"


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


def lines_of(code: str, field: Field, turns: list[Turn], book: Procedure) -> Iterator[str]:
    """A line of the page for each turn of a field; one with the reason where there is none."""
    reason = WHY_NOT.get(name_of(code, field))
    if reason and not turns:
        yield f"{called(book, code, field)} — | — | {reason['zh']} {reason['en']} | |"
    for one in turns:
        now = GONE if one.verdict == "gone" else f"{term('verdict', one.verdict, 'zh')} {one.verdict}"
        thinned = f"（先删 {one.thinned} 行 after {one.thinned} rows were taken away）" if one.thinned else ""
        where = f"{one.project} {one.subject}{thinned}"
        yield f"{called(book, code, field)} {told(one.kept)} | {told(one.lost)} | {now} | {where} |"


def page(lines: list[str], fields: int, turned: int, probes: int, day: str) -> str:
    """The page as Markdown. `fields`: how many there are; `turned`: of how many a value was found that turns the verdict."""
    book = load_rulebook(None)
    rules = len({line.split("|")[1] for line in lines})
    unread = "、".join(code for code, rule in book.rules.items() if not fields_of(rule))
    return f"""# 界线 · Boundaries

{day}，`benchmarks/boundaries/run.py`：{rules} 条规则共读 {fields} 个字段（规则 × 字段），其中 {turned} 个在其界线上以最小一步使结论改变，{fields - turned} 个说明了为何不变；共判定 {probes:,} 份工作簿。

{day}, `benchmarks/boundaries/run.py`: {rules} rules read {fields} fields (rule × field), of which {turned} turn the verdict at their boundary by the smallest step, and of {fields - turned} it is said why not; {probes:,} workbooks were judged.

每一行：模拟项目中的一个单元格取左值时该项合格，取邻值（差一分钟、一日、一个数，或另一个取值、空白）时不再合格；两个值各在整份台账的核查中验证过一次。日期和时间向前、向后各找一次。个别项目须先删去多余的行，结论才系于这一格。{unread} 不在此列：它们不指定字段，而是看每张表的每个单元格怎样写。

Each line: with the value at the left a cell of a simulated project passes; with its neighbour (a minute, a day or one more or less, another value, blank) it does not. Both were seen in an audit of the whole project. Dates and moments are searched to either side. Where more was there than is needed, rows were taken away until the verdict hung on that cell. Not here: {unread.replace("、", ", ")}. They name no fields: they look at how every cell of every sheet is written.

| 规则 Rule | 字段 Field | 合格 passes | 邻值 neighbour | 结论 verdict | 项目、对象 project, subject |
|---|---|---|---|---|---|
""" + "".join(line + "\n" for line in lines)


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
    found = {(code, field): turns for code in codes for field, turns in done[code][0].items()}
    book = load_rulebook(None)
    lines = [line for (code, field), turns in found.items() for line in lines_of(code, field, turns, book)]
    turned, probes = sum(map(bool, found.values())), sum(probes for _, probes in done.values())
    asked.out.write_text(page(lines, len(found), turned, probes, asked.date), encoding="utf-8", newline="\n")
    wrong = list(faults(found))
    print(f"{len(found)} fields of {len(codes)} rules: {turned} turn; {probes:,} workbooks were judged")
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
