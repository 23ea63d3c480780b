"""What cannot be done safely is refused with a code, and nothing is written."""

from __future__ import annotations

import re
import shutil
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from annotate_books import SHEET, bent, findings, marks, plain, rich

from clausecheck.marks import AnnotationRefused, Mark, annotate, unmark

DATA = b"<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>"


def refused(source: Path, made: list[Mark] | None = None) -> str:
    target = source.with_name("注.xlsx")
    with pytest.raises(AnnotationRefused) as caught:
        annotate(source, target, made or [Mark("表", "A1", "FFC7CE", "某")], [findings("表")], "核查")
    assert not target.exists()
    assert [each.name for each in source.parent.iterdir()] == [source.name]
    return caught.value.code


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("rows_out_of_order", b"<sheetData><row r='2'/><row r='1'/></sheetData>"),
        ("bad_xml", b"<sheetData><row r='1'>"),
        ("no_sheet_data", b""),
    ],
)
def test_broken_sheets(tmp_path: Path, code: str, rows: bytes) -> None:
    assert refused(plain(tmp_path / "原.xlsx", rows)) == code


def test_encrypted_and_old_workbooks(tmp_path: Path) -> None:
    magic = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    path = tmp_path / "原.xlsx"
    path.write_bytes(magic)
    assert refused(path) == "not_ooxml"
    path.write_bytes(magic + "EncryptedPackage".encode("utf-16-le"))
    assert refused(path) == "encrypted"
    path.write_bytes(b"a,b\n1,2\n")
    assert refused(path) == "not_ooxml"


def test_signed_workbooks(tmp_path: Path) -> None:
    path = plain(tmp_path / "原.xlsx", DATA)
    bent(path, lambda parts: parts.update({"_xmlsignatures/origin.sigs": b""}))
    assert refused(path) == "signed"


def test_a_zip_that_is_no_workbook_and_a_binary_one(tmp_path: Path) -> None:
    path = tmp_path / "原.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(path) == "not_ooxml"
    plain(path, DATA)
    bent(
        path,
        lambda parts: parts.update({"_rels/.rels": parts["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")}),
    )
    assert refused(path) == "binary_workbook"


def test_duplicate_names_damage_and_a_doctype(tmp_path: Path) -> None:
    path = plain(tmp_path / "原.xlsx", DATA)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("XL/workbook.xml", b"")
    assert refused(path) == "duplicate_parts"
    plain(path, DATA)
    data = bytearray(path.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[at] ^= 0xFF
    path.write_bytes(data)
    assert refused(path) == "damaged"
    plain(path, DATA)
    name = "xl/workbook.xml"
    bent(path, lambda parts: parts.update({name: b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts[name]}))
    assert refused(path) == "doctype"


def test_utf16_parts(tmp_path: Path) -> None:
    path = plain(tmp_path / "原.xlsx", DATA)
    name = "xl/worksheets/sheet1.xml"

    def widen(parts: dict[str, bytes]) -> None:
        parts[name] = parts[name].replace(b"UTF-8", b"UTF-16").decode().encode("utf-16")

    assert refused(bent(path, widen)) == "part_encoding"


def test_a_sheet_that_is_not_there_and_bad_marks(tmp_path: Path) -> None:
    path = plain(tmp_path / "原.xlsx", DATA)
    assert refused(path, [Mark("别的", "A1", "FFC7CE", "某")]) == "no_such_sheet"
    for bad in (Mark("表", "A0", "FFC7CE", ""), Mark("表", "A1", "red", ""), Mark("表", "XFE1", "FFC7CE", "")):
        with pytest.raises(ValueError, match="not "):
            annotate(path, tmp_path / "注.xlsx", [bad], [], "核查")


def test_the_source_is_never_written_over_nor_annotated_twice(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    before = source.read_bytes()
    with pytest.raises(AnnotationRefused, match="target_is_source"):
        annotate(source, tmp_path / "." / "原.xlsx", marks(), [], "核查")
    annotate(source, target, marks(), [findings()], "核查")
    assert source.read_bytes() == before
    with pytest.raises(AnnotationRefused, match="already_annotated"):
        annotate(target, tmp_path / "再注.xlsx", marks(), [], "核查")


def _relate_the_record_elsewhere(parts: dict[str, bytes]) -> None:
    """As LibreOffice does when it saves."""
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", parts[rels])


def test_unmark_of_a_workbook_saved_by_a_program_names_what_it_cannot_prove(tmp_path: Path) -> None:
    source, target, back = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx", tmp_path / "还原.xlsx"
    with pytest.raises(AnnotationRefused, match="not_annotated"):
        unmark(source, back)
    assert not back.exists()
    annotate(source, target, marks(), [findings()], "核查", {})
    saved = Path(shutil.copy(target, tmp_path / "存.xlsx"))
    bent(saved, lambda parts: parts.update({"xl/worksheets/sheet2.xml": parts["xl/worksheets/sheet2.xml"] + b" "}))
    report = unmark(saved, back)
    assert not report.exact
    assert [note.detail for note in report.lost if note.code == "part_changed"] == ["xl/worksheets/sheet2.xml"]
    bent(saved, _relate_the_record_elsewhere)
    assert {note.detail for note in unmark(saved, back).lost} >= {"xl/worksheets/sheet2.xml"}
    openpyxl.load_workbook(target).save(saved)
    assert [note.code for note in unmark(saved, back).lost][:1] == ["record_gone"]
    assert openpyxl.load_workbook(back).sheetnames == openpyxl.load_workbook(source).sheetnames


def test_sheet_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    source, target = rich(tmp_path / "原.xlsx"), tmp_path / "注.xlsx"
    receipt = annotate(source, target, [], [findings(), findings()], "核查")
    assert [(note.code, note.detail) for note in receipt.notes] == [("sheet_renamed", "核查结果 (2)")]
    assert openpyxl.load_workbook(target).sheetnames[:2] == ["核查结果", "核查结果 (2)"]
    assert SHEET in openpyxl.load_workbook(target).sheetnames
