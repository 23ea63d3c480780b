"""Reads every spreadsheet found below some folders as an audit would, and spoilt versions of each; says how each ended.

    python benchmarks/logs/foreign.py [--spoil N] [--list] FOLDER...

Each ends in a reading or in a clear error, within 60 s and 2 GiB, and of what is read every filled line lies in a row, in
a line that is listed, or on a sheet named as not read; anything else is printed and makes the exit code 1.
"""

import argparse
import hashlib
import os
import random
import re
import string
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clausecheck.logs.apart import Opener
from clausecheck.logs.body import Body
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import SheetCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.openers import SECONDS
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.logs.sources import ENDINGS
from clausecheck.logs.worker import MEMORY
from clausecheck.procedure.shipped import our_tables, our_words

LARGEST = 60_000_000
FAILED = "FAILED"
LETTERS = string.ascii_uppercase
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
        silent = [
            f"{sheet.name}#{row}" for sheet in book.sheets for row in unsaid(name, sheet, reading, book.from_1904)
        ]
        if silent:
            raise AssertionError(f"lines of which nothing is said: {silent[:10]}")
    except Broken as broken:
        clear = "；" in words_for(name, broken.key, broken.detail).say("zh")
        return broken.key if clear else FAILED
    return f"read as {book.format}"


def unsaid(name: str, sheet: SheetCells, reading: Reading, from_1904: bool) -> list[int]:
    """The filled lines of a sheet that are in no row and in no list of lines, though a table was read from it."""
    about, bodies = read_sheet(name, sheet, reading, from_1904)
    if not bodies:
        return [] if all(one.why for one in about) else [number for number, _ in sheet.rows]
    told = {row.number for body in bodies for row in body.block.rows}
    told |= {number for body in bodies for row in body.block.rows for number in row.further}
    told |= {number for body in bodies for numbers in body.lines.values() for number in numbers}
    told |= {int(cell.cell.lstrip(LETTERS)) for body in bodies for cell in body.block.headers.values()}
    told |= {body.block.written_on for body in bodies}
    listed = about[0].details.get("outside", "")
    told |= {int(number) for number in re.findall(r"\d+", listed)}
    if "…" in listed:
        return []  # so many lie outside that they are counted, not listed
    filled = [n for n, row in sheet.rows if any(not isinstance(cell, str) or cell.strip() for cell in row)]
    return [number for number in filled if number not in told and not _in_a_header(number, bodies)]


def _in_a_header(number: int, bodies: list[Body]) -> bool:
    """Whether a line belongs to a header of several lines, which has its lowest line for its number."""
    return any(body.block.written_on - 3 < number <= body.block.written_on for body in bodies)


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
    tally, reading, chance = Tally(), Reading(ColumnMap(), our_tables(), our_words()), random.Random(20261031)
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
