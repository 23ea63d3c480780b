"""Random canonical projects: whole workbooks, most of it plausible, some of it not.

What stands on a sheet hangs on the seed and the sheet's name alone, so that a failing example shrinks to few sheets.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from handed_in import FACTS, FIELDS, SHEETS, Row, Sheet, Workbook, facts_sheet, whole_sheet
from hypothesis import strategies as st

from clausecheck.procedure.tables import FieldSpec

PEOPLE = {"赵经理": "经理", "钱主管": "客服主管", "孙客服": "客服", "李工程": "工程主管", "周安保": "安保主管"}
NAMES = (*PEOPLE, *PEOPLE, *PEOPLE, "孙客服", "钱主管", "冯某")
FLATS = tuple(f"{block}栋{room}01" for block in (1, 2, 3) for room in (1, 2, 3, 4))
PLACES = ("东门", "服务中心", "1栋大堂", "南公告栏")
ON_BOARD = "照片、工号、姓名、赵经理、钱主管、孙客服、李工程、周安保"
CONTENTS = ("400-820-0000", "400-820-0000", "400-820-0001", ON_BOARD, "水、电、气、有线电视、网络、医疗", "收费标准")
TOPICS = ("防火", "防盗", "公共设施使用", "安全", "保健", "社区文化", "法律法规", "安全卫生", "环境保护", "管理方针")
ON_SITE = ("INF01", "INF02", "INF03", "INF05", "INF07")
PERIODS = ("2026", "2026", "2026", "2026-H1", "2026-H2", "2026-Q3", "2026-08", "2025-12-15..2026-09-10")
ONE_EACH = {
    "报告台账": ("报告类型", "所属期间"), "资金公示": ("年度",), "月度统计": ("月份",),
    "投诉公布": ("月份",), "遗留问题统计": ("季度",), "户册": ("房号",),
}  # fmt: skip
"""Sheets where the first of two rows for one thing counts: there is one row for each."""
NEAR = (0, 0, 1, 1, 2, 3, 3, 4, 5, 7, 8, 14, 20, 30, 31, 40, -2)
"""Days from what begins a row to what follows in it: about every limit of the procedure, and now and then before it."""
UNREADABLE = ("不清楚", "03/04/2026", "#REF!", "3月5日")


@dataclass(frozen=True)
class Project:
    """One drawn project and when it is audited."""

    workbook: Workbook
    period: str
    as_of: date

    def later(self, days: int) -> "Project":
        return replace(self, as_of=self.as_of + timedelta(days=days))


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project with every sheet handed in, some of them with rows, identifiers used once."""
    seed = draw(st.integers(0, 2**32))
    empty = draw(st.sets(st.sampled_from([name for name in SHEETS if name != FACTS])))
    as_of = date(2026, 2, 1) + timedelta(days=Random(f"{seed} as of").randint(0, 340))
    workbook = {FACTS: facts_sheet(_facts(Random(f"{seed} facts")))}
    for name in SHEETS:
        if name != FACTS:
            rows = [] if name in empty else rows_of(name, as_of, Random(f"{seed} {name}"))
            workbook[name] = whole_sheet(name, rows)
    return Project(workbook, Random(f"{seed} period").choice(PERIODS), as_of)


def _facts(random: Random) -> Row:
    return {
        "项目编码": "CH-001",
        "产权类型": random.choice(["多产权", "多产权", "单一业主"]),
        "业主数": random.choice([None, None, None, None, 9, 10, "不详"]),
        "总户数": random.choice([2, 3, 12, 12, 40, 301, 1005, None]),
        "收费模式": random.choice(["包干制", "酬金制", "酬金制"]),
        "接管日期": random.choice([date(2024, 1, 1)] * 4 + [date(2026, 2, 20), date(2026, 6, 17), "不详"]),
        "退出日期": random.choice([None, None, None, date(2026, 8, 20), date(2026, 7, 1)]),
        "业委会成立日期": random.choice([None, date(2025, 3, 1), date(2025, 3, 1), date(2026, 5, 5), "去年"]),
        "统一客服电话": random.choice(["400-820-0000", "400-820-0000", None]),
    }


def rows_of(name: str, as_of: date, random: Random) -> list[Row]:
    """Up to a dozen rows of a sheet, most of them from the months before a day."""
    if name == "人员":
        return [{"姓名": person, "岗位": role, "到岗日期": date(2024, 1, 1)} for person, role in PEOPLE.items()]
    rows = [_row(name, n, as_of, random) for n in range(random.randint(1, 12))]
    keys = ONE_EACH.get(name)
    return list({tuple(row.get(key) for key in keys): row for row in rows}.values()) if keys else rows


def _row(name: str, n: int, as_of: date, random: Random) -> Row:
    spec, row = SHEETS[name], Row()
    begins = datetime.combine(as_of, time(9)) - timedelta(days=random.randint(-3, 120), minutes=random.randint(0, 600))
    covered = random.randint(1, as_of.month if as_of.year == 2026 else 12)
    if spec.key_date == "":
        begins = datetime(2026, covered, 28, 9) + timedelta(days=random.randint(-10, 5))
    for header, field in FIELDS[name].items():
        if field.key == spec.id and field.type == "text":
            row[header] = f"{spec.name}-{n}" if random.random() < 0.8 else None
        elif field.required or field.key == spec.key_date:
            row[header] = _value(name, field, begins, covered, random) if random.random() < 0.97 else None
        elif random.random() < (0.1 if field.header == "日常记录编号" else 0.75):
            row[header] = _value(name, field, begins, covered, random)
    return row


def _value(sheet: str, field: FieldSpec, begins: datetime, covered: int, random: Random) -> Any:
    """A plausible value of a column; now and then one that cannot be read."""
    if field.type not in ("text", "contents", "household") and random.random() < 0.02:
        return random.choice(UNREADABLE)
    follows = begins if field.key == SHEETS[sheet].key_date else begins + timedelta(days=random.choice(NEAR))
    return VALUES.get(field.type, _text)(sheet, field, follows, covered, random)


def _when(sheet: str, field: FieldSpec, follows: datetime, covered: int, random: Random) -> datetime | date:
    if random.random() < 0.2:
        return follows.date()
    return datetime.combine(follows.date(), time(random.randint(6, 22), random.choice([0, 20, 30, 31])))


def _text(sheet: str, field: FieldSpec, follows: datetime, covered: int, random: Random) -> str:
    said: dict[str, tuple[str, ...]] = {
        **dict.fromkeys(("责任人", "指派人", "联系人", "访谈人"), NAMES),
        "点位名称": PLACES,
        "规则": ON_SITE,
        "日常记录编号": ("daily_records-0", "daily_records-1", "daily_records-2"),
        "意见建议": ("无", "路灯太暗"),
    }
    return random.choice(said.get(field.header, ("某事",)))


VALUES: dict[str, Callable[[str, FieldSpec, datetime, int, Random], Any]] = {
    "when": _when,
    "day": lambda sheet, field, follows, covered, random: follows.date(),
    "month": lambda sheet, field, follows, covered, random: f"2026-{covered:02d}",
    "quarter": lambda sheet, field, follows, covered, random: f"2026Q{(covered + 2) // 3}",
    "year": lambda sheet, field, follows, covered, random: random.choice([2026, 2026, 2026, 2025]),
    "span": lambda sheet, field, follows, covered, random: random.choice([f"2026Q{(covered + 2) // 3}", f"2026-{covered:02d}"]),
    "count": lambda sheet, field, follows, covered, random: random.choice([0, 1, 1, 2, 3, 40]),
    "contents": lambda sheet, field, follows, covered, random: random.choice(TOPICS if field.header == "主题" else CONTENTS),
    "household": lambda sheet, field, follows, covered, random: random.choice(
        FLATS if sheet == "户册" else (*FLATS, "1幢-101", "9栋101", "201")
    ),
    "list": lambda sheet, field, follows, covered, random: random.choice(field.choices)[0],
}  # fmt: skip


def shuffled(project: Project, rows: st.DataObject) -> Project:
    """The same rows and sheets in another order."""
    random = rows.draw(st.randoms(use_true_random=False))
    sheets = {name: sheet for name, sheet in project.workbook.items() if name == FACTS}
    for name, sheet in project.workbook.items():
        if name != FACTS:
            sheets[name] = Sheet(sheet.headers, tuple(random.sample(sheet.rows, len(sheet.rows))))
    return replace(project, workbook={name: sheets[name] for name in random.sample(list(sheets), len(sheets))})


def split(project: Project, rows: st.DataObject) -> tuple[Workbook, Workbook]:
    """The rows of each sheet dealt to two workbooks; the facts stay in the first."""
    random = rows.draw(st.randoms(use_true_random=False))
    first: Workbook = {FACTS: project.workbook[FACTS]}
    second: Workbook = {}
    for name, sheet in project.workbook.items():
        if name != FACTS:
            to_second = [random.random() < 0.5 for _ in sheet.rows]
            for book, side in ((first, False), (second, True)):
                dealt = tuple(row for row, where in zip(sheet.rows, to_second, strict=True) if where is side)
                book[name] = Sheet(sheet.headers, dealt)
    return first, second
