"""Numbers that belong together are one number with one source (reading 73): in a rule of ours `size: {same_as: ITV02.size}`
follows the number it names, and a company that changes either changes both."""

from copy import deepcopy
from typing import Any

from clausecheck.nouns.errors import Fault
from clausecheck.nouns.yamlfile import Lines

SAME_AS = "same_as"
Place = tuple[str, str]
"""A rule's code and the name of one of its numbers."""


def followed(rules: dict[str, Any]) -> dict[Place, Place]:
    """Every number that is another rule's, and that other one."""
    found: dict[Place, Place] = {}
    for code, rule in rules.items():
        for name, number in rule.get("numbers", {}).items():
            if isinstance(number, dict) and SAME_AS in number:
                other, _, its = number[SAME_AS].partition(".")
                found[code, name] = (other, its)
    return found


def put_in(rules: dict[str, Any]) -> dict[str, Any]:
    """The rules with each number that follows another replaced by what that one is; a `source` and `why` of its own stay
    where the number is not the company's."""
    whole = {code: {**rule, "numbers": dict(rule.get("numbers", {}))} for code, rule in rules.items()}
    for (code, name), (other, its) in followed(rules).items():
        own = {key: value for key, value in rules[code]["numbers"][name].items() if key != SAME_AS}
        copied = deepcopy(as_list(rules[other]["numbers"][its]))
        ours = [isinstance(item, dict) and item.get("source") != "company" for item in copied]
        whole[code]["numbers"][name] = [{**i, **own} if is_ours else i for i, is_ours in zip(copied, ours, strict=True)]
    return whole


def gathered(
    changes: dict[str, Any], ours: dict[str, Any], lines: Lines, file: str
) -> tuple[dict[str, Any], list[Fault]]:
    """A company's changes, those of numbers that follow another moved to that other; and each that contradicts one given
    before. `lines` learns where the moved ones stand."""
    follows, found = followed(ours), dict[Place, tuple[Place, Any]]()
    moved = {code: {**change, "numbers": {}} if "numbers" in change else change for code, change in changes.items()}
    faults: list[Fault] = []
    for code, change in changes.items():
        for name, value in change.get("numbers", {}).items():
            target = follows.get((code, name), (code, name))
            known = found.setdefault(target, ((code, name), value))
            if known[0] == (code, name):
                rule = moved.setdefault(target[0], {})
                rule["numbers"] = {**rule.get("numbers", {}), target[1]: value}
                _learn(lines, (code, name), target)
            elif _meant(known[1], target, ours) != _meant(value, target, ours):
                faults.append(_contradicts((code, name), known[0], lines, file))
    return moved, faults


def as_list(value: Any) -> list[Any]:
    """A number's values: one, or several from a day each."""
    return value if isinstance(value, list) else [value]


def _meant(value: Any, target: Place, ours: dict[str, Any]) -> list[tuple[str, ...]]:
    """What a number says, whatever it is explained with."""
    unit = as_list(ours[target[0]]["numbers"][target[1]])[-1]["unit"]
    items = [item if isinstance(item, dict) else {"value": item} for item in as_list(value)]
    return sorted((str(i.get("since", "")), str(i.get("value", "")), str(i.get("unit", unit))) for i in items)


def _learn(lines: Lines, stands: Place, target: Place) -> None:
    given, meant = (("rules", code, "numbers", name) for code, name in (stands, target))
    for path, line in list(lines.items()):
        if path[:4] == given:
            lines.setdefault((*meant, *path[4:]), line)


def _contradicts(here: Place, there: Place, lines: Lines, file: str) -> Fault:
    first = lines.nearest(("rules", there[0], "numbers", there[1]))
    return Fault(
        f"{file}:{lines.nearest(('rules', here[0], 'numbers', here[1]))}",
        f"{here[0]} 的 {here[1]} 与 {there[0]} 的 {there[1]}（第 {first} 行）是同一个数，两处不同；请改成一样，或只写一处",
        f"{here[1]} of {here[0]} and {there[1]} of {there[0]} (line {first}) are one number and differ; give both the same "
        "value, or only one of them",
    )
