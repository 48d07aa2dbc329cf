"""HTTP around the page: headers, the language of the document, a visitor cookie, unknown paths, preloading."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import re
import threading
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs
from uuid import uuid4

import streamlit as st

from assistant.datamodels import Language
from assistant.pages import loading
from assistant.pages.menu import PATHS
from assistant.pages.session import LANGUAGE_PARAMETER, say
from assistant.text import page as text

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

QUIET_SECONDS = 3.0
VISITOR_COOKIE = "visitor"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
FONT_PRELOAD = re.compile(r"<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>", re.DOTALL)
ICON = 'href="./favicon.png"'
OUR_ICON = 'href="./app/static/favicon.svg" type="image/svg+xml"'


def content_security_policy(shell: str) -> str:
    """The policy for Streamlit's `shell` page: nothing from elsewhere, and no inline script but the shell's own.

    The hashes are computed from the page as shipped, since they change with Streamlit's versions. `blob:` is
    what components of version 2 are run from.
    """
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in INLINE_SCRIPT.findall(shell)
    ]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {allowed}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss:",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


def dress_shell(shell: str, language: Language) -> str:
    """Streamlit's shell page with the document's language, our name and icon, and no font that we do not use."""
    return (
        FONT_PRELOAD.sub("", shell)
        .replace('<html lang="en">', f'<html lang="{language}">')
        .replace("<title>Streamlit</title>", f"<title>{text.NAME.say(language)}</title>")
        .replace(ICON, OUR_ICON)
    )


class PageMiddleware:
    """Dresses the shell page and guards every answer; everything but HTTP (the page's websocket) passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policy = content_security_policy(_shipped_shell())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request: the shell is held back until it is whole, anything else is only given its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # the shell of a deep link is compressed where the browser accepts it, and could then not be dressed
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        static = scope["path"].startswith(("/static/", "/app/static/"))
        inner = scope if static else {**scope, "headers": plain}
        held: list[Message] = []
        body = bytearray()

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _is_page(message):
                    held.append(message)
                    return
                message["headers"] = [*message["headers"], *self._headers()]
            elif held and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    await self._send_page(scope, held[0], bytes(body), send)
                return
            await send(message)

        await self.app(inner, receive, dress)

    async def _send_page(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        if scope["path"] not in PATHS:
            headers = [(b"location", b"/"), *self._headers()]
            await send({"type": "http.response.start", "status": 303, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        dressed = dress_shell(body.decode(), _asked_language(scope)).encode()
        dropped = (b"etag", b"last-modified", b"content-length")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
        headers += [(b"content-length", str(len(dressed)).encode()), *self._headers(), *_visitor_cookie(scope)]
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": dressed if scope["method"] != "HEAD" else b""})

    def _headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"content-security-policy", self.policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]


def _shipped_shell() -> str:
    return (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def _is_page(start: Message) -> bool:
    kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return start["status"] == 200 and any(kind.startswith(b"text/html") for kind in kinds)


def _asked_language(scope: Scope) -> Language:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(LANGUAGE_PARAMETER, [""])[0]
    return "en" if asked == "en" else "da"


def _visitor_cookie(scope: Scope) -> list[tuple[bytes, bytes]]:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    try:
        known = VISITOR_COOKIE in SimpleCookie(sent)
    except CookieError:
        known = False
    if known:
        return []
    return [(b"set-cookie", f"{VISITOR_COOKIE}={uuid4().hex}; Path=/; HttpOnly; SameSite=Lax".encode())]


@asynccontextmanager
async def preload(_app: object) -> AsyncIterator[None]:
    """Begins to load the assistant when the server has had a moment to itself, without waiting for it."""
    threading.excepthook = log_thread_failure
    waiting = asyncio.get_running_loop().call_later(QUIET_SECONDS, loading.start)
    yield
    waiting.cancel()


def show_unexpected(error: BaseException) -> bool:
    """Says calmly that something went wrong; the log gets the kind of error and no words of the reader's."""
    logger.error("The page failed: %s", kind_and_place(error))
    st.html(f'<p class="calm-message" role="alert">{say(text.UNEXPECTED)}</p>')
    return True


def log_thread_failure(failure: threading.ExceptHookArgs) -> None:
    """What an answer's thread leaves in the log when it fails in a way nobody foresaw."""
    logger.error("A thread failed: %s", kind_and_place(failure.exc_value) if failure.exc_value else "")


def kind_and_place(error: BaseException) -> str:
    """The error's class, file and line; never its message or a traceback, which may carry a reader's words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
