"""Quotas, coverage and the two yearly plans, in words."""

from clausecheck.kinds import shapes as spec
from clausecheck.kinds.quota import SERVICE_MONTH_DAYS

from .texts import joined, named
from .voice import Told, Voice


def _windows(each: str, voice: Voice) -> Told:
    if each == "year":
        yield "scope", voice.say("quota.year")
    else:
        yield "scope", voice.say("quota.other", unit=voice.say(f"unit.{each}"))


def _verdicts(required: str, unit: str, table: str, voice: Voice) -> Told:
    """What every accumulating quota comes to (G8), and what a log that does not reach back leaves open (reading 47)."""
    yield "pass", voice.say("quota.pass", n=required)
    yield "fail", voice.say("quota.fail", n=required, unit=unit)
    yield "at_risk", voice.say("quota.at_risk")
    yield "pending", voice.say("quota.pending")
    yield "undetermined", voice.say("quota.open")
    yield "undetermined", voice.say("quota.silent", unit=unit, table=voice.table(table))


def quota(check: spec.Quota, voice: Voice) -> Told:
    """The windows, the rows that count, and when none are asked for."""
    unit = voice.say(f"unit.{check.each}")
    words = {"table": voice.table(check.table), "date": voice.field(check.table, check.date), "unit": unit}
    yield from _windows(check.each, voice)
    if check.where:
        yield "scope", voice.say("quota.counts_where", **words, condition=voice.condition(check.table, check.where))
    else:
        yield "scope", voice.say("quota.counts", **words)
    if check.roles:
        person = voice.field(check.table, check.person)
        yield "scope", voice.say("quota.roles", person=person, roles=voice.roles(check.roles))
    yield from _verdicts(_times(check.at_least, voice), unit, check.table, voice)
    if check.min_months:
        months = voice.number(check.min_months)
        yield "not_applicable", voice.say("quota.short_year", months=months, days=SERVICE_MONTH_DAYS)
    if check.committee_needed:
        yield "not_applicable", voice.say("quota.committee", unit=unit)
        yield "undetermined", voice.say("open.committee")


def _times(name: str, voice: Voice) -> str:
    """A number of times: English says the bare number in requirements, so the unit is added here."""
    return voice.number(name) + (" time(s)" if voice.lang == "en" and voice.unit(name) == "times" else "")


def coverage(check: spec.Coverage, voice: Voice) -> Told:
    """The windows, the households that count, what is required, and of which projects."""
    unit = voice.say(f"unit.{check.each}")
    yield from _size(check, voice)
    yield from _windows(check.each, voice)
    yield "scope", voice.say("coverage.counts")
    if check.roles:
        yield "scope", voice.say("coverage.roles", roles=voice.roles(check.roles))
    else:
        yield "scope", voice.say("coverage.anyone")
    if check.where:
        yield "scope", voice.say("rows.only", condition=voice.condition("interviews", check.where))
        yield from voice.blanks("interviews", check.where)
    one = "coverage.one_per_row" if check.one_per_row else "coverage.handed_over"
    yield "scope", voice.say(one)
    yield from _verdicts(_required(check, voice), unit, "interviews", voice)
    yield from _excuses(check, unit, voice)


def _size(check: spec.Coverage, voice: Voice) -> Told:
    for name, key in ((check.up_to, "coverage.up_to"), (check.more_than, "coverage.more_than")):
        if name:
            yield "scope", voice.say(key, size=voice.number(name))
            yield "not_applicable", voice.say("coverage.other_size")
            yield "undetermined", voice.say("coverage.open_size")


def _required(check: spec.Coverage, voice: Voice) -> str:
    if voice.unit(check.at_least) == "percent":
        return voice.say("coverage.share", share=voice.number(check.at_least))
    return voice.say("coverage.capped" if check.capped else "coverage.number", n=voice.number(check.at_least))


def _excuses(check: spec.Coverage, unit: str, voice: Voice) -> Told:
    if check.monthly_share_days:
        yield "scope", voice.say("coverage.prorated", days=voice.number(check.monthly_share_days))
        yield "not_applicable", voice.say("coverage.no_month")
    if check.min_days:
        yield "not_applicable", voice.say("coverage.short_month", unit=unit, days=voice.number(check.min_days))


def interview_plan(check: spec.InterviewPlan, voice: Voice) -> Told:
    """One plan a year, made in its first month in service."""
    yield "scope", voice.say("plan.each")
    yield "scope", voice.say("coverage.handed_over")
    yield (
        "scope",
        voice.say(
            "plan.required",
            size=voice.number(check.size),
            small=voice.number(check.share_up_to),
            large=voice.number(check.share_above),
            days=voice.number(check.monthly_share_days),
        ),
    )
    for verdict, key in (("pass", "pass"), ("fail", "fail"), ("pending", "pending"), ("undetermined", "open")):
        yield verdict, voice.say(f"plan.{key}")
    yield "not_applicable", voice.say("none.case")
    yield "undetermined", voice.say("coverage.open_size")


def publicity_plan(check: spec.PublicityPlan, voice: Voice) -> Told:
    """Each topic planned, each planned item carried out in its month."""
    topics = joined((named("topic", topic, voice.lang) for topic in check.topics), voice.lang)
    yield "scope", voice.say("publicity.each")
    yield "pass", voice.say("publicity.topics", topics=topics, n=voice.number(check.at_least))
    yield "pass", voice.say("publicity.done")
    yield "fail", voice.say("publicity.missing")
    yield "fail", voice.say("publicity.late")
    yield "pending", voice.say("publicity.pending")
    yield "undetermined", voice.say("publicity.open")
    months = voice.number(check.min_months)
    yield "not_applicable", voice.say("quota.short_year", months=months, days=SERVICE_MONTH_DAYS)
