"""`clausecheck bundle --windows`: one zip that a Windows machine behind a firewall installs from by a double click.

Untried on Windows. What Linux can show is shown: every requirement that holds on Windows is met by a wheel that runs there,
names, texts and line ends are checked, and pip resolves everything from the zip alone (a test, and `benchmarks/prove`)."""

from collections.abc import Callable
from pathlib import Path

from packaging.utils import parse_wheel_filename

from clausecheck.disk.writing import scratch
from clausecheck.nouns.errors import fault

from .archive import read_back, write_bundle
from .wheels import PYTHONS, Target, gather, lacking, own_wheel, source_of_this

__all__ = ["PYTHONS", "Target", "gather", "lacking", "own_wheel", "pack", "read_back", "source_of_this", "write_bundle"]


def pack(source: Path | None, python: str, zip_file: Path, tell: Callable[[str], None]) -> int:
    """Writes the bundle and returns how many wheels it has; `tell` hears "building" and "gathering".

    Raises InputFault where the program or what it needs cannot be had, or the finished bundle lacks something.
    """
    origin = source or source_of_this()
    if origin is None or not origin.exists():
        place = str(source or "clausecheck")
        raise fault(place, "找不到源码或 .whl；请写出它的路径", "there is no checkout or wheel; give the path of one")
    target, bounds = Target(python), origin / "constraints.txt"
    with scratch("bundle") as folder:
        built, wheels = folder / "built", folder / "wheels"
        built.mkdir()
        wheels.mkdir()
        tell("building")
        wheel = own_wheel(origin, built)
        tell("gathering")
        gather(wheel, target, wheels, bounds if bounds.is_file() else None)
        if missing := lacking(wheels, target):
            raise fault(str(zip_file), f"在 Windows 上还缺：{missing}", f"lacking on Windows: {missing}")
        write_bundle(zip_file, wheels, str(parse_wheel_filename(wheel.name)[1]), target)
        return len(list(wheels.glob("*.whl")))
