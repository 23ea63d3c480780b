"""整改对照: the comparison as a sheet of the annotated workbook."""

from clausecheck.marks import Column, Link, Sheet, Value
from clausecheck.nouns.model import Audit
from clausecheck.recheck.told import about_of, cells_of, found_of, key_of_change, rate_of, say, why_of
from clausecheck.wording import term

from .model import STATES, Change, Recheck, state_word

FILLS = {
    "persisting": "FFC7CE", "doubtful": "FFEB9C", "gone": "D9D2E9", "reopened": "F4B183", "new": "DDEBF7", "mended": "C6E0B4",
}  # fmt: skip
COLUMNS = (
    ("no", 5), ("state", 10), ("code", 8), ("title", 18), ("subject", 18), ("before", 13), ("after", 13), ("found", 36),
    ("cells", 38), ("why", 22), ("reply", 22),
)  # fmt: skip
_LEFT = ("title", "subject", "found", "cells", "why", "reply")


def recheck_sheet(recheck: Recheck, audit: Audit, lang: str) -> Sheet:
    """The sheet: what wants attention first, each change with its cells before and after."""
    changes = sorted(recheck.changes, key=lambda one: STATES.index(one.state))
    columns = [Column(say(f"column.{name}", lang), width, centred=name not in _LEFT) for name, width in COLUMNS]
    legend = [Value(say("legend", lang)), *(Value(state_word(state, lang), fill=FILLS[state]) for state in STATES)]
    rows = [_row(number, change, audit, lang) for number, change in enumerate(changes, 1)]
    return Sheet(say("sheet", lang), columns, rows, _title(recheck, audit, lang), legend=legend)


def _title(recheck: Recheck, audit: Audit, lang: str) -> list[str]:
    before, counted = recheck.previous, recheck.by_state
    notice = (
        say("with_notice", lang, number=before.notice_number or "–", day=before.notice_day) if before.notice_day else ""
    )
    states = say("join", lang).join(f"{state_word(state, lang)} {n}" for state, n in counted.items() if n)
    name = audit.project.get("name")
    return [
        say("title", lang, project=name if isinstance(name, str) else audit.project["code"]),
        say("compared", lang, period=term("period", before.period, lang), as_of=before.as_of, now=audit.as_of) + notice,
        say("rate", lang, n=recheck.open_before, mended=recheck.mended, rate=rate_of(recheck)) + states,
    ]


def _row(number: int, change: Change, audit: Audit, lang: str) -> list[Value | str | int | float | None]:
    changed = "\n".join(f"{place}  {before} → {after}" for place, before, after in cells_of(change, lang))
    titles = audit.rulebook.titles.get(change.code, {})
    cells = change.now.at or change.now.cells if change.now else ()
    reply = audit.people.replies.get(key_of_change(change))
    link = Link(cells[0].sheet, cells[0].cell) if cells else None
    return [
        number,
        Value(state_word(change.state, lang), fill=FILLS[change.state], bold=True),
        change.code,
        titles.get(lang, ""),
        Value(about_of(change, audit.rulebook, lang), link=link),
        term("verdict", change.before, lang) if change.before else "",
        term("verdict", change.after, lang) if change.after else "",
        found_of(change, lang),
        changed,
        why_of(change, lang),
        reply.done if reply else "",
    ]
