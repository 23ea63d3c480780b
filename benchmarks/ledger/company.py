"""A company for a ledger: findings of many projects, those of real audits by turns, under codes of their own."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from clausecheck.ledger.model import Given, Run
from clausecheck.ledger.opening import Ledger
from clausecheck.ledger.recording import Recorded, record
from clausecheck.pipeline import audit_project, write_outputs
from clausecheck.simulate import Disturbance, Wish, make

PERIOD, AS_OF, FIRST = "2026-Q3", date(2026, 10, 31), date(2026, 11, 1)


class Company:
    """Findings of many projects: those of real audits, by turns, under codes of their own. `changed`: these codes say of their
    first pass that it fails, and so on with every further night."""

    def __init__(self, place: Path, projects: int, real: int, seed: int) -> None:
        make(place / "logs", place / "answers", seed, real, Wish("2026", AS_OF, 30, 6), Disturbance(8, 0, ()))
        self.texts = []
        for logs in sorted((place / "logs").iterdir()):
            done = write_outputs(audit_project(logs, PERIOD, AS_OF), place / "out", annotate=False)
            self.texts.append((done / "findings.json").read_text(encoding="utf-8"))
        self.codes = [f"P-{number:05d}" for number in range(projects)]
        self.turns: dict[str, int] = {}

    def text(self, code: str) -> str:
        """The findings.json of a project as it is now."""
        known = self.texts[int(code[2:]) % len(self.texts)]
        own = json.loads(known.partition("\n")[0].rstrip(",") + "}")
        text = known.replace(f'"project": {json.dumps(own["project"])}', f'"project": "{code}"', 1)
        turns = self.turns.get(code, 0)
        return text.replace('"verdict": "pass"', '"verdict": "fail"', turns) if turns else text

    def given(self) -> Iterator[Given]:
        for code in self.codes:
            text = self.text(code)
            yield Given(code, hashlib.sha256(text.encode()).hexdigest(), lambda text=text: json.loads(text))  # type: ignore[misc]

    def night(self, ledger: Ledger, number: int) -> Recorded:
        return record(
            ledger, Run(FIRST + timedelta(number), PERIOD, AS_OF, "b" * 64, "c" * 64, "benchmark"), self.given()
        )
