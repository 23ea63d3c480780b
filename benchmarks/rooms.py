"""Lines by room beside their budget, and the path that an audit really takes.

    python benchmarks/rooms.py           the table, and why a room is larger than planned; exit code 1 where the audit path is

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
EXTRAS = ("desk", "trends", "bundle", "simulate", "recheck", "portfolio", "ledger")
"""Rooms off the audit path, counted apart."""
WHY = {
    "nouns": "working days with every calendar that may come, YAML read with line and column, one loader for all words",
    "procedure": "the records of a procedure, of its tables and of its words; a rule's numbers with their editions",
    "rulebook": "the plan counted one loader for rules; tables, clauses, sections, roles, score and words are held as strictly "
    "now, a company may add to each of them, and old keys are still read",
    "logs": "the plan was made when tidy logs were read; 34 readings came since: several lines of one case, whose row, void, copies, "
    "dates and clocks as typed, people and flats in one cell, headers over three lines, sideways, in two scripts, joined columns",
    "evidence": "flats by what they mean, people by name and day, households without a register, how far back a log reaches",
    "kinds": "a kind holds what three rooms held: its judging, the sentences that explain it, and what surely passes of it; "
    "two plans and the on-site confirmation have become kinds of their own",
    "audit": "the score as a range, waivers that can fail themselves, what to do beside what would have passed, "
    "findings that are worded only when somebody asks",
    "results": "findings.json with remarks, actions and raw values; masking that knows names in sentences; a folder renewed in one swap",
    "marks": "marks that survive other programs, copies that come back, the sheets that people fill in; each is proved part by part",
    "papers": "what draws the report is ours now instead of nbconvert and V8; brief, notice, slip of a recheck",
    "explain": "a page for every rule, what falls due, what a new rulebook flips, the readings",
    "desk": "the page for those who install nothing: marking, decisions, previews, hostile uploads",
    "trends": "twelve sections of statistics, each with its rows and its picture",
    "cli": "every mistake on a command line is answered in two languages with the nearest right word",
}
"""Why a room is larger than planned."""
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
    print("\nOver the plan, and why:")
    for room, files in sorted(rooms.items()):
        if size_of(files).lines > BUDGETS.get(room, sys.maxsize):
            print(f"- {room}: {WHY[room]}.")
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
