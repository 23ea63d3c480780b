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
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

SHIPPED: dict[str, str] = {
    "d0a3baf2c6f02396cdc57a79ac5244f18ea1ca474751ed2f327a89d8233f078c": "e0df7bd00bfc2c3689e23ab67ed1188a723184efee1dbd9a0b711fff2f6a131a",
    "bc2908ad333d7631e2f4f341a96373a61d1ca774450ce892b7222cd38a909c09": "c12e4a6035a84986df05cb937a3236eec101c34e6e8b6898377d794ccd9b8897",
}
"""SHA-256 of a rulebook -> SHA-256 of the JSON file beside this one that resolves it."""
CONFIRMED, REFUTED, NOT_CONFIRMED = "confirmed", "refuted", "not confirmed"
WORST_FIRST = ("fail", "undetermined", "at_risk", "pending", "pass", "not_applicable")
DAY = 86400


class Cannot(Exception):
    """A step that this checker cannot do: what rests on it is not confirmed."""


# ---------------------------------------------------------------- cells as they stand in the files


class Raw(NamedTuple):
    """A cell: `kind` text, number, date, bool, error or empty (a formula without a stored value)."""

    kind: str
    value: Any


Sheet = dict[int, dict[int, Raw]]


def read_book(path: Path) -> dict[str, Sheet]:
    """Every sheet of a file by its name. Raises Cannot for a format that it does not read."""
    ending = path.suffix.lower()
    if ending in (".xlsx", ".xlsm"):
        return _xlsx(path)
    if ending in (".csv", ".txt", ".tsv"):
        return {path.stem: _csv(path)}
    raise Cannot(f"{path.name}: only xlsx, xlsm and csv are read here")


def _csv(path: Path) -> Sheet:
    data = path.read_bytes()
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(code)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Cannot(f"{path.name}: its encoding")
    if text[:1] == "\ufeff" or "\x00" in text:
        raise Cannot(f"{path.name}: its encoding")
    mark = max(",\t;", key=text.splitlines()[0].count) if text.strip() else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return {
        n: {c: Raw("text", cell) for c, cell in enumerate(line, 1) if cell.strip()} for n, line in enumerate(rows, 1)
    }


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _xlsx(path: Path) -> dict[str, Sheet]:
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        main = ElementTree.fromstring(book.read("xl/workbook.xml"))
        base = (
            24107
            if any(one.get("date1904") in ("1", "true") for one in main.iter() if _tag(one) == "workbookPr")
            else 0
        )
        targets = {
            one.get("Id"): str(one.get("Target"))
            for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        }
        shared = _shared(book) if "xl/sharedStrings.xml" in names else []
        dates = _date_styles(book) if "xl/styles.xml" in names else set()
        found = {}
        for one in main.iter():
            if _tag(one) == "sheet":
                link = next(str(value) for key, value in one.attrib.items() if key.endswith("}id"))
                target = targets[link].lstrip("/")
                place = target if target.startswith("xl/") else f"xl/{target}"
                if "worksheets" in place:
                    found[str(one.get("name"))] = _sheet(book.read(place), shared, dates, base)
        return found


def _texts(element: Any) -> str:
    """The text of a string item; what only says how it is pronounced is left out."""
    said = []
    for child in element:
        if _tag(child) == "t":
            said.append(child.text or "")
        elif _tag(child) == "r":
            said += [one.text or "" for one in child if _tag(one) == "t"]
    return "".join(said)


def _shared(book: zipfile.ZipFile) -> list[str]:
    return [_texts(item) for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")) if _tag(item) == "si"]


def _date_styles(book: zipfile.ZipFile) -> set[int]:
    """The numbers of the cell formats that show a number as a date or time."""
    root = ElementTree.fromstring(book.read("xl/styles.xml"))
    own = {int(one.get("numFmtId") or 0): str(one.get("formatCode")) for one in root.iter() if _tag(one) == "numFmt"}
    formats = next((one for one in root if _tag(one) == "cellXfs"), ())
    found = set()
    for place, one in enumerate(formats):
        number = int(one.get("numFmtId") or 0)
        code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", own.get(number, ""))
        if (
            14 <= number <= 22
            or 27 <= number <= 36
            or 45 <= number <= 47
            or 50 <= number <= 58
            or re.search(r"[ymdhs]", code, re.I)
        ):
            found.add(place)
    return found


def _sheet(data: bytes, shared: list[str], dates: set[int], base: int) -> Sheet:
    rows: Sheet = {}
    number = 0
    for one in ElementTree.fromstring(data).iter():
        if _tag(one) == "row":
            number = int(one.get("r") or number + 1)
            column = 0
            for cell in one:
                letters = (cell.get("r") or "").rstrip("0123456789")
                column = column_number(letters) if letters else column + 1
                raw = _cell(cell, shared, dates, base)
                if raw is not None:
                    rows.setdefault(number, {})[column] = raw
    return rows


def _cell(cell: Any, shared: list[str], dates: set[int], base: int) -> Raw | None:
    kind, parts = cell.get("t") or "n", {_tag(child): child for child in cell}
    if kind == "inlineStr":
        text = _texts(parts["is"]) if "is" in parts else ""
        return Raw("text", text) if clean(text) else None
    value = parts["v"].text if "v" in parts else None
    if value is None or (value == "" and kind != "str"):
        return Raw("empty", "") if "f" in parts else None
    if kind == "s":
        value, kind = shared[int(value)], "str"
    if kind == "str":
        return Raw("text", value) if clean(value or "") else None
    if kind in ("b", "e"):
        return Raw("bool", value == "1") if kind == "b" else Raw("error", value)
    if kind == "d":
        return Raw("text", value)
    number = float(value)
    return Raw("date", number + base) if int(cell.get("s") or 0) in dates else Raw("number", number)


def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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
def same(text: str) -> str:
    """One spelling of a name, an identifier, a place."""
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    folded = "".join("-" if sign in DASHES else "·" if sign in DOTS else sign for sign in folded)
    return re.sub(r"\s+", " ", folded)


@lru_cache(100_000)
def plain(text: str) -> str:
    """One spelling of a header or of a value of a list: no spaces, brackets, stars, stops."""
    folded = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", "", unicodedata.normalize("NFKC", clean(text)))
    return re.sub(r"[\s*※:;。.、]+", "", folded).casefold()


class Bad(NamedTuple):
    """A value that is there and cannot be used, or a column that is absent: what needs it is undetermined."""

    why: str


class Unsure(NamedTuple):
    """A text that this checker does not read."""

    text: str


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

    def has(self, day: date) -> bool:
        return self.start <= day <= self.end

    def touches(self, other: "Span") -> bool:
        return self.start <= other.end and other.start <= self.end


def month(year: int, number: int) -> Span:
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]), f"{year}-{number:02}")


def quarter(year: int, number: int) -> Span:
    return Span(date(year, 3 * number - 2, 1), month(year, 3 * number).end, f"{year}-Q{number}")


def whole_year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31), str(year))


def spans(each: str, start: date, end: date) -> list[Span]:
    """The months, quarters or years that touch the days from start to end."""
    years = range(start.year, end.year + 1)
    made = {
        "month": [month(year, n) for year in years for n in range(1, 13)],
        "quarter": [quarter(year, n) for year in years for n in range(1, 5)],
        "year": [whole_year(year) for year in years],
    }[each]
    return [one for one in made if one.start <= end and one.end >= start]


def span_of(text: str) -> Span | None:
    """A month, quarter or year as people write it; None for anything else."""
    said = unicodedata.normalize("NFKC", clean(text)).upper().replace(" ", "")
    if found := re.fullmatch(r"(\d{4})-?Q([1-4])", said) or re.fullmatch(r"(\d{4})年?第?([1-4])季度", said):
        return quarter(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})(?:月份?)?", said) or re.fullmatch(r"(20\d\d)(\d\d)", said):
        return month(int(found[1]), int(found[2])) if 1 <= int(found[2]) <= 12 else None
    found = re.fullmatch(r"(\d{4})年?度?", said)
    return whole_year(int(found[1])) if found else None


def audit_period(text: str) -> Span:
    """The period of an audit: 2026, 2026-H1, 2026-Q3, 2026-09, or two days with .. between."""
    if ".." in text:
        first, _, last = text.partition("..")
        return Span(date.fromisoformat(first), date.fromisoformat(last), text)
    if found := re.fullmatch(r"(\d{4})-H([12])", text):
        year, half = int(found[1]), int(found[2])
        return Span(date(year, 6 * half - 5, 1), month(year, 6 * half).end, text)
    if (one := span_of(text)) is None:
        raise Cannot(f"period {text}")
    return one


DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def date_of(raw: Raw) -> When | Bad | Unsure:
    """A date or a date with a time in a plain form."""
    if raw.kind == "date":
        days, seconds = divmod(round(raw.value * DAY), DAY)
        if days < 61:
            return Unsure(str(raw.value))
        day = date(1899, 12, 30) + timedelta(days)
        if not seconds:
            return When(day)
        return When(day, seconds, seconds if seconds % 60 else seconds + 59)
    text = unicodedata.normalize("NFKC", clean(str(raw.value)))
    found = DATE.fullmatch(text) if raw.kind == "text" else None
    if not found:
        return Unsure(text)
    year, _, number, day_number, hours, minutes, seconds_text = found.groups()
    try:
        day = date(int(year), int(number), int(day_number))
    except ValueError:
        return Bad("DAT01")
    if hours is None:
        return When(day)
    if int(hours) > 23 or int(minutes) > 59 or int(seconds_text or 0) > 59 or not (int(hours) or int(minutes)):
        return Unsure(text)  # midnight may mean the day alone
    start = int(hours) * 3600 + int(minutes) * 60
    return (
        When(day, start + int(seconds_text), start + int(seconds_text))
        if seconds_text
        else When(day, start, start + 59)
    )


def shown(raw: Raw) -> set[str]:
    """The ways in which a cell may be shown as text."""
    if raw.kind == "date":
        days, seconds = divmod(round(raw.value * DAY), DAY)
        day = date(1899, 12, 30) + timedelta(days)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
        return {f"{day}", f"{day} {clock}", f"{day} {clock}:{seconds % 60:02}"}
    if raw.kind == "number":
        return {
            str(raw.value),
            f"{raw.value:g}",
            str(int(raw.value)) if raw.value == int(raw.value) else str(raw.value),
        }
    if raw.kind == "bool":
        return {"TRUE" if raw.value else "FALSE", str(raw.value), "是" if raw.value else "否"}
    return {str(raw.value), clean(str(raw.value))}


# ---------------------------------------------------------------- tables: which column is which field, and what it says


@dataclass
class Row:
    """A record: where it stands, its cells as they are, and what they mean."""

    table: str
    file: str
    sheet: str
    number: int
    cells: dict[str, Raw]
    columns: dict[str, int]
    values: dict[str, Any] = field(default_factory=dict)

    def cell(self, name: str) -> tuple[str, str, str]:
        return (self.file, self.sheet, f"{column_letters(self.columns[name])}{self.number}")


@dataclass
class Table:
    """All rows of a table: complete ones, those that lack a required cell, and those set aside for their date."""

    name: str
    spec: dict[str, Any]
    handed_in: bool = False
    rows: list[Row] = field(default_factory=list)
    incomplete: list[Row] = field(default_factory=list)
    later: list[Row] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    ambiguous: set[str] = field(default_factory=set)
    headers: set[tuple[str, str, str]] = field(default_factory=set)
    unsure: str = ""
    """Why its rows are not surely those that count."""

    @property
    def lacks_required(self) -> bool:
        return any(one.get("need") == "!" and name in self.absent for name, one in self.spec["fields"].items())


class Words:
    """The words that stand for something in a cell, as the rulebook lists them."""

    def __init__(self, lists: dict[str, dict[str, list[str]]]) -> None:
        self.lists = lists

    def says(self, name: str, text: str) -> bool:
        """Whether a text is one of the words of a list."""
        said = unicodedata.normalize("NFKC", clean(text)).casefold().replace(" ", "").rstrip("。.")
        listed = self.lists.get(name, {"whole": [], "beginnings": []})
        return (
            said in listed["whole"]
            or (said[:1] in DASHES and "-" in listed["whole"] and len(set(said)) == 1)
            or any(said.startswith(one) for one in listed["beginnings"])
        )


def named_headers(spec: dict[str, Any]) -> dict[str, str]:
    """Header -> field, of a table; its own header before another field's synonym."""
    every = {**spec.get("beside_rows", {}), **spec["fields"]}
    known = {plain(other): name for name, one in every.items() for other in one.get("also", ())}
    return {**known, **{plain(one["header"]): name for name, one in every.items()}}


def find_header(cells: Sheet, spec: dict[str, Any]) -> tuple[int, dict[str, list[int]]]:
    """The row that holds the most headers of a table, and the columns of each field in it."""
    known, best = named_headers(spec), 0
    found: dict[str, list[int]] = {}
    for number in sorted(cells)[:25]:
        columns: dict[str, list[int]] = defaultdict(list)
        for column, raw in cells[number].items():
            if raw.kind == "text" and (name := known.get(plain(raw.value))):
                columns[name].append(column)
        if len(columns) > len(found):
            best, found = number, dict(columns)
    return best, found


def second_meaning(cells: dict[int, Raw], spec: dict[str, Any], columns: dict[str, list[int]]) -> None:
    """登记时间 beside 投诉时间 is the time of entry: of two columns of one field, one may be another field."""
    for name, one in spec["fields"].items():
        seconds = {plain(text) for text in one.get("second", ())}
        if name in columns or not seconds:
            continue
        for other, there in columns.items():
            moved = [column for column in there if plain(str(cells[column].value)) in seconds]
            if len(there) == 2 and len(moved) == 1:
                columns[other] = [column for column in there if column not in moved]
                columns[name] = moved
                break


class Reader:
    """Rows of the tables, out of the files, as the rulebook says that they are read."""

    def __init__(self, book: dict[str, Any], as_of: date, remarked: set[tuple[str, str, int]]) -> None:
        self.book, self.as_of, self.remarked = book, as_of, remarked
        self.words = Words(book["words"])
        self.tables = {name: Table(name, spec) for name, spec in book["tables"].items()}
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.facts_name = next(name for name, spec in book["tables"].items() if spec["facts"])
        self.facts: dict[str, Any] = {}
        self.fact_cells: set[tuple[str, str, str]] = set()
        self.raw: dict[tuple[str, str, str], Raw] = {}
        self.field_at: dict[tuple[str, str, str], str] = {}
        self.alike: dict[str, dict[tuple[str, str], set[Any]]] = defaultdict(lambda: defaultdict(set))
        """What the rows of each sheet of a table say: a sheet may repeat another."""
        self.guessed: set[tuple[str, str, str]] = set()
        """Cells with a date that took its year from its row."""
        self.ordered: set[tuple[str, str]] = set()
        """Sheet and field of columns whose dates may show in which order they are written."""

    def take(self, file: str, name: str, cells: Sheet, table: str) -> None:
        """The rows of a sheet that holds a table."""
        for number, line in cells.items():
            for column, raw in line.items():
                self.raw[file, name, f"{column_letters(column)}{number}"] = raw
        if table == self.facts_name:
            self._take_facts(file, name, cells)
            return
        known = self.tables[table]
        known.handed_in = True
        number, columns = find_header(cells, known.spec)
        if len(columns) < 2 and len(known.spec["fields"]) > 1:
            known.unsure = known.unsure or f"{name}: its header row"
            return
        second_meaning(cells[number], known.spec, columns)
        self._columns(known, file, name, number, cells[number], columns)
        single = {key: there[0] for key, there in columns.items()}
        self._rows(known, file, name, {n: line for n, line in cells.items() if n > number}, single)

    def _columns(
        self, table: Table, file: str, name: str, number: int, line: dict[int, Raw], columns: dict[str, list[int]]
    ) -> None:
        for key, there in columns.items():
            table.headers |= {(file, name, f"{column_letters(column)}{number}") for column in there}
            if len(there) > 1:
                table.ambiguous.add(key)
        others = {plain(str(raw.value)) for raw in line.values() if raw.kind == "text"} - set(named_headers(table.spec))
        for key, spec in table.spec["fields"].items():
            if key not in columns:
                table.absent.add(key)
            beside = {plain(one) for _, them in spec.get("beside", ()) for one in them}
            maybe = {plain(one) for one in spec.get("maybe", ())} if key not in columns else set()
            if others & (beside | maybe):
                table.ambiguous.add(key)
        if others - {"序号", "备注", "说明", "no"}:
            table.ambiguous |= {key for key in table.spec["fields"] if key not in columns}
        table.absent -= table.ambiguous

    def _take_facts(self, file: str, name: str, cells: Sheet) -> None:
        known = named_headers(self.book["tables"][self.facts_name])
        fields = self.book["tables"][self.facts_name]["fields"]
        for number, line in sorted(cells.items()):
            first = min(line)
            key = known.get(plain(str(line[first].value)))
            if key and key not in self.facts:
                place = (file, name, f"{column_letters(first + 1)}{number}")
                self.facts[key] = self.value(fields[key], line[first + 1], facts=True) if first + 1 in line else None
                self.fact_cells.add(place)
                self.field_at[place] = f"{self.facts_name}.{key}"
        self.tables[self.facts_name].handed_in = True

    def _rows(self, table: Table, file: str, name: str, lines: Sheet, columns: dict[str, int]) -> None:
        for line in lines.values():
            for key, column in columns.items():
                found = (
                    re.match(r"(\d{1,2})/(\d{1,2})/\d{4}", clean(str(line[column].value))) if column in line else None
                )
                if found and max(map(int, found.groups())) > 12:
                    self.ordered.add((name, key))
        seen: set[tuple[Any, ...]] = set()
        former: Row | None = None
        for number, line in sorted(lines.items()):
            cells = {key: line[column] for key, column in columns.items() if column in line}
            if not cells:
                continue
            row = Row(table.name, file, name, number, cells, columns)
            if self._no_record(table, row):
                continue
            self.counts[file, name, table.name] += 1
            if not self._counts(table, row, seen):
                continue
            self._values(table, row)
            if former is not None and self._continues(table, former, row):
                table.unsure = table.unsure or f"{name}: row {number} may continue the record above"
            former = row
            self._place(table, row)

    def _no_record(self, table: Table, row: Row) -> bool:
        """Whether a line is surely no record; where that is not sure the table is not."""
        texts = [str(raw.value) for raw in row.cells.values()]
        headers = named_headers(table.spec)
        if len(texts) > 1 and all(headers.get(plain(str(raw.value))) == key for key, raw in row.cells.items()):
            return True
        if all(raw.kind == "text" and self.words.says("nothing", raw.value) for raw in row.cells.values()):
            return True
        required = [key for key, one in table.spec["fields"].items() if one.get("need") == "!"]
        odd = len(row.cells) == 1 and len(row.columns) > 2 and row.cells.keys().isdisjoint(required[:1])
        if (odd and not re.search(r"\d", texts[0])) or self.words.says("example", texts[0]):
            return True
        if (
            odd
            or (required and row.cells.keys().isdisjoint(required))
            or (row.file, row.sheet, row.number) in self.remarked
        ):
            table.unsure = table.unsure or f"{row.sheet}: whether row {row.number} is a record"
        return False

    def _counts(self, table: Table, row: Row, seen: set[tuple[Any, ...]]) -> bool:
        """Whether a record counts: not void, not another project's, not a repeat."""
        said = {key: clean(str(row.cells[key].value)) for key in table.spec["beside_rows"] if key in row.cells}
        fields = table.spec["beside_rows"]
        status = said.get("status", "")
        if status and (self.words.says("void", status) or (status[:1] == "已" and self.words.says("void", status[1:]))):
            return False
        valid = self._listed(fields["valid"], said["valid"]) if "valid" in said else "是"
        voided = self._listed(fields["voided"], said["voided"]) if "voided" in said else "否"
        if isinstance(valid, Unsure) or isinstance(voided, Unsure):
            table.unsure = table.unsure or f"{row.sheet}: whether row {row.number} is void"
        if valid == "否" or voided == "是":
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
        self.alike[table.name][row.file, row.sheet].add(alike)
        if not table.spec["repeats"] and len(alike) >= 3:
            if alike in seen:
                return False
            seen.add(alike)
        return True

    def _values(self, table: Table, row: Row) -> None:
        for key, spec in table.spec["fields"].items():
            if key in table.ambiguous:
                row.values[key] = Unsure(f"{row.sheet}: which column is {spec['header']}")
            elif key not in row.columns:
                row.values[key] = None if spec.get("absent_blank") else Bad("absent")
                if row.values[key] is None and spec.get("blank"):
                    row.values[key] = spec["blank"]
            elif key in row.cells:
                place = row.cell(key)
                self.field_at[place] = f"{table.name}.{key}"
                value = self.value(spec, row.cells[key])
                row.values[key] = spec.get("blank") or None if value is None else value
            else:
                self.field_at[row.cell(key)] = f"{table.name}.{key}"
                row.values[key] = spec.get("blank") or None
        self._dates(table, row)
        self._not_before(table, row)

    def _dates(self, table: Table, row: Row) -> None:
        """A date without its year takes it from the row's key date; one that may be read in two orders is not used."""
        key = row.values.get(table.spec["key_date"])
        for name, value in row.values.items():
            spec = table.spec["fields"][name]
            if not isinstance(value, Unsure) or name not in row.cells or spec["type"] not in ("when", "day"):
                continue
            if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/\d{4}", value.text):
                low, high = sorted(map(int, found.groups()))
                if low < high <= 12 and (row.sheet, name) not in self.ordered:
                    row.values[name] = Bad("DAT10")
            found = re.fullmatch(r"(\d{1,2})月(\d{1,2})日", value.text)
            if found and isinstance(key, When) and name != table.spec["key_date"] and not spec.get("before"):
                number, day = map(int, found.groups())
                if 1 <= number <= 12 and 1 <= day <= 28:
                    this = date(key.day.year, number, day)
                    row.values[name] = When(this if this >= key.day else date(key.day.year + 1, number, day))
                    self.guessed.add(row.cell(name))

    def _not_before(self, table: Table, row: Row) -> None:
        """A date before the period that its row covers is no evidence for it."""
        rule = table.spec["not_before"]
        covered = row.values.get(rule["period"]) if rule else None
        if not isinstance(covered, Span):
            return
        first = date(covered.start.year - rule["years"], 1, 1) if rule["years"] else covered.start
        for key in rule["fields"]:
            if isinstance(value := row.values.get(key), When) and value.day < first:
                row.values[key] = Bad("order")

    def _continues(self, table: Table, former: Row, row: Row) -> bool:
        """Whether a line may be a further line of the record above."""
        ties = table.spec["same_case"]
        if not ties or (row.file, row.sheet) != (former.file, former.sheet):
            return False
        if any((a := row.values.get(key)) and (b := former.values.get(key)) and a != b for key in ("interviewer",)):
            return False
        equal = []
        for key in ties:
            mine, theirs = row.values.get(key), former.values.get(key)
            if mine is not None and mine != theirs and not (isinstance(mine, str) and same(mine) == same(str(theirs))):
                return False
            equal.append(mine is not None and mine == theirs)
        key_date = row.values.get(table.spec["key_date"])
        tied = any(same_one for key, same_one in zip(ties, equal, strict=True) if key in ("id", "household"))
        timed = isinstance(key_date, When) and key_date.timed and key_date == former.values.get(table.spec["key_date"])
        return tied or timed or all(row.values.get(key) is None for key in ties)

    def _place(self, table: Table, row: Row) -> None:
        """Puts a row where it belongs: what lies after the as-of day is no evidence."""
        key_date = table.spec["key_date"]
        for key, spec in table.spec["fields"].items():
            value = row.values.get(key)
            if isinstance(value, When) and value.day > self.as_of and not spec.get("future"):
                if key == key_date:
                    table.later.append(row)
                    return
                row.values[key] = None
        required = [key for key, one in table.spec["fields"].items() if one.get("need") == "!"]
        lacking = [key for key in required if row.values.get(key) is None]
        (table.incomplete if lacking else table.rows).append(row)

    # ------------------------------------------------------------ what a cell means

    def value(self, spec: dict[str, Any], raw: Raw, *, facts: bool = False) -> Any:
        """What a cell means as its field: a text, list value, When, Span, int, None, Bad or Unsure."""
        kind = spec["type"]
        if raw.kind in ("error", "empty"):
            return Bad("DAT08")
        text = clean(str(raw.value)) if raw.kind == "text" else min(shown(raw), key=len)
        if self.words.says("ditto", text):
            return Unsure(text)
        if kind in ("when", "day"):
            return self._date(spec, raw, text)
        if kind == "list":
            return self._listed(spec, text)
        if kind == "count":
            return self._count(raw, text, facts)
        if kind in ("month", "quarter", "year", "span"):
            return self._span(kind, raw, text)
        if kind == "household" and self.words.says("no_flat", text):
            return None
        return text

    def _date(self, spec: dict[str, Any], raw: Raw, text: str) -> Any:
        if raw.kind == "number":
            return Unsure(text)
        value = date_of(raw)
        if not isinstance(value, Unsure):
            return When(value.day) if spec["type"] == "day" and isinstance(value, When) else value
        needed = spec.get("need") == "!"
        if spec.get("handover") and (self.words.says("not_handed_over", text) or self.words.says("not_moved_in", text)):
            return value
        if (spec.get("end") and self.words.says("still", text)) or (
            not needed and (self.words.says("open", text) or self.words.says("nothing", text))
        ):
            return None
        return value if re.search(r"\d|[一二三四五六七八九十]", text) or not text else Bad("DAT01")

    def _listed(self, spec: dict[str, Any], text: str) -> Any:
        said = plain(text)
        hits = {value for value, ways in spec["choices"] if said in {plain(one) for one in (value, *ways)}}
        if len(hits) == 1:
            return hits.pop()
        near = any(plain(one) in said for value, ways in spec["choices"] for one in (value, *ways) if plain(one))
        return Unsure(text) if hits or near or not said or re.search(r"[一二三\d]", said) else Bad("DAT07")

    def _count(self, raw: Raw, text: str, facts: bool) -> Any:
        if raw.kind == "number":
            return int(raw.value) if raw.value == int(raw.value) and raw.value >= 0 else Unsure(text)
        if raw.kind == "text" and re.fullmatch(r"\d{1,9}[件户条次]?", unicodedata.normalize("NFKC", text)):
            return int(unicodedata.normalize("NFKC", text).rstrip("件户条次"))
        if not facts and self.words.says("zero", text):
            return 0
        return Unsure(text) if re.search(r"[\d一二三四五六七八九十百千万两]", text) else Bad("DAT01")

    def _span(self, kind: str, raw: Raw, text: str) -> Any:
        if raw.kind == "date":
            value = date_of(raw)
            if isinstance(value, When) and kind in ("month", "span"):
                return month(value.day.year, value.day.month)
            return Unsure(text)
        one = span_of(text)
        lengths = {"month": (31,), "quarter": (92,), "year": (366,), "span": (31, 92)}
        if one is None:
            return Unsure(text) if re.search(r"\d|[一二三四五六七八九十]", text) else Bad("DAT01")
        days = (one.end - one.start).days + 1
        kinds = {31: days <= 31, 92: 31 < days <= 92, 366: days > 92}
        return one if any(kinds[length] for length in lengths[kind]) else Unsure(text)


# ---------------------------------------------------------------- the project: service, people, flats


@dataclass
class Expected:
    """What must be said of a subject: its verdict, the cells that may be cited, its due date; or why it is not known."""

    verdict: str
    cells: set[tuple[str, str, str]] = field(default_factory=set)
    due: date | None = None
    cannot: str = ""


Say = tuple[str, date | None]
"""A verdict, and the due date where there is one."""


class Project:
    """What a project's files say, and as of when they are judged."""

    def __init__(self, reader: Reader, book: dict[str, Any], period: Span, as_of: date) -> None:
        self.reader, self.book, self.period, self.as_of = reader, book, period, as_of
        self.tables = reader.tables
        self.read: set[tuple[str, str, str]] = set()
        self.staff_table = self._for("staff")
        self.register = self._for("register")
        self._staff: list[tuple[str, str, date, date]] | None = None
        self._flats: dict[tuple[str, ...], Any] | None = None
        self.subjects = self._name_rows()

    def _for(self, purpose: str) -> str:
        return next((name for name, spec in self.book["tables"].items() if spec["purpose"] == purpose), "")

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
        table = self.tables[name]
        if table.unsure:
            raise Cannot(table.unsure)
        return table

    def get(self, row: Row, name: str) -> Any:
        """What a field of a row says; it is noted that it was looked at."""
        if name in row.columns:
            self.read.add(row.cell(name))
        value = row.values.get(name)
        if isinstance(value, Unsure):
            raise Cannot(f"{row.sheet}!{name} of row {row.number}: {value.text}")
        return value

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

    def committee(self, day: date) -> bool:
        since = self.fact("committee_since")
        return isinstance(since, When) and since.day <= day

    @property
    def ownership(self) -> str:
        owners = self.fact("owners")
        if isinstance(owners, int):
            return "multi" if owners >= 10 else "single"
        value = self.fact("ownership")
        if value is None:
            raise Cannot("the ownership is not known")
        return "single" if value.startswith("单一") else "multi"

    def _name_rows(self) -> dict[int, str]:
        """How each row is called: by its identifier, or by its place."""
        files: dict[str, set[str]] = defaultdict(set)
        for file, sheet, _ in self.reader.counts:
            files[sheet].add(file)
        names = {}
        for table in self.tables.values():
            rows = [*table.rows, *table.incomplete, *table.later]
            key = table.spec["id"]
            ids = Counter(same(row.values[key]) for row in rows if isinstance(row.values.get(key), str))
            for row in rows:
                text = row.values.get(key) if key else None
                if isinstance(text, str) and ids[same(text)] == 1:
                    names[id(row)] = text
                else:
                    before = f"{row.file}/" if len(files[row.sheet]) > 1 else ""
                    names[id(row)] = f"{before}{row.sheet}#{row.number}"
        return names

    # people

    def staff(self) -> list[tuple[str, str, date, date]]:
        """Name, role, first and last day in post of everyone on the list."""
        if self._staff is None:
            made = []
            for row in self.table(self.staff_table).rows:
                name, role = self.get(row, "name"), self.get(row, "role")
                start, end = self.get(row, "from"), self.get(row, "until")
                if not (isinstance(name, str) and isinstance(role, str) and isinstance(start, When)) or isinstance(
                    end, Bad
                ):
                    raise Cannot(f"row {row.number} of the staff list")
                made.append((same(name), role, start.day, end.day if end else date.max))
            self._staff = made
        self.read |= {row.cell(key) for row in self.table(self.staff_table).rows for key in row.columns}
        return self._staff

    def people(self, text: str) -> list[str]:
        """The people that a cell names, each as the list has the name."""
        listed, named = {name for name, *_ in self.staff()}, []
        if same(text) in listed:
            return [same(text)]
        for part in re.split(r"[、,，;；\n/]", text):
            if (name := same(part)) in listed:
                named.append(name)
            elif name:
                odd = re.search(r"[\s(（)）@\d&+]|和|与|及", part) or any(one in name for one in listed)
                if odd or any(word in name for word in self.book["words"].get("title", {"whole": []})["whole"]):
                    raise Cannot(f"who is meant by {text}")
                named.append(name)
        return named

    def roles(self, name: str, day: date) -> set[str] | None:
        """The roles that somebody had on a day (none: not in post then); None for who is not on the list."""
        if all(name != one for one, *_ in self.staff()):
            return None
        return {role for one, role, start, end in self.staff() if one == name and start <= day <= end}

    # flats

    def flat_parts(self, text: str) -> tuple[str, ...]:
        said = unicodedata.normalize("NFKC", clean(text)).upper()
        said = "".join("-" if sign in DASHES else sign for sign in said)
        said = re.sub(r"(?<=[0-9A-Z])(室|号|房)$", "", said)
        parts = re.split(r"[-_\s#]+|栋|幢|座|单元", said)
        return tuple(re.sub(r"^0+(?=\d)", "", re.sub(r"(?<=\D)0+(?=\d)", "", part)) for part in parts if part)

    def flats(self) -> dict[tuple[str, ...], Any]:
        """Every flat of the register with its day of handover (None: handed over)."""
        if self._flats is None:
            made: dict[tuple[str, ...], Any] = {}
            table = self.table(self.register) if self.register else None
            for row in table.rows if table else ():
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
            if any(len(one) < 2 for one in known):
                raise Cannot(f"which flat is {text}")
            if "/" in part or not all(re.fullmatch(r"[A-Z]?\d+[A-Z]?|[A-Z]+|商铺\d+", one) for one in parts):
                raise Cannot(f"which flat is {text}")
            if part != text and len(parts) < 2:
                raise Cannot(f"which flat is {text}")
            fits = [one for one in known if one[-1:] == parts[-1:] and _within(parts, one)]
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

    # numbers

    def number(self, rule: dict[str, Any], name: str, day: date) -> tuple[int, str]:
        """The value and the unit of a number that is in force on a day."""
        listed = [one for one in rule["numbers"][name] if not one["since"] or one["since"] <= day.isoformat()]
        if not listed:
            raise Cannot(f"no {name} is in force on {day}")
        one = max(listed, key=lambda each: each["since"] or "")
        return one["value"], one["unit"]


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    rest = iter(many)
    return all(one in rest for one in few)


def worst(parts: Iterable[Callable[[], Say]]) -> Say:
    """The worst verdict of several parts; a fail stands whatever another part may be."""
    said: list[Say] = []
    cannot: Cannot | None = None
    for part in parts:
        try:
            said.append(part())
        except Cannot as problem:
            cannot = cannot or problem
    fails = [one for one in said if one[0] == "fail"]
    if cannot and not fails:
        raise cannot
    verdict = min((one[0] for one in said), key=WORST_FIRST.index)
    dues = [one[1] for one in said if one[0] == verdict and one[1]] or [one[1] for one in said if one[1]]
    return verdict, max(dues, default=None)


def absent(*values: Any) -> bool:
    """Whether a value among them cannot be used."""
    return any(isinstance(value, Bad) for value in values)


def only(row: Row, project: Project, wanted: dict[str, Any]) -> bool | None:
    """Whether a row has the wanted values; None where that cannot be known for sure."""
    answer: bool | None = True
    for name, values in wanted.items():
        value = project.get(row, name)
        if isinstance(value, Bad):
            answer = None
        elif isinstance(value, tuple | list):
            if not set(value) & set(values):
                return False
        elif value not in values:
            return False
    return answer


# ---------------------------------------------------------------- what is asked of a row


class RowParts:
    """The parts of a check of rows. Each gives a verdict on a row."""

    def __init__(self, project: Project, rule: dict[str, Any]) -> None:
        self.project, self.rule = project, rule
        self.as_of = project.as_of

    def of(self, part: dict[str, Any], row: Row) -> Say:
        if part.get("where"):
            fits = only(row, self.project, part["where"])
            if fits is None:
                return "undetermined", None
            if not fits:
                return "pass", None
        judge: Callable[[dict[str, Any], Row], Say] | None = getattr(self, f"_{part['part']}", None)
        if judge is None:
            raise Cannot(f"the part {part['part']} is not checked yet")
        return judge(part, row)

    def limit(self, name: str, row: Row) -> tuple[int, str]:
        trigger = self.project.tables[row.table].spec["key_date"]
        day = row.values.get(trigger)
        value, unit = self.project.number(self.rule, name, day.day if isinstance(day, When) else self.as_of)
        if self.rule["boundary"] != "inclusive" or unit not in ("minutes", "hours", "days"):
            raise Cannot(f"a limit in {unit}")
        return value, unit

    def in_time(self, start: When, end: When, value: int, unit: str) -> bool | None:
        """Whether end lies within so many minutes, hours or days of start; None where that depends on the time of day."""
        if unit == "days":
            return (end.day - start.day).days <= value
        seconds = value * (60 if unit == "minutes" else 3600)
        if start.timed and end.timed and (start.high - start.low or end.high - end.low):
            return end.first // 60 - start.first // 60 <= seconds // 60
        if end.last - start.first <= seconds:
            return True
        return False if end.first - start.last > seconds else None

    def open(self, start: When, value: int, unit: str) -> Say:
        """Of what is not there: a fail once the limit is past, pending before."""
        if unit == "days":
            due = start.day + timedelta(value)
            return ("fail" if self.as_of > due else "pending"), due
        last = start.last + value * (60 if unit == "minutes" else 3600)
        due = date.fromordinal(last // DAY)
        return ("fail" if self.as_of >= due else "pending"), due

    def impossible(self, row: Row, first: str, later: str) -> bool:
        """Whether one date surely lies before another that it must follow."""
        a, b = row.values.get(first), row.values.get(later)
        if [first, later] not in self.project.tables[row.table].spec["pairs"]:
            return False
        if not (isinstance(a, When) and isinstance(b, When)):
            return False
        return b.day < a.day if not (a.timed and b.timed) else b.last < a.first

    def _within(self, part: dict[str, Any], row: Row) -> Say:
        start, end = self.project.get(row, part["start"]), self.project.get(row, part["end"])
        if absent(start, end) or start is None:
            return "undetermined", None
        value, unit = self.limit(part["limit"], row)
        if end is None:
            return self.open(start, value, unit)
        if self.impossible(row, part["start"], part["end"]) or (unit == "days" and end.day < start.day):
            return part["before_start"], None
        timely = self.in_time(start, end, value, unit)
        others = [self.project.get(row, name) for name in part["with_filled"]]
        due = start.day + timedelta(value) if unit == "days" else None
        if timely and absent(*others):
            return "undetermined", due
        if timely and any(other is None for other in others):
            return self.open(start, value, unit)
        return ("undetermined" if timely is None else "pass" if timely else "fail"), due

    def _notice(self, part: dict[str, Any], row: Row) -> Say:
        start, emergency = self.project.get(row, part["start"]), self.project.get(row, part["emergency"])
        if absent(start, emergency):
            return "undetermined", None
        urgent = emergency == "是"
        value, _ = self.limit(part["limit"] if urgent else part["lead"], row)
        seconds = value * 3600 if urgent else -value * 3600
        notice = self.project.get(row, part["notice"])
        if absent(notice):
            return "undetermined", None
        if notice is None:
            last = start.last + seconds
            return ("fail" if self.as_of.toordinal() >= last // DAY else "pending"), date.fromordinal(last // DAY)
        grain = 60 if start.timed and notice.timed else 1
        if notice.last // grain <= (start.first + seconds) // grain:
            return "pass", None
        late = notice.first // grain > (start.last + seconds) // grain
        if not late and grain == 60 and notice.first // 60 <= (start.first + seconds) // 60:
            return "pass", None
        return ("fail" if late else "undetermined"), None

    def _filled(self, part: dict[str, Any], row: Row) -> Say:
        verdict = "pass"
        for name in part["fields"]:
            value = row.values.get(name) if isinstance(row.values.get(name), Unsure) else self.project.get(row, name)
            if value == Bad("absent"):
                verdict = "undetermined" if verdict == "pass" else verdict
            elif value is None:
                excused = part.get("unless", {}).get(name, {})
                said = {other: self.project.get(row, other) for other in excused}
                loose = {other: str(text).rstrip("。.!！ ") for other, text in said.items()}
                if not any(loose[other] in values for other, values in excused.items()):
                    verdict = "fail"
        return verdict, None

    def _listed(self, part: dict[str, Any], row: Row) -> Say:
        value = self.project.get(row, part["field"])
        if value == Bad("absent"):
            return "undetermined", None
        return ("fail" if value is None or absent(value) else "pass"), None

    def _not_after(self, part: dict[str, Any], row: Row) -> Say:
        value, event = self.project.get(row, part["field"]), self.project.get(row, part["event"])
        if absent(value, event):
            return "undetermined", None
        return ("pass" if value is not None and value.day <= event.day else "fail"), None

    def _in_post(self, part: dict[str, Any], row: Row) -> Say:
        text, at = self.project.get(row, part["person"]), self.project.get(row, part["at"])
        if absent(text, at):
            return "undetermined", None
        if text is None:
            return "fail", None
        held = [self.project.roles(name, at.day) for name in self.project.people(text)]
        return ("pass" if any(held) else "fail"), None

    def _has_role(self, part: dict[str, Any], row: Row) -> Say:
        text = self.project.get(row, part["person"])
        if absent(text):
            return "undetermined", None
        if text is None:
            if part.get("blank") != "open":
                return "fail", None
            start = self.project.get(row, part["start"])
            if absent(start):
                return "undetermined", None
            return self.open(start, *self.limit(part["limit"], row))
        at = self.project.get(row, part["at"])
        if absent(at) or at is None:
            return "undetermined", None
        held = [self.project.roles(name, at.day) for name in self.project.people(text)]
        if any(roles & set(part["roles"]) for roles in held if roles):
            return "pass", None
        return ("fail" if all(held) else "undetermined"), None

    def _handled(self, part: dict[str, Any], row: Row) -> Say:
        get = self.project.get
        closed, measures, klass = get(row, part["closed"]), get(row, part["measures"]), get(row, part["klass"])
        received = get(row, part["received"])
        bare = (closed is not None and not absent(closed)) and measures is None
        return worst(
            [lambda: ("fail" if bare else "pass", None), lambda: self._by_class(part, row, klass, received, closed)]
        )

    def _by_class(self, part: dict[str, Any], row: Row, klass: Any, received: Any, closed: Any) -> Say:
        get = self.project.get
        if klass is None or absent(klass, received, closed) or self.impossible(row, part["received"], part["closed"]):
            return "undetermined", None
        value, unit = self.limit(part["limits"][klass], row)
        if unit != "days":
            raise Cannot("a limit on handling that is not in days")
        due = received.day + timedelta(value)
        more, told = get(row, part["extended_to"]), get(row, part["extension_told"])
        if more is not None:
            if absent(more, told):
                return "undetermined", None
            if (
                told is not None
                and not self.impossible(row, part["received"], part["extension_told"])
                and told.day <= due
            ):
                due = max(due, more.day)
        ends = [closed]
        if klass in part["plan_for"]:
            plan = get(row, part["plan"])
            if absent(plan) or self.impossible(row, part["received"], part["plan"]):
                return ("pass", due) if closed and closed.day <= due else ("undetermined", None)
            ends.append(plan)
        if any(end is not None and end.day <= due for end in ends):
            return "pass", due
        return ("fail" if any(ends) or self.as_of > due else "pending"), due

    def due_of(self, part: dict[str, Any], row: Row) -> date | Bad:
        due, start = self.project.get(row, part["due"]), self.project.get(row, part["start"])
        if isinstance(due, When):
            day: date = due.day
            return day
        if absent(due) or absent(start) or start is None:
            return Bad("no due date")
        first: date = start.day
        value, unit = self.project.number(self.rule, part["default"], first)
        if unit != "days":
            raise Cannot(f"a limit in {unit}")
        return first + timedelta(value)

    def _follow_up(self, part: dict[str, Any], row: Row) -> Say:
        due, done = self.due_of(part, row), self.project.get(row, part["done"])
        if isinstance(due, Bad) or absent(done) or self.impossible(row, part["start"], part["done"]):
            return "undetermined", None
        over = self.as_of > due
        parts: list[Say] = []
        if part.get("measure"):
            measure = self.project.get(row, part["measure"])
            parts.append(
                ("undetermined" if absent(measure) else "pass" if measure else "fail" if over else "pending", due)
            )
        if done is not None:
            parts.append(("pass" if done.day <= due else "fail", due))
        else:
            parts.append(("fail" if over else "pending", due))
        return worst([lambda one=one: one for one in parts])  # type: ignore[misc]

    def _sequence(self, part: dict[str, Any], row: Row) -> Say:
        start = self.project.get(row, part["start"])
        dates = [self.project.get(row, name) for name in part["fields"]]
        if absent(start):
            return "undetermined", None
        value, unit = self.limit(part["limit"], row)
        due = start.day + timedelta(value)
        there = [one.day for one in dates if isinstance(one, When)]
        if unit != "days" or sorted(there) != there or (there and there[-1] > due and isinstance(dates[-1], When)):
            return ("fail" if unit == "days" else "undetermined"), due
        if absent(*dates) or self.impossible(row, part["start"], part["fields"][0]):
            return "undetermined", due
        if any(one is None for one in dates):
            return ("fail" if self.as_of > due else "pending"), due
        return "pass", due

    def _outage_record(self, part: dict[str, Any], row: Row) -> Say:
        project = self.project
        named, entered = project.get(row, part["record"]), project.get(row, part["entered"])
        records = project.table(part["records"])
        if not records.handed_in or absent(named, entered):
            return "undetermined", None
        key = records.spec["id"]
        every = [*records.rows, *records.incomplete, *records.later]
        found = [one for one in every if isinstance(one.values.get(key), str) and same(one.values[key]) == same(named)]
        if not found:
            return "fail", None
        record = found[0]
        if record not in records.rows:
            raise Cannot(f"the daily record {named}")
        project.get(record, key)
        written, down, up = (project.get(record, part[name]) for name in ("written", "down", "up"))
        if absent(written, down, up):
            return "undetermined", None
        if down is None:
            return "fail", None
        return worst([lambda: self._in_outage(written, down, up), lambda: self._entered(part, row, entered, up)])

    def _in_outage(self, written: When, down: When, up: When | None) -> Say:
        if written.last < down.first or (up and written.first > up.last):
            return "fail", None
        sure = written.first >= down.first and (up is None or written.last <= up.last)
        near = written.last // 60 == down.first // 60 or (up and written.first // 60 == up.last // 60)
        return ("pass" if sure or near else "undetermined"), None

    def _entered(self, part: dict[str, Any], row: Row, entered: When | None, up: When | None) -> Say:
        value, unit = self.limit(part["limit"], row)
        if up is None:
            return ("pending" if entered is None else "undetermined"), None
        if entered is None:
            return self.open(up, value, unit)
        if entered.last < up.first:
            return "undetermined", None
        timely = self.in_time(up, entered, value, unit)
        return ("undetermined" if timely is None else "pass" if timely else "fail"), None


# ---------------------------------------------------------------- what is due for a period


def due_date(unit: str, value: int, covered: Span) -> date:
    """The day that an obligation for a period is due by."""
    if unit == "days_after_end":
        return covered.end + timedelta(value)
    first = covered.start if unit == "day_of_first_month" else covered.end + timedelta(1)
    return date(first.year, first.month, min(value, monthrange(first.year, first.month)[1]))


class Dues:
    """The parts of a check of what is due for a period. `row`: the row of the period, if there is one."""

    def __init__(self, project: Project, check: dict[str, Any], covered: Span, due: date, row: Row | None) -> None:
        self.project, self.check, self.covered, self.due, self.row = project, check, covered, due, row
        self.over = project.as_of > due
        self.missing: Say = ("fail" if self.over else "pending", due)

    def of(self, part: dict[str, Any]) -> Say:
        judge: Callable[[dict[str, Any]], Say] | None = getattr(self, f"_{part['part']}", None)
        if judge is None:
            raise Cannot(f"the part {part['part']} is not checked yet")
        return judge(part)

    def get(self, name: str) -> Any:
        table = self.project.tables[self.check["table"]]
        if name in table.ambiguous:
            raise Cannot(f"which column of {table.name} is {name}")
        if name in table.absent:
            return Bad("absent")
        return None if self.row is None else self.project.get(self.row, name)

    def _by_due(self, part: dict[str, Any]) -> Say:
        def one(name: str) -> Say:
            value = self.get(name)
            if absent(value):
                return "undetermined", self.due
            if value is None:
                return self.missing
            return ("pass" if value.day <= self.due else "fail"), self.due

        return worst([lambda name=name: one(name) for name in part["fields"]])  # type: ignore[misc]

    def _before(self, part: dict[str, Any]) -> Say:
        if part.get("if_committee") and not self.project.committee(self.due):
            return "pass", self.due
        step, then = self.get(part["field"]), [self.get(name) for name in part["then"]]
        days = [one.day for one in then if isinstance(one, When)]
        if absent(step):
            return "undetermined", self.due
        if step is None:
            return (
                ("fail", self.due)
                if days
                else ("undetermined", self.due)
                if absent(*then) and self.over
                else self.missing
            )
        if any(day < step.day for day in days):
            return "fail", self.due
        if absent(*then):
            return "undetermined", self.due
        alone = part.get("by_due_if_alone") and not days
        return ("fail" if alone and step.day > self.due else "pass"), self.due

    def _in_order(self, part: dict[str, Any]) -> Say:
        values = [self.get(name) for name in part["fields"]]
        days = [one.day for one in values if isinstance(one, When)]
        if sorted(days) != days:
            return "fail", self.due
        if any(one == Bad("absent") or (absent(one) and one != Bad("order")) for one in values):
            return "undetermined", self.due
        if len(days) < (part.get("at_least") or 0):
            return ("not_applicable" if self.over else "pending"), self.due
        return "pass", self.due

    def _present(self, part: dict[str, Any]) -> Say:
        values = [self.get(name) for name in part["fields"]]
        if any(one is None for one in values) and self.over:
            return "fail", self.due
        if absent(*values):
            return "undetermined", self.due
        return self.missing if any(one is None for one in values) else ("pass", self.due)

    def _flags(self, part: dict[str, Any]) -> Say:
        values = [self.get(name) for name in part["fields"]]
        if any(one in (None, "无", "否") for one in values) and self.over:
            return "fail", self.due
        if absent(*values):
            return "undetermined", self.due
        return self.missing if any(one in (None, "无", "否") for one in values) else ("pass", self.due)

    def _counts(self, part: dict[str, Any]) -> Say:
        stated = self.get(part["field"])
        if absent(stated):
            return "undetermined", self.due
        if stated is None:
            return ("pass", self.due) if part.get("optional") else self.missing
        if self.covered.end > self.project.as_of:
            return ("pass" if part.get("optional") else "pending"), self.due
        table = self.project.table(part["table"])
        if not table.handed_in:
            return "undetermined", self.due
        key, count, unsure = table.spec["key_date"], 0, 0
        for row in table.rows:
            day = row.values.get(key)
            if isinstance(day, When) and not self.covered.has(day.day):
                continue
            with self.project.looking() as keep:
                fits = only(row, self.project, part.get("where") or {})
                if isinstance(self.project.get(row, key), Bad) or fits is None:
                    unsure += fits is not False
                elif fits:
                    count += 1
                if fits is not False:
                    keep()
        if not count <= stated <= count + unsure:
            surely = reaches(self.project, table, self.covered.start)
            return ("fail" if surely else "undetermined"), self.due
        return ("undetermined" if unsure else "pass"), self.due


def reaches(project: Project, table: Table, first: date) -> bool:
    """Whether a table's silence about the days from `first` on proves anything (reading 47)."""
    if first >= project.period.start:
        return True
    last = month(first.year, first.month).end
    key = table.spec["key_date"]
    dates = [key] if key else [name for name, one in table.spec["fields"].items() if one["type"] in ("when", "day")]
    for row in [*table.rows, *table.incomplete]:
        for name in dates:
            value = row.values.get(name)
            if isinstance(value, When) and value.day <= last and value.day < project.period.start:
                return True
    return False


# ---------------------------------------------------------------- rules: which subjects there are, and their verdicts


class Judge:
    """Every judgement that is owed, by code and subject."""

    def __init__(self, project: Project) -> None:
        self.project, self.as_of, self.period = project, project.as_of, project.period
        self.expected: dict[tuple[str, str], Expected] = {}
        self.unsure: dict[str, str] = {}

    def all(self) -> None:
        """Works out every rule."""
        for code, rule in self.project.book["rules"].items():
            found: dict[str, Expected] = {}
            try:
                for check in rule["checks"]:
                    for subject, one in self.check(code, rule, check):
                        known = found.get(subject)
                        ranked = known and not known.cannot and not one.cannot
                        if not known or (one.cannot and known.verdict != "fail"):
                            found[subject] = one
                        elif ranked and WORST_FIRST.index(one.verdict) < WORST_FIRST.index(known.verdict):
                            found[subject] = replace(one, cells=one.cells | known.cells)
            except Cannot as problem:
                self.unsure[code] = str(problem)
            if len(found) > 1 and found.get("project", Expected("")).verdict == "not_applicable":
                del found["project"]
            self.expected.update({(code, subject): one for subject, one in found.items()})

    def check(self, code: str, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        """The subjects of one check of a rule. Raises Cannot where not even they are known."""
        judge = getattr(self, f"_{check['kind']}", None)
        if judge is None:
            raise Cannot(f"the kind {check['kind']} is not checked yet")
        if check["kind"] == "attested":
            yield from judge(code, rule, check)
            return
        self.project.read = set()
        if (hindered := self.hindered(check)) is not None:
            tables = [check["table"], *check["needs"]]
            cells = {cell for name in tables for cell in self.project.tables[name].headers}
            yield "project", Expected(hindered, self.project.reader.fact_cells | cells)
            return
        any_case = False
        for subject, one in judge(rule, check):
            any_case = True
            yield subject, one
        if not any_case:
            yield "project", Expected("not_applicable", self.headers(check))

    def hindered(self, check: dict[str, Any]) -> str | None:
        """Why a rule as a whole cannot be judged, as a verdict."""
        project, applies = self.project, check["applies"]
        if applies["ownership"] and applies["ownership"] != project.ownership:
            return "not_applicable"
        if applies["fee_model"]:
            if (model := project.fact("fee_model")) is None:
                raise Cannot("the fee model is not known")
            if model != applies["fee_model"]:
                return "not_applicable"
        for name in (check["table"], *check["needs"]):
            table = project.tables[name]
            if table.unsure:
                raise Cannot(table.unsure)
            if not table.handed_in or table.lacks_required:
                return "undetermined"
        return None

    def headers(self, check: dict[str, Any]) -> set[tuple[str, str, str]]:
        """The headers that may be cited for what is absent, and the facts."""
        names = [check["table"], *check["needs"]]
        for one in (check, *check.get("parts", ())):
            trigger = one.get("trigger") or {}
            names += [
                value
                for value in (one.get("table"), one.get("records"), one.get("places"), trigger.get("table"))
                if value
            ]
        cells = {cell for name in names for cell in self.project.tables[name].headers}
        return cells | self.project.reader.fact_cells

    def one(self, check: dict[str, Any], judge: Callable[[], Say]) -> Expected:
        """What a subject's judgement comes to, and which cells it looked at."""
        self.project.read = set()
        try:
            verdict, due = judge()
        except Cannot as problem:
            return Expected("", cannot=str(problem))
        bare = verdict in ("pass", "not_applicable") and check["kind"] == "each_row"
        return Expected(verdict, self.project.read | (set() if bare else self.headers(check)), due)

    def in_service(self, day: date) -> bool:
        """Whether a day lies in service; a take-over that is not known leaves rows to be judged."""
        start = self.project.reader.facts.get("takeover_date")
        if isinstance(start, Unsure):
            raise Cannot("the take-over date")
        return (not isinstance(start, When) or start.day <= day) and day <= self.project.exit

    # rows

    def _each_row(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        table, parts = self.project.table(check["table"]), RowParts(self.project, rule)
        rows = table.rows + (table.incomplete if check["incomplete_too"] else [])
        for row in sorted(rows, key=lambda one: (one.file, one.sheet, one.number)):
            subject = self.project.subjects[id(row)]
            try:
                if not self._asked(table, check, parts, row):
                    continue
            except Cannot as problem:
                yield subject, Expected("", cannot=str(problem))
                continue
            yield subject, self.one(check, lambda row=row: self._row(check, parts, row))  # type: ignore[misc]

    def _asked(self, table: Table, check: dict[str, Any], parts: RowParts, row: Row) -> bool:
        """Whether a row belongs to the period, and triggers the rule."""
        if check["rows_filled"] and all(row.values.get(name) is None for name in check["rows_filled"]):
            return False
        if check["period_of_due"]:
            part = next(one for one in check["parts"] if one["part"] == "follow_up")
            day: Any = parts.due_of(part, row)
        else:
            value = self.project.get(row, table.spec["key_date"])
            day = value.day if isinstance(value, When) else value
        if isinstance(day, date) and not (self.period.has(day) and self.in_service(day)):
            return False
        return only(row, self.project, check["rows"]) is not False

    def _row(self, check: dict[str, Any], parts: RowParts, row: Row) -> Say:
        if only(row, self.project, check["rows"]) is None:
            return "undetermined", None
        named = {*check["applies_to"], *check["when_filled"], *check["when_blank"], *check["rows"]}
        for part in check["parts"]:
            named |= {one for value in part.values() for one in ([value] if isinstance(value, str) else value or ())}
        self.project.read |= {row.cell(name) for name in named if name in row.columns}
        for name, values in check["applies_to"].items():
            value = self.project.get(row, name)
            if value is None or absent(value):
                return "undetermined", None
            if value not in values:
                return "not_applicable", None
        for name in (*check["when_filled"], *check["when_blank"]):
            value = self.project.get(row, name)
            if name in check["when_filled"] and (value is None or name in self.project.tables[check["table"]].absent):
                return (
                    "undetermined" if name in self.project.tables[check["table"]].absent else "not_applicable"
                ), None
            if name in check["when_blank"] and value is not None:
                return "not_applicable", None
        return worst([lambda part=part: parts.of(part, row) for part in check["parts"]])  # type: ignore[misc]

    # periods

    def _dated(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        project = self.project
        start, end = project.takeover, project.exit
        first = max(start, date(self.period.start.year - 2, 1, 1))
        if first > self.period.end:
            return
        listed = spans(check["each"], first, min(end, self.period.end))
        of_service = spans(check["each"], start, min(end, self.period.end)) if check["first_periods"] else []
        for covered in listed:
            value, unit = project.number(rule, check["due"], max(covered.start, start))
            due = due_date(unit, value, covered)
            if rule["boundary"] != "inclusive":
                raise Cannot("a limit that is exclusive")
            if not (self.period.has(due) and start <= due <= end):
                continue
            if check["first_periods"]:
                most, _ = project.number(rule, check["first_periods"], covered.start)
                if covered not in of_service[:most]:
                    continue
            try:
                if not self._triggered(rule, check, covered):
                    continue
            except Cannot as problem:
                yield covered.label, Expected("", cannot=str(problem))
                continue
            yield covered.label, self.one(check, lambda c=covered, d=due: self._obligation(check, c, d))  # type: ignore[misc]

    def _triggered(self, rule: dict[str, Any], check: dict[str, Any], covered: Span) -> bool:
        trigger = check["trigger"]
        if not trigger:
            return True
        table = self.project.table(trigger["table"])
        if not table.handed_in or table.lacks_required:
            raise Cannot(f"the table {table.name} is absent")
        key, maybe = trigger["date"] or table.spec["key_date"], None
        for row in table.rows:
            try:
                value = self.project.get(row, key)
                if absent(value):
                    raise Cannot(f"a date of {table.name}")
                last = value.day
                if trigger["months_after"]:
                    months, _ = self.project.number(rule, trigger["months_after"], covered.start)
                    last = months_later(value.day, months) - timedelta(1)
                elif not self.in_service(value.day):
                    continue
                if value.day <= covered.end and last >= covered.start:
                    if (fits := only(row, self.project, trigger["where"] or {})) is None:
                        raise Cannot(f"what row {row.number} of {table.name} says")
                    if fits:
                        return True
            except Cannot as problem:
                maybe = problem
        if maybe:
            raise maybe
        return False

    def _obligation(self, check: dict[str, Any], covered: Span, due: date) -> Say:
        project = self.project
        table = project.table(check["table"])
        if check["needs_committee"] and not project.committee(due):
            return "not_applicable", due
        if check["wait_until_over"] and covered.end > self.as_of:
            return "pending", due
        found, doubtful = [], False
        for row in table.rows:
            with project.looking() as keep:
                if only(row, project, check["where"]) is False:
                    continue
                value = project.get(row, check["period_field"])
                if isinstance(value, Bad) or value[:2] == covered[:2]:
                    keep()
                    doubtful |= isinstance(value, Bad)
                    found += [] if isinstance(value, Bad) else [row]
        if check["earliest"]:
            dated = [row for row in found if isinstance(project.get(row, check["earliest"]), When)]
            found = sorted(dated, key=lambda row: row.values[check["earliest"]].day) or found
        if not found and doubtful:
            return "undetermined", due
        dues = Dues(project, check, covered, due, found[0] if found else None)
        return worst([lambda part=part: dues.of(part) for part in check["parts"]])  # type: ignore[misc]

    # quotas

    def windows(self, each: str) -> Iterator[tuple[Span, Span]]:
        """The windows of a quota that belong to the audit, and each cut to service."""
        start, end = self.project.takeover, self.project.exit
        for window in spans(each, self.period.start, self.period.end):
            cut = Span(max(window.start, start), min(window.end, end), window.label)
            if cut.start <= cut.end and (each == "year" or self.period.has(cut.end)):
                yield window, cut

    def progress(self, count: int, needed: int, cut: Span) -> str:
        """The verdict on a count of what accumulates."""
        if count >= needed:
            return "pass"
        if self.as_of >= cut.end:
            return "fail"
        gone, days = (self.as_of - cut.start).days + 1, (cut.end - cut.start).days + 1
        return "at_risk" if count < needed * max(gone, 0) // days else "pending"

    def bounded(self, table: Table, counts: tuple[int, int, int], needed: int, cut: Span) -> Say:
        """The verdict where so many count surely, so many more perhaps, and so many more if what is not read here counts."""
        sure, maybe, unread = counts
        low = self.progress(sure, needed, cut)
        if low in ("fail", "at_risk") and not reaches(self.project, table, cut.start):
            low = "undetermined"
        if unread > maybe and self.progress(unread, needed, cut) != low:
            raise Cannot("rows that are not read here would decide")
        return ("undetermined" if self.progress(maybe, needed, cut) != low else low), cut.end

    def _quota(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        for window, cut in self.windows(check["each"]):
            for role in check["roles"] or [""]:
                subject = f"{window.label}/{role}" if role else window.label
                yield subject, self.one(check, lambda c=cut, w=window, r=role: self._reached(rule, check, w, c, r))  # type: ignore[misc]

    def _reached(self, rule: dict[str, Any], check: dict[str, Any], window: Span, cut: Span, role: str) -> Say:
        project, table = self.project, self.project.table(check["table"])
        if check["needs_committee"] and not project.committee(cut.end):
            return "not_applicable", None
        if check["min_months"]:
            least, _ = project.number(rule, check["min_months"], cut.start)
            if months_in(cut) < least:
                return "not_applicable", None
        needed, _ = project.number(rule, check["at_least"], cut.start)
        if {check["date"], check["person"], *check["where"]} & table.absent:
            return "undetermined", cut.end
        found: list[set[int]] = [set(), set(), set(), set()]
        for row in table.rows:
            found[self._counted(check, row, cut, [role] if role else [])].add(row.number)
        sure, maybe, unread = map(len, found[:3])
        return self.bounded(table, (sure, sure + maybe, sure + maybe + unread), needed, cut)

    def _counted(self, check: dict[str, Any], row: Row, cut: Span, roles: list[str]) -> int:
        """0: a row counts; 1: it may; 2: this checker does not read it; 3: it does not count."""
        with self.project.looking() as keep:
            kind = self._counting(check, row, cut, roles)
            if kind < 3:
                keep()
        return kind

    def _counting(self, check: dict[str, Any], row: Row, cut: Span, roles: list[str]) -> int:
        project = self.project
        try:
            when = project.get(row, check["date"])
            if isinstance(when, When) and not (cut.has(when.day) and when.day <= self.as_of):
                return 3
            if when is None:
                return 3
            fits = only(row, project, check["where"])
            if fits is False:
                return 3
            if absent(when) or fits is None:
                return 1
            if not roles:
                return 0
            text = project.get(row, check["person"])
            if text is None:
                return 3
            held = [project.roles(name, when.day) for name in project.people(text)]
            if any(one & set(roles) for one in held if one):
                return 0
            return 3 if all(held) else 1
        except Cannot:
            return 2

    def _coverage(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        for window, cut in self.windows(check["each"]):
            yield window.label, self.one(check, lambda w=window, c=cut: self._covered(rule, check, w, c))  # type: ignore[misc]

    def _covered(self, rule: dict[str, Any], check: dict[str, Any], window: Span, cut: Span) -> Say:
        project, table = self.project, self.project.table(check["table"])
        every = project.households(min(self.as_of, window.end))
        for name, above in (("up_to", False), ("more_than", True)):
            if check[name] and (every > project.number(rule, check[name], cut.start)[0]) != above:
                return "not_applicable", None
        if check["min_days"] and (cut.end - cut.start).days + 1 < project.number(rule, check["min_days"], cut.start)[0]:
            return "not_applicable", None
        if {check["date"], check["household"], *check["where"]} & table.absent:
            return "undetermined", cut.end
        needed = self._needed(rule, check, cut, every)
        if needed is None:
            return "not_applicable", None
        found: list[set[Any]] = [set(), set(), set()]
        for row in table.rows:
            kind = self._counted(check, row, cut, check["roles"])
            try:
                flats = project.flats_named(row, check["household"]) if kind < 3 else frozenset()
            except Cannot:
                kind, flats = 2, frozenset({("?", str(row.number))})
            if kind < 3:
                found[kind] |= {flats} - {frozenset()} if check["once_a_row"] else flats
        sure, maybe, unread = found[0], found[0] | found[1], found[0] | found[1] | found[2]
        return self.bounded(table, (len(sure), len(maybe), len(unread)), needed, cut)

    def _needed(self, rule: dict[str, Any], check: dict[str, Any], cut: Span, every: int) -> int | None:
        value, unit = self.project.number(rule, check["at_least"], cut.start)
        if unit != "percent":
            return min(value, every) if check["at_most_all"] else value
        months = 12
        if check["monthly_share_days"]:
            months = months_in(cut, self.project.number(rule, check["monthly_share_days"], cut.start)[0])
        return -(-value * every * months // 1200) if months else None

    # standing requirements, plans, confirmations on site

    def _standing(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        if self.in_service(self.as_of):
            yield "project", self.one(check, lambda: self._posted(check))

    def _posted(self, check: dict[str, Any]) -> Say:
        project, table = self.project, self.project.table(check["table"])
        up = []
        for row in table.rows:
            start, end = project.get(row, check["since"]), project.get(row, check["until"])
            kind = project.get(row, check["type"])
            if absent(start, end, kind):
                raise Cannot(f"whether row {row.number} is in force")
            if kind == check["posting"] and start.day <= self.as_of and (end is None or self.as_of <= end.day):
                up.append(row)
        shown_there = [project.get(row, check["shows"]) for row in up]
        if absent(*shown_there):
            return "undetermined", None
        items = {plain(item) for text in shown_there if text for item in re.split(r"[、；;，,]", text)}
        missing = [one for one in check["contents"] if plain(one) not in items]
        for one in missing:
            if any(plain(one) in item for item in items - {plain(other) for other in check["contents"]}):
                raise Cannot(f"whether {one} is shown")
        if check["everyone"]:
            named = {same(item) for text in shown_there if text for item in re.split(r"[、；;，,]", text)}
            people = {
                name for name, role, a, b in project.staff() if role in check["everyone"] and a <= self.as_of <= b
            }
            for name in people - named:
                if any(name in item for item in named):
                    raise Cannot(f"whether {name} is shown")
            missing += sorted(people - named)
        if check["hotline"]:
            return self._hotline(check, up)
        if check["places"]:
            raise Cannot("places without a hotline are not checked yet")
        return ("fail" if missing else "pass"), None

    def _hotline(self, check: dict[str, Any], up: list[Row]) -> Say:
        project, places = self.project, self.project.tables[check["places"]]
        if not places.handed_in or check["place"] in project.tables[check["table"]].absent:
            return "undetermined", None
        number = re.sub(r"\D", "", str(project.fact("hotline") or ""))
        wrong = [row for row in up if re.sub(r"\D", "", str(project.get(row, check["shows"]) or "")) != number]
        posted = {same(str(project.get(row, check["place"]) or "")) for row in up}
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in project.table(check["places"]).rows:
            kinds[str(project.get(row, check["place_type"]))].add(same(str(project.get(row, check["place_name"]))))
        missing = any(kinds[kind] - posted for kind in check["each_place"])
        missing |= any(not kinds[kind] & posted for kind in check["one_place"])
        if missing or (wrong and number):
            return "fail", None
        return ("pass" if number else "undetermined"), None

    def _interview_plan(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        for one in spans("year", self.period.start, self.period.end):
            cut = Span(max(one.start, self.project.takeover), min(one.end, self.project.exit), one.label)
            due = month(cut.start.year, cut.start.month).end
            if cut.start <= cut.end and self.period.has(due) and due <= self.project.exit:
                yield one.label, self.one(check, lambda y=one, c=cut, d=due: self._planned(rule, check, y, c, d))  # type: ignore[misc]

    def _planned(self, rule: dict[str, Any], check: dict[str, Any], year: Span, cut: Span, due: date) -> Say:
        project = self.project
        every = project.households(min(self.as_of, year.end))
        small = every <= project.number(rule, check["size"], cut.start)[0]
        share = project.number(rule, check["share_up_to" if small else "share_above"], cut.start)[0]
        months = months_in(cut, project.number(rule, check["monthly_share_days"], cut.start)[0])
        needed = -(-share * every * months // 1200)
        rows = [row for row in project.table(check["table"]).rows if project.get(row, check["year"]) == year]
        made = [project.get(row, check["made"]) for row in rows]
        planned = [project.get(row, check["planned"]) for row in rows]
        late = any(isinstance(one, When) and one.day > due for one in made)
        lacking = not rows or any(one is None for one in made)
        if not late and absent(*made, *planned):
            return "undetermined", due
        short = not absent(*planned) and sum(planned) < needed
        if late or ((lacking or short) and self.as_of > due):
            return "fail", due
        return ("pending" if lacking or short else "pass"), due

    def _publicity_plan(self, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        for window, cut in self.windows("year"):
            yield window.label, self.one(check, lambda w=window, c=cut: self._publicity(rule, check, w, c))  # type: ignore[misc]

    def _publicity(self, rule: dict[str, Any], check: dict[str, Any], year: Span, cut: Span) -> Say:
        project = self.project
        if months_in(cut) < project.number(rule, check["min_months"], cut.start)[0]:
            return "not_applicable", None
        least = project.number(rule, check["at_least"], cut.start)[0]
        topics = {plain(one): one for one in check["topics"]}
        planned: set[str] = set()
        done_of: Counter[str] = Counter()
        said: list[Say] = []
        for row in project.table(check["table"]).rows:
            planned_for = project.get(row, check["month"])
            if project.get(row, check["year"]) != year:
                continue
            if absent(planned_for) or check["done"] in project.tables[check["table"]].absent:
                raise Cannot(f"row {row.number} of the plan")
            if planned_for.end < cut.start or planned_for.start > cut.end:
                continue
            about = {plain(one) for one in re.split(r"[、；;，,]", project.get(row, check["topic"]))}
            if any(topic in one and one != topic for topic in topics for one in about):
                raise Cannot(f"the topic of row {row.number} of the plan")
            planned |= about
            done = project.get(row, check["done"])
            if absent(done):
                said.append(("undetermined", None))
                continue
            if done is not None and year.has(done.day) and done.day >= project.takeover:
                done_of.update(about)
                said.append(("pass" if done.day <= planned_for.end else "fail", None))
            else:
                said.append(("fail" if self.as_of >= planned_for.end else "pending", None))
        for topic in topics:
            if topic not in planned:
                said.append(("fail" if self.as_of >= cut.start else "pending", None))
            elif done_of[topic] < least:
                said.append(("fail" if self.as_of >= cut.end else "pending", None))
        return worst([lambda one=one: one for one in said])[0], None  # type: ignore[misc]

    def _attested(self, code: str, rule: dict[str, Any], check: dict[str, Any]) -> Iterator[tuple[str, Expected]]:
        for asked, other in self.project.book["rules"].items():
            if other["on_site"]:
                yield asked, self.one({**check, "needs": []}, lambda asked=asked: self._confirmed(check, asked))  # type: ignore[misc]

    def _confirmed(self, check: dict[str, Any], asked: str) -> Say:
        project, table = self.project, self.project.table(check["table"])
        if not table.handed_in or table.lacks_required:
            return "undetermined", None
        valid = []
        for row in table.rows:
            if same(project.get(row, check["code"])) != same(asked):
                continue
            on, until, result = (project.get(row, check[name]) for name in ("on", "valid_until", "result"))
            if absent(on, until, result):
                raise Cannot(f"row {row.number} of the confirmations")
            if on.day <= self.as_of and (until is None or until.day >= self.as_of):
                valid.append((on.day, result))
        if not valid:
            return "pending", None
        newest = {result for day, result in valid if day == max(day for day, _ in valid)}
        if len(newest) > 1:
            raise Cannot("two confirmations of one day")
        return ("pass" if newest == {check["passes"]} else "fail"), None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))


def months_in(cut: Span, least: int = 15) -> int:
    """The calendar months of which at least so many days lie in a window."""
    every = spans("month", cut.start, cut.end)
    return sum((min(one.end, cut.end) - max(one.start, cut.start)).days + 1 >= least for one in every)


# ---------------------------------------------------------------- what is wrong with the logs themselves


Place = tuple[str, str, str]


def faults_of(project: Project) -> tuple[set[tuple[str, Place]], set[Place]]:
    """Every fault (DAT code and cell) that is certain, and the cells of which this checker cannot say."""
    certain: set[tuple[str, Place]] = set()
    unread: set[Place] = set()
    for table in project.tables.values():
        seen: set[str] = set()
        if table.unsure:
            unread |= {row.cell(name) for row in [*table.rows, *table.incomplete, *table.later] for name in row.columns}
            continue
        for row in sorted(
            [*table.rows, *table.incomplete, *table.later], key=lambda one: (one.file, one.sheet, one.number)
        ):
            certain |= _in_cells(project, table, row, unread)
            key = table.spec["id"]
            if key and isinstance(row.values.get(key), str) and table.name != project.register:
                if same(row.values[key]) in seen:
                    certain.add(("DAT03", row.cell(key)))
                seen.add(same(row.values[key]))
            if row not in table.later:
                certain |= {("DAT06", row.cell(later)) for later in _impossible(table, row)}
                certain |= _off_register(project, table, row, unread)
    return certain, unread


def _in_cells(project: Project, table: Table, row: Row, unread: set[Place]) -> set[tuple[str, Place]]:
    """The faults of the cells of a row, each for itself."""
    reader, certain = project.reader, set()
    for name, raw in row.cells.items():
        if (spec := table.spec["fields"].get(name)) is None:
            continue
        value = reader.value(spec, raw) if name not in table.ambiguous else Unsure("")
        if row.cell(name) in reader.guessed:
            certain.add(("DAT10", row.cell(name)))
        elif isinstance(value, Unsure) and row.values.get(name) == Bad("DAT10"):
            value = Bad("DAT10")
        elif isinstance(value, Unsure):
            unread.add(row.cell(name))
        if isinstance(value, Bad) and value.why.startswith("DAT"):
            certain.add((value.why, row.cell(name)))
        elif row.values.get(name) == Bad("order"):
            certain.add(("DAT06", row.cell(name)))
        elif isinstance(value, When) and value.day > project.as_of and not spec.get("future"):
            certain.add(("DAT04", row.cell(name)))
    return certain


def _impossible(table: Table, row: Row) -> Iterator[str]:
    for first, later in table.spec["pairs"]:
        a, b = row.values.get(first), row.values.get(later)
        if isinstance(a, When) and isinstance(b, When) and b.last < a.first:
            yield later


def _off_register(project: Project, table: Table, row: Row, unread: set[Place]) -> set[tuple[str, Place]]:
    """A flat that is surely not on the register."""
    name = next((key for key, one in table.spec["fields"].items() if one["type"] == "household"), "")
    if not name or table.name == project.register or not isinstance(row.values.get(name), str):
        return set()
    try:
        if not project.flats() or len(re.split(r"[、,，;；]", row.values[name])) == len(project.flats_named(row, name)):
            return set()
    except Cannot:
        unread.add(row.cell(name))
        return set()
    return {("DAT02", row.cell(name))}


# ---------------------------------------------------------------- the audit held against it


class Word(NamedTuple):
    """What is said of a judgement (or of the head of the file, where `code` is empty)."""

    code: str
    subject: str
    said: str
    step: str = ""


class Refuted(Exception):
    """A step that does not hold."""


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))


def need(holds: bool, step: str) -> None:
    if not holds:
        raise Refuted(step)


class Verification:
    """The judgements of a findings.json, each held against what the workbooks and the rulebook say."""

    def __init__(
        self,
        findings: dict[str, Any],
        files: list[Path],
        book: dict[str, Any],
        beside: tuple[dict[str, Any], str] | None,
    ) -> None:
        self.findings, self.files, self.book, self.beside = findings, files, book, beside
        self.words: list[Word] = []

    def run(self) -> list[Word]:
        """A word on the head, on every judgement, and on every one that was left out."""
        findings = self.findings
        remarked = {
            (one["file"], one["sheet"], int(re.sub(r"\D", "", one["cell"]) or 0))
            for one in findings["remarks"]
            if one["kind"] in ("further_line", "no_record", "ditto")
        }
        self.reader = Reader(self.book, date.fromisoformat(findings["as_of"]), remarked)
        self.sheets: list[tuple[str, Sheet, str | None]] = []
        self.said("", "inputs", self._read)
        if self.words[0].said != CONFIRMED:  # what was not read says nothing about anything
            step = self.words[0].step
            self.words += [Word(one["code"], one["subject"], NOT_CONFIRMED, step) for one in findings["findings"]]
            return self.words
        for name, cells, table in self.sheets:
            self.said("", name, lambda n=name, c=cells, t=table: self._recognised(n, c, t))  # type: ignore[misc]
        self.project = Project(self.reader, self.book, audit_period(findings["period"]), self.reader.as_of)
        self.judge = Judge(self.project)
        self.judge.all()
        self.faults, self.unread = faults_of(self.project)
        for name, check in (("facts", self._facts), ("rows", self._rows), ("tally", self._tally)):
            self.said("", name, check)
        seen: set[tuple[str, str]] = set()
        for one in findings["findings"]:
            self.said(one["code"], one["subject"], lambda one=one: self._finding(one, seen))  # type: ignore[misc]
        self._left_out(seen)
        if self.beside:
            certificate, digest = self.beside
            self.said("", "certificate", lambda: self._certificate(certificate, digest))
        return self.words

    def said(self, code: str, subject: str, check: Callable[[], None]) -> None:
        try:
            check()
            self.words.append(Word(code, subject, CONFIRMED))
        except Refuted as problem:
            self.words.append(Word(code, subject, REFUTED, str(problem)))
        except Cannot as problem:
            self.words.append(Word(code, subject, NOT_CONFIRMED, str(problem)))

    def _read(self) -> None:
        """Reads every file; each is the one that was audited, and none is left out."""
        stated = {one["file"]: one for one in self.findings["inputs"] if one["sha256"]}
        by_hash = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in self.files}
        need({one["sha256"] for one in stated.values()} == set(by_hash), "the files are not those that were audited")
        sheets = []
        for file, one in stated.items():
            book = read_book(by_hash[one["sha256"]])
            tables = {(sheet["sheet"], sheet["table"]) for sheet in one["sheets"]}
            need({name for name, _ in tables} == set(book), f"{file}: its sheets")
            sheets += [(file, name, book[name], table) for name, table in sorted(tables, key=str)]
        for file, name, cells, table in sorted(sheets, key=lambda one: one[3] != self.reader.facts_name):
            if table:
                need(table in self.book["tables"], f"{name}: no table {table}")
                self.reader.take(file, name, cells, table)
        for one in self.findings["inputs"]:
            for sheet in one["sheets"]:
                place = (one["file"], sheet["sheet"], sheet["table"])
                if place in self.reader.counts and self.reader.counts[place] != sheet["rows_read"]:
                    known = self.reader.tables[sheet["table"]]
                    known.unsure = known.unsure or f"{sheet['sheet']}: how many rows it has"
        for table, by_sheet in self.reader.alike.items():
            for at, rows in by_sheet.items():
                others = [other for elsewhere, other in by_sheet.items() if elsewhere != at]
                if any(len(rows & other) >= 3 and len(rows & other) * 2 > len(rows) for other in others):
                    known = self.reader.tables[table]
                    known.unsure = known.unsure or f"{at[1]}: whether it repeats another sheet"
        self.sheets = [(name, cells, table) for _, name, cells, table in sheets]

    def _recognised(self, name: str, cells: Sheet, table: str | None) -> None:
        """A sheet is the table that it is said to be, as its headers go."""
        scores = {
            other: len(find_header(cells, spec)[1]) for other, spec in self.book["tables"].items() if not spec["facts"]
        }
        likely = max(scores, key=lambda key: scores[key])
        best = scores[likely]
        if table is None and best >= 4 and best > len(self.book["tables"][likely]["fields"]) / 2:
            step = f"{name}: whether it holds none of the tables"
            self.reader.tables[likely].unsure = self.reader.tables[likely].unsure or step
            raise Cannot(step)
        if table and not self.book["tables"][table]["facts"]:
            need(scores[table] * 3 >= best * 2, f"{name}: it is not the table {table}")

    def _facts(self) -> None:
        stated = self.findings["facts"]
        need(stated.get("code") == self.findings["project"], "the project's code")
        for name, value in self.reader.facts.items():
            if isinstance(value, Unsure):
                raise Cannot(f"the fact {name}: {value.text}")
            plainly = str(value.day) if isinstance(value, When) else value
            need(value is None or isinstance(value, Bad) or stated.get(name) == plainly, f"the fact {name}")
        need(set(stated) <= set(self.reader.facts), "a fact that is not there")

    def _rows(self) -> None:
        """The row accounting of every sheet: read = judged + set aside, and as many are read as there are."""
        aside = Counter((one["file"], one["sheet"]) for one in self.findings["set_aside"])
        listed = {(one["file"], one["sheet"], one["row"]) for one in self.findings["set_aside"]}
        need(len(listed) <= sum(aside.values()), "a row is set aside twice")
        stated: Counter[tuple[str, str]] = Counter()
        cannot = ""
        for file in self.findings["inputs"]:
            for one in file["sheets"]:
                name = f"{file['file']} / {one['sheet']}"
                need(
                    one["rows_read"] == one["rows_judged"] + one["rows_set_aside"], f"{name}: read = judged + set aside"
                )
                stated[file["file"], one["sheet"]] += one["rows_set_aside"]
                if not one["table"] or self.book["tables"][one["table"]]["facts"]:
                    continue
                count = self.reader.counts[file["file"], one["sheet"], one["table"]]
                cannot = cannot or self.reader.tables[one["table"]].unsure
                if not any(remark["sheet"] == one["sheet"] for remark in self.findings["remarks"]):
                    need(one["rows_read"] == count, f"{name}: it has {count} rows")
        need(+stated == +aside, "the rows that are listed as set aside")
        for table in self.reader.tables.values():
            for row in [] if table.unsure or table.spec["reference"] else [*table.incomplete, *table.later]:
                need((row.file, row.sheet, row.number) in listed, f"{row.sheet}: row {row.number} is not set aside")
        if cannot:
            raise Cannot(cannot)

    def _tally(self) -> None:
        counted = Counter(one["verdict"] for one in self.findings["findings"] if not one.get("remark"))
        need(+counted == +Counter(self.findings["tally"]), "the tally")
        logs = sum(one["code"].startswith("DAT") and not one.get("remark") for one in self.findings["findings"])
        need(logs == self.findings["tally_logs"], "the tally of faults of the logs")

    # ------------------------------------------------------------ one judgement

    def _finding(self, one: dict[str, Any], seen: set[tuple[str, str]]) -> None:
        code, key = one["code"], (one["code"], one["subject"])
        need(key not in seen, "it is there twice")
        seen.add(key)
        cells = [(cell["file"], cell["sheet"], cell["cell"]) for cell in one["cells"]]
        need(len(set(cells)) == len(cells), "a cell is cited twice")
        if not code.startswith("DAT"):
            need(code in self.book["rules"], f"the rulebook has no {code}")
            self._verdict(one, cells)
        else:
            self._fault(one, cells)
        self._cells(one)
        if one["verdict"] not in ("pass", "not_applicable") and not code.startswith("DAT"):
            self._numbers(one, self.book["rules"][code])

    def _verdict(self, one: dict[str, Any], cells: list[Place]) -> None:
        expected = self.judge.expected.get((one["code"], one["subject"]))
        if expected is None or expected.cannot:
            why = expected.cannot if expected else self.judge.unsure.get(one["code"], "")
            if not expected and one["subject"] == "project":
                kin = (other.cannot for (code, _), other in self.judge.expected.items() if code == one["code"])
                why = why or next((cannot for cannot in kin if cannot), "")
            if why:
                raise Cannot(why)
            raise Refuted("no such judgement is owed")
        if one["verdict"] == "waived" and expected.verdict == "fail":
            raise Cannot("the waiver")
        need(one["verdict"] == expected.verdict, f"the verdict is {expected.verdict}")
        strange = [cell for cell in cells if cell not in expected.cells]
        unclear = {place[:2] for table in self.reader.tables.values() if table.ambiguous for place in table.headers}
        if any(cell[:2] in unclear and cell not in self.reader.field_at for cell in strange):
            raise Cannot(f"which column {'!'.join(strange[0][1:])} is of")
        need(not strange, f"it does not rest on {'!'.join(strange[0][1:]) if strange else ''}")
        due = one.get("due")
        need(not due or not expected.due or due == expected.due.isoformat(), f"it is due on {expected.due}")

    def _fault(self, one: dict[str, Any], cells: list[Place]) -> None:
        """A fault of the logs is one, at that cell."""
        need(one["verdict"] == "fail", "a fault of the logs has the verdict fail")
        sheet, _, address = one["subject"].rpartition("!")
        here = [cell for cell in cells if cell[2] == address and sheet in (cell[1], f"{cell[0]}/{cell[1]}")]
        if not sheet:
            self._of_no_cell(one)
            return
        need(bool(here) and cells[0] in (here[0], cells[0]), "the cell that it is about")
        if (one["code"], here[0]) not in self.faults:
            if here[0] in self.unread or one["code"] in ("DAT02", "DAT10"):
                raise Cannot("what stands in the cell")
            raise Refuted("the cell has no such fault")

    def _of_no_cell(self, one: dict[str, Any]) -> None:
        """A column that is absent; a register that disagrees with the number that is stated."""
        project, (sheet, _, header) = self.project, one["subject"].rpartition("/")
        if one["code"] == "DAT09":
            need(project.register_disagrees(), "the cell has no such fault")
        elif one["code"] == "DAT05":
            names = {place[1]: table for table in project.tables.values() for place in table.headers}
            known = names.get(sheet) or names.get(sheet.rpartition("/")[2])
            if known is None or known.unsure:
                raise Cannot("this fault is not checked yet")
            keys = {key for key, spec in known.spec["fields"].items() if spec["header"] == header}
            if keys & known.ambiguous:
                raise Cannot(f"{sheet}: which column is {header}")
            need(bool(keys & known.absent), "the cell has no such fault")
        else:
            raise Cannot("this fault is not checked yet")

    def _cells(self, one: dict[str, Any]) -> None:
        """Every cell that is cited shows what it is said to show, and is of the field that it is said to be of."""
        for cell in one["cells"]:
            place = (cell["file"], cell["sheet"], cell["cell"])
            address = f"{cell['sheet']}!{cell['cell']}"
            raw = self.reader.raw.get(place)
            if "value" in cell:
                texts = shown(raw) if raw else {""}
                need(_tight(cell["value"]) in {_tight(text) for text in texts}, f"what stands in {address}")
                stated, known = cell.get("field", ""), self.reader.field_at.get(place, "")
                need(not known or stated == known, f"{address} is {known}")

    def _numbers(self, one: dict[str, Any], rule: dict[str, Any]) -> None:
        for name in ("clause", "severity", "role"):
            need(one[name] == rule[name], f"its {name} is {rule[name]}")
        for number in one["numbers"]:
            code, _, name = number["name"].partition(".")
            listed = self.book["rules"].get(code, {"numbers": {}})["numbers"].get(name, [])
            alike = [
                other for other in listed
                if (other["zh"], other["en"], other["source"], other["since"])
                == (number["value"]["zh"], number["value"]["en"], number["source"], number["since"])
            ]  # fmt: skip
            need(code == one["code"] and bool(alike), f"the number {number['name']}")
        assumed = [f"{one['name']} = {one['value']['zh']}" for one in one["numbers"] if one["source"] == "assumption"]
        need(one["assumptions"] == assumed, "the assumptions that it rests on")

    def _certificate(self, certificate: dict[str, Any], digest: str) -> None:
        """A certificate is of these findings, and says of every row and cell what the workbooks say."""
        findings = self.findings
        need(certificate["findings_sha256"] == digest, "the certificate is of other findings")
        for name in ("project", "period", "as_of", "rulebook"):
            need(certificate[name] == findings[name], f"the certificate's {name}")
        listed = [(one["code"], one["subject"], one["verdict"], one["cells"]) for one in certificate["judgements"]]
        cells = [[[cell["file"], cell["sheet"], cell["cell"]] for cell in one["cells"]] for one in findings["findings"]]
        said = [(one["code"], one["subject"], one["verdict"]) for one in findings["findings"]]
        need(listed == [(*one, there) for one, there in zip(said, cells, strict=True)], "the certificate's judgements")
        subjects: dict[str, list[str]] = defaultdict(list)
        for code, subject, _ in said:
            subjects[code].append(subject)
        need(certificate["rules"] == dict(subjects), "the certificate's subjects")
        for number in (number for one in certificate["judgements"] for number in one["numbers"]):
            code, _, name = number.pop("name").partition(".")
            every = self.book["rules"].get(code, {"numbers": {}})["numbers"].get(name, [])
            need(any(number.items() <= one.items() for one in every), f"the certificate's number {code}.{name}")
        rows = [row for table in self.reader.tables.values() for row in (*table.rows, *table.incomplete, *table.later)]
        mine = {(row.table, row.file, row.sheet, row.number) for row in rows}
        unsure = {name for name, table in self.reader.tables.items() if table.unsure}
        theirs = set()
        for row in certificate["rows"]:
            theirs.add((row["table"], row["file"], row["sheet"], row["row"]))
            for name, one in row["cells"].items():
                self._certified(row, name, one)
        odd = {one for one in mine ^ theirs if one[0] not in unsure}
        need(not odd, f"the certificate's rows: {min(odd) if odd else ''}")
        if unsure:
            raise Cannot(f"the rows of {'、'.join(sorted(unsure))}")

    def _certified(self, row: dict[str, Any], name: str, one: dict[str, Any]) -> None:
        place = (row["file"], row["sheet"], one["cell"])
        raw, known = self.reader.raw.get(place), self.reader.field_at.get(place, "")
        need(not known or known == f"{row['table']}.{name}", f"the certificate: {'!'.join(place[1:])} is {known}")
        texts = {_tight(text) for text in shown(raw)} if raw else {""}
        if isinstance(one["raw"], str) and _tight(one["raw"]) not in texts:
            raise (Refuted if known and raw else Cannot)(f"the certificate: what stands in {'!'.join(place[1:])}")

    def _left_out(self, seen: set[tuple[str, str]]) -> None:
        """What is owed, and is not there."""
        for (code, subject), expected in self.judge.expected.items():
            if (code, subject) not in seen:
                word = (NOT_CONFIRMED, expected.cannot) if expected.cannot else (REFUTED, "it was left out")
                self.words.append(Word(code, subject, *word))
        there = {(one["code"], one["subject"]) for one in self.findings["findings"]}
        for code, (file, sheet, cell) in sorted(self.faults):
            if not {(code, f"{sheet}!{cell}"), (code, f"{file}/{sheet}!{cell}")} & there:
                self.words.append(Word(code, f"{sheet}!{cell}", REFUTED, "it was left out"))


def rulebook_for(findings: dict[str, Any], given: Path | None) -> dict[str, Any]:
    """The rulebook that was audited by: the one given, else one that ships, known by its hash."""
    sha = findings["rulebook"]["sha256"]
    places = [given] if given else sorted((Path(__file__).parent / "rulebooks").glob("*.json"))
    for place in places:
        text = place.read_bytes()
        book: dict[str, Any] = json.loads(text)
        if book["sha256"] == sha:
            if not given or sha in SHIPPED:
                need(SHIPPED.get(sha) == hashlib.sha256(text).hexdigest(), f"{place.name} was changed")
            need(
                findings["rulebook"] == {"id": book["id"], "edition": book["edition"], "sha256": sha},
                "the rulebook named",
            )
            return book
    raise Refuted("the rulebook that was audited by is not here: give it with --rulebook")


def verify(findings: Path, workbooks: list[Path], rulebook: Path | None = None) -> list[Word]:
    """What is said of every judgement of a findings.json. `workbooks`: files, or folders of them."""
    data = findings.read_bytes()
    said, beside = json.loads(data), findings.with_name("certificate.json")
    certificate = (json.loads(beside.read_bytes()), hashlib.sha256(data).hexdigest()) if beside.exists() else None
    files = [one for path in workbooks for one in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    hashes = {one["sha256"] for one in said["inputs"]}
    taken = [one for one in files if one.is_file() and (not one.name.endswith((".json", ".yaml")))]
    taken = [one for one in taken if one in workbooks or hashlib.sha256(one.read_bytes()).hexdigest() in hashes]
    return Verification(said, taken, rulebook_for(said, rulebook), certificate).run()


def in_words(step: str, lang: str) -> str:
    """A step in a language: the words stand beside this file."""
    if lang == "en":
        return step
    said: dict[str, str] = json.loads(Path(__file__).with_name("steps.json").read_text(encoding="utf-8"))
    for english, words in said.items():
        if found := re.fullmatch(re.escape(english).replace(r"\{\}", "(.*)"), step, re.DOTALL):
            return words.format(*found.groups())
    return step


SAID = {CONFIRMED: "已证实", REFUTED: "不成立", NOT_CONFIRMED: "未能证实"}


def report(words: list[Word], lang: str) -> Iterator[str]:
    """What is told of a verification, a line each: all that is not confirmed, and the counts."""

    def say(said: str) -> str:
        return said if lang == "en" else SAID[said]

    for word in words:
        if word.said != CONFIRMED:
            yield f"{word.code or '-'} {word.subject}: {say(word.said)} ({in_words(word.step, lang)})"
    counts = Counter(word.said for word in words)
    yield " · ".join(f"{say(said)} {counts[said]}" for said in (CONFIRMED, REFUTED, NOT_CONFIRMED))


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
    for line in report(words, asked.lang):
        sys.stdout.write(f"{line}\n")
    return 0 if all(word.said == CONFIRMED for word in words) else 1


if __name__ == "__main__":
    sys.exit(main())
