"""Standing postings and what eyes on site confirm, in words."""

from collections.abc import Iterable

from clausecheck.kinds import shapes as spec

from .texts import joined, named
from .voice import Told, Voice


def standing(check: spec.Standing, voice: Voice) -> Told:
    """What must be up on the as-of date."""
    yield "scope", voice.say("standing.each", table=voice.table("postings"), posting=check.posting)
    if check.contents:
        items = joined((named("item", item, voice.lang) for item in check.contents), voice.lang)
        yield "pass", voice.say("standing.contents", items=items)
        yield "fail", voice.say("standing.contents_missing")
    if check.everyone:
        yield "pass", voice.say("standing.everyone", roles=voice.roles(check.everyone))
        yield "fail", voice.say("standing.everyone_missing")
    yield from _places(check, voice)
    if check.hotline:
        yield "pass", voice.say("standing.hotline")
        yield "fail", voice.say("standing.hotline_wrong")
        yield "undetermined", voice.say("standing.hotline_open")
    yield "not_applicable", voice.say("standing.none")
    yield "undetermined", voice.say("standing.open")


def _places(check: spec.Standing, voice: Voice) -> Told:
    for kinds, key in ((check.each_place, "standing.each_place"), (check.one_place, "standing.one_place")):
        if kinds:
            words = joined((named("place", kind, voice.lang) for kind in kinds), voice.lang)
            yield "pass", voice.say(key, kinds=words)
            yield "fail", voice.say("standing.place_missing")


def attested(voice: Voice, codes: Iterable[str]) -> Told:
    """The newest valid confirmation of each rule that needs eyes on site."""
    yield "scope", voice.say("attested.each", codes=joined(codes, voice.lang))
    for verdict in ("pass", "fail", "pending"):
        yield verdict, voice.say(f"attested.{verdict}")
