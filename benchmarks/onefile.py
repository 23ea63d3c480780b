"""Builds the one HTML file and measures it in Chromium, opened from the disk with the network off, beside this Python.

    python benchmarks/onefile.py            the file, the sample of 1,300 rows
    python benchmarks/onefile.py 20000      and a log of so many complaints

Seconds are asserted only where the machine is quiet: the load average is printed beside them."""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from big_log import write_big_log
from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests" / "onefile"))
import one_page  # noqa: E402 - stands among the tests

MOST_TO_LOAD, MOST_TO_AUDIT, MOST_BYTES = 10.0, 8.0, 15_000_000
QUIET = 1.0
"""The load average up to which seconds are held against what was promised."""
SAMPLE = next((PROJECT / "sample_data").glob("CH-001*"))
ASKED = {"period": "2026-Q3", "as_of": "2026-10-31", "lang": "zh"}


def here(folder: Path, inputs: Path, asked: dict[str, str]) -> float:
    """Seconds of this Python, rules loaded and everything imported once before."""
    one_page.native(folder / "warm", SAMPLE, ASKED)
    start = time.perf_counter()
    one_page.native(folder / "here", inputs, asked)
    return time.perf_counter() - start


def there(page: Any, files: list[Path], asked: dict[str, str]) -> float | str:
    """Seconds of the page, or what it says."""
    said = one_page.check(page, files, asked["period"], asked["as_of"])
    return said or float(page.evaluate("document.body.dataset.took"))


def main() -> int:
    complaints = [int(one) for one in sys.argv[1:]]
    quiet = os.getloadavg()[0] <= QUIET
    with tempfile.TemporaryDirectory(prefix="clausecheck-onefile-") as place, sync_playwright() as playwright:
        folder = Path(place)
        start = time.perf_counter()
        file, made = one_page.built(folder)
        print(f"built in {time.perf_counter() - start:.0f} s: {made.size:,} bytes, SHA-256 {made.sha256}")
        browser = playwright.chromium.launch(executable_path=one_page.CHROMIUM, args=one_page.QUIET)
        with one_page.opened(file, browser) as (page, requests):
            loaded = float(page.evaluate("document.body.dataset.loaded"))
            first = there(page, sorted(SAMPLE.glob("*.xlsx")), ASKED)
            again = there(page, sorted(SAMPLE.glob("*.xlsx")), ASKED)
            native = here(folder / "sample", SAMPLE, ASKED)
            ratio = f"{again / native:.1f}" if isinstance(again, float) else "–"
            print(
                f"loaded in {loaded:.1f} s; CH-001 audited and marked in {first} s, again {again} s; here {native:.1f} s, ratio {ratio}"
            )
            fine = isinstance(first, float) and made.size <= MOST_BYTES
            fine &= not quiet or (loaded <= MOST_TO_LOAD and isinstance(first, float) and first <= MOST_TO_AUDIT)
            for n in complaints:
                (folder / f"big{n}").mkdir()
                big = write_big_log(folder / f"big{n}" / "big.xlsx", n, 50)
                said = there(page, [big], {**ASKED, "period": "2026"})
                print(
                    f"{n:,} complaints: {said} s; here {here(folder / f'native{n}', big.parent, {**ASKED, 'period': '2026'}):.1f} s"
                )
                fine &= isinstance(said, float)
            outside = [one for one in requests if not one.startswith(("blob:", "data:"))]
            print(f"requests besides the file itself: {len(outside) - 1}; load average {os.getloadavg()[0]:.1f}")
        browser.close()
    return 0 if fine and len(outside) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
