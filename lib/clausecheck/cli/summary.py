"""The short summary after an audit: tally, worst findings, where the files are."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from clausecheck.nouns.text import shortened
from clausecheck.rulebook import Procedure
from clausecheck.wording import not_taken_as_it_stands, tally_in_words, word

from .console import language, tell, ui

WORST = ("严重", "一般", "轻微")
MOST_LETTERS = 300
"""Of what a cell holds, on one line of the terminal."""


def worst_verdict(document: dict[str, Any], fail_on: str) -> bool:
    """Whether `--fail-on` is met: a fail, or with `at_risk` also a quota behind its pace."""
    wanted = ("fail",) if fail_on == "fail" else ("fail", "at_risk")
    return any(document["tally"][verdict] for verdict in wanted)


def print_summary(document: dict[str, Any], folder: Path, book: Procedure, most: int = 10) -> None:
    """Prints the summary of a findings.json. `book`: the rulebook it was made with, for the titles of the rules."""
    lang = language()
    name = document["facts"].get("name")
    code, name = (one_line(one if isinstance(one, str) else "") for one in (document["project"], name))
    tell(
        ui(
            "summary",
            project=code,
            name=name,
            period=document["period"],
            as_of=document["as_of"],
        )
    )
    tell(tally_in_words(document["tally"], document["tally_logs"], lang))
    if document["score"]:
        tell(document["score"]["says"][lang])
    titles = book.identity.titles
    fails = [finding for finding in document["findings"] if finding["verdict"] == "fail"]
    breaches = [finding for finding in fails if not _about_logs(finding)]
    breaches.sort(key=lambda finding: WORST.index(finding["severity"]))
    for finding in breaches[:most]:
        about = one_line(finding["about"][lang])
        tell(f"  {finding['code']} {titles[finding['code']][lang]} [{about}] {_found(finding)}")
    if len(breaches) > most:
        tell(ui("more_fails", n=len(breaches) - most))
    counted = Counter(one["code"] for one in fails if _about_logs(one) and not one.get("remark"))
    if counted:
        codes = ui("join").join(f"{code} {titles[code][lang]} {n}" for code, n in sorted(counted.items()))
        tell(ui("faults_of_logs", codes=codes))
    for note in document["notes"]:
        tell(ui("note", text=note[lang]))
    unread = [(one["file"], one["why"][lang]) for one in document["inputs"] if "why" in one]
    remarks = [(one["kind"], one["text"][lang]) for one in document["remarks"]]
    for said in not_taken_as_it_stands(remarks, unread):
        tell(ui("note", text=word(said, lang)))
    for line in unmarked(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), lang):
        tell(line)
    tell(ui("files", folder=folder))


def tell_what_stayed(folder: Path) -> None:
    """What of a person's was kept under another name when the folder was renewed, and which papers are gone."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for one in manifest["kept"]:
        tell(ui("kept", file=one["file"], kept=one["as"]))
    if manifest["gone"]:
        tell(ui("gone", files="、".join(manifest["gone"])))


def _about_logs(finding: dict[str, Any]) -> bool:
    return str(finding["code"]).startswith("DAT")


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
    said = finding["found"] if language() == "zh" else finding["message"]["en"].partition("Found: ")[2]
    return one_line(str(said))


def one_line(said: str) -> str:
    """On one line, however long the text of a cell in it and over however many lines."""
    return shortened(" ".join(said.split()), MOST_LETTERS)
