# Voila, tornado and jupyter_server give no types worth the name:
# mypy: disable-error-code="misc, no-untyped-call, no-any-unimported"
"""`clausecheck app`: the workbench as a web page for this machine, through Voila.

It listens on 127.0.0.1 only and opens to a token; the page loads nothing from outside. Every user has a kernel and a
working folder of his own; both go when he leaves (by the page's farewell, or once its connection has been gone for a
while: a browser that is killed says nothing), and whatever is left goes when the server stops.
"""

import asyncio
import contextlib
import html
import logging
import os
import shutil
import socket
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from jupyter_server.utils import url_path_join
from tornado.ioloop import IOLoop, PeriodicCallback
from traitlets.config import Config
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.static_file_handler import AllowListFileHandler

from clausecheck.desk.session import FILES_URL, LANG, MOST_BYTES, NAMED, PROCEDURE, ROOT, SCRATCH
from clausecheck.desk.texts import HERE, text
from clausecheck.desk.web import KERNEL_ID, AliveHandler, DownloadHandler, MissingHandler, PageSocket, TokenOnly
from clausecheck.disk.writing import scratch_folder
from clausecheck.nouns.errors import fault
from clausecheck.papers.page.run import notebook_file

NOTEBOOK = "workbench.ipynb"
TEMPLATE = "workbench"
HOST = "127.0.0.1"
OWN_PORT = 47613
"""Taken where nothing else listens there: marks kept in the browser are then found again by the next server."""
LEFT_OUT = (RequestInfoSocketHandler, AllowListFileHandler)
WARM = 2
"""Kernels that stand ready with the screen already made; who comes when all are taken waits for a new one."""
SETTLE = 5
"""Seconds until the second of them is made: the first user's page comes first."""
LEFT_ALONE = 120.0
"""Seconds without a connection after which a page counts as gone. An open page holds its connection in a background tab
and in a laptop asleep, whatever becomes of its timers; one that lost it comes back within this time."""
NEVER_SEEN = 30 * 60
"""Seconds after which a kernel goes whose page never came to life."""
STARTUP = 600
"""Seconds that a kernel may take to start, and its screen to arrive: on a machine with much else to do the usual 60 and 4
left a page that never came, for an output that is late is dropped without a word."""
SWEEP = 2
"""Seconds between two looks at who is there."""
HEADROOM = 3
"""Messages up to so many times the largest upload are taken, so that one too large is refused with a sentence; beyond
that the connection breaks."""


def serve(
    port: int = 0,
    open_browser: bool = False,
    root: str | Path | None = None,
    *,
    lang: str = "zh",
    procedure: str = "",
    tell: Callable[[str], None] | None = None,
    left_alone: float = LEFT_ALONE,
) -> None:
    """Serves the workbench until it is stopped (Ctrl+C, SIGTERM). `tell` gets the address, once a page would come fast.

    `root`: the folder whose projects may be chosen, by default the running folder; uploads come from anywhere. Where it is
    given the page opens with it chosen.
    `procedure`: the name of one that ships, or a folder; the page audits by it.
    `left_alone`: the seconds without a connection to its page after which a session ends.
    Raises InputFault when the port is taken or the folder is not there.
    """
    folder = Path(root or Path.cwd()).resolve()
    if not folder.is_dir():
        raise fault(str(folder), "不是文件夹", "is not a folder")
    chosen = port or _free_port()
    _refuse_taken(chosen)
    scratch = scratch_folder("app")
    try:
        _environment(scratch, folder, lang, procedure, named=root is not None)
        app = Workbench(scratch, tell or _print, open_browser, left_alone, config=_config(chosen, lang))
        app.initialize([])
        app.start()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _print(said: str) -> None:
    sys.stdout.write(said + "\n")
    sys.stdout.flush()


def _environment(scratch: Path, root: Path, lang: str, procedure: str, named: bool) -> None:
    """What the kernels, which inherit it, must know; and where Voila finds our template."""
    known = str(Path(procedure).resolve()) if Path(procedure).is_dir() and procedure else procedure
    given = {SCRATCH: str(scratch), ROOT: str(root), LANG: lang, PROCEDURE: known, NAMED: "1" if named else ""}
    os.environ.update(given)
    places = [str(HERE / "jupyter"), os.environ.get("JUPYTER_PATH", "")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, places))


def _config(port: int, lang: str) -> Config:
    names = ("html_lang", "loading", "lost", "ended", "died", "reopen", "noscript")
    about = {name: text(f"page_{name}", lang) for name in names}
    config = Config()
    config.Voila = Config(
        ip=HOST,
        port=port,
        port_retries=0,
        token=token_urlsafe(24),
        open_browser=False,
        identity_provider_class=TokenOnly,
        notebook_path=str(notebook_file(NOTEBOOK)),
        config_file_paths=[],  # settings of another Voila on this machine are not ours
        log_level=logging.ERROR,
        tornado_settings={
            "websocket_max_message_size": HEADROOM * MOST_BYTES,
            "headers": {"Referrer-Policy": "same-origin"},
        },
    )
    config.VoilaConfiguration = Config(
        template=TEMPLATE,
        theme="light",
        allow_template_override="NO",
        allow_theme_override="NO",
        resources={"clausecheck": {**about, "title": text("title", lang)}},
        file_allowlist=[],
        extension_allowlist=["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"],
        page_config_hook=_nothing_from_outside,
        preheat_kernel=True,
        default_pool_size=1,
        show_tracebacks=False,
    )
    config.VoilaExecutor = Config(startup_timeout=STARTUP, iopub_timeout=STARTUP)
    config.MappingKernelManager = Config(cull_idle_timeout=NEVER_SEEN, cull_interval=60, cull_connected=False)
    config.AsyncMappingKernelManager = Config(cull_idle_timeout=NEVER_SEEN, cull_interval=60, cull_connected=False)
    config.KernelManager = Config(
        transport_encryption="auto",  # others on this machine could read a plain port
        autorestart=False,  # a new kernel under the old page would know nothing of it
    )
    return config


def _nothing_from_outside(current_page_config: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Voila's page names a CDN for formulas, which its frontend asks at once; we show none and name our own blank."""
    ours = url_path_join(current_page_config["baseUrl"], "voila/templates", TEMPLATE, "static/no-formulas.js")
    return {**current_page_config, "fullMathjaxUrl": ours, "mathjaxConfig": "none"}


class Workbench(Voila):
    """Voila with our handlers, our working folders, and a word when the first page stands ready."""

    def __init__(
        self, scratch: Path, tell: Callable[[str], None], browse: bool, left_alone: float, **more: Any
    ) -> None:
        super().__init__(**more)
        self._scratch, self._tell, self._browse, self._left_alone = scratch, tell, browse, left_alone
        self._connected_at: dict[str, float] = {}

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """None is loaded: a config of another Voila could open what is closed here."""

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, with our page for every error: the one of Jupyter needs files that are not served here."""
        settings: dict[str, Any] = super().init_settings()
        return {**settings, "jinja2_env": settings["voila_jinja2_env"]}

    def init_handlers(self) -> list[Any]:
        """Voila's handlers without the ones that tell anybody about requests and hand out files, ours before them, and
        before the last, which takes every address for the notebook's, one that knows no other than its own."""
        base = self.server_url
        *stock, notebook = [entry for entry in super().init_handlers() if entry[1] not in LEFT_OUT]
        ours = [
            (url_path_join(base, rf"/{FILES_URL}/(.*)"), DownloadHandler, {"scratch": self._scratch}),
            (url_path_join(base, rf"/clausecheck/alive/({KERNEL_ID})"), AliveHandler),
            (url_path_join(base, rf"/api/kernels/({KERNEL_ID})/channels"), PageSocket, {"came": self._came}),
        ]
        IOLoop.current().add_callback(self._ready)
        return [*ours, *stock, (url_path_join(base, r"/(.+)"), MissingHandler), notebook]

    async def _ready(self) -> None:
        """Says where the page is as soon as a warm kernel has made it, and begins to sweep."""
        self._sweeper = PeriodicCallback(self.sweep, SWEEP * 1000)
        self._sweeper.start()
        for pool in list(self.kernel_manager._pools.values()):
            heated = await asyncio.shield(pool[0])
            await asyncio.wait([heated["task"]])
        address = f"{self.connection_url}?token={self.identity_provider.token}"
        self._tell(address)
        if self._browse:
            webbrowser.open(_way_in(self._scratch, address).as_uri())
        await asyncio.sleep(SETTLE)
        self.kernel_manager.kernel_pools_config["default"]["pool_size"] = WARM
        self.kernel_manager.fill_if_needed(delay=0, notebook_name=self.kernel_manager.notebook_path)

    async def sweep(self) -> None:
        """Ends the kernels whose page is gone, and deletes the working folders of kernels that are no more."""
        for kernel_id in self._left():
            await self.kernel_manager.shutdown_kernel(kernel_id)
        for folder in self._scratch.iterdir():
            if folder.is_dir() and folder.name not in self.kernel_manager:
                shutil.rmtree(folder, ignore_errors=True)

    def _came(self, kernel_id: str) -> None:
        self._connected_at[kernel_id] = time.monotonic()

    def _left(self) -> list[str]:
        """The kernels that had a page once and have had no connection for `left_alone` seconds."""
        now, manager = time.monotonic(), self.kernel_manager
        self._connected_at |= {kernel_id: now for kernel_id, pages in manager._kernel_connections.items() if pages}
        gone = [kernel_id for kernel_id, at in self._connected_at.items() if now - at >= self._left_alone]
        for kernel_id in gone:
            del self._connected_at[kernel_id]
        return [each for each in gone if each in manager and not manager.get_kernel(each).shutting_down]

    def stop(self) -> None:
        """Ends the kernels, which then delete their folders."""
        super().stop()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _way_in(scratch: Path, address: str) -> Path:
    """A page only this user can read that leads to the address: on a command line everybody could read the token."""
    page = scratch / "open.html"
    page.touch(mode=0o600)
    page.write_text(f'<meta http-equiv="refresh" content="0;url={html.escape(address)}">', encoding="utf-8")
    return page


def _free_port() -> int:
    """Ours where it is free, for a browser keeps what it keeps by address and port; else any."""
    for port in (OWN_PORT, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            if (
                os.name == "posix"
            ):  # a server that stopped just now does not hold its port; on Windows this means otherwise
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise fault("--port", "没有空闲的端口", "no port is free")


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise fault(
                f"--port {port}", "端口已被占用；请换一个", "something else listens on this port; choose another"
            )
