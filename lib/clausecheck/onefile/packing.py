"""From this installation to the file."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from clausecheck.disk.writing import replacing, scratch
from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import load_procedure

from .code import code_zip
from .compiling import compiled
from .fetching import fetched_pyodide, fetched_wheels
from .page import page_html

LARGEST = 15_000_000
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that was written: its size in bytes and its SHA-256."""

    size: int
    sha256: str


def pack(
    target: Path,
    *,
    procedure: str = "",
    rulebook: Path | None = None,
    lang: str = "zh",
    wheels: Path | None = None,
    pyodide: Path | None = None,
    tell: Tell,
) -> Packed:
    """Writes the file, whole or not at all. `wheels`, `pyodide`: folders that hold what would else be fetched; `tell` hears
    "html_fetching", "html_compiling" and "html_writing".

    Raises InputFault where a part cannot be had, the rulebook will not do, or the file gets larger than anybody can send.
    """
    load_procedure(procedure or None, rulebook)  # what is wrong with it is said now, not in the browser
    if not (node := shutil.which("node")):
        raise fault("node", "没有找到 Node.js；请安装后重试", "there is no Node.js here; install it and try again")
    if wheels is None or pyodide is None:
        tell("html_fetching")
    wheels, pyodide = wheels or fetched_wheels(), pyodide or fetched_pyodide()
    with scratch("html") as folder:
        code_zip(folder / "code.zip", wheels, procedure, rulebook)
        tell("html_compiling")
        made = compiled(folder, pyodide, node)
        tell("html_writing")
        page = page_html(made, pyodide, lang).encode("utf-8")
    if len(page) > LARGEST:
        raise fault(str(target), f"超过 {LARGEST:,} 字节", f"larger than {LARGEST:,} bytes")
    with replacing(target) as path:
        path.write_bytes(page)
    return Packed(len(page), hashlib.sha256(page).hexdigest())
