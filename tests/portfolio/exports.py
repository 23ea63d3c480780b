"""An export of a call centre that holds the rows of many simulated projects, and the same rows as a workbook a project."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from clausecheck.simulate import Disturbance, Wish, project
from clausecheck.simulate.books import Sheet

AS_OF = date(2026, 10, 31)
PLAIN_FACTS = ("项目编码", "项目名称", "路径", "启用")


@dataclass
class Export:
    """`file`: the export; `register`: its projects, with no path; `alone`: a register of the same projects in workbooks of
    their own; `places`: code -> (sheet, row there) -> row in the export."""

    file: Path
    register: Path
    alone: Path
    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, dict[tuple[str, int], int]] = field(default_factory=dict)


def export(folder: Path, count: int, column: str = "项目名称", seed: int = 5) -> Export:
    """So many projects, their rows in turn, as a list sorted by time has them. `column` says whose a row is."""
    made = [project(seed, number, Wish("2026", AS_OF, 6, 2), Disturbance(3, 0, ())) for number in range(1, count + 1)]
    codes = [one.shape.code for one in made]
    whose = dict(zip(codes, (one.shape.name if column == "项目名称" else one.shape.code for one in made), strict=True))
    files = dict.fromkeys(codes)
    out = Export(folder / "导出.xlsx", folder / "登记表.xlsx", folder / "单个.xlsx")
    whole, single = Workbook(), {code: Workbook() for code in files}
    for sheets in zip(*(one.sheets for one in made), strict=True):
        if sheets[0].table != "project":
            _put(whole, single, column, whose, dict(zip(codes, sheets, strict=True)), out)
    whole.remove(whole.active)
    whole.save(out.file)
    facts = {code: _facts(one.sheets) for code, one in zip(codes, made, strict=True)}
    out.names.update((code, str(facts[code]["项目名称"])) for code in codes)
    for code, book in single.items():
        (folder / code).mkdir()
        book.remove(book.active)
        book.save(folder / code / out.file.name)
    _register(out.register, facts, dict.fromkeys(codes, ""))
    _register(out.alone, facts, {code: code for code in codes})
    return out


def _put(
    whole: Workbook,
    single: dict[str, Workbook],
    column: str,
    whose: dict[str, str],
    sheets: dict[str, Sheet],
    out: Export,
) -> None:
    """One table: all rows into the export, each project's into its own workbook; a project without rows has no sheet."""
    columns = dict(pair for sheet in sheets.values() for pair in sheet.columns)
    title, header = next(iter(sheets.values())).title, [column, *columns.values()]
    page = whole.create_sheet(title)
    page.append(["某公司客户服务中心导出"])
    page.append(header)
    own = {code: single[code].create_sheet(title) for code, sheet in sheets.items() if sheet.lines}
    for each in own.values():
        each.append(["某公司客户服务中心导出"])
        each.append(header)
    for turn in range(max((len(sheet.lines) for sheet in sheets.values()), default=0)):
        for code, sheet in sheets.items():
            if turn < len(sheet.lines):
                line = [whose[code], *(sheet.lines[turn].cells.get(key) for key in columns)]
                page.append(line)
                own[code].append(line)
                out.places.setdefault(code, {})[title, own[code].max_row] = page.max_row


def _facts(sheets: list[Sheet]) -> dict[str, Any]:
    [form] = [sheet for sheet in sheets if sheet.table == "project"]
    return {line.cells["item"]: line.cells["content"] for line in form.lines}


def _register(file: Path, facts: dict[str, dict[str, Any]], paths: dict[str, str]) -> None:
    book = Workbook()
    names = [name for name in next(iter(facts.values())) if name not in PLAIN_FACTS]
    book.active.append([*PLAIN_FACTS, *names])
    for code, given in facts.items():
        book.active.append([code, given["项目名称"], paths[code], "是", *(given[name] for name in names)])
    book.save(file)
