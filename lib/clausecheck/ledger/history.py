"""What became of every finding of a project over its runs, in the words of a recheck: new, persisting, mended, gone, reopened.

Which finding is which from run to run, `recheck` decides: by identity, never by its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.records import dataclass
from clausecheck.recheck import MENDED, MOST_LINKS, OPEN, Change, Document, Link, State, compare, document_in

from .days import history_of, known_on, periods_of
from .model import refused
from .opening import Ledger
from .reading import Judged, Known, judged_in
from .state import document_of

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """What a run found to have become of a finding. `before`, `after`: verdicts, None where there was no such finding."""

    run: int
    known_on: str
    as_of: str
    state: State
    before: str | None
    after: str | None


@dataclass(slots=True)
class Thread:
    """A finding that was open at any time. `subject`: as it was called at first, `subject_now`: at last; `about`: what it is
    about, in words; `state`: as the last run sees it; `verdict`: the last one, None where it is gone."""

    code: str
    subject: str
    subject_now: str
    about: Mapping[str, str]
    severity: str
    identity: str
    state: State
    verdict: str | None
    events: list[Event] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state in ("new", "persisting", "reopened")


@dataclass(frozen=True, slots=True)
class Past:
    """The history of a project in a period: the runs that judged it, and its findings, those that are open first."""

    project: str
    period: str
    judged: Sequence[Judged]
    threads: Sequence[Thread]


def history(ledger: Ledger, project: str, code: str = "", as_known: date | None = None) -> list[Past]:
    """What became of a project's findings, period by period in the order in which they came. `code`: of one rule alone;
    `as_known`: as it was known at the end of that day.

    Raises InputFault for a project that is not on record, or not by then.
    """
    found = []
    with ledger.reading() as connection:
        periods = periods_of(connection, project)
        for period in periods:
            runs, states = history_of(connection, project, period)
            if as_known:
                seen = known_on(connection, project, period, as_known)
                states = [one for one in states if seen and one.judged.run <= seen.judged.run]
            if states:
                first = states[0].judged
                later = (one for one in judged_in(runs, project) if one.run > first.run)
                judged = [first, *(one for one in later if not as_known or one.known_on <= as_known.isoformat())]
                found.append(Past(project, period, judged, _in_order(_threads(states, judged), code)))
    if not found:
        key = "not_yet" if periods else "no_project"
        raise refused(ledger.place, key, project=project, day=as_known)
    return found


def _in_order(threads: list[Thread], code: str) -> list[Thread]:
    wanted = [one for one in threads if not code or one.code == code]
    return sorted(wanted, key=lambda one: (not one.is_open, one.code, one.subject_now, one.events[0].run))


class _Weaving:
    """Threads while run after run is added. `open`: those that are, by how the last run calls them."""

    def __init__(self) -> None:
        self.threads: list[Thread] = []
        self.open: dict[Key, list[Thread]] = {}

    def begin(self, record: Mapping[str, Any], state: State, event: Event) -> None:
        again = (
            self._closed(record["code"], record.get("identity", ""), record["subject"]) if state == "reopened" else None
        )
        thread = again or Thread(
            record["code"], record["subject"], record["subject"], record.get("about", {}), record.get("severity", ""),
            record.get("identity", ""), state, record["verdict"],
        )  # fmt: skip
        if again is None:
            self.threads.append(thread)
        thread.subject_now, thread.state, thread.verdict = record["subject"], state, record["verdict"]
        thread.events.append(event)
        self.open.setdefault((record["code"], record["subject"]), []).append(thread)

    def _closed(self, code: str, identity: str, subject: str) -> Thread | None:
        """The finding that had come to pass and is open again."""
        ended = [one for one in self.threads if one.code == code and not one.is_open]
        same = [one for one in ended if identity and one.identity == identity]
        return next(reversed(same or [one for one in ended if one.subject_now == subject]), None)

    def go_on(self, former: dict[Key, list[Thread]], change: Change, event: Event) -> None:
        for thread in former.pop((change.code, change.subject), []):
            told = thread.verdict != change.after or change.state != "persisting"
            thread.state, thread.verdict = change.state, change.after
            thread.subject_now = change.subject_now or thread.subject_now
            if told:
                thread.events.append(event)
            if change.state == "persisting":
                self.open.setdefault((change.code, thread.subject_now), []).append(thread)


def _threads(states: Sequence[Known], judged: Sequence[Judged]) -> list[Thread]:
    weaving, links = _Weaving(), list[Link]()
    before: Document | None = None
    for known in states:
        now = document_in(document_of(known.step.state, known.judged.as_of), Path("ledger"))
        if before is None or before.rulebook["id"] != now.rulebook["id"]:
            _start(weaving, known, now)
            links = []
        else:
            mended = _step(weaving, known, before, now, links)
            links = [Link(before, mended), *links][:MOST_LINKS] if mended else links
        before = now
    last = judged[-1].run
    for thread in weaving.threads:
        if thread.state in ("new", "reopened") and thread.events[-1].run < last:
            thread.state = "persisting"
    return weaving.threads


def _start(weaving: _Weaving, known: Known, now: Document) -> None:
    """All that is open in a first state is new; where retention left it, since the day that it kept."""
    since = _since(known)
    weaving.open.clear()
    for key, record in now.told.items():
        if record["verdict"] in OPEN and not record.get("remark"):
            run, known_on = since.get(key, (known.judged.run, known.judged.known_on))
            event = Event(run, known_on, known.judged.as_of, "new", None, record["verdict"])
            weaving.begin(record, "new", event)


def _since(known: Known) -> dict[Key, tuple[int, str]]:
    if not known.step.since:
        return {}
    listed = document_of(known.step.state, known.judged.as_of)["findings"]
    return {
        (one["code"], one["subject"]): (run, known_on)
        for one, (run, known_on) in zip(listed, known.step.since, strict=True)
    }


def _step(weaving: _Weaving, known: Known, before: Document, now: Document, links: Sequence[Link]) -> frozenset[Key]:
    """Adds what a run found; returns what it found mended, by the former name."""
    changes = compare(before, now, links).changes
    former, weaving.open = weaving.open, {}
    judged = known.judged
    for change in changes:
        event = Event(judged.run, judged.known_on, judged.as_of, change.state, change.before, change.after)
        if change.state in ("new", "reopened"):
            weaving.begin(now.told[change.code, change.subject], change.state, event)
        else:
            weaving.go_on(former, change, event)
    return frozenset((one.code, one.subject) for one in changes if one.state in MENDED)


def as_data(pasts: Sequence[Past]) -> Iterator[dict[str, Any]]:
    """The history as plain data, for JSON."""
    for past in pasts:
        yield {
            "project": past.project,
            "period": past.period,
            "runs": [{"run": one.run, "known_on": one.known_on, "as_of": one.as_of} for one in past.judged],
            "findings": [_data(one) for one in past.threads],
        }


def _data(thread: Thread) -> dict[str, Any]:
    return {
        "code": thread.code,
        "subject": thread.subject,
        "subject_now": thread.subject_now,
        "about": dict(thread.about),
        "severity": thread.severity,
        "identity": thread.identity,
        "state": thread.state,
        "verdict": thread.verdict,
        "events": [
            {"run": one.run, "known_on": one.known_on, "as_of": one.as_of, "state": one.state, "before": one.before, "after": one.after}
            for one in thread.events
        ],
    }  # fmt: skip
