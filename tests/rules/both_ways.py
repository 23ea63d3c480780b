"""An audit made twice, its rows settled in bulk and each judged with care, and everything that must then be the same."""

from dataclasses import fields
from functools import partial
from typing import Any
from unittest.mock import patch

from clausecheck import pipeline
from clausecheck.audit import assess
from clausecheck.audit.certain import Certain
from clausecheck.nouns.model import Audit, Finding
from clausecheck.results.findings_json import pieces

OF_A_FINDING = (*(field.name for field in fields(Finding)), "shown_as")
OF_AN_AUDIT = tuple(field.name for field in fields(Audit) if field.name not in ("findings", "lines"))
"""`lines` keeps what was asked of it so far; what it says stands in `pieces`."""


def audited_both_ways(*given: Any, **options: Any) -> Audit:
    """The audit of some logs, after it was compared with the one in which no row is settled in bulk."""
    audit = pipeline.audit_logs(*given, **options)
    with patch.object(pipeline, "assess", partial(assess, in_bulk=False)):
        careful = pipeline.audit_logs(*given, **options)
    assert not any(isinstance(one, Certain) for one in careful.findings)
    assert [(one.code, one.subject) for one in audit.findings] == [(one.code, one.subject) for one in careful.findings]
    for one, other in zip(audit.findings, careful.findings, strict=True):
        if isinstance(one, Certain):
            assert all_of(one) == all_of(other)
        assert one == other
    for name in OF_AN_AUDIT:
        assert getattr(audit, name) == getattr(careful, name), name
    assert "".join(pieces(audit)) == "".join(pieces(careful))
    return audit


def all_of(finding: Any) -> dict[str, Any]:
    """Whatever may be asked of a finding."""
    return {name: getattr(finding, name) for name in OF_A_FINDING}
