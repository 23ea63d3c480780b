"""What the page is before anything runs: its words in both languages, its policy, and nothing that names a host."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from clausecheck.onefile.compiling import Compiled
from clausecheck.onefile.page import HERE, page_html, say

OWN = [*sorted((HERE / "assets").iterdir()), HERE / "words.yaml"]


@pytest.fixture(params=["zh", "en"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / "pyodide.asm.mjs").write_text("function _createPyodideModule(){}export default _createPyodideModule;")
    (tmp_path / "pyodide.mjs").write_text('var v="1";async function f(){}export{f as loadPyodide,v as version};\n//# x')
    (tmp_path / "pyodide.asm.wasm").write_bytes(b"wasm")
    return page_html(Compiled(b"code", b"library"), tmp_path, str(request.param))


def test_every_script_that_runs_stands_in_the_policy_and_no_other_may(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    run = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(run) == 2
    for script in run:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "connect-src 'none'" in policy
    assert not re.search(r"'unsafe-eval'|script-src[^;]*'unsafe-inline'|https?:|\*", policy)


def test_nothing_of_ours_names_a_host() -> None:
    for path in OWN:
        assert not re.search(r"https?://|//[\w-]+\.\w", path.read_text(encoding="utf-8")), path.name


def test_every_word_that_is_asked_for_is_there_and_no_other(page: str) -> None:
    asked = set(re.findall(r'data-(?:say|hint)="(\w+)"', page))
    script = (HERE / "assets" / "page.js").read_text(encoding="utf-8")
    asked |= {key for key in say.words() if re.search(rf'["`]{key}["`]', script)}
    asked |= {f"loading_{name}" for name in re.findall(r'step\("(\w+)"\)', (HERE / "assets" / "worker.js").read_text())}
    assert asked ^ set(say.words()) == {"old"}


def test_what_is_seen_first_stands_before_the_parts_and_is_spoken(page: str) -> None:
    lang = "zh" if 'lang="zh-CN"' in page[:40] else "en"
    assert say("private", lang) in page
    assert page.index('id="part-wasm"') > page.index("</footer>")
    assert "%%" not in page
    assert not re.search(r'data-say="\w+"></', page)


def test_the_oldest_browsers_are_told_in_both_languages(page: str) -> None:
    for lang in ("zh", "en"):
        assert page.count(say("old", lang)) == 1
