"""What the fuzzers start from: small valid inputs of each kind."""

import io
import sys
from pathlib import Path

import odf.opendocument
import odf.table
import odf.text
import xlwt

TREE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TREE / "tests" / "fuzz"), str(TREE / "tests" / "logs")]
import laws  # noqa: E402
from binary import write_xlsb  # noqa: E402

YAML_SEEDS: dict[str, list[str]] = {
    "rulebook.yaml": [
        "extends: customer_communication\nrules:\n  CMP01:\n    boundary: exclusive\n    numbers:\n      limit: {value: 40, unit: minutes, source: company}\n",
        "extends: customer_communication\nname: 甲公司\nrules:\n  CMP10: {severity: 轻微}\n  ITV03:\n    numbers:\n      share: [{value: 80, unit: percent, source: company, since: 2026-02-01}]\n",
    ],
    "columns.yaml": [
        "sheets:\n  投诉台账: 投诉记录\n  草稿: 忽略\ncolumns:\n  投诉记录:\n    受理时间: [来电日期, 来电时刻]\n    录入时间: 列 C\nvalues:\n  投诉记录:\n    类别:\n      一类: [A, 甲]\norder:\n  投诉记录:\n    受理时间: mdy\n"
    ],
    "waivers.yaml": [
        "- code: CMP01\n  subject: TS-1\n  reason: 系统停机\n  approved_by: 张三\n  from: 2026-08-01\n  until: 2026-12-31\n"
    ],
    "calendar.yaml": [
        "days_off:\n  - {date: 2027-02-08, issued: 2026-11-01, source: 通知}\nmake_up_days:\n  - {date: 2027-02-06, issued: 2026-11-01, source: 通知}\n"
    ],
    "reviews.yaml": ["- code: CMP01\n  subject: TS-1\n  mark: accepted\n  note: 已核\n"],
}
TYPED = [["2026-Q3", "2026-10-31"], ["2026年9月", "2026-10-31", "2026-10-31"], ["2026-01-15..2026-03-10", "fail"], ["CMP10", "30"],
         ["0001-01-01", "9999-12-31"], ["explain", "CMP01"]]  # fmt: skip


def write(target: str, folder: Path) -> None:
    """Puts what a target starts from into its corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    if target in YAML_SEEDS:
        seeds = [text.encode() for text in YAML_SEEDS[target]]
    elif target == "commands":
        seeds = [bytes([number]) + "\n".join(words).encode() for number in range(10) for words in TYPED]
    elif target == "text":
        lines = "\n".join(",".join(row) for row in laws.ROWS["投诉记录"])
        seeds = [
            lines.encode(),
            lines.encode("gb18030"),
            lines.encode("utf-16"),
            lines.replace(",", "\t").encode("utf-8-sig"),
        ]
    else:
        seeds = [laws.a_workbook(), _old(), _open_document(), _binary(folder)]
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(seed)


def _old() -> bytes:
    book, file = xlwt.Workbook(), io.BytesIO()
    for name, rows in laws.ROWS.items():
        sheet = book.add_sheet(name)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell)
    book.save(file)
    return file.getvalue()


def _open_document() -> bytes:
    book, file = odf.opendocument.OpenDocumentSpreadsheet(), io.BytesIO()
    for name, rows in laws.ROWS.items():
        table = odf.table.Table(name=name)
        for row in rows:
            line = odf.table.TableRow()
            for cell in row:
                held = odf.table.TableCell(valuetype="string")
                held.addElement(odf.text.P(text=cell))
                line.addElement(held)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.write(file)
    return file.getvalue()


def _binary(folder: Path) -> bytes:
    path = write_xlsb(folder / "a.xlsb", "投诉记录", [["投诉编号", "受理时间", "类别"], ["1", 46086.0, "一类"]])
    data = path.read_bytes()
    path.unlink()
    return data
