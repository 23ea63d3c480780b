"""The zip: wheels, two .bat files and what they say, under names that Windows takes; and a look at a finished one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from clausecheck.disk.writing import replacing
from clausecheck.nouns.errors import fault
from clausecheck.nouns.wordlists import entries

from .wheels import Target

HERE = Path(__file__).parent
TOP = "clausecheck"
START, AUDIT, GUIDE = "启动工作台.bat", "核查-把台账拖到这里.bat", "使用说明.txt"
WHEELS = "files/wheels"
LONGEST_PATH = 259
"""Of Windows, where nobody has allowed more."""
PACKAGES = r"venv\Lib\site-packages" + "\\"
PATH_ROOM = 20
"""Characters kept free for what programs add to a name for a moment."""
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
NAMED = re.compile(r"files\\[\w.\\-]+")


def write_bundle(zip_file: Path, wheels: Path, version: str, target: Target) -> None:
    """Writes the zip, whole or not at all. Raises InputFault for a name that Windows would not take."""
    found = sorted(wheels.glob("*.whl"))
    texts = {f"{TOP}/{name}": body for name, body in _texts(version, target, room(found, target)).items()}
    files = {f"{TOP}/{WHEELS}/{one.name}": one for one in found}
    if faults := [*_bad_names([*texts, *files])]:
        raise fault(str(zip_file), f"Windows 不接受这些名称：{faults}", f"Windows does not take these names: {faults}")
    with replacing(zip_file) as path, ZipFile(path, "w") as archive:
        for name, body in texts.items():
            archive.writestr(ZipInfo(name), body, ZIP_DEFLATED)
        for name, one in files.items():
            archive.writestr(ZipInfo(name), one.read_bytes(), ZIP_STORED)  # wheels are packed already


def room(wheels: Iterable[Path], target: Target) -> int:
    """How long the path of the unpacked folder may be, so that the deepest file still fits below it."""
    compiled = f".cpython-{target.python.replace('.', '')}.pyc"
    deepest = max((len(path) for one in wheels for path in _installed(one, compiled)), default=0)
    return LONGEST_PATH - PATH_ROOM - deepest


def read_back(zip_file: Path) -> list[str]:
    """What is wrong with a bundle, as far as it can be seen without Windows: names, .bat files and what they name."""
    with ZipFile(zip_file) as archive:
        names = archive.namelist()
        bats = {name: archive.read(name) for name in names if name.endswith(".bat")}
    faults = [*_bad_names(names)]
    for name, body in bats.items():
        if not body.isascii():
            faults.append(f"{name}: not ASCII")
        if body.count(b"\r\n") != body.count(b"\n"):
            faults.append(f"{name}: line ends")
        asked = {one.replace("\\", "/") for one in NAMED.findall(body.decode("ascii", "replace"))}
        faults += [
            f"{name}: {one} is not there"
            for one in sorted(asked)
            if not any(other == f"{TOP}/{one}" or other.startswith(f"{TOP}/{one}/") for other in names)
        ]
    return faults


def _texts(version: str, target: Target, path_room: int) -> dict[str, bytes]:
    """Everything but the wheels, as bytes."""
    said = entries(HERE / "messages.yaml")
    values = {"python": target.python, "version": version, "room": path_room, "start": START, "audit": AUDIT}
    values["comma"] = target.python.replace(".", ", ")
    values["ready"] = f"ready-{version}.txt"
    values["packed"] = "".join(f"\\u{ord(sign):04x}" for sign in said["packed"]["zh"])
    texts = {}
    for key, words in said.items():
        if key != "packed":  # said where nothing is unpacked yet, so it stands in the .bat files
            both = f"{words['zh']}\n{words['en']}\n".format_map(values)
            texts[f"files/{key}.txt"] = _lines("\ufeff" + both, "utf-16-le")
    for name, source in ((START, "start.bat"), (AUDIT, "audit.bat"), ("files/prepare.bat", "prepare.bat")):
        texts[name] = _lines((HERE / source).read_text(encoding="ascii").format_map(values), "ascii")
    guide = (HERE / "guide.txt").read_text(encoding="utf-8").format_map(values)
    return {**texts, GUIDE: _lines(guide, "utf-8-sig")}


def _lines(text: str, encoding: str) -> bytes:
    return text.replace("\n", "\r\n").encode(encoding)


def _installed(wheel: Path, compiled: str) -> Iterator[str]:
    """The paths of a wheel's files below the unpacked folder once installed, those that Python compiles included."""
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            yield PACKAGES + name if ".data/" not in name else "venv\\" + name.split(".data/", 1)[1].partition("/")[2]
            if name.endswith(".py"):
                path = PurePosixPath(name)
                yield PACKAGES + str(path.parent / "__pycache__" / (path.stem + compiled))


def _bad_names(names: Iterable[str]) -> Iterator[str]:
    every = list(names)
    for name in every:
        if any(FORBIDDEN.search(part) or RESERVED.fullmatch(part) for part in name.split("/")):
            yield name
    yield from (name for name, times in Counter(map(str.casefold, every)).items() if times > 1)
