# Voila, tornado and jupyter_server give no types worth the name:
# mypy: disable-error-code="override, misc, no-untyped-call, no-any-unimported, untyped-decorator"
"""The handlers of `clausecheck app`: downloads, the pages for who comes without a token or to an address that is none, who
is there, and whether the server lives."""

import mimetypes
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from clausecheck.desk.session import OUT
from clausecheck.desk.texts import text

KERNEL_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class DownloadHandler(JupyterHandler, web.StaticFileHandler):
    """Streams a file that a living session made, to whoever has the token and knows the session's random id.

    It is always a download, never a page: a report shown under our address could act with the user's cookie.
    """

    def initialize(self, scratch: Path) -> None:
        web.StaticFileHandler.initialize(self, path=str(scratch))

    @web.authenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        session, _, inside = path.partition("/")
        if not re.fullmatch(KERNEL_ID, session) or session not in self.kernel_manager or not inside:
            raise web.HTTPError(404)
        await web.StaticFileHandler.get(self, f"{session}/{OUT}/{inside}", include_body)

    @web.authenticated
    async def head(self, path: str) -> None:
        await self.get(path, include_body=False)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Refuses what lies outside the outputs of its session, by whatever name."""
        there = Path(absolute_path).resolve()
        base = Path(root).resolve()
        parts = there.relative_to(base).parts if there.is_relative_to(base) else ()
        if len(parts) < 3 or parts[1] != OUT:
            raise web.HTTPError(404)
        return super().validate_absolute_path(root, absolute_path)

    def set_extra_headers(self, path: str) -> None:
        name = Path(path).name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """None: tornado would remember the hash of a file that is later written anew."""

    def should_return_304(self) -> bool:
        return False


class AliveHandler(JupyterHandler):
    """Says whether a session lives, to who is logged in; the page asks every few seconds.

    It also gives the page the cookie without which its farewell, that ends the session, would be refused.
    """

    @web.authenticated
    async def get(self, kernel_id: str) -> None:
        self.xsrf_token  # noqa: B018 - asking for it sets the cookie
        self.set_header("Cache-Control", "no-store")
        self.set_status(await self._state(kernel_id))

    async def _state(self, kernel_id: str) -> int:
        """204 of a session that lives, 404 of one that was ended, 410 of one whose process died."""
        if kernel_id not in self.kernel_manager:
            return 404
        return 204 if await ensure_async(self.kernel_manager.is_alive(kernel_id)) else 410


class MissingHandler(JupyterHandler):
    """Every address that is none; the page that says so leads back."""

    @web.authenticated
    async def get(self, path: str) -> None:
        raise web.HTTPError(404)


class PageSocket(VoilaKernelWebsocketHandler):
    """The connection of a page to its kernel. It says that a page has come, however soon that page may go again."""

    def initialize(self, came: Callable[[str], None]) -> None:
        self._came = came

    async def open(self, kernel_id: str) -> None:
        self._came(kernel_id)
        await super().open(kernel_id)


class NoTokenHandler(JupyterHandler):
    """Where everyone ends up who comes without the token. There is no form: the address with the token is the key."""

    @allow_unauthenticated
    def get(self) -> None:
        sentences = "".join(f'<p lang="{lang}">{text("no_token", lang)}</p>' for lang in ("zh", "en"))
        self.set_status(403)
        self.finish(
            '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>{text("title", "zh")}</title><link rel="icon" href="data:;base64,=">'
            "<style>body{margin:18vh auto;padding:0 20px;max-width:40em;color:#1f2937;"
            'font:16px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",Arial,sans-serif}h1{color:#1f4e79;'
            f"font-size:22px}}</style></head><body><h1>{text('title', 'zh')}</h1>{sentences}</body></html>"
        )


class TokenOnly(IdentityProvider):
    """Only the token opens the page; there is no password and nothing to guess at."""

    def get_handlers(self) -> list[tuple[str, object]]:
        return [("/login", NoTokenHandler)]
