"""Breaches planted by name, each with what follows from it, known from the procedure alone."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from clausecheck.simulate.breaches import complaints, events, information, interviews, logs, months, reports
from clausecheck.simulate.breaches.scene import OF_COUNT, WAYS, Impossible, Scene
from clausecheck.simulate.draft import Draft, Planted, shuffled
from clausecheck.simulate.quotas import shortfalls
from clausecheck.simulate.shapes import Shape

__all__ = ["WAYS", "plant"]

_PLANTERS = (complaints, events, information, interviews, logs, months, reports)
"""Each module enlists its ways when it is loaded."""


def plant(draft: Draft, shape: Shape, count: int, ways: Sequence[str] = ()) -> None:
    """Plants so many breaches in a project, each in a way of its own where there are enough, chosen by the seed from `ways`
    (all by default), and adds what follows from them to `draft.planted`."""
    scene = Scene(draft, shape, Random(f"{shape.seed}/{shape.code}/breaches"))
    before = shortfalls(draft, shape)
    assert not before, before
    names, planted = list(ways or WAYS), 0
    for name in [name for _ in range(3) for name in shuffled(scene.rng, names)]:
        if planted == count:
            break
        scene.way = name
        try:
            WAYS[name](scene)
        except Impossible:
            continue
        planted += 1
    _count_quotas(draft, shape)


def _count_quotas(draft: Draft, shape: Shape) -> None:
    """Gives the quotas that were broken the verdict that the count comes to, and adds those that fell short besides."""
    short = shortfalls(draft, shape)
    settled: list[Planted] = []
    for one in draft.planted:
        if one.verdict == OF_COUNT:
            assert isinstance(one.subject, str)
            settled.append(replace(one, verdict=short[one.code, one.subject]))
        else:
            settled.append(one)
    known = {(one.code, one.subject) for one in settled if isinstance(one.subject, str)}
    for (code, subject), verdict in short.items():
        if (code, subject) not in known:
            zh, en = "因其他问题而达不到", "not reached because of something else that was planted"
            settled.append(Planted(code, subject, verdict, zh, en, "quota", "", True))
    draft.planted = settled
