"""Whatever one file is written by (notice, waiver, mark, upload, unmarked workbook, page): the earlier one stands there or
the new one, whole, when any call to the disk fails once or the run is killed at it; and nothing of a person's is lost."""

import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO

import openpyxl
import pytest
from docx import Document

from clausecheck.audit.waivers import Waiver, add_waiver
from clausecheck.desk.session import Session, keep_uploads
from clausecheck.disk.writing import disk_fault, keep_aside, replacing, scratch, temporary, write_whole
from clausecheck.marks import Mark, annotate, unmark
from clausecheck.nouns.errors import InputFault
from clausecheck.papers.same_bytes import save_document
from clausecheck.results import enlist, move_in
from clausecheck.results.review import Review, save_review

KILLED = 9
LETTER = Document()
CALLS = ("mkdir", "rename", "replace", "link", "unlink", "chmod", "open", "write")
WAIVED = {"code": "INF01", "subject": "project", "reason": "装修", "approved_by": "王总", "from": "2026-01-01"}
EARLIER = (
    "- {code: INF02, subject: project, reason: 停电, approved_by: 李总, from: 2026-01-01, until: 2026-06-30}  # 已报\n"
)


def notice(folder: Path) -> None:
    save_document(LETTER, folder / "notice", title="通知", written=datetime(2026, 11, 1))


def waiver(folder: Path) -> None:
    add_waiver(folder, Waiver.model_validate({**WAIVED, "until": date(2026, 12, 31)}))


def mark(folder: Path) -> None:
    save_review(folder / "review.yaml", ("INF01", "project"), Review("INF01", "project", "accepted"))


def upload(folder: Path) -> None:
    keep_uploads(Session(folder), [("log.xlsx", b"new " * 5000)])


def unmarked(folder: Path) -> None:
    unmark(folder / "marked.xlsx", folder / "original.xlsx")


def report(folder: Path) -> None:
    write_whole(folder / "report.html", "new " * 5000)


def listed(folder: Path) -> None:
    enlist(folder / "report.html")


WRITERS: dict[str, tuple[Callable[[Path], None], str, bytes]] = {
    "notice": (notice, "notice", b"edited by hand"),
    "waiver": (waiver, "waivers.yaml", EARLIER.encode()),
    "mark": (mark, "review.yaml", b"- {code: INF02, subject: project, mark: disputed}\n"),
    "upload": (upload, "uploads/log.xlsx", b"earlier"),
    "unmark": (unmarked, "original.xlsx", b""),
    "report": (report, "report.html", b"earlier"),
    "manifest": (listed, "manifest.json", b'{"outputs": {}}'),
}
"""By what it writes: the call, the file, and what stands there before (nothing: no file)."""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("marked")
    book = openpyxl.Workbook()
    book.active["A1"] = "投诉编号"
    book.save(place / "log.xlsx")
    annotate(place / "log.xlsx", place / "marked.xlsx", [Mark("Sheet", "A1", "FFC7CE", "CMP10")], [], "clausecheck")
    return place / "marked.xlsx"


def laid_out(folder: Path, name: str, marked: Path) -> Path:
    """A folder as it stands before the call."""
    _, file, before = WRITERS[name]
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "uploads").mkdir(parents=True)
    shutil.copyfile(marked, folder / "marked.xlsx")
    (folder / "report.html").write_bytes(b"earlier")
    if before:
        (folder / file).write_bytes(before)
    return folder


def undisturbed(place: Path, name: str, marked: Path) -> bytes:
    """What the file holds after a call that nothing disturbs."""
    write, file, _ = WRITERS[name]
    write(laid_out(place / "undisturbed", name, marked))
    return (place / "undisturbed" / file).read_bytes()


def is_whole(folder: Path, name: str, later: bytes) -> bool:
    """Earlier or later; the notice that somebody edited is there under either name."""
    _, file, before = WRITERS[name]
    there = (folder / file).read_bytes() if (folder / file).exists() else b""
    kept = [path.read_bytes() for path in folder.glob(f"{file}*")]
    return there in (before, later) and (name != "notice" or before in kept)


def unfinished(folder: Path) -> list[Path]:
    return list(folder.rglob(".clausecheck-*"))


@pytest.fixture(autouse=True)
def in_a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Temporary files go where the calls to the disk are counted."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    yield


class Full(io.FileIO):
    """A file on a disk that is full: it takes the first bytes and no more."""

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def failing(call: str, at: int, place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Makes the at-th call of a kind below `place` fail for want of room; what is returned tells how many there were."""
    seen = 0

    def is_it(path: object) -> bool:
        nonlocal seen
        if not str(path).startswith(str(place)):
            return False
        seen += 1
        return seen == at

    if call in ("open", "write"):
        real = io.open

        def opened(file: object, mode: str = "r", *args: object, **more: object) -> IO[bytes] | IO[str]:
            writes = any(sign in mode for sign in "wax+")
            if writes and (call == "open" or "opener" not in more) and is_it(file):
                if call == "open":
                    raise OSError(errno.ENOSPC, "No space left on device", str(file))
                raw = io.BufferedWriter(Full(str(file), "wb"))
                return raw if "b" in mode else io.TextIOWrapper(raw, encoding="utf-8")
            return real(file, mode, *args, **more)  # type: ignore[call-overload]

        monkeypatch.setattr(io, "open", opened)
        return lambda: seen
    plain = getattr(os, call)

    def called(path: object, *args: object, **more: object) -> object:
        if is_it(path):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return plain(path, *args, **more)

    monkeypatch.setattr(os, call, called)
    return lambda: seen


@pytest.mark.parametrize("name", WRITERS)
def test_every_call_to_the_disk_may_fail_once(
    name: str, marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, later = 0, undisturbed(tmp_path, name, marked)
    for call in CALLS:
        for at in range(1, 30):
            folder = laid_out(tmp_path / "there", name, marked)
            with monkeypatch.context() as patched:
                count = failing(call, at, folder, patched)
                try:
                    WRITERS[name][0](folder)
                except (OSError, InputFault) as refused:
                    said = refused if isinstance(refused, InputFault) else disk_fault(refused)
                    assert "磁盘已满" in said.say("zh")
                    assert str(folder) in said.say("zh")
                    failed += 1
            assert is_whole(folder, name, later), (call, at)
            if (
                call != "unlink"
            ):  # a disk on which nothing can be deleted keeps what is unfinished, for the next to sweep
                assert unfinished(folder) == [], (call, at)
            WRITERS[name][0](folder)
            assert (folder / WRITERS[name][1]).read_bytes() == later, (call, at)
            if count() < at:
                break
    assert failed >= 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ends copies of this process")
@pytest.mark.parametrize("name", WRITERS)
def test_it_may_be_killed_at_every_call_to_the_disk(name: str, marked: Path, tmp_path: Path) -> None:
    steps, later = 0, undisturbed(tmp_path, name, marked)
    for step in range(1, 60):
        folder = laid_out(tmp_path / "there", name, marked)
        child = os.fork()
        if not child:
            _write_until(step, name, folder)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert is_whole(folder, name, later), step
        if code == 0:
            break
        assert code == KILLED
        steps += 1
    else:
        pytest.fail("it never came to its end")
    assert steps >= 3


def _write_until(step: int, name: str, folder: Path) -> None:
    """Writes, in a process of its own that ends at its n-th call to the disk."""
    left = step

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in ("open", "os.rename", "os.link", "os.remove", "os.chmod") and str(folder) in str(args[0]):
            left -= 1
            if left == 0:
                os._exit(KILLED)

    sys.addaudithook(watch)
    try:
        WRITERS[name][0](folder)
    finally:
        os._exit(0)


def test_what_is_about_to_be_replaced_is_kept_once_and_stays_in_its_place_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "通知单.docx").write_text("edited", encoding="utf-8")
    kept = keep_aside(tmp_path / "通知单.docx")
    assert kept == keep_aside(tmp_path / "通知单.docx")  # as after a kill between keeping and replacing
    with replacing(tmp_path / "通知单.docx") as whole:
        whole.write_text("new", encoding="utf-8")
    assert kept is not None
    assert (kept.read_text(encoding="utf-8"), len(list(tmp_path.glob("通知单*")))) == ("edited", 2)


def test_a_full_disk_is_named_where_only_temporary_files_are_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"clausecheck-parts-.*") as caught, scratch("parts"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "磁盘已满" in disk_fault(caught.value).say("zh")
    assert "the disk is full" in disk_fault(caught.value).say("en")


@pytest.mark.skipif(not hasattr(os, "sendfile"), reason="files are copied in another way there")
def test_a_result_that_does_not_fit_where_it_is_moved_leaves_the_earlier_one_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("made", "2026-Q3"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "findings.json").write_text(name, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "sendfile", full)
    with pytest.raises(InputFault) as refused:
        move_in(tmp_path / "made", tmp_path / "2026-Q3", lambda _: None)
    assert refused.value.say("zh").startswith(f"{tmp_path / '2026-Q3'}: 磁盘已满")
    assert (tmp_path / "2026-Q3" / "findings.json").read_text(encoding="utf-8") == "2026-Q3"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["2026-Q3", "made", "tmp"]


def test_no_folder_for_temporary_files_is_said_with_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/proc/no folder"])
    with pytest.raises(InputFault, match="make room, or set TMPDIR"):
        temporary()
