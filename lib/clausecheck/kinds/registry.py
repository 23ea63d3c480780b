"""A kind or part is registered by lying in its folder: the file's `KIND` is all that there is to it."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from .telling import Kind


def kinds_in(package: str, path: Iterable[str]) -> dict[str, Kind]:
    """What the modules of a package hold, by the name that a rule gives it."""
    names = sorted(module.name for module in iter_modules(path))
    found: list[Kind] = [import_module(f"{package}.{name}").KIND for name in names]
    return {kind.name: kind for kind in found}
