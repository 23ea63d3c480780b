"""An output folder is the earlier result or the new one, whole, whatever happens on the way; a person's work is never lost."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.results import exchange, renewed
from clausecheck.results.renewed import enlist

EARLIER = {"findings.json": "1", "copy.xlsx": "marked 1", "report.html": "page 1"}
LATER = {"findings.json": "2", "copy.xlsx": "marked 2", "report.html": "page 2"}
KILLED = 9
WATCHED = ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "open")
CALLS = ("mkdir", "rename", "link", "unlink", "rmdir", "open")


def write(folder: str | Path, contents: dict[str, str], **manifest: object) -> None:
    with renewed.renewed(Path(folder)) as fresh:
        for name, text in contents.items():
            (fresh / name).write_text(text, encoding="utf-8")
        (fresh / "manifest.json").write_text(str({"copies": []} | manifest).replace("'", '"'), encoding="utf-8")


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name != "manifest.json"}


@pytest.fixture(params=[True, False], ids=["exchanged at once", "two renames"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An earlier result in which a person has worked: a note, a remark typed into the copy."""
    if not request.param:
        monkeypatch.setattr(renewed, "exchange", lambda *_: False)
    place = tmp_path / "2026-Q3"
    write(place, EARLIER)
    (place / "review.yaml").write_text("- accepted", encoding="utf-8")
    (place / "copy.xlsx").write_text("marked 1, with a remark", encoding="utf-8")
    return place


def is_whole(folder: Path) -> bool:
    """Earlier or later, never half; and nothing of the person's is gone."""
    found = read(folder)
    texts = {name: text for name, text in found.items() if name in EARLIER}
    person = {"- accepted", "marked 1, with a remark"} <= set(found.values())
    return person and texts in ({**EARLIER, "copy.xlsx": "marked 1, with a remark"}, LATER)


def test_what_a_person_made_or_changed_goes_along_and_is_named(folder: Path) -> None:
    write(folder, LATER)
    found = read(folder)
    kept = next(name for name in found if name.startswith("copy_"))
    assert {name: found[name] for name in LATER} == LATER
    assert (found["review.yaml"], found[kept]) == ("- accepted", "marked 1, with a remark")
    assert f'"as": "{kept}"' in (folder / "manifest.json").read_text(encoding="utf-8")
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_papers_of_the_same_findings_stay_where_a_run_makes_none_and_others_are_said_to_be_gone(folder: Path) -> None:
    write(folder, {"findings.json": "1"})
    assert read(folder) == {**EARLIER, "copy.xlsx": "marked 1, with a remark", "review.yaml": "- accepted"}
    write(folder, {"findings.json": "3"})
    assert "report.html" not in read(folder)
    assert '"gone": [\n  "report.html"\n ]' in (folder / "manifest.json").read_text(encoding="utf-8")


def test_a_file_enlisted_later_is_ours_until_somebody_changes_it(folder: Path) -> None:
    (folder / "late.html").write_text("of a notebook", encoding="utf-8")
    enlist(folder / "late.html")
    write(folder, LATER)
    assert "late.html" not in read(folder)


@pytest.mark.parametrize("call", CALLS)
def test_every_call_to_the_disk_may_fail_once(folder: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path if call in ("open",) else os
    real, failed_at = getattr(place, call), 0
    while True:
        seen = 0

        def failing(*args: object, seen_before: int = failed_at, **more: object) -> object:
            nonlocal seen
            seen += "lock" not in str(args[0]) and "tmp/" in str(args[0])
            if seen == seen_before + 1:
                raise OSError(28, "No space left on device")
            return real(*args, **more)

        with monkeypatch.context() as patched:
            patched.setattr(place, call, failing)
            try:
                write(folder, LATER)
                done = True
            except InputFault as fault:
                done = False
                assert "the disk is full" in str(fault)
        assert is_whole(folder), (call, failed_at)
        if done and seen <= failed_at:
            break
        failed_at += 1
    write(folder, LATER)
    assert is_whole(folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="ends copies of this process")
@pytest.mark.parametrize("at_once", [True, False])
def test_a_run_may_be_killed_at_every_step(tmp_path: Path, at_once: bool) -> None:
    """Each run ends, without a word, at its n-th call to the disk; the next one settles what it left."""
    place = tmp_path / "2026-Q3"
    for step in range(1, 200):
        write(place, EARLIER)
        for one in place.glob("copy_*"):
            one.unlink()
        (place / "review.yaml").write_text("- accepted", encoding="utf-8")
        (place / "copy.xlsx").write_text("marked 1, with a remark", encoding="utf-8")
        child = os.fork()
        if not child:
            _write_until(step, place, at_once)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if place.exists():
            assert is_whole(place), (step, read(place))
        else:
            assert not at_once  # between two renames: the earlier one waits beside, and the next run puts it back
            assert (tmp_path / ".2026-Q3.old").is_dir()
        if ended == 0:
            break
        assert ended == KILLED
    else:
        pytest.fail("a run never came to its end")
    assert step > 20
    write(place, LATER)
    assert is_whole(place)
    assert [path.name for path in tmp_path.iterdir()] == [place.name]


def _write_until(step: int, place: Path, at_once: bool) -> NoReturn:
    """Writes, in a process of its own that ends at its n-th call to the disk."""
    left = step

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in WATCHED and "2026-Q3" in str(args[0]):
            left -= 1
            if left == 0:
                os._exit(KILLED)

    if not at_once:
        renewed.exchange = lambda *_: False  # type: ignore[attr-defined]
    sys.addaudithook(watch)
    write(place, LATER)
    os._exit(0)


def test_two_folders_change_places_where_the_system_can(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    changed = exchange.exchange(tmp_path / "a", tmp_path / "b")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b" if changed else "a"]
