"""Whether the tests notice when the code is wrong: a random sample of mutants is run, and docs/mutation.md written.

    python benchmarks/mutation/run.py DATE [--sample 1000] [--seed 1] [--processes 1] [--cap 20] [--kept FOLDER]

A mutant is the library with one small change (mutants.py); it is killed when a test fails, is timed out when one never ends,
survives when none fails. All are held to the likeliest tests for a sixth of `--cap` seconds of CPU, then those that are
left for the whole of it, so the score can only be too low. What is in `--kept` is not run again: a run that was stopped
goes on. Ends with 1 when the tests fail without a mutant, or nothing of a bucket was run. Needs cosmic-ray, POSIX.
"""

import argparse
import json
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", tempfile.mkdtemp(prefix="clausecheck-mutation-"))
os.environ["COVERAGE_CORE"] = "ctrace"

# What every copy needs is imported here, once; of ours nothing, so that a mutant can take a module's place.
import chinese_calendar  # noqa: F401
import hypothesis  # noqa: F401
import lxml.etree  # noqa: F401
import openpyxl  # noqa: F401
import pydantic  # noqa: F401
import python_calamine  # noqa: F401
import yaml  # noqa: F401
from control import TREE, Control, measured
from killing import SURVIVED, UNRUN, Trial
from mutants import BUCKETS, Mutant, all_mutants, sampled

from page import PAGE, page

for path in ("lib", "tests"):
    sys.path.insert(0, str(TREE / path))


def controlled(mutants: list[Mutant], kept: Path) -> Control:
    """The control run, made once for a folder."""
    place = kept / "control.pickle"
    if not place.exists():
        control = measured(sorted({mutant.file for mutant in mutants}))
        place.write_bytes(pickle.dumps(control))
    kept_control: Control = pickle.loads(place.read_bytes())
    return kept_control


def results_in(kept: Path) -> dict[str, dict[str, Any]]:
    """What is known of mutants already, by key."""
    lines = [
        line for file in sorted(kept.glob("results.*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return {said["key"]: said for said in sorted(map(json.loads, lines), key=lambda said: float(said["cap"]))}


def tried(mutants: list[Mutant], control: Control, given: argparse.Namespace, cap: float) -> None:
    """Tries mutants in so many processes, each writing down what becomes of its share."""
    children = []
    for n in range(given.processes):
        if (child := os.fork()) == 0:
            os.setsid()  # where the scheduler shares by session, each process gets its share
            with (given.kept / f"results.{os.getpid()}.jsonl").open("a", encoding="utf-8") as out:

                def note(mutant: Mutant, said: dict[str, Any]) -> None:
                    out.write(json.dumps({"key": mutant.key, "cap": cap, **said}, ensure_ascii=False) + "\n")
                    out.flush()

                Trial(control, cap, note).all_of(mutants[n :: given.processes])
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("date", help="the day that the page names")
    parser.add_argument("--sample", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--cap", type=float, default=20)
    parser.add_argument("--kept", type=Path, help="where the control and what became of each mutant are kept")
    parser.add_argument("--out", type=Path, default=PAGE)
    given = parser.parse_args()
    given.kept = given.kept or Path(tempfile.mkdtemp(prefix="clausecheck-mutation-"))
    given.kept.mkdir(parents=True, exist_ok=True)
    everything = all_mutants()
    sample = sampled(everything, given.sample, given.seed)
    control = controlled(everything, given.kept)
    if control.failed or not control.seconds:
        print("the tests fail without a mutant:", *control.failed[:20], sep="\n")
        return 1
    for cap in (given.cap / 6, given.cap):
        known = {key for key, said in results_in(given.kept).items() if said["state"] != SURVIVED or said["cap"] >= cap}
        tried([mutant for mutant in sample if mutant.key not in known], control, given, cap)
    known_of = results_in(given.kept)
    results = [(mutant, known_of.get(mutant.key, {"state": UNRUN, "by": "", "ran": 0})) for mutant in sample]
    text, counts = page(everything, results, given.date, given.seed)
    given.out.write_text(text, encoding="utf-8", newline="\n")
    print(counts)
    ran = {mutant.bucket for mutant, said in results if said["state"] != UNRUN}
    if empty := sorted(BUCKETS.keys() - ran):
        print(f"nothing was run of: {', '.join(empty)}")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
