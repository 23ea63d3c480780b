"""verify.py confirms an audit by itself, refuses forgeries, and never confirms what it cannot read."""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from forging import KINDS, forged

from clausecheck.nouns.periods import parse_day
from clausecheck.pipeline import audit_project
from clausecheck.procedure.shipped import shipped
from clausecheck.proof import verify as checker
from clausecheck.proof.certificate import write_certificate
from clausecheck.proof.resolved import resolved_text, sealed
from clausecheck.results.findings_json import write_findings
from clausecheck.rulebook import load_procedure
from clausecheck.simulate import Disturbance, Wish, chosen_ways, make

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "lib" / "clausecheck" / "proof" / "verify.py"
COMPLIANT = next((ROOT / "sample_data").glob("CH-004*"))
"""Nothing in it is written in a way that the checker does not read."""
FAULTY = next((ROOT / "sample_data").glob("CH-001*"))


def audited(project: Path, folder: Path) -> Path:
    asked = json.loads((project / "expected.json").read_text(encoding="utf-8"))
    audit = audit_project(project, asked["period"], asked["as_of"])
    write_findings(audit, folder / "findings.json")
    write_certificate(audit, folder / "findings.json", folder / "certificate.json")
    return folder / "findings.json"


@pytest.fixture(scope="module")
def compliant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(COMPLIANT, tmp_path_factory.mktemp("compliant"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The findings of a small project with breaches, beside its folder of logs."""
    place = tmp_path_factory.mktemp("small")
    wish = Wish("2026-Q3", parse_day("2026-10-31"), 40, 3)
    make(place / "logs", place / "answers", 5, 1, wish, Disturbance(8, 0, chosen_ways("")[0]))
    write_findings(audit_project(place / "logs", "2026-Q3", "2026-10-31"), place / "findings.json")
    return place / "findings.json"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(FAULTY, tmp_path_factory.mktemp("faulty"))


@pytest.fixture(autouse=True, scope="module")
def read_once() -> Iterator[None]:
    """The same workbooks are read for every forgery."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checker, "read_book", lru_cache(None)(checker.read_book))
        yield


def said(words: list[checker.Word]) -> Counter[str]:
    return Counter(word.said for word in words)


def test_the_rulebooks_beside_it_are_those_that_ship() -> None:
    places = CHECKER.parent / "rulebooks"
    for name in shipped():
        text = (places / f"{name}.json").read_text(encoding="utf-8")
        assert text == resolved_text(load_procedure(name)), f"{name} is behind: run bash tests/refresh proof"
    text = CHECKER.read_text(encoding="utf-8")
    assert text == sealed(text, places), "the hashes are behind: run bash tests/refresh proof"


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(CHECKER.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    assert {name.partition(".")[0] for name in plain | named} <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))


def test_it_confirms_all_alone(compliant: Path, tmp_path: Path) -> None:
    """A copy of the file with what stands beside it, in a process that finds no package at all."""
    shutil.copy(CHECKER, tmp_path)
    shutil.copy(CHECKER.with_name("steps.json"), tmp_path)
    shutil.copytree(CHECKER.parent / "rulebooks", tmp_path / "rulebooks")
    command = [sys.executable, "-I", "-S", "verify.py", str(compliant), str(COMPLIANT), "--lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout.splitlines()[-1].endswith("refuted 0 · not confirmed 0"), done.stdout + done.stderr
    assert done.returncode == 0


def test_every_judgement_has_a_word(compliant: Path) -> None:
    words = checker.verify(compliant, [COMPLIANT])
    judged = {(one["code"], one["subject"]) for one in json.loads(compliant.read_text(encoding="utf-8"))["findings"]}
    assert judged == {(word.code, word.subject) for word in words if word.code}
    assert said(words) == {checker.CONFIRMED: len(words)}


def test_a_faulty_project_is_confirmed_too(faulty: Path) -> None:
    words = checker.verify(faulty, [FAULTY])
    assert said(words) == {checker.CONFIRMED: len(words)}


def test_what_it_cannot_read_it_does_not_confirm(small: Path, tmp_path: Path) -> None:
    """A date in words: what rests on it is neither confirmed nor refuted, whatever the audit made of it."""
    logs = shutil.copytree(small.parent / "logs", tmp_path / "logs")
    path = next(logs.rglob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book["投诉记录"]
    headers = {cell.value: cell.column for cell in sheet[1]}
    row = next(n for n in range(2, sheet.max_row) if str(sheet.cell(n, headers["受理时间"]).value) > "2026-07")
    sheet.cell(row, headers["反馈时间"]).value = "二〇二六年八月三日前后"
    book.save(path)
    write_findings(audit_project(logs, "2026-Q3", "2026-10-31"), tmp_path / "findings.json")
    words = checker.verify(tmp_path / "findings.json", [logs])
    odd = [word for word in words if word.said != checker.CONFIRMED]
    assert {word.said for word in odd} == {checker.NOT_CONFIRMED}
    assert [word.subject for word in odd if word.code == "CMP09"] == [sheet.cell(row, headers["投诉编号"]).value]
    assert "二〇二六年八月三日前后" in next(word.step for word in odd if word.code == "CMP09")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_forgery_is_refused(kind: str, small: Path, tmp_path: Path) -> None:
    made, done = forged(json.loads(small.read_text(encoding="utf-8")), len(kind), kind)
    target = tmp_path / "findings.json"
    target.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    assert said(checker.verify(target, [small.parent / "logs"]))[checker.REFUTED], done


def test_what_is_forged_was_confirmed(small: Path) -> None:
    words = checker.verify(small, [small.parent / "logs"])
    assert said(words) == {checker.CONFIRMED: len(words)}
    assert "fail" in {one["verdict"] for one in json.loads(small.read_text(encoding="utf-8"))["findings"]}


def test_a_number_changed_in_the_rulebook_is_refused(compliant: Path, tmp_path: Path) -> None:
    book: dict[str, Any] = json.loads((CHECKER.parent / "rulebooks" / "customer_communication.json").read_text("utf-8"))
    book["rules"]["CMP10"]["numbers"]["class_1"][0]["value"] = 30
    changed = tmp_path / "rulebook.json"
    changed.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(checker.Refuted, match="was changed"):
        checker.verify(compliant, [COMPLIANT], changed)


def test_another_workbook_is_refused(compliant: Path) -> None:
    words = checker.verify(compliant, [next(FAULTY.glob("*.xlsx"))])
    assert words[0].said == checker.REFUTED


def test_a_forged_certificate_is_refused(compliant: Path, tmp_path: Path) -> None:
    shutil.copy(compliant, tmp_path)
    certificate = json.loads(compliant.with_name("certificate.json").read_text(encoding="utf-8"))
    row = next(one for one in certificate["rows"] if one["table"] == "complaints")
    row["cells"]["handler"]["raw"] += "一"
    (tmp_path / "certificate.json").write_text(json.dumps(certificate, ensure_ascii=False), encoding="utf-8")
    words = checker.verify(tmp_path / "findings.json", [COMPLIANT])
    assert [word.subject for word in words if word.said == checker.REFUTED] == ["certificate"]


def test_every_step_is_said_in_chinese() -> None:
    for step in steps(ast.parse(CHECKER.read_text(encoding="utf-8"))):
        assert checker.in_words(step, "zh") != step, step


def steps(tree: ast.AST) -> Iterator[str]:
    """Every sentence of a step, with x for what is put into it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "Refuted" if isinstance(node.func, ast.IfExp) else "")
        place = {"Cannot": 0, "Refuted": 0, "need": 1}.get(name)
        said = node.args[place] if place is not None and len(node.args) > place else None
        if isinstance(said, ast.JoinedStr):
            yield re.sub(
                r"\s+", " ", "".join(str(one.value) if isinstance(one, ast.Constant) else "x" for one in said.values)
            )
        elif isinstance(said, ast.Constant):
            yield str(said.value)
