"""What a command is doing, on one line of a terminal; nothing where nobody looks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
