"""People's names: taken from the columns that hold them, and found again wherever they stand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set

LETTERS = re.compile(r"[\u3400-\u9fff·•‧]+|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'.\-]*(?: [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'.\-]*)*")
"""A run of Chinese letters, or of Latin words."""
_SPACED = re.compile(r"(?<![\u3400-\u9fff*])[\u3400-\u9fff](?:[ \t\u3000]+[\u3400-\u9fff]){1,3}(?![\u3400-\u9fff*])")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
Names = Mapping[str, tuple[tuple[int, frozenset[str]], ...]]
"""Names by first letter and length."""
LONGEST = 12
TITLES = ("先生", "女士", "小姐", "太太", "师傅", "阿姨", "老师", "经理", "主管", "主任", "业主", "队长", "工程师")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳司徒上官诸葛"
)
_TITLED = re.compile(
    rf"(?P<first>[{_SURNAMES}])(?P<rest>[\u4e00-\u9fff]{{0,2}}?)(?P<title>先生|女士|小姐|太太|师傅|阿姨|老师)"
)
_INTRODUCED = re.compile(
    r"(?P<word>(?:业主|住户|租户|投诉人|受访人|联系人|责任人|姓名|户主)(?:姓名)?[:：为是\s]{0,2})"
    rf"(?P<first>[{_SURNAMES}])(?P<rest>[\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])"
)


def names_in(text: str, vocabulary: Set[str]) -> Iterator[str]:
    """The names in a cell that holds people's names: 王敏、李女士（客服） gives 王敏 and 李女士. Words of the form
    (`vocabulary`: roles, headers, list values) are none, nor is a single letter."""
    for found in LETTERS.finditer(" ".join(text.split())):
        for run in (found[0], "".join(found[0].split())):
            for name in (run, *(_without_title(run))):
                if 2 <= len(name) <= LONGEST * 2 and name not in vocabulary and name not in TITLES:
                    yield name
    for found in _SPACED.finditer(text):
        yield "".join(found[0].split())


def _without_title(name: str) -> Iterator[str]:
    for title in TITLES:
        if name.endswith(title):
            yield name.removesuffix(title)


def by_first(names: Iterable[str]) -> Names:
    """Names, in small letters, by first letter and length, longest first: a hundred thousand are looked up quickly."""
    grouped: dict[str, dict[int, set[str]]] = {}
    for name in map(str.casefold, names):
        grouped.setdefault(name[0], {}).setdefault(len(name), set()).add(name)
    return {
        first: tuple((n, frozenset(some)) for n, some in sorted(by_length.items(), reverse=True))
        for first, by_length in grouped.items()
    }


def all_names(names: Names) -> Iterator[str]:
    """Every name again, in small letters."""
    for by_length in names.values():
        for _, some in by_length:
            yield from some


def mask_names(text: str, names: Names) -> str:
    """A text with every known name starred but for its first letter, and those that a title or a word gives away."""
    if names:
        text = _SPACED.sub(lambda found: _spaced(found[0], names), text)
        text = _known(text, names)
    text = _TITLED.sub(lambda found: found["first"] + "*" * (len(found["rest"]) + len(found["title"])), text)
    return _INTRODUCED.sub(lambda found: found["word"] + found["first"] + "*" * len(found["rest"]), text)


def _spaced(written: str, names: Names) -> str:
    """王　敏, written apart to look aligned."""
    joined = "".join(written.split())
    return _star(joined) if any(joined in some for _, some in names.get(joined[0], ())) else written


def _known(text: str, names: Names) -> str:
    folded = text.casefold() if len(text.casefold()) == len(text) else text
    parts: list[str] = []
    done = at = 0
    while at < len(text):
        begun = names.get(folded[at])
        n = next((n for n, some in begun if _stands(folded, at, n, some)), 0) if begun else 0
        if n:
            parts += [text[done:at], _star(text[at : at + n])]
            done = at + n
        at += n or 1
    return "".join([*parts, text[done:]])


def _stands(text: str, at: int, n: int, names: Set[str]) -> bool:
    """Whether a name of that length stands at a place; a Latin one only as a word of its own."""
    end = at + n
    if text[at:end] not in names:
        return False
    if not _LATIN.match(text[at]):
        return True
    return not (at and _LATIN.match(text[at - 1])) and not (end < len(text) and _LATIN.match(text[end]))


def _star(name: str) -> str:
    return name[0] + "*" * (len(name) - 1)


def mask_person(text: str, vocabulary: Set[str]) -> str:
    """A value that is known to be people's names: every run of letters is starred, known or not, but words of the
    form stay. What is starred already stays as it is."""
    return LETTERS.sub(lambda found: _run(found, vocabulary), text)


def _run(found: "re.Match[str]", vocabulary: Set[str]) -> str:
    run, text, end = found[0], found.string, found.end()
    if run in vocabulary or text[end : end + 1] == "*" or text[max(0, found.start() - 1) : found.start()] == "*":
        return run
    return _star(run) if len(run) > 1 else "*"
