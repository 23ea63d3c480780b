"""The sheets that go into an annotated workbook: 核查结果 with every finding, and what the conclusions rest on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from clausecheck.marks import Column, Link, Sheet, SheetOfHashes, Value
from clausecheck.nouns.model import Audit, FileRead, NumberUsed, SheetCount
from clausecheck.nouns.people import Reply
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.wording import (
    not_taken_as_it_stands,
    role_name,
    sheet_name,
    tally_in_words,
    term,
    word,
)

from .people import key_of, opinion_in_words
from .scoresheet import score_sheet
from .told import SHOWN, Told, told

ui = WordsOf(Path(__file__).with_name("words.yaml"))
"""A text of the workbook's own sheets in a language."""
FILLS = {
    "fail": "FFC7CE",
    "logs": "FCE4D6",
    "at_risk": "FFEB9C",
    "undetermined": "D9D2E9",
    "waived": "DDEBF7",
    "remark": "EDEDED",
}
"""The colours of marked cells and of their verdicts on 核查结果, in the order of the legend."""
COLUMNS = (
    ("no", 5), ("verdict", 8), ("code", 7), ("title", 13), ("subject", 15), ("severity", 6), ("required", 22),
    ("found", 27), ("action", 31), ("cell", 15),
    ("role", 8), ("reply", 20), ("reply_by", 8), ("done_on", 11), ("evidence", 12), ("opinion", 15), ("conclusion", 8),
    ("due", 11), ("mend", 15), ("clause", 8), ("numbers", 13), ("identity", 20),
)  # fmt: skip
"""On paper two pages across, of which these are the halves; hidden at the end what a line is known by when it returns."""
_KEPT_IN_SIGHT = ("no", "verdict", "code")
_LEFT = ("title", "subject", "required", "found", "action", "cell", "reply", "evidence", "opinion", "mend", "numbers")
BY_CENTRE, BY_AUDITOR = ("reply", "reply_by", "done_on", "evidence"), ("opinion", "conclusion")
"""The columns that people fill in."""
_CENTRES, _AUDITORS = "2E7D32", "B45F06"


@dataclass(frozen=True, slots=True)
class Common:
    """What the sheets of every copy of an audit have in common: its findings in words, title and last sheets."""

    told: Sequence[Told]
    title: Sequence[str]
    last: tuple[Sheet, Sheet]
    once: tuple[Sheet, ...]
    """What stands in one copy only: what people write into two places contradicts itself."""


def common_of(audit: Audit, lang: str, more: Sequence[Sheet] = ()) -> Common:
    said, title = told(audit, lang), _title(audit, lang)
    last = (_assumptions(audit, lang), _set_aside(audit, lang))
    score = score_sheet(audit, said, title, lang)
    return Common(said, title, last, (*more, *([score] if score else [])))


def own_sheets(
    audit: Audit,
    common: Common,
    file: FileRead,
    lang: str,
    beside: str = "",
    others: Mapping[str, str] = MappingProxyType({}),
) -> list[Sheet]:
    """核查结果 first; the assumptions and the rows set aside last. `beside`: why the original carries no marks;
    `others`: the project's other files -> their annotated copies, for links from one to the other."""
    shown = sorted(common.told, key=lambda one: SHOWN.index(one.shown_as))
    rows = [_row(i, one, audit, {file.file: "", **others}, lang) for i, one in enumerate(shown, 1)]
    columns = [_column(name, width, lang) for name, width in COLUMNS]
    legend = [Value(ui("legend", lang)), *(Value(term("verdict", one, lang), fill=fill) for one, fill in FILLS.items())]
    title = [*common.title, *([beside] if beside else [])]
    once = common.once if file.file == _first(audit) else ()
    results = Sheet(
        ui("sheet_results", lang),
        columns,
        rows,
        title,
        "first",
        legend=legend,
        frozen=len(_KEPT_IN_SIGHT),
        across=2,
    )
    return [results, *once, *common.last]


def _column(name: str, width: float, lang: str) -> Column:
    colour = _CENTRES if name in BY_CENTRE else _AUDITORS if name in BY_AUDITOR else None
    return Column(ui(f"column_{name}", lang), width, hidden=name == "identity", fill=colour, centred=name not in _LEFT)


def _first(audit: Audit) -> str:
    """The file whose copy carries what there is only once."""
    return next((file.file for file in audit.files if file.sheets), "")


def _title(audit: Audit, lang: str) -> list[str]:
    tally = tally_in_words(audit.tally, audit.tally_logs, lang)
    name = audit.project.get("name")
    project = f"{audit.project['code']} {name if isinstance(name, str) else ''}".strip()
    title = audit.rulebook.title[lang]
    return [
        ui("title_results", lang, project=project, subject=audit.rulebook.subject.get(lang, title)),
        ui(
            "subtitle",
            lang,
            period=term("period", str(audit.period), lang),
            as_of=audit.as_of.isoformat(),
            rulebook=title,
            edition=audit.rulebook.edition,
        ),
        tally,
        *([audit.score["says"][lang]] if audit.score else []),
        ui("counted_only", lang),
        ui("to_fill_in", lang),
        *(word(one, lang) for one in not_taken_as_it_stands(audit.remarks_told, audit.files_unread)),
    ]


def _row(
    i: int, one: Told, audit: Audit, copies: Mapping[str, str], lang: str
) -> list[Value | str | int | float | None]:
    """One line of 核查结果. `copies`: file -> the workbook its cells are linked in, "" for this one."""
    finding, places = one.finding, one.places
    here = [cell for cell in places if copies.get(cell.file) == ""]
    first = here[0] if here else (places[0] if places else None)
    place = (
        "" if first is None else f"{first.sheet}!{first.cell}" + ("" if here else ui("within", lang, said=first.file))
    )
    if len(places) > 1:
        place += ui("and_more", lang, all=len(places), more=len(places) - 1)
    if one.below:
        place += ui("row_missing", lang)
    link = Link(first.sheet, first.cell, copies[first.file]) if first and first.file in copies else None
    reply, opinion = audit.people.replies.get(key_of(finding)), audit.people.opinions.get(key_of(finding))
    cells: dict[str, Value | str | int | float | None] = {
        "no": i,
        "verdict": Value(one.verdict, fill=FILLS.get(one.shown_as), bold=one.shown_as == "fail"),
        "code": finding.code,
        "title": audit.rulebook.titles[finding.code][lang],
        "subject": one.about,
        "severity": term("severity", finding.severity, lang),
        "required": one.required,
        "found": one.found,
        "action": one.action,
        "cell": Value(place, link=link),
        "role": role_name(finding.role, audit.rulebook.english, lang),
        **(_reply(reply) if reply else {}),
        "opinion": opinion_in_words(opinion, lang),
        "conclusion": opinion.conclusion if opinion else "",
        "due": finding.due.isoformat() if finding.due else "",
        "mend": one.mend,
        "clause": ui("no_clause", lang) if finding.code.startswith("DAT") else finding.clause,
        "numbers": ui("and_then", lang).join(_number(number, lang) for number in finding.numbers),
        "identity": key_of(finding),
    }
    return [cells.get(name) for name, _ in COLUMNS]


def _reply(reply: Reply) -> dict[str, str]:
    return {"reply": reply.done, "reply_by": reply.by, "done_on": reply.on, "evidence": reply.evidence}


def _number(number: NumberUsed, lang: str) -> str:
    since = f" {ui('since', lang)}{number.since}" if number.since else ""
    return (number.zh if lang == "zh" else number.en) + ui(
        "within", lang, said=term("source", number.source, lang) + since
    )


def _assumptions(audit: Audit, lang: str) -> Sheet:
    """Every number that is not the procedure's own and that a finding used (G10)."""
    used: dict[tuple[str, str], NumberUsed] = {}
    for finding in audit.findings:
        for number in finding.numbers:
            if number.source != "procedure":
                used.setdefault((number.rule, f"{number.name}{number.since or ''}"), number)
    rows = [
        [number.rule, audit.rulebook.titles[number.rule][lang], term("number", number.name, lang), number.zh if lang == "zh" else number.en,
         term("source", number.source, lang), str(number.since or ""), number.why if lang == "zh" else number.why_en]
        for number in used.values()
    ]  # fmt: skip
    names = (("code", 8), ("title", 26), ("key", 16), ("value", 22), ("source", 10), ("since_column", 12), ("why", 60))
    columns = [Column(ui(f"column_{name}", lang), width) for name, width in names]
    return Sheet(ui("sheet_assumptions", lang), columns, rows, [ui("title_assumptions", lang)])


def _set_aside(audit: Audit, lang: str) -> Sheet:
    """The row equation of every sheet, every row set aside with its reason (G11), the remarks, and what was not read."""
    rows: list[list[Value | str | int | float | None]] = [
        [count.file, count.sheet, sheet_name(count.table, audit.rulebook, lang), None,
         _equation(count, lang)]
        for count in audit.counts
    ]  # fmt: skip
    rows += [[row.file, row.sheet, None, row.row, word(row.reason, lang)] for row in audit.set_aside]
    rows += [
        [one.cell.file, one.cell.sheet, term("remark", one.kind, lang), one.cell.cell, word(one.text, lang)]
        for one in audit.remarks
    ]
    rows += [[one.file, None, ui("not_read", lang), None, word(one.why, lang)] for one in audit.unread]
    names = (("file", 28), ("sheet", 18), ("table", 18), ("row", 8), ("reason", 60))
    columns = [Column(ui(f"column_{name}", lang), width) for name, width in names]
    return Sheet(ui("sheet_rows", lang), columns, rows, [ui("title_rows", lang)])


def _equation(count: SheetCount, lang: str) -> str:
    said = ui("equation", lang, read=count.rows_read, judged=count.rows_judged, aside=count.rows_set_aside)
    return said + (ui("further", lang, n=count.rows_further) if count.rows_further else "")


def hashes_sheet(lang: str) -> SheetOfHashes:
    """The sheet that lists the parts of the workbook which were not touched, made once they are known."""

    def sheet(untouched: Mapping[str, str]) -> Sheet:
        columns = [Column(ui("column_part", lang), 60), Column(ui("column_sha256", lang), 70)]
        return Sheet(ui("sheet_hashes", lang), columns, sorted(untouched.items()), [ui("title_hashes", lang)])

    return sheet
