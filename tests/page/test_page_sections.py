"""The sections say what the audit says, in both languages, and never let a cell's text become HTML."""

import re
from pathlib import Path
from string import Formatter
from typing import Any

import page_sample as sample
import pytest

from clausecheck.nouns.model import Cell, SetAside, say
from clausecheck.papers import page
from clausecheck.papers.page import findings, head, reading, texts
from clausecheck.papers.page.record import Beside
from clausecheck.papers.page.sections import NUMBERED, TITLE, section_html
from clausecheck.papers.page.svg import text_width
from clausecheck.wording import word

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def report(lang: str = "zh", audit: Any = None, **more: Any) -> Any:
    return page.open_report(audit or sample.audit(), lang, **more)


def every_section(shown: Any) -> Any:
    return "".join(section_html(shown, section) for section in (TITLE, *NUMBERED))


def test_every_word_has_both_languages_with_the_same_parameters() -> None:
    for key, entry in texts.words().items():
        assert set(entry) <= {"zh", "en", "one"}, key
        named = {lang: {name for _, name, _, _ in Formatter().parse(entry[lang]) if name} for lang in entry}
        assert named["zh"] == named["en"], key
        assert named.get("one", set()) <= named["en"], key


def test_whatever_a_reader_says_of_a_sheet_has_words() -> None:
    logs = Path(texts.__file__).parents[2] / "logs"
    sources = "".join(path.read_text(encoding="utf-8") for path in logs.glob("*.py"))
    reasons = re.findall(r'why ?= ?"(\w+)"', sources)
    details = re.findall(r'details\["(\w+)"\]', sources)
    assert reasons
    assert details
    for key in reasons:  # a KeyError says which has no words
        assert word(say(f"sheet.{key}"), "zh") != word(say(f"sheet.{key}"), "en")
    assert [key for key in details if f"detail_{key}" not in texts.words()] == []


def test_every_word_is_used_somewhere() -> None:
    package = Path(texts.__file__).parent
    sources = "".join(p.read_text(encoding="utf-8") for p in package.rglob("*") if p.suffix in (".py", ".j2"))
    built = (
        "section_",
        "say_",
        "sum_",
        "card_",
        "cover_",
        "opinion_",
        "recheck_",
        "state_",
        "took_",
        "unit_",
        "source_",
        "sign_",
        "detail_",
        "note_",
        "value_",
    )
    unused = [key for key in texts.words() if not re.search(f"['\"]{key}['\"]", sources) and not key.startswith(built)]
    assert unused == []


def test_the_number_one_has_its_own_english_sentence() -> None:
    assert texts.text("households_fact", "en", n=1) == "1 household"
    assert texts.text("households_fact", "en", n=1005) == "1,005 households"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh, en"):
        report("fr")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_from_a_cell_is_never_html(lang: str) -> None:
    audit = sample.audit()
    audit.project["name"] = ATTACK
    audit.files[0].file = ATTACK
    audit.files[0].sheets[0].details["unknown_columns"] = ATTACK
    audit.set_aside.append(SetAside(ATTACK, ATTACK, 3, sample.phrase(ATTACK, ATTACK)))
    said = sample.phrase(ATTACK, ATTACK)
    cell = Cell(ATTACK, ATTACK, "A1")
    for verdict in ("fail", "undetermined"):
        audit.findings.append(
            sample.finding(
                "CMP10",
                ATTACK,
                ATTACK,
                verdict,
                required=said,
                found=(said,),
                mend=said,
                role=ATTACK,
                waiver=ATTACK,
                cells=(cell,),
            )
        )
    audit.findings.append(sample.finding("DAT01", "", ATTACK, "fail", found=(said,), mend=said, cells=(cell,)))
    audit.notes.append(said)
    shown = every_section(report(lang, audit, copies={ATTACK: '"><script>x</script>'}))
    assert "<script" not in shown
    assert "<img" not in shown


def test_the_english_sections_have_no_chinese_of_ours() -> None:
    shown = every_section(report("en"))
    for data in (
        "翠湖花园_客服台账",
        "翠湖花园",
        "户册与人员",
        "华南分公司",
        "市政抢修，分公司批准（张伟）",
        "备注",
        "满意度",
        "北门",
        "3栋大堂",
        "9栋9901",
        "核查结果",
        "微软雅黑",
    ):
        shown = shown.replace(data, "")
    for sheet in (
        "投诉记录",
        "报告台账",
        "访谈记录",
        "信息公示",
        "公示点位",
        "停供通知",
        "月度统计",
        "活动记录",
        "草稿",
        "项目信息",
        "户册",
        "公布日期",
        "资金公示",
    ):
        shown = shown.replace(sheet, "")
    shown = re.sub(r"\([一-鿿]+\)|data-k=\"[^\"]*\"|value=\"[^\"]*\"", "", shown)
    assert re.findall(r"[一-鿿]+", shown) == []


def test_the_title_block_shows_period_as_of_basis_and_every_hash() -> None:
    shown = section_html(report(), TITLE)
    for part in (
        "翠湖花园",
        "CH-001",
        "华南分公司",
        "2026年第三季度（2026-07-01 至 2026-09-30）",
        "2026-10-31",
        "第 1 版",
        "9f2c" * 16,
        "ab12" * 16,
        "cd34" * 16,
    ):
        assert part in shown


def test_the_cards_show_the_audits_tally() -> None:
    shown = {card["label"]: card["value"] for card in head.cards(report())}
    tally = sample.audit().tally
    assert shown["不合格"] == str(tally["fail"] - sample.audit().tally_logs)
    assert shown["台账问题"] == str(sample.audit().tally_logs)
    assert shown["合格"] == str(tally["pass"])
    assert shown["合格率"] == "66.6%"


def test_the_conclusion_names_the_worst_rule_what_is_undetermined_and_the_equation_of_rows() -> None:
    said = " ".join(map(str, head.conclusion_sentences(report())))
    assert "CMP10 投诉限时办结（12 项）" in said
    assert "证据不足 <b>13</b> 项（CMP01、STA02）" in said
    assert "共读取 1,705 行 ＝ 采用 1,675 行 ＋ 未采用 30 行" in said


@pytest.mark.parametrize(
    ("verdicts", "kind"),
    [
        (["pass", "fail"], "fail"),
        (["pass", "at_risk", "undetermined"], "at_risk"),
        (["pass", "undetermined"], "undetermined"),
        (["pass", "waived"], "waived"),
        (["pass"], "pass"),
        (["not_applicable"], "nothing"),
        ([], "nothing"),
    ],
)
def test_the_conclusion_comes_down_to_the_gravest_thing_found(verdicts: Any, kind: str) -> None:
    audit = sample.audit([sample.complaint(i, verdict) for i, verdict in enumerate(verdicts)])
    assert head.overall_kind(report(audit=audit)) == kind
    assert texts.text(f"sum_{kind}", "zh") in section_html(report(audit=audit), NUMBERED[0])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_audit_without_any_finding_makes_every_section(lang: str) -> None:
    audit = sample.audit([])
    audit.files, audit.counts, audit.set_aside, audit.notes = [], [], [], []
    assert "</section>" in every_section(report(lang, audit))


def test_a_finding_shows_code_clause_cells_requirement_found_mend_role_and_the_source_of_its_number() -> None:
    shown = findings.findings_section(report(copies={sample.BOOK: "核查/翠湖 花园#1.xlsx"}))
    rule, _, rest = shown.partition("<b>CMP10</b>")[2].partition("</summary>")
    for part in ("4.3b.4", "投诉限时办结", "不合格", "严重", "3 天内办结"):
        assert part in rule
    row = next(line for line in rest.splitlines() if "TS-2026-0009" in line)
    for part in (
        "不合格",
        "超过 5 天",
        "办结时间不晚于",
        "客服主管",
        "3 天</a> <s>假定",
        "到期 2026-07-13",
        'href="核查/翠湖%20花园%231.xlsx#&#39;投诉记录&#39;!B12">投诉记录!B12</a>',
    ):
        assert part in row


def test_cells_beyond_the_cap_are_counted() -> None:
    cells = tuple(Cell(sample.BOOK, "访谈记录", f"C{n}") for n in range(2, 12))
    assert "另有 6 处" in findings.cells_html(report(), cells)


def test_findings_beyond_the_cap_are_counted_and_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_FINDINGS", 10)
    shown = findings.findings_section(report())
    assert "此处列出 10 项；其余 27 项在 findings.json" in shown


def test_every_set_aside_row_is_named_with_its_reason() -> None:
    lines = reading.aside_lines(report())
    assert [(line.reason, line.total, line.rows) for line in lines] == [
        ("受理时间为空", 1, "9"),
        ("晚于截至日期", 1, "31"),
        ("不在核查期间", 28, "100–127"),
    ]


def test_the_reading_says_which_sheets_were_not_recognised_and_why() -> None:
    shown = reading.reading_section(report())
    for part in ("草稿", "隐藏表", "没有找到可识别的表头", "合计行（不是记录）：53", "未使用的列：备注(Z2)"):
        assert part in shown


def test_cells_are_said_to_be_marked_only_where_a_copy_carries_the_marks() -> None:
    why = {"zh": "此格式不能加标注", "en": "no"}
    marked, beside = {sample.BOOK: "台账#1_核查.xlsx"}, {sample.BOOK: Beside("台账_核查_ods.xlsx", why)}
    for given, said, link in (
        ({}, False, ""),
        ({"copies": marked}, True, 'href="台账%231_核查.xlsx">标注副本'),
        ({"beside": beside}, False, 'href="台账_核查_ods.xlsx">核查结果工作簿</a>'),
    ):
        one = report(**given)
        shown = findings.findings_section(one)
        assert ("在标注副本中已着色" in shown) is said
        assert ("保持原样" in shown) is ("beside" in given)
        read = reading.reading_section(one)
        assert link in read
        assert ("此格式不能加标注" in read) is ("beside" in given)


def test_a_sheet_whose_rows_do_not_add_up_says_so() -> None:
    audit = sample.audit()
    audit.counts[0].rows_judged -= 1
    assert "不相等" in reading.reading_section(report(audit=audit))


def test_assumptions_come_with_source_and_reason_and_findings_link_to_them() -> None:
    shown = section_html(report(), NUMBERED[8])
    for number in (sample.ASSUMED, sample.COMPANY, sample.HOURS):
        assert number.zh in shown
        assert number.why in shown
    linked = set(re.findall(r"href=#(n\d+)", findings.findings_section(report())))
    assert linked <= set(re.findall(r'id="(n\d+)"', shown))


def test_a_machine_without_a_chinese_font_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clausecheck.papers.page.clauses.has_chinese_font", lambda: False)
    assert "没有中文字体" in section_html(report(), NUMBERED[2])


def test_a_chinese_letter_needs_twice_the_room_of_a_latin_one() -> None:
    assert text_width("投诉") == 24
    assert text_width("CMP") == 22
