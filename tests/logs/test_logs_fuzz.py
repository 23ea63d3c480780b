"""Valid files spoilt at random, in every format: a reading or a clear error, never a traceback, a hang or a crash."""

import random
from pathlib import Path

import pytest
from binary import write_xlsb
from layouts import LAYOUTS
from logbooks import project

from clausecheck.logs.apart import Opener
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.procedure.shipped import our_tables, our_words

SPOILT = 60


def _files(folder: Path) -> list[Path]:
    files = [write_xlsb(folder / "a.xlsb", "投诉记录", [["投诉编号", "受理时间", "类别"], ["1", 46086.0, "一类"]])]
    for layout in ("old Excel", "OpenDocument", "two-line headers", "csv in GB18030"):
        (folder / layout).mkdir()
        LAYOUTS[layout](folder / layout, project())
        files.append(max((folder / layout).iterdir(), key=lambda path: path.stat().st_size))
    return files


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_spoilt_files_end_in_a_reading_or_a_clear_error(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    reading = Reading(ColumnMap(), our_tables(), our_words())
    with Opener() as opener:
        for path in _files(tmp_path):
            whole = path.read_bytes()
            for _ in range(SPOILT):
                data = bytearray(whole)
                for _ in range(chance.choice((1, 3, 20, 200))):
                    data[chance.randrange(len(data))] = chance.randrange(256)
                data = data[: chance.choice((len(data), len(data), len(data), chance.randrange(len(data))))]
                try:
                    book = opener.open(bytes(data), path.name)
                except Broken as broken:
                    assert "；" in words_for(path.name, broken.key, broken.detail).say("zh")
                else:
                    for sheet in book.sheets:
                        read_sheet(path.name, sheet, reading, book.from_1904)
