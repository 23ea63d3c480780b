"""Who held which role when (人员). A name is matched as written, apart from spaces and full-width letters."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from clausecheck.model import Row, Unknown
from clausecheck.periods import When


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the staff list seen on a day: its role, and whether the person was surely in post."""

    role: str | Unknown
    sure: bool
    row: Row


class Staff:
    """The staff list by name. Built once; every question names the person and the day."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._by_name: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if isinstance(row.get("name"), str):
                self._by_name[plain_name(row.get("name"))].append(row)

    @property
    def complete(self) -> bool:
        """Whether every name on the list can be read; otherwise a name that is not found may still be there."""
        return all(isinstance(row.get("name"), str) for row in self.rows)

    def knows(self, name: str) -> bool:
        return plain_name(name) in self._by_name

    def listed(self, name: str) -> list[Row]:
        return self._by_name.get(plain_name(name), [])

    def posts(self, name: str, when: When | Unknown | None) -> list[Post]:
        """The posts a person surely or possibly held on a day; both end days included (reading 10)."""
        found = []
        for row in self.listed(name):
            held = in_post(row, when)
            if held is not False:
                found.append(Post(row.get("role"), held is True, row))
        return found

    def in_post(self, name: str, when: When | Unknown | None) -> bool | None:
        """True, False, or None when it cannot be known."""
        posts = self.posts(name, when)
        if any(post.sure for post in posts):
            return True
        return None if posts else False

    def has_role(self, name: str, roles: Iterable[str], when: When | Unknown | None) -> bool | None:
        """Whether a person held one of some roles on a day; None for a name that is not listed or not in post then."""
        posts, wanted = self.posts(name, when), set(roles)
        if any(post.sure and post.role in wanted for post in posts if isinstance(post.role, str)):
            return True
        if any(isinstance(post.role, Unknown) or (not post.sure and post.role in wanted) for post in posts):
            return None
        return False if any(post.sure for post in posts) else None


def in_post(row: Row, when: When | Unknown | None) -> bool | None:
    """Whether a row of the staff list covers a day; None where a date is unreadable or the pair impossible (reading 38)."""
    start, end = row.get("from"), row.get("until")
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


def plain_name(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
