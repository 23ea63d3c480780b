"""JUnit XML, as build servers read it: a suite a project, a case a finding."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from clausecheck.disk.writing import replacing
from clausecheck.papers.word.filling import clean
from clausecheck.rulebook import Procedure

from .source import Exported, about_rule, places, sentence, subject

SKIPPED = ("at_risk", "pending", "not_applicable", "undetermined", "waived")
"""Verdicts that are neither a pass nor a failure: a case that is skipped, and says which."""


def write_junit(projects: Iterable[Exported], target: Path, book: Procedure, lang: str) -> int:
    """Writes the file; returns how many cases it holds. A remark is no case; a project without a result is an error, one that
    is not enabled a skipped case."""
    written = 0
    with replacing(target) as whole, whole.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="clausecheck">\n')
        for project in projects:
            suite = _suite(project, book, lang)
            stream.write(Xml.tostring(suite, encoding="unicode") + "\n")
            written += len(suite)
        stream.write("</testsuites>\n")
    return written


def _suite(project: Exported, book: Procedure, lang: str) -> Xml.Element:
    document = project.document
    name = f"{project.code} {document['period']}" if document else project.code
    suite = Xml.Element("testsuite", name=clean(name))
    if document is None:
        _without_result(suite, project, lang)
    else:
        for finding in document["findings"]:
            if not finding.get("remark"):
                _case(suite, finding, project, book, lang)
    for what, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(what, str(sum(case.find(tag) is not None for case in suite)))
    suite.set("tests", str(len(suite)))
    return suite


def _without_result(suite: Xml.Element, project: Exported, lang: str) -> None:
    case = Xml.SubElement(suite, "testcase", classname=clean(project.code), name=project.state)
    message = clean((project.reason or {}).get(lang, ""))
    Xml.SubElement(case, "skipped" if project.state == "disabled" else "error", message=message, type=project.state)


def _case(suite: Xml.Element, finding: dict[str, Any], project: Exported, book: Procedure, lang: str) -> None:
    code, verdict = finding["code"], finding["verdict"]
    title, _ = about_rule(code, book, lang)
    name = clean(f"{code} {title} [{subject(finding, lang)}]")
    case = Xml.SubElement(suite, "testcase", classname=clean(f"{project.code}.{code}"), name=name)
    if verdict == "fail":
        failure = Xml.SubElement(case, "failure", message=clean(sentence(finding, lang)), type=finding["severity"])
        failure.text = clean("\n".join([finding.get("action", {}).get(lang, ""), *places(finding)]))
    elif verdict in SKIPPED:
        Xml.SubElement(
            case, "skipped", message=clean(f"{verdict}: {sentence(finding, lang)}".rstrip(": ")), type=verdict
        )
