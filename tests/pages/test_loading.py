from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from assistant.errors import IndexUnavailableError
from assistant.pages import loading
from assistant.text.phrase import Phrase
from tests.pages.fake_assistant import FakeAssistant

Serve = Callable[[object], None]
MISSING = IndexUnavailableError(Phrase(da="Indekset mangler.", en="The index is missing."))


def test_nothing_is_loaded_before_it_is_asked_for(serve: Serve) -> None:
    assert loading.begun() is None


def test_all_visitors_share_one_loading(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, calls = Event(), []

    def slow() -> Any:
        calls.append("load")
        gate.wait(10)
        return FakeAssistant()

    monkeypatch.setattr(loading, "load", slow)
    with ThreadPoolExecutor(8) as visitors:
        futures = {visitors.submit(loading.start).result() for _ in range(8)}
    assert len(futures) == 1
    gate.set()
    assert loading.start().result(10) is loading.start(retry=True).result(10)
    assert calls == ["load"]


def test_a_failed_loading_stays_failed_until_somebody_tries_again(serve: Serve) -> None:
    serve(MISSING)
    assert loading.start().exception(10) is MISSING
    assert loading.start().exception(10) is MISSING
    assistant = FakeAssistant()
    serve(assistant)
    assert loading.start().exception(10) is MISSING
    assert loading.start(retry=True).result(10) is assistant


def test_a_failure_is_logged_by_its_kind_alone(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    serve(MISSING)
    loading.start().exception(10)
    assert "IndexUnavailableError" in caplog.text
    assert "missing" not in caplog.text
