"""`standing`: what must be up at the as-of date, whatever the period."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal

from clausecheck.evidence import Evidence, field_name
from clausecheck.evidence import Table as Postings
from clausecheck.evidence.facts import HOTLINE
from clausecheck.evidence.staff import NAME, ROLE, in_post, plain_name
from clausecheck.nouns.model import Cell, Row, Say, Unknown, say
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.rule import Rule

from .case import column_absent, meets
from .language import Check, Column, Means, Table
from .outcome import PROJECT, Cells, Outcome, cannot_use, cells_of, failed, judged, passed, unknown
from .telling import Kind, Voice, told

_BEFORE_ITEM = r"[(（]?\d{1,2}\s*[.．、)）:：]\s*|[①-⒛]\s*|\d[\d\s-]*"
_PIECES, _MOST_PIECES = re.compile(r"\d[\d-]*"), 6
"""No telephone number is written in more pieces."""
OfPlaces = Annotated[str, Means("column", of="places")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Check):
    """Rows of `table` whose `type` is `posting` and that are up on the as-of date (`since` to `until`), all together.

    `contents`: items that column `shows` must hold. `everyone`: roles whose holders' names must stand there. `hotline`:
    the company's number must. `each_place`, `one_place`: types of the places (`places`: a table with their `place_name`
    and `place_type`) of which every one, or one at least, has it by its name in column `place`.
    """

    kind: Literal["standing"]
    table: Table
    type: Column
    since: Column
    until: Column
    posting: str
    shows: Column = ""
    contents: tuple[str, ...] = ()
    everyone: tuple[str, ...] = ()
    hotline: bool = False
    place: Column = ""
    places: Table = ""
    place_name: OfPlaces = ""
    place_type: OfPlaces = ""
    each_place: tuple[str, ...] = ()
    one_place: tuple[str, ...] = ()


Up = Sequence[tuple[Row, bool | None]]
"""The postings in force: surely (True) or possibly (None)."""


def judge(rule: Rule, check: Standing, evidence: Evidence) -> Iterator[Outcome]:
    """One judgement for the project: the postings in force count together (reading 8)."""
    table = evidence.tables[check.table]
    up = [(row, sure) for row in table.rows if (sure := _in_force(check, row, evidence)) is not False]
    if absent := tuple(name for name in _columns(check) if name in table.absent):
        parts = [column_absent(table, absent, table.spec.required)]
    else:
        parts = []
    if check.contents:
        parts.append(_contents(check, up, table, evidence.procedure.said))
    if check.everyone:
        parts.append(_everyone(check, up, table, evidence))
    if check.each_place or check.one_place:
        parts.extend(_places(check, up, evidence))
    if check.hotline:
        parts.append(_hotline(check, up, table, evidence))
    yield judged(PROJECT, parts, on=evidence.as_of, used=[row for row, _ in up])


def _columns(check: Standing) -> list[str]:
    """The columns that say what postings show, and where they hang, as far as that is asked."""
    shown = [check.shows] if check.contents or check.everyone or check.hotline else []
    return shown + ([check.place] if check.each_place or check.one_place else [])


def wrong(check: Standing) -> Iterator[tuple[str, str, str]]:
    """Something is asked of postings, and that needs the columns that say it."""
    if not _columns(check):
        yield (
            "posting",
            "没有写要看什么（contents、everyone、hotline 或点位）",
            "asks nothing (contents, everyone, hotline or places)",
        )
    if not all(_columns(check)):
        zh, en = "要写明 shows 或 place 是哪一列", "needs the columns `shows` or `place`"
        yield "posting", zh, en
    if (check.each_place or check.one_place) and not (check.places and check.place_name and check.place_type):
        zh = "each_place、one_place 要有 places、place_name 和 place_type"
        yield "posting", zh, "each_place and one_place need places, place_name and place_type"


def _in_force(check: Standing, row: Row, evidence: Evidence) -> bool | None:
    """from ≤ as_of ≤ until, no until = still up; None where a cell leaves it open."""
    kind_of = meets(row, {check.type: (check.posting,)})
    up = in_post(row, When(evidence.as_of), check.since, check.until)
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


def _cells(up: Up, table: Postings, *fields: str) -> Cells:
    """Of the postings in force the cells of some fields, else the header cells that were searched."""
    cells = tuple(cell for row, _ in up for cell in cells_of(row, *fields)) or table.header_cells(fields)
    return cells or table.header_cells(table.spec.required)


def _contents(check: Standing, up: Up, table: Postings, said: Callable[[str, str], Say]) -> Outcome:
    """Each content item ticked on the postings in force; missing ones are named."""
    sure, possible, unreadable = _shown(up, check.shows)
    cells = _cells(up, table, check.shows)
    missing = [item for item in check.contents if not _ticked(item, sure)]
    if not missing:
        return passed(cells=cells)
    surely = [item for item in missing if not _ticked(item, possible)]
    if unreadable or not surely:
        names = tuple(said("item", item) for item in missing)
        return unknown("unreadable", say("contents_unclear", items=names), cells=cells)
    names = tuple(said("item", item) for item in surely)
    key = "contents_missing" if up else "not_posted"
    return failed("missing", say(key, items=names), say("mend.post", items=names), cells=cells)


def _ticked(item: str, shown: set[str]) -> bool:
    """An item stands there as it is named, with its detail behind it (价格举报电话：12315) and its number in the list."""
    form = re.compile(rf"(?:{_BEFORE_ITEM})?{re.escape(item)}\s*(?:[:：(（\d]|$)")
    return any(text == item or form.match(text) for text in shown)


def _everyone(check: Standing, up: Up, table: Postings, evidence: Evidence) -> Outcome:
    """Everyone in post with one of the roles is on the board; missing people are named."""
    sure, possible, unreadable = _shown(up, check.shows)
    on_board = {row.key for text in sure for person in evidence.staff.named(text) for row in person.rows}
    maybe_on = {row.key for text in possible for person in evidence.staff.named(text) for row in person.listed}
    missing: list[str] = []
    doubtful: list[str] = []
    cells: list[Cell] = []
    for row in evidence.staff.rows:
        held, has_role = in_post(row, When(evidence.as_of)), meets(row, {ROLE: check.everyone})
        name = row.get(NAME)
        if held is False or has_role is False:
            continue
        if isinstance(name, Unknown):  # somebody who should be on the board, and nobody can say who
            doubtful.append(name.raw)
        elif row.key not in on_board:
            certain = held is True and has_role is True and row.key not in maybe_on and not unreadable
            (missing if certain else doubtful).append(name)
        else:
            continue
        cells.extend(cells_of(row, NAME))
    board = (*_cells(up, table, check.shows), *cells)
    if missing:
        names = tuple(dict.fromkeys(missing))
        return failed("missing", say("people_missing", names=names), say("mend.people", names=names), cells=board)
    if doubtful:
        return unknown("uncertain", say("people_unclear", names=tuple(dict.fromkeys(doubtful))), cells=board)
    return passed(cells=_cells(up, table, check.shows))


@dataclass(frozen=True, slots=True)
class _Posted:
    """The names under which postings hang, surely and possibly; whether one cannot be read; the columns of the places."""

    sure: set[str]
    maybe: set[str]
    unreadable: bool
    name: str
    type: str

    def has(self, row: Row) -> bool:
        return self.where(row) in self.sure

    def may_have(self, row: Row) -> bool:
        """Whether a place that surely has no posting may have one all the same."""
        return self.unreadable or self.where(row) in self.maybe or isinstance(row.get(self.name), Unknown)

    def where(self, row: Row) -> str:
        value = row.get(self.name)
        return plain_name(value) if isinstance(value, str) else "?"

    def called(self, row: Row) -> str:
        value = row.get(self.name)
        return value.raw if isinstance(value, Unknown) else str(value)


def _places(check: Standing, up: Up, evidence: Evidence) -> Iterator[Outcome]:
    """Every place of some types, and at least one of the others, carries the posting; missing places are named."""
    sure, possible, unreadable = _shown(up, check.place)
    known, maybe = ({plain_name(part) for text in texts for part in _names(text)} for texts in (sure, possible))
    posted = _Posted(known, maybe, unreadable, check.place_name, check.place_type)
    places = evidence.tables[check.places]
    by_type: dict[str, list[Row]] = {}
    for row in places.rows:
        kind = row.get(check.place_type)
        by_type.setdefault("?" if isinstance(kind, Unknown) else kind, []).append(row)
    for kind in check.each_place:
        for row in by_type.get(kind, []):
            yield _place(row, posted)
    for kind in check.one_place:
        yield _one_of(by_type.get(kind, []), evidence.procedure.said("place", kind), by_type, posted, places)
    for row in by_type.get("?", []):
        if not posted.has(row):
            found = say("place_kind_unclear", place=posted.called(row))
            yield unknown("unreadable", found, cells=cells_of(row, check.place_type))


def _names(text: str) -> tuple[str, ...]:
    """A posting may name several places in one cell."""
    return (text, *re.split(r"[、；;，,]", text))


def _place(row: Row, posted: _Posted) -> Outcome:
    place, cells = posted.called(row), cells_of(row, posted.name)
    if posted.has(row):
        return passed(cells=cells)
    if posted.may_have(row):
        return unknown("uncertain", say("place_unclear", place=place), cells=cells)
    return failed("missing", say("place_missing", place=place), say("mend.place", place=place), cells=cells)


def _one_of(rows: list[Row], word: Say, by_type: dict[str, list[Row]], posted: _Posted, places: Postings) -> Outcome:
    cells = tuple(cell for row in rows for cell in cells_of(row, posted.name))
    if any(map(posted.has, rows)):
        return passed(cells=cells)
    strangers = by_type.get("?", [])  # a place of an unknown type may be one of these, if it has the posting
    if any(map(posted.may_have, (*rows, *strangers))) or any(map(posted.has, strangers)):
        return unknown("uncertain", say("place_unclear", place=word), cells=cells)
    if not rows:
        headers, mend = places.header_cells((posted.type,)), say("mend.list_place", place=word, places=places.spec.said)
        return failed("not_listed", say("place_not_listed", place=word, places=places.spec.said), mend, cells=headers)
    return failed("missing", say("place_missing", place=word), say("mend.place", place=word), cells=cells)


def _hotline(check: Standing, up: Up, table: Postings, evidence: Evidence) -> Outcome:
    """Numbers compare by digits; a wrong number in force fails, and so does a posting without one, even where nobody
    says what the company's is (readings 21, 75)."""
    stated = evidence.facts.get(HOTLINE)
    stated = stated if isinstance(stated, str) and _digits(stated) else ""
    unclear: Outcome | None = None
    for row, certain in up:
        value = row.get(check.shows)
        if isinstance(value, Unknown):
            unclear = unclear or cannot_use(row, table.spec, check.shows, value)
        elif found := _wrong_number(value or (), stated):
            cells = cells_of(row, check.shows)
            if certain:
                mend = say("mend.number_posted", hotline=stated) if stated else say("mend.hotline_posted")
                return failed("wrong_number", found, mend, cells=cells)
            unclear = unclear or _perhaps_wrong(check, row, table, found, cells)
    if unclear:
        return unclear
    if not stated:
        return unknown(
            "fact", say("undetermined.fact", facts=(evidence.facts.said(HOTLINE),)), cells=evidence.facts.cell(HOTLINE)
        )
    return passed(cells=_cells(up, table, check.shows))


def _wrong_number(shown: Sequence[str], stated: str) -> Say | None:
    """What is wrong with the number of a posting; with no company's number to compare, any number will do."""
    numbers = {number for text in shown for number in _numbers(text)}
    if _digits(stated) in numbers or (numbers and not stated):
        return None
    if stated:
        return say("wrong_number" if shown else "no_number", shown="、".join(shown), hotline=stated)
    return say("posted_no_number", shown="、".join(shown)) if shown else say("number_not_written")


def _perhaps_wrong(check: Standing, row: Row, table: Postings, found: Say, cells: Cells) -> Outcome:
    """A wrong number on what may be no such posting (its kind is outside the list), or may have been down by then."""
    kind = row.get(check.type)
    if isinstance(kind, Unknown):
        said = say("kind_unclear", field=field_name(table.spec, check.type), raw=kind.raw, what=found)
        return unknown("kind", said, cells=(*cells_of(row, check.type), *cells))
    return unknown("uncertain", say("perhaps_down", what=found), cells=cells)


def _numbers(text: str) -> set[str]:
    """The digits of a text, and of every run of its pieces: 400-820-0000（24小时）, 400 820 0000 转 1."""
    pieces = [_digits(piece) for piece in _PIECES.findall(unicodedata.normalize("NFKC", text))]
    runs = range(len(pieces))
    return {"".join(pieces[start : end + 1]) for start in runs for end in runs[start : start + _MOST_PIECES]} - {""}


def _digits(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdigit())


def words(check: Standing, voice: Voice, table: str) -> dict[str, str]:
    return {
        "items": voice.terms("item", check.contents),
        "roles": voice.terms("role", check.everyone),
        "each": voice.terms("place", check.each_place),
        "one": voice.terms("place", check.one_place),
    }


def _hotline_asked(check: Standing, _: Voice) -> bool:
    return check.hotline


TOLD = told(
    """
    scope | 不论核查期间，看核查截止日当天在公示中的{table}（已发布、未撤下），类型为 {posting}；几行合起来看 | whatever the period: the {table} of kind {posting} that are up on the as-of date, all of them together
    pass | 内容要素包括 {items} | its contents hold {items}
    fail ?contents | 内容要素有缺少的 | an item is missing
    pass | 当天在岗的 {roles} 的姓名都在内容要素中 | it names everyone then in post as {roles}
    fail ?everyone | 有人不在公示栏 | someone is not on it
    pass | {places}中类型为 {each} 的每一处都有公示 | it is up at every place of kind {each} in {places}
    fail ?placed | 有一处没有公示，或{places}中没有列出该类点位 | a place lacks it, or {places} lists none of that kind
    pass | 类型为 {one} 的点位各至少一处列出并有公示 | at least one listed place of each kind {one} has it
    pass ?hotline_asked | 在公示的号码与项目信息中的统一客服电话一致（只比较数字） | the number posted is the company's hotline (digits are compared)
    fail ?hotline_asked | 在公示的号码不同或没有写号码 | the number posted differs or is not there
    undetermined ?hotline_asked | 项目信息中没有统一客服电话；或号码不符的公示类型不在可选值内 | the project's facts give no hotline; or what shows another number is of a kind outside the list
    not_applicable | 核查截止日不在服务期内 | not in service on the as-of date
    undetermined | 有不能确定是否在公示或内容无法读取的行，会影响结论 | postings that may or may not be up would decide
    """,
    placed=lambda check, _: bool(check.each_place or check.one_place),
    hotline_asked=_hotline_asked,
)
KIND = Kind(Standing, judge, TOLD, words, wrong=wrong, takeover=False, now=True)
