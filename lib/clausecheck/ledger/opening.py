"""Where a ledger lies: a file of SQLite or a database of PostgreSQL. Opening checks that it is one, and of this version;
whatever the database says against it becomes a sentence that names place, fault and mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from clausecheck.nouns.records import dataclass

from .model import refused
from .schema import REVISION, VERSIONS

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
PATIENCE = 30
"""Seconds that a run waits for another which writes to the same ledger."""
REACHED = 10
"""Seconds in which a server must answer."""
LOCK = 7_304_114
"""The number of the lock that who writes to a ledger in PostgreSQL holds."""
WRITING = "writing"
"""The execution option of a connection that is going to write: in SQLite it takes the lock at once."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger. `place`: how it is called, without a password."""

    place: str
    engine: sa.Engine

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection in which all that is read is of one moment."""
        with told(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection whose work is done whole or not at all; nobody else writes meanwhile."""
        options: dict[str, Any] = {WRITING: True}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "READ COMMITTED"  # what was committed while it waited for the lock is seen
        with told(self.place), self.engine.connect().execution_options(**options) as connection, connection.begin():
            if self.engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            yield connection


def open_ledger(where: str | Path, *, make: bool = False) -> Ledger:
    """The ledger at a URL, or in a file. `make`: where there is none, an empty one is made.

    Raises InputFault for an address that is none, a server that does not answer, a file that is no ledger, and a ledger that
    is older (`clausecheck ledger upgrade` mends that) or newer than this version.
    """
    ledger = at(where, make=make)
    found = revision(ledger)
    if found is None and make:
        from .upgrading import upgrade  # noqa: PLC0415 - Alembic is loaded when there is something to make or to alter

        upgrade(ledger)
    elif found is None:
        raise refused(ledger.place, "none")
    elif found != REVISION:
        raise refused(ledger.place, "older" if known(found) else "newer", found=found)
    return ledger


def at(where: str | Path, *, make: bool = False) -> Ledger:
    """What lies at a URL or in a file, whatever its revision. Raises InputFault as `open_ledger`, but for the revision."""
    url = _url(where)
    place = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        file = Path(place)
        if not file.is_file() and not make:
            raise refused(place, "no_file")
        if make:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(url, connect_args={"timeout": PATIENCE})
        sa.event.listen(engine, "connect", _ours_to_begin)
        sa.event.listen(engine, "begin", _begin)
        return Ledger(place, engine)
    try:
        settings = f"-c lock_timeout={PATIENCE}s"
        engine = sa.create_engine(
            url, connect_args={"connect_timeout": REACHED, "options": settings}, isolation_level="REPEATABLE READ"
        )
    except ModuleNotFoundError:
        raise refused(place, "no_driver") from None
    return Ledger(place, engine)


def revision(ledger: Ledger) -> str | None:
    """The revision of a ledger's tables; None where there is no ledger."""
    with ledger.reading() as connection:
        if not sa.inspect(connection).has_table(VERSIONS):
            return None
        found = connection.execute(sa.text(f"SELECT version_num FROM {VERSIONS}")).scalar()
        return None if found is None else str(found)


def known(found: str) -> bool:
    """Whether a revision is one of ours, older than the last."""
    return found.isdecimal() and int(found) < int(REVISION)


def _url(where: str | Path) -> sa.URL:
    text = str(where)
    if "://" not in text:
        return sa.URL.create("sqlite", database=text)
    try:
        url = sa.make_url(text)
    except (exc.ArgumentError, ValueError):
        raise refused(text, "bad_url") from None
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None or (driver == "sqlite" and url.database in (None, "", ":memory:")):
        raise refused(url.render_as_string(hide_password=True), "bad_url")
    return url.set(drivername=driver)


def _ours_to_begin(connection: Any, record: Any) -> None:
    """Python's driver begins a transaction later than it should; `_begin` does it instead."""
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told(place: str) -> Iterator[None]:
    """Says what a database has against what is asked of it as a fault that names the place. Misuse of ours is no such."""
    try:
        yield
    except (exc.OperationalError, exc.InternalError) as error:
        raise _fault(place, error) from error
    except exc.DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise refused(place, "no_database") from error
        if "permission denied" in str(error.orig):
            raise refused(place, "no_right", why=_first_line(error)) from error
        if "does not exist" in str(error.orig):
            raise refused(place, "no_table", why=_first_line(error)) from error
        raise


def _fault(place: str, error: exc.DBAPIError) -> Exception:
    why = _first_line(error)
    signs = {
        "locked": ("database is locked", "lock timeout"),
        "read_only": ("readonly database", "read-only"),
        "full": ("disk is full", "No space left", "disk I/O"),
        "no_such_place": ("unable to open database file",),
    }
    for key, marks in signs.items():
        if any(mark in why for mark in marks):
            return refused(place, key, why=why)
    if "no such table" in why:
        return refused(place, "no_table", why=why)
    return refused(place, "unreachable", why=why)


def _first_line(error: exc.DBAPIError) -> str:
    return " ".join(str(error.orig).split("\n", 1)[0].split())
