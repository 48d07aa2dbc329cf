from __future__ import annotations

import asyncio
import base64
import hashlib
import threading
from collections.abc import Callable
from typing import Any

import pytest

from assistant.pages import loading, server
from assistant.pages.server import PageMiddleware, content_security_policy, dress_shell, preload

SHELL = (
    '<!DOCTYPE html><html lang="en"><head><link rel="shortcut icon" href="./favicon.png" />'
    "<title>Streamlit</title><script>window.ready = false</script></head></html>"
)
Headers = dict[str, str]


async def shell_app(scope: Any, receive: Any, send: Any) -> None:
    """Streamlit's answer to every path: its shell in two pieces, compressed where the browser accepts that."""
    if scope["type"] != "http":
        await send({"type": "websocket.accept"})
        return
    assert b"accept-encoding" not in dict(scope["headers"])
    kind = b"text/plain" if scope["path"] == "/_stcore/health" else b"text/html; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", b"1"), (b"etag", b"x")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": SHELL[:50].encode(), "more_body": True})
    await send({"type": "http.response.body", "body": SHELL[50:].encode()})


def fetch(path: str, *, query: str = "", cookie: str = "", kind: str = "http") -> tuple[int, Headers, str]:
    headers = [(b"accept-encoding", b"gzip"), *([(b"cookie", cookie.encode("latin-1"))] if cookie else [])]
    scope = {"type": kind, "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(PageMiddleware(shell_app)(scope, None, send))  # type: ignore[arg-type]
    if kind != "http":
        return 0, {}, sent[0]["type"]
    answered = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(message["body"] for message in sent[1:]).decode()


def test_the_page_is_danish_from_its_first_byte_and_english_where_the_address_says_so() -> None:
    assert '<html lang="da">' in fetch("/")[2]
    assert '<html lang="en">' in fetch("/", query="lang=en")[2]
    assert '<html lang="da">' in fetch("/", query="lang=%22%3E%3Cscript%3E")[2]


def test_the_page_has_our_name_and_icon_and_its_length_is_right() -> None:
    _, headers, body = fetch("/")
    assert "<title>Ledelsesassistenten</title>" in body
    assert "favicon.svg" in body
    assert headers["content-length"] == str(len(body.encode()))
    assert "etag" not in headers


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/findes-ikke"])
def test_every_answer_is_guarded(path: str) -> None:
    _, headers, _ = fetch(path)
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/findes-ikke", "/a/b", "/index.html", "//elsewhere.example"])
def test_an_unknown_path_leads_to_the_first_page(path: str) -> None:
    status, headers, body = fetch(path)
    assert (status, headers["location"], body) == (303, "/", "")


def test_a_visitor_gets_one_cookie_that_no_script_can_read() -> None:
    cookie = fetch("/")[1]["set-cookie"]
    assert cookie.startswith("visitor=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert fetch("/")[1]["set-cookie"] != cookie
    assert "set-cookie" not in fetch("/", cookie=cookie.partition(";")[0])[1]


def test_a_broken_cookie_is_no_error() -> None:
    assert fetch("/", cookie="a b=\x01;;=")[0] == 200


def test_what_is_not_http_passes_untouched() -> None:
    assert fetch("/_stcore/stream", kind="websocket")[2] == "websocket.accept"


def test_the_policy_allows_the_shells_own_script_and_no_other() -> None:
    digest = base64.b64encode(hashlib.sha256(b"window.ready = false").digest()).decode()
    policy = content_security_policy(SHELL)
    assert f"script-src 'self' blob: 'sha256-{digest}'; " in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


def test_streamlits_shell_as_shipped_is_dressed() -> None:
    shipped = server._shipped_shell()
    dressed = dress_shell(shipped, "da")
    assert '<html lang="da">' in dressed
    assert "<title>Ledelsesassistenten</title>" in dressed
    assert "favicon.png" not in dressed
    assert 'as="font"' not in dressed
    assert "sha256-" in content_security_policy(shipped)


def int_of(words: str) -> int:
    return int(words)


def test_an_unforeseen_failure_is_logged_without_anybodys_words(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="private words") as failed:
        int_of("private words")
    args = (ValueError, failed.value, failed.value.__traceback__, None)
    server.log_thread_failure(threading.ExceptHookArgs(args))
    assert "ValueError at " in caplog.text
    assert "test_server.py" in caplog.text
    assert "private" not in caplog.text


def test_the_server_begins_to_load_without_waiting_for_it(
    serve: Callable[[object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "QUIET_SECONDS", 0.01)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)  # put back after the test

    async def run() -> None:
        async with preload(None):
            assert loading.begun() is None
            await asyncio.sleep(0.2)

    asyncio.run(run())
    begun = loading.begun()
    assert begun is not None
    assert begun.result(10)
