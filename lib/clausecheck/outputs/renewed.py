"""An output folder is renewed as a whole: what is new is written beside it and takes its place when all of it is there,
so that no folder ever holds half of one run and half of another."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausecheck.errors import InputFault, fault
from clausecheck.locks import alone

RESULTS = ("findings.json", "manifest.json", "report.html", "project_audit.ipynb")
"""What a run leaves besides the copies, which its manifest names. Anything else in the folder is not ours to remove."""


@contextmanager
def renewed(folder: Path) -> Iterator[Path]:
    """A fresh folder to write to, which takes the place of `folder` at the end; after an error `folder` is as before.

    Files in `folder` that no run of ours wrote are kept. Another run that writes there is waited for. Raises InputFault
    when the disk does not let us write.
    """
    fresh, old = (folder.with_name(f".{folder.name}.{what}") for what in ("new", "old"))
    with alone(folder.resolve()):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            if old.is_dir() and not folder.exists():  # an earlier run was ended between the two renames
                old.rename(folder)
            for left_over in (fresh, old):
                if left_over.is_dir():
                    shutil.rmtree(left_over)
            fresh.mkdir()
            yield fresh
            _take_the_place(folder, fresh, old)
        except OSError as error:
            raise _unwritable(folder, error) from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _take_the_place(folder: Path, fresh: Path, old: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    ours = _written_by_us(folder)
    folder.rename(old)
    for path in old.iterdir():
        if path.name not in ours and not (fresh / path.name).exists():
            path.rename(fresh / path.name)
    fresh.rename(folder)
    shutil.rmtree(old)


def _written_by_us(folder: Path) -> set[str]:
    """The names an earlier run left in a folder; a manifest that is not ours names none."""
    try:
        copies = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["copies"]
        return {*RESULTS, *(str(copy["file"]) for copy in copies)}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set(RESULTS)


def _unwritable(folder: Path, error: OSError) -> InputFault:
    return fault(
        str(error.filename or folder),
        f"写不进去（{error.strerror}）；请检查路径、权限和磁盘空间，并关闭正在 Excel 中打开的文件",
        f"cannot be written ({error.strerror}); check path, rights and disk space, and close files open in Excel",
    )
