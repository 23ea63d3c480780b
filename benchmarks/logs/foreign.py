"""Reads every spreadsheet found below some folders as an audit would, and spoilt versions of each; says how each ended.

    python benchmarks/logs/foreign.py [--spoil N] [--list] FOLDER...

Each ends in a reading or in a clear error, within 60 s and 2 GiB; anything else is printed and makes the exit code 1.
"""

import argparse
import hashlib
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clausecheck.logs.apart import SECONDS, Opener
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.logs.sources import ENDINGS
from clausecheck.logs.worker import MEMORY

LARGEST = 60_000_000
FAILED = "FAILED"
SLOWEST = 3


@dataclass
class Tally:
    """How the files ended, which took longest, and what failed."""

    endings: Counter[str] = field(default_factory=Counter)
    times: list[tuple[float, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def files_below(folders: list[Path]) -> Iterator[tuple[Path, bytes]]:
    """Every file with a spreadsheet's ending, each content once."""
    seen: set[bytes] = set()
    for folder in folders:
        for place, inside, names in os.walk(folder):
            inside.sort()
            for path in (Path(place) / name for name in sorted(names)):
                if path.suffix.lower() not in ENDINGS or not path.is_file() or path.stat().st_size > LARGEST:
                    continue
                data = path.read_bytes()
                digest = hashlib.sha256(data).digest()
                if digest not in seen:
                    seen.add(digest)
                    yield path, data


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, and in one case of four its end cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200)) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed[: chance.randrange(len(changed))] if changed and chance.random() < 0.25 else changed)


def read(data: bytes, name: str, opener: Opener, reading: Reading) -> str:
    """How one file ends: its format when it is read, else the key of what is wrong with it."""
    try:
        book = opener.open(data, name)
        reading.allow(SECONDS)
        for sheet in book.sheets:
            read_sheet(name, sheet, reading, book.from_1904)
    except Broken as broken:
        clear = "；" in words_for(name, broken.key, broken.detail).say("zh")
        return broken.key if clear else FAILED
    return f"read as {book.format}"


def note(tally: Tally, data: bytes, said: str, opener: Opener, reading: Reading) -> str:
    """Reads one file and notes in the tally how that went."""
    start = time.perf_counter()
    try:
        ending = read(data, Path(said).name, opener, reading)
    except Exception:  # noqa: BLE001 - the very thing that is looked for
        ending = FAILED
        tally.failures.append(f"{said}\n{traceback.format_exc()}")
    seconds = time.perf_counter() - start
    tally.endings[ending] += 1
    tally.times.append((seconds, said))
    if seconds > 2 * SECONDS:  # to be opened and to be understood, each has its time
        tally.failures.append(f"{said}: {seconds:.0f} s")
    return ending


def main() -> int:
    """Reads everything and prints the tally; 1 when something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--spoil", type=int, default=0, help="so many spoilt versions of each file")
    parser.add_argument("--list", action="store_true", help="print how each file ended")
    wanted = parser.parse_args()
    tally, reading, chance = Tally(), Reading(ColumnMap()), random.Random(20261031)
    with Opener() as opener:
        for path, data in files_below(wanted.folders):
            ending = note(tally, data, str(path), opener, reading)
            if wanted.list:
                print(f"{ending}\t{path}", flush=True)
            for _ in range(wanted.spoil):
                note(tally, spoilt(data, chance), str(path), opener, reading)
    return report(tally)


def report(tally: Tally) -> int:
    import resource  # noqa: PLC0415 - POSIX only, like the limit it shows

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    for ending, count in sorted(tally.endings.items()):
        print(f"{count:7,}  {ending}")
    print(f"{sum(tally.endings.values()):7,}  in all; peak of the process that opens them {peak / 2**20:,.0f} MiB")
    for seconds, said in sorted(tally.times, reverse=True)[:SLOWEST]:
        print(f"{seconds:6.1f} s  {Path(said).name}")
    print(*tally.failures, sep="\n", end="")
    return 1 if tally.failures or tally.endings[FAILED] or peak > MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
