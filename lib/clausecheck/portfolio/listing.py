"""Which projects there are: the folders and workbooks of a folder, or the lines of a register."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import normpath
from typing import Any

from clausecheck.logs import RegisterLine
from clausecheck.logs.apart import end_idle
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import SheetCells, WorkbookCells
from clausecheck.logs.columns import ColumnMap
from clausecheck.logs.names import plain
from clausecheck.logs.openers import opener
from clausecheck.logs.passed_over import ENDINGS, OWN_FOLDER, is_litter, why_not
from clausecheck.logs.sheets import Reading
from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Procedure

from .model import Project, both
from .place_names import is_url

PORTFOLIO = "portfolio.json"
HOME = ".portfolio"
"""The folder in DIR that holds what is kept from night to night: it tells DIR from a project, should they lie together."""
HEADERS = 30
"""So far down the header of a register is looked for."""
PATH = ("路径", "台账路径", "文件夹", "path", "folder")
ENABLED = ("启用", "是否启用", "enabled")
YES = ("", "是", "启用", "yes", "y", "true", "1", "√")
NO = ("否", "停用", "不启用", "no", "n", "false", "0", "×")


def list_projects(source: Path, book: Procedure, base: str = "") -> list[Project]:
    """The projects of a folder (each folder or workbook in it is one), or of a register, in their order. `base`: as in
    `list_registered`.

    Raises InputFault for a source that holds none, or a register that cannot be read.
    """
    if source.is_dir():
        found = [_of_folder(path) for path in sorted(source.iterdir()) if _may_be_project(path)]
    else:
        found = list_registered(source, book, base=base)
    if not found:
        raise fault(
            str(source),
            "里面没有项目；文件夹中每个子文件夹或工作簿是一个项目，登记表中每行是一个项目",
            "holds no project; in a folder each folder or workbook is one, in a register each line",
        )
    return found


def list_registered(register: Path, book: Procedure, *, paths: bool = True, base: str = "") -> list[Project]:
    """The projects of a register in their order. `paths`: whether each must say where its logs are; a code, and some fact
    beside it, must be there in any case. `base`: the URL of the folder that the register was fetched from, where its paths are
    then seen from. Raises InputFault for a register that cannot be read."""
    return _same_code_twice([_elsewhere(one, base) for one in _of_register(register, book, paths)])


def _elsewhere(project: Project, base: str) -> Project:
    """A line of a register that was fetched from elsewhere: its path leads on from there, unless it is one of this machine."""
    if not base or project.path is None or project.line is None:
        return project
    beside = Path(project.line.path).parent
    if not project.path.is_relative_to(beside):
        return project
    steps = normpath(project.path.relative_to(beside).as_posix())
    if steps.startswith(".."):
        return replace(project, path=None, fault=both("path_outside", path=steps))
    return replace(project, path=None, url=f"{base}/{steps}")


def _of_folder(path: Path) -> Project:
    name = path.name if path.is_dir() else path.stem
    return Project(id=path.name, code=name, path=path)


def _may_be_project(path: Path) -> bool:
    """Whether it is no hidden thing, nothing that systems leave behind, and no result of ours."""
    if path.name.startswith(".") or is_litter(path):
        return False
    if path.is_dir():
        return not (path / HOME).exists() and not all((path / name).exists() for name in OWN_FOLDER)
    return path.suffix.lower() in ENDINGS and why_not(path, on_top=True) is None


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the header of a register stands, and in which columns (indexes) what is asked for."""

    sheet: SheetCells
    row: int
    cells: list[Any]
    path: int | None
    enabled: int | None
    facts: dict[str, int]


def _of_register(file: Path, book: Procedure, paths: bool) -> Iterator[Project]:
    opened, digest = open_whole(file)
    head = _head(file, opened, Reading(ColumnMap(), book.tables, book.words), paths)
    for number, cells in head.sheet.rows:
        if number > head.row and any(as_text(cell) for cell in cells):
            yield _project(file, opened, digest, head, number, cells, paths)


def open_whole(file: Path) -> tuple[WorkbookCells, str]:
    """The cells of a workbook that is about many projects, and its SHA-256. Raises InputFault."""
    data = _bytes(file)
    try:
        with opener() as process:
            opened = process.open(data, file.name)
    except Broken as broken:
        raise words_for(str(file), broken.key, broken.detail) from None
    finally:
        end_idle()  # copies of this process have no part in it
    return opened, hashlib.sha256(data).hexdigest()


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise fault(str(file), "没有这个文件或文件夹；请检查路径", "there is no such file or folder; check the path")
    if file.suffix.lower() not in ENDINGS:
        raise fault(
            str(file),
            "不是登记表；请给出工作簿，或放着各项目的文件夹",
            "is no register; give a workbook, or the folder that holds the projects",
        )
    return file.read_bytes()


def _head(file: Path, opened: WorkbookCells, reading: Reading, paths: bool) -> _Head:
    """The header of the first sheet that has one: the project's code, and the path or (where none is needed) a fact."""
    for sheet in opened.sheets:
        for number, cells in sheet.rows[:HEADERS]:
            path, enabled = _column(cells, PATH), _column(cells, ENABLED)
            facts = {
                meaning.field: column
                for column, cell in reversed(list(enumerate(cells)))
                for meaning in reading.names.find(cell)
                if meaning.table == reading.facts.name
            }
            if "code" in facts and (path is not None or (not paths and len(facts) > 1)):
                return _Head(sheet, number, list(cells), path, enabled, facts)
    if not paths:
        raise fault(
            str(file),
            "登记表要有“项目编码”和至少一项事实的列，如 项目名称、产权类型、总户数、收费模式、接管日期；没有找到",
            "a register has a column 项目编码 and at least one of a fact: 项目名称, 产权类型, 总户数, 收费模式, 接管日期; there is none",
        )
    raise fault(
        str(file),
        "没有同时含“项目编码”和“路径”两列的工作表；登记表每行一个项目：项目编码、项目名称、路径、分公司、启用",
        "no sheet has the two columns 项目编码 and 路径; a register has a line a project: 项目编码, 项目名称, 路径, 分公司, 启用",
    )


def _column(cells: list[Any], names: tuple[str, ...]) -> int | None:
    return next((place for place, cell in enumerate(cells) if isinstance(cell, str) and plain(cell) in names), None)


def _project(
    file: Path, opened: WorkbookCells, digest: str, head: _Head, number: int, cells: list[Any], paths: bool
) -> Project:
    """The project of a line; whatever is wrong with the line is told of that project alone."""

    def at(column: int | None) -> str:
        return as_text(cells[column]) if column is not None and column < len(cells) else ""

    sheet, facts = head.sheet, set(head.facts.values())
    line = RegisterLine(
        file.name, str(file), digest, opened.format, sheet.name, head.row, _only(head.cells, facts), number,
        _only(cells, facts), sheet.left, opened.from_1904, sheet.errors.get(number, {}),
    )  # fmt: skip
    place = f"{file.name} › {sheet.name}!{number}"
    code, path, enabled = at(head.facts["code"]), at(head.path), at(head.enabled).casefold()
    project = Project(
        id=code or f"{number}",
        code=code or place,
        path=file.parent / path if path and not is_url(path) else None,
        url=path if is_url(path) else "",
        name=at(head.facts.get("name")),
        branch=at(head.facts.get("branch")),
        enabled=enabled not in NO,
        line=line,
    )
    if not code or (paths and not path):
        return replace(project, fault=both("no_code" if not code else "no_path", place=place))
    if enabled not in (*YES, *NO):
        return replace(project, fault=both("enabled_unclear", place=place, value=enabled))
    return project


def _only(cells: list[Any], columns: set[int]) -> tuple[Any, ...]:
    """The cells of some columns, the others blank: a remark in a register changes no project."""
    return tuple(cell if place in columns else "" for place, cell in enumerate(cells))


def _same_code_twice(projects: list[Project]) -> list[Project]:
    """Of lines with one code the first counts; the others are named, for their results would stand in one folder."""
    seen: dict[str, Project] = {}
    return [_or_fault(project, seen.setdefault(project.id, project)) for project in projects]


def _or_fault(project: Project, first: Project) -> Project:
    if first is project or not (first.line and project.line):
        return project
    told = both("code_twice", code=project.code, first=first.line.number, place=project.line.number)
    return replace(project, id=f"{project.id}#{project.line.number}", fault=told)


def as_text(cell: Any) -> str:
    """A cell as text: a code typed as a number has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
