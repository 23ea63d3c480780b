"""Records mean what the standard library's dataclasses mean, although their methods are written later."""

import dataclasses
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pytest

from clausecheck.nouns.records import dataclass

OPTIONS = (
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"frozen": True, "slots": True, "eq": False},
)


def _made(decorate: Callable[..., Any], options: dict[str, bool]) -> Any:
    class Base:
        """What both have."""

        shared: ClassVar[int] = 3
        name: str
        count: int = 0

    base: Any = decorate(**options)(Base)

    class Whole(base):
        """All that a field may be."""

        many: list[int] = dataclasses.field(default_factory=list)
        hidden: int = dataclasses.field(default=7, repr=False, compare=False)
        own: dict[str, int] = dataclasses.field(default_factory=dict, init=False, compare=False)

    return decorate(**options)(Whole)


@pytest.fixture(params=OPTIONS, ids=str)
def both(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """A class as ours, and the same one as the standard library's."""
    return _made(dataclass, request.param), _made(dataclasses.dataclass, request.param)


def _outcome(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (TypeError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((), {"name": "a"}),
        ((), {"name": "a", "count": 2, "many": [1], "hidden": 5}),
        (("a",), {}),
        (("a", 2, [1], 5), {}),
        ((), {}),
        ((), {"name": "a", "own": {}}),
        ((), {"name": "a", "other": 1}),
        (("a",), {"name": "a"}),
    ],
)
def test_it_is_made_of_the_same_words(both: tuple[Any, Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = (_outcome(partial(whole, *given, **named)) for whole in both)
    if isinstance(theirs, type):
        assert ours is theirs
    else:
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
        assert repr(ours) == repr(theirs)


def test_it_compares_and_hashes_by_what_counts(both: tuple[Any, Any]) -> None:
    def told(whole: Any) -> list[Any]:
        one, same, other = (whole(name=name, many=(), hidden=hidden) for name, hidden in (("a", 1), ("a", 2), ("b", 1)))
        hashes = _outcome(lambda: hash(one)) is TypeError or hash(one) == hash(same)
        return [one == same, one == other, one != same, one == 1, _outcome(lambda: hash(one)) is TypeError, hashes]

    ours, theirs = map(told, both)
    assert ours == theirs


def test_it_is_changed_where_it_may_be(both: tuple[Any, Any]) -> None:
    def told(whole: Any) -> list[Any]:
        one = whole(name="a")
        changes = [
            _outcome(lambda: setattr(one, "name", "b")),
            _outcome(lambda: setattr(one, "other", 1)),
            _outcome(lambda: delattr(one, "name")),
        ]
        refused = [isinstance(it, type) for it in changes]
        return [*refused, dataclasses.replace(whole(name="a"), count=4).count, whole.shared, whole.__match_args__]

    ours, theirs = map(told, both)
    assert ours == theirs


def test_what_is_made_anew_is_nobody_elses() -> None:
    whole = _made(dataclass, {"slots": True})
    assert whole(name="a").many is not whole(name="a").many


@dataclass(frozen=True, slots=True)
class Kept:
    """One that pickling finds by its name."""

    name: str
    seen: tuple[int, ...] = ()


def test_a_pickled_one_comes_back() -> None:
    assert pickle.loads(pickle.dumps(Kept("a", (1, 2)))) == Kept("a", (1, 2))


def test_what_a_class_says_itself_is_left_to_it() -> None:
    @dataclass(frozen=True)
    class Named:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Named) and self.name.lower() == other.name.lower()

        def __hash__(self) -> int:
            return hash(self.name.lower())

        def __post_init__(self) -> None:
            object.__setattr__(self, "name", self.name.strip())

    assert Named(" A") == Named("a")
    assert len({Named("A"), Named("a ")}) == 1
    assert Named(" A").name == "A"


def test_methods_are_written_when_they_are_called() -> None:
    first = vars(Late)["__init__"]
    Late(1)
    assert vars(Late)["__init__"] is not first
    assert Late.__init__.__qualname__ == "Late.__init__"


@dataclass(slots=True)
class Late:
    """Made by nobody before its test."""

    n: int
