"""The words on the form in either language.

The English form keeps, beside or below every English word that the reader must know again, the Chinese one: it reads a
header, an item of a list and a sheet's name by that (readings 55, 79). So both forms are read as the same values.
"""

from pathlib import Path

from clausecheck.nouns.wordlists import WordsOf
from clausecheck.papers.forms import look
from clausecheck.papers.forms.wording import how_to_write
from clausecheck.procedure import Procedure
from clausecheck.procedure.tables import FieldSpec, TableSpec

LONGEST_SHEET = 31
"""Excel takes no longer name."""
say = WordsOf(Path(__file__).with_name("words.yaml"))
"""A text of the form in a language."""


def guide_title(procedure: Procedure, lang: str) -> str:
    """What the form is called."""
    return say("guide_title", lang, subject=procedure.identity.subject[lang])


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


def choices(spec: FieldSpec, lang: str) -> list[str]:
    """The values of a list as they stand in the pick list."""
    values = [value for value, _ in spec.choices]
    return values if lang == "zh" else [f"{value} ({en})" for value, en in zip(values, spec.english, strict=True)]


def how(spec: FieldSpec, lang: str) -> str:
    """How a column is filled in; in English with what the values of a list mean."""
    zh, en = how_to_write(spec)
    if lang == "zh":
        return zh
    values = [value for value, _ in spec.choices]
    en = en.replace("、".join(values), ", ".join(choices(spec, lang))) if values else en
    blank = choices(spec, lang)[values.index(spec.blank)] if spec.blank in values else spec.blank
    return en.replace(f"means {spec.blank}", f"means {blank}") if blank else en
