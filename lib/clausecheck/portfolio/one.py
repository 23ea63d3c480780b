"""One project of a portfolio: audited and written, with what is kept of it."""

import os
from pathlib import Path
from typing import Any

from clausecheck.disk.writing import write_whole
from clausecheck.logs.apart import one_thread
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Audit
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import LANGS
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.procedure.tables import facts_of
from clausecheck.results.names import output_folder, safe_name
from clausecheck.rulebook import load_procedure

from .model import Night, Project, say
from .records import cites_register, record_of, write_record


@dataclass(frozen=True, slots=True)
class Task:
    """A project to audit in a night. `key`: of what it rests on; `claims`: the folder where codes are taken."""

    project: Project
    night: Night
    key: str
    claims: Path


def audit_one(task: Task) -> dict[str, Any]:
    """Audits a project, writes its results and keeps its record, which comes back. Raises InputFault as `audit_project`, and
    where another project of this portfolio has the same code."""
    project, night = task.project, task.night
    audit = audit_project(
        project.paths,
        night.period,
        night.as_of,
        procedure=night.procedure or None,
        rulebook=night.rulebook,
        review=night.out,
        register=project.line,
        excerpt=project.excerpt,
    )
    if project.excerpt:
        refuse_missing_facts(audit, project, night)
    claim(str(audit.project["code"]), project, task.claims)
    papers = night.papers == "all" or (night.papers == "failed" and audit.tally["fail"] > 0)
    if papers and night.notebooks and is_whole_by_itself(audit, project):
        folder = _with_notebook(audit, project, night)
    else:
        folder = write_outputs(
            audit,
            night.out,
            lang=night.lang,
            annotate=papers,
            more=(lambda fresh: _report(audit, fresh, night.lang)) if papers else None,
        )
    record = record_of(audit, folder, project, night, task.key)
    write_record(record, project, night)
    return record


def refuse_missing_facts(audit: Audit, project: Project, night: Night) -> None:
    """Raises InputFault naming each fact that every project must give, where neither the register nor the project's own logs
    do: of an export, which has none, half of the rules would be open for want of one line in the register."""
    tables = load_procedure(night.procedure or None, night.rulebook).tables
    missing = [spec for key, spec in facts_of(tables).fields.items() if spec.required and key not in audit.project]
    if missing:
        named = "、".join(spec.header for spec in missing)
        raise InputFault(Fault(project.code, *(say("fact_missing", lang, facts=named) for lang in LANGS)))


def is_whole_by_itself(audit: Audit, project: Project) -> bool:
    """Whether a project's own logs hold all that its audit rests on: a notebook is given logs, and neither the register nor an
    export of many projects."""
    return project.excerpt is None and not cites_register(audit, project)


def _with_notebook(audit: Audit, project: Project, night: Night) -> Path:
    """Runs the notebook, in a copy of this process where that can be; it writes all that an audit writes. Its parameters are
    those of a call for this project alone."""
    from clausecheck.papers.page.through import through_notebook  # noqa: PLC0415 - a night without need not load papermill
    from clausecheck.warm.engine import register  # noqa: PLC0415 - likewise

    one_thread()
    typed = {
        "inputs": [str(path) for path in project.paths],
        "period": str(night.period),
        "as_of": night.as_of.isoformat(),
        "out": str(night.out),
        **({"procedure": night.procedure} if night.procedure else {}),
        "rulebook": str(night.rulebook) if night.rulebook else None,
        "lang": night.lang,
    }
    return through_notebook(typed, night.out, night.out, folder=output_folder(audit, night.out), engine=register())


def _report(audit: Audit, folder: Path, lang: str) -> None:
    from clausecheck.papers.page import open_report  # noqa: PLC0415 - a night without papers need not load them
    from clausecheck.papers.page.whole import report_page  # noqa: PLC0415 - likewise

    write_whole(folder / "report.html", report_page(open_report(audit, lang)))


def claim(code: str, project: Project, claims: Path) -> None:
    """Takes a code for a project: two with one code would overwrite each other's results. Raises InputFault where it is
    taken by another."""
    mine, file = claims / f".{os.getpid()}", claims / safe_name(code)
    mine.write_text(project.id, encoding="utf-8")
    try:
        os.link(mine, file)  # whole at once, and only one of two succeeds
    except FileExistsError:
        owner = file.read_text(encoding="utf-8")
        if owner != project.id:
            said = (say("code_taken", lang, code=code, other=owner) for lang in LANGS)
            raise InputFault(Fault(str(project.path or project.code), *said)) from None
    finally:
        mine.unlink()
