"""What pydantic finds wrong in a file that people write, in words of ours: Chinese and English, with the nearest right
name and how to mend it."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

Words = tuple[str, str]

SAID: dict[str, Words] = {
    "missing": ("没有填写；请补上", "is not given; add it"),
    "string_too_short": ("不能为空", "must not be empty"),
    "too_short": ("不能为空", "must not be empty"),
    "date": ("不是日期；请写成 2026-07-01", "is not a date; write it like 2026-07-01"),
    "int": ("应为整数", "must be a whole number"),
    "decimal": ("应为数字", "must be a number"),
    "bool": ("应为 true 或 false", "must be true or false"),
    "string": ("应为文字", "must be text"),
    "list": ("应为列表（每项以 - 开头）", "must be a list (each item begins with -)"),
    "mapping": ("应为键值对，如 {{value: 60, unit: minutes}}", "must be a mapping like {{value: 60, unit: minutes}}"),
    "greater_than": ("应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("应不小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("应不大于 {le}", "must be at most {le}"),
}
MOST_NAMED = 40
"""So many names are listed; where there are more the nearest one has to do."""
KINDS = (
    (("date", "datetime"), "date"),
    (("int",), "int"),
    (("decimal",), "decimal"),
    (("bool",), "bool"),
    (("string",), "string"),
    (("list", "tuple"), "list"),
    (("dict", "model", "dataclass"), "mapping"),
)
"""How the names of pydantic's problems begin, and which words of ours stand for them."""


def mistake(problem: Any, known: Iterable[str] = ()) -> Words:
    """What is wrong at the place of one of `ValidationError.errors()`, to be put after the name of what is wrong.

    `known`: the names that may stand there, for a name that may not.
    """
    kind, given = problem["type"], problem.get("input")
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return unknown(str(problem["loc"][-1]), known)
    if kind == "literal_error":
        return unknown(str(given), re.findall(r"'([^']+)'", problem["ctx"]["expected"]))
    name = kind if kind in SAID else next((name for starts, name in KINDS if kind.split("_")[0] in starts), "")
    if not name:
        return f"不对：{problem['msg']}", f"is wrong: {problem['msg']}"
    zh, en = (words.format_map(problem.get("ctx", {})) for words in SAID[name])
    shown = f"（现为 {given}）" if isinstance(given, str) and given else ""
    return zh + shown, en + (f" (it says {given})" if shown else "")


def unknown(name: str, known: Iterable[str]) -> Words:
    """That a name does not exist; with the nearest one that does, or all that do."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    zh, en = f"没有“{name}”", f'there is no "{name}"'
    if near:
        return f"{zh}；是否应为 {near[0]}？", f"{en}; did you mean {near[0]}?"
    if not names or len(names) > MOST_NAMED:
        return zh, en
    return f"{zh}；可用的有 {'、'.join(names)}", f"{en}; known are {', '.join(names)}"
