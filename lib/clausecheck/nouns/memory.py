"""Memory of a run that makes very many records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collected() -> Iterator[None]:
    """An audit makes hundreds of thousands of records and no circles among them: looking for circles would take a third
    of its time, and far more than that of what is written from them. Whoever calls gets back the thresholds that were set.
    """
    before = gc.get_threshold()
    gc.set_threshold(before[0] and max(before[0], 200_000), 20, 50)  # 0 is off
    try:
        yield
    finally:
        gc.set_threshold(*before)
