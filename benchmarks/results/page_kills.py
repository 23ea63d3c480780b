"""The server of the workbench, killed while a user checks, marks and waives in a real browser."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import scene
from playwright.sync_api import Error, sync_playwright

sys.path.insert(0, str(scene.CLONE / "tests" / "desk"))
import workbench_server as app

LOG = Path("logs", "台账.xlsx")
REVIEW = scene.RESULT / "review.yaml"
PATIENCE = 120
COMMAND = [sys.executable, "-c", "from clausecheck.cli import main; main()"]


def kill_pages(made: scene.Scene, place: Path, times: int, draw: random.Random) -> list[str]:
    """So many servers are killed; each next one must sweep what was left and serve a whole visit. Returns what was wrong."""
    wrong: list[str] = []
    stood: Counter[str] = Counter()
    scratch = place.with_name("tmp-page")
    scratch.mkdir()
    with sync_playwright() as playwright, ExitStack() as servers:
        later = took = None
        for number in range(times + 1):
            scene.fresh(made, place)
            server, address = servers.enter_context(_started(place, scratch))
            left = [one.name for one in scratch.glob("clausecheck-*") if f"-{server.pid}-" not in one.name]
            wrong += [f"page, start {number}: not swept: {one}" for one in left if not _of_living(one)]
            if number in (0, times):  # the first visit shows what a whole one leaves, the last that one still can
                start = time.perf_counter()
                _whole_visit(playwright.chromium, address, place)
                took, seen = time.perf_counter() - start, scene.contents(place)
                later = later or seen
                if seen.keys() != later.keys() or later[REVIEW.as_posix()] != seen[REVIEW.as_posix()]:
                    wrong.append(f"page, start {number}: a whole visit left other things")
                scene.fresh(made, place)
            if number == times:
                _end(server, tree=True)
                break
            moment = took * (draw.uniform(0.05, 0.67) if number % 10 < 3 else draw.uniform(0.67, 1))
            alive = _killed_visit(playwright.chromium, address, place, server, moment, number % 2 == 1)
            which, faults = _state(made, later, place)
            stood[which] += 1
            wrong += [f"page, kill {number + 1}: {one}" for one in alive + faults]
            print(f"  page, kill {number + 1}: {which}, {len(wrong)} faults so far", flush=True)
    print(f"  page     {sum(stood.values()):3} kills: {dict(stood)}, {len(wrong)} faults", flush=True)
    return wrong


def _start(place: Path, scratch: Path) -> tuple[subprocess.Popen[str], str]:
    """`clausecheck app` on the scene; returns once it has said its address."""
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONUTF8": "1"}
    server = subprocess.Popen(
        [*COMMAND, "app", "."], cwd=place, env=environment, process_group=0, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    lines = iter(server.stdout.readline, "")
    return server, next(word for line in lines for word in line.split() if word.startswith("http://127.0.0.1:"))


@contextmanager
def _started(place: Path, scratch: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server that ends with the proof, however that ends."""
    server, address = _start(place, scratch)
    try:
        yield server, address
    finally:
        if server.poll() is None:
            _end(server, tree=True)


def _of_living(name: str) -> bool:
    return name.split("-")[2].isdecimal() and psutil.pid_exists(int(name.split("-")[2]))


def _visit(visitor: "app.Visitor", place: Path) -> None:
    """Uploads a log; then checks the project's own folder, disputes a finding and waives it."""
    page = visitor.page
    page.get_by_role("button", name="上传文件").click()  # a server that is given a folder opens on that
    visitor.upload(place / LOG)
    page.get_by_role("button", name="选择文件夹").click()
    page.get_by_label("文件夹或工作簿").fill("logs")
    visitor.check()
    visitor.pick("RPT01")
    page.get_by_role("button", name="有异议", exact=True).click()
    page.get_by_label("说明").fill("已补报")
    page.get_by_role("button", name="保存标记").click()
    page.get_by_text("已保存到 review.yaml").wait_for()
    page.get_by_role("button", name="豁免", exact=True).click()
    page.get_by_label("豁免理由").fill("停工")
    page.get_by_label("批准人").fill("王总")
    page.get_by_label("截止日（含）").fill("2026-12-31")
    page.get_by_role("button", name="保存标记").click()
    page.get_by_text("已保存到 waivers.yaml").wait_for()


def _whole_visit(kind: object, address: str, place: Path) -> None:
    browser = kind.launch(executable_path=app.CHROMIUM, args=app.QUIET)
    visitor = app.Visitor(browser, address)
    _visit(visitor, place)
    visitor.leave()
    browser.close()


def _killed_visit(
    kind: object, address: str, place: Path, server: subprocess.Popen[str], moment: float, tree: bool
) -> list[str]:
    """A visit during which the server is killed; the browser is killed after it, so that nobody waits for an answer."""
    browser, kill_browser = app.browser_to_kill(kind)
    alive: list[str] = []

    def end() -> None:
        alive.extend(_end(server, tree))
        kill_browser()

    visitor = app.Visitor(browser, address)
    timer = threading.Timer(moment, end)
    timer.start()
    _until_broken(lambda: _visit(visitor, place))
    timer.join()
    _until_broken(browser.close)
    return alive


def _until_broken(do: Callable[[], None]) -> None:
    try:
        do()
    except (Error, StopIteration):
        return  # the browser is gone, as it was to be


def _end(server: subprocess.Popen[str], tree: bool) -> list[str]:
    """Kills the server's group, with `tree` its kernels too, which stand in groups of their own. Names what stays alive."""
    others = psutil.Process(server.pid).children(recursive=True)
    os.killpg(server.pid, signal.SIGKILL)
    if tree:
        for other in others:
            if other.is_running():
                other.kill()
    server.wait()
    server.stdout.close()
    _, alive = psutil.wait_procs(others, timeout=PATIENCE)
    return [f"left running: {one.pid}" for one in alive]


def _state(made: scene.Scene, later: scene.Contents, place: Path) -> tuple[str, list[str]]:
    """All as before, but for marks and waivers: each of these the earlier or the new one."""
    there = {key: value for key, value in scene.contents(place).items() if ".clausecheck-" not in key}
    moved = [key for key in there.keys() | made.earlier.keys() if there.get(key) != made.earlier.get(key)]
    wrong = [f"neither earlier nor new: {key}" for key in moved if there.get(key) != later.get(key)]
    return f"{len(moved)} of 2 files new", wrong
