"""Months of many projects without an audit of each, for what is drawn of them."""

import random
from datetime import date
from pathlib import Path
from typing import Any

from clausecheck.nouns.periods import parse_period
from clausecheck.portfolio.month.lines import Beside, Line, Month

RULES = {
    "CMP10": ("4.4.2", {"zh": "投诉处理时限", "en": "Complaints closed in time"}),
    "RPT02": ("4.3.2", {"zh": "季度管理服务报告", "en": "Quarterly report"}),
    "ITV03": ("4.5.1", {"zh": "年度访谈覆盖", "en": "Yearly interviews"}),
    "INF01": ("4.2.2.A", {"zh": "公示统一客服电话", "en": "Hotline on display"}),
}


def month(count: int, out: Path, lang_history: bool = True) -> Month:
    """A month of so many projects, the same for the same number; every 40th has no result."""
    chance = random.Random(count)
    lines = tuple(_line(number, chance, lang_history) for number in range(1, count + 1))
    return Month(out, parse_period("2026-09"), date(2026, 10, 8), lines)


def _line(number: int, chance: random.Random, history: bool) -> Line:
    state = "failed" if number % 40 == 7 else "disabled" if number % 40 == 9 else "audited"
    code, name = f"CH-{number:04d}", chance.choice(("翠湖花园", "锦桥中心", "云苑", '瑞岸 <花园> & "Tower"', "=1+1"))
    branch = chance.choice(("华南分公司", "华东分公司", "北方分公司", ""))
    if state != "audited":
        why = {"zh": "台账.xlsx: 内容不是工作簿；请另存为 .xlsx 后再交", "en": "logs.xlsx: no workbook"}
        reason = why if state == "failed" else None
        return Line(code, name, branch, state, reason, "", "", None, (0, 0, 0), 0, 0, 0, None, None, {})
    high = round(chance.uniform(70, 100), 1)
    low = high if chance.random() < 0.6 else round(high - chance.uniform(1, 8), 1)
    severities = (int(chance.random() < 0.2), chance.randint(0, 5), chance.randint(0, 6))
    before = Beside((round(chance.uniform(-6, 6), 1),) * 2, chance.randint(0, 3), 2, 4) if history else None
    score = f"{low * 0.9:.2f}" if low == high else f"{low * 0.9:.2f}–{high * 0.9:.2f}"
    return Line(
        code, name, branch, state, None, f"{code}/2026-09/report.html", score, (low, high), severities, chance.randint(0, 30),
        chance.randint(0, 9), 0, before, None, _record(severities, chance),
    )  # fmt: skip


def _record(severities: tuple[int, int, int], chance: random.Random) -> dict[str, Any]:
    failed = chance.sample(sorted(RULES), min(len(RULES), sum(severities)))
    due = chance.choice(("2026-10-15", "2026-10-31", "2026-11-30"))
    return {
        "rules": dict.fromkeys(failed, 1),
        "clauses": {code: RULES[code][0] for code in failed},
        "titles": {code: RULES[code][1] for code in failed},
        "due": [{"due": due, "code": "RPT02", "title": RULES["RPT02"][1], "about": {"zh": "", "en": ""}, "role": ""}],
    }
