"""What a rule refers to must exist: tables, fields, list values, and its own numbers with a fitting unit. What refers to
what, the types of the fields say."""

import difflib
import string
from collections.abc import Iterator, Mapping
from typing import Any

from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import TableSpec

from . import KINDS, OLD_KEYS, has_last_day, kind_of
from .dues import DUES
from .language import Use, meanings, uses, whole
from .rows import ROWS

Path = tuple[str | int, ...]
Wrong = tuple[Path, str, str]
"""A path within a rule, and what is wrong there in Chinese and English."""
Renamed = tuple[Path, str, str]
"""A path within a rule, the old name of the key there, and its new one."""


def wrong_references(rule: Rule, tables: Mapping[str, TableSpec]) -> Iterator[Wrong]:
    """Each reference of a rule that leads nowhere: its path in the rule, and what is wrong in Chinese and English."""
    yield from wrong_dates(rule)
    if rule.boundary == "exclusive" and not any(map(has_last_day, rule.checks)):
        zh = f"{rule.code} 没有截止的日子或时刻，boundary 不起作用；请删去这一行"
        en = f"{rule.code} has no day or moment at which it turns, boundary does nothing; delete it"
        yield ("boundary",), zh, en
    for i, check in enumerate(rule.checks):
        for shape in whole(check):
            for field, zh, en in _together(shape):
                yield ("checks", i, field), f"{rule.code}：{zh}", f"{rule.code}: {en}"
            for use in uses(shape, check.table):
                yield from _wrong(rule, use, tables, ("checks", i))
    for _, name, _, _ in string.Formatter().parse(rule.requirement.zh + rule.requirement.en):
        if name and name not in rule.numbers:
            yield (("requirement",), *_nothing("number", name, rule.numbers))


def _together(shape: Any) -> Iterator[tuple[str, str, str]]:
    """What a check or part says that cannot be said together."""
    wrong = kind_of(shape).wrong
    return wrong(shape) if wrong else iter(())


def wrong_dates(rule: Rule) -> Iterator[Wrong]:
    """Every number must be in force from the beginning on, and none twice from the same day."""
    for name, numbers in rule.numbers.items():
        since = [number.since for number in numbers]
        if None not in since:
            zh = f"{rule.code} 的 {name} 没有起始值；请给一个不带 since 的值"
            yield (("numbers", name), zh, f"{name} of {rule.code} has no first value; give one without `since`")
        if len(set(since)) < len(since):
            zh = f"{rule.code} 的 {name} 有两个值自同一日起；请删去一个"
            yield (("numbers", name), zh, f"{name} of {rule.code} has two values from the same day; delete one")


def _wrong(rule: Rule, use: Use, tables: Mapping[str, TableSpec], path: Path) -> Iterator[Wrong]:
    known = {"table": tables, "number": rule.numbers}.get(use.means.what)
    if known is not None:
        for name in use.names:
            if name not in known:
                yield ((*path, use.field), *_nothing(use.means.what, name, known))
            elif use.means.what == "number":
                yield from _units(rule, name, use.means.units)
    elif use.table in tables:  # that there is no such table is said where it is named
        yield from _columns(use, tables[use.table], path)


def _units(rule: Rule, name: str, units: tuple[str, ...]) -> Iterator[Wrong]:
    for i, number in enumerate(rule.numbers[name]):
        if number.unit.startswith("day_of_") and number.value not in range(1, 32):
            zh = f"{rule.code} 的 {name} 是几号，应为 1 至 31，现为 {number.value}"
            yield (("numbers", name, i), zh, f"{name} of {rule.code} is a day of a month, 1 to 31, not {number.value}")
        if number.unit == "percent" and number.value not in range(1, 101):
            zh = f"{rule.code} 的 {name} 是百分比，应为 1 至 100，现为 {number.value}"
            yield (("numbers", name, i), zh, f"{name} of {rule.code} is a percentage, 1 to 100, not {number.value}")
        if number.unit not in units or not isinstance(number.value, int) or number.value < 0:
            zh = f"{rule.code} 的 {name} 应为不小于 0 的整数，单位为 {'、'.join(units)}，现为 {number.value} {number.unit}"
            en = f"{name} of {rule.code} must be a whole number from 0 with a unit of {', '.join(units)}, "
            yield ("numbers", name, i), zh, f"{en}not {number.value} {number.unit}"


def _columns(use: Use, table: TableSpec, path: Path) -> Iterator[Wrong]:
    for name in use.names:
        if name not in table.fields:
            yield (path, *_nothing("field", name, table.fields))
    for name, wanted in (item for values in use.values for item in values.items()):
        choices = [value for value, _ in table.fields[name].choices] if name in table.fields else []
        for value in wanted:
            if choices and value not in choices:
                yield (path, *_nothing("value", value, choices))


def _nothing(what: str, name: str, known: Any) -> tuple[str, str]:
    kinds = {"table": "表", "number": "数值", "field": "字段", "value": "取值"}
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.3)
    zh = f"没有名为“{name}”的{kinds[what]}" + (f"；是否应为 {near[0]}？" if near else "")
    en = f'no {what} is called "{name}"' + (f"; did you mean {near[0]}?" if near else "")
    return zh, en


def starts() -> dict[str, str]:
    """The parts that count from a moment, and their field that names it: a column that must not be blank."""
    return {
        name: field
        for known in (KINDS, ROWS, DUES)
        for name, kind in known.items()
        for field, means in meanings(kind.shape)
        if means and means.filled
    }


def with_new_keys(checks: Any) -> tuple[Any, list[Renamed]]:
    """Checks as written, with the keys of today, and each that had an old name. What has both is left to be refused."""
    found: list[Renamed] = []
    if not isinstance(checks, list):
        return checks, found
    renewed = [_renewed(check, ("checks", i), found) for i, check in enumerate(checks)]
    return renewed, found


def _renewed(written: Any, path: Path, found: list[Renamed]) -> Any:
    if not isinstance(written, dict):
        return written
    old = OLD_KEYS.get(str(written.get("part", written.get("kind"))), {})
    keys = {key: old[key] if key in old and old[key] not in written else key for key in written}
    found.extend(((*path, key), key, new) for key, new in keys.items() if key != new)
    whole = {keys[key]: value for key, value in written.items()}
    if isinstance(parts := whole.get("parts"), list):
        whole["parts"] = [_renewed(part, (*path, "parts", i), found) for i, part in enumerate(parts)]
    return whole
