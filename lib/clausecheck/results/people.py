"""What people decided and wrote: read from review.yaml and from the copies that came back, and as documents show it."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausecheck.nouns.errors import fault
from clausecheck.nouns.model import EXCERPT, Audit, Finding
from clausecheck.nouns.own_sheets import RESULTS, SCORE, bare, names_of
from clausecheck.nouns.people import LEAST, Adjustment, Opinion, People, Place, Reply
from clausecheck.nouns.wordlists import LANGS, WordsOf

from .names import REVIEW, output_folder
from .review import Review, followed, read_reviews

if TYPE_CHECKING:
    from clausecheck.marks import ResultRow

_say = WordsOf(Path(__file__).with_name("words.yaml"))
_score = WordsOf(Path(__file__).with_name("score.yaml"))
WORKBOOKS = (".xlsx", ".xlsm")
_SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\bname=(?:\"([^\"]*)\"|'([^']*)')")


def key_of(finding: Finding) -> str:
    """By what a finding is known again in another audit."""
    return finding.identity or finding.fingerprint


def people_of(audit: Audit, review: Path | None = None) -> People:
    """What people say about the findings of an audit. `review`: a review.yaml, whose marks decide; or a marked workbook
    whose columns 审核意见 and 复查结论 the auditor wants read; or a folder of results, where a review.yaml may lie. Of the files that were audited, those that are
    copies of ours give the centre's replies and the adjusted marks; what stands in the auditor's columns there is named
    and not taken."""
    returned = [file for file in audit.files if EXCERPT not in file.notes and _returned(file.path)]
    if review is None and not returned:
        return People()
    written, chosen = _read_review(review, audit) if review else ({}, None)
    reviews = followed(written, audit.findings)
    opinions = dict(_chosen(chosen)) if chosen else {}
    for finding in audit.findings:
        decided = reviews.get((finding.code, finding.subject))
        if decided is not None and key_of(finding):
            before = opinions.get(key_of(finding), Opinion())
            opinions[key_of(finding)] = _opinion(decided, finding, before.conclusion)
    replies: dict[str, Reply] = {}
    adjustments: dict[str, Adjustment] = {}
    ignored: list[Place] = []
    for file in returned:
        from clausecheck.marks import lines_of  # noqa: PLC0415 - only who has a copy needs the annotator

        sheet, lines = lines_of(Path(file.path), RESULTS)
        for key, line in _known(lines):
            replies.setdefault(key, _reply(line, (file.file, sheet)))
            ignored += _not_taken(line, opinions.get(key), (file.file, sheet))
        sheet, lines = lines_of(Path(file.path), SCORE)
        adjustments |= {code: one for code, one in _adjusted(lines, (file.file, sheet)) if code not in adjustments}
    filled = {key: reply for key, reply in replies.items() if reply.filled}
    return People(filled, opinions, adjustments, ignored=tuple(ignored))


def _read_review(path: Path, audit: Audit) -> tuple[dict[tuple[str, str], Review], Path | None]:
    if path.is_dir() or not path.suffix:
        beside = path / REVIEW
        return read_reviews(beside if beside.is_file() else output_folder(audit, path) / REVIEW), None
    if not path.is_file():
        raise fault(str(path), "没有这个文件；请检查路径", "there is no such file; check the path")
    if path.suffix.lower() not in WORKBOOKS:
        return read_reviews(path), None
    if not _returned(str(path)):
        raise fault(
            str(path),
            "里面没有“核查结果”工作表；请给出标注副本或 review.yaml",
            "holds no sheet of audit results; give an annotated copy or a review.yaml",
        )
    return {}, path


def _returned(path: str) -> bool:
    """Whether a workbook has a sheet of ours, without reading more than the names of its sheets."""
    if not path.lower().endswith(WORKBOOKS):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError):
        return False
    names = {bare(unescape(one or other)) for one, other in _SHEET_NAME.findall(listed)}
    return bool(names & set(names_of(RESULTS)))


def _known(lines: "Sequence[ResultRow]") -> Iterator[tuple[str, "ResultRow"]]:
    for line in lines:
        if key := _text(line, "identity"):
            yield key, line


def _reply(line: "ResultRow", where: tuple[str, str]) -> Reply:
    done, by, on, evidence = (_text(line, name) for name in ("reply", "reply_by", "done_on", "evidence"))
    return Reply(done, by, on, evidence, (*where, _cell(line, "reply") or f"A{line.row}"))


def _not_taken(line: "ResultRow", known: Opinion | None, where: tuple[str, str]) -> Iterable[Place]:
    """The cells of the auditor's columns that say something else than the auditor decided."""
    printed = {opinion_in_words(known, lang) for lang in LANGS}
    if (said := _text(line, "opinion")) and said not in printed:
        yield (*where, _cell(line, "opinion"))
    if (said := _text(line, "conclusion")) and (known is None or said != known.conclusion):
        yield (*where, _cell(line, "conclusion"))


def _chosen(path: Path) -> Iterator[tuple[str, Opinion]]:
    """What the auditor wrote into the two columns of a marked workbook."""
    from clausecheck.marks import AnnotationRefused, lines_of  # noqa: PLC0415 - likewise

    try:
        _, lines = lines_of(path, RESULTS)
    except AnnotationRefused:
        raise fault(str(path), "不是可读的工作簿", "is no workbook that can be read") from None
    for key, line in _known(lines):
        opinion = replace(_as_opinion(_text(line, "opinion")), conclusion=_text(line, "conclusion"))
        if opinion != Opinion():
            yield key, opinion


def _as_opinion(said: str) -> Opinion:
    """A decision from what stands in the cell: it begins with 认可 or 有异议 (accepted, disputed), else it is a note."""
    for mark in ("accepted", "disputed"):
        for lang in LANGS:
            word = _say(f"opinion_{mark}", lang)
            if said.casefold().startswith(word):
                return Opinion(mark, said[len(word) :].lstrip("：:，,；; "))
    return Opinion(note=said)


def _opinion(review: Review, finding: Finding, conclusion: str) -> Opinion:
    return Opinion(review.mark, review.note, review.by, review.on, conclusion, not review.holds(finding))


def _adjusted(lines: "Sequence[ResultRow]", where: tuple[str, str]) -> Iterator[tuple[str, Adjustment]]:
    """What was changed on 扣分表: written into 人工调整, or over the deduction itself."""
    for line in lines:
        marks = _number(line, "adjusted")
        computed, deducted = _number(line, "computed", None), _number(line, "deducted", None)
        if computed is not None and deducted is not None:
            marks += deducted - computed
        note = _of(line, "note", _score)
        if abs(marks) >= LEAST or note:
            yield (
                line.code,
                Adjustment(round(marks, 2), note, computed or 0.0, (*where, _cell(line, "adjusted", _score))),
            )


def _number(line: "ResultRow", name: str, blank: Any = 0.0) -> Any:
    for lang in LANGS:
        filled = line.cells.get(_score(f"column_{name}", lang))
        if filled is not None and isinstance(filled.value, int | float) and not isinstance(filled.value, bool):
            return float(filled.value)
    return blank


def _text(line: "ResultRow", name: str) -> str:
    return _of(line, name, _say)


def _of(line: "ResultRow", name: str, words: WordsOf) -> str:
    """What stands in a column, as a person would write it."""
    for lang in LANGS:
        filled = line.cells.get(words(f"column_{name}", lang))
        if filled is not None:
            return _written(filled.value)
    return ""


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _cell(line: "ResultRow", name: str, words: WordsOf = _say) -> str:
    found = (line.cells.get(words(f"column_{name}", lang)) for lang in LANGS)
    return next((filled.cell for filled in found if filled is not None), "")


def opinion_in_words(opinion: Opinion | None, lang: str) -> str:
    """What the auditor decided, by whom and when, and why, in one line; empty for nothing."""
    if opinion is None or not (opinion.mark or opinion.note):
        return ""
    mark = _say(f"opinion_{opinion.mark}", lang) if opinion.mark else ""
    who = " ".join(part for part in (opinion.by, opinion.on) if part)
    by = _say("opinion_by", lang, who=who) if who else ""
    if not mark:
        return f"{opinion.note}{by}"
    noted = _say("opinion_note", lang, note=opinion.note) if opinion.note else ""
    return f"{mark}{by}{noted}" + (_say("opinion_stale", lang) if opinion.stale else "")
