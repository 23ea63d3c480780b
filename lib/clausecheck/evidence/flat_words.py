"""What stands beside a flat's number and is no part of it: who lives there, a telephone number, brackets (reading 78).

Pure text, no register: the numbers that may remain of a text. Only what cannot be a part of a number is taken off.
"""

import re
import unicodedata
from collections.abc import Iterator

from clausecheck.logs.flat_numbers import LONGEST, NAME, Parts, parts_of
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.text import dashes_folded

_BRACKETS = str.maketrans("【〔〖［｛】〕〗］｝", "((((()))))")
_NUMERALS = "零〇○一二三四五六七八九十百千两廿壹贰叁肆伍陆柒捌玖拾"
_RUN = re.compile(rf"(?:[0-9A-Z]+|[{_NUMERALS}]+)(?P<label>号房|号室|房间|室|房|号|户)?")
_PHONE = re.compile(
    r"(?<![\d-])(?:\+?86[ -]?)?(?:1[3-9][\d*X](?:[ -]?[\d*X]){8}|0\d{2,3}[ -]?\d{7,8}|\d{7,8}|[48]00-?\d{3}-?\d{4})(?![\d*])"
)
_HEADS = re.compile(r"(?<!\d)\d{1,2}\s?[人口位名]")  # （2人）
_REMARK = re.compile(r"\([^()]*\)")
_ROLE = re.compile(
    r"业主|户主|房主|住户|租户|租客|业户|房东|房客|家属|家人|客户|投诉人|受访人|联系人|房号|房屋|门牌|地址|姓名|电话|手机"
)
_TITLE = re.compile(r"先生|女士|小姐|太太|师傅|阿姨|老师|同志|经理|大爷|大妈|奶奶|爷爷")
_BESIDE = re.compile(r"[\s:.\-/|,;'\"~]+")
_NUMBER_ONLY = re.compile(r"(?!.{0,100}\d{7})[0-9A-Za-z#/\-栋幢座单元号楼层室房期]*")
"""Nothing stands beside most numbers, and they are not looked at twice."""
_NO_PART = re.compile(r"[\u4e00-\u9fffA-Z]{1,20}")
_IN_A_NUMBER = re.compile(rf"[栋幢棟座单單梯层楼期区院组团室房户铺门号#\d]|[{_NUMERALS}]{{2}}")
_NOT_BEHIND = tuple("之附至到转和及与或上下左右东南西北中前后正副甲乙丙丁戊") + tuple(_NUMERALS)
ELSEWHERE = re.compile("车位|车库|储藏|仓库|地下室|地库|隔壁|对面|楼上|楼下|邻居|旁边|附近")
"""Words that make a flat's number name another place than the flat."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A number that remains of a text. `certain`: beside it stood only who lives there, a telephone number or brackets."""

    parts: Parts
    certain: bool
    head_certain: bool


def bare_numbers(text: str) -> Iterator[Bare]:
    """The numbers that may remain of a text without what stands before and behind, longest first; the text as it stands
    is none of them."""
    if len(text) > LONGEST or _NUMBER_ONLY.fullmatch(text):
        return
    folded = dashes_folded(unicodedata.normalize("NFKC", text).translate(_BRACKETS)).strip().upper()
    ends = _ends(folded)
    for start in _starts(folded):
        before = _kind_of_words(folded[:start], behind=False)
        if before is None:
            continue
        for end in ends:
            behind = _kind_of_words(folded[end:], behind=True) if end > start else None
            if behind is None or (start, end) == (0, len(folded)):
                continue
            parts = parts_of(folded[start:end])
            if parts and not any(part.kind == NAME for part in parts[1:]):
                yield Bare(parts, before and behind, before)


def says_only_who(text: str) -> bool:
    """Whether a text holds no number but only who lives there, or a telephone number."""
    folded = dashes_folded(unicodedata.normalize("NFKC", text[: LONGEST + 1]).translate(_BRACKETS)).strip().upper()
    return len(text) <= LONGEST and _kind_of_words(folded, behind=False) is True


def _starts(text: str) -> list[int]:
    """Where the number may begin: at once, behind a telephone number, 业主 and the like or a first word, at the first
    digit."""
    starts = [0]
    if word := re.match(r"[^\d\s]{2,20}\s+", text):
        starts.append(word.end())
    if phone := _PHONE.match(text):
        starts.append(phone.end())
    if role := re.match(rf"(?:(?:{_ROLE.pattern})[\s:]*)+", text):
        starts.append(role.end())
    if digit := re.search(r"[A-Z]?\d", text):
        starts.append(digit.start())
    return sorted(set(starts))


def _ends(text: str) -> list[int]:
    """Where the number may end: behind a run of digits or numerals, with or without 室 or 号, last first."""
    ends = {end for run in _RUN.finditer(text) for end in (run.end(), run.start("label")) if end > 0}
    return sorted(ends, reverse=True)


def _kind_of_words(text: str, *, behind: bool) -> bool | None:
    """True for only who lives there, a telephone number, brackets; False for other words that are no part of a number;
    None for what may be part of one, or makes it name another place."""
    if ELSEWHERE.search(text):
        return None
    rest = _BESIDE.sub(" ", _REMARK.sub(_without_phones, _PHONE.sub(" ", text))).strip()
    plain = _ROLE.sub(" ", rest)
    untitled = _TITLE.sub(" ", plain)
    words = "".join(untitled.split())
    if not words:
        return True
    if not _NO_PART.fullmatch(words) or _IN_A_NUMBER.search(words):
        return None
    said = plain != rest or untitled != plain
    if (behind and rest.startswith(_NOT_BEHIND)) or (len(words) < 2 and not said):
        return None
    return said and len(words) <= 4


def _without_phones(brackets: "re.Match[str]") -> str:
    """Brackets whose digits may be a flat's stay, and then the text is not cut."""
    return brackets[0] if re.search(r"\d", _HEADS.sub(" ", _PHONE.sub(" ", brackets[0]))) else " "
