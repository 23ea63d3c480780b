"""Kills whole commands, and the server of the workbench, at random moments; then the earlier result or the new one must
stand there, whole, nothing of a person's be lost, and the next run work and sweep what was left.

    python benchmarks/results/kills.py [kills of each] [names, such as audit,page]      (10 of all six unless told)

Moments are drawn with a fixed seed: three tenths in the first two thirds of the processor time that a run takes (a busy
machine does not shift them), four tenths in the last third, and three tenths a moment after the first temporary file stands beside what is to be replaced. Every second
kill takes the kernels along; the others leave them to notice by themselves. Exit code 1 if anything is wrong.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
import scene
from page_kills import kill_pages
from whole_commands import ended, run, start

SEED = 20261127
PATIENCE = 120
OLD = 7_200
"""Seconds by which what a killed run left beside people's files is aged: fresh ones might be another machine's."""
AFTER_WRITING = {"audit": 0.15, "notebook": 0.3, "notice": 0.002, "waive": 0.002, "unmark": 0.002}
"""Seconds within which a kill falls once the writing has begun."""


def kill(
    command: list[str], place: Path, environment: dict[str, str], moment: float, writing: float | None, tree: bool
) -> str:
    """Runs a command and kills its process group at a moment, or so long after it began to write; with `tree` the processes
    that it put into groups of their own too. What is wrong: it ended before, or left processes."""
    process = start(command, place, environment)
    code = None
    if writing is None:
        while (code := ended(process)) is None and scene.worked(process) < moment:
            time.sleep(0.01 if moment > 1 else 0.002)
    else:
        while (code := ended(process)) is None and not _has_begun(place):
            time.sleep(0.0005)
        time.sleep(writing)
    if code is not None or ended(process) is not None:
        return "ended before"
    others = psutil.Process(process).children(recursive=True)
    os.killpg(process, signal.SIGKILL)
    if tree:
        for other in others:
            if other.is_running():
                other.kill()
    os.waitpid(process, 0)
    _, alive = psutil.wait_procs(others, timeout=PATIENCE)
    return f"left running: {[one.cmdline() for one in alive]}" if alive else ""


def _has_begun(place: Path) -> bool:
    """Whether a temporary file or folder stands in one of the folders that are written to."""
    names = (place, place / "logs", place / scene.RESULT, place / scene.RESULT.parent)
    return any(one.name.startswith((".clausecheck-", ".2026")) for folder in names for one in folder.iterdir())


def kill_all(made: scene.Scene, place: Path, name: str, times: int, took: float, draw: random.Random) -> list[str]:
    """Kills one command so many times and prints what stood there; returns what was wrong."""
    wrong: list[str] = []
    stood: Counter[str] = Counter()
    kills = tries = 0
    while kills < times and tries < 4 * times:
        scene.fresh(made, place)
        kind, tries = kills % 10, tries + 1
        moment = took * (draw.uniform(0.03, 0.67) if kind < 3 else draw.uniform(0.67, 0.99))
        writing = draw.uniform(0, AFTER_WRITING[name]) if kind >= 7 else None
        how = kill(scene.COMMANDS[name], place, _environment(place), moment, writing, tree=kills % 2 == 1)
        if how == "ended before":
            took *= 0.98
            continue
        kills += 1
        which, faults = scene.state(made, name, place)
        stood[which] += 1
        said = [how] * bool(how) + faults + _next_run(made, name, place, again=which == "new")
        wrong += [f"{name}, kill {kills}: {one}" for one in said]
    print(f"  {name:9}{kills:3} kills: {dict(stood)}, {len(wrong)} faults", flush=True)
    return wrong + ([f"{name}: only {kills} kills"] if kills < times else [])


def _environment(place: Path) -> dict[str, str]:
    scratch = place.with_name("tmp")
    scratch.mkdir(exist_ok=True)
    return {"TMPDIR": str(scratch)}


def _next_run(made: scene.Scene, name: str, place: Path, *, again: bool) -> list[str]:
    """The command once more: it succeeds, and nothing that the killed one left is there any more."""
    for left in scene.unfinished(place):
        os.utime(left, (time.time() - OLD,) * 2)
    if name == "unmark":
        (place / scene.ORIGINAL).unlink(missing_ok=True)  # it never writes over a file
    code, said = run(scene.COMMANDS[name], place, _environment(place))
    if code:
        return [f"the next run ended with {code}: {said[-500:]}"]
    which, wrong = scene.state(made, name, place, again=again)
    wrong += [] if which == "new" else [f"after the next run: {which}"]
    left = [*scene.unfinished(place), *place.with_name("tmp").glob("clausecheck-*")]
    return wrong + [f"not swept: {path.name}" for path in left if "-locks" not in path.name]


def main() -> int:
    times = int(sys.argv[1]) if sys.argv[1:] else 10
    names = sys.argv[2].split(",") if sys.argv[2:] else [*scene.COMMANDS, "page"]
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="prove-kills-") as folder:
        made = scene.make(Path(folder) / "kept")
        place = Path(folder) / "place"
        commands = [name for name in names if name != "page"]
        took = scene.learn(made, place, commands)
        for name in commands:
            wrong += kill_all(made, place, name, times, took[name], random.Random(SEED))
        if "page" in names:
            wrong += kill_pages(made, place, times, random.Random(SEED))
    print(*(f"  WRONG {one}" for one in wrong), sep="\n")
    print(f"  {times * len(names)} kills, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
