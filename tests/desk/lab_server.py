"""Starts a real JupyterLab in a process of its own, with none of the machine's settings, and opens a notebook in it."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import workbench_server as app

sync_api = pytest.importorskip("playwright.sync_api")

TOKEN = "of-this-test"
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    f"--IdentityProvider.token={TOKEN}",
    "--ServerApp.jpserver_extensions={'jupyter_lsp': True, 'jupyter_server_terminals': True}",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
QUIET = {"@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False}}
"""Settings without which it asks whether it may fetch news."""


@contextlib.contextmanager
def running(place: Any, root: Path) -> Iterator[Any]:
    """A server of the folder `root`; yields its address. All that it keeps lies in `place`."""
    home = place / "home"
    for name, given in QUIET.items():
        kept = home / "settings" / f"{name}.jupyterlab-settings"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(given), encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.root_dir={root}"],
        cwd=root,
        env=_environment(place, home),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with (place / "lab.log").open("w", encoding="utf-8") as log, server.stderr:
        try:
            said = next(line for line in server.stderr if "http://127.0.0.1:" in line)
            reader = threading.Thread(target=shutil.copyfileobj, args=(server.stderr, log))
            reader.start()
            yield said[said.index("http://") :].partition("/lab")[0]
        finally:
            server.terminate()
            server.wait(timeout=app.PATIENCE)
            reader.join()


def _environment(place: Any, home: Any) -> Any:
    ours = {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "IPYTHONDIR": home / "ipython",
        "TMPDIR": place,
        "TEMP": place,
        "PYTHONUTF8": "1",
    }
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    return {**theirs, **{name: str(value) for name, value in ours.items()}}


class LabVisitor:
    """One user of a notebook in JupyterLab; `screen` does what is done on the workbench there as on the web page."""

    def __init__(self, browser: Any, address: str, notebook: Any, **size: Any) -> None:
        at = f"{address}/lab/tree/{quote(notebook)}?reset&token={TOKEN}"
        self.screen = app.Visitor(browser, at, ready=".jp-NotebookPanel .jp-Cell", **size)
        self.page = self.screen.page
        self.idle()  # whoever runs a cell before is asked for a kernel

    def idle(self) -> None:
        """Waits until the kernel has nothing to do."""
        self.page.locator(".jp-StatusBar-Widget", has_text="| Idle").wait_for()

    def menu(self, name: Any, entry: Any) -> None:
        self.page.locator(".lm-MenuBar-item", has_text=name).click()
        self.page.locator(".lm-Menu-item", has_text=entry).first.click()

    def run_all(self) -> None:
        """Runs all cells and waits until every one has run."""
        self.menu("Run", "Run All Cells")
        not_run = self.page.locator(".jp-CodeCell .jp-InputPrompt", has_not_text=re.compile(r"\[\d+\]"))
        sync_api.expect(not_run).to_have_count(0, timeout=1000 * app.PATIENCE)

    def close_tab(self) -> None:
        """Saves the notebook and closes its tab; its kernel lives on."""
        self.menu("File", "Save Notebook")
        self.page.locator(".jp-mod-current.jp-mod-dirty").wait_for(state="detached")
        self.menu("File", "Close Tab")
        self.page.locator(".jp-NotebookPanel").wait_for(state="detached")

    def leave(self) -> None:
        self.screen.leave()
