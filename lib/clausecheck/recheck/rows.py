"""Which row of the later audit is which of the earlier: by identifier and content, never by place.

An identifier alone is not trusted where all else differs (numbers that were given anew), nor is likeness where the other
row stood there before: a row that was deleted must not be taken for its neighbour."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from clausecheck.audit.lines import FREE, UNREADABLE
from clausecheck.nouns.model import Line
from clausecheck.nouns.records import dataclass

from .sides import Place, place_of

ID_COUNTS, KEY_COUNTS = 3.0, 2.0
COMMON = 40
"""A value that more rows have leads to no row."""
FEW = 60
"""In a table of so few rows each is looked at."""
LIKE, UNLIKE = 0.6, 0.5
"""So much of what a row said must be said still, and of that at most so much otherwise, where no identifier says the same."""
RENUMBERED = 3
"""So many fields differ, and more than agree: then the same identifier is another row's."""
SAME_ENOUGH = 4
"""So many fields that all agree outweigh that the other row's identifier was there before."""


@dataclass(frozen=True, slots=True)
class Known:
    """What else is known of the rows: whether a later one is known to have been another one before, and whether an
    earlier one's identifier was another row's too."""

    stood: Callable[[Line], bool]
    doubled: Callable[[Line], bool]


def same_rows(
    before: Iterable[Line], now: Iterable[Line], key_dates: Mapping[str, str], known: Known
) -> dict[Place, Line]:
    """The place of each earlier row with the row that it now is, each at most once. `key_dates`: of the tables."""
    by_table: dict[str, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for line in dict.fromkeys(before):
        by_table[line.table][0].append(line)
    for line in now:
        if line.table in by_table:
            by_table[line.table][1].append(line)
    found: dict[Place, Line] = {}
    for table, (earlier, later) in by_table.items():
        found |= _assigned(earlier, later, key_dates.get(table, ""), known)
    return found


def _assigned(earlier: Sequence[Line], later: Sequence[Line], key: str, known: Known) -> dict[Place, Line]:
    """The best pairs first; of equal ones those that stand nearest."""
    pairs = []
    texts = Counter(value for line in later for value in line.said if _is_free(value))
    for i, j in _candidates(earlier, later):
        likeness = _likeness(earlier[i], later[j], key, known)
        if likeness > 0 and not _is_another(earlier[i], later[j], key, texts):
            pairs.append((-likeness, abs(earlier[i].number - later[j].number), i, j))
    found: dict[Place, Line] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if j not in taken and place_of(earlier[i]) not in found:
            taken.add(j)
            found[place_of(earlier[i])] = later[j]
    return found


def _candidates(earlier: Sequence[Line], later: Sequence[Line]) -> Iterable[tuple[int, int]]:
    """Pairs that have the identifier in common or another value that few rows have."""
    if len(later) <= FEW:
        yield from ((i, j) for i in range(len(earlier)) for j in range(len(later)))
        return
    asked = {value for line in earlier for value in _values(line)}
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for j, line in enumerate(later):
        for value in asked.intersection(_values(line)):
            having[value].append(j)
    for i, line in enumerate(earlier):
        near = (having[value] for value in _values(line))
        yield from ((i, j) for j in {j for rows in near if len(rows) <= COMMON for j in rows})


def _values(line: Line) -> Iterable[tuple[str, str]]:
    return (*line.said, ("#", line.id)) if line.id else line.said


def _is_another(one: Line, other: Line, key: str, texts: Mapping[tuple[str, str], int]) -> bool:
    """Whether two rows bear two identifiers and two days: then all that lists and common words have in common does not
    make them one. A text that one row alone has does, for a number that holds the day is mended with the day."""
    if not one.id or not other.id or one.id == other.id:
        return False
    days = {dict(line.said).get(key, UNREADABLE) for line in (one, other)}
    if len(days) == 1 or any(day.startswith(UNREADABLE) for day in days):
        return False
    return not any(texts[value] == 1 for value in set(one.said) & set(other.said) if _is_free(value))


def _is_free(value: tuple[str, str]) -> bool:
    return value[1][:1] == FREE


def _likeness(one: Line, other: Line, key: str, known: Known) -> float:
    """How surely two rows are one; 0 where they are not."""
    said, says = _without_id(one), _without_id(other)
    agree = {name for name, value in said.items() if says.get(name) == value}
    differ = {name for name in said.keys() & says.keys() - agree if said[name][:1] != FREE}
    same, unlike = _weight(agree, key), _weight(differ, key)
    firm, others = _firm(said), _firm(says)
    whole, same_id = not differ and firm <= others, one.id == other.id
    if whole and firm == others and len(firm) > 1 and (same_id or not (one.id and other.id)):
        return same + ID_COUNTS
    if one.id and same_id and not known.doubled(one):
        renumbered = len(differ) >= RENUMBERED and unlike > same
        return 0 if renumbered else ID_COUNTS + max(same - unlike, -1)
    if known.stood(other) and not (whole and one.id and not same_id and len(firm) >= SAME_ENOUGH):
        return 0
    alike = len(agree) > 1 and same >= LIKE * _weight(firm, key) and unlike <= UNLIKE * same
    return same - unlike if alike else 0


def _firm(said: Mapping[str, str]) -> set[str]:
    """The fields that count for likeness: not free texts, which people mend as they read."""
    return {name for name, value in said.items() if value[:1] != FREE}


def _without_id(line: Line) -> dict[str, str]:
    return {name: value.removeprefix(UNREADABLE) for name, value in line.said if value != line.id}


def _weight(names: Iterable[str], key: str) -> float:
    return sum(KEY_COUNTS if name == key else 1.0 for name in names)
