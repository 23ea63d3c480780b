"""Checks an audit without the program that made it: findings.json and the workbooks in, a word on every judgement out.

    python verify.py findings.json WORKBOOK… [--rulebook rulebook.json]

It needs Python 3.11 and nothing else. It reads the workbooks by itself, works out every verdict by itself from the numbers
and checks of the rulebook (a JSON file beside this one, known by its hash), and says of each judgement `confirmed`, `refuted`
with the step that does not hold, or `not confirmed` with the step that it cannot do: what it cannot read or check it never
confirms. It says the same of what was left out. It exits 0 only when everything is confirmed.

It was written from the procedure, not from the program; it reads the plain forms of dates, numbers and lists, and no others.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import sys
import unicodedata
import zipfile
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import Any, NamedTuple
from xml.etree import ElementTree

SHIPPED: dict[str, str] = {
    "d0a3baf2c6f02396cdc57a79ac5244f18ea1ca474751ed2f327a89d8233f078c": "616c4d4ed279198ea42599f7d8d463e54d34c1c8e4bc2e4224212e1ba77d8820",
    "bc2908ad333d7631e2f4f341a96373a61d1ca774450ce892b7222cd38a909c09": "6f0ee79f75d265a9724f5a946cf88d0ea093cb9b0975fb69d30ac750e18c3579",
}
"""SHA-256 of a rulebook -> SHA-256 of the JSON file beside this one that resolves it."""
CONFIRMED, REFUTED, NOT_CONFIRMED = "confirmed", "refuted", "not confirmed"
WORST_FIRST = ("fail", "undetermined", "at_risk", "pending", "pass", "not_applicable")
TIMELY = {True: "pass", False: "fail", None: "undetermined"}
DAY, EPOCH, EPOCH_1904 = 86400, date(1899, 12, 30), 1462
SECONDS = {"minutes": 60, "hours": 3600}
BETWEEN = r"[、；;，,]"
"""What stands between the items of a list in one cell."""


class Cannot(Exception):
    """A step that this checker cannot do: what rests on it is not confirmed."""


class Undetermined(Exception):
    """A value that is needed cannot be used: the verdict is undetermined."""


class Refuted(Exception):
    """A step that does not hold."""


def need(holds: bool, step: str) -> None:
    if not holds:
        raise Refuted(step)


# ---------------------------------------------------------------- cells as they stand in the files


class Raw(NamedTuple):
    """A cell: `kind` text, number, date, bool, error or empty (a formula without a stored value)."""

    kind: str
    value: Any


Sheet = dict[int, dict[int, Raw]]
Place = tuple[str, str, str]
"""A cell: its file, sheet and address."""
LETTERS = ["", *ascii_uppercase]
LETTERS += ["".join(two) for two in product(ascii_uppercase, repeat=2)]
LETTERS += ["".join(three) for three in product(ascii_uppercase, repeat=3)]
COLUMNS = {letters: number for number, letters in enumerate(LETTERS)}


def read_book(path: Path) -> dict[str, Sheet]:
    """Every sheet of a file by its name. Raises Cannot for a format that it does not read."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        with zipfile.ZipFile(path) as book:
            return _xlsx(book)
    if path.suffix.lower() in (".csv", ".txt", ".tsv"):
        return {path.stem: _csv(path)}
    raise Cannot(f"{path.name}: only xlsx, xlsm and csv are read here")


def _csv(path: Path) -> Sheet:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    if any(sign in text for sign in "\x00\ufffd") or text[:1] == "\ufeff":
        raise Cannot(f"{path.name}: its encoding")
    mark = max(",\t;", key=text.splitlines()[0].count) if text.strip() else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return {
        n: {c: Raw("text", cell) for c, cell in enumerate(line, 1) if cell.strip()} for n, line in enumerate(rows, 1)
    }


def _xml(book: zipfile.ZipFile, name: str) -> Any:
    """A part of a workbook, its names without namespaces; an empty one if it is not there."""
    if name not in book.namelist():
        return ElementTree.Element("none")
    root = ElementTree.fromstring(book.read(name))
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def _xlsx(book: zipfile.ZipFile) -> dict[str, Sheet]:
    main, links = _xml(book, "xl/workbook.xml"), _xml(book, "xl/_rels/workbook.xml.rels")
    shared = [_texts(item) for item in _xml(book, "xl/sharedStrings.xml").iter("si")]
    dates = _date_styles(_xml(book, "xl/styles.xml"))
    base = EPOCH_1904 if any(one.get("date1904") in ("1", "true") for one in main.iter("workbookPr")) else 0
    parts = {one.get("Id"): f"xl/{one.get('Target').removeprefix('/').removeprefix('xl/')}" for one in links}
    sheets = {}
    for one in main.iter("sheet"):
        part = parts[next(value for key, value in one.attrib.items() if key.endswith("}id"))]
        if "worksheets" in part:
            sheets[str(one.get("name"))] = _sheet(_xml(book, part), shared, dates, base)
    return sheets


def _texts(item: Any) -> str:
    """The text of a string item; what only says how it is pronounced is left out."""
    return "".join(
        one.text or ""
        for path in item
        for one in ([path] if path.tag == "t" else path.findall("t"))
        if path.tag in ("t", "r")
    )


def _date_styles(root: Any) -> set[int]:
    """The numbers of the cell formats that show a number as a date or time."""
    own = {int(one.get("numFmtId") or 0): str(one.get("formatCode")) for one in root.iter("numFmt")}
    found = set()
    for place, one in enumerate(root.find("cellXfs") or ()):
        number = int(one.get("numFmtId") or 0)
        code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", own.get(number, ""))
        if number in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)) or re.search("(?i)[ymdhs]", code):
            found.add(place)
    return found


def _sheet(root: Any, shared: list[str], dates: set[int], base: int) -> Sheet:
    rows: Sheet = {}
    number = 0
    for one in root.iter("row"):
        number, column = int(one.get("r") or number + 1), 0
        for cell in one:
            column = COLUMNS.get((cell.get("r") or "").rstrip("0123456789")) or column + 1
            raw = _cell(cell, shared, dates, base)
            if raw is not None:
                rows.setdefault(number, {})[column] = raw
    return rows


def _cell(cell: Any, shared: list[str], dates: set[int], base: int) -> Raw | None:
    kind, value, inline = cell.get("t") or "n", cell.findtext("v"), cell.find("is")
    if kind == "inlineStr":
        kind, value = "str", _texts(inline) if inline is not None else " "
    if not value:
        return Raw("empty", "") if cell.find("f") is not None else None
    if kind in ("s", "str"):
        text = shared[int(value)] if kind == "s" else value
        return Raw("text", text) if clean(text) else None
    if kind in ("b", "e", "d"):
        return {"b": Raw("bool", value == "1"), "e": Raw("error", value), "d": Raw("text", value)}[kind]
    return Raw("date", float(value) + base) if int(cell.get("s") or 0) in dates else Raw("number", float(value))


# ---------------------------------------------------------------- texts, dates and periods


DASHES, DOTS = "-‐‑‒–—―−－﹣", "·•・‧∙⋅．"


@lru_cache(100_000)
def clean(text: str) -> str:
    """A text without invisible signs, its spaces folded."""
    kept = []
    for sign in text:
        category = unicodedata.category(sign)
        if sign in "\t\n\r" or category in ("Zs", "Zl", "Zp"):
            kept.append("\n" if sign == "\n" else " ")
        elif category not in ("Cf", "Cc", "Co") and not 0xFE00 <= ord(sign) <= 0xFE0F:
            kept.append(sign)
    return re.sub(r" +", " ", "".join(kept)).strip()


@lru_cache(100_000)
def wide(text: str) -> str:
    """A text with full-width signs written as the plain ones, and one kind of dash."""
    folded = unicodedata.normalize("NFKC", clean(text))
    return "".join("-" if sign in DASHES else sign for sign in folded)


@lru_cache(100_000)
def same(text: str) -> str:
    """One spelling of a name, an identifier, a place."""
    return re.sub(r"\s+", " ", re.sub(f"[{DOTS}]", "·", wide(text))).casefold()


@lru_cache(100_000)
def plain(text: str) -> str:
    """One spelling of a header or of a value of a list: no spaces, brackets, stars, stops."""
    folded = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", "", unicodedata.normalize("NFKC", clean(text)))
    return re.sub(r"[\s*※:;。.、]+", "", folded).casefold()


def tight(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


class Bad(NamedTuple):
    """A value that is there and cannot be used, or a column that is absent: what needs it is undetermined."""

    why: str


class Unsure(NamedTuple):
    """A text that this checker does not read."""

    text: str


ABSENT, MISORDERED, TWO_READINGS = Bad("absent"), Bad("order"), Bad("DAT10")


class When(NamedTuple):
    """A day, and the seconds of the day between which it lies."""

    day: date
    low: int = 0
    high: int = DAY - 1

    @property
    def timed(self) -> bool:
        return (self.low, self.high) != (0, DAY - 1)

    @property
    def first(self) -> int:
        return self.day.toordinal() * DAY + self.low

    @property
    def last(self) -> int:
        return self.day.toordinal() * DAY + self.high


class Span(NamedTuple):
    """The days from start to end, and what they are called."""

    start: date
    end: date
    label: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def has(self, day: date) -> bool:
        return self.start <= day <= self.end

    def cut(self, first: date, last: date) -> "Span":
        return Span(max(self.start, first), min(self.end, last), self.label)


LENGTHS = {"month": (1, "{}-{:02}"), "quarter": (3, "{}-Q{}"), "half": (6, "{}-H{}"), "year": (12, "{}")}
"""The months of a period, and how it is called."""
PERIODS = (
    ("quarter", r"(\d{4})-?Q([1-4])"),
    ("quarter", r"(\d{4})年?第?([1-4])季度"),
    ("half", r"(\d{4})-H([12])"),
    ("month", r"(\d{4})[-/.年](\d{1,2})(?:月份?)?"),
    ("month", r"(20\d\d)(\d\d)"),
    ("year", r"(\d{4})年?度?()"),
)
"""Periods as people write them."""


def span(each: str, year: int, number: int = 1) -> Span:
    """The month, quarter, half or year of that number."""
    months, label = LENGTHS[each]
    last = number * months
    end = date(year, last, monthrange(year, last)[1])
    return Span(date(year, last - months + 1, 1), end, label.format(year, number))


def spans(each: str, start: date, end: date) -> list[Span]:
    """The months, quarters or years that touch the days from start to end."""
    every = product(range(start.year, end.year + 1), range(1, 12 // LENGTHS[each][0] + 1))
    made = [span(each, year, number) for year, number in every]
    return [one for one in made if one.start <= end and one.end >= start]


def span_of(text: str) -> Span | None:
    """A period as people write it; None for anything else."""
    said = unicodedata.normalize("NFKC", clean(text)).upper().replace(" ", "")
    for each, pattern in PERIODS:
        if found := re.fullmatch(pattern, said):
            number = int(found[2] or 1)
            return span(each, int(found[1]), number) if 1 <= number <= 12 else None
    return None


def audit_period(text: str) -> Span:
    """The period of an audit: 2026, 2026-H1, 2026-Q3, 2026-09, or two days with .. between."""
    if ".." in text:
        first, _, last = text.partition("..")
        return Span(date.fromisoformat(first), date.fromisoformat(last), text)
    if (one := span_of(text)) is None:
        raise Cannot(f"period {text}")
    return one


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def months_in(window: Span, least: int = 15) -> int:
    """The calendar months of which at least so many days lie in a window."""
    every = spans("month", window.start, window.end)
    return sum(one.cut(window.start, window.end).days >= least for one in every)


DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def moment(raw: Raw) -> tuple[date, int]:
    """The day and the second of the day that a cell with a date format holds."""
    days, seconds = divmod(round(raw.value * DAY), DAY)
    return EPOCH + timedelta(days), seconds


def date_of(raw: Raw) -> When | Bad | Unsure:
    """A date or a date with a time in a plain form."""
    if raw.kind == "date":
        if raw.value < 61:
            return Unsure(str(raw.value))
        day, seconds = moment(raw)
        return When(day, seconds, seconds if seconds % 60 else seconds + 59) if seconds else When(day)
    text = unicodedata.normalize("NFKC", clean(str(raw.value)))
    found = DATE.fullmatch(text) if raw.kind == "text" else None
    if not found:
        return Unsure(text)
    year, _, month, day_number, *clock = found.groups()
    try:
        day = date(int(year), int(month), int(day_number))
    except ValueError:
        return Bad("DAT01")
    if clock[0] is None:
        return When(day)
    hours, minutes, seconds = (int(one or 0) for one in clock)
    if hours > 23 or minutes > 59 or seconds > 59 or not (hours or minutes):
        return Unsure(text)  # midnight may mean the day alone
    start = hours * 3600 + minutes * 60 + seconds
    return When(day, start, start if clock[2] else start + 59)


def shown(raw: Raw) -> set[str]:
    """The ways in which a cell may be shown as text."""
    if raw.kind == "date":
        day, seconds = moment(raw)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
        return {f"{day}", f"{day} {clock}", f"{day} {clock}:{seconds % 60:02}"}
    if raw.kind == "number":
        whole = {str(int(raw.value))} if raw.value == int(raw.value) else set()
        return {str(raw.value), f"{raw.value:g}", *whole}
    if raw.kind == "bool":
        return {"TRUE" if raw.value else "FALSE", str(raw.value), "是" if raw.value else "否"}
    return {str(raw.value), clean(str(raw.value))}


# ---------------------------------------------------------------- tables: which column is which field, and what it says


@dataclass(eq=False)
class Table:
    """All rows of a table: complete ones, those that lack a required cell, and those set aside for their date."""

    name: str
    spec: dict[str, Any]
    handed_in: bool = False
    rows: list["Row"] = field(default_factory=list)
    incomplete: list["Row"] = field(default_factory=list)
    later: list["Row"] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    ambiguous: set[str] = field(default_factory=set)
    headers: set[Place] = field(default_factory=set)
    unsure: str = ""
    """Why its rows are not surely those that count."""

    def doubt(self, why: str) -> None:
        self.unsure = self.unsure or why

    @property
    def every(self) -> list["Row"]:
        return [*self.rows, *self.incomplete, *self.later]

    @property
    def lacks_required(self) -> bool:
        return not self.absent.isdisjoint(self.spec["required"])


@dataclass(eq=False)
class Row:
    """A record: where it stands, its cells as they are, and what they mean."""

    table: Table
    file: str
    sheet: str
    number: int
    cells: dict[str, Raw]
    columns: dict[str, int]
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, str, int]:
        return self.file, self.sheet, self.number

    def cell(self, name: str) -> Place:
        return self.file, self.sheet, f"{LETTERS[self.columns[name]]}{self.number}"

    @property
    def key_date(self) -> Any:
        return self.values.get(self.table.spec["key_date"])


def find_header(cells: Sheet, spec: dict[str, Any]) -> tuple[int, dict[str, list[int]]]:
    """The row that holds the most headers of a table, and the columns of each field in it."""
    best, found = 0, dict[str, list[int]]()
    for number in sorted(cells)[:25]:
        columns: dict[str, list[int]] = defaultdict(list)
        for column, raw in cells[number].items():
            if raw.kind == "text" and (name := spec["headers"].get(plain(raw.value))):
                columns[name].append(column)
        if len(columns) > len(found):
            best, found = number, dict(columns)
    return best, found


def second_meaning(line: dict[int, Raw], spec: dict[str, Any], columns: dict[str, list[int]]) -> None:
    """登记时间 beside 投诉时间 is the time of entry: of two columns of one field, one may be another field."""
    for name, one in spec["fields"].items():
        for other, there in list(columns.items()):
            moved = [column for column in there if plain(str(line[column].value)) in one.get("second", ())]
            if name not in columns and len(there) == 2 and len(moved) == 1:
                columns[other] = [column for column in there if column not in moved]
                columns[name] = moved


class Reader:
    """Rows of the tables, out of the files, as the rulebook says that they are read."""

    def __init__(self, book: dict[str, Any], as_of: date, remarked: set[tuple[str, str, int]]) -> None:
        self.book, self.as_of, self.remarked = book, as_of, remarked
        self.tables = {name: Table(name, spec) for name, spec in book["tables"].items()}
        self.counts: Counter[Place] = Counter()
        """The records of each file, sheet and table."""
        self.facts: dict[str, Any] = {}
        self.fact_cells: set[Place] = set()
        self.raw: dict[Place, Raw] = {}
        self.field_at: dict[Place, str] = {}
        self.alike: dict[Table, dict[tuple[str, str], set[Any]]] = defaultdict(lambda: defaultdict(set))
        """What the rows of each sheet of a table say: a sheet may repeat another."""
        self.guessed: set[Place] = set()
        """Cells with a date that took its year from its row."""
        self.ordered: set[tuple[str, str]] = set()
        """Sheet and field of columns whose dates may show in which order they are written."""

    def says(self, name: str, text: str) -> bool:
        """Whether a text is one of the words of a list of the rulebook."""
        said = unicodedata.normalize("NFKC", clean(text)).casefold().replace(" ", "").rstrip("。.")
        listed = self.book["words"].get(name, {"whole": [], "beginnings": []})
        dash = said[:1] in DASHES and len(set(said)) == 1 and "-" in listed["whole"]
        return dash or said in listed["whole"] or said.startswith(tuple(listed["beginnings"]))

    def take(self, file: str, name: str, cells: Sheet, table: Table) -> None:
        """The rows of a sheet that holds a table."""
        table.handed_in = True
        for number, line in cells.items():
            self.raw |= {(file, name, f"{LETTERS[column]}{number}"): raw for column, raw in line.items()}
        if table.spec["facts"]:
            self._facts(file, name, cells, table)
            return
        header, columns = find_header(cells, table.spec)
        if len(columns) < 2 and len(table.spec["fields"]) > 1:
            table.doubt(f"{name}: its header row")
            return
        second_meaning(cells[header], table.spec, columns)
        table.headers |= {(file, name, f"{LETTERS[one]}{header}") for there in columns.values() for one in there}
        self._columns(table, cells[header], columns)
        first = {key: there[0] for key, there in columns.items()}
        lines = [(n, line) for n, line in sorted(cells.items()) if n > header]
        for key, column in first.items():
            texts = [clean(str(line[column].value)) for _, line in lines if column in line]
            dates = [found for text in texts if (found := re.match(r"(\d{1,2})/(\d{1,2})/\d{4}", text))]
            if any(max(map(int, found.groups())) > 12 for found in dates):
                self.ordered.add((name, key))
        rows = [
            Row(table, file, name, n, {k: line[c] for k, c in first.items() if c in line}, first) for n, line in lines
        ]
        self._rows(table, [row for row in rows if row.cells])

    def _columns(self, table: Table, line: dict[int, Raw], columns: dict[str, list[int]]) -> None:
        """Which fields have no column, and of which that is not sure."""
        table.ambiguous |= {key for key, there in columns.items() if len(there) > 1}
        others = {plain(str(raw.value)) for raw in line.values() if raw.kind == "text"} - set(table.spec["headers"])
        missing = {key for key in table.spec["fields"] if key not in columns}
        for key, spec in table.spec["fields"].items():
            if others & {*spec.get("beside", ()), *(spec.get("maybe", ()) if key in missing else ())}:
                table.ambiguous.add(key)
        if others - {"序号", "备注", "说明", "no"}:
            table.ambiguous |= missing
        table.absent = (table.absent | missing) - table.ambiguous

    def _facts(self, file: str, name: str, cells: Sheet, table: Table) -> None:
        for number, line in sorted(cells.items()):
            first = min(line)
            key = table.spec["headers"].get(plain(str(line[first].value)))
            if key and key not in self.facts:
                spec, place = table.spec["fields"][key], (file, name, f"{LETTERS[first + 1]}{number}")
                self.facts[key] = self.value(spec, line[first + 1], facts=True) if first + 1 in line else None
                self.fact_cells.add(place)
                self.field_at[place] = f"{table.name}.{key}"

    def _rows(self, table: Table, rows: list[Row]) -> None:
        seen: set[tuple[Any, ...]] = set()
        former: Row | None = None
        for row in rows:
            if self._no_record(table, row):
                continue
            self.counts[row.file, row.sheet, table.name] += 1
            if not self._counts(table, row, seen):
                continue
            self._values(table, row)
            if former and self._continues(table, former, row):
                table.doubt(f"{row.sheet}: row {row.number} may continue the record above")
            former = row
            self._settle(table, row)

    def _no_record(self, table: Table, row: Row) -> bool:
        """Whether a line is surely no record; where that is not sure the table is not."""
        texts, required = [str(raw.value) for raw in row.cells.values()], table.spec["required"]
        if len(texts) > 1 and all(
            table.spec["headers"].get(plain(str(raw.value))) == key for key, raw in row.cells.items()
        ):
            return True
        odd = len(texts) == 1 and len(row.columns) > 2 and row.cells.keys().isdisjoint(required[:1])
        nothing = all(raw.kind == "text" and self.says("nothing", raw.value) for raw in row.cells.values())
        if nothing or (odd and not re.search(r"\d", texts[0])) or self.says("example", texts[0]):
            return True
        if odd or row.place in self.remarked or (required and row.cells.keys().isdisjoint(required)):
            table.doubt(f"{row.sheet}: whether row {row.number} is a record")
        return False

    def _counts(self, table: Table, row: Row, seen: set[tuple[Any, ...]]) -> bool:
        """Whether a record counts: not void, not another project's, not a repeat."""
        fields = table.spec["beside_rows"]
        said = {key: clean(str(row.cells[key].value)) for key in fields if key in row.cells}
        if status := said.get("status", ""):
            if self.says("void", status) or self.says("void", status.removeprefix("已")):
                return False
        marks = [(self._listed(fields[key], said[key]), void) for key, void in VOID.items() if key in said]
        if any(isinstance(value, Unsure) for value, _ in marks):
            table.doubt(f"{row.sheet}: whether row {row.number} is void")
        if any(value == void for value, void in marks):
            return False
        code, name = self.facts.get("code"), self.facts.get("name")
        if said.get("project_code") and isinstance(code, str):
            if same(said["project_code"]) != same(code):
                return False
        elif said.get("project_name") and isinstance(name, str):
            theirs, ours = same(said["project_name"]), same(name)
            if theirs not in ours and ours not in theirs:
                return False
        alike = tuple(sorted((key, raw.kind, raw.value) for key, raw in row.cells.items()))
        self.alike[table][row.file, row.sheet].add(alike)
        repeated = alike in seen
        if not table.spec["repeats"] and len(alike) >= 3:
            seen.add(alike)
        return not repeated

    def _values(self, table: Table, row: Row) -> None:
        """What the cells of a row mean."""
        for key, spec in table.spec["fields"].items():
            value: Any = None
            if key in table.ambiguous:
                value = Unsure(f"{row.sheet}: which column is {spec['header']}")
            elif key not in row.columns:
                value = None if spec.get("absent_blank") else ABSENT
            else:
                self.field_at[row.cell(key)] = f"{table.name}.{key}"
                value = self.value(spec, row.cells[key]) if key in row.cells else None
            row.values[key] = (spec.get("blank") or None) if value is None else value
        for key in table.spec["dates"]:
            if isinstance(value := row.values[key], Unsure) and key in row.cells:
                self._doubtful_date(table, row, key, value.text)
        rule = table.spec["not_before"]
        if rule and isinstance(covered := row.values.get(rule["period"]), Span):
            first = date(covered.start.year - rule["years"], 1, 1) if rule["years"] else covered.start
            for key in rule["fields"]:  # a date before the period that its row covers is no evidence for it
                if isinstance(value := row.values.get(key), When) and value.day < first:
                    row.values[key] = MISORDERED

    def _doubtful_date(self, table: Table, row: Row, key: str, text: str) -> None:
        """A date that may be read in two orders is not used; one without its year takes it from the row's key date or period."""
        if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", text):
            low, high = sorted(map(int, found.groups()))
            if low < high <= 12 and (row.sheet, key) not in self.ordered:
                row.values[key] = TWO_READINGS
        covered = next((one.start for one in row.values.values() if isinstance(one, Span)), None)
        first = row.key_date.day if isinstance(row.key_date, When) else None if table.spec["key_date"] else covered
        found = re.fullmatch(r"(\d{1,2})月(\d{1,2})日", text)
        if found and first and key != table.spec["key_date"] and not table.spec["fields"][key].get("before"):
            month, day = map(int, found.groups())
            if 1 <= month <= 12 and 1 <= day <= 28:
                this = date(first.year, month, day)
                row.values[key] = When(this if this >= first else date(first.year + 1, month, day))
                self.guessed.add(row.cell(key))

    def _continues(self, table: Table, former: Row, row: Row) -> bool:
        """Whether a line may be a further line of the record above."""
        ties, mine, theirs = table.spec["same_case"], row.values, former.values
        if not ties:
            return False
        if (a := mine.get("interviewer")) and (b := theirs.get("interviewer")) and a != b:
            return False
        known = [key for key in ties if mine[key] is not None]
        alike = [isinstance(mine[key], str) and same(mine[key]) == same(str(theirs[key])) for key in known]
        if not all(mine[key] == theirs[key] or like for key, like in zip(known, alike, strict=True)):
            return False
        tied = any(mine[key] == theirs[key] for key in known if key in ("id", "household"))
        timed = isinstance(row.key_date, When) and row.key_date.timed and row.key_date == former.key_date
        return tied or timed or not known

    def _settle(self, table: Table, row: Row) -> None:
        """Puts a row where it belongs: what lies after the as-of day is no evidence."""
        for key, spec in table.spec["fields"].items():
            value = row.values[key]
            if isinstance(value, When) and value.day > self.as_of and not spec.get("future"):
                if key == table.spec["key_date"]:
                    table.later.append(row)
                    return
                row.values[key] = None
        lacking = any(row.values[key] is None for key in table.spec["required"])
        (table.incomplete if lacking else table.rows).append(row)

    # what a cell means

    def value(self, spec: dict[str, Any], raw: Raw, *, facts: bool = False) -> Any:
        """What a cell means as its field: a text, list value, When, Span, int, None, Bad or Unsure."""
        kind = spec["type"]
        if raw.kind in ("error", "empty"):
            return Bad("DAT08")
        text = clean(str(raw.value)) if raw.kind == "text" else min(shown(raw), key=len)
        if self.says("ditto", text):
            return Unsure(text)
        if kind in ("when", "day"):
            return self._date(spec, raw, text)
        if kind == "list":
            return self._listed(spec, text)
        if kind == "count":
            return self._count(raw, text, facts)
        if kind in SPAN_DAYS:
            return self._span(kind, raw, text)
        return None if kind == "household" and self.says("no_flat", text) else text

    def _date(self, spec: dict[str, Any], raw: Raw, text: str) -> Any:
        if raw.kind == "number":
            return Unsure(text)
        value = date_of(raw)
        if not isinstance(value, Unsure):
            return When(value.day) if spec["type"] == "day" and isinstance(value, When) else value
        if spec.get("handover") and (self.says("not_handed_over", text) or self.says("not_moved_in", text)):
            return value
        nothing = spec.get("need") != "!" and (self.says("open", text) or self.says("nothing", text))
        if nothing or (spec.get("end") and self.says("still", text)):
            return None
        return value if re.search(NUMERAL, text) or not text else Bad("DAT01")

    def _listed(self, spec: dict[str, Any], text: str) -> Any:
        said, choices = plain(text), spec.get("choices", {})
        hits = choices.get(said, ())
        if len(hits) == 1:
            return hits[0]
        near = any(one in said for one in choices if one)
        return Unsure(text) if hits or near or not said or re.search(r"[一二三\d]", said) else Bad("DAT07")

    def _count(self, raw: Raw, text: str, facts: bool) -> Any:
        if raw.kind == "number":
            return int(raw.value) if raw.value == int(raw.value) and raw.value >= 0 else Unsure(text)
        said = unicodedata.normalize("NFKC", text)
        if raw.kind == "text" and re.fullmatch(r"\d{1,9}[件户条次]?", said):
            return int(said.rstrip("件户条次"))
        if not facts and self.says("zero", text):
            return 0
        return Unsure(text) if re.search(NUMERAL, text) else Bad("DAT01")

    def _span(self, kind: str, raw: Raw, text: str) -> Any:
        least, most = SPAN_DAYS[kind]
        if raw.kind == "date":
            value = date_of(raw)
            return (
                span("month", value.day.year, value.day.month)
                if isinstance(value, When) and least < 32
                else Unsure(text)
            )
        one = span_of(text)
        if one is None:
            return Unsure(text) if re.search(NUMERAL, text) else Bad("DAT01")
        return one if least <= one.days <= most else Unsure(text)


VOID = {"valid": "否", "voided": "是"}
"""The columns that say whether a row counts, and the value with which it does not."""
NUMERAL = r"[\d一二三四五六七八九十百千万两]"
SPAN_DAYS = {"month": (28, 31), "quarter": (90, 92), "year": (365, 366), "span": (28, 92)}
"""The days that a period of a field may have."""


# ---------------------------------------------------------------- the project: service, people, flats


Answer = str | tuple[str, date | None] | None
"""A verdict, with the due date where there is one; None where there is no such subject."""


@dataclass
class Expected:
    """What must be said of a subject: its verdict, the cells that may be cited, its due date; or why it is not known."""

    verdict: str
    cells: set[Place] = field(default_factory=set)
    due: date | None = None
    cannot: str = ""


class Project:
    """What a project's files say, and as of when they are judged."""

    def __init__(self, reader: Reader, book: dict[str, Any], period: Span, as_of: date) -> None:
        self.reader, self.book, self.period, self.as_of = reader, book, period, as_of
        self.tables = reader.tables
        self.read: set[Place] = set()
        self.staff_table, self.register = (
            next((name for name, spec in book["tables"].items() if spec["purpose"] == purpose), "")
            for purpose in ("staff", "register")
        )
        self._staff: list[tuple[str, str, Span]] | None = None
        self._flats: dict[tuple[str, ...], Any] | None = None
        self.subjects = self._name_rows()

    def _name_rows(self) -> dict[Row, str]:
        """How each row is called: by its identifier, or by its place."""
        files: dict[str, set[str]] = defaultdict(set)
        for file, sheet, _ in self.reader.counts:
            files[sheet].add(file)
        names = {}
        for table in self.tables.values():
            said = {row: row.values.get(table.spec["id"]) for row in table.every}
            ids = Counter(same(text) for text in said.values() if isinstance(text, str))
            for row, text in said.items():
                before = f"{row.file}/" if len(files[row.sheet]) > 1 else ""
                alone = isinstance(text, str) and ids[same(text)] == 1
                names[row] = str(text) if alone else f"{before}{row.sheet}#{row.number}"
        return names

    @contextmanager
    def looking(self) -> Iterator[Callable[[], None]]:
        """Looks at a row; its cells are forgotten again unless what is given is called."""
        before, self.read = self.read, set()
        kept: list[bool] = []
        try:
            yield lambda: kept.append(True)
        finally:
            self.read = before | self.read if kept else before

    def table(self, name: str) -> Table:
        """A table whose rows are surely those that count."""
        if self.tables[name].unsure:
            raise Cannot(self.tables[name].unsure)
        return self.tables[name]

    def get(self, row: Row, name: str) -> Any:
        """What a field of a row says; it is noted that it was looked at."""
        if name in row.columns:
            self.read.add(row.cell(name))
        value = row.values.get(name)
        if isinstance(value, Unsure):
            raise Cannot(f"{row.sheet}!{name} of row {row.number}: {value.text}")
        return value

    def take(self, row: Row, *names: str) -> list[Any]:
        """What several fields of a row say, all of which must be usable."""
        return usable(*[self.get(row, name) for name in names])

    def fits(self, row: Row, wanted: dict[str, Any]) -> bool | None:
        """Whether a row has the wanted values; None where that cannot be known for sure."""
        answer: bool | None = True
        for name, values in wanted.items():
            value = self.get(row, name)
            if isinstance(value, Bad):
                answer = None
            elif value not in values:
                return False
        return answer

    # service

    def fact(self, name: str) -> Any:
        value = self.reader.facts.get(name)
        if isinstance(value, Unsure | Bad):
            raise Cannot(f"the fact {name}")
        return value

    @property
    def takeover(self) -> date:
        value = self.fact("takeover_date")
        if not isinstance(value, When):
            raise Cannot("the take-over date is not known")
        return value.day

    @property
    def exit(self) -> date:
        value = self.fact("exit_date")
        return value.day if isinstance(value, When) else date.max

    def in_service(self, day: date) -> bool:
        """Whether a day lies in service; a take-over that is not known leaves rows to be judged."""
        start = self.reader.facts.get("takeover_date")
        if isinstance(start, Unsure):
            raise Cannot("the take-over date")
        return (not isinstance(start, When) or start.day <= day) and day <= self.exit

    def committee(self, day: date) -> bool:
        since = self.fact("committee_since")
        return isinstance(since, When) and since.day <= day

    @property
    def ownership(self) -> str:
        owners = self.fact("owners")
        if isinstance(owners, int):
            return "multi" if owners >= 10 else "single"
        if (value := self.fact("ownership")) is None:
            raise Cannot("the ownership is not known")
        return "single" if value.startswith("单一") else "multi"

    # people

    def staff(self) -> list[tuple[str, str, Span]]:
        """Name, role and time in post of everyone on the list."""
        rows = self.table(self.staff_table).rows
        self.read |= {row.cell(key) for row in rows for key in row.columns}
        if self._staff is None:
            made = []
            for row in rows:
                name, role, start, end = (self.get(row, key) for key in ("name", "role", "from", "until"))
                if isinstance(end, Bad) or not (
                    isinstance(name, str) and isinstance(role, str) and isinstance(start, When)
                ):
                    raise Cannot(f"row {row.number} of the staff list")
                made.append((same(name), role, Span(start.day, end.day if end else date.max, "")))
            self._staff = made
        return self._staff

    def people(self, text: str) -> list[str]:
        """The people that a cell names, each as the list has the name."""
        listed, named = {name for name, *_ in self.staff()}, []
        titles = self.book["words"].get("title", {"whole": []})["whole"]
        for part in [text] if same(text) in listed else re.split(r"[、,，;；\n/]", text):
            name = same(part)
            odd = re.search(r"[\s(（)）@\d&+]|和|与|及", part) or any(one in name for one in (*listed, *titles))
            if name and name not in listed and odd:
                raise Cannot(f"who is meant by {text}")
            named += [name] if name else []
        return named

    def roles(self, text: str, day: date) -> list[set[str] | None]:
        """Of each that a cell names the roles on a day (none: not in post then); None for who is not on the list."""
        listed = self.staff()
        known = {name for name, *_ in listed}
        return [
            {role for one, role, post in listed if one == name and post.has(day)} if name in known else None
            for name in self.people(text)
        ]

    # flats

    def flat_parts(self, text: str) -> tuple[str, ...]:
        said = re.sub(r"(?<=[0-9A-Z])(室|号|房)$", "", wide(text).upper())
        parts = re.split(r"[-_\s#]+|栋|幢|座|单元", said)
        return tuple(re.sub(r"^0+(?=\d)|(?<=\D)0+(?=\d)", "", part) for part in parts if part)

    def flats(self) -> dict[tuple[str, ...], Any]:
        """Every flat of the register with its day of handover (None: handed over)."""
        if self._flats is None:
            made: dict[tuple[str, ...], Any] = {}
            for row in self.table(self.register).rows if self.register else ():
                text, since = self.get(row, "household"), self.get(row, "handover_date")
                made.setdefault(self.flat_parts(str(text)), since.day if isinstance(since, When) else None)
            self._flats = made
        return self._flats

    def flats_named(self, row: Row, name: str) -> frozenset[tuple[str, ...]]:
        """The flats of the register that a row names; none for one that is surely not on it."""
        text = self.get(row, name)
        if not isinstance(text, str):
            return frozenset()
        known, found = self.flats(), set()
        for part in re.split(r"[、,，;；]", text):
            parts = self.flat_parts(part)
            if parts in known or not known:
                found.add(parts)
                continue
            odd = "/" in part or any(len(one) < 2 for one in known) or (part != text and len(parts) < 2)
            if odd or not all(re.fullmatch(r"[A-Z]?\d+[A-Z]?|[A-Z]+|商铺\d+", one) for one in parts):
                raise Cannot(f"which flat is {text}")
            fits = [one for one in known if one[-1:] == parts[-1:] and in_order(parts, one)]
            found |= set(fits) if len(fits) == 1 else set()
        return frozenset(found)

    def households(self, day: date) -> int:
        """The flats handed over by a day; without a register the number that is stated."""
        if self.flats():
            return sum(1 for since in self.flats().values() if since is None or since <= day)
        stated = self.fact("households")
        if not isinstance(stated, int):
            raise Cannot("the number of households")
        return stated

    def register_disagrees(self) -> bool:
        """Whether the register has another number of flats than is stated."""
        stated = self.fact("households")
        return bool(self.flats()) and isinstance(stated, int) and stated != len(self.flats())

    def number(self, rule: dict[str, Any], name: str, day: date) -> tuple[int, str]:
        """The value and the unit of a number that is in force on a day."""
        listed = [one for one in rule["numbers"][name] if not one["since"] or one["since"] <= day.isoformat()]
        if not listed:
            raise Cannot(f"no {name} is in force on {day}")
        return listed[-1]["value"], listed[-1]["unit"]

    def amount(self, rule: dict[str, Any], name: str, day: date) -> int:
        return self.number(rule, name, day)[0]


def in_order(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)


def absent(*values: Any) -> bool:
    """Whether a value among them cannot be used."""
    return any(isinstance(value, Bad) for value in values)


def usable(*values: Any) -> list[Any]:
    """The values, all of which must be usable."""
    if absent(*values):
        raise Undetermined
    return list(values)


def worst(parts: Iterable[Callable[[], Answer]], due: date | None = None) -> tuple[str, date | None]:
    """The worst verdict of several parts; a fail stands whatever another part may be. `due`: of those that state none."""
    said: list[tuple[str, date | None]] = []
    cannot: Cannot | None = None
    for part in parts:
        try:
            one = part() or ""
            said.append((one, due) if isinstance(one, str) else one)
        except Undetermined:
            said.append(("undetermined", due))
        except Cannot as problem:
            cannot = cannot or problem
    verdict = min((one for one, _ in said), key=WORST_FIRST.index, default="")
    if cannot and verdict != "fail":
        raise cannot
    dues = [day for one, day in said if one == verdict and day] or [day for _, day in said if day]
    return verdict, max(dues, default=None)


# ---------------------------------------------------------------- what is asked of a row


class RowParts:
    """The parts of a check of rows. Each gives a verdict on a row."""

    def __init__(self, project: Project, rule: dict[str, Any]) -> None:
        self.project, self.rule, self.as_of = project, rule, project.as_of
        self.get, self.take = project.get, project.take

    def of(self, part: dict[str, Any], row: Row) -> Answer:
        if part.get("where") and not (fits := self.project.fits(row, part["where"])):
            return "undetermined" if fits is None else "pass"
        judge: Callable[[dict[str, Any], Row], Answer] | None = getattr(self, f"_{part['part']}", None)
        if judge is None:
            raise Cannot(f"the part {part['part']} is not checked yet")
        return judge(part, row)

    def limit(self, name: str, row: Row) -> tuple[int, str]:
        day = row.key_date.day if isinstance(row.key_date, When) else self.as_of
        value, unit = self.project.number(self.rule, name, day)
        if self.rule["boundary"] != "inclusive" or unit not in ("minutes", "hours", "days"):
            raise Cannot(f"a limit in {unit}")
        return value, unit

    def last_day(self, name: str, row: Row, start: When) -> date:
        """The last day of a limit that is in days."""
        value, unit = self.limit(name, row)
        if unit != "days":
            raise Cannot(f"a limit in {unit}")
        return start.day + timedelta(value)

    def in_time(self, start: When, end: When, value: int, unit: str) -> bool | None:
        """Whether end lies within so many minutes, hours or days of start; None where that depends on the time of day."""
        if unit == "days":
            return (end.day - start.day).days <= value
        seconds = value * SECONDS[unit]
        if start.timed and end.timed and (start.high - start.low or end.high - end.low):
            return end.first // 60 - start.first // 60 <= seconds // 60
        if end.last - start.first <= seconds:
            return True
        return False if end.first - start.last > seconds else None

    def open(self, start: When, value: int, unit: str) -> Answer:
        """Of what is not there: a fail once the limit is past, pending before."""
        if unit == "days":
            due = start.day + timedelta(value)
            over = self.as_of > due
        else:
            due = date.fromordinal((start.last + value * SECONDS[unit]) // DAY)
            over = self.as_of >= due
        return ("fail" if over else "pending"), due

    def impossible(self, row: Row, first: str, later: str) -> bool:
        """Whether one date surely lies before another that it must follow."""
        a, b = row.values.get(first), row.values.get(later)
        if [first, later] not in row.table.spec["pairs"] or not (isinstance(a, When) and isinstance(b, When)):
            return False
        return b.last < a.first if a.timed and b.timed else b.day < a.day

    def _within(self, part: dict[str, Any], row: Row) -> Answer:
        start, end = self.take(row, part["start"], part["end"])
        if start is None:
            return "undetermined"
        value, unit = self.limit(part["limit"], row)
        if end is None:
            return self.open(start, value, unit)
        if self.impossible(row, part["start"], part["end"]) or (unit == "days" and end.day < start.day):
            return str(part["before_start"])
        timely = self.in_time(start, end, value, unit)
        others = [self.get(row, name) for name in part["with_filled"]]
        due = start.day + timedelta(value) if unit == "days" else None
        if timely and absent(*others):
            return "undetermined", due
        return self.open(start, value, unit) if timely and None in others else (TIMELY[timely], due)

    def _notice(self, part: dict[str, Any], row: Row) -> Answer:
        start, emergency = self.take(row, part["start"], part["emergency"])
        urgent = emergency == "是"
        value, _ = self.limit(part["limit"] if urgent else part["lead"], row)
        [notice] = self.take(row, part["notice"])
        if notice is None:
            return self.open(start, value if urgent else -value, "hours")
        seconds = value * 3600 if urgent else -value * 3600
        grain = 60 if start.timed and notice.timed else 1
        earliest, latest = (start.first + seconds) // grain, (start.last + seconds) // grain
        if notice.last // grain <= earliest:
            return "pass"
        late = notice.first // grain > latest
        sure = not late and grain == 60 and notice.first // 60 <= earliest
        return "pass" if sure else "fail" if late else "undetermined"

    def _filled(self, part: dict[str, Any], row: Row) -> Answer:
        said = ["pass"]
        for name in part["fields"]:
            value = row.values.get(name)
            if value == ABSENT:
                said.append("undetermined")
            elif value is None:
                excuses = part.get("unless", {}).get(name, {})
                texts = {other: str(self.get(row, other)).rstrip("。.!！ ") for other in excuses}
                if not any(texts[other] in values for other, values in excuses.items()):
                    said.append("fail")
        return min(said, key=WORST_FIRST.index)

    def _listed(self, part: dict[str, Any], row: Row) -> Answer:
        value = self.get(row, part["field"])
        return "undetermined" if value == ABSENT else "fail" if value is None or absent(value) else "pass"

    def _not_after(self, part: dict[str, Any], row: Row) -> Answer:
        value, event = self.take(row, part["field"], part["event"])
        return "pass" if value is not None and value.day <= event.day else "fail"

    def _in_post(self, part: dict[str, Any], row: Row) -> Answer:
        text, at = self.take(row, part["person"], part["at"])
        return "pass" if text is not None and any(self.project.roles(text, at.day)) else "fail"

    def _has_role(self, part: dict[str, Any], row: Row) -> Answer:
        [text] = self.take(row, part["person"])
        if text is None:
            if part.get("blank") != "open":
                return "fail"
            [start] = self.take(row, part["start"])
            return self.open(start, *self.limit(part["limit"], row))
        [at] = self.take(row, part["at"])
        if at is None:
            return "undetermined"
        held = self.project.roles(text, at.day)
        if any(roles & set(part["roles"]) for roles in held if roles):
            return "pass"
        return "fail" if all(held) else "undetermined"

    def _handled(self, part: dict[str, Any], row: Row) -> Answer:
        names = (part[name] for name in ("closed", "measures", "klass", "received"))
        closed, measures, klass, received = (self.get(row, name) for name in names)
        bare = isinstance(closed, When) and measures is None
        return worst([lambda: "fail" if bare else "pass", lambda: self._by_class(part, row, klass, received, closed)])

    def _by_class(self, part: dict[str, Any], row: Row, klass: Any, received: Any, closed: Any) -> Answer:
        usable(klass, received, closed)
        if klass is None or self.impossible(row, part["received"], part["closed"]):
            return "undetermined"
        due = self.last_day(part["limits"][klass], row, received)
        more, told = self.get(row, part["extended_to"]), self.get(row, part["extension_told"])
        if more is not None:
            usable(more, told)
            known = told is not None and not self.impossible(row, part["received"], part["extension_told"])
            due = max(due, more.day) if known and told.day <= due else due
        ends = [closed]
        if klass in part["plan_for"]:
            plan = self.get(row, part["plan"])
            if absent(plan) or self.impossible(row, part["received"], part["plan"]):
                return "pass" if closed and closed.day <= due else "undetermined", due
            ends.append(plan)
        if any(end is not None and end.day <= due for end in ends):
            return "pass", due
        return ("fail" if any(ends) or self.as_of > due else "pending"), due

    def due_of(self, part: dict[str, Any], row: Row) -> date:
        due, start = self.get(row, part["due"]), self.get(row, part["start"])
        if not isinstance(due, When):
            usable(due, start)
            if start is None:
                raise Undetermined
            value, unit = self.project.number(self.rule, part["default"], start.day)
            if unit != "days":
                raise Cannot(f"a limit in {unit}")
            due = When(start.day + timedelta(value))
        last: date = due.day
        return last

    def _follow_up(self, part: dict[str, Any], row: Row) -> Answer:
        due = self.due_of(part, row)
        [done] = self.take(row, part["done"])
        if self.impossible(row, part["start"], part["done"]):
            return "undetermined"
        missing = "fail" if self.as_of > due else "pending"
        said = [missing if done is None else "pass" if done.day <= due else "fail"]
        if part.get("measure"):
            measure = self.get(row, part["measure"])
            said.append("undetermined" if absent(measure) else "pass" if measure else missing)
        return min(said, key=WORST_FIRST.index), due

    def _sequence(self, part: dict[str, Any], row: Row) -> Answer:
        [start] = self.take(row, part["start"])
        dates = [self.get(row, name) for name in part["fields"]]
        due = self.last_day(part["limit"], row, start)
        there = [one.day for one in dates if isinstance(one, When)]
        if sorted(there) != there or (isinstance(dates[-1], When) and there[-1] > due):
            return "fail", due
        if absent(*dates) or self.impossible(row, part["start"], part["fields"][0]):
            return "undetermined", due
        return ("pass" if None not in dates else "fail" if self.as_of > due else "pending"), due

    def _outage_record(self, part: dict[str, Any], row: Row) -> Answer:
        project, records = self.project, self.project.table(part["records"])
        named, entered = self.take(row, part["record"], part["entered"])
        if not records.handed_in:
            return "undetermined"
        key = records.spec["id"]
        texts = ((one, one.values.get(key)) for one in records.every)
        record = next((one for one, text in texts if isinstance(text, str) and same(text) == same(named)), None)
        if record is None:
            return "fail"
        if record not in records.rows:
            raise Cannot(f"the daily record {named}")
        project.get(record, key)
        written, down, up = self.take(record, part["written"], part["down"], part["up"])
        if down is None:
            return "fail"
        return worst([partial(self._in_outage, written, down, up), partial(self._entered, part, row, entered, up)])

    def _in_outage(self, written: When, down: When, up: When | None) -> Answer:
        if written.last < down.first or (up and written.first > up.last):
            return "fail"
        sure = written.first >= down.first and (up is None or written.last <= up.last)
        near = written.last // 60 == down.first // 60 or (up and written.first // 60 == up.last // 60)
        return "pass" if sure or near else "undetermined"

    def _entered(self, part: dict[str, Any], row: Row, entered: When | None, up: When | None) -> Answer:
        value, unit = self.limit(part["limit"], row)
        if up is None:
            return "pending" if entered is None else "undetermined"
        if entered is None:
            return self.open(up, value, unit)
        return "undetermined" if entered.last < up.first else TIMELY[self.in_time(up, entered, value, unit)]


# ---------------------------------------------------------------- what is due for a period


def due_date(unit: str, value: int, covered: Span) -> date:
    """The day that an obligation for a period is due by."""
    if unit == "days_after_end":
        return covered.end + timedelta(value)
    first = covered.start if unit == "day_of_first_month" else covered.end + timedelta(1)
    return date(first.year, first.month, min(value, monthrange(first.year, first.month)[1]))


class Dues:
    """The parts of a check of what is due for a period. `row`: the row of the period, if there is one."""

    def __init__(self, project: Project, table: Table, covered: Span, due: date, row: Row | None) -> None:
        self.project, self.table, self.covered, self.due, self.row = project, table, covered, due, row
        self.over = project.as_of > due
        self.missing = "fail" if self.over else "pending"

    def of(self, part: dict[str, Any]) -> Answer:
        judge: Callable[[dict[str, Any]], Answer] | None = getattr(self, f"_{part['part']}", None)
        if judge is None:
            raise Cannot(f"the part {part['part']} is not checked yet")
        return judge(part)

    def get(self, name: str) -> Any:
        if name in self.table.ambiguous:
            raise Cannot(f"which column of {self.table.name} is {name}")
        if name in self.table.absent:
            return ABSENT
        return None if self.row is None else self.project.get(self.row, name)

    def _by_due(self, part: dict[str, Any]) -> Answer:
        def one(name: str) -> str:
            [value] = usable(self.get(name))
            return self.missing if value is None else "pass" if value.day <= self.due else "fail"

        return worst([partial(one, name) for name in part["fields"]], self.due)

    def _before(self, part: dict[str, Any]) -> Answer:
        if part.get("if_committee") and not self.project.committee(self.due):
            return "pass"
        step, then = self.get(part["field"]), [self.get(name) for name in part["then"]]
        days = [one.day for one in then if isinstance(one, When)]
        if usable(step) == [None]:
            return "fail" if days else "undetermined" if absent(*then) and self.over else self.missing
        if any(day < step.day for day in days):
            return "fail"
        usable(*then)
        alone = part.get("by_due_if_alone") and not days
        return "fail" if alone and step.day > self.due else "pass"

    def _in_order(self, part: dict[str, Any]) -> Answer:
        values = [self.get(name) for name in part["fields"]]
        days = [one.day for one in values if isinstance(one, When)]
        if sorted(days) != days:
            return "fail"
        usable(*[one for one in values if one != MISORDERED])
        if len(days) < (part.get("at_least") or 0):
            return "not_applicable" if self.over else "pending"
        return "pass"

    def _present(self, part: dict[str, Any], missing: tuple[Any, ...] = (None,)) -> Answer:
        values = [self.get(name) for name in part["fields"]]
        lacking = any(one in missing for one in values)
        if not (lacking and self.over):
            usable(*values)
        return self.missing if lacking else "pass"

    def _flags(self, part: dict[str, Any]) -> Answer:
        return self._present(part, (None, "无", "否"))

    def _counts(self, part: dict[str, Any]) -> Answer:
        project = self.project
        [stated] = usable(self.get(part["field"]))
        open_verdict = "pass" if part.get("optional") else self.missing
        if stated is None:
            return open_verdict
        if self.covered.end > project.as_of:
            return "pass" if part.get("optional") else "pending"
        table = project.table(part["table"])
        if not table.handed_in:
            return "undetermined"
        sure, maybe = 0, 0
        for row in table.rows:
            if isinstance(row.key_date, When) and not self.covered.has(row.key_date.day):
                continue
            with project.looking() as keep:
                fits = project.fits(row, part.get("where") or {})
                unknown = absent(project.get(row, table.spec["key_date"])) or fits is None
                if fits is not False:
                    keep()
                    sure, maybe = sure + (not unknown), maybe + 1
        if not sure <= stated <= maybe:
            return "fail" if reaches(project, table, self.covered.start) else "undetermined"
        return "undetermined" if sure < maybe else "pass"


def reaches(project: Project, table: Table, first: date) -> bool:
    """Whether a table's silence about the days from `first` on proves anything (reading 47)."""
    if first >= project.period.start:
        return True
    last = span("month", first.year, first.month).end
    key = table.spec["key_date"]
    values = (
        row.values.get(name)
        for row in table.rows + table.incomplete
        for name in ([key] if key else table.spec["dates"])
    )
    return any(isinstance(one, When) and one.day <= last and one.day < project.period.start for one in values)


# ---------------------------------------------------------------- rules: which subjects there are, and their verdicts


Rule, Check = dict[str, Any], dict[str, Any]
Subjects = Iterator[tuple[str, Callable[[], Answer]]]


class Judge:
    """Every judgement that is owed, by code and subject."""

    def __init__(self, project: Project) -> None:
        self.project, self.as_of, self.period = project, project.as_of, project.period
        self.expected: dict[tuple[str, str], Expected] = {}
        self.unsure: dict[str, str] = {}
        for code, rule in project.book["rules"].items():
            self.expected.update(self.rule(code, rule))

    def rule(self, code: str, rule: Rule) -> dict[tuple[str, str], Expected]:
        """What a rule's checks come to: the worst verdict of each subject."""
        found: dict[str, Expected] = {}
        try:
            for check in rule["checks"]:
                for subject, one in self.check(rule, check):
                    known = found.get(subject)
                    if not known or (one.cannot and known.verdict != "fail"):
                        found[subject] = one
                    elif not known.cannot and not one.cannot and rank(one.verdict) < rank(known.verdict):
                        found[subject] = replace(one, cells=one.cells | known.cells)
        except Cannot as problem:
            self.unsure[code] = str(problem)
        if len(found) > 1 and found.get("project", Expected("")).verdict == "not_applicable":
            del found["project"]
        return {(code, subject): said for subject, said in found.items()}

    def check(self, rule: Rule, check: Check) -> Iterator[tuple[str, Expected]]:
        """The subjects of one check of a rule. Raises Cannot where not even they are known."""
        judge = getattr(self, f"_{check['kind']}", None)
        if judge is None:
            raise Cannot(f"the kind {check['kind']} is not checked yet")
        on_site = check["kind"] == "attested"
        self.project.read = set()
        if not on_site and (hindered := self.hindered(check)):
            yield "project", Expected(hindered, self.headers(check))
            return
        any_case = on_site
        for subject, judged in judge(rule, check):
            if (one := self.one(check, judged)) is not None:
                any_case = True
                yield subject, one
        if not any_case:
            yield "project", Expected("not_applicable", self.headers(check))

    def hindered(self, check: Check) -> str:
        """The verdict on a rule that as a whole cannot be judged."""
        project, applies = self.project, check["applies"]
        if applies["ownership"] and applies["ownership"] != project.ownership:
            return "not_applicable"
        if applies["fee_model"]:
            if (model := project.fact("fee_model")) is None:
                raise Cannot("the fee model is not known")
            if model != applies["fee_model"]:
                return "not_applicable"
        tables = [project.table(name) for name in (check["table"], *check["needs"])]
        return "undetermined" if any(not one.handed_in or one.lacks_required for one in tables) else ""

    def headers(self, check: Check) -> set[Place]:
        """The headers that may be cited for what is absent, and the facts."""
        cells = {cell for name in check["tables"] for cell in self.project.tables[name].headers}
        return cells | self.project.reader.fact_cells

    def one(self, check: Check, judge: Callable[[], Answer]) -> Expected | None:
        """What a subject's judgement comes to, and which cells it looked at; None where it is no subject."""
        self.project.read = set()
        try:
            answer = judge()
        except Undetermined:
            answer = "undetermined"
        except Cannot as problem:
            return Expected("", cannot=str(problem))
        if answer is None:
            return None
        verdict, due = (answer, None) if isinstance(answer, str) else answer
        bare = verdict in ("pass", "not_applicable") and check["kind"] == "each_row"
        return Expected(verdict, self.project.read | (set() if bare else self.headers(check)), due)

    # rows

    def _each_row(self, rule: Rule, check: Check) -> Subjects:
        table, parts = self.project.table(check["table"]), RowParts(self.project, rule)
        rows = table.rows + (table.incomplete if check["incomplete_too"] else [])
        for row in sorted(rows, key=lambda one: one.place):
            yield self.project.subjects[row], partial(self._row, check, parts, row)

    def _asked(self, check: Check, parts: RowParts, row: Row) -> bool:
        """Whether a row belongs to the period, and triggers the rule."""
        if check["rows_filled"] and all(row.values.get(name) is None for name in check["rows_filled"]):
            return False
        day = self.project.get(row, row.table.spec["key_date"])
        if check["period_of_due"]:
            try:
                day = When(parts.due_of(next(one for one in check["parts"] if one["part"] == "follow_up"), row))
            except Undetermined:
                day = None
        if isinstance(day, When) and not (self.period.has(day.day) and self.project.in_service(day.day)):
            return False
        return self.project.fits(row, check["rows"]) is not False

    def _row(self, check: Check, parts: RowParts, row: Row) -> Answer:
        project, table = self.project, row.table
        if not self._asked(check, parts, row):
            return None
        project.read = {row.cell(name) for name in check["reads"] if name in row.columns}
        if project.fits(row, check["rows"]) is None:
            return "undetermined"
        for name, values in check["applies_to"].items():
            [value] = project.take(row, name)
            if value not in values:
                return "undetermined" if value is None else "not_applicable"
        for name in (*check["when_filled"], *check["when_blank"]):
            value = project.get(row, name)
            if name in check["when_filled"] and (value is None or name in table.absent):
                return "undetermined" if name in table.absent else "not_applicable"
            if name in check["when_blank"] and value is not None:
                return "not_applicable"
        return worst([partial(parts.of, part, row) for part in check["parts"]])

    # periods

    def _dated(self, rule: Rule, check: Check) -> Subjects:
        project, start, end = self.project, self.project.takeover, self.project.exit
        first = max(start, date(self.period.start.year - 2, 1, 1))
        if first > self.period.end:
            return
        of_service = spans(check["each"], start, min(end, self.period.end)) if check["first_periods"] else []
        for covered in spans(check["each"], first, min(end, self.period.end)):
            value, unit = project.number(rule, check["due"], max(covered.start, start))
            due = due_date(unit, value, covered)
            if rule["boundary"] != "inclusive":
                raise Cannot("a limit that is exclusive")
            if not (self.period.has(due) and start <= due <= end):
                continue
            if check["first_periods"]:
                most = project.amount(rule, check["first_periods"], covered.start)
                if covered not in of_service[:most]:
                    continue
            yield covered.label, partial(self._obligation, rule, check, covered, due)

    def _triggered(self, rule: Rule, check: Check, covered: Span) -> bool:
        """Whether a row of another table makes something due for a period."""
        trigger, maybe = check["trigger"], None
        table = self.project.table(trigger["table"])
        if not table.handed_in or table.lacks_required:
            raise Cannot(f"the table {table.name} is absent")
        for row in table.rows:
            try:
                value = self.project.get(row, trigger["date"] or table.spec["key_date"])
                if absent(value):
                    raise Cannot(f"a date of {table.name}")
                last = value.day
                if trigger["months_after"]:
                    months = self.project.amount(rule, trigger["months_after"], covered.start)
                    last = months_later(value.day, months) - timedelta(1)
                elif not self.project.in_service(value.day):
                    continue
                if value.day <= covered.end and last >= covered.start:
                    if (fits := self.project.fits(row, trigger["where"] or {})) is None:
                        raise Cannot(f"what row {row.number} of {table.name} says")
                    if fits:
                        return True
            except Cannot as problem:
                maybe = problem
        if maybe:
            raise maybe
        return False

    def _obligation(self, rule: Rule, check: Check, covered: Span, due: date) -> Answer:
        project = self.project
        if check["trigger"] and not self._triggered(rule, check, covered):
            return None
        project.read, table = set(), project.table(check["table"])
        if check["needs_committee"] and not project.committee(due):
            return "not_applicable", due
        if check["wait_until_over"] and covered.end > self.as_of:
            return "pending", due
        found, doubtful = [], False
        for row in table.rows:
            with project.looking() as keep:
                if project.fits(row, check["where"]) is False:
                    continue
                value = project.get(row, check["period_field"])
                if absent(value) or value[:2] == covered[:2]:
                    keep()
                    doubtful |= absent(value)
                    found += [] if absent(value) else [row]
        if check["earliest"]:
            dated = [row for row in found if isinstance(project.get(row, check["earliest"]), When)]
            found = sorted(dated, key=lambda row: row.values[check["earliest"]].day) or found
        if not found and doubtful:
            return "undetermined", due
        dues = Dues(project, table, covered, due, found[0] if found else None)
        return worst([partial(dues.of, part) for part in check["parts"]], due)

    # what must be reached in a window

    def windows(self, each: str) -> Iterator[tuple[Span, Span]]:
        """The windows of a quota that belong to the audit, and each cut to service."""
        for window in spans(each, self.period.start, self.period.end):
            cut = window.cut(self.project.takeover, self.project.exit)
            if cut.days > 0 and (each == "year" or self.period.has(cut.end)):
                yield window, cut

    def _quota(self, rule: Rule, check: Check) -> Subjects:
        for window, cut in self.windows(check["each"]):
            for role in check["roles"] or [""]:
                subject = f"{window.label}/{role}" if role else window.label
                yield subject, partial(self._reached, rule, check, window, cut, [role] if role else [])

    def _coverage(self, rule: Rule, check: Check) -> Subjects:
        for window, cut in self.windows(check["each"]):
            yield window.label, partial(self._reached, rule, check, window, cut, check["roles"])

    def _reached(self, rule: Rule, check: Check, window: Span, cut: Span, roles: list[str]) -> Answer:
        project, table = self.project, self.project.table(check["table"])
        household = check.get("household", "")
        every = project.households(min(self.as_of, window.end)) if household else 0
        if not self._owed(rule, check, cut, every):
            return "not_applicable"
        looked_at = {check["date"], household or check["person"], *check["where"]}
        needed = self._needed(rule, check, cut, every) if household or not looked_at & table.absent else 0
        if needed is None:
            return "not_applicable"
        if looked_at & table.absent:
            return "undetermined", cut.end
        found: list[set[Any]] = [set(), set(), set(), set()]
        for row in table.rows:
            with project.looking() as keep:
                kind, items = self._counting(check, row, cut, roles), {row.place}
                if household and kind < 3:
                    try:
                        flats = project.flats_named(row, household)
                        items = {flats} - {frozenset()} if check["once_a_row"] else flats
                    except Cannot:
                        kind = 2
                if kind < 3:
                    keep()
            found[kind] |= items
        sure, maybe, unread = found[0], found[0] | found[1], found[0] | found[1] | found[2]
        return self._bounded(table, (len(sure), len(maybe), len(unread)), needed, cut)

    def _owed(self, rule: Rule, check: Check, cut: Span, every: int) -> bool:
        """Whether a quota is asked of a window: of its length, of so many flats, with a committee."""
        project = self.project

        def amount(name: str) -> int | None:
            return project.amount(rule, check[name], cut.start) if check.get(name) else None

        up_to, above, months, days = map(amount, ("up_to", "more_than", "min_months", "min_days"))
        if check.get("needs_committee") and not project.committee(cut.end):
            return False
        if (up_to is not None and every > up_to) or (above is not None and every <= above):
            return False
        return (months is None or months_in(cut) >= months) and (days is None or cut.days >= days)

    def _needed(self, rule: Rule, check: Check, cut: Span, every: int) -> int | None:
        value, unit = self.project.number(rule, check["at_least"], cut.start)
        if unit != "percent":
            return min(value, every) if check.get("at_most_all") else value
        return self._share(rule, check, value, cut, every) or None

    def _share(self, rule: Rule, check: Check, percent: int, cut: Span, every: int) -> int:
        """So many percent of all flats, by the months in service."""
        least = check["monthly_share_days"]
        months = months_in(cut, self.project.amount(rule, least, cut.start)) if least else 12
        return -(-percent * every * months // 1200)

    def _counting(self, check: Check, row: Row, cut: Span, roles: list[str]) -> int:
        """0: a row counts; 1: it may; 2: this checker does not read it; 3: it does not count."""
        project = self.project
        try:
            when = project.get(row, check["date"])
            if when is None or (isinstance(when, When) and not (cut.has(when.day) and when.day <= self.as_of)):
                return 3
            fits = project.fits(row, check["where"])
            if fits is False:
                return 3
            if absent(when) or fits is None:
                return 1
            if not roles:
                return 0
            if (text := project.get(row, check["person"])) is None:
                return 3
            held = project.roles(text, when.day)
            return 0 if any(one & set(roles) for one in held if one) else 3 if all(held) else 1
        except Cannot:
            return 2

    def _bounded(self, table: Table, counts: tuple[int, int, int], needed: int, cut: Span) -> Answer:
        """The verdict where so many count surely, so many perhaps, and so many if what is not read here counts."""
        low, maybe, unread = (self._progress(count, needed, cut) for count in counts)
        if low in ("fail", "at_risk") and not reaches(self.project, table, cut.start):
            low = "undetermined"
        if counts[2] > counts[1] and unread != low:
            raise Cannot("rows that are not read here would decide")
        return ("undetermined" if maybe != low else low), cut.end

    def _progress(self, count: int, needed: int, cut: Span) -> str:
        """The verdict on a count of what accumulates."""
        if count >= needed:
            return "pass"
        if self.as_of >= cut.end:
            return "fail"
        gone = (self.as_of - cut.start).days + 1
        return "at_risk" if count < needed * max(gone, 0) // cut.days else "pending"

    # standing requirements, plans, confirmations on site

    def _standing(self, rule: Rule, check: Check) -> Subjects:
        if self.project.in_service(self.as_of):
            yield "project", partial(self._posted, check)

    def _posted(self, check: Check) -> Answer:
        project, up = self.project, []
        for row in project.table(check["table"]).rows:
            start, end, kind = (project.get(row, check[name]) for name in ("since", "until", "type"))
            if absent(start, end, kind):
                raise Cannot(f"whether row {row.number} is in force")
            if kind == check["posting"] and start.day <= self.as_of and (end is None or self.as_of <= end.day):
                up.append(row)
        parts: list[Callable[[], Answer]] = []
        if check["contents"] or check["everyone"]:
            parts.append(partial(self._shown, check, up))
        if check["hotline"]:
            parts.append(partial(self._hotline, check, up))
        if check["places"]:
            parts.append(partial(self._everywhere, check, up))
        return worst(parts)

    def _shown(self, check: Check, up: list[Row]) -> Answer:
        """Whether every item, and everyone of some roles, stands on what is posted."""
        project = self.project
        texts = usable(*[project.get(row, check["shows"]) for row in up])
        items = [item for text in texts if text for item in re.split(BETWEEN, text)]
        people = (
            {name for name, role, post in project.staff() if role in check["everyone"] and post.has(self.as_of)}
            if check["everyone"]
            else set()
        )
        missing = False
        for names, spelt in ((set(check["contents"]), plain), (people, same)):
            there, asked = {spelt(item) for item in items}, {spelt(name) for name in names}
            for name in asked - there:
                if any(name in item for item in there - asked):
                    raise Cannot(f"whether {name} is shown")
            missing |= not asked <= there
        return "fail" if missing else "pass"

    def _hotline(self, check: Check, up: list[Row]) -> Answer:
        """A number in force that is not the company's, or none where one should stand, fails (readings 21, 75)."""
        number = re.sub(r"\D", "", str(self.project.fact("hotline") or ""))
        texts = usable(*[self.project.get(row, check["shows"]) for row in up])
        there = {re.sub(r"\D", "", str(text or "")) for text in texts}
        if "" in there or (number and there - {number}):
            return "fail"
        return "pass" if number else "undetermined"

    def _everywhere(self, check: Check, up: list[Row]) -> Answer:
        """Whether it is posted at every place of some kinds, and at one at least of others."""
        project, places = self.project, self.project.table(check["places"])
        if not places.handed_in or check["place"] in project.tables[check["table"]].absent:
            return "undetermined"
        posted = {
            same(one)
            for row in up
            for text in project.take(row, check["place"])
            for one in re.split(BETWEEN, text or "")
        }
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in places.rows:
            kind, name = project.get(row, check["place_type"]), project.get(row, check["place_name"])
            if absent(kind, name):
                raise Cannot(f"what row {row.number} of {places.name} says")
            kinds[kind].add(same(str(name)))
        missing = any(kinds[kind] - posted for kind in check["each_place"])
        missing |= any(not kinds[kind] & posted for kind in check["one_place"])
        return "fail" if missing else "pass"

    def _interview_plan(self, rule: Rule, check: Check) -> Subjects:
        for year in spans("year", self.period.start, self.period.end):
            cut = year.cut(self.project.takeover, self.project.exit)
            due = span("month", cut.start.year, cut.start.month).end
            if cut.days > 0 and self.period.has(due) and due <= self.project.exit:
                yield year.label, partial(self._planned, rule, check, year, cut, due)

    def _planned(self, rule: Rule, check: Check, year: Span, cut: Span, due: date) -> Answer:
        project = self.project
        every = project.households(min(self.as_of, year.end))
        small = every <= project.amount(rule, check["size"], cut.start)
        share = project.amount(rule, check["share_up_to" if small else "share_above"], cut.start)
        needed = self._share(rule, check, share, cut, every)
        rows = [row for row in project.table(check["table"]).rows if project.get(row, check["year"]) == year]
        made = [project.get(row, check["made"]) for row in rows]
        planned = [project.get(row, check["planned"]) for row in rows]
        if any(isinstance(one, When) and one.day > due for one in made):
            return "fail", due
        usable(*made, *planned)
        if not rows or None in made or sum(planned) < needed:
            return ("fail" if self.as_of > due else "pending"), due
        return "pass", due

    def _publicity_plan(self, rule: Rule, check: Check) -> Subjects:
        for window, cut in self.windows("year"):
            yield window.label, partial(self._publicity, rule, check, window, cut)

    def _publicity(self, rule: Rule, check: Check, year: Span, cut: Span) -> Answer:
        project = self.project
        if not self._owed(rule, check, cut, 0):
            return "not_applicable"
        topics = {plain(one) for one in check["topics"]}
        planned: set[str] = set()
        done_of: Counter[str] = Counter()
        said = ["pass"]
        for row in project.table(check["table"]).rows:
            month = project.get(row, check["month"])
            if project.get(row, check["year"]) != year:
                continue
            if absent(month) or check["done"] in row.table.absent:
                raise Cannot(f"row {row.number} of the plan")
            if month.end < cut.start or month.start > cut.end:
                continue
            about = {plain(one) for one in re.split(BETWEEN, project.get(row, check["topic"]))}
            if any(topic in one and one != topic for topic in topics for one in about):
                raise Cannot(f"the topic of row {row.number} of the plan")
            planned |= about
            done = project.get(row, check["done"])
            if absent(done):
                said.append("undetermined")
            elif done is not None and year.has(done.day) and done.day >= project.takeover:
                done_of.update(about)
                said.append("pass" if done.day <= month.end else "fail")
            else:
                said.append("fail" if self.as_of >= month.end else "pending")
        least = project.amount(rule, check["at_least"], cut.start)
        for topic in topics:
            if topic not in planned:
                said.append("fail" if self.as_of >= cut.start else "pending")
            elif done_of[topic] < least:
                said.append("fail" if self.as_of >= cut.end else "pending")
        return min(said, key=rank)

    def _attested(self, rule: Rule, check: Check) -> Subjects:
        for asked, other in self.project.book["rules"].items():
            if other["on_site"]:
                yield asked, partial(self._confirmed, check, asked)

    def _confirmed(self, check: Check, asked: str) -> Answer:
        project, table = self.project, self.project.table(check["table"])
        if not table.handed_in or table.lacks_required:
            return "undetermined"
        valid: list[tuple[date, Any]] = []
        for row in table.rows:
            if same(project.get(row, check["code"])) != same(asked):
                continue
            on, until, result = (project.get(row, check[name]) for name in ("on", "valid_until", "result"))
            if absent(on, until, result):
                raise Cannot(f"row {row.number} of the confirmations")
            if on.day <= self.as_of and (until is None or until.day >= self.as_of):
                valid.append((on.day, result))
        newest = {result for day, result in valid if day == max(valid)[0]}
        if len(newest) > 1:
            raise Cannot("two confirmations of one day")
        return "pending" if not newest else "pass" if newest == {check["passes"]} else "fail"


def rank(verdict: str) -> int:
    return WORST_FIRST.index(verdict)


# ---------------------------------------------------------------- what is wrong with the logs themselves


def faults_of(project: Project) -> tuple[set[tuple[str, Place]], set[Place]]:
    """Every fault (DAT code and cell) that is certain, and the cells of which this checker cannot say."""
    certain: set[tuple[str, Place]] = set()
    unread: set[Place] = set()
    for table in project.tables.values():
        seen: set[str] = set()
        if table.unsure:
            unread |= {row.cell(name) for row in table.every for name in row.columns}
            continue
        for row in sorted(table.every, key=lambda one: one.place):
            _in_cells(project, row, certain, unread)
            key = table.spec["id"]
            if isinstance(text := row.values.get(key), str) and table.name != project.register:
                certain |= {("DAT03", row.cell(key))} if same(text) in seen else set()
                seen.add(same(text))
            if row not in table.later:
                pairs = [(row.values[first], row.values[later], later) for first, later in table.spec["pairs"]]
                both = [one for one in pairs if isinstance(one[0], When) and isinstance(one[1], When)]
                certain |= {("DAT06", row.cell(later)) for first, second, later in both if second.last < first.first}
                _off_register(project, row, certain, unread)
    return certain, unread


def _in_cells(project: Project, row: Row, certain: set[tuple[str, Place]], unread: set[Place]) -> None:
    """The faults of the cells of a row, each for itself."""
    for name in row.cells.keys() & row.values.keys():
        spec, place, used = row.table.spec["fields"][name], row.cell(name), row.values[name]
        value = Unsure("") if name in row.table.ambiguous else project.reader.value(spec, row.cells[name])
        if place in project.reader.guessed or (isinstance(value, Unsure) and used == TWO_READINGS):
            certain.add(("DAT10", place))
        elif isinstance(value, Unsure):
            unread.add(place)
        elif isinstance(value, Bad):
            certain.add((value.why, place))
        elif used == MISORDERED:
            certain.add(("DAT06", place))
        elif isinstance(value, When) and value.day > project.as_of and not spec.get("future"):
            certain.add(("DAT04", place))


def _off_register(project: Project, row: Row, certain: set[tuple[str, Place]], unread: set[Place]) -> None:
    """A flat that is surely not on the register."""
    name = row.table.spec["flat"]
    text = row.values.get(name)
    if row.table.name == project.register or not isinstance(text, str):
        return
    try:
        if project.flats() and len(re.split(r"[、,，;；]", text)) != len(project.flats_named(row, name)):
            certain.add(("DAT02", row.cell(name)))
    except Cannot:
        unread.add(row.cell(name))


# ---------------------------------------------------------------- the audit held against it


class Word(NamedTuple):
    """What is said of a judgement (or of the head of the file, where `code` is empty)."""

    code: str
    subject: str
    said: str
    step: str = ""


class Verification:
    """The judgements of a findings.json, each held against what the workbooks and the rulebook say."""

    def __init__(self, findings: dict[str, Any], files: list[Path], book: dict[str, Any]) -> None:
        self.findings, self.files, self.book = findings, files, book
        self.words: list[Word] = []
        kinds = ("further_line", "no_record", "ditto")
        remarked = [one for one in findings["remarks"] if one["kind"] in kinds]
        rows = {(one["file"], one["sheet"], int(re.sub(r"\D", "", one["cell"]) or 0)) for one in remarked}
        self.reader = Reader(book, date.fromisoformat(findings["as_of"]), rows)
        self.sheets: list[tuple[str, Sheet, str | None]] = []

    def run(self, beside: tuple[dict[str, Any], str] | None) -> list[Word]:
        """A word on the head, on every judgement, on every one that was left out, and on a certificate."""
        listed = self.findings["findings"]
        self.said("", "inputs", self._read)
        if self.words[0].said != CONFIRMED:  # what was not read says nothing about anything
            step = self.words[0].step
            return self.words + [Word(one["code"], one["subject"], NOT_CONFIRMED, step) for one in listed]
        for name, cells, table in self.sheets:
            self.said("", name, partial(self._recognised, name, cells, table))
        self.project = Project(self.reader, self.book, audit_period(self.findings["period"]), self.reader.as_of)
        self.judge = Judge(self.project)
        self.faults, self.unread = faults_of(self.project)
        for name, check in (("facts", self._facts), ("rows", self._rows), ("tally", self._tally)):
            self.said("", name, check)
        seen: set[tuple[str, str]] = set()
        for one in listed:
            self.said(one["code"], one["subject"], partial(self._finding, one, seen))
        self._left_out(seen)
        if beside:
            self.said("", "certificate", partial(self._certificate, *beside))
        return self.words

    def said(self, code: str, subject: str, check: Callable[[], None]) -> None:
        try:
            check()
            self.words.append(Word(code, subject, CONFIRMED))
        except (Refuted, Cannot) as problem:
            word = REFUTED if isinstance(problem, Refuted) else NOT_CONFIRMED
            self.words.append(Word(code, subject, word, str(problem)))

    # the head: files, sheets, facts, rows

    def _read(self) -> None:
        """Reads every file; each is the one that was audited, and none is left out."""
        tables = self.reader.tables
        stated = {one["file"]: one for one in self.findings["inputs"] if one["sha256"]}
        by_hash = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in self.files}
        need({one["sha256"] for one in stated.values()} == set(by_hash), "the files are not those that were audited")
        sheets = []
        for file, one in stated.items():
            book = read_book(by_hash[one["sha256"]])
            need({sheet["sheet"] for sheet in one["sheets"]} == set(book), f"{file}: its sheets")
            said = sorted({(sheet["sheet"], sheet["table"]) for sheet in one["sheets"]}, key=str)
            sheets += [(file, name, book[name], table) for name, table in said]
        for _, name, _, table in sheets:
            need(not table or table in tables, f"{name}: no table {table}")
        for file, name, cells, table in sorted(sheets, key=lambda one: not one[3] or not tables[one[3]].spec["facts"]):
            if table:
                self.reader.take(file, name, cells, tables[table])
        for one in self.findings["inputs"]:
            for sheet in one["sheets"]:
                place = (one["file"], sheet["sheet"], sheet["table"])
                if self.reader.counts.get(place, sheet["rows_read"]) != sheet["rows_read"]:
                    tables[sheet["table"]].doubt(f"{sheet['sheet']}: how many rows it has")
        self.sheets = [(name, cells, table) for _, name, cells, table in sheets]

    def _recognised(self, name: str, cells: Sheet, table: str | None) -> None:
        """A sheet is the table that it is said to be, as its headers go."""
        tables = [one for one in self.reader.tables.values() if not one.spec["facts"]]
        scores = {one.name: len(find_header(cells, one.spec)[1]) for one in tables}
        likely = max(tables, key=lambda one: scores[one.name])
        best = scores[likely.name]
        if table is None and best >= 4 and best > len(likely.spec["fields"]) / 2:
            likely.doubt(f"{name}: whether it holds none of the tables")
            raise Cannot(likely.unsure)
        need(scores.get(table or "", best) * 3 >= best * 2, f"{name}: it is not the table {table}")

    def _facts(self) -> None:
        stated, known = self.findings["facts"], self.reader.facts
        need(stated.get("code") == self.findings["project"], "the project's code")
        for name, value in known.items():
            if isinstance(value, Unsure):
                raise Cannot(f"the fact {name}: {value.text}")
            plainly = str(value.day) if isinstance(value, When) else value
            need(value is None or isinstance(value, Bad) or stated.get(name) == plainly, f"the fact {name}")
        need(set(stated) <= set(known), "a fact that is not there")

    def _rows(self) -> None:
        """The row accounting of every sheet: read = judged + set aside, and as many are read as there are."""
        tables, aside = self.reader.tables, self.findings["set_aside"]
        listed = {(one["file"], one["sheet"], one["row"]) for one in aside}
        need(len(listed) == len(aside), "a row is set aside twice")
        stated: Counter[tuple[str, str]] = Counter()
        remarked = {remark["sheet"] for remark in self.findings["remarks"]}
        for file, one in ((file["file"], one) for file in self.findings["inputs"] for one in file["sheets"]):
            name, read = f"{file} / {one['sheet']}", one["rows_read"]
            need(read == one["rows_judged"] + one["rows_set_aside"], f"{name}: read = judged + set aside")
            stated[file, one["sheet"]] += one["rows_set_aside"]
            if one["table"] and not tables[one["table"]].spec["facts"] and one["sheet"] not in remarked:
                count = self.reader.counts[file, one["sheet"], one["table"]]
                need(read == count, f"{name}: it has {count} rows")
        need(+stated == Counter(one[:2] for one in listed), "the rows that are listed as set aside")
        for table in tables.values():
            for row in [] if table.unsure or table.spec["reference"] else table.incomplete + table.later:
                need(row.place in listed, f"{row.sheet}: row {row.number} is not set aside")
        for table in tables.values():
            if table.unsure and table.handed_in:
                raise Cannot(table.unsure)

    def _tally(self) -> None:
        kept = [one for one in self.findings["findings"] if not one.get("remark")]
        need(+Counter(one["verdict"] for one in kept) == +Counter(self.findings["tally"]), "the tally")
        logs = sum(one["code"].startswith("DAT") for one in kept)
        need(logs == self.findings["tally_logs"], "the tally of faults of the logs")

    # one judgement

    def _finding(self, one: dict[str, Any], seen: set[tuple[str, str]]) -> None:
        code, key = one["code"], (one["code"], one["subject"])
        need(key not in seen, "it is there twice")
        seen.add(key)
        cells = [(cell["file"], cell["sheet"], cell["cell"]) for cell in one["cells"]]
        need(len(set(cells)) == len(cells), "a cell is cited twice")
        if code.startswith("DAT"):
            self._fault(one, cells)
        else:
            need(code in self.book["rules"], f"the rulebook has no {code}")
            self._verdict(one, cells)
        for cell, place in zip(one["cells"], cells, strict=True):
            if "value" in cell:
                self._cell(place, cell["value"], cell.get("field", ""), "")
        if one["verdict"] not in ("pass", "not_applicable") and not code.startswith("DAT"):
            self._numbers(one, self.book["rules"][code])

    def _verdict(self, one: dict[str, Any], cells: list[Place]) -> None:
        code, judge = one["code"], self.judge
        expected = judge.expected.get((code, one["subject"]))
        if expected is None or expected.cannot:
            whys = [expected.cannot if expected else judge.unsure.get(code, "")]
            if not expected and one["subject"] == "project":
                whys += [other.cannot for (kin, _), other in judge.expected.items() if kin == code]
            raise next((Cannot(why) for why in whys if why), Refuted("no such judgement is owed"))
        if one["verdict"] == "waived" and expected.verdict == "fail":
            raise Cannot("the waiver")
        need(one["verdict"] == expected.verdict, f"the verdict is {expected.verdict}")
        unclear = {place[:2] for table in self.reader.tables.values() if table.ambiguous for place in table.headers}
        if strange := [cell for cell in cells if cell not in expected.cells]:
            named = "!".join(strange[0][1:])
            if any(cell[:2] in unclear and cell not in self.reader.field_at for cell in strange):
                raise Cannot(f"which column {named} is of")
            raise Refuted(f"it does not rest on {named}")
        due = one.get("due")
        need(not due or not expected.due or due == expected.due.isoformat(), f"it is due on {expected.due}")

    def _numbers(self, one: dict[str, Any], rule: dict[str, Any]) -> None:
        for name in ("clause", "severity", "role"):
            need(one[name] == rule[name], f"its {name} is {rule[name]}")
        for number in one["numbers"]:
            said = {**number["value"], "source": number["source"], "since": number["since"]}
            need(
                number["name"].startswith(f"{one['code']}.") and self._known(number["name"], said),
                f"the number {number['name']}",
            )
        assumed = [
            f"{used['name']} = {used['value']['zh']}" for used in one["numbers"] if used["source"] == "assumption"
        ]
        need(one["assumptions"] == assumed, "the assumptions that it rests on")

    def _known(self, name: str, said: dict[str, Any]) -> bool:
        """Whether the rulebook says that of a number."""
        code, _, name = name.partition(".")
        every = self.book["rules"].get(code, {"numbers": {}})["numbers"].get(name, [])
        return any(said.items() <= one.items() for one in every)

    def _cell(self, place: Place, value: str, stated: str, of: str) -> None:
        """A cell that is cited shows what it is said to show, and is of the field that it is said to be of."""
        raw, known = self.reader.raw.get(place), self.reader.field_at.get(place, "")
        address = f"{of}{'!'.join(place[1:])}"
        need(not known or stated == known, f"{address} is {known}")
        texts = {tight(text) for text in shown(raw)} if raw else {""}
        if tight(value) not in texts:
            raise (Cannot if of and not (known and raw) else Refuted)(f"what stands in {address}")

    def _fault(self, one: dict[str, Any], cells: list[Place]) -> None:
        """A fault of the logs is one, at that cell."""
        need(one["verdict"] == "fail", "a fault of the logs has the verdict fail")
        sheet, _, address = one["subject"].rpartition("!")
        if not sheet:
            self._of_no_cell(one["code"], one["subject"])
            return
        here = [cell for cell in cells if cell[2] == address and sheet in (cell[1], f"{cell[0]}/{cell[1]}")]
        need(bool(here), "the cell that it is about")
        if (one["code"], here[0]) not in self.faults:
            if here[0] in self.unread or one["code"] in ("DAT02", "DAT10"):
                raise Cannot("what stands in the cell")
            raise Refuted("the cell has no such fault")

    def _of_no_cell(self, code: str, subject: str) -> None:
        """A column that is absent; a register that disagrees with the number that is stated."""
        sheet, _, header = subject.rpartition("/")
        if code == "DAT09":
            need(self.project.register_disagrees(), "the cell has no such fault")
            return
        tables = {place[1]: table for table in self.reader.tables.values() for place in table.headers}
        table = tables.get(sheet) or tables.get(sheet.rpartition("/")[2])
        if code != "DAT05" or table is None or table.unsure:
            raise Cannot("this fault is not checked yet")
        keys = {key for key, spec in table.spec["fields"].items() if spec["header"] == header}
        if keys & table.ambiguous:
            raise Cannot(f"{sheet}: which column is {header}")
        need(bool(keys & table.absent), "the cell has no such fault")

    def _left_out(self, seen: set[tuple[str, str]]) -> None:
        """What is owed, and is not there."""
        for (code, subject), expected in self.judge.expected.items():
            if (code, subject) not in seen:
                word = (NOT_CONFIRMED, expected.cannot) if expected.cannot else (REFUTED, "it was left out")
                self.words.append(Word(code, subject, *word))
        for code, (file, sheet, cell) in sorted(self.faults):
            if not {(code, f"{sheet}!{cell}"), (code, f"{file}/{sheet}!{cell}")} & seen:
                self.words.append(Word(code, f"{sheet}!{cell}", REFUTED, "it was left out"))

    def _certificate(self, certificate: dict[str, Any], digest: str) -> None:
        """A certificate is of these findings, and says of every row and cell what the workbooks say."""
        findings = self.findings
        need(certificate["findings_sha256"] == digest, "the certificate is of other findings")
        for name in ("project", "period", "as_of", "rulebook"):
            need(certificate[name] == findings[name], f"the certificate's {name}")
        said: list[tuple[Any, ...]] = []
        subjects: dict[str, list[str]] = defaultdict(list)
        for one in findings["findings"]:
            subjects[one["code"]].append(one["subject"])
            cells = [[cell["file"], cell["sheet"], cell["cell"]] for cell in one["cells"]]
            said.append((one["code"], one["subject"], one["verdict"], cells))
        listed = [(one["code"], one["subject"], one["verdict"], one["cells"]) for one in certificate["judgements"]]
        need(listed == said, "the certificate's judgements")
        need(certificate["rules"] == dict(subjects), "the certificate's subjects")
        for number in (number for one in certificate["judgements"] for number in one["numbers"]):
            name = number.pop("name")
            need(self._known(name, number), f"the certificate's number {name}")
        tables = self.reader.tables
        mine = {(table.name, *row.place) for table in tables.values() for row in table.every}
        for row in certificate["rows"]:
            mine ^= {(row["table"], row["file"], row["sheet"], row["row"])}
            for name, cell in row["cells"].items():
                if isinstance(cell["raw"], str):
                    self._cell(
                        (row["file"], row["sheet"], cell["cell"]),
                        cell["raw"],
                        f"{row['table']}.{name}",
                        "the certificate: ",
                    )
        odd = [one for one in sorted(mine) if not tables[one[0]].unsure]
        need(not odd, f"the certificate's rows: {odd[:1]}")
        if unsure := [table.name for table in tables.values() if table.unsure]:
            raise Cannot(f"the rows of {'、'.join(sorted(unsure))}")


def rulebook_for(findings: dict[str, Any], given: Path | None) -> dict[str, Any]:
    """The rulebook that was audited by: the one given, else one that ships, known by its hash."""
    sha = findings["rulebook"]["sha256"]
    for place in [given] if given else sorted((Path(__file__).parent / "rulebooks").glob("*.json")):
        text = place.read_bytes()
        book: dict[str, Any] = json.loads(text)
        if book["sha256"] == sha:
            ours = not given or sha in SHIPPED
            need(not ours or SHIPPED.get(sha) == hashlib.sha256(text).hexdigest(), f"{place.name} was changed")
            named = {name: book[name] for name in ("id", "edition", "sha256")}
            need(findings["rulebook"] == named, "the rulebook named")
            return book
    raise Refuted("the rulebook that was audited by is not here: give it with --rulebook")


def verify(findings: Path, workbooks: list[Path], rulebook: Path | None = None) -> list[Word]:
    """What is said of every judgement of a findings.json. `workbooks`: files, or folders of them."""
    data, beside = findings.read_bytes(), findings.with_name("certificate.json")
    said = json.loads(data)
    hashes = {one["sha256"] for one in said["inputs"]}
    files = [one for path in workbooks for one in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    files = [one for one in files if one.is_file() and one.suffix not in (".json", ".yaml")]
    files = [one for one in files if one in workbooks or hashlib.sha256(one.read_bytes()).hexdigest() in hashes]
    certificate = (json.loads(beside.read_bytes()), hashlib.sha256(data).hexdigest()) if beside.exists() else None
    return Verification(said, files, rulebook_for(said, rulebook)).run(certificate)


def in_words(step: str, lang: str) -> str:
    """A step in a language: the words stand beside this file."""
    said = json.loads(Path(__file__).with_name("steps.json").read_text(encoding="utf-8")) if lang != "en" else {}
    for english, words in said.items():
        if found := re.fullmatch(re.escape(english).replace(r"\{\}", "(.*)"), step, re.DOTALL):
            return str(words).format(*found.groups())
    return step


def report(words: list[Word], lang: str) -> Iterator[str]:
    """What is told of a verification, a line each: all that is not confirmed, and the counts."""
    named = dict.fromkeys((CONFIRMED, REFUTED, NOT_CONFIRMED))
    names = dict(zip(named, named if lang == "en" else ("已证实", "不成立", "未能证实"), strict=True))
    for word in words:
        if word.said != CONFIRMED:
            yield f"{word.code or '-'} {word.subject}: {names[word.said]} ({in_words(word.step, lang)})"
    counts = Counter(word.said for word in words)
    yield " · ".join(f"{name} {counts[said]}" for said, name in names.items())


def main(arguments: list[str] | None = None) -> int:
    """0 if everything is confirmed, 1 if something is not, 2 if nothing can be checked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("findings", type=Path, help="findings.json · 核查结论")
    parser.add_argument("workbooks", type=Path, nargs="+", help="the files that were audited · 被核查的文件")
    parser.add_argument("--rulebook", type=Path, help="a rulebook as JSON · JSON 格式的规则库")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language · 语言")
    asked = parser.parse_args(arguments)
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        words = verify(asked.findings, asked.workbooks, asked.rulebook)
    except (Refuted, Cannot) as problem:
        sys.stdout.write(f"{in_words(str(problem), asked.lang)}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in report(words, asked.lang))
    return 0 if all(word.said == CONFIRMED for word in words) else 1


if __name__ == "__main__":
    sys.exit(main())
