"""When a notebook that runs is written: papermill would write it before and after each cell, which costs more than all else that
it does."""

import asyncio
import time
from typing import Any

EVERY = 1.0
"""Seconds; what the file lacks while cells run is never older."""


class Saving:
    """Stands in for papermill's `save` while cells run: at most once in EVERY seconds, and soon where that put it off."""

    def __init__(self, nb_man: Any) -> None:
        self.nb_man, self.whole = nb_man, nb_man.save
        self.last = time.monotonic()
        self.late: asyncio.TimerHandle | None = None
        self.put_off = False
        nb_man.save = self.save

    def save(self, **_: Any) -> None:
        """Writes the notebook, or remembers that it is to be written."""
        self.put_off = time.monotonic() - self.last < EVERY
        if not self.put_off:
            self._write()

    def soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Sees to it that what was put off is written though the cell that runs says nothing more."""
        if self.put_off and self.late is None:
            self.late = loop.call_later(EVERY, self._overdue)

    def end(self) -> None:
        """From now on papermill writes as ever."""
        if self.late is not None:
            self.late.cancel()
        del self.nb_man.save

    def _overdue(self) -> None:
        self.late = None
        if self.put_off:
            self._write()

    def _write(self) -> None:
        self.whole()
        self.put_off, self.last = False, time.monotonic()
