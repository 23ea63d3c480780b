"""A sample project with personal data planted in every text column of every table, and faults that make cells speak."""

from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from clausecheck.disk.resources import sample_projects
from clausecheck.procedure.shipped import our_tables
from clausecheck.procedure.tables import FieldSpec

PERIOD, AS_OF = "2026-Q3", "2026-10-31"
ROWS = 45
"""Rows kept of a sheet, so that the test stays quick; those nearest to the as-of date."""
SURNAMES = "欧夏柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
GIVEN = "承煊霁暄若蘅景澄昭珩知夏怀瑾"


@dataclass
class Planted:
    """What was planted: none of it may leave."""

    secrets: set[str] = field(default_factory=set)
    n: int = 0

    def name(self) -> str:
        """A name that stands nowhere else."""
        self.n += 1
        n = self.n
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // 30 % len(GIVEN)] + GIVEN[(n * 5 + n // 420) % len(GIVEN)]
        self.secrets.add(name)
        return name

    def phone(self) -> str:
        self.n += 1
        number = f"138{self.n:08d}"
        self.secrets.add(number)
        return number

    def identity(self) -> str:
        self.n += 1
        plain = f"4403051990{self.n % 12 + 1:02d}{self.n % 28 + 1:02d}{self.n % 1000:03d}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        number = plain + "10X98765432"[sum(int(d) * w for d, w in zip(plain, weights, strict=True)) % 11]
        self.secrets.add(number)
        return number

    def room(self) -> str:
        self.n += 1
        room = f"{self.n % 30 + 1}栋{self.n % 4 + 1}单元{(self.n % 33 + 1) * 100 + self.n % 9 + 1}"
        self.secrets.add(room)
        return room


def plant(folder: Path) -> tuple[Path, Planted]:
    """Writes the project into a folder; returns it and what was planted."""
    source = next(sample_projects()[0].glob("*.xlsx"))
    book = openpyxl.load_workbook(source)
    planted = Planted()
    for sheet in book.worksheets:
        if sheet.max_row > ROWS:
            sheet.delete_rows(2, sheet.max_row - ROWS)
    for (table, name), spec in _columns().items():
        sheet = book[our_tables()[table].sheet]
        column = next(cell.column for cell in sheet[1] if cell.value == spec.header)
        for row in range(2, sheet.max_row + 1):
            cell = sheet.cell(row, column)
            if sheet.cell(row, 1).value is not None or cell.value is not None:
                cell.value = _with(planted, table, name, spec, cell.value, row)
    _facts(book, planted)
    sheet = book["投诉记录"]
    sheet.title = f"投诉{planted.phone()}"
    book.create_sheet("谁是谁").append([planted.name(), planted.phone(), planted.room(), planted.identity()])
    file = folder / f"台账_{planted.phone()}.xlsx"
    book.save(file)
    return file, planted


def _columns() -> dict[tuple[str, str], FieldSpec]:
    return {(t.name, f.key): f for t in our_tables().values() if not t.facts for f in t.fields.values()}


def _with(planted: Planted, table: str, name: str, spec: FieldSpec, value: object, row: int) -> object:
    """Text columns carry personal data in every second row; other columns in every ninth, where it cannot be read."""
    everything = f"{planted.name()} {planted.phone()} {planted.identity()} {planted.room()}"
    holds = spec.holds if spec.type in ("text", "contents") else ""
    if holds == "person":
        return planted.name() if row % 2 else value
    if holds == "phone":
        return planted.phone()
    if spec.type == "household":
        return planted.room() if row % 3 == 0 else (f"{planted.room()} {planted.name()}" if row % 7 == 0 else value)
    if holds == "identifier":
        return (
            f"{value or ''}-{planted.phone()}-{planted.identity()}"
            if row % 4 == 0 and table != "attestations"
            else value
        )
    if holds == "public":
        return f"{value or ''}{planted.phone()} {planted.room()}" if row % 3 == 0 else value
    if spec.type in ("text", "contents"):
        return f"{value or ''}{everything}"
    return everything if row % 9 == 0 else value


def _facts(book: openpyxl.Workbook, planted: Planted) -> None:
    sheet = book["项目信息"]
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value in ("项目名称", "分公司"):
            sheet.cell(row, 2).value = f"翠湖花园 {planted.phone()} {planted.identity()} {planted.room()}"
        if sheet.cell(row, 1).value == "业主数":
            sheet.cell(row, 2).value = f"问{planted.name()} {planted.phone()}"
