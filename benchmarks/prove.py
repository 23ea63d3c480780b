"""Runs the full-size proofs and writes them to docs/proofs.md, each with its date. `benchmarks/prove` calls it."""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from big_log import write_big_log

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "proofs.md"
ROWS = 100_000
MOST_SECONDS, MOST_MEGABYTES = 120, 3072


def auditing() -> tuple[str, bool]:
    """A project of 100,000 complaints and 3,000 households, from the command line to findings.json."""
    with tempfile.TemporaryDirectory(prefix="clausecheck-prove-") as place:
        folder = Path(place)
        log = write_big_log(folder / "big.xlsx", ROWS, late_every=20)
        options = ["--period", "2026", "--as-of", "2026-10-31", "--json-only", "--out", str(folder / "out")]
        command = [sys.executable, "-c", "from clausecheck.cli import main; main()", "audit", str(log), *options]
        seconds, megabytes = _measured(command)
        document = json.loads((folder / "out" / "BIG" / "2026" / "findings.json").read_text(encoding="utf-8"))
    judged = len(document["findings"])
    text = (
        f"{ROWS:,} complaints, {judged:,} judgements: {seconds:.1f} s, peak {megabytes:,.0f} MB "
        f"(promise: {MOST_SECONDS} s, {MOST_MEGABYTES} MB)"
    )
    return text, seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES and judged > 5 * ROWS


def said_by(script: str, *arguments: str) -> tuple[str, bool]:
    """What a benchmark prints, and whether it found its promises kept."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return (done.stdout + done.stderr[-2000:]).rstrip(), done.returncode == 0


def long_tests() -> tuple[str, bool]:
    """The tests that the test command leaves out: servers, second browsers, kills, big workbooks, and every way in which a
    notebook may be opened in JupyterLab."""
    command = [sys.executable, "-m", "pytest", "-vv", "--no-header", "-m", "full_size", "tests"]
    environment = {**os.environ, "TEST_FULL": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, env=environment, check=False)
    said = [line.partition("::")[2] for line in done.stdout.splitlines() if "::test_" in line]
    kept = done.returncode == 0 and bool(said) and all("PASSED" in line for line in said)
    return "\n".join(said) or done.stderr[-2000:], kept


def _measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a command, the largest of its processes."""
    import resource  # noqa: PLC0415 - POSIX only, like this script

    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - start, peak


PACKAGES = (sys.prefix, sys.base_prefix, "/usr/share", "/usr/lib")
PARTS: dict[str, tuple[str, Callable[[], tuple[str, bool]]]] = {
    "audit": ("Auditing a big log (`clausecheck audit --json-only`)", auditing),
    "accuracy": ("Accuracy over simulated projects, added to the runs before (docs/accuracy.md)", lambda: said_by("accuracy.py", sys.argv[1])),
    "boundaries": ("The boundary of every field that a rule reads (docs/boundaries.md)",
                   lambda: said_by("boundaries/run.py", sys.argv[1], "--processes", "2")),
    "gate": ("The change gate over 1,000 simulated projects, shown on a deliberate change (docs/gate.md)",
             lambda: said_by("gate_shown.py", sys.argv[1])),
    "recheck": ("Findings known again after edits, and the law of a comparison (docs/recheck.md)", lambda: said_by("recheck.py", sys.argv[1])),
    "nights": ("Nights over many projects, kills, notebooks in copies of a warm process (docs/nights.md)", lambda: said_by("nights/run.py", sys.argv[1])),
    "ledger": ("The ledger: a night without change, any day, altered values, PostgreSQL killed (docs/ledger.md)",
               lambda: said_by("ledger/run.py", sys.argv[1])),
    "annotate": ("Annotating a big workbook (whole processes, verification included)",
                 lambda: said_by("marks/big.py", str(ROWS), "5000")),
    "speed": ("Speed as ratios: bare reading, peers, floors, the state before (`benchmarks/speed/run.py full`)",
              lambda: said_by("speed/run.py", "full")),
    "screens": ("Screens in a real browser", lambda: said_by("browser/screens.py", str(ROWS))),
    "tests": ("The tests that take long: JupyterLab, several users and browsers, big workbooks", long_tests),
    "kills": ("Whole commands and the workbench's server killed at random moments: earlier or new, whole, nothing of a person's lost",
              lambda: said_by("results/kills.py")),
    "mutation": ("Mutants noticed by the tests (docs/mutation.md)", lambda: said_by("mutation/run.py", sys.argv[1], "--processes", "2")),
    "fuzz": ("Fuzzing whatever is handed in (docs/fuzz.md)", lambda: said_by("fuzz/run.py", sys.argv[1])),
    "disk": ("Whole commands on a disk that is full, at six sizes", lambda: said_by("results/full_disk.py")),
    "verify": ("The checker: 500 simulated projects confirmed, 1,000 forgeries of each kind refused (docs/verify.md)",
               lambda: said_by("forgeries.py", "--projects", "500", "--forgeries", "1000")),
    "explore": ("Exploring complaints (figures and answers of the trends page, a second each at most)",
                lambda: said_by("trends/explore.py", str(ROWS))),
    "foreign": ("Reading every spreadsheet that the installed packages ship, and twenty spoilt versions of each",
                lambda: said_by("logs/foreign.py", "--spoil", "20", *PACKAGES)),
    "long": ("A text of 30,000 letters in every column of every table, audited whole: 10 s of CPU at most",
             lambda: said_by("logs/long_cells.py")),
    "bundle": ("Bundles for Windows from the package index (untried on Windows itself)",
               lambda: said_by("bundle.py", "3.11", "3.12", "3.13")),
    "onefile": ("One HTML file in Chromium, opened from the disk, network off (fetches npm's pyodide and two wheels the first time)",
                lambda: said_by("onefile.py", "20000")),
}  # fmt: skip
"""The proofs by name, in the order of the page: the title, and what runs it and says whether the promises were kept."""
SECTION = re.compile(
    r"^## (?P<title>[^\n]+): (?P<state>kept|BROKEN), (?P<date>\S+)\n\n```\n(?P<text>.*?)\n```\n",
    re.DOTALL | re.MULTILINE,
)


def main() -> int:
    """Writes the page, each proof as soon as it is made; returns 1 when a promise is broken."""
    date, names = sys.argv[1], sys.argv[2:] or list(PARTS)
    if unknown := set(names) - PARTS.keys():
        sys.exit(f"no such proof: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in names:
        title, run = PARTS[name]
        text, kept = run()
        put(name, date, text, kept)
        print(f"{title}: {'kept' if kept else 'BROKEN'}\n{text}\n", flush=True)
    return 0 if "BROKEN" not in PAGE.read_text(encoding="utf-8") else 1


def yardstick() -> float:
    """How fast the machine is at the moment: seconds of CPU for ten million additions. A rented one may be three times
    slower on one day than on another, and promises in seconds with it."""
    start, total = time.process_time(), 0
    for n in range(10_000_000):
        total += n
    return time.process_time() - start


def put(name: str, date: str, text: str, kept: bool) -> None:
    """Puts the result of a proof into its place on the page, with its day; the others stay as they are."""
    there = {found["title"]: found[0] for found in SECTION.finditer(PAGE.read_text(encoding="utf-8"))}
    text = f"(ten million additions took {yardstick():.2f} s of CPU then)\n{text}"
    there[PARTS[name][0]] = f"## {PARTS[name][0]}: {'kept' if kept else 'BROKEN'}, {date}\n\n```\n{text}\n```\n"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    head = f"# Proofs at full size\n\nMade by `benchmarks/prove`, each on the day it says, on {machine}.\n"
    sections = [there[title] for title, _ in PARTS.values() if title in there]
    versions = (HERE / "versions.md").read_text(encoding="utf-8")
    PAGE.write_text("\n".join([head, *sections, versions]), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
