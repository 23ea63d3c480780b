"""The nouns of the project: cells, rows and tables as read; findings as judged. Plain records, no behaviour to speak of."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, time
from typing import Any, NamedTuple

from clausecheck.nouns.people import People
from clausecheck.nouns.periods import Period
from clausecheck.nouns.records import dataclass

VERDICTS = ("pass", "fail", "at_risk", "pending", "not_applicable", "undetermined", "waived")


class Cell(NamedTuple):
    """Where a value stands: file as handed in (relative), sheet name, A1 address (`D7`)."""

    file: str
    sheet: str
    cell: str


CONTRADICTED = "lines"
"""Code of a value that the lines of one record give differently (reading 50): no fault of a cell, and no value."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is there but cannot be used, or a column that is not there.

    `code` is the DAT code that says why (DAT01 unreadable, DAT05 column absent, DAT07 outside its list, DAT08 error or
    no stored value, DAT10 two readings), or CONTRADICTED. `raw` is what the cell shows.
    """

    code: str
    raw: str = ""
    note: str = ""
    """Wording key for what exactly is wrong, where the code does not say it."""

    @property
    def absent(self) -> bool:
        """Whether the column is not there."""
        return self.code == "DAT05"

    @property
    def unlisted(self) -> bool:
        """Whether it is there and readable, but none of the values of its list."""
        return self.code == "DAT07"


@dataclass(frozen=True, slots=True)
class Yearless:
    """A date written without its year (3月5日). Its row, its sheet or the audit's period gives it (readings 14, 60)."""

    month: int
    day: int
    clock: time | None = None
    raw: str = ""
    sharp: bool = field(default=False, compare=False)
    """As in `When`."""


@dataclass(frozen=True, slots=True)
class BareMonth:
    """A month written without its year (7月), in a column of months."""

    month: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """A date that can be read in more than one order (26.08.25, 03/04/2026): the column, or the period, may tell."""

    days: tuple[date, ...]
    clock: time | None = None
    raw: str = ""
    sharp: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class NotYet:
    """In a date of handover: words that say it has not come (未交付)."""

    raw: str

    def __str__(self) -> str:
        return self.raw


RowKey = tuple[str, str, int, str, str]
"""File, sheet, row number, table and first column: tables side by side share their row numbers."""


NOTHING: Mapping[str, Any] = {}
"""What most of 250,000 rows have of it: one empty mapping for them all, typed so that nobody fills it (a proxy could not go
to another process with its finding)."""


@dataclass(slots=True)
class Row:
    """One row of a table. A field that is blank is not in `values`; one that cannot be used is an `Unknown` there.

    `columns` (shared by all rows of a block) gives the column letters of each field.
    """

    table: str
    file: str
    sheet: str
    number: int
    values: dict[str, Any]
    columns: dict[str, str]
    raw: dict[str, str] = field(default_factory=dict)
    """What a cell shows, for the fields whose value was normalised away from it."""
    further: tuple[int, ...] = ()
    """Row numbers of the further lines of this record (reading 50): one case written over several lines."""
    elsewhere: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    """Field -> the row number its value was taken from, where that is a further line or the line above (同上)."""

    pieces: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: NOTHING)
    """Field that stands in several columns (a day and a time of day, joined texts) -> letters and text of each of them
    (reading 57). `columns` gives the first of them."""

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def cells(self, name: str) -> tuple[Cell, ...]:
        """Every cell of the row that a field's value rests on: several where it stands in several columns."""
        if not self.pieces and not self.elsewhere:
            return (Cell(self.file, self.sheet, f"{self.columns[name]}{self.number}"),)
        number = self.elsewhere.get(name, self.number)
        letters = [one for one, _ in self.pieces.get(name, ())] or [self.columns[name]]
        return tuple(Cell(self.file, self.sheet, f"{one}{number}") for one in letters)

    def cell(self, name: str) -> Cell:
        return Cell(self.file, self.sheet, f"{self.columns[name]}{self.elsewhere.get(name, self.number)}")

    @property
    def key(self) -> "RowKey":
        return (self.file, self.sheet, self.number, self.table, next(iter(self.columns.values())))


@dataclass(slots=True)
class Block:
    """One stretch of a sheet that holds rows of one table, with its header cells.

    `headers`: field -> address of its header cell. `absent`: fields of the table without a column here.
    """

    table: str
    file: str
    sheet: str
    headers: dict[str, Cell]
    absent: frozenset[str]
    rows: list[Row]
    titles: dict[str, str] = field(default_factory=dict)
    """field -> the header as it is written in the sheet."""
    written_on: int = 0
    """Row number of the (last) header row."""
    ambiguous: dict[str, tuple[tuple[str, Cell], ...]] = field(default_factory=dict)
    """field -> the headers (as written, and where) that could each be it: `absent` too, for none of them is used."""
    free_row: int = 0
    """Row number right below the last line of the table, where a missing row belongs; 0 where no free line follows."""
    year: int = 0
    """The one year that the table's title, else the sheet's or the file's name states (reading 60); 0: none."""
    ended: frozenset[int] = frozenset()
    """Row numbers of the lines among them that are no records: each ends the record above (reading 56)."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be read as its type: what the DAT findings are made of. `note` is a wording key."""

    code: str
    cell: Cell
    table: str
    field: str
    raw: str
    note: str = ""
    remark: bool = False
    """The value was used all the same (DAT10: a year or an order taken from beside it): said, and no fault (reading 65)."""
    first: Cell | None = None
    """Where an identifier that is used twice stands for the first time (DAT03)."""
    other_table: str = ""
    """The table of the field that `note` names, where that is another one (DAT06)."""


@dataclass(slots=True)
class SheetRead:
    """What became of one sheet. `table` is None for a sheet that is no known table; then `why` is a wording key.

    rows_read counts the rows below the header that hold anything and are rows of the table.
    """

    file: str
    sheet: str
    table: str | None
    rows_read: int = 0
    why: str = ""
    details: dict[str, str] = field(default_factory=dict)
    hidden: bool = False


EXCERPT = "excerpt"
"""Note on a file of which one project's rows alone were read, for it holds those of many."""


@dataclass(slots=True)
class FileRead:
    """One file of the project: its path as handed in (relative, with `/`), its SHA-256 and its sheets."""

    file: str
    path: str
    sha256: str
    format: str
    sheets: list[SheetRead]
    notes: list[str] = field(default_factory=list)
    """Wording keys of what this format does not let a reader see."""


REMARKS = ("other_project", "void", "further_line", "repeat", "no_record", "blank_word", "ditto", "struck")
"""The kinds of remarks (readings 48-51, 53, 56)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """An entry of the row accounting that is no finding: what was not taken as it stands, where, and why."""

    kind: str
    cell: Cell
    text: "Say"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder of what was handed in that was not read, and why (reading 63)."""

    file: str
    why: "Say"


@dataclass(slots=True)
class Logs:
    """Everything read from what one project handed in. Reading knows no period and no as-of date.

    `aside`: records that are in no block any more, for they are another project's, void, or repeat one that counts
    (readings 48, 49, 51), each with its reason. `tables` and `words`: what they were read with.
    """

    files: list[FileRead]
    blocks: list[Block]
    faults: list[CellFault]
    remarks: list[Remark] = field(default_factory=list)
    aside: list[tuple[Row, "Say"]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unmet: tuple["Say", ...] = ()
    """Sheets, headers and columns that the project's column map names and that stand nowhere."""
    register: tuple["Say", ...] = ()
    """What the register that lists the project says otherwise than its own facts, which count."""
    tables: Any = None
    """The procedure's tables (`clausecheck.procedure.tables.Tables`)."""
    words: Any = None
    """The `clausecheck.procedure.words.Words` in force."""

    @property
    def facts(self) -> str:
        """The name of the table of the project's facts."""
        return str(next(name for name, spec in self.tables.items() if spec.facts))

    def of(self, table: str) -> list[Block]:
        return [block for block in self.blocks if block.table == table]

    def rows(self, table: str) -> Iterator[Row]:
        for block in self.of(table):
            yield from block.rows


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence to be worded later: key of the word list and its parameters (plain values, or further `Say`s).

    A key like `field:complaints.closed_at` names one thing of the procedure; its parameters are then its words by language.
    """

    key: str
    params: tuple[tuple[str, Any], ...] = ()


def say(key: str, /, **params: Any) -> Say:
    return Say(key, tuple(params.items()))


@dataclass(frozen=True, slots=True)
class NumberUsed:
    """A number of the rulebook that a judgement used: `rule.name`, its value in words, source and first day in force."""

    rule: str
    name: str
    zh: str
    en: str
    source: str
    since: date | None = None
    why: str = ""
    why_en: str = ""


class Line(NamedTuple):
    """A row by what it says, whatever its place and spelling: its identifier (empty: none), and each of its fields that is
    filled with its meaning, in the order of the fields' names."""

    table: str
    file: str
    sheet: str
    number: int
    id: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One judgement: one (code, subject) and its verdict, with the cells it rests on."""

    code: str
    clause: str
    subject: str
    verdict: str
    reason: str = ""
    due: date | None = None
    severity: str = ""
    role: str = ""
    required: Say | None = None
    found: tuple[Say, ...] = ()
    mend: Say | None = None
    """What would have passed (应达到), and only that: never an instruction (reading 64)."""
    action: Say | None = None
    """What to do now (整改要求; for a fault of the logs 请更正): never to alter a date, count or record to fit."""
    remark: bool = False
    """A DAT10 whose value was used: listed, and in no tally (reading 65)."""
    cells: tuple[Cell, ...] = ()
    """Every cell the verdict rests on; for something absent the header cells that were searched (G9)."""
    at: tuple[Cell, ...] = ()
    """The offending cells among them, to be marked."""
    numbers: tuple[NumberUsed, ...] = ()
    fingerprint: str = ""
    waiver: str = ""
    by_row: bool = False
    """The subject is the identifier or place of a row; otherwise a period, a rule, a cell or the whole project."""
    identity: str = ""
    """What it is known by in a later audit, of whatever does not pass: rule and subject, or of a row its identifier, else its
    content; what stands in a cell by its field too."""
    row: Row | None = field(default=None, compare=False, repr=False)
    """The row it is about, if it is about one; None in a masked audit."""
    column: str = ""
    """Of a fault of the logs: which column it is about, as `table.field`."""

    @property
    def shown_as(self) -> str:
        """The verdict as it is shown and counted: a fault of the logs is `logs`, a value that was used all the same
        `remark`, whatever verdict they keep (reading 65)."""
        if self.remark:
            return "remark"
        return "logs" if self.verdict == "fail" and self.code.startswith("DAT") else self.verdict


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many households a rule required of a window, and how many had surely been reached by the end of a day."""

    code: str
    window: Period
    required: int
    reached: tuple[tuple[date, int], ...]
    """Every day on which the number grew, and the number."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How many days the complaints of a class took, against the limits in force for them. No complaint is named."""

    code: str
    klass: str
    limits: tuple[NumberUsed, ...]
    days: tuple[int, ...]
    """Those of the limits that are in days."""
    took: tuple[tuple[int, str, int], ...]
    """Days (so far, while open), what became of it (verdict, or the reason of a fail), number of complaints."""
    left_out: int = 0
    """Complaints whose dates cannot be used."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that no rule judged, and why (G11): blank required cell, dated after as_of, outside the period."""

    file: str
    sheet: str
    row: int
    reason: Say


@dataclass(slots=True)
class SheetCount:
    """The row equation of one table on one sheet: read = judged + set aside."""

    file: str
    sheet: str
    table: str
    rows_read: int
    rows_judged: int
    rows_set_aside: int
    rows_further: int = 0
    """Further lines of these records: beside the equation, not in it (reading 50)."""


@dataclass(frozen=True, slots=True)
class RulebookId:
    """Which procedure was audited by, in which edition: what is printed of it, and the SHA-256 of its texts. `titles`: of its
    rules by code."""

    id: str
    edition: str
    sha256: str
    title: dict[str, str]
    titles: dict[str, dict[str, str]]
    short: dict[str, str] = field(default_factory=dict)
    """What the procedure is called on the cover of a report."""
    subject: dict[str, str] = field(default_factory=dict)
    """What it is about: 客户沟通, customer communication."""
    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    """The sections of the procedure in their order: how the codes of a section begin -> its `clause`, `zh` and `en`."""
    sheets: dict[str, dict[str, str]] = field(default_factory=dict)
    """The tables of the procedure in their order: table -> its sheet's name in `zh` and `en`."""
    facts: tuple[str, ...] = ()
    """The items of the project's facts, by their keys."""
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """The columns of the tables as the forms write them: `table.field` -> its header in `zh` and `en`."""
    english: dict[str, str] = field(default_factory=dict)
    """The procedure's own words (roles, topics, items of a notice) in English."""


@dataclass(slots=True)
class Audit:
    """One project audited for one period as of one day: everything the outputs are made of."""

    project: dict[str, Any]
    """Facts of 项目信息 by field key (code, name, branch, ownership, households, …), `Unknown` where unreadable."""
    period: Period
    as_of: date
    rulebook: RulebookId
    files: list[FileRead]
    counts: list[SheetCount]
    set_aside: list[SetAside]
    findings: list[Finding]
    notes: list[Say] = field(default_factory=list)
    """What the reader of the result must know besides: sheets not handed in, waivers that matched nothing, …"""
    score: dict[str, Any] | None = None
    """The score by deduction, in marks and words, as it stands in findings.json."""
    coverage: list[Coverage] = field(default_factory=list)
    handling: list[Handling] = field(default_factory=list)
    below: dict[Cell, Cell | None] = field(default_factory=dict)
    """Header cell -> the free cell below its table in the same column, where a missing row belongs (None: no room)."""
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    calendar: str = ""
    """SHA-256 of the company's own working days (calendar.yaml), used or announced too late; empty without any."""
    texts: dict[Cell, str] = field(default_factory=dict)
    """What the cells cited by findings that are no pass show, as read; "" for a blank one."""
    fields: dict[Cell, tuple[str, str]] = field(default_factory=dict)
    """Table and field of each of those cells that stands in a row or holds a fact; the others are headers."""
    people: People = field(default_factory=People)
    """What people wrote and decided besides; no verdict and no score depends on it."""
    lines: Any = None
    """What the rows say (`clausecheck.audit.lines.Lines`); None in a masked audit."""

    @property
    def tally(self) -> dict[str, int]:
        """Findings by verdict, remarks left out."""
        counted = dict.fromkeys(VERDICTS, 0)
        for finding in self.findings:
            counted[finding.verdict] += not finding.remark
        return counted

    @property
    def remarks_told(self) -> "list[tuple[str, Say]]":
        """Kind and text of every remark."""
        return [(one.kind, one.text) for one in self.remarks]

    @property
    def files_unread(self) -> "list[tuple[str, Say]]":
        """Name and reason of everything handed in that was not read."""
        return [(one.file, one.why) for one in self.unread]

    @property
    def breaches(self) -> int:
        """Fails that are about the procedure, confirmation on site included."""
        return self.tally["fail"] - self.tally_logs

    @property
    def tally_logs(self) -> int:
        """Faults of the logs (DAT), which are in `tally["fail"]` too; the other fails are breaches (reading 65)."""
        return sum(finding.shown_as == "logs" for finding in self.findings)
