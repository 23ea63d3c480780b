"""The score as plain data, for findings.json and the ledger. Marks are decimal texts of at most two decimals."""

from typing import Any

from clausecheck.nouns.wordlists import LANGS

from .marks import Apart, Marks, RuleScore, Score, SectionScore
from .words import explained, headline, summary, written_marks, written_part, written_rates, written_score


def score_record(score: Score) -> dict[str, Any]:
    """The score as dicts, lists, texts and whole numbers; the same audit gives the same record."""
    return {
        "source": score.table.source,
        "full": written_part(score.full),
        "with_waivers": _marks(score.with_waivers),
        "without_waivers": _marks(score.without_waivers),
        "says": {lang: headline(score, lang) for lang in LANGS},
        "short": {lang: summary(score, lang) for lang in LANGS},
        "sections": [_section(section) for section in score.sections],
        "apart": [_apart(group) for group in score.apart],
    }


def _marks(marks: Marks) -> dict[str, Any]:
    return {
        "attainable": written_part(marks.attainable),
        "deducted": written_part(marks.deducted),
        "undetermined": written_part(marks.held),
        "lowest": written_marks(marks.lowest),
        "highest": written_marks(marks.highest),
        "score": written_score(marks),
        "rate": written_rates(marks),
        "enough": marks.enough,
    }


def _section(section: SectionScore) -> dict[str, Any]:
    return {
        "clause": section.clause,
        "name": {"zh": section.zh, "en": section.en},
        "full": written_part(section.full),
        "with_waivers": _marks(section.with_waivers),
        "without_waivers": _marks(section.without_waivers),
        "rules": [_rule(rule) for rule in section.rules],
    }


def _rule(rule: RuleScore) -> dict[str, Any]:
    """`exact`: fractions (`10/7`), for whoever adds up: sums of rounded marks are not the score."""
    return {
        "code": rule.code,
        "marks": written_part(rule.marks),
        "counts": {verdict: n for verdict, n in rule.counts.items() if n},
        "deducted": written_part(rule.deducted),
        "deducted_without_waivers": written_part(rule.deducted_unwaived),
        "undetermined": written_part(rule.held),
        "exact": {"marks": str(rule.marks), "deducted": str(rule.deducted), "at_most": str(rule.at_most)},
        "severity": rule.severity,
        "factor": written_part(rule.factor),
        "says": {lang: explained(rule, lang) for lang in LANGS},
    }


def _apart(group: Apart) -> dict[str, Any]:
    counts = {verdict: n for verdict, n in group.counts.items() if n}
    return {"clause": group.clause, "name": {"zh": group.zh, "en": group.en}, "counts": counts}
