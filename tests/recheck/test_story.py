"""Three months of a sample through its annotated copies: audited and noticed, corrected in LibreOffice and rechecked, undone in
openpyxl and rechecked again. Every state is met, and each copy carries the marks of its own round alone."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command_line import run
from openpyxl.workbook import Workbook

from clausecheck.disk.resources import sample_projects

MENDED, DOUBTFUL, GONE = ("CMP03", "TS-202607-099"), ("CMP10", "TS-202609-135"), ("ITV08", "FT-2026-148")
PERSISTING, NEW = ("RPT05", "2026-Q2"), "CMP04"
ASKED = ("--period", "2026-Q3", "--as-of")
RED = "FFFFC7CE"


def done(*arguments: str | Path, folder: Path) -> str:
    answer = run(*arguments, cwd=folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def states(folder: Path) -> dict[tuple[str, str], str]:
    changes = json.loads((folder / "recheck.json").read_text(encoding="utf-8"))
    return {(one["code"], one["subject"]): one["state"] for one in changes}


def copy_of(folder: Path) -> Path:
    [copy] = folder.glob("*_核查.xlsx")
    return copy


def row_of(book: Workbook, sheet: str, identifier: str) -> int:
    return next(row[0].row for row in book[sheet].iter_rows() if row[0].value == identifier)


def column_of(book: Workbook, sheet: str, header: str) -> int:
    return next(cell.column for cell in book[sheet][1] if cell.value == header)


def cell_of(book: Workbook, sheet: str, identifier: str, header: str) -> Any:
    return book[sheet].cell(row_of(book, sheet, identifier), column_of(book, sheet, header))


def saved_by_libreoffice(copy: Path, folder: Path) -> Path:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", folder, copy], check=True, capture_output=True, timeout=300)
    return folder / copy.name


@pytest.mark.full_size
def test_each_state_is_met_in_three_months(tmp_path: Path) -> None:
    shutil.copytree(next(one for one in sample_projects() if one.name.startswith("CH-001")), tmp_path / "logs")
    done("audit", "logs", *ASKED, "2026-10-31", folder=tmp_path)
    first = tmp_path / "out" / "CH-001" / "2026-Q3"
    done(
        "notice",
        "logs",
        *ASKED,
        "2026-10-31",
        "--number",
        "TZ-2026-11",
        "--deadline",
        "2026-11-15",
        "--issued-on",
        "2026-11-05",
        folder=tmp_path,
    )

    (tmp_path / "back").mkdir()
    returned = saved_by_libreoffice(copy_of(first), tmp_path / "back")
    book = openpyxl.load_workbook(returned)
    cell_of(book, "投诉记录", MENDED[1], "类别").value = "一类"
    cell_of(book, "投诉记录", DOUBTFUL[1], "办结时间").value = datetime(2026, 9, 16, 10, 0)
    book["访谈记录"].delete_rows(row_of(book, "访谈记录", GONE[1]))
    broken = str(book["投诉记录"].cell(112, 1).value)
    cell_of(book, "投诉记录", broken, "责任人").value = None
    book.save(returned)
    said = done("recheck", first, returned, "--as-of", "2026-11-20", folder=tmp_path)
    second = first.with_name("2026-Q3_复查_2026-11-20")
    now = states(second)
    assert {key: now[key] for key in (MENDED, DOUBTFUL, GONE, PERSISTING, (NEW, broken))} == {
        MENDED: "mended", DOUBTFUL: "doubtful", GONE: "gone", PERSISTING: "persisting", (NEW, broken): "new",
    }  # fmt: skip
    assert set(now.values()) == {"mended", "doubtful", "gone", "persisting", "new"}
    assert "整改率" in said and list(second.glob("*复查*.docx"))

    marked = openpyxl.load_workbook(copy_of(second))
    mended, opened = cell_of(marked, "投诉记录", MENDED[1], "类别"), cell_of(marked, "投诉记录", broken, "责任人")
    assert mended.comment is None and mended.fill.fgColor.rgb != RED
    assert opened.comment is not None and opened.fill.fgColor.rgb == RED
    assert sum(name.startswith("核查结果") for name in marked.sheetnames) == 1

    mended.value = None  # as openpyxl saves it
    again = tmp_path / "again" / returned.name
    again.parent.mkdir()
    marked.save(again)
    done("recheck", second, again, "--as-of", "2026-12-15", folder=tmp_path)
    third = states(first.with_name("2026-Q3_复查_2026-12-15"))
    assert third[MENDED] == "reopened"
    assert third[NEW, broken] == third[PERSISTING] == "persisting"
    assert GONE not in third
