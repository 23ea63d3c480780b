"""How much there is of what, in one line: the same on the terminal, in the workbook, the report and the page."""

from collections import Counter
from collections.abc import Iterable, Mapping

from clausecheck.model import REMARKS, Say, say

from .sentences import word

OTHERS = ("at_risk", "undetermined", "pending", "pass", "not_applicable", "waived")
MOST_FILES = 5


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


def not_taken_as_it_stands(kinds: Iterable[str], unread: Iterable[tuple[str, Say | str]]) -> list[Say]:
    """A compact line for every kind of remark, and one for the files and folders that were not read (name and why);
    nothing where there is nothing."""
    counted = Counter(kinds)
    said = [say("tally.remarks", kind=Say(f"remark:{kind}"), n=counted[kind]) for kind in REMARKS if counted[kind]]
    files = list(unread)
    if files:
        named = tuple(say("tally.unread_one", file=file, why=why) for file, why in files[:MOST_FILES])
        more = (say("note.more"),) if len(files) > MOST_FILES else ()
        said.append(say("tally.unread", n=len(files), files=(*named, *more)))
    return said
