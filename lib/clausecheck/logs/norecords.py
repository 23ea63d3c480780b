"""Lines under a header that are no records (reading 56): totals, signatures, notes, banners, examples, lines of nothing."""

import unicodedata
from functools import lru_cache
from typing import Any

from clausecheck.logs import line_forms
from clausecheck.logs.flat_numbers import parts_of
from clausecheck.logs.names import squeeze
from clausecheck.logs.values import ERROR
from clausecheck.nouns.model import BareMonth, Unknown, Yearless
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

TOTALS, SIGNATURES, NOTES, TITLES = "totals", "signatures", "notes", "titles"
NIL, EXAMPLES, FOOT = "nil", "examples", "foot"
CONTINUED = "continued"
"""The lower part of merged cells: it belongs to the line above and does not end it."""
KINDS = (TOTALS, SIGNATURES, NOTES, TITLES, NIL, EXAMPLES, FOOT)

_DATED = ("when", "day", "month", "quarter", "year", "span")
_PERIODS = ("month", "quarter", "year", "span")
_FRAME = "-—–―_=*·.。~()（）[]【】<>《》:：、,， "
_FIRST_CELLS = 3
_LONGEST = 60
"""A longer text is content, whatever it begins with."""
_BEFORE_EXAMPLE = "(（[【<《*※"
_SHORT, _DATE_SIGNS = 4, frozenset("年月日号周旬季初底末今昨去")
"""月底, 上月 and 春季 mean a time, though nobody can say which."""
_STOPS = frozenset("，。；：,;:")
_MOST_SIGNS = 6  # of Chinese in an identifier; more are a sentence
_RULES = "=~|_ "  # they draw a line, besides stops and dashes


@dataclass(slots=True)
class Columns:
    """What is known of the columns of a table when its lines are looked at."""

    spec: TableSpec
    at: dict[int, str]
    """Column -> the field of the table that it holds."""
    edges: tuple[int, int]
    """First and last column under the header, known fields or not."""
    about: frozenset[int]
    """Columns that say whose row it is and whether it counts: filled beforehand, they make no row."""
    required: tuple[str, ...]
    telling: bool
    """Whether a required column is more than free text, so that a note cannot pass for a row."""
    first: int
    """Number of the line right below the header: where hints on how to fill the form in stand."""
    banners: set[int]
    """Numbers of the lines with a cell merged over several columns: 二月份 between the rows of two months."""
    words: Words


@dataclass(slots=True)
class Line:
    """One filled line: its number, its cells, what they were read as, and what the line right above it is: a kind,
    `row`, or empty where none stands right above."""

    number: int
    cells: list[Any]
    values: dict[str, Any]
    above: str
    in_notes: bool = False
    """The lines above, blank ones apart, are notes."""


def kind_of(line: Line, columns: Columns) -> str:
    """The kind of a line that is no record, or "" for one that is a row, however much it lacks."""
    if first := _example(line, columns):
        return NOTES if line_forms.NOTE.fullmatch(squeeze(first)) else EXAMPLES
    if _is_day_signed(line, columns):
        return SIGNATURES
    if is_surely_row(line.values, columns):
        return ""
    left, right = columns.edges
    filled = [cell for cell in line.cells[left : right + 1] if cell != ""]
    texts = [squeeze(cell) for cell in filled if isinstance(cell, str)]
    kind = _by_words(line, columns, filled, texts)
    if kind or any(isinstance(value, Unknown) and value.code == ERROR for value in line.values.values()):
        return kind
    return _nil(line, columns) or _foot(line, columns, filled, texts)


def _example(line: Line, columns: Columns) -> str:
    """The first filled cell, running numbers apart, where it says that the line shows how to fill in the form."""
    left, right = columns.edges
    for column in range(left, right + 1):
        cell = line.cells[column]
        if cell == "" or (column not in columns.at and _is_number(cell)):
            continue
        return cell if isinstance(cell, str) and _says_example(cell, columns.words) else ""
    return ""


def _is_day_signed(line: Line, columns: Columns) -> bool:
    """Whether a line right below a signature is nothing but a whole date, in a column of months, quarters or years."""
    if line.above != SIGNATURES:
        return False
    known = [(key, line.cells[column]) for column, key in columns.at.items() if line.cells[column] != ""]
    if len(known) != 1 or not isinstance(known[0][1], str) or columns.spec.fields[known[0][0]].type not in _PERIODS:
        return False
    return line_forms.FULL_DATE.fullmatch(_core(known[0][1])) is not None


def _says_example(text: str, words: Words) -> bool:
    short = text[:_LONGEST].strip().lstrip(_BEFORE_EXAMPLE)
    if not short or short[0].casefold() not in _first_signs(words):
        return False
    core = squeeze(short).strip(_FRAME)
    if core in words.example or line_forms.NUMBERED_EXAMPLE.fullmatch(core):
        return True
    return any(core[: core.find(stop)] in words.example for stop in ":)】]" if stop in core)


@lru_cache(maxsize=8)
def _signs(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[0].casefold() for word in listed)


def _first_signs(words: Words) -> frozenset[str]:
    """The signs with which a word for an example begins: nearly every cell of a log begins otherwise."""
    return _signs(words.listed["example"])


def is_surely_row(values: dict[str, Any], columns: Columns) -> bool:
    """Whether the line holds a usable key date or, in a table without one, all required cells hold something usable.

    Where only free text is required (户册), that tells nothing: a note can stand there too.
    """
    spec = columns.spec
    if spec.key_date and isinstance(values.get(spec.key_date), When | Yearless):
        return True
    if not columns.telling or (spec.key_date and spec.key_date in columns.required):
        return False
    required = [values.get(key) for key in columns.required]
    return not any(value is None or isinstance(value, Unknown | BareMonth) for value in required)


def _by_words(line: Line, columns: Columns, filled: list[Any], texts: list[str]) -> str:
    """Totals, signatures and notes with a colon, hints below the header, a banner merged over the columns."""
    only_text = len(texts) == len(filled)
    first = texts[0] if texts else ""
    if any(line_forms.TOTAL.fullmatch(text[:_LONGEST]) for text in texts[:_FIRST_CELLS]):
        return TOTALS
    if line_forms.SIGNATURE.fullmatch(first):
        return SIGNATURES
    if (
        line_forms.NOTE.fullmatch(first)
        or (
            line.in_notes
            and only_text
            and len(filled) <= (2 if columns.telling else 1)
            and not _plainly_its_field(line, columns)
        )
        or (only_text and line.number == columns.first and any(map(line_forms.HINT.search, texts)))
    ):
        return NOTES
    return TITLES if line.number in columns.banners and len(filled) == 1 else ""


def _plainly_its_field(line: Line, columns: Columns) -> bool:
    """Whether a line below notes holds a number, a flat or a date under its own header: a record that was begun."""
    for column, key in columns.at.items():
        cell = line.cells[column]
        text = squeeze(cell[: _LONGEST + 1]) if isinstance(cell, str) else ""
        if not text or len(text) > _LONGEST or line_forms.LISTED.match(text):
            continue
        spec = columns.spec.fields[key]
        if key == columns.spec.id and line_forms.CODE.fullmatch(text):
            return True
        if spec.type == "household" and line_forms.FLAT.fullmatch(text) and parts_of(text):
            return True
        if spec.type in _DATED and any(map(str.isdigit, text)) and not line_forms.BARE_BANNER.fullmatch(_core(text)):
            return True
    return False


def _nil(line: Line, columns: Columns) -> str:
    """A line whose cells all say nothing (/, 无, 本月无投诉); right below a record, its key cells blank, it goes on with
    that one (reading 50)."""
    known = [(key, line.cells[column]) for column, key in columns.at.items() if line.cells[column] != ""]
    said = [cell for key, cell in known if not (isinstance(cell, str) and says_nothing(cell, columns.words))]
    if said:
        rest = [cell for cell in said if not _is_number(cell)]
        stated = len(rest) == 1 and isinstance(rest[0], str) and line_forms.NIL.fullmatch(_core(rest[0])) is not None
        return NIL if stated else ""
    case = columns.spec.same_case
    goes_on = case and line.above == "row" and not any(key in case for key, _ in known)
    return "" if goes_on or not known else NIL


def says_nothing(text: str, words: Words) -> bool:
    """Whether a text is a word for nothing, or only stops and dashes. Ticks and crosses are signs that say something."""
    return text in words.nothing or (_only_stops(text[:_LONGEST]) and _only_stops(text[_LONGEST:]))


def _only_stops(text: str) -> bool:
    return all(sign in _RULES or unicodedata.category(sign)[0] == "P" for sign in set(text))


def _foot(line: Line, columns: Columns, filled: list[Any], texts: list[str]) -> str:
    """Signatures in cells of their own (制表人 | 张三 | 审核人 | 李四), and a lone text that cannot be what it stands in."""
    if len(filled) > 1 and texts and _signed(filled):
        return SIGNATURES
    known = [(key, line.cells[column]) for column, key in columns.at.items() if line.cells[column] != ""]
    if len(known) != 1 or not isinstance(known[0][1], str):
        return ""
    left, right = columns.edges
    told = columns.at.keys() | columns.about
    beside = (line.cells[column] for column in range(left, right + 1) if column not in told)
    if not all(cell == "" or _is_number(cell) for cell in beside):
        return ""
    return _lone(squeeze(known[0][1]), known[0][0], line, columns)


def _signed(filled: list[Any]) -> bool:
    """Whether every cell is a label of a signature, what stands behind one, or the foot of a page."""
    texts = [squeeze(cell) if isinstance(cell, str) else "" for cell in filled]
    labels = [bool(line_forms.LABEL.fullmatch(text)) for text in texts]
    own = [label or (text != "" and _at_foot(text)) for label, text in zip(labels, texts, strict=True)]
    return own[0] and all(mine or before for mine, before in zip(own, [False, *labels], strict=False))


def _at_foot(text: str) -> bool:
    return (
        any(form.fullmatch(_core(text)) for form in (line_forms.FOOT, line_forms.SEAL, line_forms.NO_DATE))
        or line_forms.TO_SIGN.fullmatch(text) is not None
    )


def _lone(text: str, key: str, line: Line, columns: Columns) -> str:
    """The kind of a text that stands alone under the column of a field that it cannot be; "" where it can be."""
    spec = columns.spec.fields[key]
    core = _core(text)
    if len(text) > _LONGEST:
        return ""
    if line_forms.FOOT.fullmatch(core) or line_forms.NO_DATE.fullmatch(core) or line_forms.PAGE.fullmatch(text):
        return FOOT
    if line_forms.TO_SIGN.fullmatch(text) or line_forms.SEAL.fullmatch(core):
        return SIGNATURES
    if spec.further:  # free text: anything else can be it
        return ""
    if (
        core.startswith(("以上", "以下"))
        or text.endswith(":")
        or (spec.type == "text" and line_forms.SENTENCE.search(text))
    ):
        return FOOT
    if line_forms.STAMP.fullmatch(text) or line_forms.SIGNED_ALONE.fullmatch(text):
        return SIGNATURES
    if line_forms.BARE_BANNER.fullmatch(core) or (spec.type not in _DATED and line_forms.BANNER.fullmatch(core)):
        return TITLES
    if spec.type not in _DATED and line_forms.FULL_DATE.fullmatch(core):
        return SIGNATURES  # the day on which it was signed
    return "" if _can_be(text, key, line, columns) else FOOT


def _can_be(text: str, key: str, line: Line, columns: Columns) -> bool:
    spec = columns.spec.fields[key]
    if spec.type in _DATED:
        return any(sign.isdigit() for sign in text) or (len(text) <= _SHORT and not _DATE_SIGNS.isdisjoint(text))
    if spec.type == "household":
        return bool(parts_of(text)) or text in columns.words.no_flat
    if spec.type in ("list", "count"):
        return not isinstance(line.values.get(key), Unknown)
    if key == columns.spec.id:
        signs = sum(sign >= "\u3400" and sign.isalpha() for sign in text)
        said = any(sign.isdigit() or (sign.isascii() and sign.isalpha()) for sign in text)
        return said and signs <= _MOST_SIGNS and _STOPS.isdisjoint(text)
    return True


def _core(text: str) -> str:
    """A text without the dashes, brackets and stops around it."""
    return squeeze(text[: _LONGEST + 1]).strip(_FRAME).casefold()


def _is_number(cell: Any) -> bool:
    """Whether a cell is a running number, as forms have it in their first column."""
    if isinstance(cell, str):
        return line_forms.RUNNING.fullmatch(cell.strip()) is not None
    return isinstance(cell, float | int) and not isinstance(cell, bool) and 0 <= cell < 10_000
