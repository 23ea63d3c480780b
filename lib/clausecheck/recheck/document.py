"""An earlier audit as the data it left: findings.json, and what its manifest says of the notice and of the audit before."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from clausecheck.nouns.errors import InputFault, fault
from clausecheck.nouns.records import dataclass

FINDINGS, MANIFEST, RECHECK = "findings.json", "manifest.json", "recheck.json"
IDENTITIES = "identities"
"""The key of the head that has those of what passes and goes by its place."""
BARE = ("pass", "not_applicable")
Key = tuple[str, str]
"""Code and subject."""


@dataclass(slots=True)
class Document:
    """What an audit left. `told`: the findings that are no pass, as they stand there; `bare`: of the others the verdict and
    the identity, where there is one; `recheck`: the changes that were written beside it, None for a first audit."""

    file: Path
    head: Mapping[str, Any]
    told: dict[Key, Mapping[str, Any]]
    bare: dict[Key, tuple[str, str]]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    recheck: list[Mapping[str, Any]] | None = None

    @property
    def project(self) -> str:
        return str(self.head["project"])

    @property
    def period(self) -> str:
        return str(self.head["period"])

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.head["as_of"])

    @property
    def rulebook(self) -> Mapping[str, str]:
        """`id`, `edition` and `sha256`."""
        return self.head["rulebook"]  # type: ignore[no-any-return]

    def verdict(self, key: Key) -> str | None:
        """The verdict of a finding; None where there is none."""
        if told := self.told.get(key):
            return str(told["verdict"])
        bare = self.bare.get(key)
        return bare[0] if bare else None


def read_document(path: Path) -> Document:
    """The audit of an output folder, or of a findings.json. Raises InputFault for anything else."""
    file = path / FINDINGS if path.is_dir() else path
    if not file.is_file():
        raise fault(
            str(path), "没有 findings.json；请给出一次核查的输出文件夹", "holds no findings.json; give the output folder of an audit"
        )  # fmt: skip
    try:
        document = _read(file)
        manifest, listed = _beside(file, MANIFEST), _beside(file, RECHECK)
        _ = document.project, document.period, document.as_of, document.rulebook["sha256"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _no_document(file) from None
    document.manifest = manifest if isinstance(manifest, dict) else {}
    document.recheck = listed if isinstance(listed, list) else None
    return document


def _no_document(file: Path) -> InputFault:
    return fault(
        str(file),
        "不是本工具写出的 findings.json；请给出一次核查的输出文件夹",
        "is no findings.json of ours; give the output folder of an audit",
    )


def document_in(data: Mapping[str, Any], file: Path) -> Document:
    """The audit that a findings.json, as data, tells of; `file`: what it is called by."""
    return _gathered(file, data, data["findings"])


def _read(file: Path) -> Document:
    with file.open(encoding="utf-8") as stream:
        return _gathered(file, *_parts(stream))


def _gathered(file: Path, head: Mapping[str, Any], findings: Iterable[Mapping[str, Any]]) -> Document:
    told: dict[Key, Mapping[str, Any]] = {}
    bare: dict[Key, tuple[str, str]] = {}
    for one in findings:
        key = (one["code"], one["subject"])
        if one["verdict"] in BARE:
            bare[key] = (one["verdict"], "")
        else:
            told[key] = one
    for code, known in head.get(IDENTITIES, {}).items():
        for subject, identity in known.items():
            bare[code, subject] = (bare[code, subject][0], identity)
    return Document(file, head, told, bare)


def _parts(stream: TextIO) -> tuple[dict[str, Any], Iterator[Mapping[str, Any]]]:
    """Head and findings: line by line as we write them, so that a large file is never whole in memory; otherwise whole."""
    first = next(stream, "")
    try:
        head = json.loads(first.rstrip().rstrip(",") + "}")
    except ValueError:
        head = {}
    if "project" not in head:
        whole = json.loads(first + stream.read())
        return whole, iter(whole["findings"])
    next(stream, "")
    return head, (json.loads(line.rstrip().rstrip(",")) for line in stream if line.startswith("{"))


def _beside(file: Path, name: str) -> Any:
    """What another file of the folder holds; None where there is none."""
    place = file.with_name(name)
    return json.loads(place.read_text(encoding="utf-8")) if place.is_file() else None
