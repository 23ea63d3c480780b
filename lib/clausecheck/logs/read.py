"""Files and folders in, records out: every sheet recognised or said why not, every row with its address."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from clausecheck.logs.broken import Broken, words_for
from clausecheck.logs.cells import WorkbookCells
from clausecheck.logs.columns import FILE_NAME, ColumnMap, read_column_map
from clausecheck.logs.excerpt import Excerpt, reading_of
from clausecheck.logs.openers import SECONDS, Opening, opener
from clausecheck.logs.own import COPY, PRODUCTS, kind_of
from clausecheck.logs.passed_over import TEXTS
from clausecheck.logs.records import settle_records
from clausecheck.logs.register import RegisterLine, add_register
from clausecheck.logs.returned import Held, choose
from clausecheck.logs.sheets import Reading, read_sheet
from clausecheck.logs.sources import Inputs, Source, find_inputs, source_bytes
from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.model import EXCERPT, FileRead, Logs, Unread, say
from clausecheck.procedure.shipped import our_tables, our_words
from clausecheck.procedure.tables import Tables
from clausecheck.procedure.words import Words

SAME_CONTENT = "same_content"
"""Note on a file that is not read: it holds the same as another."""


def read_logs(
    paths: Sequence[Path],
    *,
    column_map: ColumnMap | None = None,
    tables: Tables | None = None,
    words: Words | None = None,
    password: str | None = None,
    progress: Callable[[str], None] | None = None,
    register: RegisterLine | None = None,
    excerpt: Excerpt | None = None,
) -> Logs:
    """Everything that workbooks and folders of one project hold. Reading knows no period and no as-of date.

    `column_map`: the project's own names; without one a `columns.yaml` beside the logs is taken. `tables` and
    `words`: those of the procedure, a company's own included; without them those of the procedure that ships first.
    `progress` is called with the name of each file before it is opened; `register`: the project's line of a register, for
    facts that are not handed in; `excerpt`: what the project has in a workbook that holds the rows of many.

    Raises InputFault with every file that cannot be opened: nothing is read by halves.
    """
    with opener() as process:  # starts while we look for the files
        inputs = find_inputs(paths) if paths or not excerpt else Inputs([], [])
        specs = our_tables() if tables is None else tables
        reading = Reading(column_map or map_beside(paths, specs) or ColumnMap(), specs, words or our_words())
        chosen = choose(inputs.sources, process, password)
        logs = Logs([], [], [], unread=[*inputs.unread, *chosen.unread], tables=specs, words=reading.words)
        seen: set[str] = set()
        faults = add_excerpt(logs, excerpt, reading, seen) if excerpt else []
        for source in chosen.sources:
            if progress:
                progress(source.file)
            try:
                held = chosen.held.pop(source.file, None) or _opened(source, process, password)
                if not faults:
                    reading.allow(SECONDS)
                    add_file(logs, source, held.sha256, held.cells, reading, seen)
            except Broken as broken:
                if not is_prose(source, broken):
                    faults += words_for(source.file, broken.key, broken.detail).faults
                else:
                    logs.unread.append(Unread(source.file, say("unread.text")))
    if not logs.files and logs.unread and not faults:
        faults += _nothing_but_ours(logs).faults
    if faults:
        raise InputFault(*faults)
    logs.unread.sort(key=lambda one: one.file)
    if register:
        add_register(logs, register, reading)
    logs.unmet = (*logs.unmet, *reading.unmet())
    return settle_records(logs)


def add_excerpt(logs: Logs, excerpt: Excerpt, usual: Reading, seen: set[str]) -> list[Fault]:
    """Adds what a project has in a workbook of many; what is wrong with it comes back. `seen` as in `add_file`: the workbook
    is not read once more, should it lie among the project's own logs."""
    reading = reading_of(excerpt, usual)
    reading.allow(SECONDS)
    try:
        add_file(logs, excerpt.source, excerpt.sha256, excerpt.cells, reading, seen)
    except Broken as broken:
        return list(words_for(excerpt.file, broken.key, broken.detail).faults)
    logs.files[-1].notes.append(EXCERPT)
    if reading is not usual:
        logs.unmet = reading.unmet()
    return []


def _opened(source: Source, process: Opening, password: str | None) -> Held:
    data = source_bytes(source)
    return Held(hashlib.sha256(data).hexdigest(), process.open(data, PurePosixPath(source.file).name, password))


def is_prose(source: Source, broken: Broken) -> bool:
    """Whether a text found in a folder is merely no table: notes that people leave there are no reason to stop."""
    is_text = source.path.suffix.lower() in TEXTS
    return source.searched and is_text and broken.key in ("not_text", "web_page", "not_a_workbook", "empty")


def _nothing_but_ours(logs: Logs) -> InputFault:
    named = "、".join(one.file for one in logs.unread[:5])
    return fault(
        named,
        "所提供的只有本程序写出的结果或说明文字，没有记录；请给出台账",
        "only results of this program or notes were handed in, no logs; hand in the logs",
    )


def map_beside(paths: Sequence[Path], tables: Tables) -> ColumnMap | None:
    """The `columns.yaml` in a folder handed in, or beside a file handed in."""
    for path in paths:
        beside = (path if path.is_dir() else path.parent) / FILE_NAME
        if beside.is_file():
            return read_column_map(beside, tables)
    return None


def add_file(
    logs: Logs, source: Source, sha256: str, cells: WorkbookCells, reading: Reading, seen: set[str] | None = None
) -> None:
    """Adds what one opened file holds. `seen`: what the files before it held. Raises Broken (too_slow, own_workbook)."""
    made = next((note for note in cells.notes if note in PRODUCTS), "")
    if made and made != COPY and source.searched:
        logs.unread.append(Unread(source.file, say(f"unread.{made}")))
        return
    if made and made != COPY:
        raise Broken("own_workbook")
    if source.searched and source.path.suffix.lower() in TEXTS and _is_one_column(cells):
        logs.unread.append(Unread(source.file, say("unread.text")))
        return
    read = FileRead(source.file, str(source.path), sha256, cells.format, [], list(cells.notes))
    logs.files.append(read)
    if seen is not None:
        content = cells.content or sha256
        if content in seen:
            read.notes.append(SAME_CONTENT)
            return  # read twice, every row of it would count twice and be accused of it
        seen.add(content)
    for sheet in cells.sheets:
        if made and kind_of(sheet):
            continue  # what an earlier audit said, and no record
        about, bodies = read_sheet(source.file, sheet, reading, cells.from_1904)
        read.sheets += about
        for body in bodies:
            logs.blocks.append(body.block)
            logs.faults += body.faults
            logs.remarks += body.remarks


def _is_one_column(cells: WorkbookCells) -> bool:
    """Whether a text has nothing that parts its lines into columns: prose, and no table."""
    return all(len(row) < 2 for sheet in cells.sheets for _, row in sheet.rows)
