"""What the auditor made of the findings: accepted (认可) or disputed (有异议), kept in `review.yaml` beside the outputs.

A mark belongs to a finding by its identity, in files of before there was one by code and subject. It remembers the finding's
fingerprint: when the facts have changed since, the mark is shown as out of date and nobody has to notice it himself.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from clausecheck.audit.lines import is_place
from clausecheck.disk.locks import alone
from clausecheck.disk.writing import replacing
from clausecheck.nouns.errors import Fault, InputFault
from clausecheck.nouns.model import Finding
from clausecheck.nouns.records import dataclass
from clausecheck.nouns.yamlfile import read_yaml

MARKS = ("accepted", "disputed")
_KEYS = ("code", "subject", "mark", "note", "by", "on", "fingerprint", "identity")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """One mark on one finding. `on`: the day it was made, as 2026-10-31."""

    code: str
    subject: str
    mark: str
    note: str = ""
    by: str = ""
    fingerprint: str = ""
    identity: str = ""
    on: str = ""

    def holds(self, finding: Finding) -> bool:
        """Whether the facts are still those that were marked."""
        return not self.fingerprint or self.fingerprint == finding.fingerprint


def key_of(finding: Finding) -> Key:
    """By what a finding and its mark know each other."""
    return (finding.code, finding.subject)


def read_reviews(path: Path) -> dict[Key, Review]:
    """The marks of a file; none when there is no such file. Raises InputFault with file and line for what is wrong."""
    if not path.is_file():
        return {}
    listed, lines = read_yaml(path)
    if listed in ("", {}):
        return {}
    if not isinstance(listed, list):
        raise InputFault(
            Fault(str(path), "应为标记的列表（每项以 - 开头）", "must be a list of marks (each begins with -)")
        )
    faults = [
        Fault(
            f"{path}:{lines.nearest((i,))}",
            "标记应有 code、subject，且 mark 为 accepted 或 disputed",
            "a mark has code and subject, and its mark is accepted or disputed",
        )
        for i, raw in enumerate(listed)
        if not well_formed(raw)
    ]
    if faults:
        raise InputFault(*faults)
    reviews = (Review(**raw) for raw in listed)
    return {(review.code, review.subject): review for review in reviews}


def followed(reviews: Mapping[Key, Review], findings: Iterable[Finding]) -> dict[Key, Review]:
    """The marks by the findings that they belong to now: one whose row goes by another number goes with it, and does not
    stay with the row that has its number now."""
    known = {(one.code, one.identity): key_of(one) for one in findings if one.identity}
    marks: dict[Key, Review] = {}
    for key, review in reviews.items():
        now = known.get((review.code, review.identity)) if review.identity else key
        if now:
            marks[now] = review
        elif not is_place(review.subject):
            marks.setdefault(key, review)
    return marks


def well_formed(raw: object) -> bool:
    """Whether a value is a mark as it stands in the file."""
    if not isinstance(raw, dict) or not all(key in _KEYS and isinstance(value, str) for key, value in raw.items()):
        return False
    return bool(raw.get("code")) and bool(raw.get("subject")) and raw.get("mark") in MARKS


def save_review(path: Path, key: Key, review: Review | None, identity: str = "") -> dict[Key, Review]:
    """Sets the mark of one finding, or takes it away (None), and returns all marks; as `save_reviews`."""
    return save_reviews(path, {key: review}, {identity} if identity else ())


def save_reviews(path: Path, given: Mapping[Key, Review | None], identities: Collection[str] = ()) -> dict[Key, Review]:
    """Sets the marks of some findings, or takes them away (None), and returns all marks. `identities`: of these findings; a
    mark that one of them has under the number that its row had before gives way.

    The file is read again just before it is written: somebody else may have marked another finding meanwhile. It lies
    among the outputs, so a run that renews them is waited for too.
    """
    with alone(path.parent.resolve()):
        known = {key: one for key, one in read_reviews(path).items() if one.identity not in identities}
        merged: dict[Key, Review | None] = {**known, **given}
        reviews = {key: one for key, one in merged.items() if one is not None}
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as whole, whole.open("w", encoding="utf-8") as stream:
            from ruamel.yaml import YAML  # noqa: PLC0415 - only to write

            YAML().dump([as_record(reviews[each]) for each in sorted(reviews)], stream)
    return reviews


def as_record(review: Review) -> Mapping[str, str]:
    """A mark as it stands in the file, without what is blank."""
    return {name: value for name, value in asdict(review).items() if value}
