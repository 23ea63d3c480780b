"""The parameters of the drafts notebook: which there are, and that each is what it should be, before anything runs."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.records import dataclass
from clausecheck.papers.page import given
from clausecheck.papers.page.texts import LANGUAGES
from clausecheck.rulebook import load_procedure

from .listing import KINDS
from .write import Drafted, draft, period_of

NAMES = ("kind", "inputs", "period", "as_of", "out", "template", "mask", "procedure", "rulebook", "lang")
REQUIRED = ("kind", "inputs", "out")


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters as `draft` takes them."""

    kind: str
    inputs: list[Path]
    period: str
    as_of: date
    out: Path
    template: Path | None
    mask: bool
    procedure: str | Path | None
    rulebook: Path | None
    lang: str


def check_parameters(namespace: Mapping[str, Any], today: date) -> Settings:
    """The parameters among a notebook's names (`globals()`), checked; `as_of` is today where it is not given, `period` the
    last one of the kind that is over. Raises InputFault with every fault."""
    values = given.named(namespace, NAMES)
    given.refuse_strangers(values, NAMES, REQUIRED)
    faults: list[Fault] = []
    there = {name: value for name, value in values.items() if value not in (None, "")}
    kind = given.one_of("kind", values["kind"], tuple(KINDS), faults)
    as_of = given.day("as_of", there["as_of"], faults) if "as_of" in there else today
    settings = Settings(
        kind=kind,
        inputs=given.paths("inputs", values["inputs"], faults),
        period=str(given.period("period", there["period"], faults)) if "period" in there else "",
        as_of=as_of,
        out=given.path("out", values["out"], faults),
        template=given.path("template", there["template"], faults) if "template" in there else None,
        mask=bool(values.get("mask")),
        procedure=given.procedure("procedure", there.get("procedure"), faults),
        rulebook=given.path("rulebook", there["rulebook"], faults) if "rulebook" in there else None,
        lang=given.one_of("lang", values.get("lang", "zh"), LANGUAGES, faults),
    )
    if faults:
        raise InputFault(*faults)
    period_of(KINDS[kind], settings.period, as_of)  # one of another length is refused before anything is read
    return settings


def drafted(settings: Settings) -> Drafted:
    """Drafts what the parameters say. Raises InputFault as `draft`."""
    book = load_procedure(settings.procedure, settings.rulebook)
    return draft(
        settings.kind, settings.inputs, book, settings.period, settings.as_of, settings.out,
        template=settings.template, lang=settings.lang, mask=settings.mask,
    )  # fmt: skip
