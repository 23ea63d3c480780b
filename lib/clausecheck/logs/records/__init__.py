"""What a row is, settled once before any rule looks: a further line, another project's, void, or a repeat.

Lines that are no records at all (reading 56) are settled while a sheet is read; see `logs/norecords.py`."""

from collections import Counter

from clausecheck.logs.listing import numbers_listed
from clausecheck.logs.records.further import join_lines
from clausecheck.logs.records.repeats import first_lines, repeated_rows, repeated_sheets
from clausecheck.logs.records.setting_aside import set_aside
from clausecheck.logs.records.void import void_rows
from clausecheck.logs.records.whose import project_of, rows_of_others, sheets_of_others
from clausecheck.nouns.model import Logs

__all__ = ["settle_records"]


def settle_records(logs: Logs) -> Logs:
    """The logs with every record that does not count set aside with its reason: the same logs, changed.

    The order is that of the readings: 50 (further lines join their record), 48 (whose), 49 (void), 51 (repeats).
    """
    words, specs = logs.words, logs.tables
    project = project_of(logs)
    alone = first_lines(logs, specs)
    for block in logs.blocks:
        if specs[block.table].same_case:
            logs.remarks += join_lines(block, specs[block.table], project, words)
    others = rows_of_others(logs, project)
    gone = sheets_of_others(logs, others)
    set_aside(logs, "other_project", others)
    logs.blocks = [block for block in logs.blocks if (block.file, block.sheet, block.table) not in gone]
    set_aside(logs, "void", void_rows(logs, words))
    copies = repeated_sheets(logs, specs, alone)
    set_aside(logs, "repeat", copies.rows)
    logs.blocks = [block for block in logs.blocks if (block.file, block.sheet, block.table) not in copies.sheets]
    set_aside(logs, "repeat", repeated_rows(logs, specs))
    _count(logs)
    return logs


def _count(logs: Logs) -> None:
    """Tells each sheet how many records it holds, whosever and counted or not, and which lines go on with one."""
    rows = [row for block in logs.blocks for row in block.rows] + [row for row, _ in logs.aside]
    read = Counter((row.file, row.sheet, row.table) for row in rows)
    lines: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        if row.further:
            lines.setdefault((row.file, row.sheet, row.table), []).extend(row.further)
    for file in logs.files:
        for sheet in file.sheets:
            if sheet.table and sheet.table != logs.facts:
                place = (sheet.file, sheet.sheet, sheet.table)
                sheet.rows_read = read[place]
                if place in lines:
                    sheet.details["further_lines"] = numbers_listed(sorted(lines[place]))
