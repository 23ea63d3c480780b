"""Whether a row still counts (reading 49): 作废, 重复工单, 撤诉 in a column for it."""

import re

from clausecheck.logs.records.setting_aside import Aside
from clausecheck.nouns.model import Logs, Row, Say, say
from clausecheck.procedure.tables import TableSpec
from clausecheck.procedure.words import Words

_BETWEEN = re.compile(r"[，,；;、/|\n。（）()【】\[\]]")
_DONE = ("已经", "已")
NO, YES = "否", "是"


_COUNTS = ("有效", "正常", "是")
"""Beside 无效, 作废, 否 in one cell: choices of a form that nobody ticked."""


def says_void(text: str, words: Words) -> bool:
    """Whether a text, or one of the words in it, says that the record does not count (each with or without 已)."""
    parts = [part.strip() for part in _BETWEEN.split(text)]
    return any(_is_void(part, words) for part in parts) and not any(part in _COUNTS for part in parts)


def _is_void(word: str, words: Words) -> bool:
    if not word:
        return False
    return word in words.void or any(word.startswith(done) and word.removeprefix(done) in words.void for done in _DONE)


def void_rows(logs: Logs, words: Words) -> Aside:
    """Every row that its own status says does not count, with the reason."""
    known: dict[str, bool] = {}
    specs = logs.tables
    return [
        (row, reason)
        for block in logs.blocks
        if block.table != logs.facts
        for row in block.rows
        if (reason := _reason(row, specs[row.table], words, known))
    ]


def _reason(row: Row, spec: TableSpec, words: Words, known: dict[str, bool]) -> Say | None:
    for key, answer in (("status", ""), ("valid", NO), ("voided", YES)):
        text = row.values.get(key)
        if not text:
            continue
        if text not in known:
            known[text] = says_void(text, words)
        if known[text] or (answer and answer in text.split("；")):
            return say("aside.void", field=spec.field(key).said, text=text)
    return None
