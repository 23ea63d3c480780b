"""Workbooks to annotate: made by xlsxwriter, and bent by hand into what it cannot make."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from clausecheck.marks import Column, Link, Mark, Sheet, Value

SHEET = "投诉记录"
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    b"http://schemas.openxmlformats.org/drawingml/2006/": b"http://purl.oclc.org/ooxml/drawingml/",
}


def png() -> bytes:
    """The smallest red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\xff\0\0" * 8 for _ in range(8)))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def rich(path: Path) -> Path:
    """A workbook with everything that openpyxl loses."""
    picture = path.with_suffix(".png")
    picture.write_bytes(png())
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        other = book.add_worksheet("图表 ' 页")
        date = book.add_format({"num_format": "yyyy-mm-dd", "border": 1, "font_name": "宋体"})
        sheet.set_column("B:B", 14, book.add_format({"italic": True, "bg_color": "#DDEBF7"}))
        sheet.set_column("D:D", None, None, {"hidden": True})
        sheet.write_row(0, 0, ["投诉编号", "受理时间", "数量", "隐藏", "合计", "迷你图"])
        for row in range(1, 31):
            sheet.write_string(row, 0, f"TS-{row:03d}")
            if row % 3:
                sheet.write_datetime(row, 1, datetime(2026, 7, row % 28 + 1), date)
            sheet.write_number(row, 2, row * 1.5)
            sheet.write_formula(row, 4, f"=C{row + 1}*2", None, row * 3.0)
            sheet.add_sparkline(row, 5, {"range": f"{SHEET}!C{row + 1}:E{row + 1}"})
        sheet.set_row(7, 40)
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.set_row(20, 22, date)
        sheet.merge_range("H2:J4", "合并")
        sheet.conditional_format("C2:C31", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("E2:E31", {"type": "cell", "criteria": ">", "value": 30, "format": date})
        sheet.data_validation("K2:K9", {"validate": "list", "source": ["是", "否"]})
        sheet.write_comment("A3", "原有批注", {"author": "张三"})
        sheet.insert_textbox("M2", "文本框")
        sheet.insert_image("M8", str(picture))
        sheet.insert_button("M14", {"caption": "按钮"})
        sheet.set_header("&C页眉")
        sheet.add_table("O1:P4", {"name": "表1"})
        sheet.autofilter("A1:E31")
        sheet.print_area("A1:K31")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={SHEET}!$C$2:$C$31"})
        other.insert_chart("B2", chart)
        other.write_formula("A1", "=SUM(投诉记录!C2:C31)", None, 697.5)
        other.activate()
        other.print_area("A1:B2")
        pie = book.add_chart({"type": "pie"})
        pie.add_series({"values": f"={SHEET}!$C$2:$C$5"})
        book.add_chartsheet("图").set_chart(pie)
        book.define_name("汇总", "='图表 '' 页'!$A$1")
        book.define_name(f"{SHEET}!本地", f"={SHEET}!$A$1")
    picture.unlink()
    return path


def bent(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The workbook with its parts changed in place by a function of name → bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def strict(parts: dict[str, bytes]) -> None:
    """Namespaces and relationship types of ISO strict; package-level ones stay."""
    for name, data in parts.items():
        for old, new in STRICT.items():
            data = data.replace(old, new)  # noqa: PLW2901
        parts[name] = data
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbook ", b'<workbook conformance="strict" ', 1)


def with_prefixes(parts: dict[str, bytes]) -> None:
    """Every SpreadsheetML element under x:, every package element under p:."""
    for name, data in parts.items():
        main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        package = re.search(rb'xmlns="http://schemas.openxmlformats.org/package/2006/[a-z-]+"', data)
        prefix, space = (b"x", main) if main in data else (b"p", package[0] if package else b"")
        if not space or name.startswith("docProps"):
            continue
        data = data.replace(space, space.replace(b"xmlns=", b"xmlns:" + prefix + b"="), 1)  # noqa: PLW2901
        parts[name] = re.sub(rb"<(/?)([A-Za-z]+)(?=[\s/>])", rb"<\1" + prefix + rb":\2", data)


def with_threads(parts: dict[str, bytes]) -> None:
    """A threaded comment on A3 of the first sheet, beside the legacy comment that stands in for it."""
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="A3" dT="2026-07-01T00:00:00.00" personId="{A}" id="{B}"><text>t</text></threadedComment>'
        b"</ThreadedComments>"
    )
    relation = (
        b'<Relationship Id="rIdT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation)
    override = (
        b'<Override PartName="/xl/threadedComments/threadedComment1.xml" '
        b'ContentType="application/vnd.ms-excel.threadedcomments+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)


def with_macros_and_pictures(parts: dict[str, bytes]) -> None:
    """A VBA project, a control's properties and WPS cell pictures; Excel and WPS make these, we only carry them."""
    parts["xl/vbaProject.bin"] = bytes(range(256)) * 20
    parts["xl/ctrlProps/ctrlProp1.xml"] = (
        b'<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button"/>'
    )
    parts["xl/cellimages.xml"] = b'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'
    types = (
        b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        b'<Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/>'
        b'<Override PartName="/xl/ctrlProps/ctrlProp1.xml" ContentType="application/vnd.ms-excel.controlproperties+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = (
        parts["[Content_Types].xml"]
        .replace(b"</Types>", types)
        .replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")
        .replace(b"application/vnd.openxmlformats-officedocument.ms-excel", b"application/vnd.ms-excel")
    )
    relations = (
        b'<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/><Relationship Id="rIdW" Target="cellimages.xml" '
        b'Type="http://www.wps.cn/officeDocument/2020/cellImage"/></Relationships>'
    )
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relations)


def plain(path: Path, rows: bytes, head: bytes = b"", tail: bytes = b"") -> Path:
    """A workbook of one sheet `表` with the given rows, without styles or shared strings."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006/"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": b'<Types xmlns="%scontent-types"><Default Extension="rels" ContentType="application/vnd.'
        b'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
        b'PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        b'ContentType="%sworksheet+xml"/></Types>' % (package, kind, kind),
        "_rels/.rels": b'<Relationships xmlns="%srelationships"><Relationship Id="rId1" Type="%s/officeDocument" '
        b'Target="/xl/workbook.xml"/></Relationships>' % (package, office),
        "xl/workbook.xml": f'<workbook xmlns="{main.decode()}" xmlns:r="{office.decode()}"><sheets><sheet name="表" sheetId="7" r:id="rId1"/></sheets>'
        "</workbook>".encode(),
        "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="%srelationships"><Relationship Id="rId1" '
        b'Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' % (package, office),
        "xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="%s">%s%s%s</worksheet>'
        % (main, head, rows, tail),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def findings(sheet: str = SHEET, count: int = 5) -> Sheet:
    """Our own first sheet, much as the product writes it."""
    texts = ["=1+1", "+86 138", "-5", "@某人", '普通 <文字> & "引号"', "_x0041_", "多\n行"]
    rows: list[list[Value | str | int | float | None]] = [
        [
            Value("CMP10", bold=True),
            Value(f"{sheet}!C{index + 2}", link=Link(sheet, f"C{index + 2}")),
            Value("不符合", fill="FFC7CE"),
            texts[index % len(texts)],
            index,
            2.5,
            None,
        ]
        for index in range(count)
    ]
    widths = (("规则", 9), ("位置", 20), ("结论", 9), ("要求", 44), ("序号", 7), ("数", 7), ("备注", 12))
    columns = [Column(header, width) for header, width in widths]
    return Sheet("核查结果", columns, rows, ("某某项目 规程核查结果", "期间 2026-Q3"), position="first")


def marks(sheet: str = SHEET) -> list[Mark]:
    return [
        Mark(sheet, "C5", "FFC7CE", "CMP10 逾期\n要求：7 日内办结\n发现：9 日"),
        Mark(sheet, "C5", "FFEB9C", "CMP12 第二条"),
        Mark(sheet, "B4", "FFC7CE", "空格须填"),
        Mark(sheet, "A3", "C6EFCE", "续写在原有批注之后"),
        Mark(sheet, "I3", "FFC7CE", "在合并区内"),
        Mark(sheet, "Z400", "FFEB9C", "应有而无 =1+1"),
        Mark(sheet, "E9", "FFC7CE", ""),
    ]
