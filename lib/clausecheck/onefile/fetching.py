"""What the file is made of besides our code: npm's `pyodide` and two wheels for it, by name and version.

npm and pip get them from wherever this machine is told to look; they are kept in the user's cache, and no later build asks
again."""

import subprocess
import sys
import tarfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_dir

from clausecheck.disk.writing import scratch
from clausecheck.nouns.errors import fault

PYODIDE = "314.0.7"
PYTHON, ABI = "3.14", "2026_0"
PLATFORM = f"pyemscripten_{ABI}_wasm32"
"""What the wheels must be made for: the Python of that version of pyodide."""
WHEELS = ("python-calamine", "pydantic-core")
"""The packages with compiled code; all others are as good there as they are here."""
PARTS = ("pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs", "python_stdlib.zip")
LAST_LINES = 12


def cache() -> Path:
    """Where they are kept."""
    return Path(user_cache_dir("clausecheck", appauthor=False)) / "onefile"


def pyodide_place() -> Path:
    """Where npm's pyodide lies once it was fetched."""
    return cache() / f"pyodide-{PYODIDE}"


def wheels_place() -> Path:
    """Where the wheels of the versions that are installed here lie once they were fetched."""
    return cache() / ("wheels-" + "-".join(version(name) for name in WHEELS))


def is_fetched() -> bool:
    """Whether a build needs no network."""
    return pyodide_place().is_dir() and wheels_place().is_dir()


def fetched_pyodide() -> Path:
    """The folder of npm's pyodide, fetched if it is not there. Raises InputFault with npm's words."""
    place = pyodide_place()
    if place.is_dir():
        return place
    with scratch("pyodide") as folder:
        _run(["npm", "pack", "--silent", f"pyodide@{PYODIDE}"], folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        _keep(folder / "package", place, PARTS)
    return place


def fetched_wheels() -> Path:
    """The folder of the wheels, of the very versions that are installed here. Raises InputFault with pip's words."""
    place = wheels_place()
    if place.is_dir():
        return place
    tag = "cp" + PYTHON.replace(".", "")
    chosen = ["--platform", PLATFORM, "--python-version", PYTHON, "--implementation", "cp", "--abi", tag]
    pinned = [f"{name}=={version(name)}" for name in WHEELS]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet", "--no-deps"]
    with scratch("wheels") as folder:
        _run([*pip, "--only-binary=:all:", *chosen, "--dest", str(folder), *pinned], folder)
        _keep(folder, place, [one.name for one in folder.glob("*.whl")])
    return place


def _keep(source: Path, place: Path, names: Sequence[str]) -> None:
    """Puts files into the cache: under another name first, so that half of them are never taken for all."""
    apart = place.with_name(f"{place.name}.new")
    apart.mkdir(parents=True, exist_ok=True)
    for name in names:
        (apart / name).write_bytes((source / name).read_bytes())
    apart.rename(place)


def _run(command: Sequence[str], folder: Path) -> None:
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except FileNotFoundError:
        raise fault(command[0], "没有安装；请安装后重试", "is not installed; install it and try again") from None
    if done.returncode:
        said = "\n".join(f"  {line}" for line in (done.stderr or done.stdout).splitlines()[-LAST_LINES:])
        raise fault(command[0], f"没有取到：\n{said}", f"could not be fetched:\n{said}")
