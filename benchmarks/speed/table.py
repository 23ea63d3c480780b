"""The table of what was measured: a line each, with what was promised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One ratio. `most`, `least`: what was promised; `goal`: what is aimed at, as `least` with `is_goal`. `n`: rounds."""

    what: str
    before: float | None = None
    now: float | None = None
    most: float | None = None
    least: float | None = None
    goal: float | None = None
    is_goal: bool = False
    n: int = 0


def broken(row: Row) -> bool:
    """Whether its promise is not kept; a goal is no promise."""
    return not row.is_goal and not _kept(row, row.most)


def _kept(row: Row, most: float | None) -> bool:
    now = row.now or 0.0
    return (most is None or now <= most) and (row.least is None or now >= row.least)


def line(row: Row) -> str:
    """As it stands in the table."""
    if row.now is None:
        return row.what
    before = "" if row.before is None else f"{row.before:8.2f} →"
    return f"{row.what:66} {before:>10} {row.now:7.2f}  {_promise(row):30} n={row.n}".rstrip()


def _promise(row: Row) -> str:
    told = []
    if row.most is not None:
        told.append(f"≤ {row.most:g} {'kept' if _kept(row, row.most) else 'MISSED'}")
    if row.least is not None:
        told.append(f"goal ≥ {row.least:g} {'met' if _kept(row, None) else 'missed'}")
    if row.goal is not None:
        told.append(f"goal ≤ {row.goal:.3g} {'met' if row.now is not None and row.now <= row.goal else 'missed'}")
    return ", ".join(told)
