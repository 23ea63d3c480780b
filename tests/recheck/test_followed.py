"""Waivers and marks go with their finding when its row goes by another number, and do not stay with the row that has it now."""

from datetime import date
from pathlib import Path

from small import SECOND, audited

from clausecheck.audit.waived import apply_waivers
from clausecheck.audit.waivers import Waiver
from clausecheck.nouns.model import Audit, Finding
from clausecheck.results.review import Review, followed
from clausecheck.rulebook import load_rulebook

UNTOLD = {"种类": "水", "停供时间": "2026-08-12 09:00", "恢复时间": "2026-08-12 11:00", "应急": "否"}
OTHER = {**UNTOLD, "种类": "电", "停供时间": "2026-09-12 09:00", "恢复时间": "2026-09-12 11:00"}
FIRST_ROW, SECOND_ROW = "停供通知#2", "停供通知#3"


def of(audit: Audit, subject: str) -> Finding:
    return next(one for one in audit.findings if (one.code, one.subject) == ("INF04", subject))


def test_a_waiver_follows_its_row(tmp_path: Path) -> None:
    identity = of(audited(tmp_path / "1", {"停供通知": [UNTOLD]}, SECOND), FIRST_ROW).identity
    now = audited(tmp_path / "2", {"停供通知": [OTHER, UNTOLD]}, SECOND)
    record = {
        "code": "INF04",
        "subject": FIRST_ROW,
        "reason": "抢修",
        "approved_by": "赵总",
        "from": date(2026, 10, 1),
        "until": date(2026, 12, 31),
    }
    waivers = [Waiver.model_validate({**record, "identity": identity})]
    findings, notes = apply_waivers(now.findings, waivers, load_rulebook(None), SECOND)
    verdicts = {one.subject: one.verdict for one in findings if one.code == "INF04"}
    assert (verdicts, notes) == ({FIRST_ROW: "fail", SECOND_ROW: "waived"}, [])
    without = apply_waivers(now.findings, [Waiver.model_validate(record)], load_rulebook(None), SECOND)[0]
    assert {one.subject for one in without if one.verdict == "waived"} == {FIRST_ROW}  # an old file: by its subject


def test_a_mark_follows_its_row(tmp_path: Path) -> None:
    then = of(audited(tmp_path / "1", {"停供通知": [UNTOLD]}, SECOND), FIRST_ROW)
    now = audited(tmp_path / "2", {"停供通知": [OTHER, UNTOLD]}, SECOND)
    mark = Review("INF04", FIRST_ROW, "disputed", "见说明", "李审", then.fingerprint, then.identity)
    old = Review("INF04", FIRST_ROW, "accepted")
    assert followed({("INF04", FIRST_ROW): mark}, now.findings) == {("INF04", SECOND_ROW): mark}
    assert followed({("INF04", FIRST_ROW): old}, now.findings) == {("INF04", FIRST_ROW): old}
