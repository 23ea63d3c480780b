"""Fuzzes everything that is handed in, by coverage (atheris), and writes docs/fuzz.md.

    python benchmarks/fuzz/run.py DATE [TARGET ...] [--seconds 60] [--kept FOLDER] [--out FILE]

The law (tests/fuzz/laws.py): a result or one of our own clear errors in both languages, never another exception, never
more than 5 s or 1 GB. What breaks it is kept in the folder; make it small and put it into tests/fuzz/kept. Ends with 1
when the law was broken, or a target never ran. Needs atheris (Linux).
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import seeds

from clausecheck.logs import read_logs
from clausecheck.nouns.errors import InputFault

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "fuzz.md"
TARGETS = ("workbook", "text", *seeds.YAML_SEEDS, "commands")
_RUNS = re.compile(r"number_of_executed_units:\s*(\d+)")
_NEW = re.compile(r"new_units_added:\s*(\d+)")


@dataclass
class Tally:
    """What fuzzing one target came to."""

    runs: int = 0
    new: int = 0
    seconds: float = 0
    held: int = 0
    """Inputs over the bounds here that the process which opens files stops, as it should."""
    faults: list[str] = field(default_factory=list)


def fuzzed(target: str, seconds: int, folder: Path) -> Tally:
    """Fuzzes one target for a time; after an input that breaks the law it goes on."""
    corpus, tally = folder / target, Tally()
    seeds.write(target, corpus)
    until, seen = time.monotonic() + seconds, set(folder.glob(f"{target}-*"))
    while (left := int(until - time.monotonic())) > 0 and len(tally.faults) < 5:
        start = time.monotonic()
        command = [sys.executable, str(HERE / "target.py"), target, str(corpus), str(left)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        tally.seconds += time.monotonic() - start
        tally.runs += sum(map(int, _RUNS.findall(done.stderr)))
        tally.new += sum(map(int, _NEW.findall(done.stderr)))
        for artifact in sorted(set(folder.glob(f"{target}-*")) - seen):
            seen.add(artifact)
            if target == "workbook" and _held(artifact):
                tally.held += 1
            elif "slow-unit" not in artifact.name:
                tally.faults.append(f"{artifact.name}: {_said(done.stderr)}")
        if done.returncode and not tally.runs:
            tally.faults.append(f"it did not run: {done.stderr[-500:]}")
            break
    return tally


def _held(artifact: Path) -> bool:
    """Whether a workbook that was too much for the fuzzer is read, or refused in words, where files are opened apart."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-fuzz-") as folder:
        path = Path(folder, "记录.xlsx")
        path.write_bytes(artifact.read_bytes())
        try:
            read_logs([path])
        except InputFault:
            return True
        except Exception:  # noqa: BLE001 - that is what is asked
            return False
    return "crash" not in artifact.name  # a crash that is none here came after the reading


def _said(stderr: str) -> str:
    lines = [
        line for line in stderr.splitlines() if re.match(r"[A-Za-z.]*(Error|Exception)\b|SUMMARY|AssertionError", line)
    ]
    return lines[0][:300] if lines else "?"


def page(tallies: dict[str, Tally], day: str) -> str:
    runs, faults = sum(one.runs for one in tallies.values()), sum(len(one.faults) for one in tallies.values())
    minutes = sum(one.seconds for one in tallies.values()) / 60
    lines = [
        "# 模糊测试 · Fuzzing",
        "",
        f"{day}，`benchmarks/fuzz/run.py`：{len(tallies)} 种输入、{minutes:.0f} 分钟、{runs:,} 次，违反约定 {faults} 次。"
        "约定：给什么都得到结果或一句说清位置和改法的中英文错误，不出别的异常，每次不超过 5 秒、1 GB。",
        "",
        f"{day}, `benchmarks/fuzz/run.py`: {len(tallies)} kinds of input, {minutes:.0f} minutes, {runs:,} inputs, the law broken {faults} "
        "times. The law: whatever is handed in ends in a result or in a clear error in both languages, never in another exception, "
        "and takes 5 s and 1 GB at most. atheris draws by coverage, from small valid seeds; of workbooks it changes the parts inside "
        "the package, nine times of ten. What ever failed is kept small in `tests/fuzz/kept`.",
        "",
        "| 输入 Input | 次数 inputs | 新路径 new paths | 分钟 minutes | 由开文件的进程拦下 stopped by the opener | 违反 broken |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for target, one in tallies.items():
        lines.append(
            f"| {target} | {one.runs:,} | {one.new:,} | {one.seconds / 60:.1f} | {one.held} | {len(one.faults)} |"
        )
    lines += ["", *(f"- {fault}" for one in tallies.values() for fault in one.faults)]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--kept", type=Path, help="where corpora and what broke the law are kept")
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    folder = given.kept or Path(tempfile.mkdtemp(prefix="clausecheck-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    tallies = {target: fuzzed(target, given.seconds, folder) for target in given.targets}
    given.out.write_text(page(tallies, given.date), encoding="utf-8", newline="\n")
    faults = [fault for one in tallies.values() for fault in one.faults]
    print(f"{sum(one.runs for one in tallies.values()):,} inputs of {len(tallies)} kinds, {len(faults)} broke the law")
    print(*faults, sep="\n")
    return 1 if faults or not all(one.runs for one in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
