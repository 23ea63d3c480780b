"""Nothing personal leaves: data planted in every column of every table is in none of the masked outputs."""

import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import planted
import pytest

from clausecheck.audit.waivers import Waiver
from clausecheck.disk.resources import sample_projects
from clausecheck.logs import read_logs
from clausecheck.nouns.model import Audit
from clausecheck.nouns.periods import parse_day, parse_period
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.papers.notice import write_notice
from clausecheck.papers.page import open_report
from clausecheck.papers.page.whole import report_page
from clausecheck.pipeline import audit_logs
from clausecheck.procedure.shipped import DEFAULT, PROCEDURES
from clausecheck.results.findings_json import write_findings
from clausecheck.results.manifest import write_manifest
from clausecheck.results.mask import Masker, masked, masker_of
from clausecheck.results.mask.names import all_names, by_first
from clausecheck.results.mask.sentences import kind_of
from clausecheck.rulebook import load_rulebook
from clausecheck.wording import word

BOOK = load_rulebook()


def audited(path: Path, waivers: list[Waiver] | None = None) -> tuple[Audit, Masker]:
    logs = read_logs([path])
    audit = audit_logs(logs, BOOK, parse_period(planted.PERIOD), parse_day(planted.AS_OF), waivers or [])
    return audit, masker_of(logs)


def outputs(audit: Audit, folder: Path) -> dict[str, str]:
    """Everything that leaves, as text, in both languages."""
    write_findings(audit, folder / "findings.json")
    write_manifest(audit, folder / "manifest.json", [], "zh")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in ("findings.json", "manifest.json")}
    for lang in ("zh", "en"):
        texts[f"report.{lang}"] = report_page(open_report(audit, lang))
        target = write_notice(
            audit, folder / f"{lang}.docx", number="ZG-1", issued_on=date(2026, 11, 2), deadline=date(2026, 11, 20), lang=lang, at_risk=True
        )  # fmt: skip
        document = docx.Document(str(target))
        texts[f"notice.{lang}"] = "\n".join(document._element.itertext())
    return texts


def found_in(text: str, secrets: set[str]) -> set[str]:
    """Those of many secrets that stand in a text; looked up by length, which is quick."""
    lengths = {len(secret) for secret in secrets}
    return {text[at : at + n] for n in lengths for at in range(len(text) - n + 1)} & secrets


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Audit, Masker, planted.Planted]:
    path, secrets = planted.plant(tmp_path_factory.mktemp("项目"))
    audit, masker = audited(path)
    return audit, masker, secrets


@pytest.fixture(scope="module")
def sample() -> tuple[Audit, Masker]:
    return audited(sample_projects()[0])


def test_nothing_that_was_planted_is_in_any_output(case: Any, tmp_path: Path) -> None:
    audit, masker, secrets = case
    for name, text in outputs(masked(audit, masker), tmp_path).items():
        leaked = sorted(found_in(text, secrets.secrets))
        assert not leaked, f"{name}: {len(leaked)} of {len(secrets.secrets)}: {leaked[:5]}"


def test_without_the_mask_much_of_it_would_have_left(case: Any, tmp_path: Path) -> None:
    audit, _, secrets = case
    write_findings(audit, tmp_path / "findings.json")
    text = (tmp_path / "findings.json").read_text(encoding="utf-8")
    assert len(found_in(text, secrets.secrets)) > 100


def test_masking_changes_no_judgement_and_no_address(case: Any) -> None:
    audit, masker, _ = case
    public = masked(audit, masker)
    assert public.tally == audit.tally
    for before, after in zip(audit.findings, public.findings, strict=True):
        assert (before.code, before.verdict, before.reason, before.due) == (
            after.code,
            after.verdict,
            after.reason,
            after.due,
        )
        assert [cell.cell for cell in before.cells] == [cell.cell for cell in after.cells]
        assert before.fingerprint == after.fingerprint
    subjects = [(finding.code, finding.subject) for finding in public.findings]
    assert len(set(subjects)) == len(subjects)


def test_cells_counts_and_files_still_speak_of_the_same_sheets(case: Any) -> None:
    audit, masker, _ = case
    public = masked(audit, masker)
    sheets = {(sheet.file, sheet.sheet) for file in public.files for sheet in file.sheets}
    assert len(sheets) == len({(sheet.file, sheet.sheet) for file in audit.files for sheet in file.sheets})
    assert {(cell.file, cell.sheet) for finding in public.findings for cell in finding.cells} <= sheets
    assert {(count.file, count.sheet) for count in public.counts} <= sheets


def test_masking_an_audit_twice_is_masking_it_once(case: Any) -> None:
    audit, masker, _ = case
    once = masked(audit, masker)
    assert masked(once, masker) == once


def test_an_audit_is_not_changed_by_masking_it(sample: Any) -> None:
    audit, masker = sample
    before = replace(audit, findings=list(audit.findings))
    masked(audit, masker)
    assert audit == before


def test_what_is_not_personal_stays_readable(sample: Any) -> None:
    audit, masker = sample
    public = masked(audit, masker)
    assert public.project["code"] == "CH-001"
    assert public.project["name"] == "翠湖花园"
    assert public.project["hotline"] == audit.project["hotline"]
    subjects = {finding.subject for finding in public.findings}
    assert {finding.subject for finding in audit.findings if finding.code == "CMP10"} <= subjects
    found = {
        (f.code, f.subject): "；".join(word(said, "zh") for said in f.found)
        for f in public.findings
        if f.verdict == "fail"
    }
    whole = "".join(text for (code, _), text in found.items() if code not in ("DAT07", "ATT01"))
    assert "（已隐去）" not in whole
    assert "栋大堂”没有公示" in whole
    assert "*" in found["INF02", "project"]


def test_names_of_staff_are_masked_where_they_are_named(sample: Any) -> None:
    audit, masker = sample
    staff = set(all_names(masker.names))
    assert len(staff) > 20
    public = masked(audit, masker)
    for finding in public.findings:
        for said in (*finding.found, *([finding.mend] if finding.mend else [])):
            for lang in ("zh", "en"):
                assert not [name for name in staff if name in word(said, lang)], word(said, lang)


def test_who_approved_a_waiver_is_masked_too() -> None:
    waiver = Waiver.model_validate(
        {"code": "INF01", "subject": "project", "reason": "大堂装修，经钟离霁同意，电话 13800001111", "approved_by": "钟离霁", "from": "2026-10-01", "until": "2026-12-31"}
    )  # fmt: skip
    audit, masker = audited(sample_projects()[0], [waiver])
    finding = next(one for one in masked(audit, masker).findings if one.verdict == "waived")
    said = finding.waiver + "".join(word(one, "zh") for one in finding.found)
    assert "大堂装修" in said
    assert "钟离霁" not in said
    assert "13800001111" not in said


def test_every_text_column_of_every_table_is_accounted_for() -> None:
    """A text column says whether it holds people, numbers, identifiers, what is public, or free text."""
    document, _ = read_yaml(PROCEDURES / DEFAULT / "tables.yaml", aliases=True)
    columns = [raw for spec in document["tables"].values() for raw in spec["fields"].values()]
    assert {raw["type"] for raw in columns if "holds" in raw} == {"text", "contents"}
    assert all("holds" in raw for raw in columns if raw["type"] in ("text", "contents"))
    masker = masker_of(read_logs([sample_projects()[0]]))
    assert kind_of(("complaints", "household"), masker) == "flat"
    assert [kind_of(("staff", key), masker) for key in ("name", "staff_no", "from")] == ["person", "identifier", "free"]


def test_findings_json_stays_valid(case: Any, tmp_path: Path) -> None:
    audit, masker, _ = case
    write_findings(masked(audit, masker), tmp_path / "f.json")
    assert json.loads((tmp_path / "f.json").read_text(encoding="utf-8"))["tally"] == audit.tally


def test_a_register_of_a_hundred_thousand_is_looked_up_not_searched(sample: Any) -> None:
    """With every name of a town in the register masking takes little longer, where a search would take thousands of times."""
    audit, masker = sample
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 320)]
    people = (f"{first}{a}{b}" for first in "王" for a in letters for b in letters)
    town = replace(masker, names=by_first([*people, *all_names(masker.names)]), seen={})
    more = replace(audit, findings=audit.findings * 10)
    alone, among_many = (_processor(lambda who=who: masked(more, who)) for who in (replace(masker, seen={}), town))
    assert among_many < 20 * alone


def _processor(work: Any) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
