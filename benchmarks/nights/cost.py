"""What nights cost: how well two processes work, how the first night grows, what a second one costs."""

import time
from multiprocessing import Process
from pathlib import Path

from company import SMALL, Told, night, simulated

NO_PAPERS = ("--papers", "none")
LARGE = 10_000
"""Projects of the largest company that is thought of."""


def two(told: Told, place: Path, count: int) -> None:
    """How well two processes work beside a control that only reckons."""
    logs = simulated(place, count, SMALL)
    controls = [_control()]
    one = night(logs, place / "one", *NO_PAPERS, "--jobs", "1").seconds
    controls.append(_control())
    both = night(logs, place / "two", *NO_PAPERS, "--jobs", "2").seconds
    control = min(*controls, _control())  # the strictest: a core that was taken away meanwhile would flatter
    share = one / both / 2 * control
    told.tell(
        f"{count} small projects without papers: {one:.0f} s with one process, {both:.0f} s with two; a loop that only "
        f"reckons takes {control:.2f} times as long in two processes at once: efficiency {share:.0%} of the control",
        share >= 0.9,
    )


def growth(told: Told, place: Path, sizes: tuple[int, ...]) -> None:
    """First nights of more and more projects, and a second night of the most with one in a hundred changed."""
    logs = simulated(place, max(sizes), SMALL)
    folders = sorted(logs.iterdir())
    each, held = {}, {}
    for size in sorted(sizes):
        source = place / f"logs-{size}"
        source.mkdir()
        for folder in folders[:size]:
            (source / folder.name).symlink_to(folder, target_is_directory=True)
        first = night(source, place / f"out-{size}", *NO_PAPERS, "--jobs", "2")
        each[size] = first.cpu / size
        early, held[size] = first.memory
        told.tell(
            f"first night, {size:,} small projects without papers: {first.seconds:.0f} s, {first.cpu:.0f} s of processor, "
            f"{each[size]:.3f} s each; the process that leads the night holds {early:.0f} MB in its first tenth, {held[size]:.0f} MB in its last",
            first.states == {"audited": size},
        )
    least, most = min(sizes), max(sizes)
    told.tell(
        f"growth: {most / least:.0f} times the projects, {each[most] * most / (each[least] * least):.2f} times the processor, "
        f"{held[most] / held[least]:.2f} times the memory; at that "
        f"cost {LARGE:,} take {each[most] * LARGE / 120:.0f} minutes of two cores ({each[most] * LARGE / 600:.0f} cores for 10 minutes)",
        each[most] <= 1.1 * each[least] and held[most] <= 1.1 * held[least],
    )
    changed = max(1, most // 100)
    for folder in folders[:changed]:
        (folder / "waivers.yaml").write_text("[]\n", encoding="utf-8")
    again = night(source, place / f"out-{most}", *NO_PAPERS, "--jobs", "2")
    told.tell(
        f"second night, one in a hundred changed: {again.states.get('audited', 0)} audited, {again.states.get('unchanged', 0):,} "
        f"unchanged; {again.seconds:.1f} s, {again.cpu:.1f} s of processor, {again.cpu / first.cpu:.1%} of the first; "
        f"{again.cpu / most * LARGE / 2:.0f} s of two cores for {LARGE:,}",
        again.states == {"audited": changed, "unchanged": most - changed} and again.cpu <= 0.1 * first.cpu,
    )


def _reckon() -> None:
    total = 0
    for number in range(30_000_000):
        total += number * number % 7


def _control() -> float:
    """So many times as long two processes at once take for what one does, each."""
    return _burnt(2) / _burnt(1)


def _burnt(processes: int) -> float:
    """Seconds by the clock in which so many processes at once do the same reckoning each."""
    start = time.perf_counter()
    started = [Process(target=_reckon) for _ in range(processes)]
    for one in started:
        one.start()
    for one in started:
        one.join()
    return time.perf_counter() - start
