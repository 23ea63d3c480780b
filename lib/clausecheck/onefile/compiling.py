"""Compiles the code for the file by the very Python that will run it, so that nothing is compiled while a page loads."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from clausecheck.nouns.errors import fault

from .fetching import ABI

HERE = Path(__file__).parent
LAST = 1_500


@dataclass(frozen=True, slots=True)
class Compiled:
    """Our code (`code`) and the standard library (`library`), each a zip of compiled modules: `code` pressed by LZMA, which
    Python can open, `library` by gzip, which a browser can."""

    code: bytes
    library: bytes


def compiled(folder: Path, pyodide: Path, node: str) -> Compiled:
    """`folder` holds code.zip; `pyodide`: npm's package; `node`: the program. Raises InputFault with what it said."""
    command = [node, str(HERE / "assets" / "compile.mjs"), str(pyodide.resolve()), str(folder), ABI]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    made = folder / "code.zip.xz", folder / "library.zip.gz"
    if done.returncode or not all(one.is_file() for one in made):
        said = (done.stderr or done.stdout)[-LAST:]
        raise fault(str(pyodide), f"不能用它编译：\n{said}", f"cannot be compiled with:\n{said}")
    return Compiled(*(one.read_bytes() for one in made))
