"""Forgeries of a findings.json by seed: each changes one thing that matters, and puts the tally right again as a forger would."""

import copy
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

Findings = dict[str, Any]
Change = Callable[[Findings, random.Random], str]


def forged(findings: Findings, seed: int, kind: str = "") -> tuple[Findings, str]:
    """A forgery of findings, and what was done. `kind`: one of KINDS, by default by the seed."""
    made, chance = copy.deepcopy(findings), random.Random(seed)
    name = kind or sorted(KINDS)[seed % len(KINDS)]
    done = KINDS[name](made, chance)
    kept = [one for one in made["findings"] if not one.get("remark")]
    counted = Counter(one["verdict"] for one in kept)
    made["tally"] = {verdict: counted[verdict] for verdict in made["tally"]}
    made["tally_logs"] = sum(one["code"].startswith("DAT") for one in kept)
    return made, f"{name}: {done}"


def _some(findings: Findings, chance: random.Random, fits: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    one: dict[str, Any] = chance.choice([one for one in findings["findings"] if fits(one)])
    return one


def _named(one: dict[str, Any]) -> str:
    return f"{one['code']} {one['subject']} {one['verdict']}"


def cell(findings: Findings, chance: random.Random) -> str:
    """A cell that is cited becomes the one below or above it."""
    one = _some(findings, chance, lambda each: each["cells"] and not each["code"].startswith("ATT"))
    cited = chance.choice(one["cells"])
    letters = cited["cell"].rstrip("0123456789")
    row = int(cited["cell"][len(letters) :]) + chance.choice((-1, 1, 3, 50))
    cited["cell"] = f"{letters}{max(row, 1)}" if max(row, 1) != row or row else f"{letters}9"
    return f"{_named(one)} {cited['cell']}"


def value(findings: Findings, chance: random.Random) -> str:
    """What a cell that is cited is said to show."""
    one = _some(findings, chance, lambda each: any(cell.get("value") for cell in each["cells"]))
    cited = chance.choice([cell for cell in one["cells"] if cell.get("value")])
    cited["value"] = "2026-07-01" if cited["value"] != "2026-07-01" else "2026-07-02"
    return f"{_named(one)} {cited['cell']}"


def due(findings: Findings, chance: random.Random) -> str:
    """The day that something is due by."""
    one = _some(findings, chance, lambda each: each.get("due") and each["code"] not in UNDATED)
    one["due"] = str(date.fromisoformat(one["due"]) + timedelta(chance.choice((-30, -1, 1, 7))))
    return _named(one)


def as_of(findings: Findings, chance: random.Random) -> str:
    """The day as of which is judged."""
    findings["as_of"] = str(date.fromisoformat(findings["as_of"]) - timedelta(chance.choice((30, 45, 60, 90))))
    return str(findings["as_of"])


def number(findings: Findings, chance: random.Random) -> str:
    """A number that a judgement rests on, or how it came to be one."""
    one = _some(findings, chance, lambda each: each.get("numbers"))
    used = chance.choice(one["numbers"])
    if chance.random() < 0.5:
        used["source"] = "procedure" if used["source"] != "procedure" else "company"
    else:
        used["value"]["zh"] = used["value"]["zh"].replace("1", "2").replace("3", "5") + " "
    return _named(one)


def clause(findings: Findings, chance: random.Random) -> str:
    """The clause, the severity or who is responsible."""
    one = _some(findings, chance, lambda each: "clause" in each and not each["code"].startswith("DAT"))
    one[chance.choice(("clause", "severity", "role"))] += "."
    return _named(one)


def verdict(findings: Findings, chance: random.Random) -> str:
    """The verdict, whole: a fail becomes a bare pass, a pass a bare not_applicable."""
    one = _some(findings, chance, lambda each: not each["code"].startswith("DAT"))
    was = _named(one)
    other = "pass" if one["verdict"] not in ("pass",) else "not_applicable"
    bare = {"code": one["code"], "subject": one["subject"], "verdict": other}
    cells = [{name: cell[name] for name in ("file", "sheet", "cell")} for cell in one["cells"]]
    one.clear()
    one.update({**bare, "cells": cells})
    return was


def subject(findings: Findings, chance: random.Random) -> str:
    """What a judgement is about."""
    one = _some(findings, chance, lambda each: not each["code"].startswith("DAT"))
    was = _named(one)
    one["subject"] = one["subject"][:-1] + ("7" if one["subject"][-1:] != "7" else "8")
    return was


def left_out(findings: Findings, chance: random.Random) -> str:
    """A judgement is not there, a fail where there is one."""
    fails = [one for one in findings["findings"] if one["verdict"] == "fail"]
    one = chance.choice(fails) if fails and chance.random() < 0.7 else chance.choice(findings["findings"])
    findings["findings"].remove(one)
    return _named(one)


def added(findings: Findings, chance: random.Random) -> str:
    """A pass that nobody is owed: of another row, period, or a second time."""
    one = copy.deepcopy(_some(findings, chance, lambda each: each["verdict"] == "pass"))
    if chance.random() < 0.6:
        one["subject"] += "1"
    findings["findings"].insert(chance.randrange(len(findings["findings"])), one)
    return _named(one)


def rows(findings: Findings, chance: random.Random) -> str:
    """How many rows were read and judged."""
    sheets = [sheet for file in findings["inputs"] for sheet in file["sheets"] if sheet["rows_judged"] > 1]
    one = chance.choice([sheet for sheet in sheets if sheet["table"] != "project"])
    one["rows_read"] -= 1
    one["rows_judged"] -= 1
    return str(one["sheet"])


def fact(findings: Findings, chance: random.Random) -> str:
    """A fact about the project."""
    name = chance.choice(sorted(findings["facts"]))
    said = findings["facts"][name]
    findings["facts"][name] = said + 1 if isinstance(said, int) else f"{said}1"
    return name


UNDATED = ("INF06",)
"""Rules whose due date the checker does not work out: what it rests on is the next item of a plan."""
KINDS: dict[str, Change] = {
    one.__name__: one
    for one in (cell, value, due, as_of, number, clause, verdict, subject, left_out, added, rows, fact)
}
"""What is forged, by name."""
