"""Parts of Voila, jupyter_server and IPython that are promised to nobody, and that we use all the same: what a new version
has moved or taken away is told by its name here, and not by a page that stays blank."""

import importlib
import inspect
import sys
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from voila.configuration import VoilaConfiguration
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from clausecheck.desk.app import LEFT_OUT

USED = {
    "voila.voila_kernel_manager": [
        "def voila_kernel_manager_factory(",
        "self._pools",
        "kernel_pools_config",
        '"pool_size"',
        "def fill_if_needed(",
        "self.notebook_path =",
        '"task"',
    ],
    "jupyter_server.services.kernels.kernelmanager": ["self._kernel_connections"],
    "jupyter_client.manager": ["shutting_down"],
    "voila.app": [
        "def init_settings(",
        "def init_handlers(",
        "self.load_config_file(",
        "def stop(",
        "connection_url",
        "identity_provider_class",
        "voila_jinja2_env=",
        "jinja2_env=",
    ],
    "voila.notebook_renderer": ["kernel_start", "cell_generator"],
    "voila.utils": ["include_js", "mathjaxConfig", "fullMathjaxUrl"],
    "voila.configuration": ["page_config_hook", "allow_template_override", "file_allowlist", "extension_allowlist"],
    "voila.handler": ["redirect_to_file"],
    "IPython.core.interactiveshell": ["def _showtraceback("],
}
"""Module -> what of it we call, override or read."""
MACROS = ["macro voila_setup_helper_functions(", "macro voila_setup_labextensions(", "voila_finish"]


@pytest.mark.parametrize(("module", "part"), [(module, part) for module, parts in USED.items() for part in parts])
def test_there_still_is(module: Any, part: Any) -> None:
    assert part in inspect.getsource(importlib.import_module(module))


@pytest.mark.parametrize("macro", MACROS)
def test_the_template_that_our_page_imports_still_has(macro: Any) -> None:
    templates = Path(sys.prefix) / "share" / "jupyter" / "voila" / "templates"
    assert macro in (templates / "base" / "voila_setup.macro.html.j2").read_text(encoding="utf-8")


def test_what_we_leave_out_of_the_handlers_is_still_among_them_and_the_notebook_s_takes_what_is_left() -> None:
    source = inspect.getsource(importlib.import_module("voila.app").Voila.init_handlers)
    places = [source.find(each.__name__) for each in LEFT_OUT]
    assert min(places) >= 0
    assert source.rfind("TornadoVoilaHandler,", 0, source.index("else:\n            self.log")) > max(places)


def test_the_kernels_are_managed_and_a_page_s_socket_opened_as_ours_expect() -> None:
    assert issubclass(VoilaConfiguration().multi_kernel_manager_class, AsyncMappingKernelManager)
    assert list(inspect.signature(VoilaKernelWebsocketHandler.open).parameters) == ["self", "kernel_id"]
