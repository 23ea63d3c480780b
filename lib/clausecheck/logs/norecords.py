"""Lines under a header that are no records (reading 56): totals, signatures, notes, banners, examples, lines of nothing."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clausecheck.logs.flat_numbers import parts_of
from clausecheck.logs.names import squeeze
from clausecheck.logs.values import ERROR
from clausecheck.model import BareMonth, Unknown, Yearless
from clausecheck.periods import When
from clausecheck.schema import TableSpec
from clausecheck.words import Words

TOTALS, SIGNATURES, NOTES, TITLES = "totals", "signatures", "notes", "titles"
NIL, EXAMPLES, FOOT = "nil", "examples", "foot"
CONTINUED = "continued"
"""The lower part of merged cells: it belongs to the line above and does not end it."""
KINDS = (TOTALS, SIGNATURES, NOTES, TITLES, NIL, EXAMPLES, FOOT)

_TOTAL = re.compile(
    r"(?:本页|本月|本季度?|本年|全年|年度|项目|全部|总|(?:(?:19|20)\d\d年?)?(?:第?[一二三四1-4]季度|[上下]半年|全年|截[至止])?"
    r"(?:\d{1,2}月?(?:[-~至到—–]\d{1,2}月份?)?)?)?"
    r"(?:合计|总计|小计|共计|累计|平均值?|汇总|total|subtotal|sum)(?:数|户|件)?(?:[:(（\d].*)?"
    r"|(?:上年|去年|上月|上季度?)?同期(?:数|值)?|(?:上年|去年)(?:合计|总计|累计)|(?:同比|环比|较上[年月]|比上[年月])(?:增[减长幅]|变化|%|增长率)?",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:审核|复核|审批|批准|审定|制表|填表|填报|编制|制单|记录|统计|经办|负责|主管|部门主管|项目经理|经理|校对|签字|签名|盖章|打印|报送)"
    r"(?:人|者|员|单位|部门|负责人)?(?:签[字名章]|[(]签[字名章][)])?(?:日期|时间)?:.*|(?:日期|时间|单位|部门|服务中心):.*"
)
_NOTE = re.compile(r"(?:填[表写]?说明|说明|备?注|附注?|注意事项?|温馨提示|提示)\d{0,2}(?:[:.、)].*)?|注[:\d].*|[※*].+")
_HINT = re.compile("必填|选填|格式|示例|例如|如:|填写|下拉|单选|yyyy", re.IGNORECASE)
_ROLE = (
    "(?:制表|填表|填报|编制|制单|审核|复核|审批|批准|审定|校对|统计|记录|经办|报送|签收)(?:人|者|员|日期|时间)"
    "|(?:单位|部门|项目)?负责人|.{0,10}签[字名章](?:人|处|栏|日期)?"
)
_LABEL = re.compile(
    rf"(?:{_ROLE}|制表|填表|填报|编制|制单|审核|复核|审批|批准|审定|校对|经办|日期|时间|单位|部门|填表单位|编制部门|单位盖章|公章|盖章):?"
)
"""What stands before a name or a date at the foot of a form, in a cell of its own."""
_SIGNED_ALONE = re.compile(rf"(?:{_ROLE})[^\d,，。;；]{{0,20}}")
_STAMP = re.compile(r".{0,20}(?:签[字名章]|盖章|公章|印章)(?:处|人|栏)?\)?(?:[:：].*|[_年月日]*)")
_TO_SIGN = re.compile(r".{0,20}(?:签[字名章]|盖章|公章|印章)(?:处|人|栏)?\)?(?:[:：].{0,20}|[_]*年[_]*月[_]*日)")
"""As `_STAMP`, but so that it can be no sentence about a customer who signed."""
_NO_DATE = re.compile(r"(?:(?:19|20)\d\d)?_*年(?:_*月_*|\d{1,2}月_+|\d{1,2}月(?=日))日?")
_FOOT = re.compile(
    r"(?:本页)?以下(?:均|皆|全)?(?:空白|无正文|无内容|无记录|无)|本页(?:以下)?空白|此行(?:以下)?空白|空白|正文完|本页完|完|结束|end"
    r"|第?[\d一二三四五六七八九十]{1,4}页[,/]?(?:共?[\d一二三四五六七八九十]{1,4}页)?|共\d{1,4}页[,/]?(?:第?\d{1,4}页)?"
    r"|page\d{1,4}(?:/|of)?\d{0,4}"
    r"|转下页|接下页|下页续|续下页|续上页|接上页|见下页"
)
_PAGE = re.compile(r"[-—–]+\d{1,4}[-—–]+")
_SEAL = re.compile("(?:单位|公司|服务中心|部门|项目|物业)?(?:公章|盖章|签章|印章)处?")
_NIL = re.compile(
    r"(?:截[至止].{0,8})?(?:本|当|该|上)?(?:年度?|季度?|月份?|周|日|期)?内?(?:均|皆|暂|尚|并)?(?:无|没有|未发生|未收到|未接到|零)"
    r"(?:任何|有效|新增|此类|相关|业主|客户|重大)*(?:投诉|来电|来访|访谈|记录|数据|内容|事项|报修|回访|建议|咨询|停供|停水|停电|活动|通知|公示|异常|发生|情况)*"
)
_MONTHS = "(?:1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十]|元)月份?"
_QUARTERS = "第?[一二三四1-4]季度|[上下]半年"
_YEAR = r"(?:19|20)\d\d年度?"
_BARE_BANNER = re.compile(f"(?:{_MONTHS}|{_QUARTERS})(?:投诉|访谈|来电来访|回访|活动|公示|停供)?(?:记录|台账|明细)?")
_BANNER = re.compile(
    f"(?:{_YEAR})(?:{_MONTHS}|{_QUARTERS})?(?:.{{0,10}}(?:台账|记录|登记表|明细表?|统计表|汇总表|一览表|情况))?"
)
_FULL_DATE = re.compile(r"(?:19|20)\d\d(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}日?")
_RUNNING = re.compile(r"\d{1,4}[.、]?")
_DATED = ("when", "day", "month", "quarter", "year", "span")
_PERIODS = ("month", "quarter", "year", "span")
_LISTED = re.compile(r"[(（]?\d{1,2}[.、)）](?!\d)")
_CODE = re.compile(r"[A-Za-z]{0,8}[-_/]?\d[\w/-]*", re.ASCII)
_FLAT = re.compile(r"[\w#号栋幢座单元室层楼期区-]*\d{2,5}[室号]?")
_FRAME = "-—–―_=*·.。~()（）[]【】<>《》:：、,， "
_FIRST_CELLS = 3
_LONGEST = 60
"""A longer text is content, whatever it begins with."""
_BEFORE_EXAMPLE = "(（[【<《*※"
_NUMBERED_EXAMPLE = re.compile(r"[例]\d{1,2}")
_SENTENCE = re.compile("[,，。!！?？;；]")
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
        return NOTES if _NOTE.fullmatch(squeeze(first)) else EXAMPLES
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
    return _FULL_DATE.fullmatch(_core(known[0][1])) is not None


def _says_example(text: str, words: Words) -> bool:
    short = text[:_LONGEST].strip().lstrip(_BEFORE_EXAMPLE)
    if not short or short[0].casefold() not in _first_signs(words):
        return False
    core = squeeze(short).strip(_FRAME)
    if core in words.example or _NUMBERED_EXAMPLE.fullmatch(core):
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
    if any(_TOTAL.fullmatch(text[:_LONGEST]) for text in texts[:_FIRST_CELLS]):
        return TOTALS
    if _SIGNATURE.fullmatch(first):
        return SIGNATURES
    if (
        _NOTE.fullmatch(first)
        or (
            line.in_notes
            and only_text
            and len(filled) <= (2 if columns.telling else 1)
            and not _plainly_its_field(line, columns)
        )
        or (only_text and line.number == columns.first and any(map(_HINT.search, texts)))
    ):
        return NOTES
    return TITLES if line.number in columns.banners and len(filled) == 1 else ""


def _plainly_its_field(line: Line, columns: Columns) -> bool:
    """Whether a line below notes holds a number, a flat or a date under its own header: a record that was begun."""
    for column, key in columns.at.items():
        cell = line.cells[column]
        text = squeeze(cell[: _LONGEST + 1]) if isinstance(cell, str) else ""
        if not text or len(text) > _LONGEST or _LISTED.match(text):
            continue
        spec = columns.spec.fields[key]
        if key == columns.spec.id and _CODE.fullmatch(text):
            return True
        if spec.type == "household" and _FLAT.fullmatch(text) and parts_of(text):
            return True
        if spec.type in _DATED and any(map(str.isdigit, text)) and not _BARE_BANNER.fullmatch(_core(text)):
            return True
    return False


def _nil(line: Line, columns: Columns) -> str:
    """A line whose cells all say nothing (/, 无, 本月无投诉); right below a record, its key cells blank, it goes on with
    that one (reading 50)."""
    known = [(key, line.cells[column]) for column, key in columns.at.items() if line.cells[column] != ""]
    said = [cell for key, cell in known if not (isinstance(cell, str) and says_nothing(cell, columns.words))]
    if said:
        rest = [cell for cell in said if not _is_number(cell)]
        stated = len(rest) == 1 and isinstance(rest[0], str) and _NIL.fullmatch(_core(rest[0])) is not None
        return NIL if stated else ""
    case = columns.spec.same_case
    goes_on = case and line.above == "row" and not any(key in case for key, _ in known)
    return "" if goes_on or not known else NIL


def says_nothing(text: str, words: Words) -> bool:
    """Whether a text is a word for nothing, or only stops and dashes. Ticks and crosses are signs that say something."""
    return text in words.nothing or all(sign in _RULES or unicodedata.category(sign)[0] == "P" for sign in text)


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
    labels = [bool(_LABEL.fullmatch(text)) for text in texts]
    own = [label or (text != "" and _at_foot(text)) for label, text in zip(labels, texts, strict=True)]
    return own[0] and all(mine or before for mine, before in zip(own, [False, *labels], strict=False))


def _at_foot(text: str) -> bool:
    return any(form.fullmatch(_core(text)) for form in (_FOOT, _SEAL, _NO_DATE)) or _TO_SIGN.fullmatch(text) is not None


def _lone(text: str, key: str, line: Line, columns: Columns) -> str:
    """The kind of a text that stands alone under the column of a field that it cannot be; "" where it can be."""
    spec = columns.spec.fields[key]
    core = _core(text)
    if len(text) > _LONGEST:
        return ""
    if _FOOT.fullmatch(core) or _NO_DATE.fullmatch(core) or _PAGE.fullmatch(text):
        return FOOT
    if _TO_SIGN.fullmatch(text) or _SEAL.fullmatch(core):
        return SIGNATURES
    if spec.further:  # free text: anything else can be it
        return ""
    if core.startswith(("以上", "以下")) or text.endswith(":") or (spec.type == "text" and _SENTENCE.search(text)):
        return FOOT
    if _STAMP.fullmatch(text) or _SIGNED_ALONE.fullmatch(text):
        return SIGNATURES
    if _BARE_BANNER.fullmatch(core) or (spec.type not in _DATED and _BANNER.fullmatch(core)):
        return TITLES
    if spec.type not in _DATED and _FULL_DATE.fullmatch(core):
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
        return _RUNNING.fullmatch(cell.strip()) is not None
    return isinstance(cell, float | int) and not isinstance(cell, bool) and 0 <= cell < 10_000
