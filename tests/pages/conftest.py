from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.pages import loading
from tests.pages.fake_assistant import FakeAssistant


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Lets the page load what a test gives: an assistant, or an error to raise."""

    def use(loaded: object) -> None:
        def load() -> object:
            if isinstance(loaded, Exception):
                raise loaded
            return loaded

        monkeypatch.setattr(loading, "load", load)

    monkeypatch.setattr(loading, "_loading", None)
    use(FakeAssistant())
    return use
