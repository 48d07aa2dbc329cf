"""A scripted OpenAI-compatible chat server on loopback: real HTTP, server-sent events, one behaviour at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Exchange"], None]


class Exchange:
    """One request and the means to answer it, byte by byte."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict, stopping: threading.Event) -> None:
        self.body = body
        self.stopping = stopping
        self._handler = handler

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    def refuse(self, status: int, message: str) -> None:
        content = json.dumps({"error": {"message": message, "type": "scripted", "code": None}}).encode()
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", "application/json")
        self._handler.send_header("Content-Length", str(len(content)))
        self._handler.end_headers()
        self._handler.wfile.write(content)

    def open(self) -> None:
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()
        self._handler.close_connection = True

    def raw(self, content: str) -> None:
        self._handler.wfile.write(content.encode())
        self._handler.wfile.flush()

    def say(self, words: str, *, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": words}, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}
        self.raw(f"data: {json.dumps(event)}\n\n")

    def end(self) -> None:
        self.say("", finish="stop")
        self.raw("data: [DONE]\n\n")

    def wait(self, seconds: float) -> bool:
        """Whether the server should give up waiting because the test is over."""
        return self.stopping.wait(seconds)


@dataclass
class ScriptedServer:
    """Where it listens, and what it was asked."""

    url: str
    seen: list[dict] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)


@contextmanager
def scripted_server(behave: Behaviour) -> Iterator[ScriptedServer]:
    """Serve `behave` to every request until the block ends."""
    stopping = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.seen.append(body)
            state.authorizations.append(self.headers.get("Authorization"))
            try:
                behave(Exchange(self, body, stopping))
            except ConnectionError:
                state.hung_up.set()
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state = ScriptedServer(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answering(*pieces: str) -> Behaviour:
    """Say `pieces` one by one and end properly."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)
        exchange.end()

    return behave


def refusing(status: int, message: str) -> Behaviour:
    """Refuse with an HTTP status and a vendor's own words."""
    return lambda exchange: exchange.refuse(status, message)


def stalling(*pieces: str) -> Behaviour:
    """Say `pieces` and then nothing, without hanging up."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)
        exchange.wait(60)

    return behave


def dripping(say: Callable[[Exchange], None]) -> Behaviour:
    """Say the same again and again, more often than any reading time-out, until the other side hangs up."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        while not exchange.wait(0.03):
            say(exchange)

    return behave


def cutting(*pieces: str) -> Behaviour:
    """Say `pieces` and hang up without a finish reason."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        for piece in pieces:
            exchange.say(piece)

    return behave


def garbling(content: str) -> Behaviour:
    """Send what is no event at all."""

    def behave(exchange: Exchange) -> None:
        exchange.open()
        exchange.raw(content)

    return behave
