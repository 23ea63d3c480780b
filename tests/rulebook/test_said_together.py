"""What a check or part cannot say together is refused while the rules are loaded."""

from typing import Any

from clausecheck.kinds.each_row import EachRow
from clausecheck.kinds.quota import Quota
from clausecheck.kinds.references import wrong_references
from clausecheck.kinds.rows.has_role import HasRole
from clausecheck.kinds.standing import Standing
from clausecheck.procedure.numbers import Number, Text
from clausecheck.procedure.rule import Rule
from clausecheck.procedure.shipped import our_tables

BOTH = Text(zh="甲", en="a")
POSTED: dict[str, Any] = {
    "kind": "standing",
    "table": "postings",
    "type": "kind",
    "since": "from",
    "until": "until",
    "posting": "价目表",
}
QUOTA: dict[str, Any] = {
    "kind": "quota",
    "each": "year",
    "table": "interviews",
    "date": "held_at",
    "at_least": "n",
    "roles": ("客服",),
}


def wrong(check: object) -> list[str]:
    numbers = {"n": [Number(value=1, unit="times", source="company")]}
    rule = Rule(
        code="XXX01", clause="1", title=BOTH, requirement=BOTH, severity="一般", role="客服", weight=1, numbers=numbers,
        checks=(check,),
    )  # fmt: skip
    return [en for _, _, en in wrong_references(rule, our_tables())]


def test_roles_are_held_by_somebody() -> None:
    assert wrong(Quota(**QUOTA)) == ["XXX01: `roles` needs `person`"]
    assert wrong(Quota(**QUOTA, person="interviewer")) == []


def test_what_postings_show_stands_in_a_column() -> None:
    assert any("asks nothing" in said for said in wrong(Standing(**POSTED)))
    assert any("`shows`" in said for said in wrong(Standing(**POSTED, hotline=True)))
    assert wrong(Standing(**POSTED, hotline=True, shows="contents")) == []
    assert any("need places" in said for said in wrong(Standing(**POSTED, place="place", one_place=("公告栏",))))


def test_a_name_that_may_still_be_missing_has_a_limit_to_count_from() -> None:
    part: dict[str, Any] = {
        "part": "has_role",
        "person": "handler",
        "roles": ("客服",),
        "at": "received_at",
        "blank": "open",
    }
    check: dict[str, Any] = {"kind": "each_row", "table": "complaints"}
    assert wrong(EachRow(**check, parts=(HasRole(**part),))) == ["XXX01: `blank: open` needs `start` and `limit`"]
