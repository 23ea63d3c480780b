"""Whom a cell may name: where one name ends and the next begins, and what beside a name is no part of it (reading 52).

Pure text, no staff list. Who is on the list decides which of the possible names is meant; that is asked in `staff.py`.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import dashes_folded, narrow, same_key
from clausecheck.procedure.words import Words

LONGEST = 200
"""No cell with names is longer; a longer text is a story that strayed into the column, and names nobody."""
FEWEST_SIGNS = 2
"""So many signs of a name must remain, or nothing is taken off it."""

_SURE = re.compile(r"[、﹑､；;，,/／\\＼|｜\r\n]+")
_OPEN, _CLOSE = "(（[［【〔〖{｛<《〈「『", ")）]］】〕〗}｝>》〉」』"
_FOLDED = str.maketrans(_OPEN + _CLOSE, "(" * len(_OPEN) + ")" * len(_CLOSE))
_PHONE = re.compile(
    r"(?:(?:联系|办公)?电话|手机号?|tel|mobile)?[:.\s]{0,3}(?:\+\s?)?\d[\d*x\s-]{5,24}[\d*]", re.IGNORECASE
)
_LABEL = re.compile(r"(?=[^:]{1,12}:)(?:[^:()]|\([^:()]*\))*:(.+)", re.DOTALL)
"""责任人：王敏; a colon within brackets labels what stands in them."""
_BESIDE = " \t\r\n-:·_,.、;/|()。*#※★☆√?!"
_AND_OTHERS = re.compile(r"等(?:[\d一二两三四五六七八九十]+(?:人|位|名))?$")
_FEWEST_DIGITS = 7
_ASSISTING = ("助理", "助手", "秘书")


def plain_name(name: str) -> str:
    """What two spellings of a name or place have in common: as `same_key`, and no space counts."""
    return "".join(same_key(name).split())


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a cell between two places where one name may end and the next begin."""

    start: int
    end: int


def surely_apart(text: str) -> list[Stretch]:
    """The stretches between commas, slashes, line breaks and the like; those inside brackets separate nothing."""
    return _stretches(text, [found.span() for found in _SURE.finditer(text) if not _in_brackets(text, found.start())])


def _in_brackets(text: str, at: int) -> bool:
    """Whether a bracket stands open there and is closed behind."""
    before = text[:at].translate(_FOLDED)
    depth = 1 if before.count("(") > before.count(")") else 0
    for sign in text[at:].translate(_FOLDED) if depth else "":
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return True
    return False


def _stretches(text: str, cuts: list[tuple[int, int]]) -> list[Stretch]:
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return [Stretch(s, e) for s, e in zip(starts, ends, strict=True) if text[s:e].strip()]


def _is_between(text: str, start: int, end: int) -> bool:
    """Whether a joint has something on both sides: 王敏和 is a name, not 王敏 and nobody. A space or @ needs none."""
    return not re.sub(r"[\s@＠]", "", text[start:end]) or bool(text[:start].strip() and text[end:].strip())


class NameReading:
    """How names are read with the words of a procedure: its titles, and what joins two people."""

    def __init__(self, words: Words) -> None:
        self._titles = sorted(words.title.whole, key=lambda title: (-len(title), title))
        self._joints = sorted(words.joint.whole, key=lambda joint: (-len(joint), joint))
        self.nothing = words.nothing

    @cached_property
    def _perhaps(self) -> re.Pattern[str]:
        """和 及 与 & +, a space, an @, the end of brackets: they separate where both sides are on the list."""
        joints = "|".join(rf"\b{re.escape(one)}\b" if _is_latin(one) else _either_width(one) for one in self._joints)
        return re.compile(rf"[\s@＠]*(?:{joints})[\s@＠]*|[\s@＠]+|(?<=[{re.escape(_CLOSE)}])", re.IGNORECASE)

    def perhaps_apart(self, text: str) -> list[Stretch]:
        """The stretches between signs that may join two people, or stand in one name (王和平, John Smith)."""
        cuts = [found.span() for found in self._perhaps.finditer(text)]
        return _stretches(text, [(s, e) for s, e in cuts if _is_between(text, s, e)])

    def shorter(self, text: str) -> Iterator[set[str]]:
        """The names that may remain of a text, first as it stands, then with one thing taken off, then two, …"""
        seen: set[str] = set()
        level = {_bare(_as_compared(text))}
        for _ in range(5):
            level -= seen
            if not level:
                return
            yield level
            seen |= level
            level = {rest for one in level for rest in self._one_off(one) if self._is_name(rest)}

    def is_title(self, text: str) -> bool:
        """Whether a text is a title and nothing else."""
        return text in self._titles

    def _is_name(self, rest: str) -> bool:
        return sum(sign.isalnum() for sign in rest) >= FEWEST_SIGNS and plain_name(rest) not in self._titles

    def _one_off(self, text: str) -> Iterator[str]:
        yield from self._out_of_brackets(text)
        for found in _PHONE.finditer(text):
            before, behind = _bare(text[: found.start()]), _bare(text[found.end() :])
            if not (before and behind) and sum(s.isdigit() or s == "*" for s in found[0]) >= _FEWEST_DIGITS:
                yield before or behind
        if others := _AND_OTHERS.search(text):
            yield _bare(text[: others.start()])
        if labelled := _LABEL.fullmatch(text):
            yield _bare(labelled[1])
        yield from self._without_title(text)

    def _out_of_brackets(self, text: str) -> Iterator[str]:
        """What stands before or behind brackets; of a title with a name in brackets (客服主管（孙小美）), the name."""
        for start, end in _brackets_at_an_end(text):
            outside = _bare(text[:start] + text[end:])
            if outside and plain_name(outside) not in self._titles:
                yield outside
            else:
                yield _bare(text[start + 1 : end].rstrip(")"))

    def _without_title(self, text: str) -> Iterator[str]:
        """A title before or behind; but 李主任助理 is not 李主任, but whoever assists him."""
        for title in self._titles:
            if text.endswith(title):
                rest = text.removesuffix(title)
                if _set_apart(rest[-1:], title) and not (title in _ASSISTING and self._is_only_titled(rest)):
                    yield _bare(rest)
            if text.startswith(title):
                rest = text.removeprefix(title)
                if _set_apart(rest[:1], title):
                    yield _bare(rest)

    def _is_only_titled(self, text: str) -> bool:
        """A surname and a title (李主任), or nothing but titles."""
        ends = (text.removesuffix(title) for title in self._titles if text.endswith(title))
        return any(sum(sign.isalnum() for sign in rest) < FEWEST_SIGNS for rest in ends)


def _brackets_at_an_end(text: str) -> Iterator[tuple[int, int]]:
    """From where to where the brackets reach with which a text ends or begins; one that nobody closed reaches to the end."""
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        depth += (text[i] == ")") - (text[i] == "(")
        if text[i] == "(" and depth <= 0:
            if depth < 0 or text.endswith(")"):
                yield i, len(text)
            break
    if text.startswith("("):
        depth = 0
        for i, sign in enumerate(text):
            depth += (sign == "(") - (sign == ")")
            if not depth:
                yield 0, i + 1
                break


def _as_compared(text: str) -> str:
    return dashes_folded(narrow(text).translate(_FOLDED)).replace("@", " ").casefold()


def _bare(text: str) -> str:
    """Without signs that stand at either end; a bracket only where its fellow is missing."""
    bare = " ".join(text.split()).strip(_BESIDE.replace("(", "").replace(")", ""))
    return bare.lstrip(")") if "(" in bare else bare.strip("()")


def _either_width(sign: str) -> str:
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isascii() else one for one in sign)
    return f"{re.escape(sign)}|{re.escape(wide)}"


def _is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _set_apart(neighbour: str, title: str) -> bool:
    """A title in Latin letters is a word of its own; a Chinese one needs nothing between."""
    return not (_is_latin(title) and neighbour.isalpha())
