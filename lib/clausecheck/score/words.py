"""The score in words, Chinese and English. Scores and rates are rounded down: nothing looks better than it is."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from clausecheck.wording import term
from clausecheck.yamlfile import read_yaml

from .marks import Marks, RuleScore, Score, SectionScore


@cache
def _words() -> dict[str, dict[str, str]]:
    words, _ = read_yaml(Path(__file__).with_name("words.yaml"))
    return dict(words)


def _say(key: str, lang: str, **params: object) -> str:
    return _words()[key][lang].format_map(params)


def written_marks(marks: Fraction) -> str:
    """Marks with at most two decimals, rounded down: 4.69, 20, 0.5."""
    return _decimal(Decimal(marks.numerator * 100 // marks.denominator) / 100)


def written_part(marks: Fraction) -> str:
    """What a rule has or loses, or could be had, with at most two decimals, rounded half up."""
    return _decimal(Decimal(_hundredths(marks)) / 100)


def written_score(marks: Marks) -> str:
    """The score of some marks: rounded down, but written as what could be had where nothing is lost."""
    return written_part(marks.attainable) if marks.score == marks.attainable else written_marks(marks.score)


def _hundredths(marks: Fraction) -> int:
    return (marks.numerator * 200 // marks.denominator + 1) // 2


def written_rate(rate: Fraction | None) -> str:
    """A rate in percent with at most one decimal, rounded down; a dash where there is none."""
    return "–" if rate is None else f"{_decimal(Decimal(rate.numerator * 1000 // rate.denominator) / 10)}%"


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def headline(score: Score, lang: str) -> str:
    """The whole score in one line: with and without waivers, and what is held back or left out."""
    total, unwaived = score.with_waivers, score.without_waivers
    if not total.attainable:
        return _say("headline_none", lang)
    line = _say(
        "headline",
        lang,
        score=written_score(total),
        attainable=written_part(total.attainable),
        rate=written_rate(total.rate),
        unwaived_score=written_score(unwaived),
        unwaived_rate=written_rate(unwaived.rate),
    )
    if total.held:
        line += _say("held", lang, held=written_part(total.held))
    if out := _hundredths(score.full) - _hundredths(total.attainable):  # of what is shown, so that it adds up
        line += _say("left_out", lang, full=written_part(score.full), out=written_part(Fraction(out, 100)))
    return line


def section_line(section: SectionScore, lang: str) -> str:
    """One section in one line."""
    name, marks = section.zh if lang == "zh" else section.en, section.with_waivers
    if not marks.attainable:
        return _say("section_none", lang, clause=section.clause, name=name)
    line = _say(
        "section",
        lang,
        clause=section.clause,
        name=name,
        score=written_score(marks),
        attainable=written_part(marks.attainable),
        rate=written_rate(marks.rate),
        deducted=written_part(marks.deducted),
    )
    if marks.held:
        line += _say("held", lang, held=written_part(marks.held))
    return line + (_say("floor", lang) if _below_floor(marks) else "")


def _below_floor(marks: Marks) -> bool:
    return marks.attainable < marks.deducted + marks.held


def explained(rule: RuleScore, lang: str) -> str:
    """How one rule came to its deduction, in one line."""
    title = rule.zh if lang == "zh" else rule.en
    if not rule.cases:
        return _say("rule_open", lang, code=rule.code, title=title)
    line = _say(
        "rule",
        lang,
        code=rule.code,
        title=title,
        marks=written_part(rule.marks),
        weight=rule.weight,
        cases=rule.cases,
        fails=rule.counts["fail"],
        severity=term("severity", rule.severity, lang),
        factor=written_part(rule.factor),
        deducted=written_part(rule.deducted),
    )
    if rule.counts["undetermined"]:
        line += _say("rule_held", lang, n=rule.counts["undetermined"], held=written_part(rule.held))
    if rule.counts["waived"]:
        line += _say("rule_waived", lang, n=rule.counts["waived"], deducted=written_part(rule.deducted_unwaived))
    return line
