"""`clausecheck app` as its users meet it: a real server, a real browser, from the upload to the checked workbook."""

import os
import re
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
import workbench_server as app

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(app.CHROMIUM is None, reason="no Chromium on this machine")
SHOTS = os.environ.get("WORKBENCH_SHOTS")
"""A folder for pictures of the pages, for those who want to look at them."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("网页")


@pytest.fixture(scope="module")
def address(place: Any) -> Iterator[Any]:
    (place / "项目" / "CH-001").mkdir(parents=True)
    (place / "项目" / "CH-001" / app.SAMPLE.name).write_bytes(app.SAMPLE.read_bytes())
    with app.running(place) as given:
        yield given
    assert list(place.glob("tmp/clausecheck-app-*")) == []


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Any]:
    visitors = []

    def come(**size: Any) -> Any:
        visitors.append(app.Visitor(browser, address, **size))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()


def picture(visitor: Any, name: Any) -> None:
    if SHOTS:
        visitor.page.wait_for_timeout(400)
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png")


def wait_until(true: Any, seconds: float = app.PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.2)
    assert true()


def status(address: str, cookie: Any = "") -> Any:
    request = urllib.request.Request(quote(address, safe=":/?=&%.@"), headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def test_the_first_useful_screen_asks_nothing_of_the_outside(visit: Any) -> None:
    visitor = visit()
    picture(visitor, "first")
    outside = [
        url for url in visitor.asked if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
    ]
    assert (outside, visitor.said) == ([], [])


def test_from_upload_to_the_downloaded_checked_workbook(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    foreign = tmp_path / "照片.jpg"
    foreign.write_bytes(b"jpg")
    visitor.upload(app.SAMPLE, foreign)
    assert "不是可读的工作簿" in visitor.page.locator(".ccw-files li.ccw-refused").inner_text()
    visitor.check()
    picture(visitor, "checked")
    notes = visitor.page.locator(".ccw-tally .card .note").all_inner_texts()
    assert notes[:4] == [
        "得分 23.25–29.98 / 75.3",
        "合格 ÷（合格＋不合格＋豁免）",
        "违反规程，须整改；严重 7",
        "请更正，不计入不合格；另有提示 1 处",
    ]
    assert not any(notes[4:])
    target = visitor.download("file_annotated", tmp_path / "核查.xlsx")
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "核查结果"
    assert book["信息公示"]["G11"].fill.start_color.rgb.endswith("FFC7CE")
    assert "INF03" in book["信息公示"]["G11"].comment.text
    report = visitor.download("file_report", tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<section class="cc" id="findings"' in report
    assert '"findings": [' in visitor.download("file_findings", tmp_path / "f.json").read_text(encoding="utf-8")


@pytest.mark.full_size
def test_the_notice_is_written_and_downloaded(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.page.get_by_role("button", name="生成整改通知单").click()
    visitor.page.locator(".ccw-fault", has_text="整改通知单编号").filter(has_text="整改期限").wait_for()
    visitor.page.get_by_label("整改通知单编号").fill("ZG-2026-01")
    visitor.page.get_by_label("整改期限").fill("2099-12-31")
    visitor.page.get_by_role("button", name="生成整改通知单").click()
    target = visitor.download("file_notice", tmp_path / "通知.docx")
    picture(visitor, "notice")
    with zipfile.ZipFile(target) as notice:
        said = re.sub("<[^>]+>", "", notice.read("word/document.xml").decode("utf-8"))
    assert ("ZG-2026-01" in said, "2099年12月31日" in said, "翠湖花园" in said) == (True, True, True)


@pytest.mark.full_size
def test_the_trends_from_upload_to_the_downloaded_workbook(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    visitor.upload(*app.TRENDS)
    visitor.page.get_by_label("截至日期").fill("2026-10-31")
    visitor.page.get_by_label("核查期间").fill("2026-Q3")
    visitor.page.get_by_role("button", name="投诉趋势").click()
    visitor.page.locator("#title", has_text="2026-07-01 – 2026-09-30").wait_for()
    visitor.page.get_by_label("分析期间").fill("")
    visitor.page.get_by_role("button", name="重新分析").click()
    visitor.page.locator("#rate-chart", has_text="异常信号 7 个月").wait_for()
    picture(visitor, "trends")
    assert visitor.page.locator("section.cc h2").count() == 12
    visitor.page.locator("#rate-chart td a", has_text="2026-08").click()
    place = "投诉台账_2026.xlsx › 投诉记录!A499"
    visitor.page.locator("#rows-2026-08 tr", has_text="TS-202608-1683").filter(has_text=place).wait_for()
    picture(visitor, "trends-rows")
    book = openpyxl.load_workbook(visitor.download("file_trends", tmp_path / "趋势.xlsx"))
    assert book["明细"].max_row == 3 + 1902
    visitor.page.get_by_label("类别").select_option("二类")
    visitor.page.locator(".jupyter-widgets section.cc", has_text="二类 · 所选 308 件").wait_for()
    assert visitor.said == []


def test_filter_search_and_pick_show_the_finding_beside_its_rows(visit: Any) -> None:
    visitor = visit()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.choose("部分与条款", "INF03")
    visitor.page.locator(".ccw-count", has_text="1 项").wait_for()
    assert [line.split()[0] for line in visitor.lines()] == ["INF03"]
    visitor.pick("INF03")
    picture(visitor, "picked")
    cited = visitor.page.locator("td.hit")
    assert cited.get_attribute("data-cell") == "G11"
    assert cited.get_attribute("title").startswith("公司名称、收费对象")
    assert visitor.page.locator("tr.head td").first.inner_text() == "公示编号"
    visitor.page.get_by_role("button", name="清除筛选").click()
    visitor.choose("判定", "预警")
    visitor.page.locator(".ccw-count", has_text="1 项").wait_for()
    visitor.choose("判定", "全部")
    visitor.page.locator(".ccw-count", has_text="681 项").wait_for()
    visitor.page.get_by_label("搜索").fill("ts-202607-104 限时")
    visitor.page.locator(".ccw-count", has_text=re.compile(r"^\d 项$")).wait_for()
    assert any(line.startswith("CMP10") and "TS-202607-104" in line for line in visitor.lines())


def test_marks_are_kept_and_a_waiver_counts_at_once(visit: Any, place: Any, tmp_path: Path) -> None:
    visitor = visit()
    visitor.page.get_by_role("button", name="选择文件夹").click()
    visitor.page.get_by_label("文件夹或工作簿").fill("项目/CH-001")
    visitor.check()
    visitor.pick("INF03")
    visitor.page.get_by_role("button", name="有异议").click()
    visitor.page.get_by_role("button", name="保存标记").click()
    visitor.page.locator(".ccw-decision .ccw-fault", has_text="异议理由").filter(has_text="审核人").wait_for()
    visitor.page.get_by_label("异议理由").fill("价目表另贴一张")
    visitor.page.get_by_label("审核人").fill("李审")
    visitor.page.get_by_role("button", name="保存标记").click()
    visitor.page.get_by_text("已保存到 out/CH-001/2026-Q3/review.yaml").wait_for()
    kept = (place / "out" / "CH-001" / "2026-Q3" / "review.yaml").read_text(encoding="utf-8")
    assert ("mark: disputed" in kept, "by: 李审" in kept, "on: " in kept) == (True, True, True)
    visitor.pick("INF01")
    visitor.page.get_by_role("button", name="豁免", exact=True).click()
    visitor.page.get_by_role("button", name="保存标记").click()
    visitor.page.locator(".ccw-decision .ccw-fault", has_text="批准人").wait_for()
    visitor.page.get_by_label("豁免理由").fill("大堂在装修")
    visitor.page.get_by_label("批准人").fill("王总")
    visitor.page.get_by_label("截止日（含）").fill("2026-12-31")
    visitor.page.get_by_role("button", name="保存标记").click()
    visitor.page.get_by_text("已保存到 项目/CH-001/waivers.yaml").wait_for()
    picture(visitor, "waived")
    assert visitor.page.locator(".card.waived .number").inner_text() == "1"
    assert "大堂在装修" in (place / "项目" / "CH-001" / "waivers.yaml").read_text(encoding="utf-8")
    visitor.page.get_by_role("button", name="更新下载文件").click()
    visitor.page.locator(".ccw-stale").wait_for(state="hidden")
    assert '"waived": 1' in visitor.download("file_findings", tmp_path / "f.json").read_text(encoding="utf-8")
    visitor.leave()
    again = visit()
    again.page.get_by_role("button", name="选择文件夹").click()
    again.page.get_by_label("文件夹或工作簿").fill("项目/CH-001")
    again.check()
    again.choose("标记", "有异议")
    again.page.locator(".ccw-count", has_text="1 项").wait_for()
    assert "INF03" in again.lines()[0]


def test_marks_on_uploads_are_kept_in_the_browser_and_offered_for_the_same_files_only_there(visit: Any) -> None:
    visitor = visit()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.page.keyboard.press("j")
    visitor.page.locator(".ccw-detail h3").wait_for()
    first = visitor.lines()[0].split("\n")[:2]
    visitor.page.locator(".ccw-line.on", has_text=first[0]).wait_for()
    visitor.page.keyboard.press("a")
    visitor.page.get_by_label("审核人").fill("李审")
    visitor.page.keyboard.press("Control+Enter")
    visitor.page.get_by_text("保存在本浏览器中：").wait_for()
    assert visitor.page.get_by_text("review.yaml", exact=True).count() == 0
    visitor.page.reload()
    visitor.page.locator(".ccw-go").first.wait_for()
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.page.locator(".ccw-offer", has_text="1 项").get_by_role("button", name="取回").click()
    visitor.choose("标记", "认可")
    visitor.page.locator(".ccw-count", has_text="1 项").wait_for()
    assert visitor.lines()[0].split("\n")[:2] == first
    assert visitor.said == []


@pytest.mark.full_size
def test_two_users_are_apart_and_their_uploads_go_with_them(visit: Any, place: Any, address: str) -> None:
    one, two = visit(), visit()
    before = {key for key, names in app.sessions(place).items() if names}  # of tests before, still on their way out
    one.upload(app.SAMPLE)
    one.check()
    two.upload(app.OTHER)
    two.check()
    assert "翠湖花园" in one.page.locator(".ccw-step").inner_text()
    assert "金桥国际中心" in two.page.locator(".ccw-step").inner_text()
    ours = {key: names for key, names in app.sessions(place).items() if names and key not in before}
    assert sorted(ours.values()) == sorted([[app.SAMPLE.name], [app.OTHER.name]])
    link = one.page.locator("a.file_findings").get_attribute("href")
    base = address.partition("/?")[0]
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in one.context.cookies())
    assert status(base + link, cookie)[0] == 200
    assert status(base + link)[0] == 403
    assert status(
        f"{base}{link.partition('/out')[0].rpartition('/CH-001')[0]}/../../uploads/{app.SAMPLE.name}", cookie
    )[0] in (403, 404)
    one.say_farewell()
    gone, stays = (next(key for key, names in ours.items() if names == [of.name]) for of in (app.SAMPLE, app.OTHER))
    wait_until(lambda: not app.sessions(place).get(gone))
    assert app.sessions(place)[stays] == [app.OTHER.name]
    assert status(base + link, cookie)[0] == 404


@pytest.mark.full_size
def test_a_browser_that_is_killed_loses_its_uploads_soon_and_one_left_open_keeps_them(
    browser: Any, tmp_path: Path
) -> None:
    with app.running(tmp_path, left_alone=3) as address:
        stays = app.Visitor(browser, address)
        stays.upload(app.OTHER)
        doomed, kill = app.browser_to_kill(browser.browser_type)
        app.Visitor(doomed, address).upload(app.SAMPLE)
        assert [app.SAMPLE.name] in app.sessions(tmp_path).values()
        kill()
        wait_until(lambda: [app.SAMPLE.name] not in app.sessions(tmp_path).values())
        assert [app.OTHER.name] in app.sessions(tmp_path).values()
        stays.leave()


@pytest.mark.full_size
def test_an_address_that_is_none_and_a_session_that_has_ended_say_so_and_lead_back(
    visit: Any, address: str, place: Any
) -> None:
    base, _, token = address.partition("?")
    for asked in (
        "没有/这页.html",
        "clausecheck/files/",
        f"clausecheck/files/{'0' * 8}-0000-0000-0000-{'0' * 12}/x",
        "tree",
    ):
        code, page = status(f"{base}{asked}?{token}")
        assert (code, "没有这个网址" in page, "no such address" in page, 'href="/"' in page) == (404, True, True, True)
    assert "Traceback" not in (place / "server.log").read_text(encoding="utf-8")
    visitor = visit()
    visitor.page.evaluate("window.dispatchEvent(new Event('beforeunload'))")
    visitor.page.get_by_role("link", name="重新打开工作台").click()
    visitor.page.locator(".ccw-go").first.wait_for()


def test_without_the_token_the_page_says_so_and_shows_nothing(address: str) -> None:
    for asked in (address.partition("?")[0], address[:-3] + "abc", address.partition("?")[0] + "clausecheck/alive/0"):
        code, page = status(asked)
        assert (code, "令牌" in page, "token" in page, "核查期间" in page) == (403, True, True, False)


@pytest.mark.full_size
def test_a_workbook_of_20_mb_comes_up_and_down_whole_and_its_text_stays_text(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    big = app.big_workbook(tmp_path / "大.xlsx", 21)
    visitor.upload(big)
    visitor.check()
    visitor.pick("INF03")
    assert app.NASTY in visitor.page.locator("td[data-cell=A11]").inner_text()
    assert visitor.page.evaluate("window.injected === undefined")
    target = visitor.download("file_annotated", tmp_path / "大_核查.xlsx")
    with zipfile.ZipFile(big) as before, zipfile.ZipFile(target) as after:
        assert after.read("xl/media/photo.png") == before.read("xl/media/photo.png")


def test_what_cannot_be_used_is_said_in_a_sentence(visit: Any, tmp_path: Path) -> None:
    visitor = visit()
    visitor.page.get_by_label("核查期间").fill("去年")
    visitor.page.get_by_role("button", name="核查", exact=True).click()
    fault = visitor.page.locator(".ccw-fault")
    fault.wait_for()
    assert "还没有上传工作簿" in fault.inner_text()
    assert "“去年”不是期间" in fault.inner_text()
    picture(visitor, "faults")
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    visitor.upload(broken)
    visitor.page.get_by_label("核查期间").fill("2026-Q3")
    visitor.page.get_by_role("button", name="核查", exact=True).click()
    visitor.page.locator(".ccw-fault", has_text="坏.xlsx").wait_for()
    visitor.page.get_by_role("button", name="选择文件夹").click()
    visitor.page.get_by_label("文件夹或工作簿").fill("../../../etc")
    visitor.page.get_by_role("button", name="核查", exact=True).click()
    visitor.page.locator(".ccw-fault", has_text="网页只能打开").wait_for()
    assert "Traceback" not in visitor.page.content()


@pytest.mark.full_size
def test_an_encrypted_workbook_opens_with_the_password_typed_which_is_not_kept_on_the_page(
    visit: Any, tmp_path: Path
) -> None:
    visitor = visit()
    visitor.upload(app.encrypted(tmp_path / "密.xlsx", "密码 1"))
    visitor.page.get_by_label("核查期间").fill("2026-Q3")
    visitor.page.get_by_label("截至日期").fill("2026-10-31")
    visitor.page.get_by_role("button", name="核查", exact=True).click()
    visitor.page.locator(".ccw-fault", has_text="工作台填“打开密码”").wait_for()
    visitor.page.get_by_label("打开密码").fill("密码 1")
    visitor.check()
    assert visitor.page.get_by_label("打开密码").input_value() == ""
    visitor.pick("INF03")
    assert visitor.page.locator("td.hit").get_attribute("data-cell") == "G11"
    assert "INF03" in visitor.download("file_findings", tmp_path / "f.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [pytest.param(1366, marks=pytest.mark.full_size), 390])
def test_nothing_sticks_out_at_either_width(visit: Any, width: int) -> None:
    visitor = visit(width=width, height=768 if width > 400 else 844)
    visitor.upload(app.SAMPLE)
    visitor.check()
    visitor.pick("INF03")
    visitor.page.locator("td.hit").first.scroll_into_view_if_needed()
    picture(visitor, f"width-{width}")
    out = """width => [...document.querySelectorAll('.ccw *')].filter(x => !x.closest('.ccw-scroll') && x.offsetParent
        && x.getBoundingClientRect().right > width + 1).map(x => x.className)"""
    assert visitor.page.evaluate(out, width) == []
    cut = "[...document.querySelectorAll('.ccw button')].filter(x => x.offsetParent && x.scrollWidth > x.clientWidth + 1).length"
    assert visitor.page.evaluate(cut) == 0


@pytest.mark.full_size
def test_the_english_page_is_complete_and_opens_with_the_folder_it_was_given(browser: Any, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / app.SAMPLE.name).write_bytes(app.SAMPLE.read_bytes())
    with app.running(tmp_path, "en", root=logs) as address:
        visitor = app.Visitor(browser, address)
        assert visitor.page.get_by_label("Folder or workbook").input_value() == str(logs.resolve())
        visitor.page.get_by_label("Period").fill("2026-Q3")
        visitor.page.get_by_label("As of").fill("2026-10-31")
        visitor.page.get_by_role("button", name="Check", exact=True).click()
        visitor.page.get_by_text("Done: ").wait_for()
        visitor.pick("INF03")
        picture(visitor, "english")
        assert visitor.page.get_attribute("html", "lang") == "en"
        said = visitor.page.evaluate(
            "[...document.querySelectorAll('.ccw label, .ccw button:not(.ccw-line), .ccw h1, .ccw h3, .ccw h4, .ccw dt, .ccw .label, .ccw summary')].map(x => x.innerText).join(' ')"
        )
        assert re.findall(r"[\u4e00-\u9fff]+", said) == []
        visitor.leave()
