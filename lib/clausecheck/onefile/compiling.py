"""Compiles the code for the file by the very Python that will run it, so that nothing is compiled while a page loads."""

import gzip
import lzma
import subprocess
from pathlib import Path

from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass

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
    code, library = folder / "code.compiled", folder / "library.compiled"
    if done.returncode or not (code.is_file() and library.is_file()):
        said = (done.stderr or done.stdout)[-LAST:]
        raise fault(str(pyodide), f"不能用它编译：\n{said}", f"cannot be compiled with:\n{said}")
    return Compiled(lzma.compress(code.read_bytes(), preset=9), gzip.compress(library.read_bytes(), 9, mtime=0))
