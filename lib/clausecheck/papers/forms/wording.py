"""What the form says about each column: how to write it, in Chinese and English."""

from clausecheck.procedure.tables import FieldSpec

HOW = {
    "text": ("", ""),
    "contents": ("多项用“、”分开", "several items joined by 、"),
    "household": ("楼栋、单元、房号；多户用“、”分开", "building, unit, flat; several joined by 、"),
    "when": ("日期和时间，如 2026-08-05 09:02", "date and time, like 2026-08-05 09:02"),
    "day": ("日期，如 2026-08-05", "date, like 2026-08-05"),
    "month": ("月份，如 2026-03", "month, like 2026-03"),
    "quarter": ("季度，如 2026Q1", "quarter, like 2026Q1"),
    "span": ("季度 2026Q1 或月份 2026-03", "quarter 2026Q1 or month 2026-03"),
    "year": ("四位年份，如 2026", "four-digit year, like 2026"),
    "count": ("整数", "whole number"),
}

STEPS = (
    (
        "每个工作表第一行是表头，请勿改动；从第二行起填写，每行一条记录，不要合并单元格。",
        "Row 1 of each sheet is the header: leave it. Fill in from row 2, one record a row, no merged cells.",
    ),
    (
        "没有的内容留空，不要写“/”；没有发生的工作表整张留空（表示没有发生），不适用的工作表可删除（表示未提交）。",
        "Leave blank what does not exist. An empty sheet says that nothing happened, a deleted one that it was not "
        "handed in.",
    ),
    (
        "日期写成 2026-08-05，需要钟点的写成 2026-08-05 09:02。只写日期不能证明以小时、分钟计的时限。",
        "Write dates as 2026-08-05, times as 2026-08-05 09:02. A date alone cannot prove a limit in hours or minutes.",
    ),
    (
        "有下拉箭头的列请从列表中选择；选中单元格时会显示该列的填写说明。",
        "Pick from the list where there is one; selecting a cell shows what the column is for.",
    ),
)


def how_to_write(spec: FieldSpec) -> tuple[str, str]:
    """The way to fill in a column, Chinese and English."""
    if spec.choices:
        values = "、".join(value for value, _ in spec.choices)
        zh, en = f"从下拉列表选：{values}", f"pick one: {values}"
    else:
        zh, en = HOW[spec.type]
    blank_zh, blank_en = (f"留空视为“{spec.blank}”", f"blank means {spec.blank}") if spec.blank else ("", "")
    return _joined("。", spec.about, zh, blank_zh, spec.more), _joined("; ", spec.about_en, en, blank_en, spec.more_en)


def _joined(sign: str, *parts: str) -> str:
    """The parts that say something new: what is already contained in an earlier one is not repeated."""
    said: list[str] = []
    for part in parts:
        text = part.rstrip("。")
        if text and not any(text in earlier for earlier in said):
            said.append(text)
    return sign.join(said)
