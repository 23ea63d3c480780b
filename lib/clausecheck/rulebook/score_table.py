"""The table of marks of a procedure, or what a company's own `score.yaml` makes of it."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from clausecheck.nouns.errors import Fault, InputFault, fault
from clausecheck.nouns.yamlfile import Lines, read_yaml
from clausecheck.procedure.score import ScoreTable, Section, Severity

from .mistakes import mistake

FILE = "score.yaml"
Sections = Mapping[str, Mapping[str, str]]
"""Prefix of the codes -> clause, Chinese and English name of the section."""


def load_score(folder: Path, own: Path | None, sections: Sections) -> ScoreTable:
    """The table of the procedure in a folder, with what the company's file `own`, if there is one, replaces key by key.

    A group of one section needs no name of its own. Raises InputFault with file and line for every entry that will not do.
    """
    base, lines = read_yaml(folder / FILE)
    if not isinstance(base, dict):
        raise fault(FILE, "应为键值对", "must be a mapping")
    table = _checked(base, lines, FILE, sections)
    if own is None or not own.is_file():
        return table
    companys, own_lines = read_yaml(own)
    if not isinstance(companys, dict):
        raise fault(str(own), "应为键值对", "must be a mapping")
    if unknown := [key for key in companys if key not in base]:
        known = "、".join(base)
        raise InputFault(
            *(
                Fault(
                    f"{own}:{own_lines.nearest((key,))}",
                    f"没有“{key}”；可用的有 {known}",
                    f'there is no "{key}"; known are {known}',
                )
                for key in unknown
            )
        )
    table = _checked({**base, "source": "company", **companys}, own_lines, str(own), sections)
    if "sections" in companys and (missing := "、".join(left_out(table, sections))):
        place = f"{own}:{own_lines.nearest(('sections',))}"
        raise fault(place, f"{missing} 不在任何部分里；请补上", f"{missing} stand in no section; add them")
    return table


def left_out(table: ScoreTable, sections: Sections) -> list[str]:
    """The sections that have no place in the table."""
    return [prefix for prefix in sections if not prefix.startswith(tuple(table.prefixes))]


@cache
def _shape() -> TypeAdapter[ScoreTable]:
    return TypeAdapter(ScoreTable)


def _checked(raw: dict[str, Any], lines: Lines, name: str, sections: Sections) -> ScoreTable:
    named = {
        key: [_named(group, sections) for group in raw[key]] for key in ("sections", "apart") if _is_list(raw.get(key))
    }
    try:
        table = _shape().validate_python({**raw, **named})
    except ValidationError as error:
        raise InputFault(*(_fault(problem, lines, name) for problem in error.errors())) from None
    if twice := sorted({prefix for prefix in table.prefixes if table.prefixes.count(prefix) > 1}):
        said = ", ".join(twice)
        raise fault(
            f"{name}:{lines.nearest(('sections',))}", f"{said} 重复出现在两个部分", f"{said} stands in two sections"
        )
    if missing := [severity for severity in get_args(Severity) if severity not in table.factors]:
        said = ", ".join(missing)
        raise fault(
            f"{name}:{lines.nearest(('factors',))}", f"factors 没有 {said}；请补上", f"factors lacks {said}; add it"
        )
    return table


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _named(group: Any, sections: Sections) -> Any:
    """A group with the name of its section, where it is of one and has none of its own."""
    rules = group.get("rules") if isinstance(group, dict) else None
    one = rules[0] if isinstance(rules, list) and len(rules) == 1 else None
    return {**sections[one], **group} if isinstance(one, str) and one in sections else group


def _fault(problem: Any, lines: Lines, name: str) -> Fault:
    loc = tuple(step for step in problem["loc"] if step != "[key]")
    written = ".".join(str(step) for step in loc) or FILE
    zh, en = mistake(problem, (*(one.name for one in fields(Section)), *get_args(Severity)))
    return Fault(f"{name}:{lines.nearest(loc)}", f"评分表的 {written}：{zh}", f"{written}: {en}")
