"""How much there is of what, in one line: the same on the terminal, in the workbook, the report and the page."""

from collections import Counter
from collections.abc import Iterable, Mapping

from clausecheck.nouns.model import REMARKS, Say, say

from .sentences import word

OTHERS = ("at_risk", "undetermined", "pending", "pass", "not_applicable", "waived")
MOST_FILES = 5
MOST_TEXTS = 3
LEFT_OUT = ("other_project", "void", "repeat")
"""Kinds of remarks on rows that are not judged: what is said of them decides whether that is right."""
Told = tuple[str, Say | str]


def breaches_and_faults(breaches: int, faults: int, lang: str) -> str:
    """Breaches of the procedure and faults of the logs, counted apart (reading 65): 不合格 46 项 · 台账问题 12 处."""
    return " · ".join(word(say(key, n=n), lang) for key, n in (("tally.breaches", breaches), ("tally.faults", faults)))


def tally_in_words(tally: Mapping[str, int], faults: int, lang: str) -> str:
    """The whole tally; of waived findings only where there are any. `faults` are part of `tally["fail"]`."""
    others = [
        word(say("tally.other", verdict=Say(f"verdict:{verdict}"), n=tally[verdict]), lang)
        for verdict in OTHERS
        if tally[verdict] or verdict != "waived"
    ]
    return "  ".join((breaches_and_faults(tally["fail"] - faults, faults, lang), *others))


def not_taken_as_it_stands(remarks: Iterable[Told], unread: Iterable[Told]) -> list[Say]:
    """A compact line for every kind of remark, and one for the files and folders that were not read; nothing where there
    is nothing. `remarks`: kind and text of each; `unread`: name and reason."""
    by_kind: dict[str, Counter[Say | str]] = {kind: Counter() for kind in REMARKS}
    for kind, text in remarks:
        by_kind[kind][text] += 1
    said = [_of_kind(kind, texts) for kind, texts in by_kind.items() if texts]
    files = list(unread)
    if files:
        named = tuple(say("tally.unread_one", file=file, why=why) for file, why in files[:MOST_FILES])
        more = (say("note.more"),) if len(files) > MOST_FILES else ()
        said.append(say("tally.unread", n=len(files), files=(*named, *more)))
    return said


def _of_kind(kind: str, texts: "Counter[Say | str]") -> Say:
    """How many there are; of rows that are left out also whose they are, or why."""
    words = {"kind": Say(f"remark:{kind}"), "n": texts.total()}
    if kind not in LEFT_OUT:
        return say("tally.remarks", **words)
    told = tuple(text for text, _ in texts.most_common(MOST_TEXTS))
    more = (say("note.more"),) if len(texts) > MOST_TEXTS else ()
    return say("tally.remarks_told", **words, texts=(*told, *more))
