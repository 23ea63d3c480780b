"""Writing the notice: its template filled with what is to be mended."""

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType

from clausecheck.disk.resources import resource
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Audit
from clausecheck.papers.same_bytes import save_document
from clausecheck.papers.word.filling import filled

from .content import content, disputed, to_correct, to_mend

TEMPLATE = "整改通知单.docx"
NEEDED = ("number", "deadline", "roles")
"""Fields without which a file would be no notice."""
LONGEST_NUMBER = 60
NOTHING: Mapping[str, str] = MappingProxyType({})


def write_notice(
    audit: Audit,
    target: Path,
    *,
    template: Path | None = None,
    number: str = "",
    issued_on: date,
    deadline: date,
    lang: str = "zh",
    at_risk: bool = False,
    cc: str = "",
    repeated: Mapping[str, str] = NOTHING,
) -> Path:
    """Writes the rectification notice of an audit as a Word file and returns where.

    `template`: the company's own, by default ours. `at_risk`: list quotas behind their pace, too. `cc`: who else is to
    have it. `repeated`: the fingerprints of what an earlier notice asked to mend already, with that notice's number. Auditor and
    date of the audit stand on the audit's cover, what he disputes stands apart. The same arguments give the same bytes.

    Raises InputFault for a template that will not do, a deadline before the day of issue, or an audit in which nothing is
    to be mended (`to_mend` tells beforehand).
    """
    findings = to_mend(audit, at_risk=at_risk)
    _check(number, issued_on, deadline, bool(findings or to_correct(audit) or disputed(audit)))
    path = template or resource("templates") / TEMPLATE
    texts = content(audit, findings, number, issued_on, deadline, lang, cc=cc, repeated=repeated)
    document = filled(path, texts, NEEDED, TEMPLATE)
    target.parent.mkdir(parents=True, exist_ok=True)
    called = texts["label"]["title"].replace(" ", "") if lang == "zh" else texts["label"]["title"]
    title = f"{called} {number.strip()}".strip()
    save_document(document.docx, target, title=title, written=datetime.combine(issued_on, time.min))
    return target


def _check(number: str, issued_on: date, deadline: date, anything: bool) -> None:
    faults = []
    if len(number) > LONGEST_NUMBER:
        zh, en = (
            f"通知单编号不超过 {LONGEST_NUMBER} 个字",
            f"the number of the notice has at most {LONGEST_NUMBER} signs",
        )
        faults.append(Fault("number", zh, en))
    if deadline < issued_on:
        zh = f"整改期限 {deadline} 早于发出日期 {issued_on}；请改正"
        faults.append(Fault("deadline", zh, f"{deadline} is before the day of issue {issued_on}; correct it"))
    if not anything:
        zh = "没有不合格项和台账问题，不需要整改通知单"
        faults.append(Fault("notice", zh, "nothing failed and the logs have no fault, so there is nothing to notify"))
    if faults:
        raise InputFault(*faults)
