"""Which files of what was handed in are logs: workbooks by their ending, without lock files and our own results."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausecheck.errors import Fault, InputFault, fault

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv", ".xltx", ".xltm", ".ett")
OWN_FOLDER = ("findings.json", "manifest.json")
"""A folder that holds both is one of our own results and is never read as logs."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: how the results name it, where it is, and whether it was found in a folder handed in."""

    file: str
    path: Path
    searched: bool


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """The workbooks of one project, in a stable order, each once.

    Raises InputFault naming every path that is not there, is no workbook, or is a folder without one.
    """
    faults: list[Fault] = []
    found: dict[Path, str] = {}
    handed_in = {_real(path) for path in paths}
    for path in paths:
        if path.is_dir():
            inside = list(_in_folder(path))
            if not inside:
                faults += _empty_folder(path).faults
            for each in inside:
                found.setdefault(_real(each), each.relative_to(path).as_posix())
        elif not path.exists():
            faults += fault(str(path), "没有这个文件或文件夹", "there is no such file or folder").faults
        elif path.suffix.lower() not in ENDINGS:
            faults += _not_a_workbook(path).faults
        else:
            found.setdefault(_real(path), path.name)
    faults += [_not_utf8(path) for path in found if not _is_text(str(path))]
    if not paths:
        faults += fault("PATH", "没有给出文件或文件夹", "no file or folder was given").faults
    if faults:
        raise InputFault(*faults)
    return [Source(name, path, path not in handed_in) for path, name in _distinct(found)]


def _real(path: Path) -> Path:
    """The file behind links. A link that leads in a circle is left as it is: opening it will say so."""
    return Path(os.path.realpath(path))


def _in_folder(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        if Path(place) != folder and all(name in files for name in OWN_FOLDER):
            folders.clear()
            continue
        for name in sorted(files):
            if not name.startswith((".", "~$", "._", ".~")) and Path(name).suffix.lower() in ENDINGS:
                yield Path(place) / name


def _distinct(found: dict[Path, str]) -> list[tuple[Path, str]]:
    """Names as handed in; files that would share one get as many of their folders as tell them apart."""
    names = dict(found)
    depth = 1
    while len(set(names.values())) < len(names) and depth < 40:
        depth += 1
        taken = list(names.values())
        for path, name in list(names.items()):
            if taken.count(name) > 1:
                names[path] = "/".join(path.parts[-depth:])
    return sorted(names.items(), key=lambda pair: pair[1])


def _is_text(name: str) -> bool:
    """Whether the system could read a name; a file unpacked under another encoding may have one that it cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _not_utf8(path: Path) -> Fault:
    shown = str(path).encode("utf-8", "replace").decode()
    zh, en = "文件名不是 UTF-8，无法写进结果；请改名", "its name is not UTF-8 and cannot be written down; rename it"
    return Fault(shown, zh, en)


def _empty_folder(folder: Path) -> InputFault:
    return fault(
        str(folder),
        f"文件夹里没有可读的工作簿（{' '.join(ENDINGS[:7])}）；请把记录放进来，或给出正确的文件夹",
        f"no workbook in this folder ({' '.join(ENDINGS[:7])}); put the logs here, or name the right folder",
    )


def _not_a_workbook(path: Path) -> InputFault:
    return fault(
        str(path),
        f"不是可读的工作簿；请给出 {' '.join(ENDINGS[:7])} 文件",
        f"not a workbook; hand in a file ending in {' '.join(ENDINGS[:7])}",
    )
