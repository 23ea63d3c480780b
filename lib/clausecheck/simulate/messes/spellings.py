"""The same value written another way: dates and times, months, counts, people, flats, list values, contents, blanks."""

from datetime import date, datetime
from typing import Any

from clausecheck.procedure.tables import FieldSpec
from clausecheck.simulate.books import Line
from clausecheck.simulate.draft import chance, pick
from clausecheck.simulate.messes.desk import Desk, mess
from clausecheck.simulate.standing import spelled_otherwise

WIDE = str.maketrans(
    "0123456789:/-. ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９：／－．　ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PEOPLE = ("handler", "designated_by", "developer_contacted_by", "interviewer")
UNITS = {"interview_plan": "户", "phases": "户"}
OPEN = {"closed_at": ["处理中", "未办结", "跟进中"], "feedback_at": ["未反馈", "待反馈"], "plan_at": ["/", "-", "无"],
        "measure_done": ["整改中", "未完成"], "done_on": ["未开展", "进行中"], "reported_at": ["/", "—"]}  # fmt: skip
STILL = {"staff": ["至今", "在职", "在岗"], "postings": ["至今", "长期", "公示中"]}


def day_text(value: date, style: int) -> Any:
    """A day in one of ten styles."""
    y, m, d = value.year, value.month, value.day
    return (
        f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y}年{m:02}月{d:02}号",
        f"{y}{m:02}{d:02}", int(f"{y}{m:02}{d:02}"), f"{d} {MONTHS[m - 1]} {y}", f"{y}-{m:02}-{d:02}".translate(WIDE),
        f" {y}－{m}－{d}。",
    )[style]  # fmt: skip


DAY_STYLES = 10


def moment_text(value: datetime, style: int) -> str:
    """A moment in one of eight styles, to the minute; two also to the second."""
    y, m, d, h, n = value.year, value.month, value.day, value.hour, value.minute
    half, twelve = ("上午", h) if h < 12 else ("下午", h - 12 or 12)
    return (
        f"{y}-{m:02}-{d:02} {h:02}:{n:02}", f"{y}/{m}/{d} {h}:{n:02}", f"{y}年{m}月{d}日 {h}:{n:02}",
        f"{y}年{m}月{d}日{half}{twelve}点{n}分", f"{y}.{m}.{d} {h}:{n:02}", f"{y}{m:02}{d:02}{h:02}{n:02}",
        f"{y}-{m:02}-{d:02}T{h:02}:{n:02}", f"{y}-{m:02}-{d:02} {h:02}:{n:02}".translate(WIDE),
    )[style]  # fmt: skip


MOMENT_STYLES = 8


@mess("dates as typed")
def dates_as_typed(desk: Desk) -> None:
    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        if isinstance(value, datetime):
            return moment_text(value, int(desk.rng.random() * MOMENT_STYLES))
        return day_text(value, int(desk.rng.random() * DAY_STYLES)) if isinstance(value, date) else value

    for sheet in desk.of():
        if chance(desk.rng, 0.5):
            desk.respell("dates as typed", sheet, pick(desk.rng, [0.1, 0.5, 1.0]), spell)


@mess("months and quarters")
def months_and_quarters(desk: Desk) -> None:
    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        if field.type == "year" and isinstance(value, int):
            return pick(desk.rng, [f"{value}年", f"{value}年度", str(value)])
        if field.type in ("month", "span") and isinstance(value, str) and "Q" not in value:
            y, m = int(value[:4]), int(value[5:])
            return pick(desk.rng, [f"{y}年{m}月", f"{y}/{m}", f"{y}{m:02}", date(y, m, 1), f"{y}年{m:02}月份"])
        if field.type in ("quarter", "span") and isinstance(value, str):
            y, q = int(value[:4]), int(value[-1])
            return pick(desk.rng, [f"{y}-Q{q}", f"{y}年第{q}季度", f"{y}年{'一二三四'[q - 1]}季度"])
        return value

    for sheet in desk.of():
        desk.respell("months and quarters", sheet, 0.6, spell)


@mess("counts")
def counts(desk: Desk) -> None:
    for sheet in desk.of():

        def spell(field: FieldSpec, value: Any, line: Line, unit: str = UNITS.get(sheet.table, "件")) -> Any:
            if field.type != "count" or not isinstance(value, int):
                return value
            nothing = ["无", "/", "—", "零"] if value == 0 and unit == "件" else []
            return pick(desk.rng, [str(value), str(value).translate(WIDE), f" {value}{unit}", float(value), *nothing])

        desk.respell("counts", sheet, 0.6, spell)


@mess("people with titles")
def people_with_titles(desk: Desk) -> None:
    listed = {row["name"] for row in desk.draft.tables["staff"]}

    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        if field.key not in PEOPLE or value not in listed:
            return value
        spaced = f"{value[0]} {value[1:]}" if chance(desk.rng, 0.5) else f"{value[0]}　{value[1:]}"
        return pick(
            desk.rng, [f"{value}（客服部）", f"@{value}", f"{value}主管", spaced, f"{value}\u200b", f" {value} "]
        )

    for sheet in desk.of("complaints", "interviews"):
        desk.respell("people with titles", sheet, 0.5, spell)


@mess("flats as typed")
def flats_as_typed(desk: Desk) -> None:
    register = {row["household"] for row in desk.draft.tables["households"]}

    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        if field.type != "household" or value not in register:
            return value
        if "座" in value:
            tower, room = value.split("座")
            return pick(desk.rng, [f"{tower}-{room}", f"{value}室", value.translate(WIDE), f"{tower}栋{room}"])
        return spelled_otherwise(desk.rng, value, 1.0) if chance(desk.rng, 0.8) else value.translate(WIDE)

    for sheet in desk.of("complaints", "interviews", "contacts"):
        desk.respell("flats as typed", sheet, 0.5, spell)


@mess("list values")
def list_values(desk: Desk) -> None:
    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        if field.type != "list" or not isinstance(value, str):
            return value
        spellings = dict(field.choices).get(value)
        return pick(desk.rng, [*spellings, f"{value}。", f" {value}", f"{value}（见附件）"]) if spellings else value

    for sheet in desk.of():
        desk.respell("list values", sheet, 0.4, spell)


@mess("usual values left blank")
def usual_values_left_blank(desk: Desk) -> None:
    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        return None if field.blank and value == field.blank else value

    for sheet in desk.of("complaints", "interviews", "outages"):
        desk.respell("usual values left blank", sheet, 0.7, spell)


@mess("words for not yet")
def words_for_not_yet(desk: Desk) -> None:
    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        words = OPEN.get(field.key)
        return pick(desk.rng, words) if words and value is None else value

    for sheet in desk.of("complaints", "interviews", "publicity_plan", "measures"):
        desk.respell("words for not yet", sheet, 0.5, spell)


@mess("words for still")
def words_for_still(desk: Desk) -> None:
    for sheet in desk.of("staff", "postings"):

        def spell(field: FieldSpec, value: Any, line: Line, words: list[str] = STILL[sheet.table]) -> Any:
            return pick(desk.rng, words) if field.end and value is None else value

        desk.respell("words for still", sheet, 0.5, spell)


@mess("contents joined otherwise")
def contents_joined_otherwise(desk: Desk) -> None:
    def spell(field: FieldSpec, value: Any, line: Line) -> Any:
        if field.type != "contents" or not isinstance(value, str) or "、" not in value:
            return value
        return pick(desk.rng, ["，", "；", ", ", ";"]).join(value.split("、"))

    for sheet in desk.of("postings"):
        desk.respell("contents joined otherwise", sheet, 0.7, spell)
