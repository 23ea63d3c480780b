"""The score in words, Chinese and English. Scores and rates are rounded down: nothing looks better than it is."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from clausecheck.nouns.wordlists import WordsOf
from clausecheck.wording import term

from .marks import Marks, RuleScore, Score

_say = WordsOf(Path(__file__).with_name("words.yaml"))


def written_marks(marks: Fraction) -> str:
    """Marks with at most two decimals, rounded down: 4.69, 20, 0.5."""
    return _decimal(Decimal(marks.numerator * 100 // marks.denominator) / 100)


def written_part(marks: Fraction) -> str:
    """What a rule has or loses, or could be had, with at most two decimals, rounded half up."""
    return _decimal(Decimal(_hundredths(marks)) / 100)


def written_score(marks: Marks) -> str:
    """The score of some marks: one number, or the lowest and the highest where evidence is lacking. Rounded down, but
    written as what could be had where nothing is lost."""
    highest = written_part(marks.attainable) if marks.highest == marks.attainable else written_marks(marks.highest)
    return highest if marks.exact else f"{written_marks(marks.lowest)}–{highest}"


def written_rates(marks: Marks) -> str:
    """The score as a share of what could be had, or its range; a dash where there was nothing to be had."""
    if marks.rates is None:
        return "–"
    lowest, highest = (written_rate(rate) for rate in marks.rates)
    return lowest if lowest == highest else f"{lowest}–{highest}"


def _hundredths(marks: Fraction) -> int:
    return (marks.numerator * 200 // marks.denominator + 1) // 2


def written_rate(rate: Fraction) -> str:
    """A rate in percent with at most one decimal, rounded down."""
    return f"{_decimal(Decimal(rate.numerator * 1000 // rate.denominator) / 10)}%"


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def headline(score: Score, lang: str) -> str:
    """The whole score in one line: a number, a range where evidence is lacking, or that too little was judged; what it
    would be without waivers where there are any; and what is left out."""
    total = score.with_waivers
    if not total.attainable:
        return _say("headline_none", lang)
    line = _say("headline", lang, **_written(total)) if total.enough else _say("too_little", lang, **_written(total))
    if total.enough and not total.exact:
        line += _say("held", lang, held=written_part(total.held))
    if score.waived:
        line += _say("unwaived", lang, **_written(score.without_waivers))
    if out := _hundredths(score.full) - _hundredths(total.attainable):  # of what is shown, so that it adds up
        line += _say("left_out", lang, full=written_part(score.full), out=written_part(Fraction(out, 100)))
    return line


def summary(score: Score, lang: str) -> str:
    """The score in one word, for a card: its rate, or that too little was judged."""
    total = score.with_waivers
    return written_rates(total) if total.enough or not total.attainable else _say("too_little_short", lang)


def _written(marks: Marks) -> dict[str, str]:
    judged = marks.attainable - marks.held
    return {
        "score": written_score(marks),
        "attainable": written_part(marks.attainable),
        "judged": written_part(judged),
        "rate": written_rates(marks),
    }


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
    if rule.capped:
        line += _say("rule_capped", lang)
    if rule.counts["undetermined"]:
        line += _say("rule_held", lang, n=rule.counts["undetermined"], at_most=written_part(rule.at_most))
    if rule.counts["waived"]:
        line += _say("rule_waived", lang, n=rule.counts["waived"], deducted=written_part(rule.deducted_unwaived))
    return line
