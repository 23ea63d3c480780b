"""The numbers of a rule as they are told: every value with its source, first day in force and reason; and how a company
sets its own, ready to copy."""

from datetime import date

from clausecheck.procedure.numbers import LIMIT_UNITS
from clausecheck.rulebook import Number, Rule, covered_by, in_words

from .document import Block, Code, Para, Table
from .texts import joined, named, text
from .voice import Voice

HEAD = ("column.number", "column.value", "column.source", "column.since", "column.why")


def numbers_told(voice: Voice) -> Block:
    """Every number of the rule, each value with its source, since when, and why."""
    rule, lang = voice.rule, voice.lang
    if not rule.numbers:
        return Para(text("explain.no_numbers", lang))
    rows = tuple(_row(name, number, voice) for name, dated in rule.numbers.items() for number in dated)
    return Table(tuple(text(key, lang) for key in HEAD), rows)


def _row(name: str, number: Number, voice: Voice) -> tuple[str, ...]:
    lang = voice.lang
    why = getattr(number.why, lang) if number.why else ""
    return (
        _with_key(name, lang),
        words_of(number, lang, covered_by(voice.rule, name)),
        named("source", number.source, lang),
        _since(name, number, voice),
        why,
    )


def _with_key(name: str, lang: str) -> str:
    """A number by what it means, and the name by which a rulebook sets it."""
    said = named("number", name, lang)
    return name if said == name else text("with_note", lang, said=said, note=name)


def words_of(number: Number, lang: str, covers: str = "") -> str:
    """A number with its unit; of a due date, said by what it covers."""
    zh, en = in_words(number, covers)
    return zh if lang == "zh" else en


def since_words(since: date | None, lang: str) -> str:
    """From which day a number counts."""
    return text("explain.since", lang, day=since.isoformat()) if since else text("explain.always", lang)


def _since(name: str, number: Number, voice: Voice) -> str:
    """From which day, and whether the number is not in force on the day or no longer."""
    said = since_words(number.since, voice.lang)
    if number.since and number.since > voice.day:
        return text("with_note", voice.lang, said=said, note=text("explain.not_yet", voice.lang))
    if voice.rule.number(name, voice.day) != number:
        return text("with_note", voice.lang, said=said, note=text("explain.replaced", voice.lang))
    return said


def assumed_told(voice: Voice, last_day_counts: bool) -> list[Block]:
    """What the rule assumes, and a rulebook of a company's own that changes it."""
    lang, names = voice.lang, assumed(voice.rule)
    said = []
    if names:
        said.append(
            text("explain.assumed_numbers", lang, names=joined((named("number", name, lang) for name in names), lang))
        )
    elif voice.rule.numbers:
        said.append(text("explain.assumed_none", lang))
    said.append(text("explain.assumed_rest", lang))
    said.append(text("explain.override" if voice.rule.numbers else "explain.fixed", lang))
    told: list[Block] = [
        *(Para(sentence) for sentence in said),
        Code(override(voice.rule, voice.day, voice.procedure.base)),
    ]
    if last_day_counts and voice.rule.boundary == "inclusive":
        told += [Para(text("explain.override_boundary", lang)), Code("    boundary: exclusive")]
    return told


def assumed(rule: Rule) -> list[str]:
    """The numbers that stand in for what the procedure does not say."""
    return [name for name, dated in rule.numbers.items() if any(number.source == "assumption" for number in dated)]


def override(rule: Rule, since: date, procedure: str) -> str:
    """A rulebook of a company's own for this rule, with our values to be replaced: its assumptions, else all numbers."""
    lines = [f"extends: {procedure}", "rules:", f"  {rule.code}:"]
    if not rule.numbers:
        return "\n".join(
            [*lines, f"    severity: {rule.severity}", f"    role: {rule.role}", f"    weight: {rule.weight}"]
        )
    lines.append("    numbers:")
    for name in assumed(rule) or list(rule.numbers):
        lines.append(f"      {name}: {_value(rule, name, since)}")
    return "\n".join(lines)


def _value(rule: Rule, name: str, since: date) -> str:
    number = rule.number(name, since) or rule.numbers[name][-1]
    value = f'"{number.value}"' if isinstance(number.value, str) else str(number.value)
    unit = f", unit: {number.unit}" if number.unit in LIMIT_UNITS else ""
    return f"{{value: {value}{unit}, since: {since.isoformat()}}}"
