"""The notebooks as analysts meet them: a real JupyterLab, a real browser, all cells run, every part used."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab_server
import openpyxl
import papermill
import pytest
import workbench_server as app

from clausecheck.trends.marks import link

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(app.CHROMIUM is None, reason="no Chromium on this machine")

PLACE = "投诉台账_2026.xlsx › 投诉记录!A499"
ROWS = "#rows tbody tr:not([hidden])"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder with the notebooks beside the samples, as in a clone (that of the trends is given its sample), and the
    notebooks alone in a folder elsewhere."""
    place = tmp_path_factory.mktemp("lab")
    shutil.copytree(app.CLONE / "notebooks", place / "clone" / "notebooks")
    shutil.copytree(app.SAMPLE.parent, place / "clone" / "sample_data" / app.SAMPLE.parent.name)
    shutil.copytree(app.TRENDS[0].parent, place / "clone" / "sample_data" / "trends" / app.TRENDS[0].parent.name)
    trends = place / "clone" / "notebooks" / "complaint_trends.ipynb"
    sample = f"sample_data/trends/{app.TRENDS[0].parent.name}"
    given = {"inputs": sample, "span": "2023-11-01..2026-10-31", "as_of": "2026-10-31"}
    papermill.execute_notebook(str(trends), str(trends), given, prepare_only=True)
    shutil.copytree(app.CLONE / "notebooks", place / "我的 文档 {2026}" / "notebooks")
    shutil.copytree(app.SAMPLE.parent, place / "我的 文档 {2026}" / "项目 {A} 翠湖")
    return place


@pytest.fixture(scope="module")
def address(place: Any) -> Iterator[Any]:
    with lab_server.running(place, place) as given:
        yield given
    assert list(place.glob("clausecheck-session-*")) == []


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    visitors = []

    def come(notebook: Any, **size: Any) -> Any:
        visitors.append(lab_server.LabVisitor(browser, address, notebook, **size))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()


def refuse_errors(visitor: Any) -> None:
    """Nothing asked of the outside, no error in the console, no dialog, no notice, no traceback."""
    local = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")
    assert [url for url in visitor.screen.asked if not url.startswith(local)] == []
    assert visitor.screen.said == []
    assert [visitor.page.locator(kind).count() for kind in (".jp-Dialog", ".Toastify__toast")] == [0, 0]
    assert "Traceback" not in visitor.page.content()


@pytest.mark.full_size
def test_the_workbench_from_run_all_to_the_downloaded_checked_workbook(visit: Any, tmp_path: Path) -> None:
    visitor = visit("clone/notebooks/workbench.ipynb")
    visitor.run_all()
    screen = visitor.screen
    screen.upload(app.SAMPLE)
    screen.check()
    screen.choose("部分与条款", "INF03")
    visitor.page.locator(".ccw-count", has_text="1 项").wait_for()
    screen.pick("INF03")
    cited = visitor.page.locator("td.hit")
    assert (cited.get_attribute("data-cell"), cited.get_attribute("title")[:4]) == ("G11", "公司名称")
    visitor.page.get_by_role("button", name="取出 标注副本").click()
    visitor.page.locator("a.file_annotated", has_text="保存 标注副本").wait_for()
    book = openpyxl.load_workbook(screen.download("file_annotated", tmp_path / "核查.xlsx"))
    assert book.sheetnames[0] == "核查结果"
    assert book["信息公示"]["G11"].fill.start_color.rgb.endswith("FFC7CE")
    refuse_errors(visitor)


@pytest.mark.full_size
def test_a_path_as_the_hint_shows_it_counts_from_above_the_notebooks_and_what_is_chosen_shows(
    visit: Any, place: Any
) -> None:
    visitor = visit("clone/notebooks/workbench.ipynb")
    visitor.run_all()
    visitor.page.get_by_role("button", name="选择文件夹").click()
    path = visitor.page.get_by_label("文件夹或工作簿", exact=True)
    path.fill(path.get_attribute("placeholder").removeprefix("例如 "))
    visitor.screen.check()
    visitor.page.locator(".ccw-files-card", has_text=f"已写入 {place / 'clone' / 'out'}").wait_for()
    arrows = "[...document.querySelectorAll('.ccw-filters select')].map(x => getComputedStyle(x).backgroundImage)"
    assert all("url" in arrow for arrow in visitor.page.evaluate(arrows))
    cut = """[...document.querySelectorAll('.ccw-tally .label')].filter(x => x.offsetHeight > 30).length
        + [...document.querySelectorAll('.ccw button')].filter(x => x.offsetParent && x.scrollWidth > x.clientWidth + 1).length"""
    assert visitor.page.evaluate(cut) == 0
    refuse_errors(visitor)


@pytest.mark.full_size
def test_copied_elsewhere_checked_twice_restarted_closed_and_opened_again(visit: Any, place: Any) -> None:
    visitor = visit("我的 文档 {2026}/notebooks/workbench.ipynb")
    visitor.run_all()
    page, screen = visitor.page, visitor.screen
    page.get_by_role("button", name="选择文件夹").click()
    page.get_by_label("文件夹或工作簿", exact=True).fill(str(place / "我的 文档 {2026}" / "项目 {A} 翠湖"))
    screen.check()
    screen.pick("INF03")
    page.get_by_role("button", name="更改台账或期间").click()
    screen.check(period="2026-Q2")
    page.locator(".ccw-step", has_text="完成：翠湖花园，2026年第二季度").wait_for()
    assert page.locator(".ccw-detail h3").count() == 0
    written = place / "我的 文档 {2026}" / "notebooks" / "out" / "CH-001"
    assert sorted(each.name for each in written.iterdir()) == ["2026-Q2", "2026-Q3"]
    visitor.menu("Kernel", "Restart Kernel and Run All Cells")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.get_by_text("尚未上传").wait_for()
    screen.upload(app.SAMPLE)
    screen.check()
    visitor.close_tab()
    page.locator(".jp-DirListing-item", has_text="workbench.ipynb").dblclick()
    screen.pick("INF03")
    refuse_errors(visitor)


@pytest.mark.full_size
def test_the_trends_answer_a_choice_and_every_mark_leads_to_its_rows_however_often(visit: Any, place: Any) -> None:
    visitor = visit("clone/notebooks/complaint_trends.ipynb")
    visitor.run_all()
    page = visitor.page
    assert page.locator("section.cc[id] > h2").count() == 12
    choice = page.get_by_label("类别", exact=True)
    assert choice.evaluate("list => list.selectedOptions[0].text") == "全部"
    choice.select_option("二类")
    page.locator(".cc-explored", has_text="二类 · 所选 308 件").wait_for()
    choice.select_option("全部")
    page.locator(".cc-explored", has_text="全部 · 所选 1,902 件").wait_for()
    month, mark = page.locator("#rate-chart td a", has_text="2026-08"), f"#volumes svg a[*|href='{link(klass='二类')}']"
    row = page.locator("#rows-2026-08 tr", has_text="TS-202608-1683").filter(has_text=PLACE)
    month.click()
    row.wait_for()
    for _ in range(2):
        page.locator(mark).first.click()
        sync_api.expect(page.locator(ROWS)).to_have_count(308, timeout=1000 * app.PATIENCE)
        brought_into_view(page.locator("#rows > h2"))
        page.locator("#volumes > h2").scroll_into_view_if_needed()
    month.click()
    sync_api.expect(page.locator(ROWS)).to_have_count(1902, timeout=1000 * app.PATIENCE)
    brought_into_view(page.locator("#rows-2026-08"))
    with page.expect_download() as started:
        page.get_by_role("link", name="投诉趋势.xlsx").click()
    written = place / "clone" / "out" / "CH-005" / "trends" / "投诉趋势.xlsx"
    assert Path(started.value.path()).read_bytes() == written.read_bytes()
    refuse_errors(visitor)


def brought_into_view(locator: Any) -> None:
    sync_api.expect(locator).to_be_in_viewport(timeout=1000 * app.PATIENCE)


@pytest.mark.full_size
def test_what_cannot_be_read_is_said_once(visit: Any) -> None:
    visitor = visit("我的 文档 {2026}/notebooks/complaint_trends.ipynb")
    visitor.menu("Run", "Run All Cells")
    said = visitor.page.locator(".jp-OutputArea-output", has_text="缺少这个参数")
    said.first.wait_for()
    visitor.idle()
    assert said.count() == 1
    assert "Traceback" not in visitor.page.content()
