"""扣分表: the score as a sheet, item by item. Its sums are live, so what an auditor changes in it carries through."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

from clausecheck.marks import Column, Formula, Sheet, Value
from clausecheck.marks.model import Content
from clausecheck.marks.onpaper import header_row
from clausecheck.nouns.model import Audit
from clausecheck.nouns.people import Adjustment
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.wording import term

from .told import Told

say = WordsOf(Path(__file__).with_name("score.yaml"))
COLUMNS = (
    ("no", 5), ("code", 8), ("item", 24), ("clause", 10), ("standard", 15), ("full", 9), ("reason", 40), ("deducted", 9),
    ("held", 12), ("marks", 9), ("adjusted", 10), ("note", 18), ("computed", 9),
)  # fmt: skip
HIDDEN = "computed"
"""The column that keeps what was computed, to tell what somebody changed."""
SECTION_FILL, SUM_FILL, ADJUSTED_FILL = "EDF2F7", "D9E2EC", "FFF2CC"
TWO_PLACES, PERCENT = 2, 10
MOST_NAMED = 3
Cells = list[Value | Content]


@dataclass(frozen=True, slots=True)
class Marks:
    """Of a rule, a section or the whole: what it could have, what it surely lost, what hangs on missing evidence."""

    full: Fraction = Fraction(0)
    deducted: Fraction = Fraction(0)
    held: Fraction = Fraction(0)

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(self.full + other.full, self.deducted + other.deducted, self.held + other.held)


def score_sheet(audit: Audit, told: Sequence[Told], title: Sequence[str], lang: str) -> Sheet | None:
    """The sheet, or None for an audit without a score. `title`: the lines that every sheet of results begins with."""
    if not audit.score:
        return None
    lines = [f"{title[0]} · {say('sheet', lang)}", *title[1:2], audit.score["says"][lang], say("how", lang)]
    columns = [
        Column(
            say(f"column_{name}", lang),
            width,
            hidden=name == HIDDEN,
            fill=_FILLED.get(name),
            centred=name not in _TEXTS,
        )
        for name, width in COLUMNS
    ]
    empty = Sheet(
        say("sheet", lang), columns, [], lines, autofilter=False, foot=[say("sign", lang), say("sign_centre", lang)]
    )
    rows = list(_rows(audit, told, header_row(empty) + 1, lang))
    return Sheet(empty.name, columns, rows, lines, autofilter=False, foot=empty.foot)


_TEXTS = ("item", "reason", "note")
_FILLED = {"adjusted": "B45F06", "note": "B45F06"}
"""The columns that an auditor fills in, and the colour of their headers."""


def _rows(audit: Audit, told: Sequence[Told], first: int, lang: str) -> Iterator[Cells]:
    """A line for each section, its rules below, and the sums. Every sum is a formula over the lines above."""
    score: Mapping[str, Any] = audit.score or {}
    failed, line, count = _failed(told), first, 0
    sections, total, by_hand = [], Marks(), 0.0
    for section in score["sections"]:
        marks = sum((_marks(rule) for rule in section["rules"]), Marks())
        adjusted = sum(_adjustment(audit, rule)[0] for rule in section["rules"])
        yield _section(section, marks, adjusted, line, lang)
        sections.append(line)
        total += marks
        by_hand += adjusted
        for rule in section["rules"]:
            count, line = count + 1, line + 1
            yield _rule(rule, audit, failed[rule["code"]], count, line, lang)
        line += 1
    yield from _sums(total, sections, line, by_hand, lang)


def _failed(told: Sequence[Told]) -> Mapping[str, list[str]]:
    failed: dict[str, list[str]] = defaultdict(list)
    for one in told:
        if one.shown_as == "fail":
            failed[one.finding.code].append(one.about)
    return failed


def _marks(rule: Mapping[str, Any]) -> Marks:
    exact = {name: Fraction(text) for name, text in rule["exact"].items()}
    if not _cases(rule):
        return Marks()
    return Marks(exact["marks"], exact["deducted"], exact["at_most"] - exact["deducted"])


def _cases(rule: Mapping[str, Any]) -> int:
    return sum(rule["counts"].get(verdict, 0) for verdict in ("pass", "fail", "waived", "undetermined"))


def _section(section: Mapping[str, Any], marks: Marks, by_hand: float, line: int, lang: str) -> Cells:
    name = f"{section['clause']} {section['name'][lang]}"
    span = (line + 1, line + len(section["rules"]))
    cells: Cells = [
        "",
        "",
        name,
        "",
        "",
        *_summed(marks, lambda letter: f"SUM({letter}{span[0]}:{letter}{span[1]})", line),
    ]
    cells += [Formula(f"SUM(K{span[0]}:K{span[1]})", by_hand), "", ""]
    return [_styled(each, SECTION_FILL) for each in cells]


def _rule(rule: Mapping[str, Any], audit: Audit, failed: list[str], no: int, line: int, lang: str) -> Cells:
    code, (adjusted, note) = rule["code"], _adjustment(audit, rule, lang)
    head: Cells = [no, code, audit.rulebook.titles[code][lang], _clause(audit, code), _standard(rule, lang)]
    by_hand = Value(adjusted, fill=ADJUSTED_FILL, number=TWO_PLACES) if adjusted else None
    tail: Cells = [by_hand, note]
    if not _cases(rule):
        return [*head, None, say("open", lang), None, None, None, *tail, None]
    marks = _marks(rule)
    full, lost, held = (_number(one) for one in (marks.full, marks.deducted, marks.held))
    left = Value(Formula(f"F{line}-H{line}", float(marks.full - marks.deducted)), number=TWO_PLACES)
    return [*head, full, _reason(rule, failed, lang), lost, held, left, *tail, lost]


def _clause(audit: Audit, code: str) -> str:
    return next((finding.clause for finding in audit.findings if finding.code == code), "")


def _number(marks: Fraction) -> Value:
    return Value(float(marks), number=TWO_PLACES)


def _adjustment(audit: Audit, rule: Mapping[str, Any], lang: str = "zh") -> tuple[float, str]:
    """What was adjusted by hand, and the note. Where the deduction is another one now, it is only told."""
    adjusted = audit.people.adjustments.get(rule["code"], Adjustment())
    if not adjusted.marks or adjusted.holds(float(_marks(rule).deducted)):
        return adjusted.marks, adjusted.note
    before = say("before", lang, marks=f"{adjusted.marks:+g}", deducted=f"{adjusted.computed:.2f}")
    return 0.0, before + adjusted.note


def _standard(rule: Mapping[str, Any], lang: str) -> str:
    return say("standard", lang, severity=term("severity", rule["severity"], lang), factor=rule["factor"])


def _reason(rule: Mapping[str, Any], failed: list[str], lang: str) -> str:
    counts = rule["counts"]
    parts = []
    if counts.get("fail"):
        named = say("join", lang).join(failed[:MOST_NAMED]) + (say("more", lang) if len(failed) > MOST_NAMED else "")
        parts.append(say("failed", lang, n=counts["fail"], cases=_cases(rule), named=named))
    if counts.get("undetermined"):
        parts.append(say("unknown", lang, n=counts["undetermined"]))
    if counts.get("waived"):
        parts.append(say("waived", lang, n=counts["waived"]))
    return say("and_then", lang).join(parts)


def _summed(marks: Marks, formula: Any, line: int) -> Cells:
    """Full marks, nothing, deducted, held and the score of a sum. The score is rounded down, as everywhere, but for one of
    which nothing is lost."""
    full, lost, held = (
        Formula(formula(letter), float(value))
        for letter, value in (("F", marks.full), ("H", marks.deducted), ("I", marks.held))
    )
    score = Formula(_rounded(f"F{line}-H{line}", f"F{line}", f"H{line}"), _score(marks.full, marks.deducted))
    return [full, "", lost, held, score]


def _rounded(score: str, full: str, lost: str) -> str:
    return f"IF({lost}=0,ROUND({full},2),ROUNDDOWN(ROUND({score},6),2))"


def _score(full: Fraction, lost: Fraction) -> float:
    hundredths = floor(full * 100 + Fraction(1, 2)) if not lost else floor((full - lost) * 100)
    return hundredths / 100


def _styled(content: Value | Content, fill: str) -> Value:
    formatted = TWO_PLACES if isinstance(content, Formula) else 0
    return Value(content if not isinstance(content, Value) else content.content, fill=fill, bold=True, number=formatted)


def _sums(total: Marks, sections: list[int], line: int, adjusted: float, lang: str) -> Iterator[Cells]:
    def over(letter: str) -> str:
        return "+".join(f"{letter}{one}" for one in sections) or "0"

    cells: Cells = ["", "", say("sum", lang), "", "", *_summed(total, over, line), Formula(over("K"), adjusted), "", ""]
    yield [_styled(each, SUM_FILL) for each in cells]
    score = _score(total.full, total.deducted)
    below: list[tuple[str, str, float, int]] = [
        (
            "rate",
            f"IF(F{line}=0,0,ROUNDDOWN(ROUND((F{line}-H{line})/F{line},9),3))",
            _rate(total, total.deducted),
            PERCENT,
        )
    ]
    if total.held:
        least = total.deducted + total.held
        lowest = _rounded(f"F{line}-H{line}-I{line}", f"F{line}", f"(H{line}+I{line})")
        below.append(("lowest", lowest, _score(total.full, least), TWO_PLACES))
    below.append(("after", f"J{line}-K{line}", score - adjusted, TWO_PLACES))
    for name, formula, value, number in below:
        said = Value(Formula(formula, value), fill=SUM_FILL, bold=True, number=number)
        yield [*(_styled("", SUM_FILL),) * 2, _styled(say(name, lang), SUM_FILL), *(_styled("", SUM_FILL),) * 6, said,
               *(_styled("", SUM_FILL),) * 3]  # fmt: skip


def _rate(total: Marks, lost: Fraction) -> float:
    return floor((total.full - lost) / total.full * 1000) / 1000 if total.full else 0.0
