"""Before anything is judged: does the rule apply to the project, are its sheets there, is the take-over known?
Precedence: cannot apply -> sheet absent -> take-over unknown -> judged (reading 31)."""

from typing import Any

from clausecheck.evidence import Evidence, field_name
from clausecheck.evidence.facts import FEE_MODEL, HOUSEHOLDS, OWNERSHIP, SERVICE
from clausecheck.nouns.model import Unknown
from clausecheck.procedure.rule import Rule

from .language import uses, whole
from .outcome import PROJECT, Outcome, Reason, not_applicable, undetermined
from .telling import Kind

OTHER_OWNERSHIP: dict[str, Reason] = {"multi": "ownership_multi", "single": "ownership_single"}


def applies(kind: Kind, check: Any, evidence: Evidence) -> Outcome | None:
    """None when the check applies to the project; otherwise the judgement that says it does not, or cannot tell."""
    facts, wanted = evidence.facts, check.applies
    if wanted.ownership:
        found, cells = facts.ownership, facts.cell(*OWNERSHIP)
        if isinstance(found, Unknown):
            return undetermined(PROJECT, "fact", cells, facts=(facts.said(OWNERSHIP[0]),))
        if found != wanted.ownership:
            return not_applicable(PROJECT, OTHER_OWNERSHIP[found], cells)
    if wanted.fee_model:
        model, cells = facts.get(FEE_MODEL), facts.cell(FEE_MODEL)
        if model is None or isinstance(model, Unknown):
            return undetermined(PROJECT, "fact", cells, facts=(facts.said(FEE_MODEL),))
        if model != wanted.fee_model:
            return not_applicable(PROJECT, "fee_model", cells, value=model)
    if kind.now and not facts.serves(evidence.as_of):
        return not_applicable(PROJECT, "not_in_service", facts.cell(*SERVICE))
    return None


def hindered(kind: Kind, rule: Rule, check: Any, evidence: Evidence) -> Outcome | None:
    """Why a check cannot be judged for the project at all, or None."""
    return lacking(check, evidence) or _takeover_unknown(kind, evidence) or _size_unknown(kind, rule, check, evidence)


def own_tables(check: Any) -> tuple[str, ...]:
    """The sheets a check cannot do without, those it names under `needs` last."""
    named = [use for shape in whole(check) for use in uses(shape, check.table) if use.means.needed]
    return tuple(
        dict.fromkeys(n for last in (False, True) for u in named if (u.field == "needs") is last for n in u.names)
    )


def lacking(check: Any, evidence: Evidence) -> Outcome | None:
    """None when every needed sheet and `!` column is there; otherwise undetermined, naming what is absent."""
    names = own_tables(check)
    sheets = [name for name in names if not evidence.tables[name].handed_in]
    if sheets:
        return undetermined(PROJECT, "sheet_absent", sheets=tuple(evidence.tables[name].spec.said for name in sheets))
    for name in names:
        table = evidence.tables[name]
        if columns := table.lacks_required:
            fields = tuple(field_name(table.spec, column) for column in columns)
            headers = table.header_cells(table.spec.fields)
            return undetermined(PROJECT, "column_absent", headers, fields=fields)
    return None


def _takeover_unknown(kind: Kind, evidence: Evidence) -> Outcome | None:
    """Obligations and quotas need the take-over date; rows and standing postings are judged without it (readings 7, 40)."""
    if not kind.takeover or evidence.facts.takeover is not None:
        return None
    return undetermined(PROJECT, "fact", evidence.facts.cell(SERVICE[0]), facts=(evidence.facts.said(SERVICE[0]),))


def _size_unknown(kind: Kind, rule: Rule, check: Any, evidence: Evidence) -> Outcome | None:
    """What depends on the number of households needs it stated, or a register."""
    if not kind.sized(rule, check) or evidence.flats.count_on(evidence.as_of) is not None:
        return None
    return undetermined(PROJECT, "fact", evidence.facts.cell(HOUSEHOLDS), facts=(evidence.facts.said(HOUSEHOLDS),))
