"""The words on the form in either language.

The English form keeps, beside or below every English word that the reader must know again, the Chinese one: it reads a
header, an item of a list and a sheet's name by that (readings 55, 79). So both forms are read as the same values.
"""

from pathlib import Path

from clausecheck.nouns.wordlists import WordsOf, entries
from clausecheck.papers.forms import look
from clausecheck.papers.forms.wording import how_to_write
from clausecheck.procedure.tables import FieldSpec, TableSpec

LONGEST_SHEET = 31
"""Excel takes no longer name."""
_VALUES = Path(__file__).with_name("values.yaml")
say = WordsOf(Path(__file__).with_name("words.yaml"))
"""A text of the form in a language."""


def need_word(need: str, lang: str) -> str:
    """How much a column is needed: required, where it applies, optional."""
    return look.NEED_WORDS[need][lang == "en"]


def header(spec: FieldSpec, lang: str) -> str:
    """What stands over a column, or beside a fact."""
    return spec.header if lang == "zh" else f"{spec.en[:1].upper()}{spec.en[1:]}\n{spec.header}"


def sheet_name(table: TableSpec, lang: str) -> str:
    """The name of a table's sheet."""
    if lang == "zh":
        return table.sheet
    room = LONGEST_SHEET - len(table.sheet) - 1
    words = table.en if len(table.en) <= room else table.en[: room + 1].rpartition(" ")[0].removesuffix(" and")
    return f"{words} {table.sheet}"


def choice(value: str, lang: str) -> str:
    """A value of a list as it stands in the pick list."""
    return value if lang == "zh" else f"{value} ({entries(_VALUES)[value]})"


def how(table: TableSpec, spec: FieldSpec, lang: str) -> str:
    """How a column is filled in; in English with what the values of a list mean."""
    zh, en = how_to_write(table.name, spec)
    if lang == "zh":
        return zh
    values = [value for value, _ in spec.choices]
    en = en.replace("、".join(values), ", ".join(choice(value, lang) for value in values)) if values else en
    return en.replace(f"means {spec.blank}", f"means {choice(spec.blank, lang)}") if spec.blank else en
