"""The parameters of the notebook: which there are, and that each is what it should be, before anything runs."""

import ast
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.errors import Fault, InputFault
from clausecheck.page.texts import LANGUAGES
from clausecheck.periods import Period, parse_day, parse_period

NAMES = ("inputs", "period", "as_of", "out", "rulebook", "lang")
REQUIRED = ("inputs", "period", "as_of", "out")
INJECTED = "# Parameters"
"""How the cell begins that papermill puts after the parameters cell."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters as the audit takes them."""

    inputs: list[Path]
    period: Period
    as_of: date
    out: Path
    rulebook: Path | None
    lang: str


def check_parameters(namespace: Mapping[str, Any]) -> Parameters:
    """The parameters among a notebook's names (`globals()`), checked.

    Names that papermill put in and the notebook does not know are refused too. Raises InputFault with every fault.
    """
    values = {name: namespace[name] for name in NAMES if name in namespace}
    return check_values(dict.fromkeys(_injected(namespace)) | values)


def _injected(namespace: Mapping[str, Any]) -> list[str]:
    """The names in the cell that papermill put in last, found among the cells that ran (`In`)."""
    cells = [source for source in namespace.get("In", []) if str(source).lstrip().startswith(INJECTED)]
    if not cells:
        return []
    assigned = [node for node in ast.parse(cells[-1]).body if isinstance(node, ast.Assign)]
    return [target.id for node in assigned for target in node.targets if isinstance(target, ast.Name)]


def check_values(values: Mapping[str, Any]) -> Parameters:
    """Parameters by name, checked: all there, none unknown, each of its type. Raises InputFault with every fault.

    `inputs` is a path or a list of paths; `period` may be a year as a number; `as_of` an ISO date or a date.
    Relative paths count from the folder the program runs in, or from the one above when that is `notebooks`.
    """
    faults = [_unknown(name) for name in values if name not in NAMES]
    faults += [_missing(name) for name in REQUIRED if values.get(name) in (None, "", [])]
    if faults:
        raise InputFault(*faults)
    lang = values.get("lang", "zh")
    if lang not in LANGUAGES:
        faults.append(_wrong("lang", lang, "zh 或 en", "zh or en"))
    inputs = _paths("inputs", values["inputs"], faults)
    out = _paths("out", values["out"], faults, single=True)
    rulebook = _paths("rulebook", values["rulebook"], faults, single=True) if values.get("rulebook") else []
    period = _period(values["period"], faults)
    as_of = _day(values["as_of"], faults)
    if faults or period is None or as_of is None:
        raise InputFault(*faults)
    return Parameters(inputs, period, as_of, out[0], rulebook[0] if rulebook else None, lang)


def _paths(name: str, value: Any, faults: list[Fault], single: bool = False) -> list[Path]:
    several = value if isinstance(value, list | tuple) and not single else [value]
    if not all(isinstance(one, str | Path) and str(one).strip() for one in several):
        zh, en = ("一个路径", "a path") if single else ("一个路径或路径列表", "a path or a list of paths")
        faults.append(_wrong(name, value, zh, en))
        return []
    return [base_folder() / Path(one) for one in several]


def base_folder() -> Path:
    """Where relative paths count from: the running folder, or the one above when the notebook runs in `notebooks`."""
    here = Path.cwd()
    return Path("..") if here.name == "notebooks" and (here.parent / "sample_data").is_dir() else Path()


def _period(value: Any, faults: list[Fault]) -> Period | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        shapes = "2026, 2026-H1, 2026-Q3, 2026-09, 2026-01-15..2026-03-10"
        faults.append(_wrong("period", value, f"以下之一：{shapes}", f"one of {shapes}"))
        return None
    try:
        return parse_period(value, "period")
    except InputFault as refused:
        faults += refused.faults
        return None


def _day(value: Any, faults: list[Fault]) -> date | None:
    if not isinstance(value, str | date):
        faults.append(_wrong("as_of", value, "2026-10-31 这样的日期", "a date such as 2026-10-31"))
        return None
    try:
        return parse_day(value, "as_of")
    except InputFault as refused:
        faults += refused.faults
        return None


def _unknown(name: str) -> Fault:
    near = difflib.get_close_matches(name, NAMES, 1)
    known = ", ".join(NAMES)
    return Fault(
        name,
        f"没有这个参数{f'，是不是 {near[0]}？' if near else '；'}可用的参数：{known}",
        f"there is no such parameter{f', did you mean {near[0]}?' if near else ';'} known ones: {known}",
    )


def _missing(name: str) -> Fault:
    return Fault(name, "缺少这个参数", "this parameter is missing")


def _wrong(name: str, value: Any, zh: str, en: str) -> Fault:
    return Fault(name, f"{value!r} 不对，应为{zh}", f"{value!r} will not do, it should be {en}")
