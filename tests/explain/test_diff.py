"""`diff`: the same logs under two rulebooks."""

from pathlib import Path
from typing import Any

import pytest
from guide_logs import PERSONAL, write_logs, write_personal_logs

from clausecheck.explain import diff_rulebooks, open_rulebook, render_diff
from clausecheck.nouns.errors import InputFault
from clausecheck.rulebook import Procedure, load_rulebook

OURS = load_rulebook()
COMPLAINTS = [
    {"投诉编号": f"TS-{days}", "受理时间": "2026-08-05", "类别": "一类", "处理措施": "已处理", "办结时间": f"2026-08-{5 + days:02d}"}
    for days in (2, 4, 6)
]  # fmt: skip


def company(folder: Path, rules: str) -> Procedure:
    path = folder / "新版.yaml"
    path.write_text(f"extends: customer_communication\nid: new\nrules: {rules}\n", encoding="utf-8")
    return open_rulebook(path)


def flips(first: Procedure, second: Procedure, path: Path) -> list[tuple[Any, ...]]:
    found = diff_rulebooks(first, second, [path], "2026", "2026-10-31")
    return [(f.code, f.subject, f.first and f.first.verdict, f.second and f.second.verdict) for f in found]


def test_the_same_rulebook_differs_in_nothing(tmp_path: Path) -> None:
    path = write_logs(tmp_path, {"投诉记录": COMPLAINTS})
    assert flips(OURS, open_rulebook("default"), path) == []
    assert render_diff([], ("a", "b"), "en") == "  Both rulebooks come to the same verdicts.\n"


def test_a_longer_limit_turns_only_the_complaints_between_the_two_limits(tmp_path: Path) -> None:
    path = write_logs(tmp_path, {"投诉记录": COMPLAINTS})
    longer = company(tmp_path, "{CMP10: {numbers: {class_1: 5}}}".replace("5}", "{value: 5}}"))
    assert flips(OURS, longer, path) == [("CMP10", "TS-4", "fail", "pass")]
    assert flips(longer, OURS, path) == [("CMP10", "TS-4", "pass", "fail")]


def test_a_number_from_a_day_on_changes_nothing_that_began_before(tmp_path: Path) -> None:
    path = write_logs(tmp_path, {"投诉记录": COMPLAINTS})
    assert flips(OURS, company(tmp_path, "{CMP10: {numbers: {class_1: {value: 5, since: 2026-08-06}}}}"), path) == []


def test_what_exists_under_one_rulebook_only_has_one_side(tmp_path: Path) -> None:
    path = write_logs(tmp_path, {"报告台账": [], "投诉记录": []})
    later = company(tmp_path, "{RPT05: {numbers: {due: {value: 2, unit: days_after_end}}}}")
    found = diff_rulebooks(OURS, later, [path], "2026-04-10..2026-04-30", "2026-10-31")
    sides = {flip.subject: (flip.first and flip.first.verdict, flip.second and flip.second.verdict) for flip in found}
    assert sides == {"2026-Q1": ("fail", None), "project": (None, "not_applicable")}


def test_both_numbers_and_both_reasons_are_shown(tmp_path: Path) -> None:
    path = write_logs(tmp_path, {"投诉记录": COMPLAINTS})
    longer = company(tmp_path, "{CMP10: {numbers: {class_1: {value: 5, since: 2026-07-01}}}}")
    said = render_diff(diff_rulebooks(OURS, longer, [path], "2026", "2026-10-31"), ("default", "新版.yaml"), "zh")
    assert "CMP10  TS-4  不合格       合格" in said
    assert "一类投诉的时限＝3 天（假定，自始）" in said
    assert "一类投诉的时限＝5 天（公司规定，自 2026-07-01 起）" in said
    assert "共 1 项结论不同：不合格 → 合格 1 项" in said


def test_waivers_beside_the_logs_count_for_both(tmp_path: Path) -> None:
    path = write_logs(tmp_path, {"投诉记录": COMPLAINTS})
    waiver = "- {code: CMP10, subject: TS-4, reason: 客户出国, approved_by: 陈, from: 2026-08-01, until: 2026-12-31}"
    (tmp_path / "waivers.yaml").write_text(waiver, encoding="utf-8")
    longer = company(tmp_path, "{CMP10: {numbers: {class_1: {value: 5}}}}")
    assert flips(OURS, longer, path) == [("CMP10", "TS-4", "waived", "pass")]


def test_a_rulebook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="no such file"):
        open_rulebook(tmp_path / "没有.yaml")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_masked_the_differences_name_nobody_and_are_the_same_ones(lang: str, tmp_path: Path) -> None:
    path = write_personal_logs(tmp_path)
    waiver = "- {code: CMP10, subject: 欧阳若蘅3栋2单元1804电话13800138000-2, reason: 出国, approved_by: 钟离霁, from: 2026-08-01, until: 2026-12-31}"
    (tmp_path / "waivers.yaml").write_text(waiver, encoding="utf-8")
    longer = company(tmp_path, "{CMP10: {numbers: {class_1: {value: 5}}}}")
    plain, hidden = (diff_rulebooks(OURS, longer, [path], "2026", "2026-11-07", mask=mask) for mask in (False, True))
    before, after = (render_diff(found, ("default", "新版.yaml"), lang) for found in (plain, hidden))
    secrets = {*PERSONAL, "钟离霁"}
    assert {secret for secret in secrets if secret in before} == secrets
    assert {secret for secret in secrets if secret in after} == set()
    for one, other in zip(plain, hidden, strict=True):
        assert one.code == other.code
        assert [side and side.verdict for side in (one.first, one.second)] == [
            side and side.verdict for side in (other.first, other.second)
        ]
    assert len({(flip.code, flip.subject) for flip in hidden}) == len(hidden) > 1
