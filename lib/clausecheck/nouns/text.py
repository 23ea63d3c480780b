"""Text as it is compared: cleaned once before any kind of value sees it, and folded to one key (reading 54)."""

import re
import unicodedata
from typing import Any

_UNSEEN = frozenset(("Cf", "Cc", "Co"))
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LINE_BREAKS = "\r\n"
_WIDE_SPACE = frozenset(("Zs", "Zl", "Zp"))
_DASHES = str.maketrans(dict.fromkeys("—–―‐‑‒−ー﹣－⁃˗", "-"))
_DOTS = str.maketrans(dict.fromkeys("•‧・．∙⋅・", "·"))
_SPACES = re.compile(r"\s+")
_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUNS = re.compile(r"\d+|\D+")
LONGEST_KEY = 300
"""No identifier, name, link or place is longer; a longer text is compared as it stands."""
_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")


def clean(text: str) -> str:
    """Text without the signs that nobody sees, its spaces of every width as plain ones; line breaks stay.

    Drops the categories Cf, Cc and Co and the variation selectors. Text without any of them comes back as it is.
    """
    if text.isprintable() and not _SELECTORS.search(text):
        return text
    odd = {ord(sign): _kept(sign) for sign in set(text) if not sign.isprintable()}
    return _SELECTORS.sub("", text).translate(odd)


def _kept(sign: str) -> str:
    if sign in _LINE_BREAKS:
        return sign
    if sign == "\t" or unicodedata.category(sign) in _WIDE_SPACE:
        return " "
    return "" if unicodedata.category(sign) in _UNSEEN else sign


def shortened(text: str, most: int) -> str:
    """At most `most` letters of a text for display, with … where more follow; the whole stands in the data."""
    return text if len(text) <= most else text[:most] + "…"


def natural(text: str) -> list[Any]:
    """A key that sorts texts as people do, 2栋 before 10栋: stretches of digits as numbers. Texts that differ only behind
    their first 300 letters are alike to it."""
    runs: list[Any] = _RUNS.findall(text[:LONGEST_KEY])
    first = text[:1].isdecimal()  # digits and other signs take turns: so number meets number in every comparison
    runs[not first :: 2] = map(int, runs[not first :: 2])
    runs.insert(0, first)
    return runs


def narrow(text: str) -> str:
    """Cleaned text with letters, digits and marks in their ordinary form (NFKC)."""
    return unicodedata.normalize("NFKC", clean(text))


def dashes_folded(text: str) -> str:
    """Text in which every kind of dash is a hyphen."""
    return text.translate(_DASHES)


def dots_folded(text: str) -> str:
    """Text in which every kind of middle dot is one."""
    return text.translate(_DOTS)


def same_key(text: str) -> str:
    """What two spellings of one identifier, name, link or place have in common: width, dashes, middle dots, letter case
    and the spaces beside Chinese signs do not count."""
    if len(text) > LONGEST_KEY:
        return text
    if text.isascii() and text.isprintable():
        return " ".join(text.split()).lower()
    folded = narrow(text.translate(_DOTS)).translate(_DASHES).translate(_DOTS)
    return _BESIDE_CJK.sub("", _SPACES.sub(" ", folded).strip()).casefold()


def simplified(text: str) -> str:
    """Text with the traditional signs of our own headers and list values in their simplified form: 類別 is 类别."""
    return text if text.isascii() else text.translate(_SIMPLE)


_PAIRS = (
    "與与專专業业東东兩两嚴严個个箇个為为爲为舉举義义書书於于產产産产價价會会傳传體体餘余脩修關关內内冊册寫写決决況况準准齣出劃划則则別别彆别製制辦办務务動动區区醫医華华協协單单衛卫衞卫捲卷廳厅發发髮发變变衹只隻只枱台檯台臺台颱台"
    "號号閤合衕同後后嚮向曏向員员諮咨響响迴回園园場场處处備备復复複复覆复夾夹實实審审傢家寬宽對对導导屬属崗岗佈布師师帶带乾干幹干榦干並并併并庫库應应廢废開开張张噹当當当彔录錄录録录誌志態态總总願愿戶户纔才託托釦扣護护報报掛挂換换據据"
    "攤摊數数無无時时暫暂機机權权來来査查標标棟栋欄栏樣样覈核樓楼畢毕氣气匯汇彙汇滙汇溝沟沒没註注滿满燈灯點点熱热狀状環环現现電电療疗盜盗盤盘碼码確确離离種种稱称簡简類类係系繫系糾纠約约紛纷綫线線线組组經经結结給给絡络統统續续維维"
    "編编繳缴網网羣群職职聯联緻致節节範范補补錶表裝装見见規规視视計计認认議议記记論论設设訪访評评訴诉話话詢询該该詳详誤误說说説说請请調调談谈負负財财責责賬账質质貼贴費费賃赁資资趙赵車车轉转輕轻輸输還还這这進进適适遺遗鄰邻埰采寀采"
    "採采裏里裡里針针鍼针銷销長长門门閉闭問问間间閱阅閲阅隊队際际隨随麪面麫面麵面項项須须鬚须顧顾預预領领題题饋馈駐驻齊齐"
)
"""Traditional sign and simplified sign, for every simplified sign that stands in our headers, list values and words: a
whole converter would load dictionaries of tens of thousands (a test holds this against one)."""
_SIMPLE = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
