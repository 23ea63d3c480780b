"""What the page is made of: one audit, a language, its annotated copies. Every section takes this record only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clausecheck.model import Audit
from clausecheck.page.texts import LANGUAGES, fact, text


@dataclass(frozen=True, slots=True)
class Report:
    """An audit ready to be shown.

    `copies`: file -> link to its annotated copy; without one, cells are text. `beside`: file that can carry no marks ->
    link to the findings workbook beside it.
    """

    audit: Audit
    lang: str = "zh"
    copies: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **params: Any) -> str:
        return text(key, self.lang, **params)

    def title_of(self, code: str) -> str:
        return self.audit.rulebook.titles[code][self.lang]

    @property
    def name(self) -> str:
        """The project's name, or else its code."""
        facts = self.audit.project
        return fact(facts.get("name") or facts.get("code"), self.lang)


def copies_in(folder: Path) -> dict[str, str]:
    """The annotated copies in an output folder, as its manifest.json lists them: file handed in -> name of its copy."""
    return _copies(folder, annotated=True)


def beside_in(folder: Path) -> dict[str, str]:
    """The findings workbooks beside files that can carry no marks: file handed in -> name of its findings workbook."""
    return _copies(folder, annotated=False)


def _copies(folder: Path, annotated: bool) -> dict[str, str]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {copy["of"]: copy["file"] for copy in manifest["copies"] if copy["annotated"] is annotated}


def open_report(
    audit: Audit,
    lang: str = "zh",
    copies: Mapping[str, str] | None = None,
    beside: Mapping[str, str] | None = None,
) -> Report:
    """An audit in a language (`zh` or `en`). Raises ValueError for any other language."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {lang!r}")
    return Report(audit, lang, copies or {}, beside or {})
