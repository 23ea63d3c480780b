"""The notebook over all projects: tidy as committed, run by papermill, and what its sections say."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import nbformat
import papermill
import pytest
from fabricated import month
from nights import PERIOD, projects, run

from clausecheck.nouns.errors import InputFault
from clausecheck.nouns.periods import parse_period
from clausecheck.papers.page.export import render_report
from clausecheck.portfolio.board import SECTIONS, TITLE, check_values, open_board, section_html
from clausecheck.portfolio.board.sections import mean_rate
from clausecheck.portfolio.board.settings import Board
from clausecheck.warm.engine import register

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "portfolio.ipynb"
TODAY = date(2026, 10, 9)


def board(count: int, lang: str = "zh") -> Board:
    return Board(month(count, Path()), (), lang)


def html(shown: Board, name: str) -> str:
    return section_html(shown, next(one for one in (TITLE, *SECTIONS) if one.id == name))


def rows(page: str) -> list[list[str]]:
    found = re.findall(r"<tr>(.*?)</tr>", page)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)] for row in found]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("board")
    logs = projects(place)
    for period in ("2026-08", PERIOD):
        run(logs, place / "out", period=parse_period(period))
    return place / "out"


def test_it_is_committed_without_outputs_and_without_logic() -> None:
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    nbformat.validate(notebook)
    assert 0 <= notebook.cells[0].source.index("用途") < notebook.cells[0].source.index("What it is for")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if "parameters" in cell.metadata.get("tags", [])] == ["parameters"]
    for cell in code:
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert not re.search(r"^\s*(def|class|for|if|while|try)\b", cell.source, re.MULTILINE)
    source = "\n".join(cell.source for cell in code)
    assert all(f'"{section.id}"' in source for section in (TITLE, *SECTIONS))


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full_size)])
def test_papermill_runs_it_and_its_page_has_every_section_and_loads_nothing(
    done: Path, tmp_path: Path, lang: str
) -> None:
    target, given = tmp_path / "done.ipynb", {"folder": str(done), "period": PERIOD, "lang": lang}
    papermill.execute_notebook(str(NOTEBOOK), str(target), given, engine_name=register(), progress_bar=False)
    page = render_report(target, tmp_path / "page.html", lang).read_text(encoding="utf-8")
    assert re.findall(r'<section class="cc" id="([a-z]+)"', page) == ["title", *(one.id for one in SECTIONS)]
    assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page)
    trend = rows(page[page.index('id="trend"') :])
    assert len(trend) == 3
    assert trend[-1][1] == "3"


def test_projects_are_ranked_by_their_rate_and_those_without_one_are_named() -> None:
    shown = board(50)
    [head, *ranked] = rows(html(shown, "rank"))
    assert head[:3] == ["#", "项目编码", "项目名称"]
    rates = {line.code: line.rate for line in shown.month.lines}
    order = [sum(rates[row[1]]) for row in ranked]
    assert order == sorted(order, reverse=True)
    assert {row[1] for row in ranked} == {code for code, rate in rates.items() if rate}
    assert "没有得分率的 4 个：CH-0007 未能核查" in html(shown, "rank")


def test_a_branch_sums_its_projects() -> None:
    shown = board(60)
    lines = [line for line in shown.month.lines if line.branch == "华南分公司"]
    [found] = [row for row in rows(html(shown, "branches")) if row[0] == "华南分公司"]
    assert [int(one) for one in found[1:3]] == [len(lines), sum(line.state == "audited" for line in lines)]
    assert [int(one) for one in found[4:]] == [
        *(sum(line.severities[n] for line in lines) for n in range(3)),
        sum(line.logs for line in lines),
    ]
    low, high = mean_rate(lines)
    assert found[3] == f"{low:g}%–{high:g}%"


def test_the_heat_map_says_of_each_cell_how_often_whom_and_what() -> None:
    shown = board(30)
    drawn = re.search(r"<svg.*</svg>", html(shown, "heat"))[0]
    told = [one.text for one in Xml.fromstring(drawn).iter("{http://www.w3.org/2000/svg}title")]
    fails = [(line.code, code, n) for line in shown.month.lines for code, n in line.record.get("rules", {}).items()]
    assert len(told) == len(fails)
    assert all(any(one.startswith(f"{who}：") and f"（{code}）" in one for one in told) for who, code, _ in fails)


def test_without_earlier_periods_or_fails_it_says_so() -> None:
    assert "没有更早期间的结果" in html(board(3), "trend")
    assert "No project fails anything" in html(board(0, "en"), "heat")


def test_many_projects_are_cut_and_the_rest_is_counted() -> None:
    page = html(board(1000), "rank")
    assert len(rows(page)) == 301
    assert re.search(r"另有 \d+ 个项目", page)


def test_names_that_look_like_markup_are_shown_as_they_are() -> None:
    assert "瑞岸 &lt;花园&gt;" in html(board(60), "rank")


def test_parameters_that_are_wrong_are_refused_each_by_its_name(done: Path) -> None:
    with pytest.raises(InputFault) as refused:
        check_values({"folder": 3, "period": "neunzehn", "lang": "fr"}, TODAY)
    assert [one.place for one in refused.value.faults] == ["folder", "period", "lang"]
    with pytest.raises(InputFault, match="folderx"):
        check_values({"folderx": "out"}, TODAY)
    assert str(check_values({"folder": str(done)}, TODAY).period) == "2026-09"
    with pytest.raises(InputFault, match="holds no results of 2026-07"):
        open_board(check_values({"folder": str(done), "period": "2026-07"}, TODAY))
