"""What speed was promised, measured: CPU of whole processes, in turn, as ratios that no faster machine flatters.

    python benchmarks/speed/run.py [quick|full] [--before REVISION] [--only PART…] [--peers PYTHON] [--page DATE]

`quick` (about 3 minutes on a quiet machine) multiplies the sample by 70 and runs few rounds; `full` multiplies it by 300.
Each line: what is compared, before (the revision, by default the one before all this), now, what was promised, and
whether it is kept; goals are no promises. Exit code 1 if a promise is broken. Parts: whole, growth, five, papers,
marking. The peers of `five` are installed from requirements.txt into an environment of their own, or are those of the
interpreter given. `--page` writes what is printed into docs/speed.md, dated.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from growth import CASES
from measure import HERE, TREE, Cost, Program, Tree, cpu, in_turn, peak, run, said
from peers_list import PEERS
from table import Row, broken, line

BEFORE = "bf30dcd"
WHEN = ("--period", "2026", "--as-of", "2026-10-31")
SAMPLES = TREE / "sample_data"


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured with: the two trees, the workbooks, and how many rounds of small and of large ones."""

    now: Tree
    before: Tree
    work: Path
    small: Path
    large: Path
    times: int
    rounds: tuple[int, int]
    warm: int
    peers: str

    @property
    def full(self) -> bool:
        return self.times == 300

    @property
    def sizes(self) -> Iterator[tuple[str, Path, int]]:
        yield "normal", self.small, self.rounds[0]
        yield f"× {self.times}", self.large, self.rounds[1]


def whole(bench: Bench) -> Iterator[Row]:
    """Audits of a project against the bare reading of its workbook."""
    trees = (bench.now, bench.before)
    for size, path, n in bench.sizes:
        programs = {"calamine": bench.now.bare_reading(path)}
        for tree in trees:
            out = str(bench.work / f"out-{tree.name}")
            programs[f"audit {tree.name}"] = tree.clausecheck("audit", str(path), *WHEN, "--json-only", "--out", out)
            programs[f"stages {tree.name}"] = tree.program("stages", str(path))
        programs["library now"] = bench.now.program("library", str(path))
        costs = in_turn(programs, n, bench.work)
        yield from _whole(size, costs, large=path == bench.large, n=n)
    programs = {tree.name: tree.program("warm", str(SAMPLES), str(bench.warm)) for tree in trees}
    costs = in_turn(programs, 1, bench.work)
    each = {name: said(one, "each") for name, one in costs.items()}
    ratio = each["now"] / each["before"]
    yield Row(f"one process, {bench.warm} projects: now ÷ before", None, ratio, most=0.55, goal=1 / 3, n=1)


def _whole(size: str, costs: dict[str, list[Cost]], *, large: bool, n: int) -> Iterator[Row]:
    floor, floor_peak = cpu(costs["calamine"]), peak(costs["calamine"])
    now, before = costs["audit now"], costs["audit before"]
    most, goal = (5, 4) if large else (11, None)
    yield Row(f"audit --json-only ÷ calamine, {size}", cpu(before) / floor, cpu(now) / floor, most=most, goal=goal, n=n)
    yield Row(f"called from Python ÷ calamine, {size}", None, cpu(costs["library now"]) / floor, most=most, n=n)
    if large:  # a small one takes less than this process, which it is charged
        yield Row(f"peak memory ÷ calamine's, {size}", peak(before) / floor_peak, peak(now) / floor_peak, most=3, n=n)
    names = [name for name in costs["stages now"][0].said if name != "judgements"]
    for name in names:
        pair = (said(costs["stages before"], name) / floor, said(costs["stages now"], name) / floor)
        yield Row(f"  {name} ÷ calamine, {size}", *pair, goal=0.6 if large and name == "findings.json" else None, n=n)
    judging = [sum(said(costs[f"stages {one}"], name) for name in ("evidence", "assess")) for one in ("before", "now")]
    yield Row(f"judging (evidence, assess) ÷ calamine, {size}", judging[0] / floor, judging[1] / floor,
              most=2 if large else None, n=n)  # fmt: skip


def growth(bench: Bench) -> Iterator[Row]:
    """Ten times as much of one thing against once."""
    for case, (_, size) in CASES.items():
        programs = {}
        for n in (size, 10 * size):
            path = bench.work / f"growth-{case.replace(' ', '-')}-{n}.xlsx"
            run(Program((bench.now.python, str(HERE / "growth.py"), case, str(n), str(path)), {}), bench.work)
            for tree in (bench.now, bench.before) if bench.full else (bench.now,):
                programs[f"{n} {tree.name}"] = tree.program("growing", str(path))
        rounds = 3 if bench.full else 1
        costs = in_turn(programs, rounds, bench.work)
        ratios = {
            tree: said(costs[f"{10 * size} {tree}"], "audit") / said(costs[f"{size} {tree}"], "audit")
            for tree in ("before", "now")
            if f"{size} {tree}" in costs
        }
        name = f"ten times the {case} ({size:,} to {10 * size:,}{' times the sample' if case == 'rows' else ''})"
        yield Row(name, ratios.get("before"), ratios["now"], most=10.5, n=rounds)


def five(bench: Bench) -> Iterator[Row]:
    """CMP01, CMP03, CMP09, CMP10 and ITV08 beside others. Times of ours are divided by theirs: less is better."""
    for size, path, n in bench.sizes:
        large = path == bench.large
        programs = {tree.name: tree.program("five", str(path)) for tree in (bench.now, bench.before)}
        for name in PEERS:
            if not (large and name == "pandas, openpyxl" and not bench.full):  # it reads for half a minute
                programs[name] = Program((bench.peers, str(HERE / "peers.py"), name, str(path)), {})
        costs = in_turn(programs, n, bench.work)
        yield from _five(size, costs, large=large, n=n)


def _five(size: str, costs: dict[str, list[Cost]], *, large: bool, n: int) -> Iterator[Row]:
    for name in [one for one in PEERS if one in costs]:
        judge, process = said(costs[name], "judge"), cpu(costs[name])
        pairs = [[said(costs[tree], "judge") / judge for tree in ("before", "now")],
                 [cpu(costs[tree]) / process for tree in ("before", "now")]]  # fmt: skip
        goals = ({"pandera": 1.0}.get(name), {"pandas": 1.0}.get(name)) if large else (None, None)
        yield Row(f"judging ÷ {name}, {size}", *pairs[0], goal=goals[0], n=n)
        yield Row(f"whole process ÷ {name}, {size}", *pairs[1], goal=goals[1], n=n)
    found = {name: [int(one[0].said.get(code, 0)) for code in ("CMP01", "CMP03", "CMP09", "CMP10", "ITV08")]
             for name, one in costs.items()}  # fmt: skip
    yield Row(
        f"  rows that fail, {size}: "
        + "; ".join(f"{name} {'/'.join(map(str, counts))}" for name, counts in found.items())
    )


def papers(bench: Bench) -> Iterator[Row]:
    """What is started often, and the report against a notebook that does nothing."""
    notebook = HERE / "trivial.ipynb"
    out = str(bench.work / "out-papers")
    programs = {
        "audit": bench.now.clausecheck("audit", str(bench.small), *WHEN, "--out", out),
        "papermill": Program(
            (bench.now.python, "-m", "papermill", "-k", "python3", str(notebook), str(bench.work / "ran.ipynb")), {}
        ),
        "python": Program((bench.now.python, "-c", "pass"), {}),
        "version": bench.now.clausecheck("--version"),
    }
    n = bench.rounds[0]
    costs = in_turn(programs, n, bench.work)
    ratio = cpu(costs["audit"]) / cpu(costs["papermill"])
    yield Row("audit with papers, cold ÷ papermill of a notebook that imports pandas", None, ratio, goal=1.2, n=n)
    yield Row("clausecheck --version, seconds of CPU", None, cpu(costs["version"]), goal=0.15, n=n)
    yield Row("clausecheck --version ÷ python -c pass", None, cpu(costs["version"]) / cpu(costs["python"]), n=n)


def marking(bench: Bench) -> Iterator[Row]:
    """openpyxl's load and save, which mark nothing, against our marked and verified copy; ours against the floor."""
    for size, path, n in bench.sizes:
        large = path == bench.large
        programs = {tree.name: tree.program("marking", str(path)) for tree in (bench.now, bench.before)}
        programs |= {name: bench.now.program(name, str(path)) for name in ("load_and_save", "deflate")}
        costs = in_turn(programs, n, bench.work)
        for clock, title in (("marking", ""), ("with imports", ", imports included")):
            pair = [said(costs["load_and_save"], clock) / said(costs[tree], clock) for tree in ("before", "now")]
            least = None if title else 15 if large else 8
            yield Row(f"openpyxl ÷ our marking, {size}{title}", *pair, least=least, is_goal=True, n=n)
        floors = [said(costs[tree], "marking") / said(costs["deflate"], "marking") for tree in ("before", "now")]
        yield Row(f"our marking ÷ deflate level 6, {size}", *floors, goal=2 if large else None, n=n)


PARTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "whole": whole, "growth": growth, "five": five, "papers": papers, "marking": marking,
}  # fmt: skip


def _revision(revision: str, folder: Path) -> Path:
    """The files of a revision, in a folder of their own."""
    packed = subprocess.run(["git", "-C", str(TREE), "archive", revision], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _peers(folder: Path) -> str:
    """The interpreter of an environment that holds the peers."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    wanted = ["-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements.txt")]
    subprocess.run([str(python), *wanted], check=True, capture_output=True)
    return str(python)


def write_page(day: str, form: str, printed: Sequence[str]) -> None:
    """docs/speed.md: what was printed, with the day."""
    missed = sum("MISSED" in one for one in printed)
    kept = sum(" kept" in one for one in printed)
    text = f"""# 速度 · Speed

{day}，`benchmarks/speed/run.py {form}`：左为改造前，右为现在；都是整个进程的 CPU 之比，与机器快慢无关。承诺做到的 {kept} 项，没做到的 {missed} 项；goal 是努力目标，不是承诺。

{day}, `benchmarks/speed/run.py {form}`: before, and now; ratios of the CPU of whole processes, which no faster machine flatters. Promises kept: {kept}, missed: {missed}; a goal is none. `calamine` is the bare reading of the same workbook; `n` is the number of rounds.

```
{chr(10).join(printed)}
```
"""
    (TREE / "docs" / "speed.md").write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Prints the table, each line as soon as it is measured; 1 if a promise is broken."""
    given = argparse.ArgumentParser()
    given.add_argument("form", choices=("quick", "full"), nargs="?", default="quick")
    given.add_argument("--before", default=BEFORE)
    given.add_argument("--only", nargs="+", choices=tuple(PARTS), default=tuple(PARTS))
    given.add_argument("--peers", default="")
    given.add_argument("--page", default="", metavar="DATE")
    asked = given.parse_args()
    times, rounds, warm = (70, (3, 1), 20) if asked.form == "quick" else (300, (9, 3), 200)
    with tempfile.TemporaryDirectory(prefix="clausecheck-speed-") as place:
        work = Path(place)
        before = Tree("before", _revision(asked.before, work / "before"))
        small, large = work / "small.xlsx", work / "large.xlsx"
        small.write_bytes(next(SAMPLES.glob("CH-001*/*.xlsx")).read_bytes())
        command = (sys.executable, str(HERE.parent / "big_log.py"), str(times), str(large))
        if set(asked.only) & {"whole", "five", "marking"}:
            run(Program(command, {}), work)
        peers = asked.peers or (_peers(work / "peers") if "five" in asked.only else "")
        bench = Bench(Tree("now", TREE), before, work, small, large, times, rounds, warm, peers)
        printed = [f"before: {asked.before}; normal: the sample CH-001; n: rounds, medians; CPU of whole processes", ""]
        print(*printed, sep="\n")
        kept = True
        for name in asked.only:
            for row in PARTS[name](bench):
                printed.append(line(row).rstrip())
                print(printed[-1], flush=True)
                kept = kept and not broken(row)
        if asked.page:
            write_page(asked.page, asked.form, printed)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
