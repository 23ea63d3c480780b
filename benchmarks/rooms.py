"""Lines by room beside their budget, and the path that an audit really takes.

    python benchmarks/rooms.py           the table; exit code 1 where the audit path is over its budget

Lines of code are those that are neither blank nor part of a docstring nor only a comment. The audit path is every module of
ours that `clausecheck audit --json-only` has imported when it ends. The budgets are those of the redesign of 2026-11, given for
rooms that were cut somewhat otherwise; `–` where it gave none.
"""

import ast
import io
import json
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "lib" / "clausecheck"
AUDIT_PATH = 10_000
BUDGETS = {
    "nouns": 750, "procedure": 400, "rulebook": 400, "logs": 2_800, "evidence": 950, "kinds": 2_850, "audit": 900,
    "results": 1_250, "marks": 3_000, "papers": 2_900, "explain": 1_150, "desk": 2_200, "trends": 3_000, "cli": 780,
}  # fmt: skip
"""In lines of Python. What the plan calls `procedure` (800) is two rooms now: what a procedure is, how it is read."""
EXTRAS = ("desk", "trends", "bundle")
"""Rooms off the audit path, counted apart."""
RUN = """
import json, sys
from pathlib import Path
from clausecheck.cli import main
sys.argv = ["clausecheck", "audit", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(module.__file__ for name, module in sys.modules.items()
                            if name.split(".")[0] == "clausecheck" and getattr(module, "__file__", None))))
"""


class Size(NamedTuple):
    """How big some files are together."""

    files: int
    lines: int
    code: int


def size_of(files: Iterable[Path]) -> Size:
    """Files, lines and lines of code."""
    each = [(text := path.read_text(encoding="utf-8"), len(text.splitlines())) for path in files]
    return Size(len(each), sum(lines for _, lines in each), sum(code_lines(text) for text, _ in each))


def code_lines(text: str) -> int:
    """Lines that hold a token of code: no blank ones, comments and docstrings."""
    said = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    empty = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in empty:
            held.update(range(token.start[0], token.end[0] + 1))
    return len(held - said)


def audit_path() -> list[Path]:
    """The files of ours that an audit without papers loads, asked of a process that does one."""
    sample = next(path for path in sorted((ROOT / "sample_data").iterdir()) if path.name.startswith("CH-001"))
    with tempfile.TemporaryDirectory() as out:
        given = [sample, "--period", "2026-Q3", "--as-of", "2026-10-31", "--json-only", "--out", out]
        command = [sys.executable, "-c", RUN, *map(str, given)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if not done.stdout.strip().endswith("]"):
        raise SystemExit(f"the audit did not end well:\n{done.stderr}")
    return [Path(name) for name in json.loads(done.stdout.strip().splitlines()[-1])]


def room_of(path: Path) -> str:
    """The room a file stands in: a folder of the library, or `top` for what lies beside them."""
    place = path.relative_to(LIBRARY).parts
    return place[0] if len(place) > 1 else "top"


def main() -> int:
    """Prints both tables."""
    rooms: dict[str, list[Path]] = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        rooms.setdefault(room_of(path), []).append(path)
    loaded = audit_path()
    print("| room | files | lines | code | budget | of these on the audit path: files | lines |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for room, files in sorted(rooms.items(), key=lambda item: (item[0] in EXTRAS, item[0])):
        _print(room, size_of(files), BUDGETS.get(room, 0), size_of(set(files) & set(loaded)))
    core = [path for room, files in rooms.items() if room not in EXTRAS for path in files]
    everything = [path for files in rooms.values() for path in files]
    _print("without extras", size_of(core), 0, size_of(loaded))
    _print("all", size_of(everything), 23_300, size_of(loaded))
    total = size_of(loaded)
    print(
        f"\naudit path: {total.files} files, {total.lines:,} lines ({total.code:,} code); budget {AUDIT_PATH:,} lines"
    )
    return total.lines > AUDIT_PATH


def _print(room: str, size: Size, budget: int, loaded: Size) -> None:
    said = f"{budget:,}{' (over)' if size.lines > budget else ''}" if budget else "–"
    print(
        f"| {room} | {size.files} | {size.lines:,} | {size.code:,} | {said} | {loaded.files or '–'} | {loaded.lines or 0:,} |"
    )


if __name__ == "__main__":
    sys.exit(main())
