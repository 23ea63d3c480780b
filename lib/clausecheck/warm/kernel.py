# ipykernel and IPython give no types:
# mypy: allow-untyped-calls
"""The life of a copy: a kernel inside this process runs the cells it is sent, and all it has to say goes through one pipe."""

import gc
import os
import signal
import sys
import threading
import traceback
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any, NoReturn

SELDOM = (50_000, 20, 50)
"""How often rubbish is collected: a notebook makes many objects, and ends."""


def live(pipe: Connection, parent: int) -> NoReturn:
    """Runs what is asked through the pipe until nobody asks any more. `parent`: the process this is a copy of; should it die,
    so does this one. Nothing of what the other process would do at its end is done here."""
    try:
        os.setpgrp()  # Ctrl+C is for the process that started this one, which ends it
        _open_files_by_a_copy()
        _apart(parent)
        _serve(pipe)
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as the other
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    os._exit(0)


def _open_files_by_a_copy() -> None:
    """Where audits will run, starts what opens files for them as long as this process has one thread; another one that is
    needed later starts afresh."""
    if "clausecheck.logs.copied" not in sys.modules:
        return
    from clausecheck.logs.apart import kept, open_afresh, open_by_copies  # noqa: PLC0415 - loaded before

    open_by_copies()
    with kept():
        open_afresh()


def _apart(parent: int) -> None:
    """Makes this process one of its own: signals, keyboard, chance, and no shell of IPython but its own."""
    from ipykernel.parentpoller import ParentPollerUnix  # noqa: PLC0415 - loaded before this process was copied
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415 - likewise

    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__  # whatever the other process does with its own
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    ParentPollerUnix(parent).start()
    InteractiveShell.clear_instance()
    if numbers := sys.modules.get("numpy.random"):
        numbers.seed()  # all copies would draw the same; Python's own `random` sees to that itself
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")


class _Told:
    """What passes on all that the kernel has to say, with the ids of the one who asked in place of its own."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe, self.lock = pipe, threading.Lock()
        self.asked = ""
        self.ids: dict[str, str] = {}
        self.iopub_channel = self

    def call_handlers(self, message: dict[str, Any]) -> None:
        """Takes a message of the kernel, as its frontends do."""
        self.tell("iopub", message)

    def tell(self, channel: str, message: dict[str, Any]) -> None:
        """Sends a message; one about a cell that ran before still names that cell."""
        about = dict(message.get("parent_header") or {})
        if "msg_id" in about:
            about["msg_id"] = self.ids.setdefault(about["msg_id"], self.asked)
        buffers = [bytes(one) for one in message.get("buffers") or ()]
        with self.lock:
            self.pipe.send((channel, {**message, "parent_header": about, "buffers": buffers}))


def _serve(pipe: Connection) -> None:
    """Answers one request after the other."""
    from ipykernel.inprocess.ipkernel import InProcessKernel  # noqa: PLC0415 - loaded before, as above
    from ipykernel.inprocess.manager import InProcessKernelManager  # noqa: PLC0415 - loaded before, as above
    from ipykernel.iostream import OutStream  # noqa: PLC0415 - likewise
    from traitlets.config import Config  # noqa: PLC0415 - likewise

    manager = InProcessKernelManager(config=Config(HistoryManager={"hist_file": ":memory:"}))
    manager.kernel = InProcessKernel.instance(
        parent=manager, session=manager.session
    )  # widgets ask for the one instance
    kernel, client, told = manager.kernel, manager.client(), _Told(pipe)
    for name in ("stdout", "stderr"):  # with what programs write that cells start
        stream = OutStream(kernel.session, kernel.iopub_thread, name)
        setattr(kernel, name, stream)
        setattr(sys, name, stream)
    kernel.frontends.append(told)
    # ipykernel 7.4 asks this thread, which a kernel of this kind does not have, before it runs a cell that awaits
    sockets = SimpleNamespace(get_subshell_to_shell_channel_socket=lambda _: kernel.shell_stream)
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread(), manager=sockets)
    told.tell("shell", {"msg_type": "ready"})
    while True:
        what, told.asked, about = pipe.recv()
        getattr(client, what)(**about)
        told.tell("shell", client.get_shell_msg())
