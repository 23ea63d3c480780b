"""Facts about the project (项目信息): who owns it, since when it is served, how it is paid."""

from dataclasses import field
from datetime import date
from typing import Any

from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import Cell, CellFault, Logs, Say, Unknown
from clausecheck.nouns.periods import Period, When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec

from .years import Unsettled, settle_fact

SERVICE = ("takeover_date", "exit_date")
OWNERSHIP = ("ownership", "owners")
FEE_MODEL, HOUSEHOLDS, COMMITTEE, HOTLINE = "fee_model", "households", "committee_since", "hotline"
"""What the facts are called that decide whether anything is owed, in every procedure that has them."""
FEWER_OWNERS_THAN = 10
"""With fewer owners a project counts as single-owner (procedure 4.3.2, reading 34)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts, each its value, None for blank, or Unknown; and the cell each stands in."""

    spec: TableSpec
    values: dict[str, Any]
    cells: dict[str, Cell]
    contradicted: dict[str, Cell] = field(default_factory=dict)
    """Items given again with another value, and the first cell that says so."""

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def said(self, name: str) -> Say:
        """An item as a word to be said."""
        return self.spec.fields[name].said

    def cell(self, *names: str) -> tuple[Cell, ...]:
        """Where some items stand; for items that are absent the one that every project has, to name their sheet."""
        found = tuple(self.cells[name] for name in names if name in self.cells)
        return found or tuple(self.cells[name] for name in ("code",) if name in self.cells)

    def day(self, name: str) -> date | None:
        """A date that is there and readable."""
        value = self.values.get(name)
        return value.day if isinstance(value, When) else None

    @property
    def takeover(self) -> date | None:
        return self.day("takeover_date")

    @property
    def exit(self) -> date | None:
        """An unreadable date of exit reads as none (reading 40)."""
        return self.day("exit_date")

    @property
    def ownership(self) -> str | Unknown:
        """`multi` or `single`; the number of owners decides where it is given (reading 34)."""
        owners, stated = self.get("owners"), self.get("ownership")
        if isinstance(owners, Unknown):
            return owners
        if owners is not None:
            return "single" if owners < FEWER_OWNERS_THAN else "multi"
        if stated is None or isinstance(stated, Unknown):
            return stated or Unknown("DAT05")
        return "multi" if stated == "多产权" else "single"

    def serves(self, day: date) -> bool:
        """Whether a day lies in service; an unknown take-over excludes nothing (reading 7)."""
        return (self.takeover is None or self.takeover <= day) and (self.exit is None or day <= self.exit)

    def in_service(self, period: Period) -> Period | None:
        """A period cut to the days in service."""
        return period.cut(self.takeover, self.exit)

    def committee_on(self, day: date) -> bool | Unknown:
        """Whether there is an owners' committee on a day."""
        since = self.get("committee_since")
        if isinstance(since, Unknown):
            return since
        return since is not None and since.day <= day


def prepare_facts(logs: Logs, spec: TableSpec, period: Period, faults: list[CellFault]) -> Facts:
    """The facts of 项目信息; an item given twice with different contents is Unknown.

    Raises InputFault when the sheet or the project's code is missing, or there are two codes: what was handed in is then
    no project that could be audited (reading 7; all paths of one call are one project).
    """
    values: dict[str, Any] = {}
    cells: dict[str, Cell] = {}
    contradicted: dict[str, Cell] = {}
    for row in logs.rows(spec.name):
        item = row.get("item")
        if item not in spec.fields:
            continue
        value = row.get("content")
        if isinstance(value, Unsettled):
            value = settle_fact(value, row.cell("content"), spec, item, period, faults)
        if item not in cells or (item not in values and value is not None):
            cells[item] = row.cell("content")
        if value is None or item in contradicted:
            continue
        known = values.setdefault(item, value)
        if known != value:
            contradicted[item] = row.cell("content")
            if item != "code":
                values[item] = Unknown("DAT01", f"{_text(known)} / {_text(value)}")
    _refuse_nameless(logs, spec, values, cells)
    if "code" in contradicted:
        _refuse_two(spec, cells["code"], contradicted["code"])
    return Facts(spec, values, cells, contradicted)


def _text(value: Any) -> str:
    return value.raw if isinstance(value, Unknown) else str(value)


def _refuse_two(spec: TableSpec, first: Cell, other: Cell) -> None:
    code, where = spec.fields["code"].header, f"{first.file} › {first.sheet}!{first.cell}"
    raise fault(
        f"{other.file} › {other.sheet}!{other.cell}",
        f"“{code}”与 {where} 不同；一次只能核查一个项目，请分开核查，或改正编码",
        f"{code} (project code) differs from the one at {where}; one call audits one project: audit them apart, or "
        "correct the code",
    )


def _refuse_nameless(logs: Logs, spec: TableSpec, values: dict[str, Any], cells: dict[str, Cell]) -> None:
    files = "、".join(file.file for file in logs.files) or "(no file)"
    sheet, header = spec.sheet, spec.fields["code"].header
    if not logs.of(spec.name):
        raise fault(
            files,
            f"没有“{sheet}”工作表，无法核查；请加上该表（两列：项目、内容），样式见 templates 中的空白表",
            f"no sheet {sheet}, cannot audit; add it (two columns: 项目, 内容), see the blank form in templates",
        )
    code = values.get("code")
    if isinstance(code, str):
        return
    cell = cells.get("code")
    place = f"{cell.file} › {cell.sheet}!{cell.cell}" if cell else f"{files} › {sheet}"
    raise fault(
        place,
        f"没有可用的“{header}”，无法核查；请填写{header}",
        f"no usable {header} (project code), cannot audit; fill it in",
    )
