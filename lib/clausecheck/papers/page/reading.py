"""What was read and what was not: files, sheets, the equation of rows, and the rows set aside."""

from typing import Any

from clausecheck.nouns.model import REMARKS, FileRead, SetAside, SheetCount, SheetRead, say
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.findings import address
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.render import fill
from clausecheck.papers.page.texts import joined, named, or_as_is, said

MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class AsideLine:
    """Rows of one sheet set aside for one reason; `rows` are their numbers, in words, and `more` how many are not."""

    place: str
    reason: str
    total: int
    rows: str
    more: int


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """Remarks of one kind on one sheet that say the same; `cells` are their addresses, and `more` how many are not."""

    kind: str
    place: str
    text: str
    total: int
    cells: str
    more: int


def reading_section(report: Report) -> str:
    """Every file and sheet with what it was recognised as, its rows read, judged and set aside, and why, as HTML."""
    aside = aside_lines(report)
    counts = report.audit.counts
    sums: dict[str, Any] = {
        "read": sum(count.rows_read for count in counts),
        "judged": sum(count.rows_judged for count in counts),
        "aside": sum(count.rows_set_aside for count in counts),
        "further": sum(count.rows_further for count in counts),
    }
    sums["balances"] = sums["read"] == sums["judged"] + sums["aside"]
    return fill(
        "reading.html.j2",
        report,
        files=[_file(report, file) for file in report.audit.files],
        sums=sums,
        absent=joined(_absent(report), report.lang),
        aside=aside,
        remarks=remark_lines(report),
        unread=[(one.file, said(one.why, report.lang)) for one in report.audit.unread],
        aside_total=sum(line.total for line in aside),
        capped=any(line.more for line in aside),
        cap=MOST_RUNS,
    )


def _file(report: Report, file: FileRead) -> dict[str, Any]:
    beside = report.beside.get(file.file)
    return {
        "file": file.file,
        "sha256": file.sha256,
        "format": file.format,
        "link": address(report.copies.get(file.file, "")),
        "beside": address(beside.file) if beside else "",
        "why_beside": report.say("no_marks", why=beside.why[report.lang]) if beside else "",
        "notes": [or_as_is(f"note_{note}", report.lang) for note in file.notes],
        "sheets": [_sheet_line(report, sheet) for sheet in file.sheets],
    }


def _sheet_line(report: Report, sheet: SheetRead) -> dict[str, Any]:
    """One table on a sheet, or why there is none. A table without a count (the project's facts) was used as a whole."""
    line: dict[str, Any] = {"sheet": sheet.sheet, "hidden": sheet.hidden, "table": "", "about": _details(report, sheet)}
    if sheet.table is None:
        return {**line, "why": said(say(f"sheet.{sheet.why}"), report.lang)}
    here = (sheet.file, sheet.sheet, sheet.table)
    used = SheetCount(*here, sheet.rows_read, sheet.rows_read, 0)
    count = next((one for one in report.audit.counts if (one.file, one.sheet, one.table) == here), used)
    return {
        **line,
        "table": report.table(sheet.table),
        "read": count.rows_read,
        "judged": count.rows_judged,
        "aside": count.rows_set_aside,
        "further": count.rows_further,
        "balances": count.rows_read == count.rows_judged + count.rows_set_aside,
    }


def _details(report: Report, sheet: SheetRead) -> str:
    """What else was seen on a sheet: lines that are no rows, columns not understood, columns that were missed."""
    lang = report.lang
    parts = [
        report.say("detail", what=or_as_is(f"detail_{key}", lang), which=which)
        for key, which in sheet.details.items()
        if which
    ]
    return report.say("sentence_join").join(parts)


def _absent(report: Report) -> list[str]:
    there = {sheet.table for file in report.audit.files for sheet in file.sheets}
    there |= {count.table for count in report.audit.counts}
    return [report.table(name) for name in report.audit.rulebook.sheets if name not in there]


def aside_lines(report: Report) -> list[AsideLine]:
    """The rows set aside, by sheet and reason, in the order they were met."""
    several = len(report.audit.files) > 1
    grouped: dict[tuple[str, str], list[int]] = {}
    for one in report.audit.set_aside:
        grouped.setdefault((_place(one, several), said(one.reason, report.lang)), []).append(one.row)
    return [_aside_line(place, reason, sorted(rows), report.lang) for (place, reason), rows in grouped.items()]


def remark_lines(report: Report) -> list[RemarkLine]:
    """The remarks by kind, sheet and text, kinds in their own order."""
    several = len(report.audit.files) > 1
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for one in sorted(report.audit.remarks, key=lambda one: REMARKS.index(one.kind)):
        place = f"{one.cell.file} › {one.cell.sheet}" if several else one.cell.sheet
        grouped.setdefault((one.kind, place, said(one.text, report.lang)), []).append(one.cell.cell)
    return [
        RemarkLine(
            named("remark", kind, report.lang),
            place,
            words,
            len(cells),
            joined(cells[:MOST_RUNS], report.lang),
            max(0, len(cells) - MOST_RUNS),
        )
        for (kind, place, words), cells in grouped.items()
    ]


def _aside_line(place: str, reason: str, rows: list[int], lang: str) -> AsideLine:
    runs = row_runs(rows)
    shown = joined([str(first) if first == last else f"{first}–{last}" for first, last in runs[:MOST_RUNS]], lang)
    return AsideLine(place, reason, len(rows), shown, sum(last - first + 1 for first, last in runs[MOST_RUNS:]))


def row_runs(rows: list[int]) -> list[tuple[int, int]]:
    """Row numbers in order as runs of neighbours: 2, 3, 4, 7 -> (2, 4), (7, 7)."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _place(one: SetAside, several: bool) -> str:
    return f"{one.file} › {one.sheet}" if several else one.sheet
