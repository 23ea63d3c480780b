"""Accepted exceptions (豁免) as they stand in `waivers.yaml` beside the logs; what they cover, waived.py says."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from clausecheck.disk.locks import alone
from clausecheck.disk.writing import replacing
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.yamlfile import read_yaml
from clausecheck.rulebook.mistakes import mistake
from clausecheck.rulebook.strict import iso_day

from .waived import FILE

KEYS = ("code", "subject", "reason", "approved_by", "from", "until", "fingerprint", "identity")
Day = Annotated[date, BeforeValidator(iso_day)]


class Waiver(BaseModel):
    """One accepted exception: what, why, by whom, and from when until when (both included)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(min_length=5)
    subject: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    approved_by: str = Field(min_length=1)
    since: Day = Field(alias="from")
    until: Day
    fingerprint: str = ""
    identity: str = ""
    """That of the finding: the waiver follows it when its row goes by another number."""


def read_waivers(path: Path) -> list[Waiver]:
    """The waivers of a file, none if it is empty. Raises InputFault naming file and line for each one that is not complete."""
    listed, lines = read_yaml(path)
    if not listed:
        return []
    if not isinstance(listed, list):
        raise InputFault(
            Fault(str(path), "应为豁免的列表（每项以 - 开头）", "must be a list of waivers (each begins with -)")
        )
    waivers: list[Waiver] = []
    faults: list[Fault] = []
    for i, raw in enumerate(listed):
        try:
            waivers.append(Waiver.model_validate(raw))
        except ValidationError as error:
            for problem in error.errors():
                where = f"{path}:{lines.nearest((i, *problem['loc']))}"
                name = ".".join(map(str, problem["loc"])) or "waiver"
                zh, en = mistake(problem, KEYS)
                faults.append(Fault(where, f"豁免的 {name}：{zh}", f"{name} of the waiver: {en}"))
    if faults:
        raise InputFault(*faults)
    return waivers


def add_waiver(folder: Path, waiver: Waiver) -> Path | None:
    """Adds a waiver to the project's `waivers.yaml`, keeping what stands there with its comments; returns the file, or None
    where the very same waiver stands there already.

    Raises InputFault as `read_waivers` does.
    """
    path = folder / FILE
    with alone(path.resolve()):  # somebody else may add one at the same moment
        if path.is_file() and waiver in read_waivers(
            path
        ):  # what stands there must be right, or nothing is added to it
            return None
        from ruamel.yaml import YAML  # noqa: PLC0415 - only to write

        yaml = YAML()
        listed = (yaml.load(path.read_text(encoding="utf-8")) if path.is_file() else None) or []
        record = waiver.model_dump(by_alias=True, mode="json")
        listed.append({key: value for key, value in record.items() if value != ""})
        with replacing(path) as whole, whole.open("w", encoding="utf-8") as stream:
            yaml.dump(listed, stream)
    return path
