"""The page around the parts: styles, script and words inline, the parts as text behind everything that is seen first."""

import base64
import gzip
import hashlib
import html
import json
import re
from pathlib import Path

import clausecheck
from clausecheck.desk.texts import style_sheet as desk_style
from clausecheck.nouns.wordlists import WordsOf
from clausecheck.papers.page.render import filter_script
from clausecheck.papers.page.render import style_sheet as report_style

from .compiling import Compiled
from .fetching import ABI

HERE = Path(__file__).parent
say = WordsOf(HERE / "words.yaml")
LOADER = "_createPyodideModule"
"""What the script of Emscripten calls its one function."""


def page_html(made: Compiled, pyodide: Path, lang: str) -> str:
    """The whole file. `pyodide`: npm's package."""
    old, script = _asset("old.js"), _asset("page.js")
    words = {key: {"zh": entry["zh"], "en": entry["en"]} for key, entry in say.words().items() if key != "old"}
    parts = {
        "worker": _gzipped(_worker(pyodide).encode("utf-8")),
        "wasm": _gzipped((pyodide / "pyodide.asm.wasm").read_bytes()),
        "library": made.library,
        "code": made.code,
    }
    blanks = {
        "LANG": "zh-CN" if lang == "zh" else "en",
        "TITLE": say("title", lang),
        "VERSION": clausecheck.__version__,
        "POLICY": "; ".join(_policy(old, script)),
        "STYLE": f"{report_style()}\n{desk_style()}\n{_asset('page.css')}",
        "OLD": old,
        "TOO_OLD_ZH": say("old", "zh"),
        "TOO_OLD_EN": say("old", "en"),
        "SCRIPT": script,
        "WORDS": json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"),
        "PARTS": "\n".join(
            f'<script type="text/plain" id="part-{name}">{base64.b64encode(data).decode("ascii")}</script>'
            for name, data in parts.items()
        ),
    }
    page = _spoken(_asset("page.html"), lang)
    for name, text in blanks.items():
        page = page.replace(f"%%{name}%%", text, 1)
    return page


def _spoken(page: str, lang: str) -> str:
    """The page with its words in a language, as it stands before any script runs."""

    def worded(found: re.Match[str]) -> str:
        return found[1] + html.escape(say(found[2], lang, version=clausecheck.__version__))

    return re.sub(r'(<[^<>]*\bdata-say="(\w+)"[^<>]*>)[^<]*', worded, page)


def _policy(*scripts: str) -> list[str]:
    """Nothing may be asked for; what runs is these scripts, the one of the report, and the worker made of the parts."""
    hashes = [
        base64.b64encode(hashlib.sha256(one.encode("utf-8")).digest()).decode() for one in (*scripts, filter_script())
    ]
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return [
        "default-src 'none'",
        f"script-src {allowed} 'wasm-unsafe-eval' blob:",
        "worker-src blob:",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def _worker(pyodide: Path) -> str:
    """One script: Emscripten's, pyodide's own, and ours that starts them. No module: on a page that lies on the disk,
    Chromium starts none in a worker."""
    emscripten = (pyodide / "pyodide.asm.mjs").read_text(encoding="utf-8")
    own = (pyodide / "pyodide.mjs").read_text(encoding="utf-8")
    emscripten = emscripten.replace(f"export default {LOADER}", "").replace("import.meta.url", "self.location.href")
    own, _, exported = own.rpartition("export{")
    pairs = [pair.split(" as ") for pair in exported.partition("}")[0].split(",")]
    names = {public: own_name for own_name, public in pairs}
    closed = f"const pyodide = (() => {{ {own}\nreturn {{ load: {names['loadPyodide']}, version: {names['version']} }}; }})();"
    return "\n".join((emscripten, closed, _asset("worker.js").replace("%%ABI%%", ABI)))


def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def _gzipped(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
