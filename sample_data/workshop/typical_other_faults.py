"""Faults planted in the rest of 翠湖花园: reports, postings, interviews, events, monthly work."""

from datetime import date, timedelta

from clausecheck.simulate.draft import Draft, Planted, Row, choose

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def plant_all(draft: Draft) -> None:
    _reports(draft)
    _postings(draft)
    _outages_and_publicity(draft)
    _interviews(draft)
    _manager_and_supervisors(draft)
    _events(draft)
    _monthly(draft)
    _measures_and_bulletins(draft)
    draft.facts["households"] = 328
    draft.planted.append(
        Planted("DAT09", "project", "fail", "总户数写 328，户册为 326 户", "328 households stated, 326 on the register")
    )


def _row(draft: Draft, table: str, **wanted: str) -> Row:
    return next(row for row in draft.tables[table] if all(row.get(key) == value for key, value in wanted.items()))


def _reports(draft: Draft) -> None:
    row = _row(draft, "reports", covers="2026Q2")
    row |= {"approved_on": date(2026, 7, 17), "copied_on": date(2026, 7, 17)}
    draft.planted.append(
        Planted(
            "RPT01",
            "2026-Q2",
            "fail",
            "分公司审批和抄送在 7 月 17 日，应不迟于 15 日",
            "approved and copied on the 17th, due the 15th",
        )
    )
    row["intranet_on"] = date(2026, 7, 18)
    row |= {"committee_on": date(2026, 7, 18), "finance_approved_on": date(2026, 7, 19), "review_record": "无"}
    draft.planted.append(
        Planted("RPT03", "2026-Q2", "fail", "财务审批晚于提交业委会", "finance approved after the submission")
    )
    draft.planted.append(
        Planted("RPT04", "2026-Q2", "fail", "没有业委会审阅记录", "no record of the committee's review")
    )
    row["published_on"] = date(2026, 7, 22)
    draft.planted.append(
        Planted(
            "RPT05",
            "2026-Q2",
            "fail",
            "7 月 22 日才张贴查阅通知，应不迟于 20 日",
            "notice posted on the 22nd, due the 20th",
        )
    )


def _postings(draft: Draft) -> None:
    postings = draft.tables["postings"]
    postings.remove(_row(draft, "postings", kind="统一电话", place="3栋大堂"))
    draft.planted.append(
        Planted(
            "INF01",
            "project",
            "fail",
            "3栋大堂没有公示统一电话",
            "the hotline is not posted in the lobby of building 3",
        )
    )
    new = {"name": "苏一鸣", "staff_no": "WY011", "role": "客服", "from": date(2026, 8, 10), "until": None}
    draft.tables["staff"].append(new)
    draft.planted.append(
        Planted(
            "INF02",
            "project",
            "fail",
            "8 月到岗的客服苏一鸣未上公示栏",
            "a CS staff member since August is not on the board",
        )
    )
    prices = _row(draft, "postings", kind="价目表")
    prices["contents"] = prices["contents"].replace("收费依据、", "").replace("、代收代缴费用", "")
    draft.planted.append(
        Planted(
            "INF03",
            "project",
            "fail",
            "价目表缺收费依据、代收代缴费用",
            "the price list lacks legal basis and fees for others",
        )
    )
    passed_on = choose(draft, "postings", FIRST, LAST, "from", kind="代发信息")
    passed_on["source_date"] = None
    draft.planted.append(
        Planted("INF08", passed_on, "fail", "代发信息没有来源日期", "passed-on material without the date of its source")
    )
    august = choose(draft, "postings", date(2026, 8, 1), date(2026, 8, 31), "from", kind="宣传")
    postings.remove(august)
    draft.planted.append(Planted("ENG04", "2026-08", "fail", "8 月没有更换宣传栏", "no notice on the board in August"))
    seen = _row(draft, "attestations", code="INF02")
    seen |= {"result": "不合格", "seen": "公示栏缺一名客服"}
    draft.planted.append(Planted("ATT01", "INF02", "fail", "现场核查不合格", "failed on site"))
    _row(draft, "attestations", code="INF07")["valid_until"] = date(2026, 9, 30)
    draft.planted.append(
        Planted("ATT01", "INF07", "pending", "现场确认已过有效期", "the on-site confirmation has expired")
    )


def _outages_and_publicity(draft: Draft) -> None:
    row = choose(draft, "outages", FIRST, LAST, "starts_at", emergency="否")
    row["notice_at"] = row["starts_at"] - timedelta(hours=5)
    draft.planted.append(Planted("INF04", row, "fail", "停供前 5 小时才通知", "notice only 5 hours before"))
    row = choose(draft, "outages", FIRST, LAST, "starts_at", emergency="否")
    row["notice_at"] = None
    draft.planted.append(Planted("INF04", row, "fail", "计划停供没有通知", "no notice of a planned outage"))
    _row(draft, "publicity_plan", topic="保健")["done_on"] = None
    draft.planted.append(
        Planted("INF06", "2026", "fail", "8 月的保健宣传没有开展", "the August health campaign did not take place")
    )


def _interviews(draft: Draft) -> None:
    draft.planted.append(
        Planted("ITV02", "2026", "at_risk", "访谈覆盖低于全年进度", "coverage is behind the year's pace")
    )
    row = choose(draft, "interviews", FIRST, date(2026, 8, 31), "held_at", is_suggestion="是")
    row["measure_done"] = None
    draft.planted.append(
        Planted("ITV06", row, "fail", "建议的整改措施逾期未完成", "the measure for a suggestion is overdue")
    )
    row = choose(draft, "interviews", FIRST, LAST, "held_at", is_suggestion="是")
    row["measure_done"] = "03/08/2026"
    draft.planted.append(
        Planted("DAT10", (row, "measure_done"), "fail", "可读作 3 月 8 日或 8 月 3 日", "8 March or 3 August")
    )
    draft.planted.append(
        Planted("ITV06", row, "undetermined", "整改完成日期有两种读法", "the date of completion can be read two ways")
    )
    row = choose(draft, "interviews", FIRST, LAST, "held_at", is_suggestion="否", in_depth="否")
    row |= {"is_important": "是", "opinion": "反映3栋外墙瓷砖松动，存在坠落风险", "handling": "已上报"}
    row["reported_at"] = row["held_at"] + timedelta(hours=70)
    draft.planted.append(
        Planted("ITV07", row, "fail", "重要信息 70 小时后才上报", "important information reported after 70 hours")
    )
    row = choose(draft, "interviews", FIRST, LAST, "held_at", is_suggestion="否", in_depth="否", is_important="否")
    row |= {"opinion": "反映楼道照明偏暗", "handling": None}
    draft.planted.append(Planted("ITV08", row, "fail", "有意见而没有处理情况", "an opinion without its handling"))
    row = choose(draft, "interviews", FIRST, LAST, "held_at", in_depth="否", is_important="否")
    row["person_kind"] = "访客"
    draft.planted.append(
        Planted("DAT07", (row, "person_kind"), "fail", "受访人身份“访客”不在列表内", "访客 is not on the list")
    )
    row = choose(draft, "interviews", FIRST, LAST, "held_at", in_depth="否", is_important="否")
    row["household"] = "301"
    draft.planted.append(
        Planted(
            "DAT02",
            (row, "household"),
            "fail",
            "“301”可以是多户，不计入",
            '"301" fits several flats, so it counts for none',
        )
    )


def _manager_and_supervisors(draft: Draft) -> None:
    row = choose(draft, "interviews", date(2026, 8, 1), date(2026, 8, 31), "held_at", in_depth="是")
    row["in_depth"] = "否"
    draft.planted.append(
        Planted(
            "ITV05", "2026-08", "fail", "8 月经理只深入访谈一户", "the manager held one in-depth interview in August"
        )
    )
    security, desk = draft.names("安保主管")[0], draft.names("客服")[0]
    for row in draft.tables["interviews"]:
        if row["interviewer"] == security and FIRST <= row["held_at"].date() <= LAST:
            row["interviewer"] = desk
    draft.planted.append(
        Planted(
            "ITV09",
            "2026-Q3/安保主管",
            "fail",
            "本季度安保主管没有参加访谈",
            "no interview by the security supervisor",
        )
    )


def _events(draft: Draft) -> None:
    survey = _row(draft, "events", kind="满意度调查")
    survey["form_reviewed_on"] = date(2026, 9, 10)
    draft.planted.append(
        Planted(
            "SUR01", survey, "fail", "问卷在调查开始后三天才送审", "the form was reviewed three days after the start"
        )
    )
    forum = _row(draft, "events", kind="座谈会")
    forum["published_on"] = date(2026, 8, 29)
    draft.planted.append(
        Planted("STA02", forum, "fail", "座谈会意见 42 天后才公布", "the forum's outcome was published after 42 days")
    )
    draft.planted.append(
        Planted(
            "ENG02",
            "2026-Q3",
            "fail",
            "本季度没有与业委会沟通",
            "no communication with the committee in the quarter",
        )
    )


def _monthly(draft: Draft) -> None:
    rows = draft.tables["monthly_statistics"]
    june, july, august = (_row(draft, "monthly_statistics", month=month) for month in ("2026-06", "2026-07", "2026-08"))
    june["filled_on"] = date(2026, 7, 8)
    draft.planted.append(
        Planted("STA01", "2026-06", "fail", "6 月统计 7 月 8 日才填报", "June's statistics were filled in on 8 July")
    )
    july["complaints"] -= 2
    draft.planted.append(
        Planted(
            "STA01",
            "2026-07",
            "fail",
            "7 月投诉数比投诉记录少 2 件",
            "July's complaints are 2 fewer than the log holds",
        )
    )
    august["repair_visits"] = "#REF!"
    draft.planted.append(
        Planted("DAT08", (august, "repair_visits"), "fail", "单元格为 #REF! 错误", "the cell holds the error #REF!")
    )
    draft.planted.append(
        Planted("STA01", "2026-08", "undetermined", "维修回访数为错误值", "the number of follow-ups is an error value")
    )
    assert rows.index(june) < rows.index(july)


def _measures_and_bulletins(draft: Draft) -> None:
    draft.tables["measures"] = [row for row in draft.tables["measures"] if row["month"] != "2026-06"]
    draft.planted.append(
        Planted("CMP11", "2026-06", "fail", "6 月投诉没有分析和纠正预防措施", "June's complaints were not analysed")
    )
    row = next(row for row in draft.tables["measures"] if FIRST <= row["due"] <= LAST)
    row["done_on"] = None
    draft.planted.append(Planted("CMP11", row, "fail", "措施逾期未完成", "the measure is overdue"))
    bulletin = _row(draft, "complaint_bulletins", month="2026-07")
    bulletin["published_on"] = date(2026, 9, 2)
    draft.planted.append(
        Planted(
            "CMP12",
            "2026-07",
            "fail",
            "7 月投诉情况 9 月 2 日才公布",
            "July's bulletin was published on 2 September",
        )
    )
    bulletin = _row(draft, "complaint_bulletins", month="2026-08")
    bulletin["approved_on"] = bulletin["published_on"] + timedelta(days=2)
    draft.planted.append(Planted("CMP12", "2026-08", "fail", "公布早于审批", "published before it was approved"))
