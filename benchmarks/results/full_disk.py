"""Whole commands on a real disk (a small tmpfs) that is full: at six sizes, from one on which nothing fits to one on which
everything just does; with the folder for temporary files and the user's home on that disk, and elsewhere.

    python benchmarks/results/full_disk.py [names, such as audit,notice]      (all unless told)

Each run either succeeds, or ends with its exit code, one sentence that says that the disk is full, the earlier result
whole and nothing half-written. Exit code 1 if anything else happens. Mounts in a namespace of its own; Linux only.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import scene
from whole_commands import run

SHARES = (0, 0.1, 0.3, 0.6, 0.85, 1)
"""Parts of what a command needs at most that are free on the disk; the last one is made larger until all just fits, for
what is needed is measured by looking often, and a little may be missed."""
LARGER = 1.25
PLENTY = 64 << 20
PAGE = 4096
FULL = re.compile(r"磁盘已满|disk is full|No space left on device")
CODES = {"notebook": 1}
"""Exit codes of a failed run that are not 2: papermill's."""


@contextmanager
def disk(place: Path, size: int, files: int = 0) -> Iterator[None]:
    """A filesystem of so many bytes, and of so many files if any number is given."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},nr_inodes={files}", "none", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def command(name: str, lang: str) -> list[str]:
    given = scene.COMMANDS[name]
    return [*given, "-p", "lang", lang] if name == "notebook" else [*given, "--lang", lang]


def started(name: str, place: Path, lang: str, all_on_it: bool) -> tuple[int, str]:
    """A command in the scene on the disk; with `all_on_it` its home and its temporary files are there too."""
    env = {}
    if all_on_it:
        home, scratch = place.with_name("home"), place.with_name("tmp")
        env = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "TMPDIR": str(scratch)}
    return run(command(name, lang), place, env)


def laid_out(made: scene.Scene, root: Path) -> Path:
    """The scene, a home and a folder for temporary files on a new disk."""
    place = root / "place"
    scene.fresh(made, place)
    for name in ("home", "tmp"):
        (root / name).mkdir()
    return place


def used(root: Path) -> int:
    about = os.statvfs(root)
    return (about.f_blocks - about.f_bfree) * about.f_frsize


def needed(made: scene.Scene, root: Path, name: str, all_on_it: bool) -> tuple[int, int, int]:
    """How many bytes the scene takes and how many files, and how many bytes a run of a command takes at most beside it;
    what it leaves is kept."""
    with disk(root, PLENTY):
        place = laid_out(made, root)
        before = most = used(root)
        stand = sum(1 for _ in root.rglob("*")) + 1
        ended = threading.Event()

        def look() -> None:
            nonlocal most
            while not ended.wait(0.002):
                most = max(most, used(root))

        looking = threading.Thread(target=look)
        looking.start()
        code, said = started(name, place, "zh", all_on_it)
        ended.set()
        looking.join()
        if code:
            raise RuntimeError(f"{name} ended with {code}: {said[-1500:]}")
        made.later[name] = scene.contents(place)
        new = [key for key, value in made.later[name].items() if made.earlier.get(key) != value]
        least = sum(
            -(-(place / key).stat().st_size // PAGE) * PAGE for key in new
        )  # they stand beside the earlier ones
        return before, stand, max(most - before, used(root) - before, least)


def tried(
    made: scene.Scene, root: Path, name: str, size: int, lang: str, all_on_it: bool, files: int = 0
) -> tuple[bool, list[str]]:
    """Whether a run on a disk of that size succeeded, and what was wrong with how it ended."""
    with disk(root, size, files):
        place = laid_out(made, root)
        code, said = started(name, place, lang, all_on_it)
        if code == 0:
            missing = [key for key in made.later[name] if not (place / key).is_file()] if lang == "zh" else []
            return True, [f"succeeded without {key}" for key in missing]
        which, wrong = scene.state(made, name, place)
        if which != "earlier":
            wrong.append(f"left what is {which}")
        left = [*scene.unfinished(place), *(root / "tmp").iterdir()]
        wrong += [f"left {path.relative_to(root)}" for path in left if "-locks" not in path.name]
        return False, wrong + _said(name, code, said)


def _said(name: str, code: int, said: str) -> list[str]:
    """What is wrong with code and words of a run that failed."""
    wrong = [] if code == CODES.get(name, 2) else [f"ended with {code}"]
    lines = [line for line in said.strip().splitlines() if line]
    if not lines or not FULL.search(lines[-1]):
        wrong.append(f"did not say that the disk is full: {lines[-1:]}")
    if name != "notebook" and (len(lines) != 1 or "Traceback" in said):  # papermill has words of its own
        wrong.append(f"said more than a sentence: {lines[:3]}")
    return wrong


def main() -> int:
    names = sys.argv[1].split(",") if sys.argv[1:] else list(scene.COMMANDS)
    wrong, runs = [], 0
    with tempfile.TemporaryDirectory(prefix="prove-disk-") as folder:
        made = scene.make(Path(folder) / "kept")
        root = Path(folder) / "disk"
        for name in names:
            for all_on_it in (False, True):
                taken, stand, most = needed(made, root, name, all_on_it)
                ended = []
                for number, share in enumerate(SHARES):
                    free = int(most * share) // PAGE * PAGE
                    kept, faults = tried(
                        made, root, name, taken + free, ("zh", "en")[number % 2], all_on_it, 0 if share else stand
                    )
                    while share == 1 and not kept and free < 4 * most:
                        free = int(free * LARGER) // PAGE * PAGE + PAGE
                        kept, faults = tried(made, root, name, taken + free, "zh", all_on_it)
                    ended.append(f"{free // 1024} kB {'done' if kept else 'full'}")
                    wrong += [f"{name}, {free:,} bytes free, {_where(all_on_it)}: {one}" for one in faults]
                if "full" not in ended[0] or "done" not in ended[-1]:
                    wrong.append(f"{name}, {_where(all_on_it)}: the sizes are not well chosen: {ended}")
                runs += len(SHARES)
                print(f"  {name:9}{_where(all_on_it):38} free: {', '.join(ended)}", flush=True)
    print(*(f"  WRONG {one}" for one in wrong), sep="\n")
    print(f"  {runs} runs, {len(wrong)} faults")
    return 1 if wrong else 0


def _where(all_on_it: bool) -> str:
    return "home and temporary files on it" if all_on_it else "home and temporary files elsewhere"


def _apart() -> int:
    """This script once more, where its mounts are seen by nobody else."""
    become = [] if os.geteuid() == 0 else ["--map-root-user"]
    command = ["unshare", "--mount", "--propagation", "private", *become, sys.executable, __file__, *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, "PROVE_APART": "1"}, check=False).returncode


if __name__ == "__main__":
    if shutil.which("unshare") is None:
        sys.exit("needs unshare, of util-linux")
    sys.exit(main() if os.environ.get("PROVE_APART") else _apart())
