# papermill and nbclient give no types:
# mypy: allow-untyped-calls
"""Runs a notebook in a copy of this process: papermill's own client does all but carry the messages."""

import asyncio
import multiprocessing
import os
import signal
import uuid
from contextlib import ExitStack
from queue import Empty
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.log import logger

from .kernel import live
from .saving import Saving


def run_in_copy(
    nb_man: Any,
    kernel_name: str,
    *,
    log_output: bool = False,
    stdout_file: Any = None,
    stderr_file: Any = None,
    start_timeout: int = 60,
    execution_timeout: int | None = None,
    timeout: int | None = None,
    input_path: str = "",
    **options: Any,
) -> Any:
    """The executed notebook. Takes what papermill gives its own engine (`input_path` is of no use here), and raises likewise:
    CellTimeoutError, DeadKernelError; a cell that fails ends the run, and papermill says so."""
    with ExitStack() as at_the_end:
        saving = Saving(nb_man)
        at_the_end.callback(saving.end)  # whatever happens: papermill's own last write must be one
        copy = Copy(saving)
        at_the_end.callback(copy.end)
        client = PapermillNotebookClient(
            nb_man,
            km=copy,
            timeout=execution_timeout or timeout,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **options,
        )
        return client.execute()


class Copy:
    """A copy of this process that runs cells, as nbclient sees a kernel: its manager and its client in one."""

    has_kernel = True
    allow_stdin = False

    def __init__(self, saving: Saving) -> None:
        self.saving = saving
        here, there = multiprocessing.Pipe()
        me = os.getpid()
        self.process = os.fork()
        if not self.process:
            here.close()
            live(there, me)  # never comes back
        there.close()
        self.pipe = here
        self.ended = False
        self.shell_channel, self.iopub_channel = Channel(self), Channel(self)
        self._loop: asyncio.AbstractEventLoop | None = None

    def client(self) -> "Copy":
        """The client of this kernel."""
        return self

    def start_channels(self) -> None:
        """There is nothing to start."""

    def stop_channels(self) -> None:
        """There is nothing to stop."""

    def shutdown_kernel(self, now: bool = False) -> None:
        """nbclient asks for it where the copy did not start; `end` follows in any case."""

    def cleanup_resources(self) -> None:
        """Likewise."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Waits until cells can run. Raises RuntimeError where that takes too long, or the copy has died."""
        try:
            await self.shell_channel.get_msg(timeout)
        except Empty:
            raise RuntimeError("the copy of this process that was to run the notebook did not start") from None

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """Has a cell run; returns the id that messages about it carry."""
        about = {"code": code, "store_history": store_history, "stop_on_error": stop_on_error}
        return self._ask("execute", **about, allow_stdin=self.allow_stdin)

    def kernel_info(self) -> str:
        """Asks what language this is; returns the id of the answer."""
        return self._ask("kernel_info")

    def _ask(self, what: str, **about: Any) -> str:
        identity = uuid.uuid4().hex
        try:
            self.pipe.send((what, identity, about))
        except OSError:  # it has died: nobody will answer, and `is_alive` says so
            self.ended = True
        return identity

    async def is_alive(self) -> bool:
        """Whether the copy still lives; what it said before it died has then been taken."""
        self.listen()
        return not self.ended

    def interrupt_kernel(self) -> None:
        """Breaks off the cell that runs."""
        os.kill(self.process, signal.SIGINT)

    def listen(self) -> None:
        """From now on messages are taken by the loop that runs."""
        loop = asyncio.get_running_loop()
        self.saving.soon(loop)
        if self._loop is not loop and not self.ended:
            self._leave()
            self._loop = loop
            loop.add_reader(self.pipe.fileno(), self._take)

    def _take(self) -> None:
        """Takes what has come."""
        try:
            while self.pipe.poll():
                channel, message = self.pipe.recv()
                (self.shell_channel if channel == "shell" else self.iopub_channel).queue.put_nowait(message)
        except (EOFError, OSError):
            self._leave()
            self.ended = True

    def _leave(self) -> None:
        if self._loop and not self._loop.is_closed():
            self._loop.remove_reader(self.pipe.fileno())
        self._loop = None

    def end(self) -> None:
        """Ends the copy, whatever it does, and everything that it started in its own group."""
        self._leave()
        self.pipe.close()
        try:
            os.killpg(self.process, signal.SIGKILL)
        except ProcessLookupError:  # it has not come to lead a group yet, or is gone
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


class Channel:
    """Messages of one kind, in the order they came."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message. Raises queue.Empty where none comes in time, as jupyter_client does."""
        self.copy.listen()
        try:
            return await asyncio.wait_for(self.queue.get(), timeout)
        except TimeoutError:
            raise Empty from None
