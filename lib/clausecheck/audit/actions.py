"""What would have passed, and what to do now: every finding that is no pass says both (reading 64). The action follows
from what was found; it never asks to alter a date, a count or a record to fit."""

import string
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from clausecheck.nouns.model import Finding, Say, say
from clausecheck.wording import actions

BARE = ("pass", "not_applicable")
OTHER_NAMES = {"field": "end_field", "other": "start_field"}
"""What a blank of an action is called in sentences that speak of two fields."""
MERGED = {"act.of_topic": "topic"}
"""Actions that differ in nothing but this (of any other: the field) are said once of several."""
BY_VERDICT = {"pending": "in_time_open", "at_risk": "in_time_open", "undetermined": "evidence"}
DUE_LIES_AHEAD = ("pending", "at_risk")
TO_HAND_IN = {
    "undetermined.sheet_absent": "mend.sheet",
    "undetermined.column_absent": "mend.column",
    "undetermined.column_ambiguous": "mend.column_map",
    "undetermined.fact": "mend.fact",
}
"""What is absent, and what would have to be there for a verdict."""


def completed(finding: Finding) -> Finding:
    """The finding with `mend` and `action`; a pass, or what does not apply, as it is."""
    if finding.verdict in BARE:
        return replace(finding, mend=None) if finding.mend else finding
    parts = list(_parts(finding.found))
    mend = finding.mend or _would_pass(finding, parts)
    return replace(finding, mend=mend, action=finding.action or _to_do(finding, parts))


def _parts(found: Iterable[Say]) -> Iterator[Say]:
    """What was found, one thing after the other."""
    for said in found:
        if said.key == "all":
            yield from _parts(dict(said.params)["parts"])
        else:
            yield said


def _would_pass(finding: Finding, parts: list[Say]) -> Say:
    """What would have passed, where the check does not say it."""
    for part in parts:
        params = dict(part.params)
        if part.key in TO_HAND_IN:
            return Say(TO_HAND_IN[part.key], part.params)
        if part.key == "missing":
            return say("mend.by", field=params["field"], day=params["due"])
        if part.key.startswith("quota."):
            return say("mend.quota", end=params["end"], required=params["required"], unit=params["unit"])
    if finding.verdict == "undetermined":
        return say("mend.evidence")
    return say("mend.due", due=finding.due.isoformat()) if finding.due else say("mend.required")


def _to_do(finding: Finding, parts: list[Say]) -> Say:
    """What to do now: by what was found, else by the verdict."""
    if finding.verdict == "pending" and not any(part.key in _open_answers() for part in parts):
        due = finding.due
        return say("act.in_time", due=due.isoformat()) if due else say("act.in_time_open")
    said = [action for part in parts if (action := _answer(part))]
    if not said:
        return say(f"act.{BY_VERDICT.get(finding.verdict, 'general')}")
    merged = _merged(said)
    return merged[0] if len(merged) == 1 else say("all", parts=tuple(merged))


@cache
def _open_answers() -> frozenset[str]:
    """Sentences about what is not due yet that have an answer of their own."""
    return frozenset(actions()["on_site_first"]["of"])


@cache
def _answers() -> dict[str, str]:
    """Sentence -> the action that answers it."""
    return {key: name for name, entry in actions().items() for key in entry["of"]}


def _answer(part: Say) -> Say | None:
    """The action for one thing that was found. A sentence that wraps another (不能确定 …) is answered as that one, where
    it has no answer of its own; of a topic, the action is said of that topic."""
    params = dict(part.params)
    if part.key == "of_topic":
        inner = _answer(params["what"])
        return inner and say("act.of_topic", topic=params["topic"], what=inner)
    name = _answers().get(part.key) or _answers().get(part.key.rpartition("_")[0])
    if name is None:
        return _answer(params["what"]) if isinstance(params.get("what"), Say) else None
    given = {blank: params.get(blank, params.get(OTHER_NAMES.get(blank, ""))) for blank in blanks(name)}
    return Say(f"act.{name}", tuple(given.items()))


@cache
def blanks(name: str) -> tuple[str, ...]:
    """What an action has to be told, in the order it is said."""
    return tuple(dict.fromkeys(blank for _, blank, _, _ in string.Formatter().parse(actions()[name]["zh"]) if blank))


def _merged(said: list[Say]) -> list[Say]:
    """Each action once; those that differ in the field (or the topic) alone together."""
    named: dict[Say, list[object]] = {}
    for one in said:
        params = dict(one.params)
        value = params.pop(_several(one), None)
        named.setdefault(Say(one.key, tuple(params.items())), []).extend(
            value if isinstance(value, tuple) else (value,)
        )
    return [_with(rest, tuple(dict.fromkeys(values))) for rest, values in named.items()]


def _several(said: Say) -> str:
    return MERGED.get(said.key, "field")


def _with(rest: Say, values: tuple[object, ...]) -> Say:
    if values == (None,):
        return rest
    return Say(rest.key, ((_several(rest), values[0] if len(values) == 1 else values), *rest.params))
