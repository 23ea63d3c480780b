"""Registers for tests, and projects without facts of their own."""

from pathlib import Path

from openpyxl import Workbook, load_workbook

HEADER = ("序号", "项目编码", "项目名称", "路径", "分公司", "启用", "产权类型", "总户数", "收费模式", "接管日期")


def register(file: Path, *lines: tuple[object, ...]) -> Path:
    """A register with a title above its header; its lines begin on row 3, in column A with their number."""
    book = Workbook()
    sheet = book.active
    sheet.title = "项目登记"
    sheet.append(["某公司项目登记表"])
    sheet.append(list(HEADER))
    for number, line in enumerate(lines, 1):
        sheet.append([number, *line])
    book.save(file)
    return file


def without_facts(workbook: Path) -> None:
    """Takes 项目信息 out of a workbook."""
    book = load_workbook(workbook)
    del book["项目信息"]
    book.save(workbook)
