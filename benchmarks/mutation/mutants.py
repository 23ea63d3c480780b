"""The mutants: one small change of a line each, made by the operators of cosmic-ray over the files of a bucket.

Not made, because no test could tell the change or each would: type annotations, decorators (`frozen`, `slots`, `cache`),
`strict` of zip, alternatives of isinstance. Of the many replacements for an operator the nearest alone is made (`<` by
`<=`, `+` by `-`): `+` by `<<` is a TypeError, which proves nothing of the tests. Texts are not changed.
"""

import difflib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.operators.provider import OperatorProvider

LIBRARY = Path(__file__).resolve().parents[2] / "lib" / "clausecheck"
BUCKETS: dict[str, tuple[str, ...]] = {
    "kinds": ("kinds/**/*.py",),
    "evidence": ("evidence/**/*.py",),
    "dates": ("nouns/periods.py", "nouns/workdays.py", "logs/dates.py", "logs/clock.py", "logs/spans.py"),
    "values": ("logs/values.py", "logs/numerals.py", "logs/lists.py", "logs/blanks.py", "logs/flat_numbers.py",
               "nouns/text.py", "procedure/numbers.py"),
}  # fmt: skip
"""What is mutated, by bucket, as patterns within lib/clausecheck."""
OPERATORS = (
    *(f"ReplaceBinaryOperator_{pair}" for pair in (
        "Add_Sub", "Sub_Add", "Mul_FloorDiv", "Div_Mul", "FloorDiv_Mul", "Mod_FloorDiv", "Pow_Mul", "BitOr_BitAnd",
        "BitAnd_BitOr", "BitXor_BitOr")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in (
        "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Lt_Gt", "LtE_GtE", "Gt_Lt", "GtE_LtE", "Is_IsNot",
        "IsNot_Is")),
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_USub_UAdd",
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "NumberReplacer", "ZeroIterationForLoop",
)  # fmt: skip
_NEVER = ("decorator", "import_name", "import_from", "tfpdef", "dotted_name")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: of the `occurrence`-th place of a file that an operator finds, at a line and column."""

    bucket: str
    file: str
    operator: str
    occurrence: int
    line: int
    column: int

    @property
    def key(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.operator} {self.occurrence}"

    def record(self) -> dict[str, Any]:
        return asdict(self)


def all_mutants() -> list[Mutant]:
    """Every mutant of every bucket, in the order of the files."""
    files = [
        (bucket, path) for bucket, globs in BUCKETS.items() for each in globs for path in sorted(LIBRARY.glob(each))
    ]
    return [mutant for bucket, path in files for mutant in _of_file(bucket, path)]


def sampled(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """A random sample without regard to buckets, in random order: the first n of it are a sample too. A mutant that is no
    Python (`not` before a name that is given its value there) is passed over."""
    shuffled = random.Random(seed).sample(mutants, len(mutants))
    return list(islice(filter(_is_python, shuffled), count))


def _is_python(mutant: Mutant) -> bool:
    try:
        compile(mutated(mutant), mutant.file, "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _of_file(bucket: str, path: Path) -> Iterator[Mutant]:
    name = path.relative_to(LIBRARY).as_posix()
    for (operator, occurrence), (node, index) in _places(name)[1].items():
        if _worth_making(node):
            start, _ = list(_operator(operator).mutation_positions(node))[index]
            yield Mutant(bucket, name, operator, occurrence, *start)


@cache
def _places(file: str) -> tuple[Any, dict[tuple[str, int], tuple[Any, int]]]:
    """The tree of a file, and by operator and occurrence the node and which of the changes that the operator makes to it."""
    tree = get_ast((LIBRARY / file).read_text(encoding="utf-8"))
    found: dict[tuple[str, int], tuple[Any, int]] = {}
    counts = Counter[str]()
    for node in ast_nodes(tree):
        for operator in OPERATORS:
            for index, _ in enumerate(_operator(operator).mutation_positions(node)):
                found[operator, counts[operator]] = (node, index)
                counts[operator] += 1
    return tree, found


@cache
def _operator(name: str) -> Any:
    return OperatorProvider()[name]()


def _worth_making(node: Any) -> bool:
    child = node
    while (parent := child.parent) is not None:
        if parent.type in _NEVER or (parent.type == "annassign" and child is parent.children[1]):
            return False
        if parent.type == "funcdef" and child is getattr(parent, "annotation", None):
            return False
        if parent.type == "argument" and parent.children[0].get_code().strip() == "strict":
            return False
        if parent.type == "trailer" and _called(parent) == "isinstance" and node.type == "operator":
            return False
        child = parent
    return node.type not in _NEVER


def _called(trailer: Any) -> str:
    before = trailer.get_previous_sibling()
    return before.get_code().strip() if before is not None else ""


def mutated(mutant: Mutant) -> str:
    """The text of the mutant's file with its one change."""
    tree, found = _places(mutant.file)
    node, index = found[mutant.operator, mutant.occurrence]
    kept = [(each, getattr(each, "value", None), list(getattr(each, "children", ()))) for each in ast_nodes(node)]
    place = node.parent.children.index(node)
    node.parent.children[place] = _operator(mutant.operator).mutate(node, index)
    text = str(tree.get_code())
    node.parent.children[place] = node
    for each, value, children in kept:
        if children:
            each.children = children
        elif value is not None:
            each.value = value
    return text


def change_of(mutant: Mutant) -> tuple[str, str]:
    """The lines as they are and as the mutant has them, stripped: how its change is told, and known again."""
    old, new = (LIBRARY / mutant.file).read_text(encoding="utf-8").splitlines(), mutated(mutant).splitlines()
    gone, come = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[a:b]
            come += new[c:d]
    return " ".join(line.strip() for line in gone), " ".join(line.strip() for line in come)
