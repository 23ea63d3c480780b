"""`explain CODE`: one rule from its clause to an example, told from the rulebook so that it cannot fall behind it."""

import difflib
from collections.abc import Iterator
from datetime import date

from clausecheck.kinds import has_last_day, own_tables
from clausecheck.nouns.errors import fault
from clausecheck.procedure.tables import Tables
from clausecheck.rulebook import Procedure, Rule
from clausecheck.wording import counted, role_name

from .document import Block, Heading, Items, Para, Table, as_text
from .evidence import columns_of
from .examples import examples_told
from .logic import ORDER, logic_of
from .numbers import assumed_told, numbers_told
from .texts import column_name, joined, named, table_name, text
from .voice import Voice

ALL_OF = ("pass",)
"""Verdicts for which every sentence must hold; for the others one is enough."""


def explain(code: str, day: date, lang: str, book: Procedure) -> str:
    """A rule in words: clause, requirement with the numbers in force on a day, evidence, numbers, how it is judged, what
    is assumed and how a company sets its own, examples.

    Raises InputFault with the nearest right name for a code that no rule has.
    """
    return as_text(explanation(rule_called(code, book), day, lang, book))


def rule_called(code: str, book: Procedure) -> Rule:
    """The rule of a code, in capitals or not. Raises InputFault with the nearest right name when there is none."""
    known = {name.upper(): name for name in book.rules}
    wanted = code.strip().upper()
    if wanted in known:
        return book.rules[known[wanted]]
    near = difflib.get_close_matches(wanted, list(known), n=1, cutoff=0.4)
    raise fault(
        code,
        f"没有规则“{code}”；"
        + (f"是否应为 {near[0]}？" if near else f"规则有 {next(iter(known))} 等，见 clausecheck rules"),
        f'there is no rule "{code}"; '
        + (f"did you mean {near[0]}?" if near else f"there are {next(iter(known))} and others, see clausecheck rules"),
    )


def explanation(rule: Rule, day: date, lang: str, book: Procedure) -> list[Block]:
    """A rule in words, as blocks."""
    voice = Voice(rule, lang, day, book)
    title = rule.title.zh if lang == "zh" else rule.title.en
    return [
        Heading(1, f"{rule.code} {title}"),
        Heading(2, text("explain.clause", lang)),
        Para(_clause(rule, lang, book)),
        Heading(2, text("explain.requirement", lang, day=day.isoformat())),
        Para(requirement(voice)),
        Heading(2, text("explain.evidence", lang)),
        *_evidence(rule, book, lang),
        Heading(2, text("explain.numbers", lang)),
        numbers_told(voice),
        Heading(2, text("explain.logic", lang)),
        *_logic(voice, book),
        Heading(2, text("explain.assumed", lang)),
        *assumed_told(voice, any(has_last_day(check) for check in rule.checks)),
        Heading(2, text("explain.rest", lang)),
        Items(tuple(_rest(rule, book, lang))),
        *_examples(rule, book, lang),
    ]


def requirement(voice: Voice) -> str:
    """What is required, with the numbers in force on the day."""
    said = voice.rule.requirement.zh if voice.lang == "zh" else voice.rule.requirement.en
    said = said.format_map({name: voice.number(name) for name in voice.rule.numbers})
    return counted(said) if voice.lang == "en" else said


def _examples(rule: Rule, book: Procedure, lang: str) -> Iterator[Block]:
    """The examples of a rule, if it has some."""
    if told := list(examples_told(rule.code, book, lang)):
        yield Heading(2, text("explain.examples", lang))
        yield Para(text("explain.example_default", lang))
        yield from told


def _clause(rule: Rule, lang: str, book: Procedure) -> str:
    """Where the rule stands in the procedure: its clause, and every other one that names it."""
    naming = [clause for clause in book.clauses if rule.code in clause.rules or clause.id == rule.clause]
    if not naming:
        return text("clause.logs", lang)
    each = (f"{clause.id} {clause.text.zh if lang == 'zh' else clause.text.en}" for clause in naming)
    return joined(each, lang, "join_sentences")


def _evidence(rule: Rule, book: Procedure, lang: str) -> Iterator[Block]:
    found, tables = columns_of(rule, book.tables), book.tables
    if not found:
        yield Para(text("explain.evidence_any", lang))
        return
    needed = {book.facts.name, *(name for check in rule.checks for name in own_tables(check))}
    rows = []
    for table, fields in found.items():
        optional = "" if table in needed else text("explain.optional", lang)
        listed = (column_name(table, name, tables, lang) + _star(table, name, tables) for name in fields)
        rows.append((table_name(table, tables, lang) + optional, joined(listed, lang)))
    yield Table((text("column.sheet", lang), text("column.columns", lang)), tuple(rows))
    yield Para(text("explain.evidence_note", lang))


def _star(table: str, name: str, tables: Tables) -> str:
    return "*" if tables[table].fields[name].required else ""


def _logic(voice: Voice, book: Procedure) -> Iterator[Block]:
    lang, blocks = voice.lang, logic_of(voice, book)
    for number, block in enumerate(blocks, 1):
        for verdict in ORDER:
            if verdict in block:
                heading = _logic_heading(verdict, lang, len(block[verdict]))
                yield Heading(3, f"{number}. {heading}" if len(blocks) > 1 else heading)
                yield Items(block[verdict])
    if voice.rule.checks:
        yield Para(text("explain.worst", lang))


def _logic_heading(verdict: str, lang: str, many: int) -> str:
    if verdict in ("scope", "follows"):
        return text(f"explain.{verdict}", lang)
    said = named("verdict", verdict, lang)
    if many == 1:
        return said
    return text("explain.all_of" if verdict in ALL_OF else "explain.any_of", lang, verdict=said)


def _rest(rule: Rule, book: Procedure, lang: str) -> Iterator[str]:
    for key, said in (
        ("explain.severity", named("severity", rule.severity, lang)),
        ("explain.role", role_name(rule.role, book.identity.english, lang)),
        ("explain.weight", str(rule.weight)),
    ):
        yield text("colon", lang, name=text(key, lang), said=said)
    yield text("explain.waivable" if rule.waivable else "explain.not_waivable", lang)
    yield text("explain.on_site" if rule.on_site else "explain.not_on_site", lang, code=rule.code)
