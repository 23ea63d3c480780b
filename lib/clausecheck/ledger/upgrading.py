"""The tables of a ledger are made, and brought to this version, by Alembic; its steps lie in `migrations`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from .model import refused
from .opening import Ledger, known, revision
from .schema import REVISION

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(ledger: Ledger) -> tuple[str | None, str]:
    """Brings a ledger to this version, or makes it; returns the revisions before and after. Done whole or not at all.

    Raises InputFault for a ledger that a newer version wrote.
    """
    found = revision(ledger)
    if found is not None and found != REVISION and not known(found):
        raise refused(ledger.place, "newer", found=found)
    settings = _settings()
    with ledger.writing() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    return found, REVISION


def upgrade_existing(ledger: Ledger) -> tuple[str, str]:
    """The same of a ledger that is there. Raises InputFault where there is none."""
    if revision(ledger) is None:
        raise refused(ledger.place, "none")
    found, now = upgrade(ledger)
    return str(found), now


def scripts() -> ScriptDirectory:
    """The steps that there are."""
    return ScriptDirectory.from_config(_settings())


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings
