"""What one project has in a workbook that holds the rows of many, as an export of a call centre does."""

from pathlib import Path

from clausecheck.logs.cells import WorkbookCells
from clausecheck.logs.columns import FILE_NAME, ColumnMap, read_column_map
from clausecheck.logs.sheets import Reading
from clausecheck.logs.sources import Source
from clausecheck.nouns.records import dataclass


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The rows of a project, each with its number in the whole workbook, below the headers of their sheets. `file`: how
    results name the workbook; `path` and `sha256`: of the whole."""

    file: str
    path: Path
    sha256: str
    cells: WorkbookCells

    @property
    def source(self) -> Source:
        """The whole workbook, as a file that was handed in."""
        return Source(self.file, self.path, searched=False)


def reading_of(excerpt: Excerpt, usual: Reading) -> Reading:
    """How an excerpt is read: with the `columns.yaml` beside the whole workbook, else as the project's own logs."""
    beside = excerpt.path.parent / FILE_NAME
    own: ColumnMap | None = read_column_map(beside, usual.tables) if beside.is_file() else None
    return usual if own is None else Reading(own, usual.tables, usual.words)
