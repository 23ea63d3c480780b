"""Files and folders in, records out: every sheet recognised or said why not, every row with its address."""

import hashlib
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from clausecheck.errors import Fault, InputFault
from clausecheck.logs.apart import SECONDS, Opener
from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import WorkbookCells
from clausecheck.logs.columns import FILE_NAME, ColumnMap, read_column_map
from clausecheck.logs.records import settle_records
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.logs.sources import Source, find_sources
from clausecheck.model import FileRead, Logs
from clausecheck.words import Words, load_words

LARGEST_FILE = 1_000_000_000
OWN_COPY, SAME_CONTENT = "annotated_copy", "same_content"
"""Notes on files that are not read: made by this program and found in a folder; byte for byte the same as another."""


def read_logs(
    paths: Sequence[Path],
    *,
    column_map: ColumnMap | None = None,
    words: Words | None = None,
    password: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Logs:
    """Everything that workbooks and folders of one project hold. Reading knows no period and no as-of date.

    `column_map`: the project's own names; without one a `columns.yaml` beside the logs is taken. `words`: the lists
    of words in force, a company's own included (`Rulebook.words`); without them the procedure's. `progress` is called
    with the name of each file before it is opened.

    Raises InputFault with every file that cannot be opened: nothing is read by halves.
    """
    with Opener() as opener:  # starts while we look for the files
        sources = find_sources(paths)
        reading = Reading(column_map or map_beside(paths) or ColumnMap(), words=words or load_words())
        logs = Logs([], [], [], words=reading.words)
        faults: list[Fault] = []
        for source in sources:
            if progress:
                progress(source.file)
            try:
                data = source_bytes(source)
                cells = opener.open(data, source.path.name, password)
                if not faults:
                    reading.allow(SECONDS)
                    add_file(logs, source, hashlib.sha256(data).hexdigest(), cells, reading)
            except Broken as broken:
                faults += words_for(source.file, broken.key, broken.detail).faults
    if faults:
        raise InputFault(*faults)
    logs.unmet = reading.unmet()
    return settle_records(logs)


def map_beside(paths: Sequence[Path]) -> ColumnMap | None:
    """The `columns.yaml` in a folder handed in, or beside a file handed in."""
    for path in paths:
        beside = (path if path.is_dir() else path.parent) / FILE_NAME
        if beside.is_file():
            return read_column_map(beside)
    return None


def source_bytes(source: Source) -> bytes:
    """A file's content. Raises Broken when another program holds it, or the disk does not give it."""
    try:
        about = source.path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Broken("no_file")  # reading a pipe or a device never ends
        if about.st_size > LARGEST_FILE:
            raise Broken("too_large")
        return source.path.read_bytes()
    except PermissionError as error:
        raise Broken("locked", error.strerror or "") from None
    except OSError as error:
        raise Broken("unreadable", error.strerror or str(error)) from None


def add_file(logs: Logs, source: Source, sha256: str, cells: WorkbookCells, reading: Reading) -> None:
    """Adds what one opened file holds. Raises Broken (too_slow)."""
    read = FileRead(source.file, str(source.path), sha256, cells.format, [], list(cells.notes))
    same = any(other.sha256 == sha256 for other in logs.files)
    logs.files.append(read)
    if same:
        read.notes.append(SAME_CONTENT)
        return  # read twice, every row of it would count twice and be accused of it
    if OWN_COPY in cells.notes and source.searched:
        return  # its original is what is audited; a copy handed in by name is read as what it is
    for sheet in cells.sheets:
        about, bodies = read_sheet(source.file, sheet, reading, cells.from_1904)
        read.sheets += about
        for body in bodies:
            logs.blocks.append(body.block)
            logs.faults += body.faults
            logs.remarks += body.remarks
