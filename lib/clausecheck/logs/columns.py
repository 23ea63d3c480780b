"""A project's own names for columns and sheets (columns.yaml), checked when read: file, line, nearest right name.

sheets:
  客诉登记: 投诉记录          # this sheet is that table; 忽略 (ignore) leaves a sheet out
      1月.xlsx/Sheet1: 访谈记录  # only the sheet of this file
columns:
  投诉记录:
    受理时间: 客诉发生时间     # field: header, or a list of headers
    办结时间: [结案时间, 闭环时间]
values:
  投诉记录:
    类别: {一类: [服务类], 二类: [地产类]}
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.errors import Fault, InputFault
from clausecheck.logs.names import plain
from clausecheck.schema import FieldSpec, TableSpec, tables
from clausecheck.yamlfile import Lines, read_yaml

FILE_NAME = "columns.yaml"
IGNORE = ("忽略", "ignore")
_PARTS = ("sheets", "columns", "values")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a project calls its sheets and columns. Empty: the built-in names and synonyms only."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    """Sheet (or file/sheet) as names.plain writes it -> table, or "" for a sheet to leave out."""
    columns: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(table, field) -> headers."""
    values: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """(table, list field) -> exact value -> further spellings."""
    orders: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(table, date field) -> the order its short dates are written in: mdy, dmy or ymd (reading 59)."""


def read_column_map(path: Path) -> ColumnMap:
    """The map in a YAML file. Raises InputFault with every name in it that is not known, by file and line."""
    document, lines = read_yaml(path)
    reading = _Reading(str(path), lines, tables())
    result = reading.whole(document)
    if reading.faults:
        raise InputFault(*reading.faults)
    return result


@dataclass(slots=True)
class _Reading:
    """One map being read: where we are, and what was wrong so far."""

    name: str
    lines: Lines
    tables: dict[str, TableSpec]
    faults: list[Fault] = field(default_factory=list)

    def whole(self, document: Any) -> ColumnMap:
        if not self._is_map(document, (), "整个文件", "the file"):
            return ColumnMap()
        for key in document:
            if key not in _PARTS:
                self._unknown(key, (key,), _PARTS, "部分", "part")
        sheets = {
            plain(sheet): found
            for sheet, written in self._entries(document, ("sheets",))
            if (found := self._sheet(written, ("sheets", sheet))) is not None
        }
        columns: dict[tuple[str, str], tuple[str, ...]] = {}
        values: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        for table, spec, written, path in self._fields(document, "columns"):
            columns[table, spec.key] = self._texts(written, path)
        for table, spec, written, path in self._fields(document, "values"):
            values[table, spec.key] = self._spellings(spec, written, path)
        return ColumnMap(sheets, columns, values)

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
        for written_table, inside in self._entries(document, (part,)):
            table = self._table(written_table, (part, written_table))
            if table is None or not self._is_map(inside or {}, (part, written_table), written_table, written_table):
                continue
            for written, content in (inside or {}).items():
                path = (part, written_table, written)
                fields = [*self.tables[table].fields.values(), *self.tables[table].beside_rows.values()]
                spec = next((spec for spec in fields if written in (spec.key, spec.header)), None)
                if spec is None:
                    self._unknown(written, path, [spec.header for spec in fields], "字段", "field")
                else:
                    yield table, spec, content, path

    def _spellings(self, spec: FieldSpec, written: Any, path: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        exact = [value for value, _ in spec.choices]
        if not exact:
            self._fault(path, f"“{spec.header}”不是清单字段", f"{spec.key} is not a list field; delete the line")
            return {}
        if not self._is_map(written, path, spec.header, spec.key):
            return {}
        found = {}
        for value, spellings in written.items():
            if value in exact:
                found[value] = self._texts(spellings, (*path, value))
            else:
                self._unknown(value, (*path, value), exact, "取值", "value")
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
