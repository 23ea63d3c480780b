"""Strict YAML: every scalar is text as written, keys may not repeat, and every value knows its line.

Plain YAML reads `on:` as true, `4.10` as 4.1 and `2026-01-01` as a date, and lets a repeated key win in silence. Here
nothing is guessed: whoever uses a value says what it should be (the schemas do).
"""

from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import fault

LARGEST = 50_000_000


class Lines(dict[tuple[str | int, ...], int]):
    """Path into the document (`("rules", "CMP01", "clause")`) -> line number, first line 1."""

    def nearest(self, path: tuple[str | int, ...]) -> int:
        """The line of a path, or of the closest thing above it that has one."""
        while path not in self and path:
            path = path[:-1]
        return self.get(path, 1)


def read_yaml(path: Path, *, aliases: bool = False) -> tuple[Any, Lines]:
    """A YAML file as dicts, lists and strings (empty = ""), and the line of every value. `aliases`: for our own files.

    Raises InputFault with file and line for a file that is not there or cannot be read, is not UTF-8, is not YAML, repeats a key, or uses aliases.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise fault(str(path), "超过 50 MB，不像是配置文件", "over 50 MB, more than any such file needs")
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
    return parse_yaml(text, str(path), aliases=aliases)


def parse_yaml(text: str, name: str, *, aliases: bool = False) -> tuple[Any, Lines]:
    """As `read_yaml`, for text already at hand; `name` stands in the errors."""
    from clausecheck.nouns.yamlevents import parsed  # noqa: PLC0415 - an audit by a procedure that is ready parses nothing

    return parsed(text, name, aliases=aliases)
