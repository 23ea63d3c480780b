"""A returned copy that is uploaded, alone or with its original: it is judged, and the page says so."""

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clausecheck.desk.checking import Form, check, request_of
from clausecheck.desk.session import Session, keep_uploads
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.wording import not_taken_as_it_stands, word

FACTS = [
    ["项目", "内容"],
    ["项目编码", "CH-1"],
    ["产权类型", "多产权"],
    ["总户数", 4],
    ["收费模式", "包干制"],
    ["接管日期", "2020-01-01"],
]


@pytest.fixture
def copies(tmp_path: Path) -> list[tuple[str, bytes]]:
    """The original and its corrected copy."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for line in FACTS:
        (book["项目信息"] if "项目信息" in book.sheetnames else book.create_sheet("项目信息")).append(line)
    book.save(tmp_path / "now.xlsx")
    with zipfile.ZipFile(tmp_path / "now.xlsx") as now, zipfile.ZipFile(tmp_path / "台账.xlsx", "w") as earlier:
        for name in now.namelist():
            earlier.writestr(name, re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", now.read(name)))
    folder = write_outputs(audit_project(tmp_path / "台账.xlsx", "2026-Q3", "2026-10-31"), tmp_path / "out")
    copy = folder / "台账_核查.xlsx"
    corrected = openpyxl.load_workbook(copy)
    corrected["项目信息"]["B4"] = 5
    corrected.save(copy)
    return [("台账.xlsx", (tmp_path / "台账.xlsx").read_bytes()), (copy.name, copy.read_bytes())]


@pytest.mark.parametrize("alone", [True, False])
def test_an_uploaded_copy_is_judged_and_said(tmp_path: Path, copies: list[tuple[str, bytes]], alone: bool) -> None:
    session = Session(tmp_path / "s", root=tmp_path)
    session.uploads.mkdir(parents=True)
    keep_uploads(session, copies[1:] if alone else copies)
    form = Form(True, "", "2026-Q3", date(2026, 10, 31), "", "", "out")
    checked = check(request_of(form, session, "zh"), session, "zh", lambda *_: None)
    assert [file.file for file in checked.audit.files] == ["台账_核查.xlsx"]
    assert checked.audit.project["households"] == 5
    told: list[Any] = [
        *checked.audit.notes,
        *not_taken_as_it_stands(checked.audit.remarks_told, checked.audit.files_unread),
    ]
    said = "\n".join(word(one, "zh") for one in told)
    assert "台账_核查.xlsx 是本工具的标注副本，按整改后的台账核查" in said
    assert ("台账.xlsx（与 台账_核查.xlsx 是同一份台账" in said) is not alone
