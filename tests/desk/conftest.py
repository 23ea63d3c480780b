"""The browser that the tests of the page and of JupyterLab drive."""

from collections.abc import Iterator
from typing import Any

import pytest
import workbench_server as app


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=app.CHROMIUM, args=app.QUIET)
        yield started
        started.close()
