"""What is made of our own files is kept, made anew once they change, and never needed."""

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from clausecheck.nouns import ready as room
from clausecheck.nouns.ready import ready
from clausecheck.procedure import Procedure
from clausecheck.procedure.shipped import PROCEDURES, shipped
from clausecheck.rulebook import load_procedure
from clausecheck.rulebook.build import build


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file of ours and the code that reads it, kept below a folder of the test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "one.py").write_text("1\n")
    path = tmp_path / "words.yaml"
    path.write_text("a: 1\n")
    yield path
    room._stamps.cache_clear()


class Maker:
    """What takes long: the text of a file; it counts how often it is asked."""

    def __init__(self, path: Path) -> None:
        self.path, self.asked = path, 0

    def __call__(self) -> dict[str, str]:
        self.asked += 1
        return {"text": self.path.read_text()}


def of(path: Path, make: Maker) -> dict[str, str]:
    room._stamps.cache_clear()  # as the next process would
    return ready(path, [path], [path.parent / "code"], make)


def place(path: Path) -> Path:
    return Path(cache_from_source(str(path))).with_suffix(".ready")


def test_what_was_made_is_not_made_again(source: Path) -> None:
    make = Maker(source)
    assert of(source, make) == of(source, make) == {"text": "a: 1\n"}
    assert (make.asked, place(source).is_file(), list(place(source).parent.iterdir())) == (1, True, [place(source)])


def test_it_is_made_anew_when_a_text_changes_even_at_the_same_moment(source: Path) -> None:
    make, before = Maker(source), source.stat()
    of(source, make)
    source.write_text("a: 2\n")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert of(source, make) == {"text": "a: 2\n"}


def test_it_is_made_anew_when_the_code_changes(source: Path) -> None:
    make = Maker(source)
    of(source, make)
    (source.parent / "code" / "one.py").write_text("1 + 1\n")
    of(source, make)
    assert make.asked == 2


@pytest.mark.parametrize("broken", [b"", b"x", b"\0" * 200])
def test_a_file_that_is_broken_is_made_anew(source: Path, broken: bytes) -> None:
    make = Maker(source)
    of(source, make)
    place(source).write_bytes(place(source).read_bytes()[:40] + broken)
    assert of(source, make) == {"text": "a: 1\n"}
    assert make.asked == 2


def test_where_python_writes_nothing_nothing_is_written(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    make = Maker(source)
    assert of(source, make) == {"text": "a: 1\n"}
    assert not place(source).exists()


def test_a_folder_that_cannot_be_written_hinders_nobody(source: Path) -> None:
    Path(str(sys.pycache_prefix)).write_text("a file where the folder should be")
    make = Maker(source)
    assert of(source, make) == of(source, make) == {"text": "a: 1\n"}
    assert make.asked == 2


def test_nothing_but_records_of_ours_is_made_of_it(source: Path) -> None:
    of(source, Maker(source))
    evil = pickle.dumps(subprocess.Popen)
    made_of = room._made_of([source], [source.parent / "code"])
    place(source).write_bytes(hashlib.sha256(made_of + evil).digest() + evil)
    with pytest.raises(pickle.UnpicklingError, match="has no place"):
        of(source, Maker(source))


@pytest.mark.parametrize("name", shipped())
def test_a_procedure_that_was_kept_says_what_its_files_say(name: str) -> None:
    kept, read = load_procedure(name), build(PROCEDURES / name, None)
    for field in fields(Procedure):
        assert getattr(kept, field.name) == getattr(read, field.name), field.name
