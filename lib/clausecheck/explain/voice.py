"""Speaks of one rule in one language: its columns, its numbers as in force on a day, its conditions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from clausecheck.kinds.language import Values
from clausecheck.procedure.tables import FieldSpec, tables
from clausecheck.rulebook import Rule, covered_by, in_words

from .texts import joined, named, text

Told = Iterator[tuple[str, str]]
"""Pairs of a verdict (or `scope`: what is judged at all) and a sentence about when it is given."""

BY_DAY = ("days", "working_days")


@dataclass(frozen=True, slots=True)
class Voice:
    """A rule, the language to speak of it, and the day whose numbers are meant."""

    rule: Rule
    lang: str
    day: date

    def say(self, key: str, /, **params: Any) -> str:
        return text(key, self.lang, **params)

    def number(self, name: str) -> str:
        """A number of the rule in words, or a dash before its first day in force."""
        number = self.rule.number(name, self.day)
        return in_words(number, covered_by(self.rule, name))[self.lang == "en"] if number else "—"

    def limit(self, name: str) -> str:
        """A limit in words, and whether it counts days or looks at the clock."""
        key = "limit.by_day" if self.by_day(name) else "limit.by_clock"
        return self.say(key, number=self.number(name))

    def by_day(self, name: str) -> bool:
        return self.unit(name) in BY_DAY

    def unit(self, name: str) -> str:
        number = self.rule.number(name, self.day)
        return number.unit if number else ""

    def table(self, name: str) -> str:
        spec = tables()[name]
        return self.quoted(spec.sheet if self.lang == "zh" else spec.en)

    def field(self, table: str, name: str) -> str:
        spec = field_of(table, name)
        return self.quoted(spec.header if self.lang == "zh" else spec.en)

    def fields(self, table: str, names: Iterable[str]) -> str:
        return joined((self.field(table, name) for name in names), self.lang)

    def quoted(self, name: str) -> str:
        return self.say("quoted", name=name)

    def values(self, values: Iterable[str]) -> str:
        return joined(values, self.lang, "join_or")

    def roles(self, roles: Iterable[str]) -> str:
        return joined((named("role", role, self.lang) for role in roles), self.lang, "join_or")

    def condition(self, table: str, wanted: Values) -> str:
        """Fields that hold one of some values each."""
        each = [self.say("where.one", field=self.field(table, f), values=self.values(v)) for f, v in wanted.items()]
        return joined(each, self.lang, "where.join")

    def blanks(self, table: str, names: Iterable[str]) -> Told:
        """What a blank means in fields where it has a meaning."""
        for name in names:
            if blank := field_of(table, name).blank:
                yield "scope", self.say("blank_means", field=self.field(table, name), blank=blank)


def field_of(table: str, name: str) -> FieldSpec:
    return tables()[table].fields[name]
