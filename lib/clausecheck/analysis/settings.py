"""The parameters of the trends notebook: which there are, and that each is what it should be, before anything is read."""

import ast
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.analysis.run_rules import RULE_SETS
from clausecheck.analysis.texts import LANGUAGES
from clausecheck.errors import Fault, InputFault
from clausecheck.page.parameters import INJECTED, base_folder
from clausecheck.periods import Period, parse_day, parse_period

NAMES = ("inputs", "span", "as_of", "baseline", "rules", "repeat_days", "reopen_days", "out", "rulebook", "lang")
REQUIRED = ("inputs", "as_of", "out")


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters as the notebook uses them. `span` None: all that the logs hold; `baseline` None: the whole span."""

    inputs: list[Path]
    as_of: date
    span: Period | None = None
    baseline: Period | None = None
    rules: str = "western_electric"
    repeat_days: int = 90
    reopen_days: int = 30
    out: Path = Path("out")
    rulebook: Path | None = None
    lang: str = "zh"


def check_parameters(namespace: Mapping[str, Any]) -> Settings:
    """The parameters among a notebook's names (`globals()`), checked. Names that papermill put in and the notebook does
    not know are refused too. Raises InputFault with every fault."""
    values = {name: namespace[name] for name in NAMES if name in namespace}
    return check_values(dict.fromkeys(_injected(namespace)) | values)


def _injected(namespace: Mapping[str, Any]) -> list[str]:
    """The names in the cell that papermill put in, found among the cells that ran (`In`)."""
    cells = [source for source in namespace.get("In", []) if str(source).lstrip().startswith(INJECTED)]
    if not cells:
        return []
    assigned = [node for node in ast.parse(cells[-1]).body if isinstance(node, ast.Assign)]
    return [target.id for node in assigned for target in node.targets if isinstance(target, ast.Name)]


def check_values(values: Mapping[str, Any]) -> Settings:
    """Parameters by name as `Settings`. Relative paths count from the folder the program runs in, or from the one above
    when that is `notebooks`. Raises InputFault with every fault: unknown, missing, of the wrong kind."""
    faults = [_unknown(name) for name in values if name not in NAMES]
    faults += [Fault(name, "缺少这个参数", "this parameter is missing") for name in REQUIRED if not values.get(name)]
    if faults:
        raise InputFault(*faults)
    settings = Settings(
        inputs=_paths("inputs", values["inputs"], faults),
        as_of=_day(values["as_of"], faults),
        span=_period("span", values.get("span"), faults),
        baseline=_period("baseline", values.get("baseline"), faults),
        rules=_one_of("rules", values.get("rules", "western_electric"), tuple(RULE_SETS), faults),
        repeat_days=_days("repeat_days", values.get("repeat_days", 90), faults),
        reopen_days=_days("reopen_days", values.get("reopen_days", 30), faults),
        out=(_paths("out", values["out"], faults) or [Path("out")])[0],
        rulebook=next(iter(_paths("rulebook", values.get("rulebook"), faults)), None),
        lang=_one_of("lang", values.get("lang", "zh"), LANGUAGES, faults),
    )
    if faults:
        raise InputFault(*faults)
    return settings


def _paths(name: str, value: Any, faults: list[Fault]) -> list[Path]:
    if value is None and name == "rulebook":
        return []
    several = list(value) if isinstance(value, list | tuple) and name == "inputs" else [value]
    if not several or not all(isinstance(one, str | Path) and str(one).strip() for one in several):
        zh, en = ("路径或路径列表", "a path or a list of paths") if name == "inputs" else ("一个路径", "a path")
        faults.append(_wrong(name, value, zh, en))
        return []
    return [base_folder() / Path(one) for one in several]


def _period(name: str, value: Any, faults: list[Fault]) -> Period | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        faults.append(_wrong(name, value, "2025、2026-Q3 或 2023-11-01..2026-10-31", "2025, 2026-Q3 or two dates"))
        return None
    try:
        return parse_period(value, name)
    except InputFault as refused:
        faults += refused.faults
        return None


def _day(value: Any, faults: list[Fault]) -> date:
    try:
        if isinstance(value, str | date):
            return parse_day(value, "as_of")
        faults.append(_wrong("as_of", value, "2026-10-31 这样的日期", "a date such as 2026-10-31"))
    except InputFault as refused:
        faults += refused.faults
    return date.max


def _days(name: str, value: Any, faults: list[Fault]) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    faults.append(_wrong(name, value, "大于 0 的天数", "a number of days above 0"))
    return 1


def _one_of(name: str, value: Any, known: tuple[str, ...], faults: list[Fault]) -> str:
    if value in known:
        return str(value)
    faults.append(_wrong(name, value, "、".join(known) + " 之一", "one of " + ", ".join(known)))
    return known[0]


def _unknown(name: str) -> Fault:
    near = difflib.get_close_matches(name, NAMES, 1)
    known = ", ".join(NAMES)
    return Fault(
        name,
        f"没有这个参数{f'，是不是 {near[0]}？' if near else '；'}可用的参数：{known}",
        f"there is no such parameter{f', did you mean {near[0]}?' if near else ';'} known ones: {known}",
    )


def _wrong(name: str, value: Any, zh: str, en: str) -> Fault:
    return Fault(name, f"{value!r} 不对，应为{zh}", f"{value!r} will not do, it should be {en}")
