"""What stands under a finding: the cells it rests on with what is in them, row by row, and what the centre answered."""

from itertools import groupby

from markupsafe import Markup

from clausecheck.nouns.model import Cell, Finding
from clausecheck.nouns.people import Reply
from clausecheck.nouns.text import shortened
from clausecheck.papers.page.record import Report
from clausecheck.papers.page.texts import text
from clausecheck.results.people import key_of

MOST_ROWS, MOST_CELLS, LONGEST = 6, 12, 60


def under_html(report: Report, finding: Finding) -> Markup:
    """The row or rows of the logs, the cells in question first in each and marked, and the reply; empty for neither."""
    rows = [(place, list(cells)) for place, cells in groupby(_valued(report, finding), key=_row_of)]
    made = [_row(report, finding, cells) for _, cells in rows[:MOST_ROWS]]
    if len(rows) > MOST_ROWS:
        made.append(
            Markup("<div class=r><s>{}</s></div>").format(text("rows_more", report.lang, n=len(rows) - MOST_ROWS))
        )
    reply = report.audit.people.replies.get(key_of(finding))
    if reply is not None:
        made.append(_reply(report, reply))
    return Markup("").join(made)


def _valued(report: Report, finding: Finding) -> list[Cell]:
    """The cells of rows (not the headers), together by row."""
    cells = [cell for cell in dict.fromkeys((*finding.at, *finding.cells)) if cell in report.audit.fields]
    order = {place: n for n, place in reversed(list(enumerate(map(_row_of, cells))))}
    return sorted(cells, key=lambda cell: order[_row_of(cell)])


def _row_of(cell: Cell) -> tuple[str, str, str]:
    return cell.file, cell.sheet, cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _row(report: Report, finding: Finding, cells: list[Cell]) -> Markup:
    first = cells[0]
    head = Markup("<s>{}</s>").format(text("row_of", report.lang, sheet=first.sheet, row=_row_of(first)[2]))
    shown = Markup(" ").join(_cell(report, cell, cell in finding.at) for cell in cells[:MOST_CELLS])
    return Markup("<div class=r>{} {}</div>").format(head, shown)


def _cell(report: Report, cell: Cell, offends: bool) -> Markup:
    table_field = report.audit.fields[cell]
    said = report.audit.rulebook.headers.get(".".join(table_field), {})
    header = said.get(report.lang) or cell.cell
    value = shortened(report.audit.texts.get(cell, ""), LONGEST)
    filled = Markup("{}").format(value) if value else Markup("<i>{}</i>").format(text("blank", report.lang))
    return Markup("<span{}>{} <b>{}</b></span>").format(Markup(" class=at") if offends else "", header, filled)


def _reply(report: Report, reply: Reply) -> Markup:
    said = [
        (text(key, report.lang), value)
        for key, value in (
            ("reply_done", reply.done),
            ("reply_by", reply.by),
            ("reply_on", reply.on),
            ("reply_evidence", reply.evidence),
        )
        if value
    ]
    parts = Markup(" ").join(Markup("<span>{} <b>{}</b></span>").format(*one) for one in said)
    return Markup("<div class='r reply'><s>{}</s> {}</div>").format(text("reply", report.lang), parts)
