"""Plans and interviews that are missing or incomplete, suggestions without measures (ITV01 to ITV09)."""

from dataclasses import dataclass
from datetime import date, timedelta

from clausecheck.nouns.periods import Period, month_end
from clausecheck.simulate.breaches.scene import Impossible, Scene, way
from clausecheck.simulate.counting import months_in, pace, required_households
from clausecheck.simulate.draft import Row, between, day_of, days_later, pick, shuffled
from clausecheck.simulate.quotas import DESK
from clausecheck.simulate.standing import handed_over

NONE = ("无", "暂无")


def _plan(s: Scene) -> tuple[str, date, list[Row]]:
    """The year, the day by which its plan is due, and the plan."""
    start, end = s.shape.window
    due = month_end(start)
    if not (s.judged(due) and due < s.shape.as_of and start <= end and months_in((start, end))):
        raise Impossible(s.way)
    rows = s.some(s.draft.tables["interview_plan"])
    return s.once("ITV01", str(s.shape.year)), due, rows


@way("ITV01.late")
def plan_late(s: Scene) -> None:
    year, due, rows = _plan(s)
    days = between(s.rng, 1, min(60, (s.shape.as_of - due).days))
    for row in rows:
        row["made_on"] = due + timedelta(days=days)
    s.plant(year, "访谈计划编制迟了", "the interview plan was made late", f"{days} days")


@way("ITV01.missing")
def no_plan(s: Scene) -> None:
    year, _, _ = _plan(s)
    s.draft.tables["interview_plan"] = []
    s.plant(year, "没有访谈计划", "there is no interview plan")


@way("ITV01.short")
def plan_short(s: Scene) -> None:
    flats = handed_over(s.draft, min(s.shape.as_of, date(s.shape.year, 12, 31)))
    required = required_households(len(flats), *s.shape.window)
    year, _, rows = _plan(s)
    short = between(s.rng, 1, max(1, required // 3))
    each, rest = divmod(max(0, required - short), len(rows))
    for number, row in enumerate(rows):
        row["households"] = each + (number < rest)
    s.plant(year, f"计划户数少 {short} 户", f"the plan is {short} households short", f"{short} households")


def _desk_rows(s: Scene, first: date, last: date) -> dict[str, list[Row]]:
    """Interviews that customer service held, by flat."""
    found: dict[str, list[Row]] = {}
    for row in s.draft.tables["interviews"]:
        day = day_of(row["held_at"])
        if row["household"] and first <= day <= last and row["interviewer"] in s.draft.names(*DESK, on=day):
            found.setdefault(row["household"], []).append(row)
    return found


@dataclass(frozen=True)
class _Reach:
    """How the year's coverage stands: by flat the desk's interviews, how many flats the pace asks for, which may go."""

    code: str
    rows: dict[str, list[Row]]
    by_now: int
    free: list[str]

    def without(self, short: int) -> list[str]:
        """So many flats less than the pace asks for, or as many fewer as may go."""
        return self.free[: max(0, len(self.rows) - self.by_now) + short]


def _reach(s: Scene) -> _Reach:
    start, end = s.shape.window
    now = min(s.shape.last, end)
    flats = handed_over(s.draft, min(s.shape.as_of, date(s.shape.year, 12, 31)))
    code = "ITV02" if len(flats) <= 1000 else "ITV03"
    if start > now or not months_in((start, end)) or not s.way.startswith(code):
        raise Impossible(s.way)
    rows = _desk_rows(s, start, now)
    by_now = pace(required_households(len(flats), start, end), (start, end), now)
    free = [flat for flat in shuffled(s.rng, list(rows)) if all(s.whole(row) for row in rows[flat])]
    return _Reach(code, rows, by_now, free)


@way("ITV02.short")
@way("ITV03.short")
def households_not_reached(s: Scene) -> None:
    """The desk's interviews of some households are gone, so that the year falls behind its pace, or short."""
    reach = _reach(s)
    gone = reach.without(between(s.rng, 1, max(1, reach.by_now // 4)))
    short = reach.by_now - len(reach.rows) + len(gone)
    if short <= 0:
        raise Impossible(s.way)
    s.once(reach.code, str(s.shape.year))
    _drop(s, [row for flat in gone for row in reach.rows[flat]])
    s.plant_quota(
        reach.code, str(s.shape.year), f"少访谈 {short} 户", f"{short} households behind", f"{short} households"
    )


@way("ITV02.by_others")
@way("ITV03.by_others")
def visited_by_others(s: Scene) -> None:
    """The households were visited, but by the manager: they count for the month and not for the year."""
    reach = _reach(s)
    gone = reach.without(between(s.rng, 1, 3))
    short = reach.by_now - len(reach.rows) + len(gone)
    if short <= 0:
        raise Impossible(s.way)
    s.once(reach.code, str(s.shape.year))
    for row in (row for flat in gone for row in reach.rows[flat]):
        row["interviewer"] = s.name("经理", on=day_of(row["held_at"]))
    s.plant_quota(
        reach.code, str(s.shape.year), "由经理而非客服访谈", "held by the manager instead", f"{short} households"
    )


def _drop(s: Scene, rows: list[Row]) -> None:
    gone = {id(row) for row in rows}
    s.draft.tables["interviews"] = [row for row in s.draft.tables["interviews"] if id(row) not in gone]


def _month(s: Scene, code: str) -> tuple[Period, list[Row]]:
    """A month that is over and asked for, with its interviews."""

    def long_enough(one: Period) -> bool:
        cut = one.cut(s.shape.takeover, s.shape.exit)
        return cut is not None and cut.days >= 15

    one = s.period(
        "month",
        code,
        lambda one: min(one.end, s.shape.exit or one.end),
        long_enough,
        lambda one: one.start.year == s.shape.year,
    )
    return one, [row for row in s.draft.tables["interviews"] if day_of(row["held_at"]) in one]


@way("ITV04.short")
def too_few_in_a_month(s: Scene) -> None:
    one, rows = _month(s, "ITV04")
    flats = {row["household"] for row in rows if row["household"]}
    asked = min(25, len(handed_over(s.draft, min(s.shape.as_of, one.end))))
    if s.shape.households > 300 or not asked:
        raise Impossible(s.way)
    short = between(s.rng, 1, max(1, asked // 2))
    of_desk = {name for row in rows for name in s.draft.names(*DESK, on=day_of(row["held_at"]))}
    free = [
        f for f in sorted(flats) if all(s.whole(r) and r["interviewer"] in of_desk for r in rows if r["household"] == f)
    ]
    gone = shuffled(s.rng, free)[: max(0, len(flats) - asked) + short]
    if len(flats) - len(gone) >= asked:
        raise Impossible(s.way)
    _drop(s, [row for row in rows if row["household"] in gone])
    left = asked - len(flats) + len(gone)
    s.plant_quota(
        "ITV04", one.label, f"当月少 {left} 户", f"{left} households short in the month", f"{left} households"
    )


def _in_depth(s: Scene, one: Period, rows: list[Row]) -> list[Row]:
    managers = [name for row in rows for name in s.draft.names("经理", on=day_of(row["held_at"]))]
    found = [row for row in rows if row["in_depth"] == "是" and row["interviewer"] in managers]
    if not all(s.whole(row) for row in found):
        raise Impossible(s.way)
    return s.some(found)


@way("ITV05.not_in_depth")
def not_in_depth(s: Scene) -> None:
    one, rows = _month(s, "ITV05")
    row = _in_depth(s, one, rows)[0]
    s.touch(row)["in_depth"] = pick(s.rng, ["否", None])
    s.plant_quota("ITV05", one.label, "经理只深入访谈一户", "one interview in depth only", "1 household")


@way("ITV05.tenant")
def tenant_not_owner(s: Scene) -> None:
    one, rows = _month(s, "ITV05")
    row = _in_depth(s, one, rows)[0]
    s.touch(row)["person_kind"] = pick(s.rng, ["租户", "其他使用人", None])
    s.plant_quota("ITV05", one.label, "受访人不是业主", "the one interviewed was no owner", "1 household")


@way("ITV05.same")
def same_household_twice(s: Scene) -> None:
    one, rows = _month(s, "ITV05")
    first, *others = _in_depth(s, one, rows)
    s.touch(first, *others)
    for row in others:
        row["household"] = first["household"]
    s.plant_quota("ITV05", one.label, "两次深入访谈同一户", "the same household twice", "1 household")


def _suggestion(s: Scene, wait: int = 25) -> Row:
    return s.row("interviews", "held_at", lambda row: row["is_suggestion"] == "是", wait=wait)


@way("ITV06.no_measure")
def suggestion_without_measure(s: Scene) -> None:
    row = _suggestion(s)
    row["measure"] = None
    s.plant(row, "建议没有整改措施", "a suggestion without a measure")


@way("ITV06.late")
def measure_late(s: Scene) -> None:
    row = _suggestion(s)
    days = between(s.rng, 1, max(1, min(30, (s.shape.as_of - row["measure_due"]).days)))
    row["measure_done"] = days_later(row["measure_due"], days)
    s.plant(row, "整改逾期完成", "the measure was carried out late", f"{days} days")


@way("ITV06.not_done")
def measure_not_done(s: Scene) -> None:
    row = _suggestion(s, 35)
    row["measure_done"] = None
    if pick(s.rng, [True, False]):
        row["measure_due"] = None  # then 30 days after the interview
    s.plant(row, "整改逾期未完成", "the measure is overdue")


def _important(s: Scene) -> Row:
    row = s.row("interviews", "held_at", lambda row: row["is_suggestion"] == "否" and row["in_depth"] == "否", wait=5)
    row |= {"is_important": "是", "opinion": "反映外墙瓷砖松动", "handling": "已上报"}
    return row


@way("ITV07.late")
def reported_late(s: Scene) -> None:
    row = _important(s)
    hours = between(s.rng, 25, 90)
    row["reported_at"] = row["held_at"] + timedelta(hours=hours)
    s.plant(row, f"{hours} 小时后才上报", f"reported after {hours} hours", f"{hours - 24} hours")


@way("ITV07.missing")
def not_reported(s: Scene) -> None:
    row = _important(s)
    row["reported_at"] = None
    s.plant(row, "重要信息没有上报", "important information was not reported")


def _form(s: Scene, zh: str, en: str, **without: str | None) -> Row:
    row = s.row("interviews", "held_at", lambda row: row["is_important"] == "否" and row["in_depth"] == "否")
    row |= without
    s.plant(row, zh, en)
    return row


@way("ITV08.person")
def no_person(s: Scene) -> None:
    _form(s, "没有受访人", "nobody named as interviewed", person=None)


@way("ITV08.mode")
def no_mode(s: Scene) -> None:
    _form(s, "没有方式", "no kind of interview", mode=None)


@way("ITV08.opinion")
def no_opinion(s: Scene) -> None:
    _form(s, "没有意见建议", "no opinion, and no 无", opinion=None, handling="已记录")


@way("ITV08.handling")
def no_handling(s: Scene) -> None:
    _form(s, "有意见而没有处理情况", "an opinion without its handling", opinion="楼道照明偏暗", handling=None)


@way("ITV08.household")
def no_household(s: Scene) -> None:
    """Such a row is set aside from every other rule (reading 37): whatever it counted for is one less."""
    _form(s, "没有房号", "no household", household=None)


@way("ITV09.none")
def supervisor_took_no_part(s: Scene) -> None:
    role = pick(s.rng, ["工程主管", "安保主管"])

    def whole(one: Period) -> bool:
        return one.start.year == s.shape.year and all(s.whole(row) for row in of(one))

    def of(one: Period) -> list[Row]:
        rows = [row for row in s.draft.tables["interviews"] if day_of(row["held_at"]) in one]
        return [row for row in rows if row["interviewer"] in s.draft.names(role, on=day_of(row["held_at"]))]

    one = s.period("quarter", f"ITV09/{role}", lambda one: min(one.end, s.shape.exit or one.end), whole)
    for row in of(one):
        row["interviewer"] = s.name("经理", on=day_of(row["held_at"]))
    s.plant_quota("ITV09", f"{one.label}/{role}", f"{role}没有参加访谈", f"no interview by the {role}", "1 time")
