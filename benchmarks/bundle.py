"""Builds the real bundles for Windows and looks at them as far as Linux can: the one proof that needs a package index.

python benchmarks/bundle.py 3.11 3.12 3.13"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zipfile import ZipFile

from clausecheck.bundle import Target, lacking, pack, read_back
from clausecheck.bundle.archive import TOP, WHEELS

PROJECT = Path(__file__).parents[1]


def proved(python: str, folder: Path) -> tuple[str, bool]:
    """A line on the bundle for one Python, and whether nothing is wrong with it."""
    start, zip_file, target = time.perf_counter(), folder / f"{python}.zip", Target(python)
    count = pack(PROJECT, python, zip_file, lambda step: None)
    seconds = time.perf_counter() - start
    with ZipFile(zip_file) as archive:
        archive.extractall(folder / python)
    wheels = folder / python / TOP / WHEELS
    faults = read_back(zip_file) + lacking(wheels, target) + offline(wheels, target, folder)
    text = f"Python {python}: {count} wheels, {zip_file.stat().st_size / 1e6:.0f} MB, made in {seconds:.0f} s; "
    return text + ("; ".join(faults) or "complete for Windows, pip resolves it from the zip alone"), not faults


def offline(wheels: Path, target: Target, folder: Path) -> list[str]:
    """What pip says when it cannot resolve everything for Windows from these wheels alone."""
    command = [sys.executable, "-m", "pip", "--isolated", "install", "--dry-run", "--ignore-installed", "--no-index"]
    chosen = ["--find-links", str(wheels), "--target", str(folder / "x"), *target.options, "clausecheck"]
    done = subprocess.run([*command, *chosen], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 and "Would install" in done.stdout else [done.stderr[-500:]]


def main() -> int:
    kept = True
    for python in sys.argv[1:]:
        with tempfile.TemporaryDirectory(prefix="clausecheck-prove-") as place:
            text, whole = proved(python, Path(place))
        print(text)
        kept = kept and whole
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
