"""Speaks of one rule in one language: its columns, its numbers as in force on a day, its conditions; and what a kind of
check tells of itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from string import Formatter
from typing import Any

from clausecheck.kinds import kind_of
from clausecheck.kinds.language import Values, meanings
from clausecheck.kinds.telling import Sentence, Told
from clausecheck.nouns.records import dataclass
from clausecheck.procedure import Procedure
from clausecheck.procedure.rule import Rule, covered_by, in_words
from clausecheck.procedure.tables import TableSpec
from clausecheck.wording import counted, role_name

from .texts import joined, text, words

BY_DAY = ("days", "working_days")


@dataclass(frozen=True, slots=True)
class Limit:
    """A number in words; `counted`: with how it is counted."""

    said: str
    counted: str

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class Voice:
    """A rule of a procedure, the language to speak of it, and the day whose numbers are meant."""

    rule: Rule
    lang: str
    day: date
    procedure: Procedure

    def say(self, key: str, /, **params: Any) -> str:
        return text(key, self.lang, **params)

    def number(self, name: str) -> str:
        """A number of the rule in words, or a dash before its first day in force."""
        number = self.rule.number(name, self.day)
        return in_words(number, covered_by(self.rule, name))[self.lang == "en"] if number else "—"

    def counted(self, name: str) -> str:
        """A limit in words, and whether it counts days or looks at the clock."""
        key = "limit.by_day" if self.by_day(name) else "limit.by_clock"
        return self.say(key, number=self.number(name))

    def by_day(self, name: str) -> bool:
        return self.unit(name) in BY_DAY

    def unit(self, name: str) -> str:
        number = self.rule.number(name, self.day)
        return number.unit if number else ""

    def spec(self, table: str) -> TableSpec:
        return self.procedure.tables[table]

    def table(self, name: str) -> str:
        spec = self.spec(name)
        return self.quoted(spec.sheet if self.lang == "zh" else spec.en)

    def field(self, table: str, name: str) -> str:
        spec = self.spec(table).fields[name]
        return self.quoted(spec.header if self.lang == "zh" else spec.en)

    def fact(self, name: str) -> str:
        return self.field(self.procedure.facts.name, name)

    def fields(self, table: str, names: Iterable[str]) -> str:
        return joined((self.field(table, name) for name in names), self.lang)

    def quoted(self, name: str) -> str:
        return self.say("quoted", name=name)

    def values(self, values: Iterable[str]) -> str:
        return joined(values, self.lang, "join_or")

    def terms(self, kind: str, names: Iterable[str]) -> str:
        """Words of the procedure's own in a row: roles one or another, anything else all of them."""
        said = (role_name(name, self.procedure.identity.english, self.lang) for name in names)
        return joined(said, self.lang, "join_or" if kind == "role" else "join")

    def condition(self, table: str, wanted: Values) -> str:
        """Fields that hold one of some values each."""
        each = [self.say("where.one", field=self.field(table, f), values=self.values(v)) for f, v in wanted.items()]
        return joined(each, self.lang, "where.join")

    def told(self, shape: Any, table: str, **further: str) -> Told:
        """What a check, or a part of one, tells of itself. `table`: that of the check; `further`: words of the check."""
        kind = kind_of(shape)
        filled = {**further, **self._filled(shape, table), **(kind.words(shape, self, table) if kind.words else {})}
        given = kind.given(shape, self, table) if kind.given else ""
        for sentence in kind.told:
            for side, said in self._told(sentence, shape, table, filled):
                prefixed = given and side != "scope" and not sentence.always
                yield side, self.say("when.prefix", condition=given, said=said) if prefixed else said

    def _told(self, sentence: Sentence, shape: Any, table: str, filled: Mapping[str, Any]) -> Told:
        if sentence.when and not sentence.when(shape, self):
            return
        if sentence.blanks:
            whose, names = sentence.blanks(shape)
            yield from self._blanks(whose or table, names)
            return
        both = words()[sentence.key] if sentence.key else {"zh": sentence.zh, "en": sentence.en}
        for more in sentence.each(shape, self, table) if sentence.each else ({},):
            params = {**filled, **more}
            if all(str(params[name.partition(".")[0]]) for _, name, _, _ in Formatter().parse(both["en"]) if name):
                said = both[self.lang].format_map(params)
                yield sentence.side, counted(said) if self.lang == "en" else said

    def _blanks(self, table: str, names: Iterable[str]) -> Told:
        """What a blank means in fields where it has a meaning."""
        for name in names:
            if blank := self.spec(table).fields[name].blank:
                yield "scope", self.say("blank_means", field=self.field(table, name), blank=blank)

    def _filled(self, shape: Any, table: str) -> dict[str, Any]:
        """The fields of a check or part in words, those it leaves out empty."""
        plain = {one.name: value for one in fields(shape) if isinstance(value := getattr(shape, one.name), str)}
        return plain | dict(self._referring(shape, table))

    def _referring(self, shape: Any, table: str) -> Iterator[tuple[str, Any]]:
        for name, means in meanings(shape.__class__):
            value = getattr(shape, name)
            if not value or means is None or isinstance(value, dict):
                yield name, ""
            elif means.what == "number":
                yield name, Limit(self.number(value), self.counted(value))
            elif means.what == "table":
                yield name, self.table(value) if isinstance(value, str) else ""
            else:
                whose = getattr(shape, means.of) if means.of else table
                yield name, self.fields(whose, (value,) if isinstance(value, str) else value)
