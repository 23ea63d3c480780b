"""Checks an audit without the program that made it: findings.json and the workbooks in, a word on every judgement out.

    python verify.py findings.json WORKBOOK… [--rulebook rulebook.json]

It needs Python 3.11 and nothing else. It reads the workbooks and works out every verdict by itself from the rulebook (a JSON
file beside this one, known by its hash), and says of each judgement, and of what was left out, `confirmed`, `refuted` with the
step that does not hold, or `not confirmed` with the step that it cannot do. It exits 0 only when everything is confirmed.
It was written from the procedure, not from the program, and reads the plain forms of dates, numbers and lists alone.
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
from calendar import monthrange
from collections import Counter, defaultdict, namedtuple
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache, partial
from itertools import permutations, product
from operator import itemgetter
from pathlib import Path
from string import ascii_uppercase
from typing import Any
from unicodedata import category, normalize
from xml.etree import ElementTree

SHIPPED: dict[str, str] = {
    "d0a3baf2c6f02396cdc57a79ac5244f18ea1ca474751ed2f327a89d8233f078c": "03001632b1bc91874c077f60c229a354a833a215fc6b5388dd47935b88eee777",
    "bc2908ad333d7631e2f4f341a96373a61d1ca774450ce892b7222cd38a909c09": "b07f24198a8fe6482cacc2fd2f8a8737ac0509c63157f464b8a3a693a29e3935",
}
"""SHA-256 of a rulebook -> SHA-256 of the JSON file beside this one that resolves it."""
CONFIRMED, REFUTED, NOT_CONFIRMED = "confirmed", "refuted", "not confirmed"
RANK = {one: n for n, one in enumerate(("fail", "undetermined", "at_risk", "pending", "pass", "not_applicable", ""))}
TIMELY = {True: "pass", False: "fail", None: "undetermined"}
DAY, EPOCH, EPOCH_1904 = 86400, date(1899, 12, 30), 1462
SECONDS = {"minutes": 60, "hours": 3600}
DASHES, DOTS = "-‐‑‒–—―−－﹣", "·•・‧∙⋅"
BETWEEN, NUMERAL = r"[、；;，,]", r"[\d一二三四五六七八九十百千万两]"  # between items; in a number
SPAN_DAYS = {"month": range(28, 32), "quarter": range(90, 93), "year": range(365, 367), "span": range(28, 93)}
PERIODS = {
    r"(\d{4})-?Q([1-4])|(\d{4})年?第?([1-4])季度": "quarter",
    r"(\d{4})-H([12])": "half",
    r"(\d{4})[-/.年](0?[1-9]|1[0-2])(?:月份?)?|(20\d\d)(0[1-9]|1[0-2])": "month",
    r"(\d{4})年?度?": "year",
}
LENGTHS = {"month": (1, "{}-{:02}"), "quarter": (3, "{}-Q{}"), "half": (6, "{}-H{}"), "year": (12, "{}")}  # in months
DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
TOLD = re.compile(r"(1[3-9]|[23]\d)/\d{1,2}/\d{4}|\d{1,2}/(1[3-9]|[23]\d)/\d{4}")  # the order of such dates is known
SLASHED, NO_YEAR = r"\d{1,2}/\d{1,2}/\d{4}", r"(0?[1-9]|1[0-2])月([12]\d|0?[1-9]|3[01])日"
Rule = dict[str, Any]  # a rule of the rulebook, or a check of it
Sheet = dict[int, dict[int, Any]]
Place = tuple[str, str, str]  # a cell: its file, sheet and address
LETTERS = ["", *("".join(some) for size in (1, 2, 3) for some in product(ascii_uppercase, repeat=size))]
COLUMNS = {letters: number for number, letters in enumerate(LETTERS)}
Raw = namedtuple("Raw", "kind value")  # a cell: text, number, date, bool, error, or empty (a formula without a value)
Bad = namedtuple("Bad", "why")  # a value that is there and cannot be used, or a column that is absent
Unsure = namedtuple("Unsure", "text")  # a text that this checker does not read
When = namedtuple("When", "day first last timed")  # a day, the seconds between which it lies, whether a time is known
Word = namedtuple("Word", "code subject said step", defaults=("",))  # said of a judgement, or of the head (no code)
Expected = namedtuple("Expected", "verdict cells due cannot", defaults=(frozenset(), None, ""))
"""What must be said of a subject: its verdict, the cells that may be cited, its due date; or why it is not known."""
gravest: Callable[[Iterable[str]], str] = partial(min, key=RANK.__getitem__, default="")
place_of = itemgetter("file", "sheet", "cell")
ABSENT, MISORDERED, TWO_READINGS = Bad("absent"), Bad("order"), Bad("DAT10")
Answer = str | tuple[str, date | None]  # a verdict, its due date if it has one; an empty one: there is no such subject


class Cannot(Exception):
    """A step that this checker cannot do: what rests on it is not confirmed."""


class Decided(Exception):
    """A verdict that stands before all is looked at, and its due date if it has one."""


class Refuted(Exception):
    """A step that does not hold."""


def need(holds: bool, step: str) -> None:
    if not holds:
        raise Refuted(step)


def stop(when: object, step: str) -> None:
    if when:
        raise Cannot(step)


def decide(when: object, verdict: str, due: date | None = None) -> None:
    if when:
        raise Decided(verdict, due)


# ---------------------------------------------------------------- cells as they stand in the files
def read_book(path: Path) -> dict[str, Sheet]:
    """Every sheet of a workbook by its name. Raises Cannot for a format that it does not read."""
    stop(path.suffix.lower() not in (".xlsx", ".xlsm"), f"{path.name}: only xlsx and xlsm are read here")
    with zipfile.ZipFile(path) as book:
        main, links = _xml(book, "xl/workbook.xml"), _xml(book, "xl/_rels/workbook.xml.rels")
        shared = [_texts(item) for item in _xml(book, "xl/sharedStrings.xml").iter("si")]
        shift = EPOCH_1904 if any(one.get("date1904") in ("1", "true") for one in main.iter("workbookPr")) else 0
        styles = _xml(book, "xl/styles.xml")
        own = {int(one.get("numFmtId") or 0): str(one.get("formatCode")) for one in styles.iter("numFmt")}
        codes = {n: re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.', "", code) for n, code in own.items()}
        dates = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
        dates |= {n for n, code in codes.items() if re.search("(?i)[ymdhs]", code)}
        shown_as = {n for n, one in enumerate(styles.find("cellXfs") or ()) if int(one.get("numFmtId") or 0) in dates}
        parts = {one.get("Id"): f"xl/{one.get('Target').removeprefix('/').removeprefix('xl/')}" for one in links}
        sheets: dict[str, Sheet] = {}
        for sheet in main.iter("sheet"):
            part = parts[next(value for key, value in sheet.attrib.items() if key.endswith("}id"))]
            if "worksheets" not in part:
                continue
            rows, number = sheets.setdefault(str(sheet.get("name")), {}), 0
            for row in _xml(book, part).iter("row"):
                number, column = int(row.get("r") or number + 1), 0
                for cell in row:
                    column = COLUMNS.get((cell.get("r") or "").rstrip("0123456789")) or column + 1
                    if raw := _cell(cell, shared, shown_as, shift):
                        rows.setdefault(number, {})[column] = raw
        return sheets


def _xml(book: zipfile.ZipFile, name: str) -> Any:
    root = ElementTree.fromstring(book.read(name) if name in book.namelist() else "<none/>")
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def _texts(item: Any) -> str:
    runs = (one.findall("t") if one.tag == "r" else [one] for one in item if one.tag in ("t", "r"))
    return "".join(one.text or "" for run in runs for one in run)


def _cell(cell: Any, shared: list[str], dates: set[int], base: int) -> Any:
    kind, value, inline = cell.get("t") or "n", cell.findtext("v"), cell.find("is")
    if kind == "inlineStr":
        kind, value = "str", _texts(inline) if inline is not None else " "
    if not value:
        return Raw("empty", "") if cell.find("f") is not None else None
    text = shared[int(value)] if kind == "s" else value
    if kind in ("s", "str", "d"):
        return Raw("text", text) if clean(text) else None
    if kind in ("b", "e"):
        return Raw("bool", value == "1") if kind == "b" else Raw("error", value)
    return Raw("date", float(value) + base) if int(cell.get("s") or 0) in dates else Raw("number", float(value))


# ---------------------------------------------------------------- texts, dates and periods
@lru_cache(100_000)
def clean(text: str) -> str:
    """A text without invisible signs, its spaces folded."""
    spaced = ("\n" if sign == "\n" else " " if sign in "\t\r" or category(sign)[0] == "Z" else sign for sign in text)
    unseen = ("Cf", "Cc", "Co")
    kept = (one for one in spaced if one == "\n" or not (category(one) in unseen or 0xFE00 <= ord(one) <= 0xFE0F))
    return re.sub(r" +", " ", "".join(kept)).strip()


@lru_cache(100_000)
def wide(text: str) -> str:
    return normalize("NFKC", clean(text))


@lru_cache(100_000)
def same(text: str) -> str:
    """One spelling of a name, an identifier, a place: of dashes, dots and spaces too."""
    return re.sub(r"\s+", " ", re.sub(f"[{DOTS}]", "·", re.sub(f"[{DASHES}]", "-", wide(text)))).casefold()


@lru_cache(100_000)
def plain(text: str) -> str:
    """One spelling of a header or of a value of a list: no spaces, brackets, stars, stops."""
    folded = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", "", wide(text))
    return re.sub(r"[\s*※:;。.、]+", "", folded).casefold()


def at(day: date, low: int = 0, high: int = DAY - 1) -> When:
    start = day.toordinal() * DAY
    return When(day, start + low, start + high, (low, high) != (0, DAY - 1))


class Span(namedtuple("Span", "start end label", defaults=("",))):
    """The days from start to end, and what they are called."""

    @property
    def days(self) -> int:
        return int((self.end - self.start).days) + 1

    def has(self, day: date) -> bool:
        return bool(self.start <= day <= self.end)

    def cut(self, other: "Span") -> "Span":
        return Span(max(self.start, other.start), min(self.end, other.end), self.label)


ALWAYS = Span(date.min, date.max)


def span(each: str, year: int, number: int = 1) -> Span:
    months, label = LENGTHS[each]
    last = number * months
    end = date(year, last, monthrange(year, last)[1])
    return Span(date(year, last - months + 1, 1), end, label.format(year, number))


def spans(each: str, within: Span) -> list[Span]:
    every = product(range(within.start.year, within.end.year + 1), range(1, 12 // LENGTHS[each][0] + 1))
    return [one for one in (span(each, year, number) for year, number in every) if one.cut(within).days > 0]


def span_of(text: str) -> Any:
    said = wide(text).upper().replace(" ", "")
    for pattern, each in PERIODS.items():
        if found := re.fullmatch(pattern, said):
            return span(each, *(int(one) for one in found.groups() if one))
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", said)
    return Span(date.fromisoformat(found[1]), date.fromisoformat(found[2]), said) if found else None


def months_in(window: Span, least: int = 15) -> int:
    """The calendar months of which at least so many days lie in a window."""
    return sum(one.cut(window).days >= least for one in spans("month", window))


def date_of(raw: Any) -> Any:
    """A date or a date with a time in a plain form: a When, Bad, or Unsure."""
    text = wide(str(raw.value))
    if raw.kind == "date" and raw.value >= 61:
        day, seconds = EPOCH + timedelta(round(raw.value * DAY) // DAY), round(raw.value * DAY) % DAY
        return at(day, seconds, seconds if seconds % 60 else seconds + 59) if seconds else at(day)
    if raw.kind != "text" or not (found := DATE.fullmatch(text)):
        return Unsure(text)
    year, _, month, day_number, *clock = found.groups()
    try:
        day = date(int(year), int(month), int(day_number))
    except ValueError:
        return Bad("DAT01")
    hours, minutes, seconds = (int(one or 0) for one in clock)
    if hours > 23 or minutes > 59 or seconds > 59 or (clock[0] and not (hours or minutes)):
        return Unsure(text)  # midnight may mean the day alone
    start = hours * 3600 + minutes * 60 + seconds
    return at(day, start, start if clock[2] else start + 59) if clock[0] else at(day)


def shown(raw: Any) -> set[str]:
    if raw.kind == "date":
        moment = datetime.combine(EPOCH, time()) + timedelta(seconds=round(raw.value * DAY))
        return {f"{moment:%Y-%m-%d}", f"{moment:%Y-%m-%d %H:%M}", f"{moment:%Y-%m-%d %H:%M:%S}"}
    if raw.kind == "number":
        return {str(raw.value), f"{raw.value:g}", str(int(raw.value) if raw.value == int(raw.value) else raw.value)}
    if raw.kind == "bool":
        return {"TRUE" if raw.value else "FALSE", str(raw.value), "是" if raw.value else "否"}
    return {str(raw.value), clean(str(raw.value))}


# ---------------------------------------------------------------- tables: which column is which field, and what it says
class Table:
    """All rows of a table: complete ones, those that lack a required cell, and those set aside for their date."""

    def __init__(self, name: str, spec: dict[str, Any]) -> None:
        self.name, self.spec, self.handed_in = name, spec, False
        self.unsure = ""  # why its rows are not surely those that count
        self.rows, self.incomplete, self.later = list[Row](), list[Row](), list[Row]()
        self.absent, self.ambiguous, self.headers = set[str](), set[str](), set[Place]()

    def doubt(self, why: str) -> None:
        self.unsure = self.unsure or why

    @property
    def every(self) -> list["Row"]:
        return [*self.rows, *self.incomplete, *self.later]

    @property
    def usable(self) -> bool:
        return self.handed_in and self.absent.isdisjoint(self.spec["required"])


class Row:
    """A record: where it stands, its cells as they are, and what they mean."""

    def __init__(self, table: Table, place: tuple[str, str, int], cells: dict[str, Any], columns: dict[str, int]):
        self.table, self.place, self.cells, self.columns = table, place, cells, columns
        self.file, self.sheet, self.number = place
        self.values = dict[str, Any]()

    def cell(self, name: str) -> Place:
        return self.file, self.sheet, f"{LETTERS[self.columns[name]]}{self.number}"

    def when(self, name: str = "") -> Any:  # by itself: the date that the row belongs to
        value = self.values.get(name or self.table.spec["key_date"])
        return value if isinstance(value, When) else None


def find_header(cells: Sheet, spec: dict[str, Any]) -> tuple[int, dict[str, list[int]]]:
    best, found = 0, dict[str, list[int]]()
    for number in sorted(cells)[:25]:
        columns: dict[str, list[int]] = defaultdict(list)
        for column, raw in cells[number].items():
            if raw.kind == "text" and (name := spec["headers"].get(plain(raw.value))):
                columns[name].append(column)
        best, found = (number, dict(columns)) if len(columns) > len(found) else (best, found)
    return best, found


def meaning(says: Callable[[str, str], bool], spec: dict[str, Any], raw: Any, *, facts: bool = False) -> Any:
    """What a cell means as its field: a text, list value, When, Span, int, None, Bad or Unsure."""
    kind, text = spec["type"], clean(str(raw.value)) if raw.kind == "text" else min(shown(raw), key=len)
    doubtful = Unsure(wide(text)) if re.search(NUMERAL, text) else Bad("DAT01")
    if raw.kind in ("error", "empty") or says("ditto", text):
        return Unsure(text) if raw.kind == "text" else Bad("DAT08")
    if kind == "list":
        said, choices = plain(text), spec.get("choices", {})
        hits = choices.get(said, ())
        near = not said or re.search(r"[一二三\d]", said) or any(one in said for one in choices if one)
        return hits[0] if len(hits) == 1 else Unsure(text) if near else Bad("DAT07")
    if kind == "count":
        if raw.kind == "number":
            return int(raw.value) if raw.value == int(raw.value) and raw.value >= 0 else Unsure(text)
        found = re.fullmatch(r"(\d{1,9})[件户条次]?", wide(text)) if raw.kind == "text" else None
        return int(found[1]) if found else 0 if says("zero", text) and not facts else doubtful
    if kind in SPAN_DAYS:
        one = date_of(raw) if raw.kind == "date" else span_of(text)
        one = span("month", one.day.year, one.day.month) if isinstance(one, When) else one
        known = isinstance(one, Span) and one.days in SPAN_DAYS[kind] and ".." not in text
        return one if known else Unsure(text) if one else doubtful
    if kind not in ("when", "day"):
        return None if kind == "household" and says("no_flat", text) else text
    value = date_of(raw)
    if not isinstance(value, Unsure):
        return at(value.day) if kind == "day" and isinstance(value, When) else value
    if raw.kind == "number" or (spec.get("handover") and (says("not_handed_over", text) or says("not_moved_in", text))):
        return Unsure(text)
    nothing = spec.get("need") != "!" and (says("open", text) or says("nothing", text))
    return None if nothing or (spec.get("end") and says("still", text)) else doubtful if text else Unsure(text)


def may_continue(former: Row, row: Row) -> bool:
    ties, mine, theirs = row.table.spec["same_case"], row.values, former.values
    known = [key for key in ties if mine[key] is not None]
    equal = {key for key in known if mine[key] == theirs[key]}
    alike = {key for key in known if isinstance(mine[key], str) and same(mine[key]) == same(str(theirs[key]))}
    other = mine.get("interviewer") and theirs.get("interviewer") not in (None, mine["interviewer"])
    return bool(ties) and not other and equal | alike >= set(known)


class Project:
    """What a project's files say, read as the rulebook says, and as of when they are judged."""

    def __init__(self, book: dict[str, Any], period: Span, as_of: date, remarked: set[tuple[str, str, int]]) -> None:
        self.book, self.period, self.as_of, self.remarked = book, period, as_of, remarked
        self.tables = {name: Table(name, spec) for name, spec in book["tables"].items()}
        self.counts: Counter[Place] = Counter()  # the records of each file, sheet and table
        self.facts, self.raw, self.field_at = dict[str, Any](), dict[Place, Any](), dict[Place, str]()
        self.alike: dict[Table, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))  # rows by sheet
        self.guessed = set[Place]()  # cells with a date that took its year from its row
        self.crossed = set[Place]()  # entries that lie before the recovery that they tell of
        self.cited = set[Place]()  # the cells that the judgement at work rests on
        purposes = {spec["purpose"]: name for name, spec in book["tables"].items()}
        self.staff_table, self.register = purposes["staff"], purposes.get("register", "")

    def says(self, name: str, text: str) -> bool:
        said = wide(text).casefold().replace(" ", "").rstrip("。.")
        listed = self.book["words"].get(name, {"whole": [], "beginnings": []})
        dash = said[:1] in DASHES and len(set(said)) == 1 and "-" in listed["whole"]
        return dash or said in listed["whole"] or said.startswith(tuple(listed["beginnings"]))

    def read(self, file: str, name: str, cells: Sheet, table: Table) -> None:
        table.handed_in = True
        for number, line in sorted(cells.items()):
            self.raw |= {(file, name, f"{LETTERS[column]}{number}"): raw for column, raw in line.items()}
            key = table.spec["headers"].get(plain(str(line[min(line)].value))) if line else None
            if table.spec["facts"] and key and key not in self.facts:
                raw = line.get(min(line) + 1)
                self.facts[key] = meaning(self.says, table.spec["fields"][key], raw, facts=True) if raw else None
                self.field_at[file, name, f"{LETTERS[min(line) + 1]}{number}"] = f"{table.name}.{key}"
        header, columns = find_header(cells, table.spec)
        if table.spec["facts"] or (len(columns) < 2 and len(table.spec["fields"]) > 1):
            table.doubt("" if table.spec["facts"] else f"{name}: its header row")
            return
        table.ambiguous |= {key for key, there in columns.items() if len(there) > 1}
        said = {plain(str(raw.value)) for raw in cells[header].values() if raw.kind == "text"}
        others = said - set(table.spec["headers"])
        missing = table.spec["fields"].keys() - columns.keys()
        for key, spec in table.spec["fields"].items():
            if others & {*spec.get("beside", ()), *(spec.get("maybe", ()) if key in missing else ())}:
                table.ambiguous.add(key)
        table.ambiguous |= missing if others - {"序号", "备注", "说明", "no"} else set()
        table.absent = (table.absent | missing) - table.ambiguous
        table.headers |= {(file, name, f"{LETTERS[one]}{header}") for there in columns.values() for one in there}
        first = {key: there[0] for key, there in columns.items()}
        rows = list[Row]()
        for number in sorted(number for number in cells if number > header):
            here = {key: cells[number][column] for key, column in first.items() if column in cells[number]}
            rows.append(Row(table, (file, name, number), here, first))
        texts = ((key, clean(str(raw.value))) for row in rows for key, raw in row.cells.items())
        ordered = {key for key, text in texts if TOLD.match(text)}
        self._rows(table, [row for row in rows if row.cells and not self._no_record(table, row)], ordered)

    def _rows(self, table: Table, rows: list[Row], ordered: set[str]) -> None:
        seen: set[tuple[Any, ...]] = set()
        former: Row | None = None
        for row in rows:
            self.counts[row.file, row.sheet, table.name] += 1
            if not self._counts(table, row, seen):
                continue
            self._values(table, row, ordered)
            if former and may_continue(former, row):
                table.doubt(f"{row.sheet}: row {row.number} may continue the record above")
            former = row
            dated = (key for key in table.spec["dates"] if not table.spec["fields"][key].get("future"))
            ahead = [key for key in dated if (value := row.when(key)) and value.day > self.as_of]
            later = table.spec["key_date"] in ahead
            row.values |= {} if later else dict.fromkeys(ahead)
            lacking = any(row.values[key] is None for key in table.spec["required"])
            (table.later if later else table.incomplete if lacking else table.rows).append(row)

    def _no_record(self, table: Table, row: Row) -> bool:
        texts, required = {key: str(raw.value) for key, raw in row.cells.items()}, table.spec["required"]
        first = next(iter(texts.values()))
        header = len(texts) > 1 and all(table.spec["headers"].get(plain(text)) == key for key, text in texts.items())
        odd = len(texts) == 1 and len(row.columns) > 2 and texts.keys().isdisjoint(required[:1])
        nothing = all(raw.kind == "text" and self.says("nothing", raw.value) for raw in row.cells.values())
        if header or nothing or (odd and not re.search(r"\d", first)) or self.says("example", first):
            return True
        if odd or row.place in self.remarked or (required and texts.keys().isdisjoint(required)):
            table.doubt(f"{row.sheet}: whether row {row.number} is a record")
        return False

    def _counts(self, table: Table, row: Row, seen: set[tuple[Any, ...]]) -> bool:
        fields = table.spec["beside_rows"]
        said = {key: clean(str(row.cells[key].value)) for key in fields if key in row.cells}
        status = said.get("status", "")
        void = bool(status) and (self.says("void", status) or self.says("void", status.removeprefix("已")))
        if said.keys() & {"valid", "voided"}:
            table.doubt(f"{row.sheet}: whether row {row.number} is void")
        by = "code" if said.get("project_code") and isinstance(self.facts.get("code"), str) else "name"
        mine, theirs = self.facts.get(by), same(said.get(f"project_{by}", ""))
        ours = same(mine) if isinstance(mine, str) else ""
        other = theirs != ours and (by == "code" or (theirs not in ours and ours not in theirs))
        void |= bool(theirs and ours and other)
        alike = tuple(sorted((key, raw.kind, raw.value) for key, raw in row.cells.items()))
        if void or alike in seen:
            return False
        self.alike[table][f"{row.file}/{row.sheet}"].add(alike)
        seen |= {alike} if not table.spec["repeats"] and len(alike) >= 3 else set()
        return True

    def _values(self, table: Table, row: Row, ordered: set[str]) -> None:
        for key, spec in table.spec["fields"].items():
            value: Any = meaning(self.says, spec, row.cells[key]) if key in row.cells else None
            if key in row.columns:
                self.field_at[row.cell(key)] = f"{table.name}.{key}"
            elif not spec.get("absent_blank"):
                value = ABSENT
            value = Unsure(f"{row.sheet}: which column is {spec['header']}") if key in table.ambiguous else value
            row.values[key] = (spec.get("blank") or None) if value is None else value
        covered = next((one.start for one in row.values.values() if isinstance(one, Span)), None)
        first = row.when().day if row.when() else None if table.spec["key_date"] else covered
        for key in table.spec["dates"]:
            text = row.values[key].text if isinstance(row.values[key], Unsure) and key in row.cells else ""
            parts = [int(one) for one in re.findall(r"\d+", text)]
            if re.fullmatch(SLASHED, text) and key not in ordered and parts[0] != parts[1] <= 12 >= parts[0]:
                row.values[key] = TWO_READINGS
            free = key != table.spec["key_date"] and not table.spec["fields"][key].get("before")
            if first and free and re.fullmatch(NO_YEAR, text) and parts != [2, 29]:
                year = first.year + (parts < [first.month, first.day])  # the first such day on or after the row's own
                if parts[1] <= span("month", year, parts[0]).end.day:
                    row.values[key] = at(date(year, *parts))
                    self.guessed.add(row.cell(key))
        rule = table.spec["not_before"]
        if rule and isinstance(own := row.values.get(rule["period"]), Span):
            start = date(own.start.year - rule["years"], 1, 1) if rule["years"] else own.start
            for key in rule["fields"]:  # a date before the period that its row covers is no evidence for it
                if (when := row.when(key)) and when.day < start:
                    row.values[key] = MISORDERED

    def name_rows(self) -> None:
        files = {(sheet, file) for file, sheet, _ in self.counts}
        self.subjects: dict[Row, str] = {}
        staff = self.tables[self.staff_table]
        self.staff_cells = {row.cell(name) for row in staff.rows for name in row.columns}
        for table in self.tables.values():
            said = {row: row.values.get(table.spec["id"]) for row in table.every}
            ids = Counter(same(text) for text in said.values() if isinstance(text, str))
            for row, text in said.items():
                before = f"{row.file}/" if sum(sheet == row.sheet for sheet, _ in files) > 1 else ""
                alone = isinstance(text, str) and ids[same(text)] == 1
                self.subjects[row] = str(text) if alone else f"{before}{row.sheet}#{row.number}"

    def table(self, name: str) -> Table:
        stop(self.tables[name].unsure, self.tables[name].unsure)
        return self.tables[name]

    def get(self, row: Row, name: str) -> Any:
        value = row.values.get(name)
        if isinstance(value, Unsure):
            raise Cannot(f"{row.sheet}!{name} of row {row.number}: {value.text}")
        return value

    def cite(self, row: Row, names: Iterable[str]) -> None:
        self.cited |= {row.cell(name) for name in names if name in row.columns}

    def fits(self, row: Row, wanted: dict[str, Any]) -> bool | None:
        for name, values in wanted.items():
            if not isinstance(value := self.get(row, name), Bad) and value not in values:
                return False
        return None if absent(*(row.values.get(name) for name in wanted)) else True

    def fact(self, name: str) -> Any:
        value = self.facts.get(name)
        stop(isinstance(value, Unsure | Bad), f"the fact {name}")
        return value

    @property
    def service(self) -> Span:
        start, end = self.fact("takeover_date"), self.fact("exit_date")
        stop(not isinstance(start, When), "the take-over date is not known")
        return Span(start.day, end.day if end else date.max)

    def in_service(self, day: date) -> bool:
        start, end = self.facts.get("takeover_date"), self.fact("exit_date")
        stop(isinstance(start, Unsure), "the take-over date")
        return (not isinstance(start, When) or start.day <= day) and (not end or day <= end.day)

    def committee(self, day: date) -> bool:
        return bool(since := self.fact("committee_since")) and since.day <= day

    @cached_property
    def staff(self) -> list[tuple[str, str, Span]]:
        made = []
        for row in self.table(self.staff_table).rows:
            name, role, start, end = (self.get(row, key) for key in ("name", "role", "from", "until"))
            odd = absent(name, role, start, end) or not start or (end and end.day < start.day)
            stop(odd, f"row {row.number} of the staff list")
            made.append((same(name), role, Span(start.day, end.day if end else date.max)))
        return made

    def roles(self, text: str, day: date) -> list[set[str] | None]:
        """Of each that a cell names the roles on a day (none: not in post then); None for who is not on the list."""
        staff, held = self.staff, list[set[str] | None]()
        self.cited |= self.staff_cells
        listed, titles = {name for name, *_ in staff}, self.book["words"].get("title", {"whole": []})["whole"]
        for part in [text] if same(text) in listed else re.split(r"[、,，;；\n/]", text):
            name = same(part)
            odd = re.search(r"[\s(（)）@\d&+]|和|与|及", part) or any(one in name for one in (*listed, *titles))
            stop(name and name not in listed and odd, f"who is meant by {text}")
            if name:
                roles = {role for one, role, post in staff if one == name and post.has(day)}
                held.append(roles if name in listed else None)
        return held

    def flat_parts(self, text: str) -> tuple[str, ...]:
        said = re.sub(f"[{DASHES}]", "-", wide(text).upper())
        parts = re.split(r"[-_\s#]+|栋|幢|座|号楼|单元", re.sub(r"(?<=[0-9A-Z])(室|号|房)$", "", said))
        return tuple(re.sub(r"^0+(?=\d)|(?<=\D)0+(?=\d)", "", part) for part in parts if part)

    @cached_property
    def flats(self) -> dict[tuple[str, ...], date | None]:
        made: dict[tuple[str, ...], date | None] = {}
        for row in self.table(self.register).rows if self.register else ():
            since = self.get(row, "handover_date")
            text = str(self.get(row, row.table.spec["flat"]))
            made.setdefault(self.flat_parts(text), since.day if isinstance(since, When) else None)
        return made

    def flats_named(self, text: Any) -> frozenset[tuple[str, ...]]:
        """The flats of the register that a text names; none for one that is surely not on it."""
        found: set[tuple[str, ...]] = set()
        for part in re.split(r"[、,，;；]", text) if isinstance(text, str) else ():
            parts = self.flat_parts(part)
            stop(not self.flats and not re.search(r"\d", part), f"which flat is {text}")
            if parts in self.flats or not self.flats:
                found.add(parts)
                continue
            odd = "/" in part or any(len(one) < 2 for one in self.flats) or (part != text and len(parts) < 2)
            if odd or not all(re.fullmatch(r"[A-Z]?\d+[A-Z]?|[A-Z]+|商铺\d+", one) for one in parts):
                raise Cannot(f"which flat is {text}")
            ends = [(one, iter(one)) for one in self.flats if one[-1:] == parts[-1:]]
            fits = {one for one, rest in ends if all(part in rest for part in parts)}  # the parts given, in order
            found |= fits if len(fits) == 1 else set()
        return frozenset(found)

    def households(self, day: date) -> int:
        stated = None if self.flats else self.fact("households")
        stop(not self.flats and not isinstance(stated, int), "the number of households")
        return stated or sum(since is None or since <= day for since in self.flats.values())

    def number(self, rule: dict[str, Any], name: str, day: date) -> tuple[int, str]:
        listed = [one for one in rule["numbers"][name] if not one["since"] or one["since"] <= day.isoformat()]
        stop(not listed, f"no {name} is in force on {day}")
        return listed[-1]["value"], listed[-1]["unit"]

    def reaches(self, table: Table, first: date) -> bool:
        """Whether a table's silence about the days from `first` on proves anything (reading 47)."""
        names = [table.spec["key_date"]] if table.spec["key_date"] else table.spec["dates"]
        days = {when.day for row in table.rows + table.incomplete for name in names if (when := row.when(name))}
        last = span("month", first.year, first.month).end
        return first >= self.period.start or any(day <= last and day < self.period.start for day in days)


def absent(*values: Any) -> bool:
    return any(isinstance(value, Bad) for value in values)


def usable(*values: Any) -> list[Any]:
    decide(absent(*values), "undetermined")
    return list(values)


def worst(parts: Iterable[Callable[[], Answer]], due: date | None = None) -> tuple[str, date | None]:
    """The worst verdict of several parts; a fail stands whatever another part may be. `due`: of those that state none."""
    said: list[tuple[str, date | None]] = []
    cannot: Cannot | None = None
    for part in parts:
        try:
            one = part()
            said.append((one, due) if isinstance(one, str) else one)
        except Decided as decided:
            said.append((decided.args[0], decided.args[1] or due))
        except Cannot as problem:
            cannot = cannot or problem
    verdict = gravest(one for one, _ in said)
    if cannot and verdict != "fail":
        raise cannot
    dues = [day for one, day in said if one == verdict and day] or [day for _, day in said if day]
    return verdict, max(dues, default=None)


# ---------------------------------------------------------------- the parts of a check
class Parts:
    """The parts of a check of a row, or of what is due for a period (`covered`, by `due`). Each gives a verdict."""

    def __init__(self, project: Project, rule: Rule, table: Table, row: Any, period: Any = (ALWAYS, date.max)):
        self.project, self.rule, self.table, self.row, (self.covered, self.due) = project, rule, table, row, period
        self.as_of, self.over = project.as_of, project.as_of > self.due
        self.missing = "fail" if self.over else "pending"

    def of(self, part: dict[str, Any]) -> Answer:
        judge: Any = getattr(self, f"_{part['part']}", None)
        stop(judge is None, f"the part {part['part']} is not checked yet")
        where = part.get("where") or {} if self.covered is ALWAYS else {}
        fits = self.project.fits(self.row, where) if self.row else True
        taken = judge.__code__.co_varnames[2 : judge.__code__.co_argcount]  # named as in the part; all must be usable
        decide(not fits, "undetermined" if fits is None else "pass")
        return judge(part, *self.take(*(part[name] for name in taken)))  # type: ignore[no-any-return]

    def get(self, name: str) -> Any:
        stop(name in self.table.ambiguous, f"which column of {self.table.name} is {name}")
        return self.project.get(self.row, name) if self.row else ABSENT if name in self.table.absent else None

    def take(self, *names: str) -> list[Any]:
        return usable(*[self.get(name) for name in names])

    def limit(self, name: str, *units: str, on: date | None = None) -> tuple[int, str]:
        key_date = self.row.when() if self.row else None
        value, unit = self.project.number(self.rule, name, on or (key_date.day if key_date else self.as_of))
        stop(self.rule["boundary"] != "inclusive" or unit not in (units or (*SECONDS, "days")), f"a limit in {unit}")
        return value, unit

    def by_day(self, due: date, *ends: When | None) -> str:
        there = any(end and end.day <= due for end in ends)
        return "pass" if there else "fail" if any(ends) or self.as_of > due else "pending"

    def in_time(self, start: When, end: When | None, value: int, unit: str) -> tuple[str, date | None]:
        if unit == "days":
            due = start.day + timedelta(value)
            return self.by_day(due, end), due
        seconds = value * SECONDS[unit]
        if end is None:
            due = date.fromordinal((start.last + seconds) // DAY)
            over = self.as_of.toordinal() * DAY + DAY - 1 > start.last + seconds
            return ("fail" if over else "undetermined" if self.as_of >= due else "pending"), due
        if start.timed and end.timed and (start.last > start.first or end.last > end.first):
            return TIMELY[end.first // 60 - start.first // 60 <= seconds // 60], None
        sure, never = end.last - start.first <= seconds, end.first - start.last > seconds
        return TIMELY[True if sure else False if never else None], None

    def impossible(self, first: str, later: str) -> bool:
        a, b = (self.row.when(first), self.row.when(later)) if self.row else (None, None)
        paired = [first, later] in self.table.spec["pairs"]
        return bool(paired and a and b and (b.last < a.first if a.timed and b.timed else b.day < a.day))

    def _within(self, part: dict[str, Any], start: Any, end: Any) -> Answer:
        decide(start is None, "undetermined")
        value, unit = self.limit(part["limit"])
        if end and (self.impossible(part["start"], part["end"]) or (unit == "days" and end.day < start.day)):
            return str(part["before_start"])
        verdict, due = self.in_time(start, end, value, unit)
        others = [self.get(name) for name in part["with_filled"]] if end and verdict == "pass" else []
        decide(absent(*others), "undetermined", due)
        return self.in_time(start, None, value, unit) if None in others else (verdict, due)

    def _notice(self, part: dict[str, Any], start: Any, emergency: Any, notice: Any) -> Answer:
        hours = self.limit(part["limit"])[0] if emergency == "是" else -self.limit(part["lead"])[0]
        if notice is None:
            return self.in_time(start, None, hours, "hours")
        grain = 60 if start.timed and notice.timed else 1
        earliest, latest = ((second + hours * 3600) // grain for second in (start.first, start.last))
        decide(notice.first // grain > latest, "fail")
        sure = notice.last // grain <= earliest or (grain == 60 and notice.first // 60 <= earliest)
        return "pass" if sure else "undetermined"

    def _filled(self, part: dict[str, Any]) -> Answer:
        said, values = ["pass"], self.row.values if self.row else {}
        for name in part["fields"]:
            excuses = part.get("unless", {}).get(name, {}) if values.get(name) is None else {}
            texts = {other: str(self.get(other)).rstrip("。.!！ ") for other in excuses}
            excused = any(texts[other] in allowed for other, allowed in excuses.items())
            said += ["undetermined"] if absent(values.get(name)) else []
            said += ["fail"] if values.get(name) is None and not excused else []
        return gravest(said)

    def _listed(self, part: dict[str, Any]) -> Answer:
        value = self.get(part["field"])
        decide(value in (ABSENT, Bad("DAT08")), "undetermined")
        return "fail" if value is None or absent(value) else "pass"

    def _not_after(self, part: dict[str, Any], field: Any) -> Answer:
        decide(field is None, "fail")
        [event] = self.take(part["event"])
        return "pass" if field.day <= event.day else "fail"

    def _in_post(self, part: dict[str, Any], person: Any) -> Answer:
        decide(person is None, "fail")
        [at] = self.take(part["at"])
        return "pass" if any(self.project.roles(person, at.day)) else "fail"

    def _has_role(self, part: dict[str, Any], person: Any) -> Answer:
        if person is None:
            decide(part.get("blank") != "open", "fail")
            [start] = self.take(part["start"])
            return self.in_time(start, None, *self.limit(part["limit"]))
        [at] = self.take(part["at"])
        decide(at is None and part.get("blank") == "open", "pass")  # its time is missing, which the limit judges
        held = self.project.roles(person, at.day) if at else [None]
        fits = any(roles & set(part["roles"]) for roles in held if roles)
        return "pass" if fits else "fail" if all(held) else "undetermined"

    def _handled(self, part: dict[str, Any], klass: Any) -> Answer:
        decide(klass is None, "undetermined")
        closed, measures = isinstance(self.get(part["closed"]), When), self.get(part["measures"])
        bare = "undetermined" if measures == ABSENT else "fail" if closed and measures is None else "pass"
        return worst([lambda: bare, partial(self.of, {**part, "part": "by_class"})])

    def _by_class(self, part: dict[str, Any], klass: Any, received: Any, closed: Any) -> Answer:
        decide(self.impossible(part["received"], part["closed"]), "undetermined")
        due = received.day + timedelta(self.limit(part["limits"][klass], "days")[0])
        longest, more, told = due, self.get(part["extended_to"]), self.get(part["extension_told"])
        if more is not None and told is not None:
            doubtful = absent(more, told) or self.impossible(part["received"], part["extension_told"])
            longest = date.max if absent(more) else max(due, more.day) if doubtful or told.day <= due else due
            due = due if doubtful else longest
        plan = self.get(part["plan"]) if klass in part["plan_for"] else None
        if absent(plan) or (plan and self.impossible(part["received"], part["plan"])):
            return "pass" if closed and closed.day <= due else "undetermined", due
        verdicts = {self.by_day(day, closed, plan) for day in (due, longest)}  # an extension may be in doubt
        return (verdicts.pop() if len(verdicts) == 1 else "undetermined"), due

    def due_of(self, part: dict[str, Any]) -> Any:
        due, start = self.get(part["due"]), self.get(part["start"])
        if isinstance(due, When) or absent(due, start) or start is None:
            return due.day if isinstance(due, When) else None
        return start.day + timedelta(self.limit(part["default"], "days", on=start.day)[0])

    def _follow_up(self, part: dict[str, Any]) -> Answer:
        due, [done] = self.due_of(part), self.take(part["done"])
        decide(due is None or self.impossible(part["start"], part["done"]), "undetermined")
        said = [self.by_day(due, done)]
        if part.get("measure"):
            measure = self.get(part["measure"])
            said.append("undetermined" if absent(measure) else "pass" if measure else self.by_day(due))
        return gravest(said), due

    def _sequence(self, part: dict[str, Any]) -> Answer:
        dates = [self.get(name) for name in part["fields"]]
        there = [one.day for one in dates if isinstance(one, When)]
        decide(sorted(there) != there, "fail")
        [start] = self.take(part["start"])
        due = start.day + timedelta(self.limit(part["limit"], "days")[0])
        decide(isinstance(dates[-1], When) and there[-1] > due, "fail", due)
        decide(absent(*dates) or self.impossible(part["start"], part["fields"][0]), "undetermined", due)
        return (self.by_day(due) if None in dates else "pass"), due

    def _outage_record(self, part: dict[str, Any], record: Any, entered: Any) -> Answer:
        project, records = self.project, self.project.table(part["records"])
        key = records.spec["id"]
        texts = ((one, one.values.get(key)) for one in records.every)
        row: Any = next((one for one, text in texts if isinstance(text, str) and same(text) == same(record)), None)
        decide(row is None, "undetermined" if key in records.absent else "fail")
        stop(row not in records.rows, f"the daily record {record}")
        names = [part[name] for name in ("written", "down", "up")]
        project.cite(row, [key, *names])
        written, down, up = usable(*[project.get(row, name) for name in names])
        decide(down is None or written.last < down.first or (up and written.first > up.last), "fail")
        sure = written.first >= down.first and (up is None or written.last <= up.last)
        near = written.last // 60 == down.first // 60 or (up and written.first // 60 == up.last // 60)
        recorded = "pass" if sure or near else "undetermined"
        early = up and entered and entered.last < up.first
        self.project.crossed |= {self.row.cell(part["entered"])} if early else set()
        if up is None or early:
            return gravest([recorded, "undetermined" if entered else "pending"])
        return worst([lambda: recorded, lambda: self.in_time(up, entered, *self.limit(part["limit"]))])

    def _by_due(self, part: dict[str, Any]) -> Answer:
        done = (partial(self.take, name) for name in part["fields"])
        return worst([partial(lambda one: self.by_day(self.due, *one()), one) for one in done], self.due)

    def _before(self, part: dict[str, Any]) -> Answer:
        decide(part.get("if_committee") and not self.project.committee(self.due), "pass")
        step, then = self.get(part["field"]), [self.get(name) for name in part["then"]]
        days = [one.day for one in then if isinstance(one, When)]
        if usable(step) == [None]:
            there = any(one not in (None, ABSENT) for one in then)
            return "fail" if there else "undetermined" if ABSENT in then else self.missing
        decide(any(day < step.day for day in days), "fail")
        usable(*then)
        return "fail" if part.get("by_due_if_alone") and not days and step.day > self.due else "pass"

    def _in_order(self, part: dict[str, Any]) -> Answer:
        values = [self.get(name) for name in part["fields"]]
        days = [one.day for one in values if isinstance(one, When)]
        decide(sorted(days) != days, "fail")
        usable(*[one for one in values if one != MISORDERED])
        enough = len(days) >= (part.get("at_least") or 0)
        return "pass" if enough else "not_applicable" if self.over else "pending"

    def _present(self, part: dict[str, Any]) -> Answer:
        values, none = [self.get(name) for name in part["fields"]], ("无", "否") if part["part"] == "flags" else ()
        lacking = any(one is None or one in none for one in values)
        decide(absent(*values) and not (lacking and self.over), "undetermined")
        return self.missing if lacking else "pass"

    _flags = _present

    def _counts(self, part: dict[str, Any]) -> Answer:
        project, [stated] = self.project, self.take(part["field"])
        if stated is None or self.covered.end > self.as_of:
            return ("pass" if part.get("optional") else self.missing) if stated is None else "pending"
        table, sure, maybe = project.table(part["table"]), 0, 0
        decide(not table.handed_in, "undetermined")
        key, where = table.spec["key_date"], part.get("where") or {}
        for row in table.rows:
            there = not row.when() or self.covered.has(row.when().day)
            if there and (fits := project.fits(row, where)) is not False:
                project.cite(row, [key, *where])
                sure += fits is True and not absent(project.get(row, key))
                maybe += 1
        decide(not sure <= stated <= maybe, "fail" if project.reaches(table, self.covered.start) else "undetermined")
        return "undetermined" if sure < maybe else "pass"


# ---------------------------------------------------------------- rules: which subjects there are, and their verdicts
Subjects = Iterator[tuple[str, Callable[[], Answer]]]


class Judge:
    """Every judgement that is owed, by code and subject."""

    def __init__(self, project: Project) -> None:
        self.project, self.as_of, self.period = project, project.as_of, project.period
        self.expected: dict[tuple[str, str], Expected] = {}
        facts = {name for name, table in project.tables.items() if table.spec["facts"]}
        self.facts = {cell for cell, of in project.field_at.items() if of.partition(".")[0] in facts}
        self.unsure: dict[str, str] = {}
        for code, rule in project.book["rules"].items():
            found: dict[str, Expected] = {}
            try:
                for check in rule["checks"]:
                    for subject, one in self.check(rule, check):
                        known = found.get(subject)
                        if not known or (one.cannot and known.verdict != "fail"):
                            found[subject] = one
                        elif not known.cannot and not one.cannot and RANK[one.verdict] < RANK[known.verdict]:
                            found[subject] = one._replace(cells=one.cells | known.cells)
            except Cannot as problem:
                self.unsure[code] = str(problem)
            nothing = found.get("project", Expected("")).verdict == "not_applicable"
            if nothing and (len(found) > 1 or code in self.unsure):
                del found["project"]
            self.expected |= {(code, subject): one for subject, one in found.items()}

    def amount(self, rule: Rule, day: date, name: str | None, otherwise: int = 0) -> int:
        return self.project.number(rule, name, day)[0] if name else otherwise

    def check(self, rule: Rule, check: Rule) -> list[tuple[str, Expected]]:
        project, kind, found = self.project, check["kind"], list[tuple[str, Expected]]()
        stop(not hasattr(self, f"_{kind}"), f"the kind {kind} is not checked yet")
        headers = {cell for name in check["tables"] for cell in project.tables[name].headers} | self.facts
        if kind != "attested" and (hindered := self.hindered(check)):
            return [("project", Expected(hindered, headers))]
        for subject, judged in self.subjects(rule, check):
            project.cited = set()
            try:
                verdict, due = worst([judged])
                bare = verdict in ("pass", "not_applicable") and kind == "each_row"
                one = Expected(verdict, project.cited | (set() if bare else headers), due)
            except Cannot as problem:
                one = Expected("", cannot=str(problem))
            found += [(subject, one)] if one.verdict or one.cannot else []
        return found or ([("project", Expected("not_applicable", headers))] if kind != "attested" else [])

    def hindered(self, check: Rule) -> str:
        project, asked = self.project, check["applies"]
        if check["kind"] == "standing" and not project.in_service(self.as_of):
            return "not_applicable"
        if asked["ownership"]:
            owners, said = project.fact("owners"), project.fact("ownership")
            stop(not isinstance(owners, int) and said is None, "the ownership is not known")
            single = owners < 10 if isinstance(owners, int) else said.startswith("单一")
            if asked["ownership"] != ("single" if single else "multi"):
                return "not_applicable"
        if asked["fee_model"] and (model := project.fact("fee_model")) != asked["fee_model"]:
            stop(model is None, "the fee model is not known")
            return "not_applicable"
        records = [part["records"] for part in check.get("parts", ()) if "records" in part]  # reading 31
        usable = (project.table(name).usable for name in (check["table"], *check["needs"], *records))
        return "" if all(usable) else "undetermined"

    def subjects(self, rule: Rule, check: Rule) -> Subjects:
        project, kind = self.project, check["kind"]
        judge = partial(getattr(self, f"_{kind}"), rule, check)
        if kind == "each_row":
            table = project.table(check["table"])
            rows = table.rows + (table.incomplete if check["incomplete_too"] else [])
            for row in sorted(rows, key=lambda one: one.place):
                yield project.subjects[row], partial(judge, row)
        elif kind == "standing":
            yield "project", judge
        elif kind == "attested":
            rules = project.book["rules"]
            yield from ((code, partial(judge, code)) for code in rules if rules[code]["on_site"])
        elif kind == "dated":
            yield from ((covered.label, partial(judge, covered, due)) for covered, due in self.dues(rule, check))
        else:  # a quota is of each of some roles by itself, a coverage of all of them
            roles, each = check.get("roles") or [], check.get("each", "year")
            groups = {f"/{role}": [role] for role in roles} if kind == "quota" and roles else {"": roles}
            for (window, cut), (name, group) in product(self.windows(each, kind == "interview_plan"), groups.items()):
                yield window.label + name, partial(judge, window, cut, group)

    def _each_row(self, rule: Rule, check: Rule, row: Row) -> Answer:
        project, get = self.project, partial(self.project.get, row)
        parts = Parts(project, rule, row.table, row)
        filled = check["rows_filled"]
        decide(filled and all(row.values.get(name) is None for name in filled), "")
        day = getattr(get(row.table.spec["key_date"]), "day", None)
        if check["period_of_due"]:
            day = parts.due_of(next(one for one in check["parts"] if one["part"] == "follow_up"))
        decide(day and not (self.period.has(day) and project.in_service(day)), "")
        project.cite(row, [*check["reads"], row.table.spec["key_date"]])
        decide(not (fits := project.fits(row, check["rows"])), "undetermined" if fits is None else "")
        for name, values in check["applies_to"].items():
            [value] = usable(get(name))
            decide(value not in values, "undetermined" if value is None else "not_applicable")
        for name in check["when_filled"]:
            decide(name in row.table.absent, "undetermined")
            decide(get(name) is None, "not_applicable")
        decide(any(get(name) is not None for name in check["when_blank"]), "not_applicable")
        return worst([partial(parts.of, part) for part in check["parts"]])

    def dues(self, rule: Rule, check: Rule) -> Iterator[tuple[Span, date]]:
        service, period = self.project.service, self.period
        years = Span(date(period.start.year - 2, 1, 1), period.end)
        owed = spans(check["each"], years.cut(service)) if years.cut(service).days > 0 else []
        if check["first_periods"] and owed:
            most = self.amount(rule, owed[0].start, check["first_periods"])
            owed = [one for one in owed if one in spans(check["each"], service.cut(Span(date.min, period.end)))[:most]]
        for covered in owed:
            value, unit = self.project.number(rule, check["due"], max(covered.start, service.start))
            first = covered.start if unit == "day_of_first_month" else covered.end + timedelta(1)
            due = date(first.year, first.month, min(value, monthrange(first.year, first.month)[1]))
            due = covered.end + timedelta(value) if unit == "days_after_end" else due
            stop(rule["boundary"] != "inclusive", "a limit that is exclusive")
            if period.has(due) and service.has(due):
                yield covered, due

    def _triggered(self, rule: Rule, trigger: dict[str, Any], covered: Span) -> bool:
        project, table, found = self.project, self.project.table(trigger["table"]), False
        stop(not table.usable, f"the table {table.name} is absent")
        for row in table.rows:
            value = project.get(row, trigger["date"] or table.spec["key_date"])
            stop(absent(value), f"a date of {table.name}")
            last, fits = value.day, project.fits(row, trigger["where"] or {})
            stop(fits is None, f"what row {row.number} of {table.name} says")
            if trigger["months_after"]:
                months = self.amount(rule, covered.start, trigger["months_after"]) + last.year * 12 + last.month - 1
                end = span("month", months // 12, months % 12 + 1).end
                last = end.replace(day=min(last.day, end.day)) - timedelta(1)
            counts = fits and (trigger["months_after"] or project.in_service(last))
            found |= bool(counts and value.day <= covered.end and last >= covered.start)
        return found

    def _dated(self, rule: Rule, check: Rule, covered: Span, due: date) -> Answer:
        project, table = self.project, self.project.table(check["table"])
        decide(check["trigger"] and not self._triggered(rule, check["trigger"], covered), "")
        decide(check["needs_committee"] and not project.committee(due), "not_applicable", due)
        decide(check["wait_until_over"] and covered.end > self.as_of, "pending", due)
        found, doubtful = list[Row](), False
        for row in table.rows:
            if (fits := project.fits(row, check["where"])) is not False:
                value = project.get(row, check["period_field"])
                if absent(value) or value[:2] == covered[:2]:
                    project.cite(row, check["reads"])
                    unclear = absent(value) or fits is None
                    doubtful |= unclear
                    found += [] if unclear else [row]
        if check["earliest"]:
            found.sort(key=lambda row: (row.when(check["earliest"]) or at(date.max)).day)
        decide(not found and doubtful, "undetermined", due)
        parts = Parts(project, rule, table, found[0] if found else None, (covered, due))
        return worst([partial(parts.of, part) for part in check["parts"]], due)

    def windows(self, each: str, of_first_month: bool = False) -> Iterator[tuple[Span, Span]]:
        for window in spans(each, self.period):
            cut = window.cut(self.project.service)
            last = span("month", cut.start.year, cut.start.month).end if of_first_month else cut.end
            if cut.has(last) and (self.period.has(last) or (each == "year" and not of_first_month)):
                yield window, cut

    def _quota(self, rule: Rule, check: Rule, window: Span, cut: Span, roles: list[str]) -> Answer:
        project, table = self.project, self.project.table(check["table"])
        household = check.get("household", "")
        last = min(self.as_of, window.end)
        every = project.households(last) if household else 0
        needed = self._needed(rule, check, cut, every)
        decide({check["date"], household or check["person"], *check["where"]} & table.absent, "undetermined", cut.end)
        sure, maybe = set[Any](), set[Any]()
        for row in table.rows:
            if (counts := self._counting(check, row, cut, roles)) is not False:
                named = project.flats_named(project.get(row, household)) if household else ()
                flats = frozenset(one for one in named if (project.flats.get(one) or last) <= last)
                items = {row.place} if not household else {flats} - {frozenset()} if check["once_a_row"] else flats
                sure, maybe = sure | items if counts else sure, maybe | items
                project.cite(row, check["reads"])
        low, high = (self._progress(len(items), needed, cut) for items in (sure, maybe))
        unknown = low in ("fail", "at_risk") and not project.reaches(table, cut.start)
        return ("undetermined" if unknown or low != high else low), cut.end

    _coverage = _quota

    def _needed(self, rule: Rule, check: Rule, cut: Span, every: int) -> int:
        amount = partial(self.amount, rule, cut.start)
        short = months_in(cut) < amount(check.get("min_months")) or cut.days < amount(check.get("min_days"))
        of_size = amount(check.get("more_than"), -1) < every <= amount(check.get("up_to"), every)
        alone = check.get("needs_committee") and not self.project.committee(cut.end)
        decide(alone or short or not of_size, "not_applicable")
        value, unit = self.project.number(rule, check["at_least"], cut.start)
        if unit != "percent":
            return min(value, every) if check.get("at_most_all") else value
        months = months_in(cut, amount(check["monthly_share_days"])) if check["monthly_share_days"] else 12
        decide(not months and check["kind"] != "interview_plan", "not_applicable")
        return -(-value * every * months // 1200)

    def _counting(self, check: Rule, row: Row, cut: Span, roles: list[str]) -> bool | None:
        project, when = self.project, self.project.get(row, check["date"])
        if when is None or (isinstance(when, When) and not (cut.has(when.day) and when.day <= self.as_of)):
            return False
        fits = project.fits(row, check["where"])
        if fits is False or absent(when) or fits is None or not roles:
            return fits and (None if absent(when) else True)
        if (text := project.get(row, check["person"])) is None:
            return False
        held = project.roles(text, when.day)
        return True if any(one & set(roles) for one in held if one) else False if all(held) else None

    def _progress(self, count: int, needed: int, cut: Span) -> str:
        so_far = needed * max(Span(cut.start, self.as_of).days, 0) // cut.days
        over = self.as_of >= cut.end
        return "pass" if count >= needed else "fail" if over else "at_risk" if count < so_far else "pending"

    def _standing(self, rule: Rule, check: Rule) -> Answer:
        project, up = self.project, []
        for row in project.table(check["table"]).rows:
            start, end, kind = (project.get(row, check[name]) for name in ("since", "until", "type"))
            unclear = absent(start, end, kind) or (end and end.day < start.day)
            stop(unclear, f"whether row {row.number} is in force")
            if kind == check["posting"] and start.day <= self.as_of and (end is None or self.as_of <= end.day):
                up.append(row)
                project.cite(row, check["reads"])
        parts = [self._shown, self._everywhere] if check["places"] else [self._shown]
        return worst([partial(part, check, up) for part in parts])

    def _shown(self, check: Rule, up: list[Row]) -> Answer:
        project = self.project
        project.cited |= project.staff_cells if check["everyone"] else set()
        texts = [text or "" for text in usable(*[project.get(row, check["shows"]) for row in up])]
        items = [item for text in texts for item in re.split(BETWEEN, text)]
        staff = project.staff if check["everyone"] else []
        people = {name for name, role, post in staff if role in check["everyone"] and post.has(self.as_of)}
        missing = False
        for asked, spelt in ({plain(one) for one in check["contents"]}, plain), (people, same):
            there = {spelt(item) for item in items}
            for name in asked - there:
                stop(any(name in item for item in there - asked), f"whether {name} is shown")
            missing |= not asked <= there
        decide(not check["hotline"], "fail" if missing else "pass")
        number, *numbers = (re.sub(r"\D", "", wide(text)) for text in (project.fact("hotline") or "", *texts))
        wrong = any(not one or (number and one != number) for one in numbers)  # readings 21, 75
        return "fail" if missing or wrong else "pass" if number else "undetermined"

    def _everywhere(self, check: Rule, up: list[Row]) -> Answer:
        project, places = self.project, self.project.table(check["places"])
        decide(not places.handed_in or check["place"] in project.tables[check["table"]].absent, "undetermined")
        texts = [project.get(row, check["place"]) or "" for row in up]
        posted = {same(one) for text in usable(*texts) for one in re.split(BETWEEN, text)}
        kinds: dict[Any, set[str]] = defaultdict(set)
        for row in places.rows:
            project.cite(row, check["reads"])
            kind, name = (project.get(row, check[field]) for field in ("place_type", "place_name"))
            stop(absent(name), f"what row {row.number} of {places.name} says")
            kinds["?" if absent(kind) else kind].add(same(str(name)))
        lacking = [kind for kind in check["one_place"] if not kinds[kind] & posted]
        maybe = kinds["?"] & posted  # a place of a kind that is not known may be one of these
        decide(any(kinds[kind] - posted for kind in check["each_place"]) or (lacking and not maybe), "fail")
        return "undetermined" if lacking or kinds["?"] - posted else "pass"

    def _interview_plan(self, rule: Rule, check: Rule, year: Span, cut: Span, _: list[str]) -> Answer:
        project, rows, due = self.project, list[Row](), span("month", cut.start.year, cut.start.month).end
        every = project.households(min(self.as_of, year.end))
        small = every <= self.amount(rule, cut.start, check["size"])
        share = {**check, "at_least": check["share_up_to" if small else "share_above"]}
        for row in project.table(check["table"]).rows:
            project.cite(row, check["reads"])
            rows += [row] if usable(project.get(row, check["year"])) == [year] else []
        made, planned = ([project.get(row, check[name]) for row in rows] for name in ("made", "planned"))
        decide(any(isinstance(one, When) and one.day > due for one in made), "fail", due)
        usable(*made, *planned)
        lacking = not rows or None in made or sum(planned) < self._needed(rule, share, cut, every)
        return ("pass" if not lacking else "fail" if self.as_of > due else "pending"), due

    def _publicity_plan(self, rule: Rule, check: Rule, year: Span, cut: Span, _: list[str]) -> Answer:
        project, least = self.project, self._needed(rule, check, cut, 0)
        topics, said, planned = {plain(one) for one in check["topics"]}, ["pass"], set[str]()
        done_of: Counter[str] = Counter()
        for row in project.table(check["table"]).rows:
            project.cite(row, check["reads"])
            month, asked = (project.get(row, check[name]) for name in ("month", "year"))
            mine = asked == year or absent(asked)
            unclear = mine and (absent(month, asked) or check["done"] in row.table.absent)
            stop(unclear, f"row {row.number} of the plan")
            if not mine or month.cut(cut).days <= 0:
                continue
            about = {plain(one) for one in re.split(BETWEEN, project.get(row, check["topic"]))}
            near = any(topic in one and one != topic for topic in topics for one in about)
            stop(near, f"the topic of row {row.number} of the plan")
            planned |= about
            done = project.get(row, check["done"])
            if absent(done):
                said.append("undetermined")
            elif done is not None and year.has(done.day) and done.day >= project.service.start:
                done_of.update(about)
                said.append("pass" if done.day <= month.end else "fail")
            else:
                said.append("fail" if self.as_of >= month.end else "pending")
        for topic in topics:
            last = cut.start if topic not in planned else cut.end
            if topic not in planned or done_of[topic] < least:
                said.append("fail" if self.as_of >= last else "pending")
        return gravest(said)

    def _attested(self, rule: Rule, check: Rule, asked: str) -> Answer:
        project, table, valid = self.project, self.project.table(check["table"]), list[tuple[date, Any]]()
        for row in table.rows if table.usable else ():
            project.cite(row, check["reads"])
            if same(project.get(row, check["code"])) == same(asked):
                on, until, result = (project.get(row, check[name]) for name in ("on", "valid_until", "result"))
                stop(absent(on, until, result), f"row {row.number} of the confirmations")
                if on.day <= self.as_of and (until is None or until.day >= self.as_of):
                    valid.append((on.day, result))
        newest = {result for day, result in valid if day == max(valid)[0]}
        stop(len(newest) > 1, "two confirmations of one day")
        decide(not newest, "pending" if table.usable else "undetermined")
        return "pass" if newest == {check["passes"]} else "fail"


# ---------------------------------------------------------------- what is wrong with the logs themselves
def faults_of(project: Project) -> set[tuple[str, Place]]:
    """Every fault (DAT code and cell) that is certain; under no code the cells of which this checker cannot say."""
    found: set[tuple[str, Place]] = {("DAT06", place) for place in project.crossed}
    for place, (name, _, field) in ((place, of.partition(".")) for place, of in project.field_at.items()):
        value = project.facts.get(field) if project.tables[name].spec["facts"] else None
        found |= {(getattr(value, "why", ""), place)} if isinstance(value, Bad | Unsure) else set()
    for table in project.tables.values():
        seen: set[Any] = set()
        key, flat, register = table.spec["id"], table.spec["flat"], table.name == project.register
        for row in sorted(table.every, key=lambda one: one.place):
            if table.unsure:
                found |= {("", row.cell(name)) for name in row.columns}
                continue
            found |= {(_fault(project, row, name), row.cell(name)) for name in row.cells.keys() & row.values.keys()}
            if isinstance(text := row.values.get(key), str):
                spelt = project.flat_parts(text) if register else same(text)
                found |= {("DAT03", row.cell(key))} if spelt in seen else set()
                seen.add(spelt)
            for first, later in table.spec["pairs"] if row not in table.later else ():
                if (a := row.when(first)) and (b := row.when(later)) and b.last < a.first:
                    found.add(("DAT06", row.cell(later)))
            if isinstance(text := row.values.get(flat), str) and not register and row not in table.later:
                try:
                    known = not project.flats or len(re.split(r"[、,，;；]", text)) == len(project.flats_named(text))
                    found |= set() if known else {("DAT02", row.cell(flat))}
                except Cannot:
                    found.add(("", row.cell(flat)))
    return {(code, place) for code, place in found if code != "none"}


def _fault(project: Project, row: Row, name: str) -> str:
    spec, used = row.table.spec["fields"][name], row.values[name]
    value = Unsure("") if name in row.table.ambiguous else meaning(project.says, spec, row.cells[name])
    if row.cell(name) in project.guessed or (isinstance(value, Unsure) and used == TWO_READINGS):
        return "DAT10"
    if isinstance(value, Unsure | Bad):
        return "" if isinstance(value, Unsure) else str(value.why)
    ahead = isinstance(value, When) and value.day > project.as_of and not spec.get("future")
    return "DAT06" if used == MISORDERED else "DAT04" if ahead else "none"


# ---------------------------------------------------------------- the audit held against it
class Verification:
    """The judgements of a findings.json, each held against what the workbooks and the rulebook say."""

    def __init__(self, findings: dict[str, Any], files: list[Path], book: dict[str, Any]) -> None:
        self.findings, self.files, self.book = findings, files, book
        self.words, self.sheets = list[Word](), list[tuple[str, str, Sheet, str | None]]()
        odd = [one for one in findings["remarks"] if one["kind"] in ("further_line", "no_record", "ditto")]
        rows = {(one["file"], one["sheet"], int(re.sub(r"\D", "", one["cell"]) or 0)) for one in odd}
        stop(not (period := span_of(findings["period"])), f"period {findings['period']}")
        self.project = Project(book, period, date.fromisoformat(findings["as_of"]), rows)
        self.tables = self.project.tables
        self.said("", "inputs", self._read)
        for _, name, cells, table in self.sheets:
            self.said("", name, partial(self._recognised, name, cells, table))
        self.project.name_rows()
        self.judge, self.faults = Judge(self.project), faults_of(self.project)
        self.head = self.words

    def run(self, findings: dict[str, Any], beside: tuple[dict[str, Any], str] | None = None) -> list[Word]:
        self.findings, self.words, listed = findings, list(self.head), findings["findings"]
        read = self.words[0]
        if read.said != CONFIRMED:  # what was not read says nothing about anything
            return [read] + [Word(one["code"], one["subject"], NOT_CONFIRMED, read.step) for one in listed]
        for name, check in (("facts", self._facts), ("rows", self._rows), ("tally", self._tally)):
            self.said("", name, check)
        seen: set[tuple[str, str]] = set()
        for one in listed:
            self.said(one["code"], one["subject"], partial(self._finding, one, seen))
        for key, expected in self.judge.expected.items():
            word = (NOT_CONFIRMED, expected.cannot) if expected.cannot else (REFUTED, "it was left out")
            self.words += [Word(*key, *word)] if key not in seen else []
        for code, (file, sheet, cell) in sorted(self.faults):
            if code and not {(code, f"{sheet}!{cell}"), (code, f"{file}/{sheet}!{cell}")} & seen:
                self.words.append(Word(code, f"{sheet}!{cell}", REFUTED, "it was left out"))
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

    def _read(self) -> None:
        project = self.project
        stated = {one["file"]: one for one in self.findings["inputs"] if one["sha256"]}
        by_hash = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in self.files}
        need({one["sha256"] for one in stated.values()} == set(by_hash), "the files are not those that were audited")
        for file, one in stated.items():
            book = read_book(by_hash[one["sha256"]])
            said = sorted({(sheet["sheet"], sheet["table"]) for sheet in one["sheets"]}, key=str)
            need({name for name, _ in said} == set(book), f"{file}: its sheets")
            for name, table in said:
                need(not table or table in self.tables, f"{name}: no table {table}")
                self.sheets.append((file, name, book[name], table))
        held = [(file, name, cells, self.tables[table]) for file, name, cells, table in self.sheets if table]
        for one in sorted(held, key=lambda one: not one[3].spec["facts"]):
            project.read(*one)
        for file, sheet in ((one["file"], sheet) for one in stated.values() for sheet in one["sheets"]):
            count = project.counts.get((file, sheet["sheet"], sheet["table"]), sheet["rows_read"])
            if count != sheet["rows_read"]:
                self.tables[sheet["table"]].doubt(f"{sheet['sheet']}: how many rows it has")
        for known, by_sheet in project.alike.items():
            for (here, mine), (_, theirs) in permutations(by_sheet.items(), 2):
                if len(mine & theirs) >= 3 and len(mine & theirs) * 2 > len(mine):
                    known.doubt(f"{here}: whether it repeats another sheet")

    def _recognised(self, name: str, cells: Sheet, table: str | None) -> None:
        tables = [one for one in self.tables.values() if not one.spec["facts"]]
        scores = {one.name: len(find_header(cells, one.spec)[1]) for one in tables}
        likely = max(tables, key=lambda one: scores[one.name])
        best = scores[likely.name]
        if table is None and best >= 4 and best > len(likely.spec["fields"]) / 2:
            likely.doubt(f"{name}: whether it holds none of the tables")
            raise Cannot(likely.unsure)
        need(scores.get(table or "", best) * 3 >= best * 2, f"{name}: it is not the table {table}")

    def _facts(self) -> None:
        stated, known = self.findings["facts"], self.project.facts
        need(stated.get("code") == self.findings["project"], "the project's code")
        for name, value in known.items():
            stop(isinstance(value, Unsure), f"the fact {name}")
            plainly = str(value.day) if isinstance(value, When) else value
            need(value is None or absent(value) or stated.get(name) == plainly, f"the fact {name}")
        need(set(stated) <= set(known), "a fact that is not there")

    def _rows(self) -> None:
        aside = {(one["file"], one["sheet"], one["row"]) for one in self.findings["set_aside"]}
        need(len(aside) == len(self.findings["set_aside"]), "a row is set aside twice")
        stated, remarked = Counter[tuple[str, str]](), {remark["sheet"] for remark in self.findings["remarks"]}
        for file, one in ((book["file"], one) for book in self.findings["inputs"] for one in book["sheets"]):
            name, read = f"{file} / {one['sheet']}", one["rows_read"]
            need(read == one["rows_judged"] + one["rows_set_aside"], f"{name}: read = judged + set aside")
            stated[file, one["sheet"]] += one["rows_set_aside"]
            if one["table"] and not self.tables[one["table"]].spec["facts"] and one["sheet"] not in remarked:
                count = self.project.counts[file, one["sheet"], one["table"]]
                need(read == count, f"{name}: it has {count} rows")
        need(+stated == Counter(one[:2] for one in aside), "the rows that are listed as set aside")
        for table in self.tables.values():
            for row in [] if table.unsure or table.spec["reference"] else table.incomplete + table.later:
                need(row.place in aside, f"{row.sheet}: row {row.number} is not set aside")
        why = next((table.unsure for table in self.tables.values() if table.handed_in and table.unsure), "")
        stop(why, why)

    def _tally(self) -> None:
        kept = [one for one in self.findings["findings"] if not one.get("remark")]
        need(+Counter(one["verdict"] for one in kept) == +Counter(self.findings["tally"]), "the tally")
        logs = sum(one["code"].startswith("DAT") for one in kept)
        need(logs == self.findings["tally_logs"], "the tally of faults of the logs")

    def _finding(self, one: dict[str, Any], seen: set[tuple[str, str]]) -> None:
        code, subject, cells = one["code"], one["subject"], [place_of(cell) for cell in one["cells"]]
        need((code, subject) not in seen, "it is there twice")
        seen.add((code, subject))
        need(len(set(cells)) == len(cells), "a cell is cited twice")
        (self._fault if code.startswith("DAT") else self._verdict)(one, cells)
        for cell in one["cells"]:
            if "value" in cell:
                self._cell(place_of(cell), cell["value"], cell.get("field", ""))
        if one["verdict"] in ("pass", "not_applicable") or code.startswith("DAT"):
            return
        for name in ("clause", "severity", "role"):
            need(one[name] == self.book["rules"][code][name], f"its {name} is {self.book['rules'][code][name]}")
        for used in one["numbers"]:
            said = {**used["value"], "source": used["source"], "since": used["since"]}
            need(used["name"].startswith(f"{code}.") and self._known(used["name"], said), f"the number {used['name']}")
        assumed = [one for one in one["numbers"] if one["source"] == "assumption"]
        texts = [f"{used['name']} = {used['value']['zh']}" for used in assumed]
        need(one["assumptions"] == texts, "the assumptions that it rests on")

    def _verdict(self, one: dict[str, Any], cells: list[Place]) -> None:
        code, judge = one["code"], self.judge
        need(code in self.book["rules"], f"the rulebook has no {code}")
        expected = judge.expected.get((code, one["subject"]))
        if expected is None or expected.cannot:
            whys = [expected.cannot if expected else judge.unsure.get(code, "")]
            if not expected and one["subject"] == "project":
                whys += [other.cannot for (kin, _), other in judge.expected.items() if kin == code]
            raise next((Cannot(why) for why in whys if why), Refuted("no such judgement is owed"))
        stop(one["verdict"] == "waived" and expected.verdict == "fail", "the waiver")
        need(one["verdict"] == expected.verdict, f"the verdict is {expected.verdict}")
        if strange := [cell for cell in cells if cell not in expected.cells]:
            named, known = "!".join(strange[0][1:]), self.project.field_at
            unclear = {place[:2] for table in self.tables.values() if table.ambiguous for place in table.headers}
            stop(any(cell[:2] in unclear and cell not in known for cell in strange), f"which column {named} is of")
            raise Refuted(f"it does not rest on {named}")
        due = one.get("due")
        need(not due or due == str(expected.due or due), f"it is due on {expected.due}")

    def _known(self, name: str, said: dict[str, Any]) -> bool:
        code, _, name = name.partition(".")
        every = self.book["rules"].get(code, {"numbers": {}})["numbers"].get(name, [])
        return any(said.items() <= one.items() for one in every)

    def _cell(self, place: Place, value: str, stated: str, of: str = "") -> None:
        raw, known = self.project.raw.get(place), self.project.field_at.get(place, "")
        address = f"{of}{'!'.join(place[1:])}"
        need(not known or stated == known, f"{address} is {known}")
        texts = {"".join(clean(text).split()) for text in (shown(raw) if raw else {""})}
        if "".join(clean(value).split()) not in texts:
            raise (Cannot if of and not (known and raw) else Refuted)(f"what stands in {address}")

    def _fault(self, one: dict[str, Any], cells: list[Place]) -> None:
        need(one["verdict"] == "fail", "a fault of the logs has the verdict fail")
        code, (sheet, _, address) = one["code"], one["subject"].rpartition("!")
        if sheet:
            here = next((one for one in cells if sheet in (one[1], f"{one[0]}/{one[1]}") and one[2] == address), None)
            need(here is not None, "the cell that it is about")
            unclear = ("", here) in self.faults or code in ("DAT02", "DAT10")
            stop((code, here) not in self.faults and unclear, "what stands in the cell")
            need((code, here) in self.faults, "the cell has no such fault")
        elif code == "DAT09":
            stated, flats = self.project.fact("households"), self.project.flats
            need(bool(flats) and isinstance(stated, int) and stated != len(flats), "the cell has no such fault")
        else:
            sheet, _, header = address.rpartition("/")
            tables = {place[1]: table for table in self.tables.values() for place in table.headers}
            table: Any = tables.get(sheet) or tables.get(sheet.rpartition("/")[2])
            stop(code != "DAT05" or table is None or table.unsure, "this fault is not checked yet")
            keys = {key for key, spec in table.spec["fields"].items() if spec["header"] == header}
            stop(keys & table.ambiguous, f"{sheet}: which column is {header}")
            need(bool(keys & table.absent), "the cell has no such fault")

    def _certificate(self, certificate: dict[str, Any], digest: str) -> None:
        said = {name: self.findings[name] for name in ("project", "period", "as_of", "rulebook")}
        listed, key = self.findings["findings"], itemgetter("code", "subject", "verdict")
        said["judgements"] = [(*key(one), [list(place_of(cell)) for cell in one["cells"]]) for one in listed]
        said["rules"] = defaultdict(list)
        for one in listed:
            said["rules"][one["code"]].append(one["subject"])
        told = certificate | {"judgements": [(*key(one), one["cells"]) for one in certificate["judgements"]]}
        need(certificate["findings_sha256"] == digest, "the certificate is of other findings")
        for name, value in said.items():
            need(told[name] == value, f"the certificate's {name}")
        for number in (number for one in certificate["judgements"] for number in one["numbers"]):
            name = number.pop("name")
            need(self._known(name, number), f"the certificate's number {name}")
        odd = {(table.name, *row.place) for table in self.tables.values() for row in table.every}
        for row in certificate["rows"]:
            odd ^= {(row["table"], row["file"], row["sheet"], row["row"])}
            for name, cell in row["cells"].items():
                place = (row["file"], row["sheet"], cell["cell"])
                if isinstance(cell["raw"], str):
                    self._cell(place, cell["raw"], f"{row['table']}.{name}", "certificate.json: ")
        unsure = sorted(name for name, table in self.tables.items() if table.unsure)
        strange = [one for one in sorted(odd) if one[0] not in unsure]
        need(not strange, f"the certificate's rows: {strange[:1]}")
        stop(unsure, f"the rows of {'、'.join(unsure)}")


def rulebook_for(findings: dict[str, Any], given: Path | None) -> dict[str, Any]:
    """The rulebook that was audited by: the one given, else one that ships, known by its hash."""
    sha = findings["rulebook"]["sha256"]
    for place in [given] if given else sorted((Path(__file__).parent / "rulebooks").glob("*.json")):
        text = place.read_bytes()
        book: dict[str, Any] = json.loads(text)
        if book["sha256"] == sha:
            digest = SHIPPED.get(sha, "" if given else "?")
            need(digest in ("", hashlib.sha256(text).hexdigest()), f"{place.name} was changed")
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
    return Verification(said, files, rulebook_for(said, rulebook)).run(said, certificate)


def in_words(step: str, lang: str) -> str:
    said = json.loads(Path(__file__).with_name("steps.json").read_text(encoding="utf-8")) if lang != "en" else {}
    for english, words in said.items():
        if found := re.fullmatch(re.escape(english).replace(r"\{\}", "(.*)"), step, re.DOTALL):
            return str(words).format(*found.groups())
    return step


def report(words: list[Word], lang: str) -> Iterator[str]:
    """What is told of a verification, a line each: all that is not confirmed, and the counts."""
    names = {CONFIRMED: "已证实", REFUTED: "不成立", NOT_CONFIRMED: "未能证实"}
    names = {said: said if lang == "en" else name for said, name in names.items()}
    for word in words:
        if word.said != CONFIRMED:
            yield f"{word.code or '-'} {word.subject}: {names[word.said]} ({in_words(word.step, lang)})"
    yield " · ".join(f"{name} {sum(word.said == said for word in words)}" for said, name in names.items())


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
