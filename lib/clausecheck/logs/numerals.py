"""Numbers written in Chinese signs: 二〇二六年十二月 is 2026年12月."""

import re

from clausecheck.nouns.text import narrow

_NUMBER = re.compile("[〇零○一二两三四五六七八九十廿]+")
_DIGITS = dict(zip("〇零○一二两三四五六七八九", "0001223456789", strict=True))


def western_digits(text: str) -> str:
    """Text with Chinese and full-width numbers as ordinary digits; what is no number up to 99 stays."""
    return _NUMBER.sub(_number, narrow(text).strip())


def _number(found: re.Match[str]) -> str:
    written = found[0].replace("廿", "二十")
    if "十" not in written:
        return "".join(_DIGITS[sign] for sign in written)
    tens, _, ones = written.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return written
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))
