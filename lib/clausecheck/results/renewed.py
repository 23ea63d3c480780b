"""An output folder is renewed as a whole: everything is made in a fresh folder, its manifest last, and takes the old one's
place in one step. What a person made or edited goes along and is never in a folder that is deleted."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clausecheck.disk.locks import alone
from clausecheck.disk.writing import FULL, dated, disk_fault, named, write_whole
from clausecheck.results.exchange import exchange

MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
"""Stands in a fresh folder until it is whole: what a killed run left is told from a result by it."""
FINDINGS = "findings.json"
BEFORE_HASHES = (FINDINGS, "report.html", "project_audit.ipynb")
"""What a run of ours left before manifests listed hashes; a copy of that time may have been worked in, so it is kept."""


@contextmanager
def renewed(folder: Path) -> Iterator[Path]:
    """A fresh folder to write to, manifest.json too; at the end it takes the place of `folder`, whole.

    Files in `folder` that no run of ours wrote, or that were changed since, go along: under their names, or with the time
    of their change where a new file has that name. Papers of ours that this run does not make stay where its findings are
    the same. The manifest lists every file with its hash (`outputs`), what of a person's was kept under another name
    (`kept`), and papers that are gone, for their findings are (`gone`). After an error or a kill `folder` is as before. Another run that writes there is waited for. Raises
    InputFault when the disk does not let us write.
    """
    fresh, old = (folder.with_name(f".{folder.name}.{what}") for what in ("new", "old"))
    with alone(folder.resolve()):
        try:
            with named(folder):
                folder.parent.mkdir(parents=True, exist_ok=True)
                _settle_left_overs(folder, fresh, old)
                _begin(fresh)
                yield fresh
                _seal(folder, fresh)
                _take_the_place(folder, fresh, old)
        except OSError as error:
            raise disk_fault(error, folder if error.errno in FULL else error.filename or folder) from None
        finally:
            if (fresh / UNFINISHED).exists():
                _drop(fresh)


def enlist(path: Path) -> None:
    """Adds a file of ours that came later (a report made of an executed notebook) to the manifest beside it, if there is
    one: the next run then knows it for ours, as long as nobody changes it."""
    with alone(path.parent.resolve()):
        manifest = manifest_of(path.parent)
        if isinstance(manifest.get("outputs"), dict):
            manifest["outputs"] = dict(sorted({**manifest["outputs"], path.name: _hash(path)}.items()))
            write_whole(path.parent / MANIFEST, manifest_text(manifest))


def manifest_text(manifest: dict[str, Any]) -> str:
    """A manifest as it is written."""
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def _begin(fresh: Path) -> None:
    """An empty folder with the mark of what is not finished."""
    fresh.mkdir()
    try:
        (fresh / UNFINISHED).touch()
    except OSError:
        fresh.rmdir()
        raise


def _drop(fresh: Path) -> None:
    """Deletes what is not finished: ours alone, and links to what stands in the result. Its mark goes last, or what a kill
    leaves of it would be taken for a person's."""
    for path in _files(fresh):
        if path != fresh / UNFINISHED:
            path.unlink(missing_ok=True)
    shutil.rmtree(fresh, ignore_errors=True)


def _settle_left_overs(folder: Path, fresh: Path, old: Path) -> None:
    """What a run that was killed left beside the folder: the earlier result goes back to its place, a person's files of an
    old one into the folder, and only what is ours is deleted."""
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    for left in (fresh, old):
        if not left.is_dir():
            continue
        if (left / UNFINISHED).exists():
            _drop(left)
        elif folder.exists():
            _empty(left, folder)
        else:
            left.rename(folder)


def _seal(folder: Path, fresh: Path) -> None:
    """Brings along what is not ours to remove, then writes the manifest: last, with the hash of every file."""
    manifest = manifest_of(fresh)
    outputs = {path.name: _hash(path) for path in _files(fresh) if path.name not in (MANIFEST, UNFINISHED)}
    before = manifest_of(folder)
    stays = _same_findings(before, manifest, outputs)
    kept, gone = [], []
    for path in _files(folder):
        name, ours = path.relative_to(folder).as_posix(), _is_ours(path, folder, before)
        if name in (MANIFEST, UNFINISHED) or (ours and name in outputs):
            continue
        if ours and not stays:
            gone.append(name)
            continue
        place = _bring(path, fresh / name)
        if ours:
            outputs[name] = _hash(place)
        elif place.name != path.name:
            kept.append({"file": name, "as": place.relative_to(fresh).as_posix()})
    if stays and not manifest.get("copies"):
        manifest["copies"] = before.get("copies", [])
    if notice := before.get("notice"):  # the centre was told, whatever is found now
        manifest["notice"] = notice
    manifest |= {"outputs": dict(sorted(outputs.items())), "kept": kept, "gone": sorted(gone)}
    (fresh / MANIFEST).write_text(manifest_text(manifest), encoding="utf-8", newline="\n")


def _same_findings(before: dict[str, Any], manifest: dict[str, Any], outputs: dict[str, str]) -> bool:
    """Whether the earlier run, of the same version and in the same language, came to the same findings to the letter."""
    earlier = before.get("outputs")
    same = [before.get(key) == manifest.get(key) for key in ("clausecheck", "parameters", "rulebook")]
    return isinstance(earlier, dict) and all(same) and earlier.get(FINDINGS) == outputs.get(FINDINGS)


def _bring(path: Path, target: Path) -> Path:
    """The same file in the fresh folder too, as a link where the disk can: the first stays where it is until the end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target = _free(path, target)
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)
    return target


def _take_the_place(folder: Path, fresh: Path, old: Path) -> None:
    (fresh / UNFINISHED).unlink()
    if not folder.exists():
        fresh.rename(folder)
    elif exchange(fresh, folder):
        _empty(fresh, folder)
    else:
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            (fresh / UNFINISHED).touch()
            raise
        _empty(old, folder)


def _empty(old: Path, folder: Path) -> None:
    """Deletes an old result file by file: what is ours and unchanged, or stands in the new folder too. Anything else came
    or was changed meanwhile, and moves there."""
    before = manifest_of(old)
    for path in _files(old):
        name = path.relative_to(old).as_posix()
        new = folder / name
        if name in (MANIFEST, UNFINISHED) or _is_ours(path, old, before) or _stands_in(path, folder):
            path.unlink()
            continue
        _move(path, new)
    for place in sorted((one for one in old.rglob("*") if one.is_dir()), reverse=True):
        place.rmdir()
    old.rmdir()


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(_free(path, target))


def _free(path: Path, target: Path) -> Path:
    """The target, or where something stands there already a name beside it with the file's own time."""
    if not target.exists():
        return target
    return target.with_name(dated(path, lambda place: not (target.parent / place.name).exists()).name)


def _stands_in(path: Path, folder: Path) -> bool:
    """Whether the same content stands in a folder, under that name or with a time in it."""
    near = [one for one in _files(folder) if one.suffix == path.suffix and one.name.startswith(path.stem)]
    return any(one.stat().st_size == path.stat().st_size and _hash(one) == _hash(path) for one in near)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _is_ours(path: Path, folder: Path, manifest: dict[str, Any]) -> bool:
    """Whether a run of ours wrote this file, and nobody changed it since."""
    name, outputs = path.relative_to(folder).as_posix(), manifest.get("outputs")
    if not isinstance(outputs, dict):
        return bool(manifest) and name in BEFORE_HASHES
    written = outputs.get(name)
    return written is not None and written == _hash(path)


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a result; empty where there is none, or one that is not ours."""
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
