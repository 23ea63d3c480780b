"""Faults that stay alone, and kills that change nothing."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
from company import Told, command, night, results, simulated

WITH_PAPERS = ("--papers", "all", "--notebooks", "--jobs", "2")


def faults(told: Told, place: Path, count: int) -> None:
    """Many projects with notebooks: three broken in different ways, one that hangs while it is audited."""
    logs = simulated(place, count)
    folders = sorted(logs.iterdir())
    broken = [next(folder.glob("*.xlsx")) for folder in folders[:3]]
    broken[0].write_bytes(b"no workbook")
    broken[1].write_bytes(broken[1].read_bytes()[:2000])
    (folders[2] / "waivers.yaml").write_text("- code: CMP10\n", encoding="utf-8")
    start = time.perf_counter()
    with subprocess.Popen(
        command(logs, place / "out", *WITH_PAPERS, "--seconds", "90"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        _stop_one(run, min(8, count))
    seconds = time.perf_counter() - start
    entries = json.loads((place / "out" / "portfolio.json").read_text(encoding="utf-8"))["projects"]
    states = Counter(one["state"] for one in entries)
    made = {name: len(list((place / "out").glob(f"SIM-*/*/{name}"))) for name in ("report.html", "project_audit.ipynb")}
    wanted = {"audited": count - 4, "failed": 3, "timed_out": 1}
    told.tell(
        f"{count} projects with notebooks, two processes: {_counted(states)}; {made['report.html']} reports, "
        f"{made['project_audit.ipynb']} notebooks; {seconds:.0f} s",
        dict(states) == wanted and set(made.values()) == {count - 4} and run.returncode == 1,
    )
    for one in entries:
        if one["state"] in ("failed", "timed_out"):
            reason = " ".join(one["reason"]["zh"].replace(f"{place}/", "").split())
            told.tell(f"`{one['code']}` {one['state']}: {reason[:160]}")


def _counted(states: Counter[str]) -> str:
    return ", ".join(f"{number} {state}" for state, number in sorted(states.items()))


def _stop_one(run: subprocess.Popen[bytes], which: int) -> None:
    """Stops the so-manieth of the processes that audit, so that it never ends by itself."""
    driver, seen = psutil.Process(run.pid), set[int]()
    while len(seen) < which and run.poll() is None:
        with suppress(psutil.Error):
            for child in driver.children():
                if child.pid not in seen:
                    seen.add(child.pid)
                    if len(seen) == which:
                        child.suspend()
        time.sleep(0.005)


def kills(told: Told, place: Path, count: int, times: int) -> None:
    """The run, or a process that it started, killed at random moments; run again, the end is that of one undisturbed."""
    logs, chance = simulated(place, count), random.Random(14)
    seconds = night(logs, place / "out", *WITH_PAPERS).seconds
    wanted, differing, whom = results(place / "out"), 0, Counter[str]()
    for _ in range(times):
        shutil.rmtree(place / "out")
        whom[_killed(command(logs, place / "out", *WITH_PAPERS), chance.uniform(0.2, seconds), chance)] += 1
        night(logs, place / "out", *WITH_PAPERS)
        found = results(place / "out")
        differing += found != wanted
        for name in sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)):
            print(f"  differs: {name}", file=sys.stderr, flush=True)
    told.tell(
        f"{count} projects with notebooks ({len(wanted)} files), killed (SIGKILL) {times} times at random moments of "
        f"{seconds:.0f} s ({_counted(whom)}) and run again: {differing} ends differ from the undisturbed one, byte for byte",
        not differing,
    )


def _killed(command: list[str], after: float, chance: random.Random) -> str:
    """Starts a command and kills it, or a process of its, after so many seconds; says which."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        time.sleep(after)
        with suppress(psutil.Error):
            driver = psutil.Process(run.pid)
            workers = driver.children()
            deeper = [one for one in driver.children(recursive=True) if one not in workers]
            kinds = {"the run": [driver], "a worker": workers, "a kernel or opener of a worker": deeper}
            whom = chance.choice([name for name, processes in kinds.items() if processes])
            chance.choice(kinds[whom]).kill()
            return whom
    return "after its end"
