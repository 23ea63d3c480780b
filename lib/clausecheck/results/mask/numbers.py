"""Telephone and identity numbers in a text, by their form. A masked number keeps what says of what kind it was."""

import re
from collections.abc import Set
from datetime import date

_GAP = r"[ \t\u3000.\-‐-―]?"
_MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP}|0)?(1[3-9]\d(?:{_GAP}\d){{8}})(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d)[(（]?0\d{{2,3}}[)）]?{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)")
_LOCAL = re.compile(rf"(?<!\d)\d{{3,4}}{_GAP}\d{{4}}(?!\d)|(?<!\d)\d{{7,13}}(?!\d)|(?<!\d)\d{{3,4}}-\d{{7,8}}(?!\d)")
_IDENTITY = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?!\d)|(?<!\d)\d(?:{_GAP}\d){{14}}(?!\d)")
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def digits(text: str) -> str:
    """The digits of a text."""
    return "".join(sign for sign in text if sign.isdecimal())


def mask_numbers(text: str, phones: Set[str], hotlines: Set[str], strict: bool) -> str:
    """A text without the telephone and identity numbers of people.

    `phones`: digits of numbers known from the logs. `hotlines`: digits that stay. `strict` is for identifiers: only
    what is surely such a number goes (an identity number by its check digit, a mobile number, a known one).
    """
    text = _IDENTITY.sub(lambda found: _identity(found[0], strict), text)
    text = _MOBILE.sub(lambda found: _phone(found[0], hotlines), text)
    if not strict:
        text = _LANDLINE.sub(lambda found: _phone(found[0], hotlines), text)
    if phones:
        text = _LOCAL.sub(lambda found: _phone(found[0], hotlines) if digits(found[0]) in phones else found[0], text)
    return text


def _phone(written: str, hotlines: Set[str]) -> str:
    """138****5678 for a mobile number, only the last two digits of any other."""
    plain = digits(written)
    if plain in hotlines or plain.removeprefix("86") in hotlines:
        return written
    mobile = plain[-11:]
    if len(mobile) == 11 and mobile.startswith("1"):
        return f"{mobile[:3]}****{mobile[-4:]}"
    return "*" * (len(plain) - 2) + plain[-2:]


def _identity(written: str, strict: bool) -> str:
    plain = "".join(sign for sign in written.upper() if sign.isdecimal() or sign == "X")
    if not _is_identity(plain, strict):
        return written
    return plain[:2] + "*" * (len(plain) - 2)


def _is_identity(plain: str, strict: bool) -> bool:
    """Province, birth date and check digit of 18 places, or province and birth date of 15."""
    if int(plain[:2]) not in _PROVINCES:
        return False
    if len(plain) == 15:
        return _is_date("19" + plain[6:12])
    return plain[6:8] in ("18", "19", "20") and _is_date(plain[6:14]) and (not strict or _checks(plain))


def _checks(plain: str) -> bool:
    return _CHECK[sum(int(sign) * weight for sign, weight in zip(plain[:17], _WEIGHTS, strict=True)) % 11] == plain[17]


def _is_date(written: str) -> bool:
    try:
        date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return True
