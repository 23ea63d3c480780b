"""What the samples are expected to show: `expected.json` per project, and the README naming every planted breach."""

import json
from pathlib import Path
from typing import Any

from clausecheck.simulate.answers import Places, planted_list
from clausecheck.simulate.draft import Draft

VERDICTS = {"fail": "不合格", "at_risk": "预警", "pending": "未到期", "undetermined": "证据不足", "pass": "合格"}


def write_expected(draft: Draft, places: Places, folder: Path) -> list[dict[str, str]]:
    """Writes `expected.json`; hands back the planted breaches."""
    planted = planted_list(draft, places)
    document: dict[str, Any] = {"period": draft.period, "as_of": draft.as_of.isoformat(), "planted": planted}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (folder / "expected.json").write_text(text, encoding="utf-8", newline="\n")
    return planted


def write_readme(entries: list[tuple[str, Draft, list[dict[str, str]]]], target: Path) -> None:
    """One README for all samples: Chinese first, English below."""
    lines = [
        "# 示例项目",
        "",
        "由 `python sample_data/make.py` 生成，每次生成的内容完全相同。人名、电话、项目均为虚构，电话已隐去中间四位。",
        "每个文件夹是一个项目，`expected.json` 列出核查期间、截止日期和有意埋设的全部问题。",
        "",
    ]
    for folder, draft, planted in entries:
        lines += [f"## {folder}", "", draft.about_zh, "", f"核查期间 {draft.period}，截止 {draft.as_of}。", ""]
        lines += _table(("规则", "对象", "结论", "埋设的问题"), planted, "why_zh", "没有埋设问题。")
    lines += ["---", "", "# Sample projects", ""]
    lines += [
        "Made by `python sample_data/make.py`, the same every time. People, phones and projects are invented.",
        "Each folder is one project; its `expected.json` gives period, as-of date and every breach planted on purpose.",
        "",
    ]
    for folder, draft, planted in entries:
        lines += [f"## {folder}", "", draft.about_en, "", f"Period {draft.period}, as of {draft.as_of}.", ""]
        lines += _table(("Code", "Subject", "Verdict", "What was planted"), planted, "why_en", "Nothing is planted.")
    target.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8", newline="\n")


def _table(headings: tuple[str, ...], planted: list[dict[str, str]], why: str, nothing: str) -> list[str]:
    if not planted:
        return [nothing, ""]
    rows = [f"| {' | '.join(headings)} |", "|---|---|---|---|"]
    for entry in planted:
        verdict = VERDICTS[entry["verdict"]] if why == "why_zh" else entry["verdict"]
        rows.append(f"| {entry['code']} | {entry['subject']} | {verdict} | {entry[why]} |")
    return [*rows, ""]
