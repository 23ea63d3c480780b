"""Room numbers in a text: the building stays, unit and room go. 1栋2单元301 becomes 1栋*单元***."""

import re
from collections.abc import Set

_NUMERAL = "零〇○一二两三四五六七八九十百"
_VALUE = rf"(?:[A-Za-z]?\d{{1,4}}[A-Za-z]?|[{_NUMERAL}]{{1,5}}|[A-Za-z]|[甲乙丙丁东南西北中左右](?=[栋幢棟座单單]))"
_ROOM = rf"(?:[A-Za-z]?\d{{2,5}}[A-Za-z]?|[{_NUMERAL}]{{2,5}})"
_GAP = r"[ \t\u3000]{0,2}[\-‐-―·,，/]?[ \t\u3000]{0,2}"
_BUILDING = r"(?:号楼|#楼|号栋|号幢|号座|栋|幢|棟|座|#|楼|号(?=[ \t\u3000]*[\-‐-―]))"
_UNIT = r"(?:号?单元|單元|号门|门|梯)"
_LABELLED = re.compile(
    rf"(?<![A-Za-z\d*])(?P<keep>(?:{_VALUE}[期区苑]{_GAP})?{_VALUE}[ \t\u3000]{{0,2}}{_BUILDING})"
    rf"(?P<gone>{_GAP}(?:{_VALUE}[ \t\u3000]{{0,2}}{_UNIT}{_GAP}|{_VALUE}[\-‐-―]{{1,4}})?"
    rf"(?:{_VALUE}[ \t\u3000]{{0,2}}[层楼]{_GAP})?(?:商?铺[A-Za-z]?\d{{1,5}}|{_ROOM}))(?![\d*年月日])"
)
_UNITED = re.compile(
    rf"(?<![A-Za-z\d*])(?P<gone>{_VALUE}[ \t\u3000]{{0,2}}{_UNIT}{_GAP}(?:{_VALUE}[层楼]{_GAP})?{_ROOM})(?!\d)"
)
_ROOM_ALONE = re.compile(rf"(?<![A-Za-z\d*\-])(?P<gone>{_ROOM})(?=号?(?:室|房))")
_DASHED = re.compile(
    r"(?<![\w*\-])(?P<keep>[A-Za-z]?\d{1,3}[A-Za-z]?)(?P<gone>[\-‐-―]{1,2}[A-Za-z]?\d{1,2}[A-Za-z]?[\-‐-―]{1,2}\d{3,4}[A-Za-z]?"
    r"|/\d{1,2}/(?!19\d\d|20\d\d)\d{3,4})(?![\w*\-])"
    r"|(?<![\w*\-])(?P<keep2>[A-Za-z]\d{0,2})(?P<gone2>-\d{3,4})(?![\w*\-])"
)
_RUN = re.compile(r"[A-Za-z\d]+(?:[\-‐-―/#_][A-Za-z\d]+)*")
_SHOWN = re.compile(rf"[A-Za-z\d{_NUMERAL}]")
_TAIL = re.compile(r"号?(?:室|房|房间|户)?$")


def plain_flat(text: str) -> str:
    """A flat number as it is compared: no spaces, capitals, without 室 or 房 at its end."""
    return _TAIL.sub("", "".join(text.split()).upper())


def known_flats(text: str) -> set[str]:
    """The forms of a written flat number that are looked for word by word; bare digits (301) could be anything."""
    plain = plain_flat(text)
    parts = {plain, *(found[0] for found in _RUN.finditer(plain))}
    return {part for part in parts if len(part) >= 3 and not part.isdecimal() and _SHOWN.search(part)}


def mask_rooms(text: str, flats: Set[str], strict: bool) -> str:
    """A text without room numbers: by their form, and those of the logs (`flats`) as they are written there.

    `strict` is for identifiers: numbers joined by dashes stay (TS-12-301 is no flat) unless they are known flats.
    """
    text = _LABELLED.sub(_starred, text)
    text = _UNITED.sub(_starred, text)
    text = _ROOM_ALONE.sub(_starred, text)
    if not strict:
        text = _DASHED.sub(_starred, text)
    if flats:
        text = _RUN.sub(lambda found: _known(found[0], flats), text)
    return text


def _starred(found: "re.Match[str]") -> str:
    groups = found.groupdict()
    keep = groups.get("keep") or groups.get("keep2") or ""
    return keep + _SHOWN.sub("*", groups.get("gone") or groups.get("gone2") or "")


def _known(run: str, flats: Set[str]) -> str:
    if run.upper() not in flats:
        return "/".join(_known(part, flats) for part in run.split("/")) if "/" in run else run
    first = re.match(r"[A-Za-z\d]+(?=[\-‐-―/#_])", run)
    kept = first[0] if first else ""
    return kept + _SHOWN.sub("*", run[len(kept) :])


def mask_flat(text: str) -> str:
    """A value that is known to name flats: everything but the first part of each number goes; a lone number goes whole."""
    return "".join(_flat(part) for part in re.split(r"([、，,;；?？\s]+)", text))


def _flat(part: str) -> str:
    if "*" in part:
        return part
    values = list(re.finditer(rf"[A-Za-z\d]+|[{_NUMERAL}]+", part))
    kept = values[0].end() if len(values) > 1 else 0
    return part[:kept] + _SHOWN.sub("*", part[kept:])
