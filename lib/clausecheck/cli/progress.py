"""What a command is doing, on one line of a terminal; nothing where nobody looks."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .console import tell, ui


@contextmanager
def shown(first: str) -> Iterator[Callable[[str], None]]:
    """Gives a function that says what is being done now; a clock runs beside it, and all of it is gone at the end."""
    if not sys.stdout.isatty():
        yield lambda text: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bars = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*bars, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task(first, total=None)
        yield lambda text: progress.update(task, description=text)


@contextmanager
def counted(first: str, total: int) -> Iterator[Callable[[str, int], None]]:
    """Gives a function that is told a line (or "") and how many of the total are done. On a terminal a bar shows rate and time
    left, and each line stays above it; elsewhere each line is written with its count and the time left."""
    if not sys.stdout.isatty():
        yield _plain_lines(total)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bars = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    # auto_refresh would start a thread, and no copy is made of a process that has some
    with Progress(*bars, transient=True, auto_refresh=False) as progress:
        task = progress.add_task(first, total=total, rate="")
        begun = time.monotonic()

        def show(line: str, done: int) -> None:
            if line:
                progress.console.print(line, markup=False, highlight=False)
            progress.update(task, completed=done, rate=ui("rate_of", rate=_rate(done, begun)))
            progress.refresh()

        yield show


def _plain_lines(total: int) -> Callable[[str, int], None]:
    begun = time.monotonic()

    def show(line: str, done: int) -> None:
        if not line:
            return
        rate = _rate(done, begun)
        left = round((total - done) / rate) if rate else 0
        tell(ui("count_of", done=done, total=total, line=line, rate=rate, left=left))

    return show


def _rate(done: int, begun: float) -> float:
    """How many a second, to one decimal."""
    return round(done / max(time.monotonic() - begun, 0.001), 1)
