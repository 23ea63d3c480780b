"""The parts of the workbench that need no browser: marks, lists, excerpts of sheets, uploads, decisions, words."""

import errno
import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from clausecheck.audit.waivers import Waiver, add_waiver, read_waivers
from clausecheck.desk import checking, outputs
from clausecheck.desk import session as sessions
from clausecheck.desk.checking import Form
from clausecheck.desk.decision import Decision, alike, check_decision, review_of, waiver_of
from clausecheck.desk.detail import explanation_html, head_html, places_html, rule_html
from clausecheck.desk.form import FormPane
from clausecheck.desk.keeping import Kept, browser_key, kept_text, read_kept
from clausecheck.desk.listing import Filter, chosen, index_of, line_of, mark_of, place_choices, verdict_choices
from clausecheck.desk.screen import Screen
from clausecheck.desk.session import Session, allowed, keep_rulebook, keep_uploads
from clausecheck.desk.sheetrows import Excerpt, _columns, excerpts, read_sheets, written
from clausecheck.desk.texts import HERE, words
from clausecheck.desk.trends_pane import TrendsPane
from clausecheck.disk.writing import scratch_folder
from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.model import Finding
from clausecheck.nouns.periods import parse_period
from clausecheck.pipeline import audit_project
from clausecheck.results.review import Review, key_of, read_reviews, save_review
from clausecheck.rulebook import load_rulebook

CLONE = Path(__file__).parents[2]
SAMPLE = CLONE / "sample_data" / "CH-001_翠湖花园"
DAY = date(2026, 10, 31)
NASTY = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def audit() -> Any:
    return audit_project(SAMPLE, "2026-Q3", "2026-10-31")


@pytest.fixture(scope="module")
def book() -> Any:
    return load_rulebook()


@pytest.fixture
def session(tmp_path: Path) -> Any:
    made = Session(tmp_path / "s", root=tmp_path / "root")
    made.uploads.mkdir(parents=True)
    (tmp_path / "root").mkdir()
    return made


def first(audit: Any, code: str) -> Any:
    return next(finding for finding in audit.findings if finding.code == code and finding.verdict == "fail")


def test_a_mark_is_kept_changed_and_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "out" / "review.yaml"
    one, two = Review("CMP10", "TS-1", "disputed", "见说明", "李审", "f1"), Review("INF01", "project", "accepted")
    save_review(path, ("CMP10", "TS-1"), one)
    assert save_review(path, ("INF01", "project"), two) == {("CMP10", "TS-1"): one, ("INF01", "project"): two}
    assert read_reviews(path)["CMP10", "TS-1"] == one
    assert save_review(path, ("CMP10", "TS-1"), None) == {("INF01", "project"): two}
    assert list(path.parent.iterdir()) == [path]


def test_marks_and_waivers_that_several_save_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "out" / "review.yaml"
    keys = [("CMP10", f"TS-{number}") for number in range(12)]
    waivers = [
        Waiver.model_validate(
            {
                "code": code,
                "subject": subject,
                "reason": "大堂在装修",
                "approved_by": "王总",
                "from": "2026-07-01",
                "until": "2026-12-31",
            }
        )
        for code, subject in keys
    ]
    with ThreadPoolExecutor(6) as several:
        list(several.map(lambda key: save_review(path, key, Review(key[0], key[1], "accepted")), keys))
        list(several.map(lambda waiver: add_waiver(tmp_path, waiver), waivers))
    assert sorted(read_reviews(path)) == sorted(keys)
    kept = read_waivers(tmp_path / "waivers.yaml")
    assert sorted((waiver.code, waiver.subject) for waiver in kept) == sorted(keys)


def test_a_mark_whose_facts_have_changed_says_so(audit: Any, book: Any) -> None:
    finding = first(audit, "INF03")
    old = Review(finding.code, finding.subject, "accepted", fingerprint="other")
    assert "请重新确认" in head_html(finding, book, old, "zh")
    assert "请重新确认" not in head_html(finding, book, Review(finding.code, finding.subject, "accepted"), "zh")


@pytest.mark.parametrize(
    "text", ["- {code: CMP10}", "- {code: A, subject: b, mark: maybe}", "a: b", "- {code: A, x: y}"]
)
def test_a_review_file_that_is_not_one_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "review.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault) as refused:
        read_reviews(path)
    assert "review.yaml" in refused.value.faults[0].place


def test_the_list_begins_with_the_gravest_and_leaves_out_what_passed(audit: Any, book: Any) -> None:
    index = index_of(audit.findings, book, "zh")
    shown = chosen(index, Filter(), {})
    assert len(shown) == sum(audit.tally[one] for one in ("fail", "waived", "at_risk", "undetermined", "pending"))
    assert (shown[0].verdict, shown[0].severity) == ("fail", "严重")
    assert len(chosen(index, Filter(verdict=""), {})) == len(audit.findings)


def test_filters_narrow_together(audit: Any, book: Any) -> None:
    index = index_of(audit.findings, book, "zh")
    every = list(audit.findings)
    assert chosen(index, Filter("fail", "CMP", "严重", "客服主管"), {}) == [
        one
        for one in index.findings
        if (one.verdict, one.code[:3], one.severity, one.role) == ("fail", "CMP", "严重", "客服主管")
    ]
    marks = {key_of(first(audit, "INF03")): Review("INF03", "project", "disputed")}
    assert chosen(index, Filter(mark="disputed"), marks) == [first(audit, "INF03")]
    assert len(chosen(index, Filter("", mark="unmarked"), marks)) == len(every) - 1
    assert chosen(index, Filter(words="inf03 代收代缴"), {}) == [first(audit, "INF03")]


def test_the_choices_name_every_section_rule_and_verdict_that_occurs(audit: Any, book: Any) -> None:
    places = [value for _, value in place_choices(audit.findings, book, "zh")]
    assert {finding.code for finding in audit.findings} <= set(places)
    assert ("不合格（46）", "fail") in verdict_choices(audit.findings, "zh")


def test_a_line_says_rule_subject_verdict_and_mark(audit: Any, book: Any) -> None:
    finding = first(audit, "INF03")
    marks = {key_of(finding): Review("INF03", "project", "accepted")}
    lines = line_of(finding, book, marks, "zh").splitlines()
    assert lines == ["INF03 收费价目表公示", "整个项目", "不合格 · 严重 · 客服主管 · 已认可"]
    assert mark_of(finding, {}) == "unmarked"


def test_an_excerpt_shows_the_rows_as_they_stand_with_the_cited_cell(audit: Any) -> None:
    finding = first(audit, "INF03")
    sheets = read_sheets(audit.files[0], audit.findings, [])
    piece = excerpts(finding, {audit.files[0].file: sheets}, [])[0]
    assert (piece.sheet, piece.hits, piece.rows) == ("信息公示", frozenset({(11, 6)}), (9, 10, 11, 12, 13))
    assert piece.text[11][0] == "GS-011"


def test_values_stand_as_a_sheet_shows_them() -> None:
    assert [written(one) for one in (3.0, 0.5, True, date(2026, 3, 1), "x")] == ["3", "0.5", "TRUE", "2026-03-01", "x"]


def test_a_wide_sheet_is_cut_to_its_first_columns_and_those_beside_the_cited_one() -> None:
    assert _columns(set(range(30)), {20}) == (0, None, 19, 20, 21)
    assert _columns({0, 3}, {3}) == (0, 1, 2, 3)


def test_no_text_of_a_workbook_becomes_html(book: Any) -> None:
    finding = Finding("INF03", "4.2", NASTY, "fail", severity="严重", role=NASTY)
    hits = frozenset({(1, 0)})
    piece = Excerpt(NASTY, NASTY, (0,), (1,), frozenset(), {1: {0: f'"{NASTY}'}}, hits, frozenset(), 0)
    review = Review("INF03", NASTY, "accepted", NASTY, NASTY)
    made = head_html(finding, book, review, "zh") + places_html(finding, [piece], "zh")
    assert "<script" not in made + explanation_html(finding, book, "zh")
    assert "title='\"" not in made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_is_shown_with_its_numbers_put_in(book: Any, lang: str) -> None:
    for code in book.rules:
        assert "{" not in rule_html(code, book, date(2026, 10, 31), lang)


def test_uploads_keep_their_plain_name_and_stay_in_the_session(session: Any) -> None:
    kept, _ = keep_uploads(
        session, [("../../etc/台账.XLSX", b"x"), (r"C:\日志\b.xlsx", memoryview(b"y")), ("waivers.yaml", b"z")]
    )
    assert [path.relative_to(session.uploads).as_posix() for path in kept] == ["台账.xlsx", "b.xlsx", "waivers.yaml"]


def test_uploads_that_will_not_do_are_named_with_the_reason_and_the_others_are_kept(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST_BYTES", 3)
    given = {
        "a.exe": (b"x", "不是可读的工作簿"),
        "大.xlsx": (b"1234", "超过 200 MB，不能上传"),
        "好.xlsx": (b"12", ""),
        "~$好.xlsx": (b"1", "临时文件"),
        "空.xlsx": (b"", "空文件"),
        "多.xlsx": (b"12", "一次上传合计超过"),
    }
    form = FormPane(session, "zh", lambda action: action(), lambda: None, lambda: None)
    form._upload.value = tuple(
        {
            "name": name,
            "type": "",
            "size": len(held),
            "content": memoryview(held),
            "last_modified": datetime(2026, 1, 1),
        }
        for name, (held, _) in given.items()
    )
    assert [path.name for path in session.uploads.iterdir()] == ["好.xlsx"]
    said = re.findall(r"<li class=ccw-refused role=alert>([^<]+)</li>", form._list.value)
    assert len(said) == 5
    for line, (name, reason) in zip(said, [(name, why) for name, (_, why) in given.items() if why], strict=True):
        assert line.startswith(f"{name}: ")
        assert reason in line


def test_the_web_page_opens_nothing_outside_its_folder(session: Any, tmp_path: Path) -> None:
    assert allowed(session, Path("x"), "x") == (tmp_path / "root" / "x").resolve()
    for outside in ("..", "/etc/passwd", "../s/uploads"):
        with pytest.raises(InputFault):
            allowed(session, Path(outside), outside)


def test_a_rulebook_is_a_yaml_file_kept_apart_from_the_logs(session: Any) -> None:
    assert keep_rulebook(session, "公司.yaml", b"a: b").parent != session.uploads
    with pytest.raises(InputFault):
        keep_rulebook(session, "公司.xlsx", b"")


def test_a_waiver_needs_reason_approver_and_days_that_hold_the_as_of_date(audit: Any, book: Any) -> None:
    finding = first(audit, "INF01")
    given = Decision("waived", "装修", "王总", date(2026, 10, 1), date(2026, 12, 31))
    assert waiver_of(finding, given, audit, book, "zh").approved_by == "王总"
    wrong = [
        (finding, Decision("waived", "", "", None, None), 3),
        (finding, Decision("waived", "a", "b", None, date(2026, 1, 1)), 1),
        (finding, Decision("waived", "a", "b", date(2027, 1, 1), date(2027, 2, 1)), 1),
        (next(one for one in audit.findings if one.verdict == "pass"), given, 1),
    ]
    for about, decision, faults in wrong:
        with pytest.raises(InputFault) as refused:
            waiver_of(about, decision, audit, book, "zh")
        assert len(refused.value.faults) == faults
    assert review_of(finding, Decision("", "", ""), DAY) is None
    kept = review_of(finding, Decision("accepted", "好", "我"), DAY)
    assert (kept.fingerprint, kept.on) == (finding.fingerprint, "2026-10-31")


def test_a_mark_wants_a_name_and_a_dispute_its_reason() -> None:
    for decision, said in (
        (Decision("accepted", "", ""), ["审核人"]),
        (Decision("disputed", "", ""), ["审核人", "异议理由"]),
        (Decision("disputed", "", "李审"), ["异议理由"]),
    ):
        with pytest.raises(InputFault) as refused:
            check_decision(decision, "zh")
        assert [one.place for one in refused.value.faults] == said
    for decision in (Decision("", "", ""), Decision("accepted", "", "李审"), Decision("disputed", "见附件", "李审")):
        check_decision(decision, "zh")


def test_the_unmarked_findings_of_a_rule_are_marked_alike_and_no_other(audit: Any) -> None:
    several = [one for one in audit.findings if one.code == "CMP10" and one.verdict == "fail"]
    marks = {key_of(several[1]): Review("CMP10", several[1].subject, "disputed", "见附件", "李审")}
    others = alike(several[0], audit.findings, marks)
    assert len(several) >= 3
    assert [one for one in others if one.verdict == "fail"] == several[2:]
    assert {one.code for one in others} == {"CMP10"}
    assert not any(one.verdict == "pass" for one in others)


def test_what_the_browser_kept_comes_back_whole_and_is_checked_like_a_file(audit: Any) -> None:
    mark = Review("CMP10", "TS-1", "disputed", '见<b>"说明"</b>', "李审", "f1", "i1", "2026-10-31")
    waiver = Waiver.model_validate(
        {
            "code": "INF01",
            "subject": "project",
            "reason": "装修",
            "approved_by": "王总",
            "from": "2026-07-01",
            "until": "2026-12-31",
        }
    )
    kept = Kept({("CMP10", "TS-1"): mark}, (waiver,))
    assert read_kept(kept_text(kept)) == kept
    assert read_kept(kept_text(kept)).besides({("CMP10", "TS-1"): mark}, ()).size == 1
    for wrong in ("", "[]", "null", '{"marks": [{"code": "A"}], "waivers": []}', '{"marks": [], "waivers": [1]}'):
        with pytest.raises(InputFault, match="cannot be read"):
            read_kept(wrong)
    other = replace(audit, period=parse_period("2026-09"))
    assert (browser_key(audit) == browser_key(replace(audit)), browser_key(audit) == browser_key(other)) == (
        True,
        False,
    )


def test_a_notice_is_offered_until_the_logs_are_judged_anew(session: Any) -> None:
    for path in SAMPLE.glob("*.xlsx"):
        (session.uploads / path.name).write_bytes(path.read_bytes())
    form = checking.Form(True, "", "2026-Q3", date(2026, 10, 31), "", "", "out")
    checked = checking.check(checking.request_of(form, session, "zh"), session, "zh", lambda *_: None)
    folder = outputs.write_files(checked, "zh")
    with pytest.raises(InputFault, match="2020"):
        outputs.with_notice(checked, "ZG-1", date(2020, 1, 1), date(2026, 11, 2), "zh")
    noted = outputs.with_notice(checked, "ZG-1", date(2099, 1, 1), date(2026, 11, 2), "zh")
    assert "file_notice" in dict(outputs.files_to_offer(noted, folder, "zh"))
    assert "file_notice" not in dict(outputs.files_to_offer(checking.judge_again(noted), folder, "zh"))


@pytest.mark.parametrize(("code", "said"), [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "请检查路径、权限")])
def test_what_a_disk_refuses_is_said_as_that_and_not_as_a_fault_of_the_program(
    session: Any, code: int, said: Any
) -> None:
    screen = Screen(session, "zh", lambda: date(2026, 10, 31))

    def refused() -> None:
        raise OSError(code, os.strerror(code), "out/review.yaml")

    screen.guard(refused)
    assert "out/review.yaml" in screen.faults.value
    assert said in screen.faults.value
    assert "程序自身的错误" not in screen.faults.value


def test_each_place_says_how_much_it_takes_at_once(session: Any, tmp_path: Path) -> None:
    said = {}
    for name, where in (("web", session), ("lab", Session(session.folder))):
        form = FormPane(where, "zh", lambda action: action(), lambda: None, lambda: None)
        said[name] = form._upload_box.children[1].value
    assert ("200 MB" in said["web"], "200 MB" in said["lab"], "10 MB" in said["lab"]) == (True, False, True)


def test_every_word_is_there_in_both_languages_and_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))
    made_up = ("filter_", "file_", "mark_", "marked_", "sign_", "page_", "notice_", "trends_", "recheck_")
    for key, entry in words().items():
        assert set(entry) == {"zh", "en"}
        assert all(entry.values())
        assert re.findall(r"\{(\w+)", entry["zh"]) == re.findall(r"\{(\w+)", entry["en"]) or sorted(
            re.findall(r"\{(\w+)", entry["zh"])
        ) == sorted(re.findall(r"\{(\w+)", entry["en"]))
        assert f'"{key}"' in code or key.startswith(made_up) or key in ("upload", "rulebook_upload", "previous_upload")


def test_what_killed_processes_left_behind_is_deleted_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("clausecheck-session-999999999-a", f"clausecheck-session-{os.getpid()}-b", "clausecheck-session-x"):
        (tmp_path / name).mkdir()
    made = scratch_folder("session")
    left = {f"clausecheck-session-{os.getpid()}-b", "clausecheck-session-x", made.name}
    assert {path.name for path in tmp_path.iterdir()} == left


def test_the_period_given_on_the_page_is_the_span_until_another_is_given_there(session: Any) -> None:
    pane = TrendsPane(session, "zh", lambda: None, lambda: None)

    def seen(period: str) -> str:
        pane._take_period(Form(False, "", period, None, "", "", ""))
        return pane._span.value

    assert [seen("2026-Q3"), seen("2026-Q3"), seen("2026-09")] == ["2026-Q3", "2026-Q3", "2026-09"]
    pane._span.value = ""
    assert [seen("2026-09"), seen("2026-Q2")] == ["", ""]
    pane._span.value = "2025"
    assert seen("2026-Q1") == "2025"


@pytest.mark.parametrize(
    ("held", "named", "seen"),
    [
        ([], True, (False, "")),
        (["a.xlsx"], True, (False, "{root}")),
        (["一/a.xlsx"], True, (False, "一")),
        (["一/a.xlsx", "二/b.xlsx"], True, (False, "")),
        (["a.xlsx"], False, (True, "")),
    ],
)
def test_the_folder_that_the_page_was_started_for_is_chosen(session: Any, held: Any, named: Any, seen: Any) -> None:
    where = replace(session, named=named)
    for name in held:
        (where.root / name).parent.mkdir(exist_ok=True)
        (where.root / name).touch()
    form = FormPane(where, "zh", lambda action: action(), lambda: None, lambda: None)
    form.fill_in("", "2026-Q3", date(2026, 10, 31), "", "", "out")
    assert (form.read().uploads, form.read().logs) == (seen[0], seen[1].format(root=where.root))
