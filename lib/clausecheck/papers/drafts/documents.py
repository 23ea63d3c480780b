"""Filling a template that is a Word document, with its pictures; what a person must still write is highlighted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from clausecheck.nouns.errors import fault
from clausecheck.papers.word.filling import filled

from .model import Number, Texts
from .sheets import PROMPTED

LOOP = re.compile(r"\bfor\s+(?P<each>\w+)\s+in\s+(?P<list>\w+)(?P<body>.*?)\bendfor\b", re.DOTALL)


def fill_document(
    path: Path, texts: Texts, fields: Sequence[str], pictures: Mapping[str, bytes], ours: str
) -> Document:
    """The template with its marks filled in. `fields`: those that it must have, of a list as `list.field`. Raises
    InputFault naming what it lacks, and as `filled`."""
    tops = list(dict.fromkeys(name.partition(".")[0] for name in fields))
    template = filled(path, _plain(texts), tops, f"drafts/{ours}", pictures)
    _check_inner(path, fields, ours)
    document: Document = template.docx
    for paragraph in _paragraphs(document):
        for run in paragraph.runs:
            if any(mark in run.text for mark in PROMPTED):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return document


def _plain(value: Any) -> Any:
    """Texts as Word takes them: a number is what is shown of it."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _check_inner(path: Path, fields: Sequence[str], ours: str) -> None:
    """Whether the fields of rows stand in the loops over their lists."""
    import docx  # noqa: PLC0415 - after `filled` has said whether it is one

    body = "".join(docx.Document(str(path)).element.body.itertext())
    used = {
        f"{loop['list']}.{name}"
        for loop in LOOP.finditer(body)
        for name in re.findall(rf"\b{loop['each']}\.(\w+)", loop["body"])
    }
    if lacking := [name for name in fields if "." in name and name not in used]:
        zh = f"模板缺少 {'、'.join(lacking)}；请对照随附的 templates/drafts/{ours} 补上"
        raise fault(str(path), zh, f"the template lacks {', '.join(lacking)}; add them as in templates/drafts/{ours}")


def _paragraphs(part: Document | _Cell) -> Iterator[Paragraph]:
    yield from part.paragraphs
    for table in part.tables:
        yield from _of_table(table)


def _of_table(table: Table) -> Iterator[Paragraph]:
    for cell in dict.fromkeys(cell._tc for row in table.rows for cell in row.cells):
        yield from _paragraphs(_Cell(cell, table))
