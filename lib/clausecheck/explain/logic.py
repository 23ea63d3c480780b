"""How a rule comes to its verdict, in words: told from the data of its checks, so that it stays true by itself."""

from typing import Any

from clausecheck.evidence.facts import FEE_MODEL, OWNERSHIP
from clausecheck.kinds import KINDS, has_last_day, on_site, own_tables
from clausecheck.kinds.telling import Told
from clausecheck.rulebook import Procedure

from .texts import joined
from .voice import Voice

Logic = dict[str, tuple[str, ...]]
"""`scope` (what is judged), verdicts and `follows` (what becomes of it) -> sentences."""
ORDER = ("scope", "pass", "fail", "at_risk", "pending", "not_applicable", "undetermined", "follows")


def logic_of(voice: Voice, book: Procedure) -> list[Logic]:
    """For each check of a rule: what is judged (`scope`), and for each verdict when it is given; each sentence once."""
    if not voice.rule.checks:
        return [_ordered(_about_logs(voice))]
    codes = joined(on_site(book.rules), voice.lang)
    return [_ordered(_of_check(check, voice, codes)) for check in voice.rule.checks]


def _ordered(told: Told) -> Logic:
    listed = list(told)
    by_verdict = {v: tuple(dict.fromkeys(said for which, said in listed if which == v)) for v in ORDER}
    return {verdict: said for verdict, said in by_verdict.items() if said}


def _of_check(check: Any, voice: Voice, codes: str) -> Told:
    yield from _applies(check, voice)
    yield from voice.told(check, check.table, codes=codes)
    unit = voice.say(f"unit.{check.each}") if hasattr(check, "each") else ""
    for part in getattr(check, "parts", ()):
        yield from voice.told(part, check.table, unit=unit)
    yield from _open(check, voice)
    if has_last_day(check):
        yield "scope", voice.say(f"boundary.{voice.rule.boundary}")


def _applies(check: Any, voice: Voice) -> Told:
    wanted = check.applies
    if wanted.ownership:
        yield "scope", voice.say(f"applies.ownership_{wanted.ownership}")
        yield "undetermined", voice.say("open.fact", fact=voice.fact(OWNERSHIP[0]))
    if wanted.fee_model:
        yield "scope", voice.say("applies.fee_model", value=wanted.fee_model)
        yield "undetermined", voice.say("open.fact", fact=voice.fact(FEE_MODEL))
    if wanted.ownership or wanted.fee_model:
        yield "not_applicable", voice.say("none.project")


def _open(check: Any, voice: Voice) -> Told:
    """What leaves every check of a kind open: sheets, columns, the take-over date (reading 31)."""
    named = joined((voice.table(name) for name in own_tables(check)), voice.lang, "join_any")
    yield "undetermined", voice.say("open.sheets", sheets=named)
    yield "undetermined", voice.say("open.cells")
    if KINDS[check.kind].takeover:
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
