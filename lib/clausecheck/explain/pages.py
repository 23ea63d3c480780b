"""The generated docs: a page for every rule, the procedure's outline, the open points, each in Chinese and English."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.wordlists import entries
from clausecheck.rulebook import Procedure, load_rulebook

from .document import Block, Heading, Para, Table, as_markdown
from .explain import explanation
from .listing import coverage, outline, totals
from .texts import LANGS, joined, text

PAGE_DAY = date(2026, 1, 1)
"""The day whose numbers the pages of the rules show, so that the same rulebook gives the same pages on every day."""


def write_docs(folder: Path, book: Procedure | None = None) -> list[Path]:
    """Writes every generated page below a folder (rules/CODE.md, coverage.md, readings.md) and returns their paths.

    Pages of rules that are no more are removed. `book` is our rulebook unless another is given.
    """
    found = pages(book or load_rulebook())
    written = []
    for name, said in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8", newline="\n")
        written.append(path)
    for path in (folder / "rules").glob("*.md"):
        if f"rules/{path.name}" not in found:
            path.unlink()
    return written


def pages(book: Procedure) -> dict[str, str]:
    """Every generated page: its path below the docs folder -> its Markdown."""
    found = {f"rules/{code}.md": _page(_rule(code, book)) for code in book.rules}
    return {**found, "coverage.md": _page(_coverage(book)), "readings.md": _page(_readings())}


def _page(parts: Iterable[list[Block]]) -> str:
    """Chinese and English one after the other, after a line that says where the page comes from."""
    zh, en = (as_markdown(part) for part in parts)
    note = " ".join(text("page.generated", lang) for lang in LANGS)
    return f"<!-- {note} -->\n\n{zh}\n---\n\n{en}"


def _rule(code: str, book: Procedure) -> Iterator[list[Block]]:
    for lang in LANGS:
        yield explanation(book.rules[code], PAGE_DAY, lang, book)


def _coverage(book: Procedure) -> Iterator[list[Block]]:
    for lang in LANGS:
        found = coverage(lang, book)
        opening: list[Block] = [Heading(1, text("coverage.title", lang)), Para(text("coverage.about", lang))]
        yield [*opening, Para(totals(found, lang)), *outline(found, lang)]


def _readings() -> Iterator[list[Block]]:
    for lang in LANGS:
        blocks: list[Block] = [Heading(1, text("readings.title", lang)), Para(text("readings.about", lang))]
        for group in entries(Path(__file__).with_name("readings.yaml")):
            blocks.append(Heading(2, group["about"][lang]))
            blocks.append(_points(group["points"], lang))
        yield blocks


def _points(points: list[dict[str, Any]], lang: str) -> Block:
    head = tuple(text(f"readings.{name}", lang) for name in ("rules", "open", "chosen"))
    rows = tuple((joined(point["rules"], lang), point["open"][lang], point["chosen"][lang]) for point in points)
    return Table(head, rows)
