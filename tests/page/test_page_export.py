"""The page is one file that loads nothing, the same bytes for the same audit, and small."""

import re
from pathlib import Path
from typing import Any

import nbformat
import page_sample as sample
import pytest

from clausecheck.nouns.errors import InputFault
from clausecheck.papers import page
from clausecheck.papers.page.export import page_of, render_report
from clausecheck.papers.page.lab import FAULTS_MIME
from clausecheck.papers.page.whole import css_text, report_page


def made(lang: str = "zh", audit: Any = None) -> Any:
    return report_page(page.open_report(audit or sample.audit(), lang, {sample.BOOK: sample.BOOK}))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_loads_nothing_from_anywhere(lang: str) -> None:
    shown = made(lang)
    assert re.findall(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", shown) == []
    assert re.findall(r"@import|url\(", shown) == []
    assert '<link rel="icon" href="data:,">' in shown
    assert "default-src 'none'" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_audit_gives_the_same_bytes(lang: str) -> None:
    assert made(lang) == made(lang)


def test_the_contents_lead_to_every_section() -> None:
    shown = made()
    linked = re.findall(r'<a href="#([a-z]+)">', shown)
    assert linked == re.findall(r'<section class="cc" id="([a-z]+)"', shown)
    assert len(linked) == 12


@pytest.mark.parametrize(("number", "megabytes"), [(500, 1.5), (5000, 5)])
def test_the_page_stays_small(number: Any, megabytes: int) -> None:
    assert len(made(audit=sample.big_audit(number)).encode()) <= megabytes * 1_000_000


def test_a_name_cannot_break_out_of_the_page_style_or_title() -> None:
    audit = sample.audit()
    audit.project["name"] = '"} </style><script>alert(1)</script>'
    shown = made(audit=audit)
    assert shown.count("<script>") == 1
    assert shown.count("</style>") == 1
    assert css_text('a"b\\') == "a\\22 b\\5c "


def executed(*outputs: Any, tags: Any = ()) -> Any:
    name = "tagged" if tags else "plain"
    cell = nbformat.v4.new_code_cell("x", id=name, outputs=list(outputs), metadata={"tags": list(tags)})
    return nbformat.v4.new_notebook(cells=[cell])


def section(html: Any = "<p>here</p>") -> Any:
    about = {"text/html": {"clausecheck": {"id": "own", "title": "Own", "lang": "en"}}}
    return nbformat.v4.new_output("display_data", data={"text/html": html}, metadata=about)


def test_a_notebook_that_stopped_at_an_error_gives_no_report() -> None:
    stopped = nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[])
    with pytest.raises(InputFault, match=r"KeyError"):
        page_of(executed(section(), stopped))


def test_a_notebook_that_was_not_run_gives_no_report(tmp_path: Path) -> None:
    path = tmp_path / "空.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), str(path))
    with pytest.raises(InputFault, match="run it first"):
        render_report(path, tmp_path / "report.html")


def test_a_notebook_that_stopped_at_a_fault_of_the_files_says_it_in_the_reader_s_language() -> None:
    about = [{"place": "period", "zh": "不是期间", "en": "is not a period"}]
    handed = nbformat.v4.new_output("display_data", data={FAULTS_MIME: about})
    stopped = nbformat.v4.new_output("error", ename="InputFault", evalue="period: is not a period", traceback=[])
    with pytest.raises(InputFault) as refused:
        page_of(executed(handed, stopped))
    assert "（period: 不是期间）" in refused.value.say("zh")
    assert "(period: is not a period)" in refused.value.say("en")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html></html>",
        b"PK\x03\x04\xff\xfe",
        b"{}",
        b"[]",
        b"3",
        b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
        b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "id": "a",'
        b' "metadata": {}, "execution_count": 1, "outputs": [{}]}]}',
    ],
)
def test_what_is_no_notebook_is_told_so(tmp_path: Path, content: Any) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(content)
    with pytest.raises(InputFault) as refused:
        render_report(path, tmp_path / "page.html")
    assert "不是笔记本" in refused.value.say("zh")
    assert not (tmp_path / "page.html").exists()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh, en"):
        page_of(executed(section()), "de")


def test_what_a_run_printed_is_shown_not_hidden() -> None:
    shown = page_of(executed(section(), nbformat.v4.new_output("stream", name="stderr", text="a <b> warning")), "en")
    assert "a &lt;b&gt; warning" in shown


def test_cells_for_the_laboratory_only_are_left_out() -> None:
    notebook = executed(section())
    notebook.cells += executed(section("<p>styles</p>"), tags=["lab-only"]).cells
    notebook.cells += [nbformat.v4.new_markdown_cell("A **note** of our own", id="m")]
    shown = page_of(notebook, "en")
    assert "styles</p>" not in shown
    assert "<strong>note</strong>" in shown
