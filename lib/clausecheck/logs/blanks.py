"""Words that stand in a cell instead of a value, and what they mean in its column (reading 53)."""

import re

from clausecheck.logs.names import bare
from clausecheck.nouns.model import NotYet
from clausecheck.procedure.tables import FieldSpec
from clausecheck.procedure.words import WordList, Words

LONGEST = 200
"""Of a longer text only its beginning is looked at: 未办结，因为 …"""
_CLAUSE = re.compile(r"[-、，,;；。/:：\s(（]")
_BUILDING = re.compile("^(?:[A-Z0-9一二三四五六七八九十]{1,4}(?:栋|幢|座|号楼|单元|期|区|层|楼|#))+")
_DAY = re.compile(r"[\d０-９]+\s*(?:[月日号]|[-./年]\s*[\d０-９])")
_AHEAD = re.compile("预计|预期|计划|约定|拟|待")
BLANK = object()
"""What the words mean in most columns: nothing is there yet, or at all."""


def meaning_of(text: str, spec: FieldSpec, words: Words, facts: bool) -> object | NotYet | int | None:
    """BLANK, NotYet or 0 for words that mean it in a column; None for any other text.

    `facts`: the field is an item of 项目信息, where 无 under a number is no 0.
    """
    said = text if len(text) <= LONGEST else text[:LONGEST] + "#"
    if spec.type == "household":
        return BLANK if said in words.nothing or no_flat(said, words) else None
    if spec.is_date:
        return _of_date(text, said, spec, words)
    if spec.type == "count" and not facts and said in words.zero:
        return 0
    needed = not spec.absent_blank if spec.type == "text" else spec.required
    return BLANK if not needed and said in words.nothing else None


def _of_date(text: str, said: str, spec: FieldSpec, words: Words) -> object | NotYet | None:
    if spec.handover and said in words.not_handed_over:
        return NotYet(text)
    if spec.required or (_DAY.search(said) and not _AHEAD.search(said)):
        return None  # 未接通，8月5日再次回访: something was done on that day
    lists: list[WordList] = [words.open, words.nothing]
    lists += [words.still] if spec.end else []
    lists += [words.not_moved_in] if spec.handover else []
    return BLANK if any(_begins_with(said, one) for one in lists) else None


def no_flat(said: str, words: Words) -> bool:
    """Whether a text says that no flat is concerned, whatever stands beside it: 公共区域（电梯厅）, 公区-大堂, 3栋公区."""
    plain = bare(said)
    return _begins_with(said, words.no_flat) or any(
        one in words.no_flat for one in (plain, _BUILDING.sub("", plain.upper()))
    )


def _begins_with(said: str, words: WordList) -> bool:
    """Whether a text is one of the words, or begins with it and goes on without any number: 处理中，等业主回复."""
    if said in words:
        return True
    return not any(map(str.isdigit, said)) and (head := _CLAUSE.split(said, maxsplit=1)[0]) != said and head in words


def is_remarked(shown: str, spec: FieldSpec, words: Words) -> bool:
    """Whether a cell read as blank, of which `shown` was read, is remarked: not where 至今 says that there is no end."""
    if spec.type == "household":
        return True
    return spec.is_date and not (spec.end and _begins_with(shown[:LONGEST], words.still))
