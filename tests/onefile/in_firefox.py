"""Drives the one file in Firefox by WebDriver BiDi, as far as it needs driving: open, choose files, press, read, fetch.

    python tests/onefile/in_firefox.py FIREFOX FILE.html WORKBOOK|FOLDER PERIOD AS_OF OUT

Writes findings.json, report.html and the zip of all to OUT, and prints seconds and every request but for the file's own."""

import base64
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

FETCH = """async (name) => {
  const made = []; const old = URL.createObjectURL; URL.createObjectURL = (blob) => (made.push(blob), old.call(URL, blob));
  const click = HTMLAnchorElement.prototype.click; HTMLAnchorElement.prototype.click = () => {};
  document.querySelector(`[data-file="${name}"]`).click();
  while (!made.length) await new Promise((go) => setTimeout(go, 50));
  URL.createObjectURL = old; HTMLAnchorElement.prototype.click = click;
  const bytes = new Uint8Array(await made[0].arrayBuffer());
  let text = ""; for (const one of bytes) text += String.fromCharCode(one);
  return btoa(text);
}"""


class Firefox:
    """A Firefox of its own profile, without a window."""

    def __init__(self, program: str, profile: str) -> None:
        command = [program, "--headless", "--remote-debugging-port", "0", "--profile", profile, "--no-remote"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr or ():
            if found := re.search(r"ws://[\w.:]+", line):
                break
        self._socket = connect(f"{found[0]}/session", max_size=None, open_timeout=60)
        self._numbers = itertools.count(1)
        self.requests: list[str] = []
        self.send("session.new", {"capabilities": {}})
        self.send("session.subscribe", {"events": ["network.beforeRequestSent"]})
        self.context = self.send("browsingContext.getTree", {})["contexts"][0]["context"]

    def send(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a command. Raises RuntimeError with what it says went wrong."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            heard = json.loads(self._socket.recv(timeout=600))
            if heard.get("method") == "network.beforeRequestSent":
                self.requests.append(heard["params"]["request"]["url"])
            if heard.get("id") == number:
                if heard.get("type") == "error":
                    raise RuntimeError(heard)
                return heard["result"]

    def ask(self, function: str, *arguments: str) -> Any:
        """What a JavaScript function of the page answers."""
        given = [{"type": "string", "value": one} for one in arguments]
        params = {
            "functionDeclaration": function,
            "arguments": given,
            "awaitPromise": True,
            "target": {"context": self.context},
        }
        answer = self.send("script.callFunction", params)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")

    def until(self, condition: str, seconds: float = 600) -> None:
        end = time.monotonic() + seconds
        while not self.ask(f"() => Boolean({condition})"):
            assert time.monotonic() < end, condition
            time.sleep(0.2)

    def choose(self, selector: str, *files: Path) -> None:
        """Puts files into an input."""
        found = self.send(
            "browsingContext.locateNodes", {"context": self.context, "locator": {"type": "css", "value": selector}}
        )
        element = {"sharedId": found["nodes"][0]["sharedId"]}
        self.send(
            "input.setFiles", {"context": self.context, "element": element, "files": [str(file) for file in files]}
        )

    def picture(self, target: Path) -> None:
        shot = self.send("browsingContext.captureScreenshot", {"context": self.context})
        target.write_bytes(base64.b64decode(shot["data"]))

    def end(self) -> None:
        self._socket.close()
        self.process.terminate()
        self.process.wait(timeout=30)


def main() -> None:
    program, page, workbook, period, as_of, out = sys.argv[1:]
    with tempfile.TemporaryDirectory() as profile:
        firefox = Firefox(program, profile)
        try:
            drive(firefox, Path(page), Path(workbook), period, as_of, Path(out))
        finally:
            firefox.end()


def drive(firefox: Firefox, page: Path, workbook: Path, period: str, as_of: str, out: Path) -> None:
    """Opens the page, audits a workbook, and fetches what came of it."""
    firefox.send(
        "browsingContext.setViewport", {"context": firefox.context, "viewport": {"width": 1366, "height": 768}}
    )
    firefox.send("browsingContext.navigate", {"context": firefox.context, "url": page.as_uri(), "wait": "none"})
    firefox.until(
        "document.body && document.getElementById('faults') && (document.body.dataset.loaded || !document.getElementById('faults').hidden)"
    )
    print("loaded", firefox.ask("() => document.body.dataset.loaded || document.getElementById('faults').textContent"))
    books = sorted(one for one in workbook.iterdir() if one.suffix != ".json") if workbook.is_dir() else [workbook]
    firefox.choose("#files", *books)
    firefox.ask(
        "(a, b) => { document.getElementById('period').value = a; document.getElementById('as-of').value = b; }",
        period,
        as_of,
    )
    firefox.ask("() => document.getElementById('go').click()")
    firefox.until("document.body.dataset.took || !document.getElementById('faults').hidden")
    print("took", firefox.ask("() => document.body.dataset.took || document.getElementById('faults').textContent"))
    firefox.until("document.getElementById('report').srcdoc")
    firefox.picture(out / "firefox.png")
    for name, kept in (("findings.json", "findings.json"), ("report.html", "report.html"), ("", "all.zip")):
        (out / kept).write_bytes(base64.b64decode(firefox.ask(FETCH, name)))
    print("requests", [one for one in firefox.requests if not one.startswith(("blob:", "data:"))])


if __name__ == "__main__":
    main()
