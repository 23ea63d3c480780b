"""What a kind of document asks the logs: numbers with their rows, values as they are shown, prompts for what is not there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from clausecheck.evidence import Evidence, Table
from clausecheck.kinds.conditions import counting
from clausecheck.kinds.coverage import Coverage, most_reached, reached
from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import Period, When, containing
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.papers.word.filling import clean
from clausecheck.procedure import Procedure
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import FieldSpec
from clausecheck.results.mask import Masker
from clausecheck.results.mask.sentences import kind_of, mask_as
from clausecheck.wording import term, word

from .model import Kind, Number

say = WordsOf(Path(__file__).with_name("words.yaml"), plurals=True)
Where = dict[str, tuple[str, ...]]
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Scene:
    """One project, the period of a document, and how it is to be said. With a masker no personal data is shown."""

    evidence: Evidence
    period: Period
    lang: str
    masker: Masker | None = None

    @property
    def procedure(self) -> Procedure:
        return self.evidence.procedure

    @property
    def as_of(self) -> date:
        return self.evidence.as_of

    @property
    def previous(self) -> Period:
        """The period of the same length before it: the unit before a year, quarter or month, else as many days."""
        before = self.period.start - timedelta(days=1)
        for unit in ("month", "quarter", "year"):
            if containing(unit, self.period.start).label == self.period.label:
                return containing(unit, before)
        return Period(before - timedelta(days=self.period.days - 1), before)

    def say(self, key: str, /, **words: object) -> str:
        """A sentence of this room."""
        return say(key, self.lang, **words)

    def prompt(self, key: str, /, **words: object) -> str:
        """What a person must write, marked."""
        return prompt(say(f"prompt.{key}", self.lang, **words), self.lang)

    def name_of(self, period: Period) -> str:
        """A period in words."""
        return term("period", str(period), self.lang)

    def fact(self, name: str) -> str:
        """A fact of the project, or a prompt for it."""
        value, spec = self.evidence.facts.get(name), self.procedure.facts.fields.get(name)
        if spec is None:
            return ""
        if value is None or isinstance(value, Unknown):
            return prompt(header(spec, self.lang), self.lang)
        return self._shown(value, spec, (self.procedure.facts.name, name))

    def table(self, name: str) -> Table:
        return self.evidence.tables[name]

    def sheet(self, name: str) -> str:
        """The name of a table's sheet in words."""
        return word(self.table(name).spec.said, self.lang)

    def header(self, table: str, name: str) -> str:
        """A column in words."""
        return header(self.table(table).spec.fields[name], self.lang)

    def text(self, row: Row, name: str) -> str:
        """What a cell says; "" for a blank one, a prompt for one that cannot be read."""
        value, spec = row.get(name), self.table(row.table).spec.fields[name]
        if value is None:
            return ""
        if isinstance(value, Unknown):
            return self.wanted(row.table, name)
        return self._shown(value, spec, (row.table, name))

    def asked(self, row: Row, name: str) -> str:
        """As `text`, with a prompt for a blank cell, too."""
        return self.text(row, name) or self.wanted(row.table, name)

    def value(self, name: str, table: str, field: str) -> str:
        """A value of a list in words."""
        return self._shown(name, self.table(table).spec.fields[field], (table, field))

    def wanted(self, table: str, name: str) -> str:
        """A prompt for a column."""
        return prompt(self.header(table, name), self.lang)

    def _shown(self, value: Any, spec: FieldSpec, column: tuple[str, str]) -> str:
        if isinstance(value, Period):
            return self.name_of(value)
        if isinstance(value, tuple):
            return ("、" if self.lang == "zh" else ", ").join(self._shown(one, spec, column) for one in value)
        listed = [choice for choice, _ in spec.choices]
        if value in listed:
            return str(value) if self.lang == "zh" else capital(spec.english[listed.index(value)])
        said = clean(str(value))
        if self.masker is None or isinstance(value, When | int):
            return said
        masked = mask_as(kind_of(column, self.masker), said, self.masker)
        return self.prompt("withheld", field=header(spec, self.lang)) if masked is None else masked

    def gap(self, table: str, first: date | None = None) -> str:
        """Why the silence of a table says nothing of the days from `first` on, as a prompt; "" where it does."""
        asked = self.evidence.tables[table]
        if not asked.handed_in:
            return self.prompt("no_sheet", sheet=self.sheet(table))
        if lacking := asked.lacks_required:
            names = ("、" if self.lang == "zh" else ", ").join(self.header(table, name) for name in lacking)
            return self.prompt("no_column", sheet=self.sheet(table), columns=names)
        begun = self.evidence.facts.in_service(self.period) if first is None else None
        day = begun.start if begun else first or self.period.start
        silence = self.evidence.silence(table, day)
        return self.prompt("silent", why=word(silence, self.lang)) if silence else ""

    def rows(self, table: str, where: Where | None = None, period: Period | None = None) -> list[Row]:
        """The rows of a table that fall in a period (by default the document's) and meet conditions, those that only may
        do so too."""
        return [row for row, _ in counting(self.table(table), where or {}, period or self.period)]

    def count(
        self, name: str, table: str, where: Where | None = None, period: Period | None = None, by: str = ""
    ) -> Number:
        """How many rows of a table fall in a period (by their key date, or the column `by`) and meet conditions: counted as
        the rules count."""
        covered = period or self.period
        named = f"{name}（{self.name_of(covered)}）" if self.lang == "zh" else f"{name} ({self.name_of(covered)})"
        if not self.table(table).handed_in or self.table(table).lacks_required:
            return Number(named, self.gap(table))
        found = counting(self.table(table), where or {}, covered, by)
        found = [(row, sure) for row, sure in found if not by or row.get(by) is not None]  # a blank date is no date
        served = self.evidence.facts.in_service(covered)
        if served is None:
            return Number(named, self.prompt("not_served"))
        silence = self.gap(table, served.start)
        return self.number(named, found, silence)

    def number(self, name: str, found: Iterable[tuple[Row, bool]], silence: str = "") -> Number:
        """A number from rows that surely count or only may; `silence`: why it is no number, as a prompt."""
        both = list(found)
        sure, unsure = tuple(row for row, yes in both if yes), tuple(row for row, yes in both if not yes)
        if silence:
            return Number(name, silence, sure, unsure)
        if unsure:
            return Number(name, self.prompt("unsure", low=len(sure), high=len(both)), sure, unsure)
        return Number(name, len(sure), sure)

    def reached(self, name: str, check: Coverage, window: Period) -> tuple[Number, Mapping[str, Row]]:
        """How many different households a rule on coverage counts in a window, and the row that first reached each."""
        if gap := self.gap(check.table, window.start):
            return Number(name, gap), {}
        first = reached(check, window, self.evidence)
        rows = tuple({row.key: row for row in first.values()}.values())
        most = most_reached(check, window, self.evidence)
        shown = len(first) if most <= len(first) else self.prompt("unsure", low=len(first), high=most)
        return Number(name, shown, rows), first

    def part(self, name: str, whole: Number, test: Callable[[Row], bool | None]) -> Number:
        """Those of a number's rows for which a test says yes; None: it may."""
        said = whole.shown if isinstance(whole.shown, str) and not whole.unsure else ""
        asked = [(row, sure, test(row)) for rows, sure in ((whole.rows, True), (whole.unsure, False)) for row in rows]
        return self.number(name, [(row, sure and yes is True) for row, sure, yes in asked if yes is not False], said)

    def change(self, now: Number, before: Number) -> str:
        """By how much a number has grown; a dash where one of them is none."""
        if isinstance(now.shown, str) or isinstance(before.shown, str):
            return "—"
        return f"{now.shown - before.shown:+d}" if now.shown != before.shown else "0"

    @property
    def over(self) -> bool:
        """Whether the period had ended by the as-of day."""
        return self.period.end <= self.as_of


def template_of(kind: Kind) -> str:
    """The file name of the template that ships."""
    return f"{say(f'title.{kind.name}', 'zh')}.{kind.format}"


def prompt(what: str, lang: str) -> str:
    """A marked place for what a person must write."""
    return say("prompt", lang, what=what)


def header(spec: FieldSpec, lang: str) -> str:
    """A column's header in words."""
    return spec.header if lang == "zh" else capital(spec.en)


def capital(english: str) -> str:
    """English words as they begin a line."""
    return english[:1].upper() + english[1:]


def filled(row: Row, name: str) -> bool | None:
    """Whether a cell says something; None where it cannot be read."""
    value = row.get(name)
    return None if isinstance(value, Unknown) else value is not None


def saying(name: str, value: str) -> Callable[[Row], bool | None]:
    """Whether a cell says a value; None where it is blank or cannot be read."""
    return lambda row: None if not isinstance(said := row.get(name), str) else said == value


def surely_saying(name: str, value: str) -> Callable[[Row], bool]:
    """Whether a cell says a value and can be read."""
    return lambda row: bool(row.get(name) == value)


def is_closed(row: Row) -> bool | None:
    """Whether a complaint is closed; None where its date cannot be read."""
    return filled(row, "closed_at")


def is_open(row: Row) -> bool | None:
    """The other way round."""
    closed = filled(row, "closed_at")
    return None if closed is None else not closed


def checks_of(procedure: Procedure, shape: type[Shape], **values: object) -> Iterator[tuple[Rule, Shape]]:
    """The checks of a shape whose fields have some values, each with its rule."""
    for rule in procedure.rules.values():
        for check in rule.checks:
            if isinstance(check, shape) and all(getattr(check, name) == value for name, value in values.items()):
                yield rule, check


def in_order(rows: Sequence[Row], name: str) -> list[Row]:
    """Rows by a date of theirs, undated ones last."""
    return sorted(rows, key=lambda row: (not isinstance(day := row.get(name), When), str(day), row.file, row.number))
