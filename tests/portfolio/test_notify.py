"""What a night tells people: sent to servers of this machine; of services elsewhere the payload alone is seen."""

import email
import json
import socket
import threading
from collections.abc import Iterator
from email import policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from command_line import run as clausecheck
from fabricated import month
from nights import AS_OF, PERIOD, projects

from clausecheck.nouns.errors import InputFault
from clausecheck.portfolio.notify import Message, addresses, failed, morning, send

apprise = pytest.importorskip("apprise")
SECRET = "kEySeCrEt99"


@pytest.fixture
def web() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that takes JSON: its address as apprise writes it, and what it was sent."""
    taken: list[dict[str, Any]] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if "refuse" in self.path else 200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Takes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://user:{SECRET}@127.0.0.1:{server.server_port}", taken
    server.shutdown()
    server.server_close()


def test_a_night_tells_its_tally_and_apart_from_it_what_failed(
    tmp_path: Path, web: tuple[str, list[dict[str, Any]]]
) -> None:
    address, taken = web
    logs = projects(tmp_path, 2)
    (logs / "0002" / "坏的.xlsx").write_bytes(b"no workbook")
    options = (
        "--period",
        PERIOD,
        "--as-of",
        AS_OF,
        "--out",
        tmp_path / "out",
        "--papers",
        "none",
        "--link",
        "https://intra/out",
    )
    said = clausecheck(
        "portfolio", logs, *options, "--notify", "TO_ALL", "--notify-failures", "TO_US", cwd=tmp_path,
        TO_ALL=f"{address}/all {address}/refuse", TO_US=f"{address}/us",
    )  # fmt: skip
    assert said.returncode == 1
    everybody, again, us = taken
    assert everybody == again
    assert "共 2 个项目，核查 1 个，未能核查 1 个" in everybody["message"]
    assert "坏的.xlsx" not in everybody["message"]
    assert "https://intra/out" in everybody["message"]
    assert "0002" in us["message"]
    assert "坏的.xlsx" in us["message"]
    assert said.stderr.count("消息没有发出") == 1
    assert SECRET not in said.stderr + said.stdout


def test_an_e_mail_says_it_too(tmp_path: Path) -> None:
    controllers = pytest.importorskip("aiosmtpd.controller")
    taken: list[Any] = []

    class Takes:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            taken.append(envelope)
            return "250 OK"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = controllers.Controller(Takes(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        to = f"mailto://127.0.0.1:{port}?from=night@example.com&to=boss@example.com&format=text"
        assert send(morning(month(60, tmp_path), "zh"), [to], "--notify") == []
    finally:
        server.stop()
    [envelope] = taken
    assert envelope.rcpt_tos == ["boss@example.com"]
    mail = email.message_from_bytes(envelope.content, policy=policy.default)
    assert mail["Subject"].startswith("核查简报")
    text = mail.get_body(("plain",)).get_content()
    assert "7 天内到期" in text
    assert "有严重不合格的" in text


def test_the_morning_list_holds_what_falls_due_within_a_week_and_nothing_later(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        text = "\n".join(morning(month(60, tmp_path), lang).lines)
        assert "2026-10-15" in text
        assert "2026-10-31" not in text


def test_without_an_address_of_their_own_failures_stand_in_the_message(tmp_path: Path) -> None:
    whole, apart = (morning(month(50, tmp_path), "zh", failures=one).lines for one in (True, False))
    assert any(line.startswith("- CH-0007") for line in whole)
    assert not any(line.startswith("- CH-0007") for line in apart)
    assert failed(month(3, tmp_path), "zh") is None
    assert failed(month(50, tmp_path), "en").title == "Not audited, 2:"


@pytest.mark.parametrize(
    ("address", "host", "text"),
    [
        (f"wecombot://{SECRET}", "qyapi.weixin.qq.com", lambda sent: sent["text"]["content"]),
        (f"dingtalk://{SECRET}", "oapi.dingtalk.com", lambda sent: sent["text"]["content"]),
        (f"feishu://{SECRET}", "open.feishu.cn", lambda sent: sent["content"]["text"]),
    ],
)
def test_what_other_services_would_be_sent_is_the_message(
    address: str, host: str, text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Delivery itself is untried."""
    sent: list[tuple[str, Any]] = []

    def post(url: str, data: Any = None, **more: Any) -> Any:
        sent.append((url, json.loads(data)))
        raise __import__("requests").exceptions.ConnectionError

    monkeypatch.setattr("requests.post", post)
    [left] = send(Message("标题", ("一行", "- 两行")), [address], "--notify")
    assert SECRET not in left
    assert {one.split("/")[2] for one, _ in sent} == {host}
    assert all(word in text(sent[0][1]) for word in ("标题", "一行", "两行"))


@pytest.mark.parametrize(("name", "said"), [("mailto://a:b@c", "环境变量的名称"), ("NOT_SET_ANYWHERE", "没有设置")])
def test_an_address_on_the_command_line_or_an_empty_variable_is_refused(name: str, said: str) -> None:
    with pytest.raises(InputFault) as refused:
        addresses(name, "--notify")
    assert said in refused.value.say("zh")


def test_an_address_that_apprise_does_not_know_is_named_by_its_place_alone() -> None:
    with pytest.raises(InputFault) as refused:
        send(Message("", ()), [f"nonsense-{SECRET}"], "--notify")
    assert SECRET not in refused.value.say("zh")
