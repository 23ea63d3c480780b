"""SARIF 2.1.0, as code scanners write it: a run a project, a result for each finding that is no pass."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import clausecheck
from clausecheck.disk.writing import replacing
from clausecheck.rulebook import Procedure

from .source import OPEN_ENDED, Exported, about_rule, sentence, subject

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"严重": "error", "一般": "warning", "轻微": "note"}
KINDS = {"fail": "fail", "waived": "fail", "at_risk": "review", "pending": "open", "undetermined": "open"}
MOST_PLACES = 50


def write_sarif(projects: Iterable[Exported], target: Path, book: Procedure, lang: str) -> int:
    """Writes the file; returns how many results it holds. What passes and what does not apply is left out; what is waived is
    suppressed with its waiver; a project without a result is a run that did not succeed, with the reason."""
    written, between = 0, ""
    with replacing(target) as whole, whole.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'{{"$schema": "{SCHEMA}", "version": "{VERSION}", "runs": [\n')
        for project in projects:
            run = _run(project, book, lang)
            stream.write(between + json.dumps(run, ensure_ascii=False))
            written, between = written + len(run["results"]), ",\n"
        stream.write("\n]}\n")
    return written


def _run(project: Exported, book: Procedure, lang: str) -> dict[str, Any]:
    document = project.document or {"findings": [], "period": "", "as_of": ""}
    findings = [one for one in document["findings"] if one["verdict"] not in OPEN_ENDED]
    codes = list(dict.fromkeys(one["code"] for one in findings))
    invocation: dict[str, Any] = {"executionSuccessful": project.document is not None or project.state == "disabled"}
    if project.reason:
        notice = {"level": "error", "message": {"text": project.reason[lang]}}
        invocation["toolExecutionNotifications"] = [notice]
    return {
        "tool": {
            "driver": {
                "name": "clausecheck",
                "version": clausecheck.__version__,
                "rules": [_rule(code, book, lang) for code in codes],
            }
        },
        "automationDetails": {"id": f"{project.code}/{document['period']}".rstrip("/")},
        "invocations": [invocation],
        "language": "zh-CN" if lang == "zh" else "en-US",
        "results": [_result(one, codes, lang) for one in findings],
        "properties": {"project": project.code, "state": project.state, "as_of": document["as_of"]},
    }


def _rule(code: str, book: Procedure, lang: str) -> dict[str, Any]:
    title, clause = about_rule(code, book, lang)
    return {"id": code, "shortDescription": {"text": title or code}, "properties": {"clause": clause}}


def _result(finding: dict[str, Any], codes: list[str], lang: str) -> dict[str, Any]:
    kind = "informational" if finding.get("remark") else KINDS[finding["verdict"]]
    found: dict[str, Any] = {
        "ruleId": finding["code"],
        "ruleIndex": codes.index(finding["code"]),
        "kind": kind,
        "level": LEVELS[finding["severity"]] if kind == "fail" else "none",
        "message": {"text": f"{subject(finding, lang)}: {sentence(finding, lang)}"},
        "locations": [_location(cell) for cell in finding["cells"][:MOST_PLACES]],
        "properties": {"verdict": finding["verdict"], "subject": finding["subject"], "severity": finding["severity"]},
    }
    if finding.get("fingerprint"):
        found["partialFingerprints"] = {"clausecheck/v1": finding["fingerprint"]}
    if finding["verdict"] == "waived":
        found["suppressions"] = [{"kind": "external", "justification": str(finding.get("waiver", ""))}]
    return found


def _location(cell: dict[str, str]) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(cell["file"])}},
        "logicalLocations": [{"name": cell["cell"], "fullyQualifiedName": f"{cell['sheet']}!{cell['cell']}"}],
    }
