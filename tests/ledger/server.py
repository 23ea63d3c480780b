"""A real PostgreSQL server of Debian's packages, in a folder of its own, on 127.0.0.1 and a free port."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
OWNER = "postgres"
"""Whom the server runs as where the tests run as root: it refuses to be root."""


class Server:
    """A server with databases as they are asked for."""

    def __init__(self) -> None:
        self.place = Path(mkdtemp(prefix="clausecheck-postgres-"))
        self.made = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.getuid() == 0:
            shutil.chown(self.place, OWNER)
        self._run("initdb", "-D", str(self.data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()

    @property
    def data(self) -> Path:
        return self.place / "data"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.place}"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.place / "log"), "-o", options, "start")

    def kill(self) -> None:
        """Ends the server as a power cut would: nothing is written any more."""
        process = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = subprocess.run(
            ["pgrep", "-P", str(process)], capture_output=True, text=True, check=False
        ).stdout.split()
        for one in (process, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def start_again(self) -> None:
        """Starts it after it was killed, as soon as nothing of it is left."""
        for _ in range(60):
            with suppress(RuntimeError):
                return self.start()
            time.sleep(0.5)
        return self.start()

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.place, ignore_errors=True)

    def database(self) -> str:
        """The URL of a new, empty database."""
        self.made += 1
        name = f"ledger{self.made}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tester", name)
        return f"postgresql://tester@127.0.0.1:{self.port}/{name}"

    def _run(self, name: str, *arguments: str, check: bool = True) -> None:
        user: dict[str, Any] = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.getuid() == 0 else {}
        done = subprocess.run(
            [str(BINARIES[-1] / name), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, cwd="/", **user
        )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.decode(errors='replace')}")
