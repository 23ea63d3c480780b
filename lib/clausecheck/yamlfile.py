"""Strict YAML: every scalar is text as written, keys may not repeat, and every value knows its line.

Plain YAML reads `on:` as true, `4.10` as 4.1 and `2026-01-01` as a date, and lets a repeated key win in silence. Here
nothing is guessed: whoever uses a value says what it should be (the schemas do).
"""

from pathlib import Path
from typing import Any

import yaml

from clausecheck.errors import fault


class Lines(dict[tuple[str | int, ...], int]):
    """Path into the document (`("rules", "CMP01", "clause")`) -> line number, first line 1."""

    def nearest(self, path: tuple[str | int, ...]) -> int:
        """The line of a path, or of the closest thing above it that has one."""
        while path not in self and path:
            path = path[:-1]
        return self.get(path, 1)


def read_yaml(path: Path) -> tuple[Any, Lines]:
    """A YAML file as dicts, lists and strings (empty = ""), and the line of every value.

    Raises InputFault with file and line for a file that is not there or cannot be read, is not UTF-8, is not YAML, or repeats a key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise fault(str(path), "没有这个文件；请检查路径", "there is no such file; check the path") from None
    except OSError as error:
        raise fault(str(path), f"不能读取（{error.strerror}）", f"cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise fault(
            str(path),
            f"第 {error.start} 字节起不是 UTF-8；请另存为 UTF-8",
            f"not UTF-8 at byte {error.start}; save it as UTF-8",
        ) from None
    return parse_yaml(text, str(path))


def parse_yaml(text: str, name: str) -> tuple[Any, Lines]:
    """As `read_yaml`, for text already at hand; `name` stands in the errors."""
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise fault(
            f"{name}:{line}",
            f"不是有效的 YAML，请检查这一行和上一行：缩进用空格，冒号用半角、后面空一格，括号和引号成对（{error.problem}）",
            "not valid YAML; check this line and the one before: indent with spaces, a space after each colon, brackets "
            f"and quotes in pairs ({error.problem})",
        ) from None
    except yaml.YAMLError as error:
        raise fault(name, f"不是有效的 YAML：{error}", f"not valid YAML: {error}") from None
    lines = Lines()
    return (_value(node, (), lines, name) if node is not None else {}), lines


def _value(node: yaml.Node, path: tuple[str | int, ...], lines: Lines, name: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, name)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), lines, name) for i, item in enumerate(node.value)]
    return node.value


def _mapping(node: yaml.MappingNode, path: tuple[str | int, ...], lines: Lines, name: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = key_node.value, key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise fault(f"{name}:{line}", "键必须是文字", "a key must be plain text")
        if key in result:
            raise fault(
                f"{name}:{line}",
                f"“{key}”重复了，前一个在第 {lines[(*path, key)]} 行；请删去一个",
                f'"{key}" is given twice, first in line {lines[(*path, key)]}; delete one',
            )
        result[key] = _value(value_node, (*path, key), lines, name)
        lines[*path, key] = line
    return result
