"""`rules`: every rule in a line. `coverage`: the ledger of clauses, which rules check each and why none does."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Clause, Procedure, Rule, covered_by
from clausecheck.wording import role_name

from .document import Block, Heading, Para, Table, as_text
from .numbers import words_of
from .texts import joined, named, text, words

HOW = ("automated", "partly", "attestation", "none")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as it is listed; everything but code, clause and weight in words."""

    code: str
    clause: str
    title: str
    severity: str
    role: str
    weight: int
    kind: str
    numbers: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause of the procedure. `on_site`: a part of it needs eyes on site (ATT01)."""

    id: str
    text: str
    how: str
    rules: tuple[str, ...]
    reason: str
    on_site: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every clause in the order of the procedure, and how many are checked in which way."""

    clauses: tuple[ClauseLine, ...]
    totals: dict[str, int]


def list_rules(lang: str, book: Procedure, day: date = date.max) -> tuple[RuleLine, ...]:
    """Every rule in the order of the procedure, with the numbers in force on a day (by default the latest)."""
    return tuple(_rule_line(rule, book, lang, day) for rule in book.rules.values())


def _rule_line(rule: Rule, book: Procedure, lang: str, day: date) -> RuleLine:
    kinds: dict[str, None] = dict.fromkeys(check.kind for check in rule.checks) or {"logs": None}
    numbers = {name: number for name in rule.numbers if (number := rule.number(name, day))}
    return RuleLine(
        code=rule.code,
        clause=rule.clause if rule.checks else "",
        title=rule.title.zh if lang == "zh" else rule.title.en,
        severity=named("severity", rule.severity, lang),
        role=role_name(rule.role, book.identity.english, lang),
        weight=rule.weight,
        kind=joined((text(f"kind.{kind}", lang) for kind in kinds), lang),
        numbers=joined(
            (
                f"{named('number', name, lang)} {words_of(number, lang, covered_by(rule, name))}"
                for name, number in numbers.items()
            ),
            lang,
        ),
    )


def rules_text(lines: Iterable[RuleLine], lang: str) -> str:
    """The rules as a table for a terminal."""
    names = ("code", "clause", "title", "severity", "role", "weight", "kind", "numbers")
    head = tuple(text(f"column.{name}", lang) for name in names)
    rows = tuple(tuple(str(getattr(line, name)) for name in names) for line in lines)
    return as_text([Table(head, rows)])


def coverage(lang: str, book: Procedure) -> Coverage:
    """The ledger of clauses in a language."""
    lines = tuple(_clause_line(clause, lang, book) for clause in book.clauses)
    counted = Counter(line.how for line in lines)
    return Coverage(lines, {how: counted[how] for how in HOW})


def _clause_line(clause: Clause, lang: str, book: Procedure) -> ClauseLine:
    named_rules = [book.rules[code] for code in clause.rules if code in book.rules]
    reason = getattr(clause.reason, lang) if clause.reason else ""
    return ClauseLine(
        id=clause.id,
        text=clause.text.zh if lang == "zh" else clause.text.en,
        how=clause.how,
        rules=tuple(clause.rules),
        reason=reason,
        on_site=any(rule.on_site for rule in named_rules),
    )


def coverage_text(found: Coverage, lang: str) -> str:
    """The ledger as a table for a terminal, with its totals."""
    return as_text([ledger(found.clauses, lang), Para(totals(found, lang))])


def totals(found: Coverage, lang: str) -> str:
    """How many clauses are checked in which way."""
    parts = (text("coverage.part", lang, how=text(f"how.{how}", lang), n=n) for how, n in found.totals.items() if n)
    said = text("coverage.total", lang, n=sum(found.totals.values()), parts=joined(parts, lang))
    return said + text("coverage.total_site", lang, n=sum(line.on_site for line in found.clauses))


def ledger(lines: Iterable[ClauseLine], lang: str) -> Table:
    """Clauses as a table."""
    names = ("clause", "text", "how", "rules", "reason")
    rows = tuple((line.id, line.text, how_words(line, lang), joined(line.rules, lang), line.reason) for line in lines)
    return Table(tuple(text(f"column.{name}", lang) for name in names), rows)


def how_words(line: ClauseLine, lang: str) -> str:
    """How a clause is checked, and whether eyes on site are needed as well."""
    return text(f"how.{line.how}", lang) + (text("coverage.site", lang) if line.on_site else "")


def section_of(clause: str) -> str:
    """The section of the procedure that a clause stands in; empty for one that is a section itself."""
    first, _, rest = clause.partition(".")
    section = f"4.{rest.split('.')[0]}" if first == "4" else f"{first}.0"
    return section if f"section.{section}" in words() else ""


def outline(found: Coverage, lang: str) -> Iterator[Block]:
    """The procedure's outline: its sections with their clauses."""
    section = None
    gathered: list[ClauseLine] = []
    for line in (*found.clauses, None):
        here = section_of(line.id) if line else None
        if gathered and here != section:
            yield ledger(gathered, lang)
            gathered = []
        if line and here and here != section:
            yield Heading(3, f"{here} {text(f'section.{here}', lang)}")
        section = here
        gathered += [line] if line else []
