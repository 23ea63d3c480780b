"""A project's own names for columns and sheets (columns.yaml), checked when read: file, line, nearest right name.

sheets:
  客诉登记: 投诉记录          # this sheet is that table; 忽略 (ignore) leaves a sheet out
  1月.xlsx/Sheet1: 访谈记录   # only the sheet of this file
columns:
  投诉记录:
    受理时间: 客诉发生时间     # field: header
    办结时间: [结案时间, 闭环时间]   # whichever stands on a sheet; several of them there are joined, in this order
    反馈时间: 结案时间         # one header may serve two fields
  户册:
    房号: [{column: B}, 单元, 房]   # a flat in parts, outermost first; {column: B} is a column by its letter
values:
  投诉记录:
    类别: {一类: [服务类], 二类: [地产类]}
order:
  投诉记录: {办结时间: mdy}    # 03/04/2026 is 4 March; mdy, dmy or ymd. `办结时间: mdy` alone: in every table

A field with nothing behind it (as in the draft of `clausecheck map --write`) says nothing.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from clausecheck.logs.names import Letter, Place, plain
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import Lines, read_yaml
from clausecheck.procedure.tables import FieldSpec, Tables

FILE_NAME = "columns.yaml"
IGNORE = ("忽略", "ignore")
_PARTS = ("sheets", "columns", "values", "order")
_COLUMN = ("column", "列")
_LETTERS = re.compile("[A-Za-z]{1,3}")
_ORDERS = ("mdy", "dmy", "ymd")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a project calls its sheets and columns. Empty: the built-in names and synonyms only."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    """Sheet (or file/sheet) as names.plain writes it -> table, or "" for a sheet to leave out."""
    columns: Mapping[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)
    """(table, field) -> headers, or columns by their letters; in the order in which several are joined."""
    values: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """(table, list field) -> exact value -> further spellings."""
    orders: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(table, date field) -> the order its short dates are written in: mdy, dmy or ymd (reading 59)."""
    lines: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """Where it says so: ("sheets", sheet) or ("columns", table, field) -> file and line."""


def read_column_map(path: Path, tables: Tables) -> ColumnMap:
    """The map in a YAML file. Raises InputFault with every name in it that is not known, by file and line."""
    document, lines = read_yaml(path)
    reading = _Reading(str(path), lines, tables)
    result = reading.whole(document)
    if reading.faults:
        raise InputFault(*reading.faults)
    return result


@dataclass(slots=True)
class _Reading:
    """One map being read: where we are, and what was wrong so far."""

    name: str
    lines: Lines
    tables: Tables
    faults: list[Fault] = field(default_factory=list)
    said: dict[tuple[str, ...], str] = field(default_factory=dict)

    def whole(self, document: Any) -> ColumnMap:
        if not self._is_map(document, (), "整个文件", "the file"):
            return ColumnMap()
        for key in document:
            if key not in _PARTS:
                self._unknown(key, (key,), _PARTS, "部分", "part")
        sheets = {}
        for sheet, written in self._entries(document, ("sheets",)):
            found = self._sheet(written, ("sheets", sheet)) if written != "" else None
            if found is not None:
                sheets[plain(sheet)] = found
                self.said["sheets", plain(sheet)] = self._line(("sheets", sheet))
        columns: dict[tuple[str, str], tuple[Place, ...]] = {}
        values: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        orders: dict[tuple[str, str], str] = {}
        for table, spec, written, path in self._fields(document, "columns"):
            if spec.key in self.tables[table].beside_rows and not isinstance(written, str | list):
                self._fault(path, "请写表头文字", "write its header")
            elif places := self._places(written, path):
                columns[table, spec.key] = places
                self.said["columns", table, spec.key] = self._line(path)
        for table, spec, written, path in self._fields(document, "values"):
            values[table, spec.key] = self._spellings(spec, written, path)
        for table, spec, written, path in self._ordered(document):
            if order := self._order(spec, written, path):
                orders[table, spec.key] = order
        return ColumnMap(sheets, columns, values, orders, self.said)

    def _sheet(self, written: Any, path: tuple[str, ...]) -> str | None:
        if written in IGNORE:
            return ""
        return self._table(written, path)

    def _table(self, written: Any, path: tuple[str, ...]) -> str | None:
        for name, spec in self.tables.items():
            if written in (name, spec.sheet, spec.en):
                return name
        self._unknown(written, path, [spec.sheet for spec in self.tables.values()], "表", "table")
        return None

    def _fields(self, document: Any, part: str) -> Iterable[tuple[str, FieldSpec, Any, tuple[str, ...]]]:
        """Table, field, what is written of it, and where; for a field without its table, every table that has it."""
        for written, inside in self._entries(document, (part,)):
            if part == "order" and isinstance(inside, str):
                several = [(name, spec) for name in self.tables if (spec := self._field(name, written))]
                if not several:
                    known = [spec.header for table in self.tables.values() for spec in table.fields.values()]
                    self._unknown(written, (part, written), dict.fromkeys(known), "字段", "field")
                yield from ((name, spec, inside, (part, written)) for name, spec in several if spec.is_date)
                continue
            table = self._table(written, (part, written))
            if table is None or not self._is_map(inside or {}, (part, written), written, written):
                continue
            kept = {key: value for key, value in (inside or {}).items() if not _is_order(part, key, value)}
            yield from self._fields_of(table, kept, (part, written))

    def _ordered(self, document: Any) -> Iterable[tuple[str, FieldSpec, Any, tuple[str, ...]]]:
        """The orders of dates, in the part of that name or beside a table's columns."""
        yield from self._fields(document, "order")
        columns = document.get("columns")
        for written, inside in (columns if isinstance(columns, dict) else {}).items():
            within = inside.get("order") if isinstance(inside, dict) else None
            known = any(written in (name, spec.sheet, spec.en) for name, spec in self.tables.items())
            if within and known and _is_order("columns", "order", within):
                table = self._table(written, ("columns", written)) or ""
                yield from self._fields_of(table, within, ("columns", written, "order"))

    def _fields_of(
        self, table: str, inside: dict[str, Any], path: tuple[str, ...]
    ) -> Iterable[tuple[str, FieldSpec, Any, tuple[str, ...]]]:
        for written, content in inside.items():
            spec = self._field(table, written)
            if content == "":
                continue  # a line of the draft that nobody has filled in
            if spec is None:
                known = [spec.header for spec in self.tables[table].fields.values()]
                self._unknown(written, (*path, written), known, "字段", "field")
            else:
                yield table, spec, content, (*path, written)

    def _field(self, table: str, written: str) -> FieldSpec | None:
        fields = [*self.tables[table].fields.values(), *self.tables[table].beside_rows.values()]
        return next((spec for spec in fields if written in (spec.key, spec.header)), None)

    def _places(self, written: Any, path: tuple[str, ...]) -> tuple[Place, ...]:
        """Headers and columns by their letters, in the order they are written in."""
        places: list[Place] = []
        for one in written if isinstance(written, list) else [written]:
            letters = next((one[key] for key in _COLUMN if key in one), "") if isinstance(one, dict) else ""
            if isinstance(one, str) and one.strip():
                places.append(one)
            elif isinstance(letters, str) and _LETTERS.fullmatch(letters) and len(one) == 1:
                places.append(Letter(letters.upper()))
            else:
                self._fault(
                    path,
                    "应是一个或一列表头文字；没有表头的列写列号，如 {column: B}",
                    "write one text, or a list of texts; a column without a header by its letter, as {column: B}",
                )
                return ()
        return tuple(places)

    def _order(self, spec: FieldSpec, written: Any, path: tuple[str, ...]) -> str:
        """The order of a date's numbers, or "" where it is none."""
        if not spec.is_date:
            self._fault(path, f"“{spec.header}”不是日期字段", f"{spec.key} is not a date; delete the line")
        elif written not in _ORDERS:
            self._unknown(written, path, _ORDERS, "日期顺序", "order of dates")
        else:
            return str(written)
        return ""

    def _line(self, path: tuple[str, ...]) -> str:
        return f"{Path(self.name).name}:{self.lines.nearest(path)}"

    def _spellings(self, spec: FieldSpec, written: Any, path: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        exact = [value for value, _ in spec.choices]
        if not exact:
            self._fault(path, f"“{spec.header}”不是清单字段", f"{spec.key} is not a list field; delete the line")
            return {}
        if not self._is_map(written, path, spec.header, spec.key):
            return {}
        found: dict[str, tuple[str, ...]] = {}
        taken: dict[str, str] = {}
        for value, spellings in written.items():
            if value not in exact:
                self._unknown(value, (*path, value), exact, "取值", "value")
                continue
            found[value] = self._texts(spellings, (*path, value))
            for spelling in found[value]:
                other = taken.setdefault(plain(spelling), value)
                if other != value:
                    self._fault(
                        (*path, value),
                        f"“{spelling}”已写在“{other}”下",
                        f"{spelling} stands under {other}: name it once",
                    )
        return found

    def _texts(self, written: Any, path: tuple[str, ...]) -> tuple[str, ...]:
        texts = written if isinstance(written, list) else [written]
        if all(isinstance(text, str) and text.strip() for text in texts):
            return tuple(texts)
        self._fault(path, "应是一个或一列文字", "write one text, or a list of texts")
        return ()

    def _entries(self, document: Any, path: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
        inside = document.get(path[0]) or {}
        return inside.items() if self._is_map(inside, path, path[0], path[0]) else ()

    def _is_map(self, value: Any, path: tuple[str, ...], zh: str, en: str) -> bool:
        if isinstance(value, dict):
            return True
        self._fault(path, f"“{zh}”应是“名称: 内容”的形式", f"{en} must be written as `name: content`")
        return False

    def _unknown(self, written: Any, path: tuple[str, ...], known: Iterable[str], zh: str, en: str) -> None:
        options = list(known)
        near = difflib.get_close_matches(str(written), options, 1, 0.3)
        hint, hint_en = (f"；是否想写“{near[0]}”？", f'; did you mean "{near[0]}"?') if near else ("", "")
        listed = "、".join(options)
        self._fault(
            path,
            f"没有名为“{written}”的{zh}{hint or '；'}可用：{listed}",
            f'no {en} "{written}"{hint_en} Known: {listed}',
        )

    def _fault(self, path: tuple[str, ...], zh: str, en: str) -> None:
        self.faults.append(Fault(f"{self.name}:{self.lines.nearest(path)}", zh, en))


def _is_order(part: str, key: str, value: Any) -> bool:
    """Whether a line beside a table's columns states orders of dates. (维修回访 has a field of that name.)"""
    return part == "columns" and key == "order" and isinstance(value, dict) and not value.keys() & set(_COLUMN)
