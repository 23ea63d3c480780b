"""Who held which role when (人员), and which people of the list a cell names (reading 52)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from clausecheck.nouns.model import Row, Unknown
from clausecheck.nouns.periods import When
from clausecheck.nouns.records import dataclass
from clausecheck.procedure.words import Words

from .person_cells import FEWEST_SIGNS, LONGEST, NameReading, Stretch, plain_name, surely_apart

__all__ = [
    "FROM",
    "NAME",
    "ROLE",
    "UNTIL",
    "Person",
    "Post",
    "Staff",
    "held_role",
    "in_post",
    "plain_name",
    "posts",
    "was_in_post",
]

NAME, ROLE, FROM, UNTIL = "name", "role", "from", "until"
"""What the columns of a staff list are called, in every procedure that has one."""
CERTAIN_SIGNS = 3
MOST_STRETCHES = 4
"""No name is written in more pieces (Maria de la Cruz)."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people whom a cell names: the name to be said, and the rows of the staff list that are surely this
    one's, or may be. Without any: somebody who is not on the list."""

    name: str
    rows: tuple[Row, ...] = ()
    perhaps: tuple[Row, ...] = ()

    @property
    def listed(self) -> tuple[Row, ...]:
        return (*self.rows, *self.perhaps)


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the staff list seen on a day: its role, and whether the person was surely in post."""

    role: str | Unknown
    sure: bool
    row: Row


class Staff:
    """The staff list by name. Built once; every question names a cell, or a person of it, and the day."""

    def __init__(self, rows: Iterable[Row], words: Words) -> None:
        self.rows = list(rows)
        self._reading = NameReading(words)
        self._by_name: dict[str, list[Row]] = defaultdict(list)
        self._seen: dict[str, tuple[Person, ...]] = {}
        self._held: dict[tuple[str, tuple[str, ...], date], bool | None] = {}
        for row in self.rows:
            name = row.get("name")
            if isinstance(name, str):
                for key in self._names_of(name):
                    self._by_name[key].append(row)

    def _names_of(self, listed: str) -> set[str]:
        """A name on the list as written, and without what is no part of it: 孙小美（客服） is 孙小美 too."""
        if len(listed) > LONGEST:
            return {plain_name(listed)}
        parts = surely_apart(listed)
        pieces = [listed, *(listed[part.start : part.end] for part in parts if len(parts) > 1)]
        levels = (level for piece in pieces for level in ({piece}, *self._reading.shorter(piece)))
        return {plain_name(one) for level in levels for one in level if len(plain_name(one)) > 1 or one == listed}

    @cached_property
    def complete(self) -> bool:
        """Whether every name on the list can be read; otherwise a name that is not found may still be there."""
        return all(isinstance(row.get("name"), str) for row in self.rows)

    def named(self, cell: str) -> tuple[Person, ...]:
        """The people whom a cell names, one at least, in the order written."""
        known = self._seen.get(cell)
        if known is None:
            known = self._seen[cell] = self._read(cell)
        return known

    def has_role(self, cell: str, roles: Iterable[str], when: When | Unknown | None) -> bool | None:
        """Whether one of those whom a cell names held one of some roles on a day; None where it cannot be known.

        Whoever counts visits asks this: one that names several people of a role counts once.
        """
        if not isinstance(when, When):
            return self._has_role(cell, roles, when)
        asked = cell, tuple(roles), when.day
        if asked not in self._held:
            self._held[asked] = self._has_role(cell, roles, when)
        return self._held[asked]

    def _has_role(self, cell: str, roles: Iterable[str], when: When | Unknown | None) -> bool | None:
        held = [held_role(person, roles, when) for person in self.named(cell)]
        return True if True in held else None if None in held else False

    def _read(self, cell: str) -> tuple[Person, ...]:
        if plain_name(cell) in self._by_name:
            return (self._person(cell) or Person(cell),)
        if len(cell) > LONGEST or cell in self._reading.nothing:
            return (Person(cell),)
        found: list[Person] = []
        stretches = surely_apart(cell)
        while stretches:
            n = next(
                (n for n in range(min(len(stretches), MOST_STRETCHES), 1, -1) if self._exact(cell, stretches[:n])), 1
            )
            text = cell[stretches[0].start : stretches[n - 1].end]
            found += [self._person(text) or Person(text)] if n > 1 else self._between(text)
            stretches = stretches[n:]
        return tuple({person.name: self._perhaps_in(person) for person in found}.values()) or (Person(cell),)

    def _perhaps_in(self, person: Person) -> Person:
        """Somebody who is not on the list, in whose text a name of the list stands (客服部孙客服, 孙客服-KF01): it may be
        that one, so nobody can say who is meant."""
        if person.listed:
            return person
        text = plain_name(person.name)
        names = [
            name
            for name in self._within(text)
            if _stands_in(name, text) and not self._reading.is_title(text.replace(name, ""))
        ]  # 李主任助理 is whoever assists 李主任
        rows = {row.key: row for name in names for row in self._by_name[name]}
        return Person(person.name, (), tuple(rows.values()))

    def _within(self, text: str) -> list[str]:
        """The names of the list that stand in a text, in the list's order: the text is short, the list may be long."""
        pieces = {text[at : at + n] for n in self._lengths for at in range(len(text) - n + 1)}
        return sorted(pieces & self._places.keys(), key=self._places.__getitem__)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._by_name)}

    @cached_property
    def _lengths(self) -> frozenset[int]:
        return frozenset(map(len, self._by_name))

    def _exact(self, text: str, stretches: Sequence[Stretch]) -> bool:
        """Whether stretches are one name of the list, which holds what else would separate."""
        return plain_name(text[stretches[0].start : stretches[-1].end]) in self._by_name

    def _between(self, text: str) -> list[Person]:
        """The people in a text that no comma separates. A space, 和 and the like separate only where both sides are on
        the list; beside somebody who is not they belong to the name, and nobody can tell who is meant."""
        if whole := self._person(text):
            return [whole]
        stretches = self._reading.perhaps_apart(text)
        found: list[tuple[int, int, Person | None]] = []
        while stretches:
            ends = range(min(len(stretches), MOST_STRETCHES), 0, -1)
            named = ((n, self._person(text[stretches[0].start : stretches[n - 1].end])) for n in ends)
            n, person = next(((n, person) for n, person in named if person), (1, None))
            found.append((stretches[0].start, stretches[n - 1].end, person))
            stretches = stretches[n:]
        return [self._joined(text, run) for run in _runs(found)]

    def _joined(self, text: str, run: Sequence[tuple[int, int, Person | None]]) -> Person:
        (start, end, person), (_, last, _) = run[0], run[-1]
        if len(run) == 1 and person:
            return person
        name = " ".join(text[start : max(end, last)].split())
        if len(run) == 2 and any(e - s == 1 for s, e, _ in run):  # 王敏 慧 is one name
            return Person(name)
        return Person(name, (), tuple(row for *_, one in run if one for row in one.listed))

    def _person(self, text: str) -> Person | None:
        """The person of the list that a text names, as it stands or without what is no part of a name; whoever the
        list names less closely may be meant too."""
        levels = [{text}, *self._reading.shorter(text)] if len(text) <= LONGEST else [{text}]
        hits = [hit for level in levels if (hit := self._rows_of(level))]
        if not hits:
            return None
        first, name = hits[0], " ".join(text.split())
        sure = [row for row in first[0] if all(row in rows for rows in first)]  # of two different names neither is sure
        if plain_name(text) not in self._by_name and sure:
            name = sure[0].get("name")
        known = {row.key for row in sure}
        perhaps = {row.key: row for hit in hits for rows in hit for row in rows if row.key not in known}
        return Person(name, tuple(sure), tuple(perhaps.values()))

    def _rows_of(self, names: set[str]) -> list[list[Row]]:
        """For each of some names that is on the list its rows."""
        return [self._by_name[key] for key in sorted({plain_name(one) for one in names}) if key in self._by_name]


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a longer text, and is hardly a part of another name: set apart on both sides, or three
    signs at least among more than a name has (王敏慧 is not 王敏)."""
    at = text.find(name)
    if at < 0 or len(name) < FEWEST_SIGNS or name == text:
        return False
    around = text[:at][-1:], text[at + len(name) :][:1]
    if not any(sign.isalnum() for sign in around):
        return True
    return not name.isascii() and len(name) >= CERTAIN_SIGNS and len(text) >= len(name) + 2


def _runs(
    found: Sequence[tuple[int, int, Person | None]],
) -> Iterable[list[tuple[int, int, Person | None]]]:
    """Stretches that nothing separates: one that is not on the list belongs to its neighbours on both sides."""
    run: list[tuple[int, int, Person | None]] = []
    for one in found:
        if run and run[-1][2] and one[2]:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def posts(person: Person, when: When | Unknown | None) -> list[Post]:
    """The posts a person surely or possibly held on a day; both end days included (reading 10)."""
    found = []
    for row in person.listed:
        held = in_post(row, when)
        if held is not False:
            found.append(Post(row.get("role"), held is True and row in person.rows, row))
    return found


def was_in_post(person: Person, when: When | Unknown | None) -> bool | None:
    """True, False, or None when it cannot be known."""
    held = posts(person, when)
    if any(post.sure for post in held):
        return True
    return None if held else False


def held_role(person: Person, roles: Iterable[str], when: When | Unknown | None) -> bool | None:
    """Whether a person held one of some roles on a day; None for one who is not on the list or not in post then."""
    held, wanted = posts(person, when), set(roles)
    if any(post.sure and post.role in wanted for post in held if isinstance(post.role, str)):
        return True
    if any(isinstance(post.role, Unknown) or (not post.sure and post.role in wanted) for post in held):
        return None
    return False if any(post.sure for post in held) else None


def in_post(row: Row, when: When | Unknown | None, first: str = FROM, last: str = UNTIL) -> bool | None:
    """Whether a row of the staff list, or of another with a first and a last day, covers a day; None where a date is
    unreadable or the pair impossible (reading 38)."""
    start, end = row.get(first), row.get(last)
    if not isinstance(when, When) or isinstance(start, Unknown) or isinstance(end, Unknown):
        return _bounds_exclude(start, end, when)
    if end is not None and end.day < start.day:
        return None
    return bool(start.day <= when.day and (end is None or when.day <= end.day))


def _bounds_exclude(start: object, end: object, when: object) -> bool | None:
    """One readable bound may still exclude a day for certain."""
    if isinstance(when, When):
        if isinstance(start, When) and when.day < start.day:
            return False
        if isinstance(end, When) and when.day > end.day:
            return False
    return None
