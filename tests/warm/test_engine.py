"""The cases of the engine, in a process of their own: one in which charts were drawn, as other tests do, is not copied."""

import os
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).with_name("engine_cases.py")
AT_LEAST = 12


def test_the_engine_in_a_process_that_has_drawn_nothing() -> None:
    command = [sys.executable, "-m", "pytest", "-vv", "-p", "no:cacheprovider", "--no-header", str(CASES)]
    mine = {name: said for name, said in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    done = subprocess.run(command, capture_output=True, text=True, cwd=CASES.parents[2], env=mine, check=False)
    passed = [line for line in done.stdout.splitlines() if " PASSED" in line]
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert len(passed) >= AT_LEAST, done.stdout[-4000:]
