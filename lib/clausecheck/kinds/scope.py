"""Before anything is judged: does the rule apply to the project, are its sheets there, is the take-over known?
Precedence: cannot apply -> sheet absent -> take-over unknown -> judged (reading 31)."""

from clausecheck.evidence import Evidence, field_name
from clausecheck.nouns.model import Say, Unknown

from . import shapes as spec
from .outcome import PROJECT, Judgement, not_applicable, undetermined
from .shapes import AnyCheck


def applies(check: AnyCheck, evidence: Evidence) -> Judgement | None:
    """None when the check applies to the project; otherwise the judgement that says it does not, or cannot tell."""
    facts, wanted = evidence.facts, check.applies
    if wanted.ownership:
        found = facts.ownership
        cells = facts.cell("ownership", "owners")
        if isinstance(found, Unknown):
            return undetermined(PROJECT, "fact", cells, facts=(_fact("ownership"),))
        if found != wanted.ownership:
            return not_applicable(PROJECT, f"ownership_{found}", cells)
    if wanted.fee_model:
        model, cells = facts.get("fee_model"), facts.cell("fee_model")
        if model is None or isinstance(model, Unknown):
            return undetermined(PROJECT, "fact", cells, facts=(_fact("fee_model"),))
        if model != wanted.fee_model:
            return not_applicable(PROJECT, "fee_model", cells, value=model)
    if isinstance(check, spec.Standing) and not facts.serves(evidence.as_of):
        return not_applicable(PROJECT, "not_in_service", facts.cell("takeover_date", "exit_date"))
    return None


def own_tables(check: AnyCheck) -> tuple[str, ...]:
    """The sheets a check reads by its nature, besides those it names under `needs`."""
    if isinstance(check, spec.EachRow | spec.Quota):
        return (check.table,)
    if isinstance(check, spec.Dated):
        return (check.table, *([check.trigger.table] if check.trigger else []))
    return {
        "coverage": ("interviews",), "interview_plan": ("interview_plan",), "publicity_plan": ("publicity_plan",),
        "standing": ("postings",), "attested": (),
    }[check.kind]  # fmt: skip


def lacking(check: AnyCheck, evidence: Evidence) -> Judgement | None:
    """None when every needed sheet and `!` column is there; otherwise undetermined, naming what is absent."""
    names = tuple(dict.fromkeys((*own_tables(check), *check.needs)))
    sheets = [name for name in names if not evidence.tables[name].handed_in]
    if sheets:
        return undetermined(PROJECT, "sheet_absent", sheets=tuple(Say(f"table:{name}") for name in sheets))
    for name in names:
        table = evidence.tables[name]
        if columns := table.lacks_required:
            fields = tuple(field_name(table.spec, column) for column in columns)
            headers = table.header_cells(table.spec.fields)
            return undetermined(PROJECT, "column_absent", headers, fields=fields)
    return None


def takeover_unknown(check: AnyCheck, evidence: Evidence) -> Judgement | None:
    """Obligations and quotas need the take-over date; rows and standing postings are judged without it (readings 7, 40)."""
    if isinstance(check, spec.EachRow | spec.Standing | spec.Attested) or evidence.facts.takeover is not None:
        return None
    return undetermined(PROJECT, "fact", evidence.facts.cell("takeover_date"), facts=(_fact("takeover_date"),))


def size_unknown(check: AnyCheck, evidence: Evidence) -> Judgement | None:
    """What depends on the number of households needs it stated, or a register."""
    sized = isinstance(check, spec.InterviewPlan) or (
        isinstance(check, spec.Coverage) and (check.up_to or check.more_than)
    )
    if not sized or evidence.flats.count_on(evidence.as_of) is not None:
        return None
    return undetermined(PROJECT, "fact", evidence.facts.cell("households"), facts=(_fact("households"),))


def _fact(name: str) -> Say:
    return Say(f"field:project.{name}")
