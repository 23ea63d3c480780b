"""物业服务资金年度预决算公示 (4.3a.1.C): the frame of what a commission-fee project discloses. No log holds the amounts."""

from typing import Any

from clausecheck.evidence.facts import COMMITTEE, FEE_MODEL
from clausecheck.kinds.dated import Dated
from clausecheck.nouns.model import Unknown
from clausecheck.nouns.periods import containing

from ..layout import PROJECT, Heading, Rows, Sign, Text
from ..model import Filling, Kind
from ..scene import Scene, checks_of

TABLE = "fund_disclosures"
LINES = 4


def compose(scene: Scene) -> Filling:
    """Budget of the year and account of the year before, line by line to be written by finance; whether the owners'
    committee approves first; that it is not asked for where the fee model is another."""
    committee = scene.evidence.facts.committee_on(scene.period.start)
    if isinstance(committee, Unknown):
        approval = scene.prompt("committee", item=scene.evidence.facts.get(COMMITTEE).raw)
    else:
        approval = scene.say("committee_first" if committee else "no_committee")
    before = scene.name_of(containing("year", scene.previous.start))
    texts = {
        "lead": scene.say("fund_lead", year=scene.name_of(scene.period), before=before),
        "asked": _asked(scene),
        "approval": approval,
        "budget": _amounts(scene, "budget"),
        "account": _amounts(scene, "account"),
        "committee_on": scene.prompt("committee_on") if committee is True else scene.say("does_not_apply"),
        "published_on": scene.prompt("published_on"),
    }
    return Filling(texts)


def _asked(scene: Scene) -> str:
    """Whether the rule asks it of a project with this fee model."""
    wanted = {
        check.applies.fee_model
        for _, check in checks_of(scene.procedure, Dated, table=TABLE)
        if check.applies.fee_model
    }
    model = scene.evidence.facts.get(FEE_MODEL)
    if model is None or isinstance(model, Unknown):
        return scene.fact(FEE_MODEL)
    return scene.say("fund_asked" if not wanted or model in wanted else "fund_not_asked", model=scene.fact(FEE_MODEL))


def _amounts(scene: Scene, kind: str) -> list[dict[str, Any]]:
    names = [scene.say(f"fund.{name}") for name in ("income", "spending", "fee", "balance")]
    return [
        {"no": i, "item": name, "amount": scene.prompt(kind, item=name), "remark": ""}
        for i, name in enumerate(names, 1)
    ]


KIND = Kind(
    name="fund-disclosure",
    format="docx",
    unit="year",
    tables=(TABLE,),
    row_of=(TABLE, ""),
    public=True,
    layout=(
        PROJECT,
        Text("lead"),
        Text("asked"),
        Text("approval"),
        Heading("budget"),
        Rows("budget", ("no", "item", "amount", "remark"), ("no", "item", "amount", "remark"), (1.4, 6.0, 6.0, 4.6), blank=LINES,
            fixed=("no", "item"), size=11),
        Heading("account"),
        Rows("account", ("no", "item", "amount", "remark"), ("no", "item", "amount", "remark"), (1.4, 6.0, 6.0, 4.6), blank=LINES,
            fixed=("no", "item"), size=11),
        Text("committee_on"),
        Text("published_on"),
        Sign(("made_by_finance", "reviewed", "committee")),
    ),
    compose=compose,
)  # fmt: skip
