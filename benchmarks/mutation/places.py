"""Where a mutant's change lies in the compiled module, and how it is put in place of what is there."""

import gc
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from mutants import LIBRARY, Mutant, mutated

_FUNCTION = 0x02
"""CO_NEWLOCALS: the code of a function, not of a module or class."""
Known = dict[tuple[str, str, int], list[FunctionType]]


@dataclass(frozen=True)
class Place:
    """The code that a mutant changes: pairs of old and new from the module inwards, and the lines of the function that
    holds it (none: the change lies outside every function)."""

    pairs: tuple[tuple[CodeType, CodeType], ...]
    lines: frozenset[int]
    head: frozenset[int]
    """First lines of the function and those in it, which run when it is defined too."""

    def runs_within(self, lines: set[int]) -> bool:
        """Whether any of these lines, or the definition of a function on one line, is the function at work."""
        body = self.lines - self.head
        return not body or bool(body & lines)


def place_of(mutant: Mutant) -> Place:
    """Where a mutant's change lies. Raises SyntaxError where the mutant is no Python."""
    path = LIBRARY / mutant.file
    old = compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True)
    pairs = tuple(_different(old, compile(mutated(mutant), str(path), "exec", dont_inherit=True)))
    inside = [code for code, _ in pairs if code.co_flags & _FUNCTION]
    if not inside:
        return Place(pairs, frozenset(), frozenset())
    all_codes = list(_codes(inside[0]))
    lines = {line for code in all_codes for _, _, line in code.co_lines() if line}
    return Place(pairs, frozenset(lines), frozenset(code.co_firstlineno for code in all_codes))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _different(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Pairs that differ from the module inwards, as far as the codes within stand in the same order."""
    if old == new:
        return
    yield old, new
    olds, news = ([each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new))
    if [each.co_name for each in olds] == [each.co_name for each in news]:
        for one, other in zip(olds, news, strict=True):
            yield from _different(one, other)


def known_functions(files: Sequence[str]) -> Known:
    """Every function there is of these files, by file, name and first line."""
    wanted, known = {str(LIBRARY / file) for file in files}, defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename in wanted:
            known[_name(each.__code__)].append(each)
    return known


def _name(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def put(place: Place, known: Known) -> bool:
    """Gives every function that a mutant changes its new code; False where there is none to give it to."""
    found = False
    for old, new in place.pairs:
        for function in known.get(_name(old), ()):
            function.__code__, found = new, True
    return found


class Instead(SourceFileLoader):
    """Loads one module with its mutant's text, when it is first imported."""

    def __init__(self, mutant: Mutant) -> None:
        path = LIBRARY / mutant.file
        self.module = ".".join(("clausecheck", *Path(mutant.file).with_suffix("").parts)).removesuffix(".__init__")
        self.text = mutated(mutant)
        super().__init__(self.module, str(path))

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.module else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)

    def take_place(self) -> None:
        sys.meta_path.insert(0, self)  # type: ignore[arg-type]
