"""Nights over many projects: faults that stay alone, kills that change nothing, how well two processes work, what nights cost
as a company grows, and notebooks in copies of a warm process. Writes docs/nights.md, each part with the day it was made.

    python benchmarks/nights/run.py DATE [PART ...] [--size 1.0]

`--size 0.05` makes each part so much smaller, to try it; such a page belongs elsewhere (`--out`). Ends with 1 where a law is
broken. Seconds and shares are told, and promised nothing: they are to be read on a machine that does nothing else.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from company import ROOT, Told
from copies import notebooks, row
from cost import growth, two
from faults import faults, kills

PAGE = ROOT / "docs" / "nights.md"
Part = Callable[[Told, Path, Callable[[int], int]], None]
PARTS: dict[str, tuple[str, Part]] = {
    "faults": ("出错的只影响自己 · Faults stay alone", lambda told, place, of: faults(told, place, of(200))),
    "kills": ("中途被杀再运行 · Killed and run again", lambda told, place, of: kills(told, place, min(20, of(200)), of(50))),
    "two": ("两个进程 · Two processes", lambda told, place, of: two(told, place, of(300))),
    "growth": ("项目增多，与第二夜 · Growth, and a second night",
               lambda told, place, of: growth(told, place, (of(500), of(2000)))),
    "notebooks": ("预热进程中的笔记本 · Notebooks in copies of a warm process",
                  lambda told, place, of: notebooks(told, place, of(20))),
    "row": ("一千个笔记本 · Notebooks in a row", lambda told, place, of: row(told, place, of(1000))),
}  # fmt: skip
"""The parts by name, in the order of the page: the title, and what tries it, given how many of each at this size."""
SECTION = re.compile(r"^## (?P<title>[^\n]+), (?P<date>\S+)\n\n(?P<text>(?:- [^\n]*\n)+)", re.MULTILINE)
HEAD = """# 夜间核查 · Nights

`benchmarks/nights/run.py`，{about}：大量项目的一夜。出错的只影响自己；中途被杀后再运行，结果逐字节相同；第二夜只重做有变动的；笔记本在预热进程的副本中运行，输出与 papermill 自带引擎相同。项目都是模拟的。

`benchmarks/nights/run.py`, {about}. The projects are simulated; a small one is of the size of the sample CH-001 (326 households, about 1,300 rows). ✗ marks what was not kept.
"""


def put(page: Path, name: str, date: str, told: Told) -> None:
    """Puts a part into its place on the page, with its day; the others stay as they are."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    there = {found["title"]: found[0] for found in SECTION.finditer(text)}
    lines = "\n".join(told.lines)
    there[PARTS[name][0]] = f"## {PARTS[name][0]}, {date}\n\n{lines}\n"
    head = HEAD.format(about=f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    sections = [there[title] for title, _ in PARTS.values() if title in there]
    page.write_text("\n".join([head, *sections]), encoding="utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--size", type=float, default=1.0)
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    if unknown := set(given.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    kept = True
    for name in given.parts or PARTS:
        told = Told()
        with TemporaryDirectory(prefix="clausecheck-nights-") as place:
            PARTS[name][1](told, Path(place), lambda whole: max(6, round(whole * given.size)))
        put(given.out, name, given.date, told)
        kept = kept and told.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
