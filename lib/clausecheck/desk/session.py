"""Where one user's work lies: a working folder for each kernel, gone when the kernel is gone.

On the web page (`clausecheck app`) the server says by environment variables where that is; in JupyterLab it is a
temporary folder. Uploads and the files made from them lie there and nowhere else.
"""

import atexit
import os
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from clausecheck.audit.waived import FILE as WAIVERS
from clausecheck.disk.writing import replacing, scratch_folder
from clausecheck.logs.sources import ENDINGS
from clausecheck.nouns.errors import Fault, fault
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.given import base_folder
from clausecheck.results.folder import safe_name

SCRATCH = "CLAUSECHECK_APP_SCRATCH"
"""Environment variable: the folder of all sessions, set by `clausecheck app`. Without it this is no web page."""
ROOT = "CLAUSECHECK_APP_ROOT"
"""Environment variable: the folder outside which the web page opens nothing."""
NAMED = "CLAUSECHECK_APP_NAMED"
"""Environment variable: set where that folder was named when the web page was started, and not only stood in."""
PROCEDURE = "CLAUSECHECK_APP_PROCEDURE"
"""Environment variable: the procedure that the web page audits by; without it the first one that ships."""
LANG = "CLAUSECHECK_APP_LANG"
"""Environment variable: the language of the web page."""
KERNEL = "VOILA_KERNEL_ID"
FILES_URL = "clausecheck/files"
OUT = "out"
REVIEW = "review.yaml"
COLUMNS = "columns.yaml"
MOST_BYTES = 200 * 1024 * 1024
"""The most that one upload may hold."""
RESULTS = ("findings.json", "manifest.json", "recheck.json", REVIEW)
"""Of an earlier audit: its findings, and what else may be uploaded with them (when its notice was issued, what it compared
itself with, what the auditor decided)."""
BESIDE = (WAIVERS, REVIEW, COLUMNS)
"""Files that belong to a project beside its workbooks, and may be uploaded with them."""


@dataclass(frozen=True, slots=True)
class Session:
    """One user's working folder; `root` and `files_url` are given on the web page only. `named`: `root` was named by
    whoever started the page, who thereby chose it."""

    folder: Path
    root: Path | None = None
    files_url: str = ""
    named: bool = False

    @property
    def uploads(self) -> Path:
        return self.folder / "uploads"

    @property
    def made(self) -> Path:
        """Where the files for download are written on the web page, and everywhere for uploads."""
        return self.folder / OUT

    @property
    def on_the_web(self) -> bool:
        return self.root is not None


def start_session() -> Session:
    """This kernel's session, with a new working folder that is deleted when the kernel ends."""
    scratch, kernel = os.environ.get(SCRATCH), os.environ.get(KERNEL)
    if scratch and kernel:
        folder = Path(scratch) / kernel  # the server deletes it too, should the kernel be killed
        folder.mkdir(mode=0o700)
        base = os.environ.get("VOILA_BASE_URL", "/").rstrip("/")
        session = Session(folder, Path(os.environ[ROOT]), f"{base}/{FILES_URL}/{kernel}", bool(os.environ.get(NAMED)))
    else:
        session = Session(scratch_folder("session"))
    session.uploads.mkdir()
    atexit.register(shutil.rmtree, session.folder, ignore_errors=True)
    return session


def language(given: str) -> str:
    """The language: what the web page was started with, else what the notebook gives."""
    return os.environ.get(LANG) or given


def procedure_of_page(given: str) -> str:
    """The procedure: what the web page was started with, else what the notebook gives."""
    return os.environ.get(PROCEDURE) or given


def keep_uploads(session: Session, files: Iterable[tuple[str, bytes | memoryview]]) -> tuple[list[Path], list[Fault]]:
    """Writes uploaded files into the session; one of the same name is replaced. Returns where they are, and why each of the
    others was not kept: no workbook, empty, or more than one upload may hold."""
    kept: list[Path] = []
    refused: list[Fault] = []
    size = 0
    for name, content in files:
        plain = _plain_name(name)
        if found := _objection(plain, len(content), size):
            refused.append(found)
            continue
        size += len(content)
        kept.append(session.uploads / plain)
        _put(kept[-1], content)
    return kept, refused


def uploaded(session: Session) -> list[Path]:
    """The files uploaded so far."""
    return sorted(path for path in session.uploads.iterdir() if path.is_file())


def clear_uploads(session: Session) -> None:
    """Deletes the uploads."""
    for path in uploaded(session):
        path.unlink()


def keep_rulebook(session: Session, name: str, content: bytes | memoryview) -> Path:
    """Writes an uploaded rulebook into the session, apart from the logs, and returns where."""
    if not name.lower().endswith((".yaml", ".yml")):
        raise fault(name, "规则库应为 .yaml 文件", "a rulebook is a .yaml file")
    folder = session.folder / "rulebook"
    folder.mkdir(exist_ok=True)
    target = folder / _plain_name(name)
    _put(target, content)
    return target


def keep_previous(session: Session, files: Iterable[tuple[str, bytes | memoryview]]) -> Path:
    """Writes the data of an earlier audit into the session, in the place of what was there, and returns their folder. Raises
    InputFault for files that are none of it."""
    folder = session.folder / "previous"
    given = {_plain_name(name): content for name, content in files}
    if strange := [name for name in given if name not in RESULTS]:
        raise fault(
            "、".join(strange),
            "不是上次核查的数据；请选 findings.json，可连同 manifest.json、review.yaml",
            "is no data of an earlier audit; choose its findings.json, with its manifest.json and review.yaml if there are any",
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in given.items():
        _put(folder / name, content)
    return folder


def _put(target: Path, content: bytes | memoryview) -> None:
    with replacing(target) as whole:
        whole.write_bytes(content)


def allowed(session: Session, path: Path, shown: str) -> Path:
    """A path that this session may open. A relative one counts from the web page's folder; in JupyterLab as everywhere
    in a notebook. Raises InputFault for one outside the web page's folder."""
    if session.root is None:
        return base_folder() / path
    root = session.root.resolve()
    there = (root / path).resolve()
    if not there.is_relative_to(root):
        raise fault(
            shown,
            f"网页只能打开 {root} 之内的文件；请上传，或换一个文件夹启动 clausecheck app",
            f"the web page opens only what lies in {root}; upload the files, or start clausecheck app in another folder",
        )
    return there


def _plain_name(name: str) -> str:
    """The name without any folder, as every system takes it; a changed stem keeps its ending."""
    bare = PurePosixPath(PureWindowsPath(name).name)
    return safe_name(bare.stem) + bare.suffix.lower() if bare.stem else safe_name(name)


def _objection(name: str, size: int, before: int) -> Fault | None:
    """Why a file is not kept. `before`: the bytes of the same upload that are."""
    if size > MOST_BYTES:
        return Fault(name, "超过 200 MB，不能上传", "more than 200 MB, which is too large")
    if size + before > MOST_BYTES:
        return Fault(
            name, "一次上传合计超过 200 MB；请另外上传", "more than 200 MB with the others; upload it by itself"
        )
    if name.startswith("~$"):
        return Fault(
            name,
            "是工作簿打开时 Excel 留下的临时文件；请上传工作簿本身",
            "is what Excel keeps while a workbook is open; upload the workbook itself",
        )
    if name not in BESIDE and Path(name).suffix.lower() not in ENDINGS:
        endings = " ".join(ENDINGS[:7])
        return Fault(
            name,
            f"不是可读的工作簿；请上传 {endings}（或 {'、'.join(BESIDE)}）",
            f"not a workbook; upload {endings} (or {', '.join(BESIDE)})",
        )
    if not size:
        return Fault(name, "是空文件（0 字节）", "is empty (0 bytes)")
    return None
