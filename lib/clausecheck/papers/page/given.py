"""What a notebook is given: its parameters by name, each read as what it should be. Whatever will not do is added to a
list of faults, so that all of them are told at once."""

import ast
import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.periods import Period, parse_day, parse_period
from clausecheck.procedure.shipped import shipped

INJECTED = "# Parameters"
"""How the cell begins that papermill puts after the parameters cell."""
PERIODS = "2026, 2026-H1, 2026-Q3, 2026-09, 2026-01-15..2026-03-10"


def named(namespace: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The parameters among a notebook's names (`globals()`); names that papermill put in come too, known or not."""
    return dict.fromkeys(_injected(namespace)) | {name: namespace[name] for name in names if name in namespace}


def _injected(namespace: Mapping[str, Any]) -> list[str]:
    """The names in the cell that papermill put in last, found among the cells that ran (`In`)."""
    cells = [source for source in namespace.get("In", []) if str(source).lstrip().startswith(INJECTED)]
    if not cells:
        return []
    assigned = [node for node in ast.parse(cells[-1]).body if isinstance(node, ast.Assign)]
    return [target.id for node in assigned for target in node.targets if isinstance(target, ast.Name)]


def refuse_strangers(values: Mapping[str, Any], names: Sequence[str], required: Sequence[str]) -> None:
    """Raises InputFault naming every parameter that is not known, and every one that is missing."""
    faults = [_unknown(name, names) for name in values if name not in names]
    absent = [name for name in required if values.get(name) in (None, "", [])]
    faults += [Fault(name, "缺少这个参数", "this parameter is missing") for name in absent]
    if faults:
        raise InputFault(*faults)


def _unknown(name: str, names: Sequence[str]) -> Fault:
    near = difflib.get_close_matches(name, names, 1)
    known = ", ".join(names)
    return Fault(
        name,
        f"没有这个参数{f'，是不是 {near[0]}？' if near else '；'}可用的参数：{known}",
        f"there is no such parameter{f', did you mean {near[0]}?' if near else ';'} known ones: {known}",
    )


def paths(name: str, value: Any, faults: list[Fault]) -> list[Path]:
    """A path or a list of paths. Relative ones count from the running folder, or from the one above `notebooks`."""
    several = value if isinstance(value, list | tuple) else [value]
    if several and all(isinstance(one, str | Path) and str(one).strip() for one in several):
        return [base_folder() / Path(one) for one in several]
    _wrong(name, value, "一个路径或路径列表", "a path or a list of paths", faults)
    return []


def path(name: str, value: Any, faults: list[Fault]) -> Path:
    """One path."""
    if isinstance(value, str | Path) and str(value).strip():
        return base_folder() / Path(value)
    _wrong(name, value, "一个路径", "a path", faults)
    return Path()


def procedure(name: str, value: Any, faults: list[Fault]) -> str | Path | None:
    """A procedure by its name, or by its folder; nothing for the usual one."""
    if value in (None, ""):
        return None
    if isinstance(value, str) and value in shipped():
        return value
    return path(name, value, faults)


def base_folder() -> Path:
    """Where relative paths count from: the running folder, or the one above when the notebook runs in `notebooks`."""
    here = Path.cwd()
    return Path("..") if here.name == "notebooks" and (here.parent / "sample_data").is_dir() else Path()


def period(name: str, value: Any, faults: list[Fault]) -> Period:
    """A period; a year may come as a number."""
    try:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return parse_period(value, name)
        _wrong(name, value, f"以下之一：{PERIODS}", f"one of {PERIODS}", faults)
    except InputFault as refused:
        faults += refused.faults
    return Period(date.max, date.max)


def day(name: str, value: Any, faults: list[Fault]) -> date:
    """A date, or its ISO text."""
    try:
        if isinstance(value, str | date):
            return parse_day(value, name)
        _wrong(name, value, "2026-10-31 这样的日期", "a date such as 2026-10-31", faults)
    except InputFault as refused:
        faults += refused.faults
    return date.max


def one_of(name: str, value: Any, known: Sequence[str], faults: list[Fault]) -> str:
    """One of some words."""
    if value not in known:
        _wrong(name, value, "、".join(known) + " 之一", "one of " + ", ".join(known), faults)
    return str(value)


def days(name: str, value: Any, faults: list[Fault]) -> int:
    """A number of days."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    _wrong(name, value, "大于 0 的天数", "a number of days above 0", faults)
    return 1


def _wrong(name: str, value: Any, zh: str, en: str, faults: list[Fault]) -> None:
    faults.append(Fault(name, f"{value!r} 不对，应为{zh}", f"{value!r} will not do, it should be {en}"))
