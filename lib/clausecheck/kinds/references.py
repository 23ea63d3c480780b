"""What a rule refers to must exist: tables, fields, list values, and its own numbers with a fitting unit."""

import difflib
import string
from collections.abc import Iterator
from typing import Any

from clausecheck.procedure.numbers import DUE_UNITS, LIMIT_UNITS
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import TableSpec

from .shapes import AnyCheck

Wrong = tuple[tuple[str | int, ...], str, str]

NUMBER_FIELDS = {
    "limit": LIMIT_UNITS, "lead": ("minutes", "hours", "days"), "default": ("days",), "due": DUE_UNITS,
    "at_least": ("times", "households", "percent"), "min_months": ("months",), "min_days": ("days",),
    "monthly_share_days": ("days",), "more_than": ("households",), "up_to": ("households",), "first": ("times",),
    "months_after": ("months",), "size": ("households",), "share_up_to": ("percent",), "share_above": ("percent",),
}  # fmt: skip
"""Fields of a check that name a number of the rule, and the units such a number may have."""
FIELD_NAMES = (
    "start",
    "end",
    "field",
    "person",
    "at",
    "measure",
    "done",
    "event",
    "notice",
    "emergency",
    "period_field",
    "date",
    "pick",
)
FIELD_LISTS = ("fields", "then", "also_filled", "only_filled", "when_filled", "when_blank")


TURNING_PARTS = {"within", "follow_up", "not_after", "sequence", "notice", "handled", "outage_record"}
TURNING_KINDS = {"dated", "interview_plan", "publicity_plan"}


def has_last_day(check: AnyCheck) -> bool:
    """Whether there is a day or moment at which a check turns, and that may count as in time or as late (G4)."""
    parts = getattr(check, "parts", [])
    return check.kind in TURNING_KINDS or any(
        part.part in TURNING_PARTS or getattr(part, "limit", "") for part in parts
    )


def wrong_references(rule: Rule, tables: dict[str, TableSpec]) -> Iterator[Wrong]:
    """Each reference of a rule that leads nowhere: its path in the rule, and what is wrong in Chinese and English."""
    yield from wrong_dates(rule)
    if rule.boundary == "exclusive" and not any(has_last_day(check) for check in rule.checks):
        zh = f"{rule.code} 没有截止的日子或时刻，boundary 不起作用；请删去这一行"
        yield (
            ("boundary",),
            zh,
            f"{rule.code} has no day or moment at which it turns, boundary does nothing; delete it",
        )
    for i, check in enumerate(rule.checks):
        table = getattr(check, "table", "")
        if table and table not in tables:
            yield (("checks", i, "table"), *_nothing("table", table, tables))
            continue
        for part in (check, *getattr(check, "parts", [])):
            yield from _numbers(rule, part, ("checks", i))
            if table:
                yield from _fields(part, tables[table], ("checks", i))
    known = set(rule.numbers)
    for _, name, _, _ in string.Formatter().parse(rule.requirement.zh + rule.requirement.en):
        if name and name not in known:
            yield (("requirement",), *_nothing("number", name, known))


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


def _numbers(rule: Rule, part: Any, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    for field, units in NUMBER_FIELDS.items():
        name = getattr(part, field, "")
        if part.__class__.__name__ == "FollowUp" and field == "due":
            continue  # there it is the field that holds the due date
        if not isinstance(name, str) or not name:
            continue
        if name not in rule.numbers:
            yield ((*path, field), *_nothing("number", name, rule.numbers))
            continue
        yield from _units(rule, name, units)


def _units(rule: Rule, name: str, units: tuple[str, ...]) -> Iterator[Wrong]:
    for i, number in enumerate(rule.numbers[name]):
        if number.unit.startswith("day_of_") and number.value not in range(1, 32):
            zh = f"{rule.code} 的 {name} 是几号，应为 1 至 31，现为 {number.value}"
            yield (("numbers", name, i), zh, f"{name} of {rule.code} is a day of a month, 1 to 31, not {number.value}")
        if number.unit == "percent" and number.value not in range(1, 101):
            zh = f"{rule.code} 的 {name} 是百分比，应为 1 至 100，现为 {number.value}"
            yield (("numbers", name, i), zh, f"{name} of {rule.code} is a percentage, 1 to 100, not {number.value}")
        if number.unit not in units or not isinstance(number.value, int) or number.value < 0:
            allowed = "、".join(units)
            yield (
                ("numbers", name, i),
                f"{rule.code} 的 {name} 应为不小于 0 的整数，单位为 {allowed}，现为 {number.value} {number.unit}",
                f"{name} of {rule.code} must be a whole number from 0 with a unit of {', '.join(units)}, "
                f"not {number.value} {number.unit}",
            )


def _fields(part: Any, table: TableSpec, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    names = [getattr(part, attr) for attr in FIELD_NAMES if getattr(part, attr, None)]
    for attr in FIELD_LISTS:
        names.extend(getattr(part, attr, []))
    if part.__class__.__name__ == "FollowUp":
        names.append(part.due)
    values: dict[str, list[str]] = {}
    for attr in ("only", "when", "where", "match", "only_if"):
        found = getattr(part, attr, {})
        values.update(found if isinstance(found, dict) and part.__class__.__name__ != "Counts" else {})
    for name in (*names, *values):
        if name not in table.fields:
            yield (path, *_nothing("field", name, table.fields))
    for name, wanted in values.items():
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
