"""The projects to look at: which folders they are, and each read into evidence."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from clausecheck.evidence import Evidence, prepare
from clausecheck.logs import read_logs
from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Logs, Row
from clausecheck.nouns.periods import Period, When
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Procedure, load_procedure

EVER = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Project:
    """One project as evidence. `label` is its code and name; `rows` its complaints as they were read; `aside`: those set
    aside before any use (another project's, void, repeats)."""

    code: str
    label: str
    evidence: Evidence
    rows: list[Row]
    aside: list[Row]


def read_projects(
    inputs: Sequence[Path],
    as_of: date,
    span: Period | None = None,
    progress: Callable[[str], None] | None = None,
    procedure: Procedure | None = None,
) -> list[Project]:
    """Every project of some paths, read and prepared as at the end of `as_of`.

    A path is a workbook or the folder of one project; a folder that holds no workbook itself, only folders, holds one
    project in each. `procedure`: the one whose tables they are. `span` (None: the log's own) decides the year of dates
    written without one. Raises InputFault for what cannot be read,
    and where two paths are one project (its files belong into one folder, or it would be counted twice).
    """
    book = _with_complaints(procedure)
    found: dict[str, Project] = {}
    for path in project_paths(inputs):
        project = as_project(
            read_logs([path], tables=book.tables, words=book.words, progress=progress), as_of, span, book
        )
        if project.code in found:
            raise fault(
                str(path),
                f"项目编码 {project.code} 已在另一路径中出现；请把同一项目的文件放进一个文件夹",
                f"project {project.code} was handed in already; put the files of one project into one folder",
            )
        found[project.code] = project
    return list(found.values())


def project_paths(inputs: Sequence[Path]) -> list[Path]:
    """The paths of the projects, in the order given; raises InputFault for a path that is not there."""
    paths: list[Path] = []
    for path in inputs:
        if not path.exists():
            raise fault(
                str(path), "没有这个文件或文件夹；请检查路径", "there is no such file or folder; check the path"
            )
        folders = _folders_only(path) if path.is_dir() else []
        paths += folders or [path]
    return paths


def _folders_only(folder: Path) -> list[Path]:
    """The folders in a folder that holds no workbook itself; notes such as a README do not count."""
    inside = [item for item in sorted(folder.iterdir()) if not item.name.startswith((".", "_", "~"))]
    workbooks = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv")
    if any(item.is_file() and item.suffix.lower() in workbooks for item in inside):
        return []
    return [item for item in inside if item.is_dir()]


def _with_complaints(procedure: Procedure | None) -> Procedure:
    """The procedure, if the trends can be drawn of its logs. Raises InputFault for one without complaints."""
    book = procedure or load_procedure()
    if "complaints" not in book.tables:
        raise fault(
            "procedure",
            f"“{book.title['zh']}”没有投诉记录（complaints），不能做趋势分析",
            f"{book.title['en']} has no complaints, so there are no trends to draw",
        )
    return book


def as_project(logs: Logs, as_of: date, span: Period | None = None, procedure: Procedure | None = None) -> Project:
    """Logs that are read already, as a project. Raises InputFault where 项目信息 or the project's code is missing."""
    period = span or _span_of_log(logs, as_of)
    evidence = prepare(logs, _with_complaints(procedure), period, as_of)
    code = str(evidence.facts.get("code"))
    name = evidence.facts.get("name")
    label = f"{code} {name}" if isinstance(name, str) else code
    aside = [row for row, _ in logs.aside if row.table == "complaints"]
    return Project(code, label, evidence, list(logs.rows("complaints")), aside)


def _span_of_log(logs: Logs, as_of: date) -> Period:
    """From the month of the first complaint with a whole date: a date without a year has its year from there, as in an
    audit of the log's own period."""
    received = (row.get("received_at") for row in logs.rows("complaints"))
    first = min((when.day for when in received if isinstance(when, When) and when.day <= as_of), default=EVER)
    return Period(first.replace(day=1), as_of)
