"""What the page is made of: one audit, a language, its annotated copies. Every section takes this record only."""

import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from clausecheck.nouns.model import Audit
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page.texts import LANGUAGES, fact, section_name, text
from clausecheck.recheck.model import Recheck
from clausecheck.wording import role_name, sheet_name


@dataclass(frozen=True, slots=True)
class Beside:
    """The findings workbook beside a file, and why the file itself carries no marks, by language."""

    file: str
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """An audit ready to be shown.

    `copies`: file -> link to its annotated copy; without one, cells are text. `beside`: file that carries no marks ->
    the findings workbook beside it. `recheck`: what became of an earlier audit's findings.
    """

    audit: Audit
    lang: str = "zh"
    copies: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    recheck: Recheck | None = None

    def say(self, key: str, **params: Any) -> str:
        return text(key, self.lang, **params)

    def title_of(self, code: str) -> str:
        return self.audit.rulebook.titles[code][self.lang]

    def table(self, name: str) -> str:
        """The sheet name of a table as the forms write it, with the English name in English."""
        sheet, en = (sheet_name(name, self.audit.rulebook, lang) for lang in LANGUAGES)
        return sheet if self.lang == "zh" or sheet == en else f"{en} ({sheet})"

    def section(self, prefix: str) -> str:
        """The name of a section of the procedure."""
        return section_name(prefix, self.audit.rulebook, self.lang)

    def role(self, name: str) -> str:
        return role_name(name, self.audit.rulebook.english, self.lang)

    @property
    def title(self) -> str:
        """What the report is called."""
        about = self.audit.rulebook
        return self.say("report_title", procedure=(about.short or about.title).get(self.lang, about.id))

    @property
    def name(self) -> str:
        """The project's name, or else its code."""
        facts = self.audit.project
        return fact(facts.get("name") or facts.get("code"), self.lang)


def copies_in(folder: Path) -> dict[str, str]:
    """The annotated copies in an output folder, as its manifest.json lists them: file handed in -> name of its copy."""
    return {copy["of"]: copy["file"] for copy in _copies(folder, annotated=True)}


def beside_in(folder: Path) -> dict[str, Beside]:
    """The findings workbooks beside files that carry no marks, by the file handed in."""
    return {copy["of"]: Beside(copy["file"], copy["said"]) for copy in _copies(folder, annotated=False)}


def _copies(folder: Path, annotated: bool) -> list[dict[str, Any]]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [copy for copy in manifest["copies"] if copy["annotated"] is annotated]


def open_report(
    audit: Audit,
    lang: str = "zh",
    copies: Mapping[str, str] | None = None,
    beside: Mapping[str, Beside] | None = None,
    recheck: Recheck | None = None,
) -> Report:
    """An audit in a language (`zh` or `en`). Raises ValueError for any other language."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    return Report(audit, lang, copies or {}, beside or {}, recheck)
