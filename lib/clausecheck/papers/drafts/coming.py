"""Which document an obligation is about: by the table in which the finished document is entered."""

from typing import Any

from clausecheck.kinds.dated import Dated
from clausecheck.kinds.each_row import EachRow
from clausecheck.kinds.interview_plan import InterviewPlan
from clausecheck.kinds.publicity_plan import PublicityPlan
from clausecheck.kinds.rows.sequence import Sequence
from clausecheck.nouns.model import Row
from clausecheck.nouns.periods import When, containing, parse_period
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.tables import Tables
from clausecheck.wording.sentences import is_period

from .listing import KINDS
from .model import Kind


def paper_of(rule: Rule, subject: str, row: Row | None, tables: Tables) -> tuple[str, str]:
    """The kind of document that a rule asks for and the period of it that a judgement is about; ("", "") where it asks
    for none. `row`: the row that it is about, if it is one."""
    for kind in KINDS.values():
        for check in rule.checks:
            if _asks_for(check, kind) and (period := _period(kind, check, subject, row, tables)):
                return kind.name, period
    return "", ""


def _asks_for(check: Any, kind: Kind) -> bool:
    """Whether a check is about the row in which a document is entered."""
    table, value = kind.row_of
    if getattr(check, "table", "") != table:
        return False
    match check:
        case Dated():
            return not value or value in check.where.get("kind", ())
        case EachRow():
            return any(isinstance(part, Sequence) for part in check.parts)
    return isinstance(check, InterviewPlan | PublicityPlan)


def _period(kind: Kind, check: Any, subject: str, row: Row | None, tables: Tables) -> str:
    if is_period(subject):
        whole = parse_period(subject)
        return subject if not kind.unit or containing(kind.unit, whole.start).label == subject else ""
    if row is None:
        return ""
    own = row.get(check.year) if isinstance(check, PublicityPlan) else row.get(tables[row.table].key_date)
    return str(containing("month", own.day)) if isinstance(own, When) else str(own or "")
