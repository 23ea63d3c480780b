"""Where in the workbooks a finding is shown: at the cells that offend, or below the table that lacks a row."""

from clausecheck.nouns.model import Audit, Cell, Finding


def places_of(finding: Finding, audit: Audit) -> tuple[Cell, ...]:
    """The cells of a finding, the one to go to first. What is missing altogether is shown where it belongs; what is said
    of a table as a whole at the last header of each of its sheets, not at every one."""
    cells = finding.at or finding.cells
    missing = row_below(finding, audit)
    if missing:
        return (missing,)
    if cells and all(cell in audit.below for cell in cells):
        return tuple({(cell.file, cell.sheet): cell for cell in cells}.values())
    return cells


def row_below(finding: Finding, audit: Audit) -> Cell | None:
    """The free cell below a table that should have one row more: nothing but its headers is to blame. Of a table on
    several sheets it is the last, the one still being written. None for every other finding."""
    if finding.verdict not in ("fail", "at_risk", "waived") or not finding.at or finding.code.startswith("DAT"):
        return None
    if not all(cell in audit.below for cell in finding.at):
        return None
    last = finding.at[-1]
    return audit.below[next(cell for cell in finding.at if (cell.file, cell.sheet) == (last.file, last.sheet))]
