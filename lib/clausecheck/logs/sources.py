"""Which files of what was handed in are logs, and why each of the others is not read (reading 63)."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path

from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.passed_over import ENDINGS, OWN_FOLDER, OWN_FOLDER_WHY, Litter, is_litter, is_xml_2003, why_not
from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.model import Unread, say
from clausecheck.nouns.records import dataclass

__all__ = ["ENDINGS", "Inputs", "Source", "find_inputs", "find_sources", "source_bytes"]
LARGEST_FILE = 1_000_000_000
HELD = (32, 33, None)
"""What Windows says when another program holds a file: sharing violation, lock violation, or only that it is denied."""
MOST = 50_000
"""Files and folders below one that is handed in; more are no project's logs but a whole disk."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: how the results name it, where it is, and whether it was found in a folder handed in."""

    file: str
    path: Path
    searched: bool


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was handed in: the files to read, in a stable order, each once, and what is passed over with its reason."""

    sources: list[Source]
    unread: list[Unread]


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """The files to read of `find_inputs`."""
    return find_inputs(paths).sources


def find_inputs(paths: Sequence[Path]) -> Inputs:
    """The files of one project.

    Raises InputFault naming every path that is not there, is no workbook, or is a folder without one or that cannot be
    listed: what lies in it would be missing without a trace.
    """
    faults: list[Fault] = []
    found: dict[Path, str] = {}
    unread: list[Unread] = []
    handed_in = {_real(path) for path in paths}
    for path in paths:
        if path.is_dir():
            inside = _Folder(path, f"{_text(path.resolve().name)}/" if len(paths) > 1 else "")
            inside.walk(path)
            faults += inside.faults or _empty(path, inside)
            unread += inside.unread()
            for each in inside.files:
                found.setdefault(_real(each), _text(each.relative_to(path).as_posix()))
        elif not path.exists():
            faults += fault(_text(path), "没有这个文件或文件夹", "there is no such file or folder").faults
        elif path.suffix.lower() not in ENDINGS:
            faults += _not_a_workbook(path).faults
        else:
            found.setdefault(_real(path), _text(path.name))
    faults += [_not_utf8(path) for path in found if not _is_text(_text(path))]
    if not paths:
        faults += fault("PATH", "没有给出文件或文件夹", "no file or folder was given").faults
    if faults:
        raise InputFault(*faults)
    return Inputs([Source(name, path, path not in handed_in) for path, name in _distinct(found)], unread)


def _real(path: Path) -> Path:
    """The file behind links. A link that leads in a circle is left as it is: opening it will say so."""
    return Path(os.path.realpath(path))


@dataclass(slots=True)
class _Folder:
    """A folder handed in, being looked through: what was found in it, and the folders that were entered (no link leads
    into one of them again). `prefix` tells its files from those of others."""

    root: Path
    prefix: str
    files: list[Path] = field(default_factory=list)
    named: dict[str, Unread] = field(default_factory=dict)
    litter: Litter = field(default_factory=Litter)
    faults: list[Fault] = field(default_factory=list)
    entered: set[Path] = field(default_factory=set)
    seen: int = 0

    def walk(self, place: Path) -> None:
        """Looks through a folder and, one after the other, those below it."""
        self.entered.update((_real(self.root), *_real(self.root).parents))
        to_do = [place]
        while to_do and not self.faults_of_size():
            place = to_do.pop(0)
            try:
                names = sorted(path.name for path in place.iterdir())
            except OSError as error:
                self.faults += _unlisted(place, error).faults
                continue
            self.seen += len(names)
            if place != self.root and all(name in names for name in OWN_FOLDER):
                self._pass_over(place, OWN_FOLDER_WHY)
                continue
            to_do = [*(inside for name in names if (inside := self._looked(place / name))), *to_do]

    def faults_of_size(self) -> bool:
        if self.seen <= MOST:
            return False
        zh = f"文件夹里的文件和下级文件夹超过 {MOST:,} 个，不像一个项目的记录；请给出项目自己的文件夹"
        en = f"holds more than {MOST:,} files and folders, which is no project's logs; name the project's own folder"
        self.faults = list(fault(_text(self.root), zh, en).faults)
        return True

    def _looked(self, path: Path) -> Path | None:
        try:
            return self._look(path)
        except OSError as error:  # a folder whose names may be read, but nothing of what they stand for
            self.faults += _unlisted(path, error).faults
            return None

    def _look(self, path: Path) -> Path | None:
        """Takes a file or names it as passed over; a folder to be looked through comes back."""
        if is_litter(path):
            self.litter.add(self._name(path))
        elif path.is_dir():
            return self._enter(path)
        elif path.is_symlink() and not path.exists() and path.suffix.lower() not in ENDINGS:
            self.faults += _leads_nowhere(path).faults
        else:
            why = why_not(path, path.parent == self.root)
            if why is None:
                self.files.append(path)
            elif why:
                self._pass_over(path, why)
        return None

    def _enter(self, path: Path) -> Path | None:
        real = _real(path)
        if path.name.startswith("."):
            self._pass_over(path, "unread.hidden_folder")
        elif real in self.entered:
            if path.is_symlink():
                self._pass_over(path, "unread.circle")
        else:
            self.entered.add(real)
            return path
        return None

    def _pass_over(self, path: Path, why: str) -> None:
        name = self._name(path) + ("/" if path.is_dir() else "")
        self.named[name] = Unread(name, say(why, ending=path.suffix.lower() or "—"))

    def _name(self, path: Path) -> str:
        name = self.prefix + _text(path.relative_to(self.root).as_posix())
        return name if _is_text(name) else name.encode("utf-8", "replace").decode()

    def unread(self) -> Iterator[Unread]:
        yield from self.named.values()
        if self.litter.count:
            yield Unread(self.litter.first, say("unread.litter", n=self.litter.count))


def _distinct(found: dict[Path, str]) -> list[tuple[Path, str]]:
    """Names as handed in; files that would share one get as many of their folders as tell them apart."""
    names = dict(found)
    depth = 1
    while len(set(names.values())) < len(names) and depth < 40:
        depth += 1
        taken = list(names.values())
        for path, name in list(names.items()):
            if taken.count(name) > 1:
                names[path] = _text("/".join(path.parts[-depth:]))
    return sorted(names.items(), key=lambda pair: pair[1])


def _text(path: str | Path) -> str:
    """A path as text. Where the system's own encoding does not know Chinese (LC_ALL=C), names are UTF-8 all the same."""
    text = str(path)
    if _is_text(text):
        return text
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text


def _is_text(name: str) -> bool:
    """Whether the system could read a name; a file unpacked under another encoding may have one that it cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _not_utf8(path: Path) -> Fault:
    shown = str(path).encode("utf-8", "replace").decode()
    zh, en = "文件名不是 UTF-8，无法写进结果；请改名", "its name is not UTF-8 and cannot be written down; rename it"
    return Fault(shown, zh, en)


def _unlisted(folder: Path, error: OSError) -> InputFault:
    said = error.strerror or str(error)
    return fault(
        _text(folder),
        f"不能列出这个文件夹的内容（{said}），其中的记录会漏掉；请开放读取权限，或把它移走",
        f"this folder cannot be listed ({said}), and logs in it would be missed; allow reading it, or take it away",
    )


def _leads_nowhere(path: Path) -> InputFault:
    return fault(
        _text(path),
        "链接指向的文件或文件夹不存在，其中的记录会漏掉；请接通网络位置，或删去这个链接",
        "the link leads to nothing that is there, and logs behind it would be missed; connect the place, or delete the link",
    )


def _empty(folder: Path, inside: _Folder) -> Iterable[Fault]:
    if inside.files:
        return ()
    others = "、".join(list(inside.named)[:5])
    zh, en = (f"；有但不能读取：{others}", f"; there, but not readable: {others}") if others else ("", "")
    return fault(
        _text(folder),
        f"文件夹里没有可读的工作簿（{' '.join(ENDINGS[:7])}）{zh}；请把记录放进来，或给出正确的文件夹",
        f"no workbook in this folder ({' '.join(ENDINGS[:7])}){en}; put the logs here, or name the right folder",
    ).faults


def _not_a_workbook(path: Path) -> InputFault:
    if is_xml_2003(path):
        return words_for(_text(path), "xml_2003")
    return fault(
        _text(path),
        f"不是可读的工作簿；请给出 {' '.join(ENDINGS[:7])} 文件",
        f"not a workbook; hand in a file ending in {' '.join(ENDINGS[:7])}",
    )


def source_bytes(source: Source) -> bytes:
    """A file's content. Raises Broken when another program holds it, we may not read it, or the disk does not give it."""
    try:
        about = source.path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Broken("no_file")  # reading a pipe or a device never ends
        if about.st_size > LARGEST_FILE:
            raise Broken("too_large")
        return source.path.read_bytes()
    except PermissionError as error:
        held = getattr(error, "winerror", None) in HELD if os.name == "nt" else False
        raise Broken("locked" if held else "forbidden", error.strerror or "") from None
    except OSError as error:
        raise Broken("unreadable", error.strerror or str(error)) from None
