"""The score of an audit (扣分制): marks by section, deductions by rule, undetermined apart, with and without waivers."""

from .marks import Apart, Marks, RuleScore, Score, SectionScore, score_of
from .record import score_record
from .words import explained, headline, summary, written_marks, written_part, written_rate

__all__ = [
    "Apart",
    "Marks",
    "RuleScore",
    "Score",
    "SectionScore",
    "explained",
    "headline",
    "score_of",
    "score_record",
    "summary",
    "written_marks",
    "written_part",
    "written_rate",
]
