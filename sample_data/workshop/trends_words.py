"""What people complain about in the three years of CH-005, and its README. Names of others' topics are reused."""

from clausecheck.simulate.words import BUILDING_QUALITY as QUALITY
from clausecheck.simulate.words import CHANNELS, FACILITIES, OUTSIDE, OWN_SERVICE

__all__ = ["BUILDING_QUALITY", "CHANNELS", "FACILITIES", "LIFTS", "OUTSIDE", "own_service", "readme"]

BUILDING_QUALITY = [
    *QUALITY,
    ("外窗窗框渗水，雨后窗台积水", "施工单位重新打胶并做淋水试验", "个别"),
    ("卫生间吊顶渗水，疑似楼上防水失效", "开发商维修队重做楼上防水层", "业户纠纷"),
]
LIFTS = [
    ("{b}栋电梯困人，等候救援二十分钟", "维保单位更换门锁触点，试运行正常", "公共部位"),
    ("{b}栋电梯频繁停运，老人上下楼不便", "维保单位更换变频器并加密巡检", "公共部位"),
    ("{b}栋电梯平层不准，进出绊脚", "调整平层感应器，复测合格", "公共部位"),
    ("{b}栋电梯运行抖动、有异响", "更换导靴并校正导轨", "公共部位"),
]
SUMMER = [
    ("{b}栋垃圾桶异味大、蚊蝇多", "夏季清运改为每日三次并消杀", "公共部位"),
    ("园区蚊虫多，要求消杀", "增加消杀频次并公示时间", "共性"),
    ("高峰时段水压低，高层用水困难", "调整水泵运行参数", "共性"),
    ("{b}栋大堂空调不制冷", "清洗滤网并补充冷媒", "公共部位"),
]
WINTER = [
    ("公共走廊窗户关不严，冷风灌入", "更换窗户合页与密封条", "公共部位"),
    ("园区道路结冰，行走打滑", "撒融雪剂并铺防滑垫", "公共利益"),
    ("水表冻裂漏水", "更换水表并加装保温棉", "个别"),
]


def own_service(month: int) -> list[tuple[str, str, str]]:
    """Topics of class 1 in a month: summer and winter have their own."""
    if month in (6, 7, 8):
        return [*OWN_SERVICE, *SUMMER, *SUMMER]
    return [*OWN_SERVICE, *WINTER, *WINTER] if month in (12, 1) else OWN_SERVICE


def readme(count: int) -> str:
    """The README of `sample_data/trends`: Chinese first, English below."""
    return f"""# 趋势分析示例

由 `python sample_data/make.py` 生成，每次生成的内容完全相同；人名、电话、项目均为虚构。供 `notebooks/complaint_trends.ipynb` 使用，不是核查示例（没有 expected.json）。

## CH-005_锦绣江南

多产权、包干制、1,152 户（一期 864 户；二期 288 户，2024-09-01 交付）。2023-11 至 2026-10 共 {count:,} 件投诉，夏季和一月偏多。

埋设的突变：**2026 年 4 月起，3 栋、5 栋电梯投诉每月多约 30 件**（更换电梯维保单位之后）；**2025 年 11 月起，二类投诉办结由 6–24 天变为 16–60 天**（开发商维修队撤场之后）。

---

# Trends sample

Made by `python sample_data/make.py`, the same every time; people, phones and the project are invented. For `notebooks/complaint_trends.ipynb`; no audit sample (there is no expected.json).

## CH-005_锦绣江南

Multi-owner, lump sum, 1,152 households (phase 1: 864; phase 2: 288, handed over on 2024-09-01). {count:,} complaints from 2023-11 to 2026-10, more of them in summer and in January.

Planted shifts: **from April 2026 about 30 more lift complaints a month in buildings 3 and 5** (after the lift contractor changed); **from November 2025 class 2 takes 16–60 days to close instead of 6–24** (after the developer's repair team left).
"""
