"""What the events of a YAML parser spell out, strictly: see yamlfile.py."""

from collections.abc import Iterable
from typing import Any

import yaml

from clausecheck.nouns.errors import InputFault, fault
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import Lines

DEEPEST = 40
"""So deep may values be nested; what is meant to be read is not even ten deep."""


def parsed(text: str, name: str, *, aliases: bool) -> tuple[Any, Lines]:
    """The value that a text spells out, and where everything in it stands. Raises InputFault as `read_yaml`."""
    try:
        return _document(
            yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)), name, {} if aliases else None
        )
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


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read: its path, what it holds so far, and the key whose value comes next."""

    value: Any
    path: tuple[str | int, ...]
    key: str | None = None


def _document(events: Iterable[yaml.Event], name: str, anchored: dict[str, Any] | None) -> tuple[Any, Lines]:
    """The value that a stream of events spells out. Nothing here calls itself, so no depth of nesting can break it.

    `anchored`: what aliases stand for; None where they are refused.
    """
    lines = Lines()
    above: list[_Open] = []
    result: Any = {}
    documents = 0
    for event in events:
        kind = type(event)
        inside = above[-1] if above else None
        if (
            inside and isinstance(event, yaml.ScalarEvent) and not event.anchor
        ):  # nearly all of a long file, and so kept short
            _put(inside, event.value, event, lines, name)
        elif isinstance(event, yaml.NodeEvent):
            value = _value(event, name, anchored)
            if inside is None:
                result = value
                lines[()] = _line(event)
                path: tuple[str | int, ...] = ()
            else:
                path = _put(inside, value, event, lines, name)
            if isinstance(event, yaml.CollectionStartEvent):
                above.append(_Open(value, path))
                if len(above) > DEEPEST:
                    raise _at(
                        event, name, f"嵌套超过 {DEEPEST} 层；请拆开", f"nested over {DEEPEST} deep; take it apart"
                    )
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            above.pop()
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _at(event, name, "文件里有两份 YAML（---）；请只留一份", "a second document (---); keep one")
    return result, lines


def _put(inside: _Open, value: Any, event: yaml.Event, lines: Lines, name: str) -> tuple[str | int, ...]:
    """Puts what comes next into a mapping, as key or as value, or into a list; its path, and its line noted there."""
    line = _line(event)
    held = inside.value
    if isinstance(held, list):
        path = (*inside.path, len(held))
        lines[path] = line
        held.append(value)
    elif inside.key is not None:
        path = (*inside.path, inside.key)  # its line is that of its key
        held[inside.key], inside.key = value, None
    else:
        path = (*inside.path, value) if isinstance(value, str) else ()
        if not path:
            raise _at(event, name, "键必须是文字", "a key must be plain text")
        if value in held:
            zh = f"“{value}”重复了，前一个在第 {lines[path]} 行；请删去一个"
            raise _at(event, name, zh, f'"{value}" is given twice, first in line {lines[path]}; delete one')
        lines[path] = line
        inside.key = value
    return path


def _value(event: yaml.NodeEvent, name: str, anchored: dict[str, Any] | None) -> Any:
    """A text, or an empty dict or list to be filled. Aliases would let a few lines stand for more than any memory holds."""
    if isinstance(event, yaml.AliasEvent):
        if anchored and event.anchor in anchored:
            return anchored[event.anchor]
        raise _at(
            event,
            name,
            f"不支持 YAML 引用（*{event.anchor}）；请在此处写出内容（若本意是文字，请加引号）",
            f"YAML aliases (*{event.anchor}) are not taken; write the content out here (in quotes if it is a text)",
        )
    if isinstance(event, yaml.ScalarEvent):
        value: Any = event.value
    else:
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
    if event.anchor and anchored is not None:
        anchored[event.anchor] = value
    return value


def _at(event: yaml.Event, name: str, zh: str, en: str) -> InputFault:
    return fault(f"{name}:{_line(event)}", zh, en)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
