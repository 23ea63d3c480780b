"""The code that goes into the file: our own rooms that are needed there, the packages they need, and what was given."""

import re
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import clausecheck
from clausecheck.nouns.errors import fault

from .fetching import PLATFORM
from .given import GIVEN, NAMED, PROCEDURE, RULEBOOK

PACKAGE = Path(clausecheck.__file__).parent
NOT_THERE = (
    "bundle", "cli", "desk/jupyter", "papers/forms", "papers/pdf", "papers/word", "portfolio", "simulate", "trends",
    "onefile/assets",
)  # fmt: skip
"""Rooms that nobody enters in a browser."""
PURE = (
    "annotated-types", "chinesecalendar", "filelock", "Jinja2", "MarkupSafe", "platformdirs", "pydantic", "PyYAML",
    "typing-extensions", "typing-inspection",
)  # fmt: skip
"""Packages without compiled code, or that do without it."""
_LEFT_OUT = re.compile(
    r"(^|/)__pycache__/|\.(so|pyd|pyi|c|pyx|typed)$|^pydantic/(v1/|mypy)|^\.\.|\.dist-info/(?!METADATA$)"
)
BESIDE_A_RULEBOOK = ("calendar.yaml", "score.yaml", "words.yaml")


def own_files() -> Iterator[tuple[str, Path]]:
    """Our own files by their name among the packages."""
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE).as_posix()
        if path.is_file() and "__pycache__" not in path.parts and not _in_a_room_outside(name):
            yield f"clausecheck/{name}", path


def code_zip(target: Path, wheels: Path, procedure: str, rulebook: Path | None) -> None:
    """Everything that is imported there, in one zip. Raises InputFault where a wheel is not there."""
    with ZipFile(target, "w") as archive:
        for name, path in (*own_files(), *_pure_files(), *_given(procedure, rulebook)):
            archive.writestr(ZipInfo(name), path.read_bytes(), ZIP_STORED)
        if procedure and not Path(procedure).is_dir():
            archive.writestr(ZipInfo(f"{GIVEN}/{NAMED}"), procedure)
        for wheel in _wheels(wheels):
            with ZipFile(wheel) as other:
                for name in sorted(other.namelist()):
                    if not re.search(r"\.pyi$|\.typed$|/sboms/|\.dist-info/(?!METADATA$)", name):
                        archive.writestr(ZipInfo(name), other.read(name), ZIP_STORED)


def _in_a_room_outside(name: str) -> bool:
    return any(name.startswith(f"{room}/") for room in NOT_THERE)


def _pure_files() -> Iterator[tuple[str, Path]]:
    for package in PURE:
        for file in sorted(distribution(package).files or (), key=str):
            if not _LEFT_OUT.search(file.as_posix()):
                yield file.as_posix(), Path(str(file.locate()))


def _given(procedure: str, rulebook: Path | None) -> Iterator[tuple[str, Path]]:
    folder = Path(procedure) if procedure else None
    if folder is not None and folder.is_dir():
        for path in sorted(folder.rglob("*.yaml")):
            yield f"{GIVEN}/{PROCEDURE}/{path.relative_to(folder).as_posix()}", path
    if rulebook:
        yield f"{GIVEN}/{RULEBOOK}", rulebook
        for name in BESIDE_A_RULEBOOK:
            if (path := rulebook.with_name(name)).is_file():
                yield f"{GIVEN}/{name}", path


def _wheels(folder: Path) -> list[Path]:
    found = sorted(folder.glob(f"*{PLATFORM}.whl"))
    if not found:
        raise fault(str(folder), f"没有适用于 {PLATFORM} 的 .whl", f"there is no wheel for {PLATFORM}")
    return found
