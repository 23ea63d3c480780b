"""Every mark of a picture leads to exactly the rows that it was counted from."""

import os
import re
import shutil
from datetime import date
from html import unescape
from typing import Any

import pytest
from analysis_sample import AS_OF, study, study_of

from clausecheck.papers.page.render import filter_script
from clausecheck.trends.backlog import backlog, open_ages
from clausecheck.trends.draw_counts import pareto_picture, season_picture
from clausecheck.trends.draw_times import backlog_picture, survival_picture
from clausecheck.trends.marks import link, open_mark
from clausecheck.trends.pictures import svg
from clausecheck.trends.sections import SECTIONS, section_html
from clausecheck.trends.sections_counts import rows
from clausecheck.trends.survival import distribution
from clausecheck.trends.volumes import COUNTED, counted, heat_map

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ROWS = next(one for one in SECTIONS if one.id == "rows")


def rows_found(looked: Any) -> Any:
    """How many rows of the page a link leaves, as the page's script decides it."""
    rows = [set(found.split()) for found in re.findall(r'<tr data-k="([^"]*)"', section_html(looked, ROWS))]
    return lambda asked: sum(set(asked.partition("?")[2].split("&")) <= keys for keys in rows)


def test_every_bar_point_and_square_leads_to_exactly_the_rows_behind_it() -> None:
    looked = study()
    behind, frame, again = rows_found(looked), looked.frame, looked.again
    for by in COUNTED:
        table = counted(frame, by).dropna()
        assert [behind(link(**{by: key})) for key in table["key"]] == list(table["n"])
    squares = heat_map(frame, looked.households, looked.span)
    shown = [behind(link(month=f"{line.month:%Y-%m}", place=line.building)) for line in squares.itertuples()]
    assert shown == list(squares["n"])
    for end in ("closed", "feedback"):
        assert [behind(link(**{end: place})) for place in range(9)] == list(distribution(frame, end)["n"])
    assert behind(link(again="reopened")) == int(again["reopened"].sum())
    assert behind(link(again="repeat")) == int((~again["reopened"]).sum())


@pytest.mark.parametrize("since", ["2023-11-01", "2025-11-17"])
def test_every_point_of_the_backlog_leads_to_its_rows_those_from_before_the_span_too(since: Any) -> None:
    looked = study_of(span=f"{since}..2026-10-31")
    behind = rows_found(looked)
    table = backlog(looked.everything, looked.span)
    for column, name in (("received", "came"), ("closed", "ended"), ("open", "standing")):
        found = [behind(link(**{name: f"{month:%Y-%m}"})) for month in table["month"]]
        assert found == list(table[column]), column
    ages = open_ages(looked.everything, AS_OF)
    assert [behind(link(**open_mark(line.klass, line.group))) for line in ages.itertuples()] == list(ages["n"])
    assert (len(looked.earlier) > 0) == (date.fromisoformat(since).year == 2025)


@pytest.mark.parametrize("draw", [backlog_picture, survival_picture, season_picture, pareto_picture])
def test_no_mark_leads_nowhere(draw: Any) -> None:
    looked = study()
    behind = rows_found(looked)
    asked = {unescape(one) for one in re.findall(r'xlink:href="(#rows[^"]*)"', svg(draw(looked)))}
    assert len(asked) >= 8
    assert [one for one in asked if not behind(one)] == []


def test_the_dots_of_a_curve_share_out_every_complaint_that_ended() -> None:
    looked = study()
    behind = rows_found(looked)
    asked = {unescape(one) for one in re.findall(r'xlink:href="(#rows[^"]*)"', svg(survival_picture(looked)))}
    assert sum(behind(one) for one in asked) == int((looked.frame["closed_state"] == "there").sum())


def test_a_page_that_cannot_list_every_row_says_so_where_a_mark_leaves_some() -> None:
    looked = study_of(span="2024-11-01..2026-10-31")
    whole, part = rows(looked), rows(looked, most=400)
    assert ('id="rows-earlier"' in whole, 'id="rows-earlier"' in part) == (True, False)
    assert ('class="few"' in whole, '<p class="few" hidden>' in part) == (False, True)
    assert 0 < part.count("<tr data-k=") <= 400 < whole.count("<tr data-k=")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_in_a_browser_the_word_about_rows_not_listed_comes_with_a_mark_and_goes_with_it() -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    section = f'<section id="rows">{rows(study(), most=400)}</section><script>{filter_script()}</script>'
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content(section)
        word = page.locator(".few")
        assert word.is_hidden()
        page.evaluate(f"location.hash = '{link(month='2023-11')}'")
        word.wait_for()
        assert page.locator("#rows tbody tr:visible").count() == 0
        page.evaluate("location.hash = '#rows'")
        word.wait_for(state="hidden")
        browser.close()
