"""Encrypted workbooks, new and old: they say so, and open with their password."""

import io
from pathlib import Path

import msoffcrypto
import pytest
import xlwt
from encrypted_xls import write_encrypted_xls
from logbooks import workbook
from msoffcrypto.format.ooxml import OOXMLFile

from clausecheck.logs import read_logs
from clausecheck.nouns.errors import InputFault

COMPLAINTS = [["投诉编号", "受理时间", "房号"], ["TS-1", "2026-03-05 09:02", "1栋301"]]


def _fault(path: Path, password: str | None = None) -> InputFault:
    with pytest.raises(InputFault) as caught:
        read_logs([path], password=password)
    return caught.value


def test_an_encrypted_workbook_asks_for_its_password(tmp_path: Path) -> None:
    path = _encrypted(tmp_path)
    assert "needs a password to open" in str(_fault(path))
    assert "设有打开密码" in _fault(path).say("zh")
    assert "the password does not fit" in str(_fault(path, "wrong"))
    assert [row.values["id"] for row in read_logs([path], password="密码 1").rows("complaints")] == ["TS-1"]


def _encrypted(folder: Path) -> Path:
    path = folder / "密.xlsx"
    plain = workbook(folder / "good.xlsx", {"投诉记录": COMPLAINTS})
    with path.open("wb") as out:
        OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("密码 1", out)
    assert msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes())).is_encrypted()
    return path


def _old_encrypted(folder: Path, password: str) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("投诉记录")
    for number, line in enumerate(COMPLAINTS):
        for column, cell in enumerate(line):
            sheet.write(number, column, cell)
    return write_encrypted_xls(folder / "旧.xls", password, book)


def test_an_old_encrypted_workbook_asks_for_its_password_too(tmp_path: Path) -> None:
    path = _old_encrypted(tmp_path, "abc")
    assert "needs a password to open" in str(_fault(path))
    assert "the password does not fit" in str(_fault(path, "wrong"))
    assert [row.values["id"] for row in read_logs([path], password="abc").rows("complaints")] == ["TS-1"]


def test_a_workbook_that_excel_opens_without_asking_is_read_without_asking(tmp_path: Path) -> None:
    """Excel encrypts a workbook protected against changes with a password of its own."""
    path = _old_encrypted(tmp_path, "VelvetSweatshop")
    assert len(list(read_logs([path]).rows("complaints"))) == 1
    assert len(list(read_logs([path], password="another file's").rows("complaints"))) == 1
