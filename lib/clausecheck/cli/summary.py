"""The short summary after an audit: tally, worst findings, where the files are."""

import json
from pathlib import Path
from typing import Any

from clausecheck.rulebook import Rulebook
from clausecheck.wording import term

from .console import language, tell, ui

WORST = ("严重", "一般", "轻微")
ORDER = ("fail", "at_risk", "undetermined", "pending", "pass", "not_applicable", "waived")


def worst_verdict(document: dict[str, Any], fail_on: str) -> bool:
    """Whether `--fail-on` is met: a fail, or with `at_risk` also a quota behind its pace."""
    wanted = ("fail",) if fail_on == "fail" else ("fail", "at_risk")
    return any(document["tally"][verdict] for verdict in wanted)


def print_summary(document: dict[str, Any], folder: Path, book: Rulebook, most: int = 10) -> None:
    """Prints the summary of a findings.json. `book`: the rulebook it was made with, for the titles of the rules."""
    lang = language()
    tally = "  ".join(f"{term('verdict', verdict, lang)} {document['tally'][verdict]}" for verdict in ORDER)
    name = document["facts"].get("name")
    tell(
        ui(
            "summary",
            project=document["project"],
            name=name if isinstance(name, str) else "",
            period=document["period"],
            as_of=document["as_of"],
        )
    )
    tell(tally)
    if document["score"]:
        tell(document["score"]["says"][lang])
    titles = book.identity.titles
    fails = [finding for finding in document["findings"] if finding["verdict"] == "fail"]
    fails.sort(key=lambda finding: WORST.index(finding["severity"]))
    for finding in fails[:most]:
        tell(f"  {finding['code']} {titles[finding['code']][lang]} [{finding['subject']}] {_found(finding)}")
    if len(fails) > most:
        tell(ui("more_fails", n=len(fails) - most))
    for note in document["notes"]:
        tell(ui("note", text=note[lang]))
    for line in unmarked(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), lang):
        tell(line)
    tell(ui("files", folder=folder))


def unmarked(manifest: dict[str, Any], lang: str, most: int = 3) -> list[str]:
    """Which files carry no marks, and why: a line for each reason."""
    by_reason: dict[str, list[str]] = {}
    for copy in manifest["copies"]:
        if not copy["annotated"]:
            by_reason.setdefault(copy["said"][lang], []).append(copy["of"])
    join = "、" if lang == "zh" else ", "
    return [
        ui(
            "unmarked_files",
            n=len(files),
            files=join.join([*files[:most], *(["…"] if len(files) > most else [])]),
            why=why,
        )
        for why, files in by_reason.items()
    ]


def _found(finding: dict[str, Any]) -> str:
    return str(finding["found"] if language() == "zh" else finding["message"]["en"].partition("Found: ")[2])
