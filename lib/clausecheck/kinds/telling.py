"""What a kind is, whole, and how it explains itself: sentences as data, filled with the fields of what a rule says. `clausecheck.explain` says
them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from clausecheck.procedure.tables import TableSpec

from .language import Values

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


def said(side: Side, zh: str, en: str, when: When | None = None, each: Each | None = None) -> Sentence:
    return Sentence(side, zh, en, when, each=each)


def shared(side: Side, key: str, when: When | None = None, always: bool = False) -> Sentence:
    return Sentence(side, key=key, when=when, always=always)


def blanks(of: Callable[[Any], tuple[str, Iterable[str]]]) -> Sentence:
    """What blanks mean in columns: their table (empty: the check's) and names."""
    return Sentence("scope", blanks=of)


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
    sized: Callable[[Any], bool] = lambda _: False
    """Of a check: whether it depends on the number of households."""
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


CONDITION = blanks(lambda part: ("", part.where))
"""What blanks mean in the columns of a part's `where`."""
