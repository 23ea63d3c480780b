"""What guards a value in a .csv against Excel is no part of it."""

import pytest

from clausecheck.logs.csvcells import read_csv


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('="A1"', "A1"),
        ('"=""A1"""', "A1"),
        ('= "1-1-101"', "1-1-101"),
        ("'2026-08-05", "2026-08-05"),
        ("\t2026-08-05\t", "2026-08-05"),
        ('"\t2026-08-05"', "2026-08-05"),
        ("'", ""),
        ('="say ""it"""', 'say "it"'),
        ("=A1+B1", "=A1+B1"),
        ("O'Brien", "O'Brien"),
        ("孙客服'", "孙客服'"),
    ],
)
def test_a_guard_is_taken_off(written: str, cell: str) -> None:
    (sheet,) = read_csv(f"编号,值\nA,{written}\nB,x\n".encode(), "a.csv").sheets
    assert dict(sheet.rows)[2][1] == cell


@pytest.mark.parametrize(
    "text",
    [
        "编号,时间,内容\n\tA1,\t2026-08-05,\t甲\n\tA2,\t2026-08-06,\t乙\n",
        '编号;时间;内容\n"\tA1";"\t2026-08-05";"\t甲"\n',
        "编号\t时间\t内容\nA1\t2026-08-05\t甲\n",
        "编号\t时间\t内容\nA1\t2026-08-05\t甲，乙,丙\n",
    ],
)
def test_tabs_that_guard_separate_nothing(text: str) -> None:
    (sheet,) = read_csv(text.encode(), "a.csv").sheets
    assert dict(sheet.rows)[2][:2] == ["A1", "2026-08-05"]
