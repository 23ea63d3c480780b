"""What a kind is, whole, and how it explains itself: sentences as data, filled with the fields of what a rule says. `clausecheck.explain` says
them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial
from typing import Any, Literal, Protocol

from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import TableSpec

from .language import Values
from .sure import Settle, View

Side = Literal["scope", "pass", "fail", "at_risk", "pending", "not_applicable", "undetermined"]
"""A verdict, or `scope`: what is judged at all."""
Told = Iterator[tuple[str, str]]
"""Pairs of a side and a sentence."""


class Voice(Protocol):
    """Speaks of one rule in one language."""

    @property
    def lang(self) -> str: ...
    def say(self, key: str, /, **params: Any) -> str: ...
    def number(self, name: str) -> str: ...
    def counted(self, name: str) -> str: ...
    def unit(self, name: str) -> str: ...
    def by_day(self, name: str) -> bool: ...
    def spec(self, table: str) -> TableSpec: ...
    def table(self, name: str) -> str: ...
    def field(self, table: str, name: str) -> str: ...
    def fields(self, table: str, names: Iterable[str]) -> str: ...
    def values(self, values: Iterable[str]) -> str: ...
    def condition(self, table: str, wanted: Values) -> str: ...
    def terms(self, kind: str, names: Iterable[str]) -> str: ...


When = Callable[[Any, Voice], bool]
Words = Callable[[Any, Voice, str], Mapping[str, str]]
"""Of a part, a voice and the table of the check: what sentences are filled with besides the part's fields."""
Each = Callable[[Any, Voice, str], Iterable[Mapping[str, str]]]
"""Likewise: for each time that a sentence is said, what it is filled with."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """When a verdict is given, in both languages, or by the `key` of a sentence that several kinds share.

    What stands in braces is filled in: a field of the rule, in words (`{limit}`; `{limit.counted}` also says how it is
    counted), or a word of the kind's own. A sentence with a field that the rule leaves out is not said, nor one whose
    `when` says no; one with `each` is said that many times. `blanks` instead: what blanks mean in some columns of a table.
    """

    side: Side
    zh: str = ""
    en: str = ""
    when: When | None = None
    key: str = ""
    each: Each | None = None
    always: bool = False
    """Whether it holds whatever the part is asked for only where."""
    blanks: Callable[[Any], tuple[str, Iterable[str]]] | None = None


def told(text: str, **hooks: Any) -> tuple[Sentence, ...]:
    """Sentences, one a line: `side | Chinese | English`, or `side | =key` for one that several kinds share.

    Behind the side: `?name` (said where that field is set, or that hook says so), `?!name`, `?name=value`; `*name` (said
    for each that the hook gives); `always`; `~name` and no sentence: what blanks mean in the columns of that field, or
    those that the hook gives.
    """
    return tuple(_sentence(line.strip(), hooks) for line in text.strip().splitlines())


def _sentence(line: str, hooks: Mapping[str, Any]) -> Sentence:
    head, *texts = line.split(" | ")
    side, *marks = head.split()
    found: dict[str, Any] = {"always": "always" in marks}
    for mark in marks:
        name = mark[1:]
        if mark[0] == "?":
            found["when"] = hooks.get(name) or partial(_set, name)
        elif mark[0] == "*":
            found["each"] = hooks[name]
        elif mark[0] == "~":
            found["blanks"] = hooks.get(name) or partial(_columns, name)
    if texts and texts[0].startswith("="):
        return Sentence(side, key=texts[0][1:], **found)  # type: ignore[arg-type]
    return Sentence(side, *texts, **found)  # type: ignore[arg-type]


def _set(condition: str, part: Any, _: Voice) -> bool:
    """Whether a field of a part is set, or as a condition says."""
    name, equal, value = condition.lstrip("!").partition("=")
    is_so = getattr(part, name) == value if equal else bool(getattr(part, name))
    return is_so is not condition.startswith("!")


def _columns(name: str, part: Any) -> tuple[str, Iterable[str]]:
    value = getattr(part, name)
    return "", (value,) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check or part, whole: its shape, how it judges, the sentences that explain it.

    `words`: what else its sentences are filled with; `given`: the condition where the part is asked for only under one;
    `old`: names that its fields had before; `wrong`: what a rule may
    not say together (field, Chinese, English).
    """

    shape: type
    judge: Callable[..., Any]
    told: tuple[Sentence, ...]
    words: Words | None = None
    given: Callable[[Any, Voice, str], str] | None = None
    old: Mapping[str, str] = field(default_factory=dict)
    wrong: Callable[[Any], Iterator[tuple[str, str, str]]] | None = None
    takeover: bool = True
    """Of a check: whether it can be judged only where the take-over date is known (readings 7, 40)."""
    sized: Callable[[Rule, Any], bool] = lambda _rule, _check: False
    """Of a check of a rule: whether it depends on the number of households."""
    settle: Callable[[Any, View], Settle] | None = None
    """Of a part of a row check: says at once what is sure of a row (`kinds.sure`); without it each row is judged with care."""
    now: bool = False
    """Of a check: whether it is about the as-of day alone, and so only of a project in service on it."""

    @property
    def name(self) -> str:
        """How a rule names it: the value of `kind` or `part`."""
        types = self.shape.__annotations__
        return str((types.get("part") or types["kind"]).__args__[0])


def one(part: Any, _: Voice) -> bool:
    """Whether a part names a single column in `fields`."""
    return len(part.fields) == 1


def several(part: Any, _: Voice) -> bool:
    """Whether a part names more columns than one in `fields`."""
    return len(part.fields) != 1


def where_met(part: Any, voice: Voice, table: str) -> str:
    """The condition `where` of a part in words; empty without one."""
    return voice.condition(table, part.where)
