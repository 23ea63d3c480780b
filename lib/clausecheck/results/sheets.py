"""The sheets that go into an annotated workbook: 核查结果 with every finding, and what the conclusions rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from clausecheck.marks import Column, Link, Sheet, SheetOfHashes, Value
from clausecheck.nouns.model import Audit, FileRead, NumberUsed, SheetCount
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.wording import (
    not_taken_as_it_stands,
    role_name,
    sheet_name,
    tally_in_words,
    term,
    word,
)

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
    ("no", 6), ("verdict", 10), ("code", 8), ("title", 18), ("clause", 10), ("subject", 16), ("severity", 8), ("role", 10),
    ("required", 30), ("found", 34), ("mend", 22), ("action", 38), ("due", 11), ("cell", 18), ("numbers", 18),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Common:
    """What the sheets of every copy of an audit have in common: its findings in words, title and last sheets."""

    told: Sequence[Told]
    title: Sequence[str]
    last: tuple[Sheet, Sheet]


def common_of(audit: Audit, lang: str) -> Common:
    return Common(told(audit, lang), _title(audit, lang), (_assumptions(audit, lang), _set_aside(audit, lang)))


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
    columns = [Column(ui(f"column_{name}", lang), width) for name, width in COLUMNS]
    legend = [Value(ui("legend", lang)), *(Value(term("verdict", one, lang), fill=fill) for one, fill in FILLS.items())]
    title = [*common.title, *([beside] if beside else [])]
    return [Sheet(ui("sheet_results", lang), columns, rows, title, "first", legend=legend), *common.last]


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
    return [
        i,
        Value(one.verdict, fill=FILLS.get(one.shown_as), bold=one.shown_as == "fail"),
        finding.code,
        audit.rulebook.titles[finding.code][lang],
        ui("no_clause", lang) if finding.code.startswith("DAT") else finding.clause,
        one.about,
        term("severity", finding.severity, lang),
        role_name(finding.role, audit.rulebook.english, lang),
        one.required,
        one.found,
        one.mend,
        one.action,
        finding.due.isoformat() if finding.due else "",
        Value(place, link=link),
        ui("and_then", lang).join(_number(number, lang) for number in finding.numbers),
    ]


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
