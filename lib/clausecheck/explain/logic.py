"""How a rule comes to its verdict, in words: told from the data of its checks, so that it stays true by itself."""

from collections.abc import Callable, Iterable
from typing import Any

from clausecheck.kinds.scope import own_tables
from clausecheck.rulebook import AnyCheck, Rulebook, has_last_day

from . import logic_counts, logic_dated, logic_rows, logic_standing
from .texts import joined
from .voice import Told, Voice

Logic = dict[str, tuple[str, ...]]
"""`scope` (what is judged), verdicts and `follows` (what becomes of it) -> sentences."""
ORDER = ("scope", "pass", "fail", "at_risk", "pending", "not_applicable", "undetermined", "follows")

KINDS: dict[str, Callable[[Any, Voice], Told]] = {
    "each_row": logic_rows.each_row,
    "dated": logic_dated.dated,
    "quota": logic_counts.quota,
    "coverage": logic_counts.coverage,
    "interview_plan": logic_counts.interview_plan,
    "publicity_plan": logic_counts.publicity_plan,
    "standing": logic_standing.standing,
}


def logic_of(voice: Voice, book: Rulebook) -> list[Logic]:
    """For each check of a rule: what is judged (`scope`), and for each verdict when it is given; each sentence once."""
    if not voice.rule.checks:
        return [_ordered(_about_logs(voice))]
    return [_ordered(_of_check(check, voice, book)) for check in voice.rule.checks]


def _ordered(told: Told) -> Logic:
    listed = list(told)
    by_verdict = {v: tuple(dict.fromkeys(said for which, said in listed if which == v)) for v in ORDER}
    return {verdict: said for verdict, said in by_verdict.items() if said}


def _of_check(check: AnyCheck, voice: Voice, book: Rulebook) -> Told:
    if check.kind == "attested":
        yield from logic_standing.attested(voice, on_site(book))
    else:
        yield from _applies(check, voice)
        yield from KINDS[check.kind](check, voice)
    yield from _open(check, voice)
    if has_last_day(check):
        yield "scope", voice.say(f"boundary.{voice.rule.boundary}")


def on_site(book: Rulebook) -> list[str]:
    """The rules that need eyes on site as well."""
    return [code for code, rule in book.rules.items() if rule.on_site]


def _applies(check: AnyCheck, voice: Voice) -> Told:
    wanted = check.applies
    if wanted.ownership:
        yield "scope", voice.say(f"applies.ownership_{wanted.ownership}")
        yield "undetermined", voice.say("open.fact", fact=voice.field("project", "ownership"))
    if wanted.fee_model:
        yield "scope", voice.say("applies.fee_model", value=wanted.fee_model)
        yield "undetermined", voice.say("open.fact", fact=voice.field("project", "fee_model"))
    if wanted.ownership or wanted.fee_model:
        yield "not_applicable", voice.say("none.project")


def _open(check: AnyCheck, voice: Voice) -> Told:
    """What leaves every check of a kind open: sheets, columns, the take-over date (reading 31)."""
    sheets: Iterable[str] = dict.fromkeys((*own_tables(check), *check.needs))
    if check.kind == "attested":
        sheets = ("attestations",)
    named = joined((voice.table(name) for name in sheets), voice.lang, "join_any")
    yield "undetermined", voice.say("open.sheets", sheets=named)
    yield "undetermined", voice.say("open.cells")
    if check.kind not in ("each_row", "standing", "attested"):
        yield "undetermined", voice.say("open.takeover")
    units = {voice.unit(name) for name in voice.rule.numbers}
    if "working_days" in units:
        yield "undetermined", voice.say("open.calendar")


def _about_logs(voice: Voice) -> Told:
    """DAT: a fault is a finding, its absence is none."""
    said = voice.say(f"dat.{voice.rule.code}")
    yield "pass", voice.say("dat.pass")
    yield "fail", voice.say("dat.fail", said=said)
    yield "follows", voice.say(f"dat.{voice.rule.code}.use")
