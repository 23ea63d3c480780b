"""What there is to export: the results of one audit, or of every project of a portfolio."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import fault
from clausecheck.nouns.records import dataclass
from clausecheck.rulebook import Procedure

from ..listing import PORTFOLIO
from ..model import DONE
from ..records import FINDINGS, read_json

OPEN_ENDED = ("pass", "not_applicable")
"""Verdicts whose findings say no more than their subject."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One project: its findings.json, or why it has none."""

    code: str
    document: dict[str, Any] | None
    state: str = "audited"
    reason: dict[str, str] | None = None


def exported(source: Path) -> Iterator[Exported]:
    """Every project of an output folder of `portfolio`, or the one of an audit's; those without a result too.

    Raises InputFault for a folder that is neither, or a result that is gone.
    """
    if (source / FINDINGS).is_file():
        document = _document(source / FINDINGS)
        yield Exported(str(document["project"]), document)
        return
    portfolio = read_json(source / PORTFOLIO)
    if portfolio is None:
        raise fault(
            str(source),
            "既不是一次核查的输出文件夹，也不是 portfolio 的；请给出放着 findings.json 或 portfolio.json 的文件夹",
            "is neither the output folder of an audit nor of portfolio; give the one with findings.json or portfolio.json",
        )
    for one in portfolio["projects"]:
        written = _document(source / one["folder"] / FINDINGS) if one["state"] in DONE else None
        yield Exported(one["code"], written, one["state"], one["reason"])


def _document(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        _ = read["project"], read["period"], read["as_of"], read["findings"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        raise fault(
            str(file),
            "没有这个文件，或不是本工具写出的 findings.json；请再核查一次",
            "is missing, or no findings.json of ours; audit again",
        ) from None
    found: dict[str, Any] = read
    return found


def about_rule(code: str, book: Procedure, lang: str) -> tuple[str, str]:
    """Title and clause of a rule; empty for one that this rulebook does not have."""
    title = book.identity.titles.get(code, {}).get(lang, "")
    return title, book.rules[code].clause if code in book.rules else ""


def sentence(finding: dict[str, Any], lang: str) -> str:
    """What a finding says as a whole; empty where it says no more than its subject."""
    return str(finding.get("message", {}).get(lang, ""))


def subject(finding: dict[str, Any], lang: str) -> str:
    """What a finding is about, in words where it has some."""
    return str(finding.get("about", {}).get(lang) or finding["subject"])


def places(finding: dict[str, Any]) -> list[str]:
    """Every cell of a finding: `file › sheet!cell`."""
    return [f"{cell['file']} › {cell['sheet']}!{cell['cell']}" for cell in finding["cells"]]
