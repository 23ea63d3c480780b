"""What must be up at the as-of date, whatever the period (INF01, INF02, INF03, INF05), and what eyes on site confirm."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from clausecheck.evidence import Evidence, Table, field_name
from clausecheck.evidence.staff import in_post, plain_name
from clausecheck.nouns.model import Cell, Row, Say, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.procedure.rule import Rule

from . import shapes as spec
from .outcome import PROJECT, Judgement, Part, cannot_use, cells_of, judged
from .row_case import meets

TABLE = "postings"
_BEFORE_ITEM = r"[(（]?\d{1,2}\s*[.．、)）:：]\s*|[①-⒛]\s*|\d[\d\s-]*"
_PIECES, _MOST_PIECES = re.compile(r"\d[\d-]*"), 6
"""No telephone number is written in more pieces."""


def judge_standing(rule: Rule, check: spec.Standing, evidence: Evidence) -> Iterator[Judgement]:
    """One judgement for the project: the postings in force count together (reading 8)."""
    table = evidence.tables[TABLE]
    up = [(row, sure) for row in table.rows if (sure := _in_force(row, check.posting, evidence)) is not False]
    parts = _columns_absent(check, table)
    if check.contents:
        parts.append(_contents(check.contents, up, table))
    if check.everyone:
        parts.append(_everyone(check.everyone, up, table, evidence))
    if check.each_place or check.one_place:
        parts.extend(_places(check, up, table, evidence))
    if check.hotline:
        parts.append(_hotline(up, table, evidence))
    yield judged(PROJECT, parts, on=evidence.as_of, used=[row for row, _ in up])


def _columns_absent(check: spec.Standing, table: Table) -> list[Part]:
    """What the postings show, or where they hang, stands in a column that is not there."""
    needed = ["contents"] if check.contents or check.everyone or check.hotline else []
    needed += ["place"] if check.each_place or check.one_place else []
    fields = tuple(field_name(table.spec, name) for name in needed if name in table.absent)
    found = say("undetermined.column_absent", fields=fields)
    headers = table.header_cells(table.spec.required)
    return [Part("undetermined", "column_absent", found, None, headers)] if fields else []


Up = Sequence[tuple[Row, bool | None]]
"""The postings in force: surely (True) or possibly (None)."""


def _in_force(row: Row, kind: str, evidence: Evidence) -> bool | None:
    """from ≤ as_of ≤ until, no until = still up; None where a cell leaves it open."""
    kind_of = meets(row, {"kind": (kind,)})
    up = in_post(row, When(evidence.as_of))
    if kind_of is False or up is False:
        return False
    return True if kind_of is True and up is True else None


def _shown(up: Up, field: str) -> tuple[set[str], set[str], bool]:
    """What the postings show in a field: surely, possibly, and whether one of them cannot be read."""
    sure: set[str] = set()
    possible: set[str] = set()
    unreadable = False
    for row, certain in up:
        value = row.get(field)
        if isinstance(value, Unknown):
            unreadable = True
            continue
        shown = set(value) if isinstance(value, tuple) else {value} if value else set()
        possible |= shown
        if certain:
            sure |= shown
    return sure, possible, unreadable


def _cells(up: Up, table: Table, *fields: str) -> tuple[Cell, ...]:
    """Of the postings in force the cells of some fields, else the header cells that were searched."""
    cells = tuple(cell for row, _ in up for cell in cells_of(row, *fields)) or table.header_cells(fields)
    return cells or table.header_cells(table.spec.required)


def _contents(items: tuple[str, ...], up: Up, table: Table) -> Part:
    """Each content item ticked on the postings in force; missing ones are named."""
    sure, possible, unreadable = _shown(up, "contents")
    cells = _cells(up, table, "contents")
    missing = [item for item in items if not _ticked(item, sure)]
    if not missing:
        return Part("pass", cells=cells)
    surely = [item for item in missing if not _ticked(item, possible)]
    if unreadable or not surely:
        names = tuple(Say(f"item:{item}") for item in missing)
        return Part("undetermined", "unreadable", say("contents_unclear", items=names), None, cells)
    names = tuple(Say(f"item:{item}") for item in surely)
    key = "contents_missing" if up else "not_posted"
    return Part("fail", "missing", say(key, items=names), say("mend.post", items=names), cells)


def _ticked(item: str, shown: set[str]) -> bool:
    """An item stands there as it is named, with its detail behind it (价格举报电话：12315) and its number in the list."""
    form = re.compile(rf"(?:{_BEFORE_ITEM})?{re.escape(item)}\s*(?:[:：(（\d]|$)")
    return any(text == item or form.match(text) for text in shown)


def _everyone(roles: tuple[str, ...], up: Up, table: Table, evidence: Evidence) -> Part:
    """Everyone in post with one of the roles is on the board; missing people are named."""
    sure, possible, unreadable = _shown(up, "contents")
    on_board = {row.key for text in sure for person in evidence.staff.named(text) for row in person.rows}
    maybe_on = {row.key for text in possible for person in evidence.staff.named(text) for row in person.listed}
    missing: list[str] = []
    doubtful: list[str] = []
    cells: list[Cell] = []
    for row in evidence.staff.rows:
        held, has_role = in_post(row, When(evidence.as_of)), meets(row, {"role": roles})
        name = row.get("name")
        if held is False or has_role is False:
            continue
        if isinstance(name, Unknown):  # somebody who should be on the board, and nobody can say who
            doubtful.append(name.raw)
        elif row.key not in on_board:
            certain = held is True and has_role is True and row.key not in maybe_on and not unreadable
            (missing if certain else doubtful).append(name)
        else:
            continue
        cells.extend(cells_of(row, "name"))
    board = _cells(up, table, "contents")
    if missing:
        names = tuple(dict.fromkeys(missing))
        return Part(
            "fail", "missing", say("people_missing", names=names), say("mend.people", names=names), (*board, *cells)
        )
    if doubtful:
        return Part(
            "undetermined",
            "uncertain",
            say("people_unclear", names=tuple(dict.fromkeys(doubtful))),
            None,
            (*board, *cells),
        )
    return Part("pass", cells=board)


def _places(check: spec.Standing, up: Up, table: Table, evidence: Evidence) -> Iterator[Part]:
    """Every place of some kinds, and at least one of the others, carries the posting; missing places are named."""
    sure, possible, unreadable = _shown(up, "place")
    posted, maybe = ({plain_name(part) for text in texts for part in _names(text)} for texts in (sure, possible))
    by_kind: dict[str, list[Row]] = {}
    for row in evidence.tables["places"].rows:
        kind = row.get("kind")
        by_kind.setdefault("?" if isinstance(kind, Unknown) else kind, []).append(row)
    for kind in check.each_place:
        for row in by_kind.get(kind, []):
            yield _place(row, posted, maybe, unreadable)
    for kind in check.one_place:
        yield _one_of(kind, by_kind, posted, maybe, unreadable, evidence)
    for row in by_kind.get("?", []):
        if _where(row) not in posted:
            yield Part(
                "undetermined",
                "unreadable",
                say("place_kind_unclear", place=_called(row)),
                None,
                cells_of(row, "kind"),
            )


def _names(text: str) -> tuple[str, ...]:
    """A posting may name several places in one cell."""
    return (text, *re.split(r"[、；;，,]", text))


def _where(row: Row) -> str:
    value = row.get("place")
    return plain_name(value) if isinstance(value, str) else "?"


def _called(row: Row) -> str:
    value = row.get("place")
    return value.raw if isinstance(value, Unknown) else str(value)


def _doubtful(row: Row, maybe: set[str], unreadable: bool) -> bool:
    """Whether a place that surely has no posting may have one all the same."""
    return unreadable or _where(row) in maybe or isinstance(row.get("place"), Unknown)


def _place(row: Row, posted: set[str], maybe: set[str], unreadable: bool) -> Part:
    place, cells = _called(row), cells_of(row, "place")
    if _where(row) in posted:
        return Part("pass", cells=cells)
    if _doubtful(row, maybe, unreadable):
        return Part("undetermined", "uncertain", say("place_unclear", place=place), None, cells)
    return Part("fail", "missing", say("place_missing", place=place), say("mend.place", place=place), cells)


def _one_of(
    kind: str, by_kind: dict[str, list[Row]], posted: set[str], maybe: set[str], unreadable: bool, evidence: Evidence
) -> Part:
    rows, word = by_kind.get(kind, []), Say(f"place:{kind}")
    cells = tuple(cell for row in rows for cell in cells_of(row, "place"))
    if any(_where(row) in posted for row in rows):
        return Part("pass", cells=cells)
    strangers = by_kind.get("?", [])  # a place of an unknown kind may be one of these, if it has the posting
    if any(_doubtful(row, maybe, unreadable) for row in (*rows, *strangers)) or any(
        _where(row) in posted for row in strangers
    ):
        return Part("undetermined", "uncertain", say("place_unclear", place=word), None, cells)
    if not rows:
        headers = evidence.tables["places"].header_cells(("kind",))
        return Part(
            "fail", "not_listed", say("place_not_listed", place=word), say("mend.list_place", place=word), headers
        )
    return Part("fail", "missing", say("place_missing", place=word), say("mend.place", place=word), cells)


def _hotline(up: Up, table: Table, evidence: Evidence) -> Part:
    """Numbers compare by digits; a wrong number in force fails, and so does a posting without one, even where nobody
    says what the company's is (readings 21, 75)."""
    stated = evidence.facts.get("hotline")
    stated = stated if isinstance(stated, str) and _digits(stated) else ""
    unclear: Part | None = None
    for row, certain in up:
        value = row.get("contents")
        if isinstance(value, Unknown):
            unclear = unclear or cannot_use(row, table.spec, "contents", value)
        elif found := _wrong_number(value or (), stated):
            cells = cells_of(row, "contents")
            if certain:
                mend = say("mend.number_posted", hotline=stated) if stated else say("mend.hotline_posted")
                return Part("fail", "wrong_number", found, mend, cells)
            unclear = unclear or _perhaps_wrong(row, found, cells)
    if not stated:
        cells = evidence.facts.cell("hotline")
        found = say("undetermined.fact", facts=(Say("field:project.hotline"),))
        return unclear or Part("undetermined", "fact", found, None, cells)
    return unclear or Part("pass", cells=_cells(up, table, "contents"))


def _wrong_number(shown: Sequence[str], stated: str) -> Say | None:
    """What is wrong with the number of a posting; with no company's number to compare, any number will do."""
    numbers = {number for text in shown for number in _numbers(text)}
    if _digits(stated) in numbers or (numbers and not stated):
        return None
    if stated:
        return say("wrong_number" if shown else "no_number", shown="、".join(shown), hotline=stated)
    return say("posted_no_number", shown="、".join(shown)) if shown else say("number_not_written")


def _perhaps_wrong(row: Row, found: Say, cells: tuple[Cell, ...]) -> Part:
    """A wrong number on what may be no such posting (its kind is outside the list), or may have been down by then."""
    kind = row.get("kind")
    if isinstance(kind, Unknown):
        said = say("kind_unclear", field=Say(f"field:{TABLE}.kind"), raw=kind.raw, what=found)
        return Part("undetermined", "kind", said, None, (*cells_of(row, "kind"), *cells))
    return Part("undetermined", "uncertain", say("perhaps_down", what=found), None, cells)


def _numbers(text: str) -> set[str]:
    """The digits of a text, and of every run of its pieces: 400-820-0000（24小时）, 400 820 0000 转 1."""
    pieces = [_digits(piece) for piece in _PIECES.findall(unicodedata.normalize("NFKC", text))]
    runs = range(len(pieces))
    return {"".join(pieces[start : end + 1]) for start in runs for end in runs[start : start + _MOST_PIECES]} - {""}


def _digits(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdigit())
