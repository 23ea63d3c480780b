"""The flat table of runs: one line a project, with what its audit came to, or why there is none."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..model import say
from .source import Exported

VERDICTS = ("pass", "fail", "at_risk", "pending", "not_applicable", "undetermined", "waived")
SEVERITIES = {"严重": "serious", "一般": "ordinary", "轻微": "slight"}
TEXTS = (
    "project", "name", "branch", "period", "as_of", "state", "state_said", "reason", "rulebook", "edition", "rulebook_sha256", "score",
)  # fmt: skip
COUNTS = (*VERDICTS, "logs", *SEVERITIES.values(), "files", "unread", "rows_read", "rows_judged", "rows_set_aside")
COLUMNS = (*TEXTS, *COUNTS)
"""`logs`: faults of the logs; `serious`, `ordinary`, `slight`: breaches of the procedure by severity; `unread`: files not read."""
ABOUT_LOGS = "DAT"


def run_rows(project: Exported, lang: str) -> Iterator[dict[str, Any]]:
    """The line of a project; counts are None where it has no result."""
    row: dict[str, Any] = {
        "project": project.code,
        "state": project.state,
        "state_said": say(f"state.{project.state}", lang),
        "reason": (project.reason or {}).get(lang),
    }
    yield row if project.document is None else {**row, **_of(project.document)}


def _of(document: dict[str, Any]) -> dict[str, Any]:
    facts, rulebook, score = document["facts"], document["rulebook"], document.get("score") or {}
    read = [one for one in document["inputs"] if one["sha256"]]
    sheets = [sheet for one in read for sheet in one["sheets"]]
    breaches = (
        one for one in document["findings"] if one["verdict"] == "fail" and not one["code"].startswith(ABOUT_LOGS)
    )
    severities = Counter(SEVERITIES[one["severity"]] for one in breaches)
    return {
        "name": _text(facts.get("name")),
        "branch": _text(facts.get("branch")),
        "period": document["period"],
        "as_of": document["as_of"],
        "rulebook": rulebook["id"],
        "edition": rulebook["edition"],
        "rulebook_sha256": rulebook["sha256"],
        "score": score.get("with_waivers", {}).get("score"),
        **{name: document["tally"].get(name, 0) for name in VERDICTS},
        "logs": document["tally_logs"],
        **{name: severities[name] for name in SEVERITIES.values()},
        "files": len(read),
        "unread": len(document["inputs"]) - len(read),
        **{name: sum(sheet[name] for sheet in sheets) for name in ("rows_read", "rows_judged", "rows_set_aside")},
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
