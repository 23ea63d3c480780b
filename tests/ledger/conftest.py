"""Ledgers of both kinds for the same tests: SQLite always, a real PostgreSQL where all tests are run."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from server import BINARIES, Server

from clausecheck.ledger.opening import Ledger, open_ledger

POSTGRES = pytest.param(
    "postgres", marks=[pytest.mark.full_size, pytest.mark.skipif(not BINARIES, reason="no PostgreSQL")]
)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture(params=["sqlite", POSTGRES])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    return str(request.getfixturevalue("server").database())


@pytest.fixture(scope="module", params=["sqlite", POSTGRES])
def shared_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same, one for all tests of a file: each leaves the ledger as it was."""
    if request.param == "sqlite":
        return str(tmp_path_factory.mktemp("shared") / "ledger.sqlite")
    return str(request.getfixturevalue("server").database())


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    opened = open_ledger(url, make=True)
    yield opened
    opened.engine.dispose()


@pytest.fixture(params=["sqlite", POSTGRES])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Ledger]:
    """Makes a new ledger each time it is called."""

    empty = tmp_path_factory.mktemp("ledger") / "empty.sqlite"
    open_ledger(empty, make=True).engine.dispose()

    def made() -> Ledger:
        if request.param == "sqlite":
            return open_ledger(shutil.copy(empty, tmp_path_factory.mktemp("ledger") / "ledger.sqlite"))
        return open_ledger(request.getfixturevalue("server").database(), make=True)

    return made
