"""The page over an assistant that says one sentence and then waits until it is stopped."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import streamlit as st

import assistant.pages
from assistant.pages import loading, server
from tests.pages.fake_assistant import FakeAssistant


class OneSentence(Event):
    """Open once, closed ever after."""

    def wait(self, timeout: float | None = None) -> bool:
        passed, _ = self.is_set(), self.set()
        return not passed or Event().wait(timeout)


loading.load = lambda: FakeAssistant(gate=OneSentence())  # type: ignore[assignment, return-value]
app = st.App(Path(assistant.pages.__path__[0]) / "frame.py", lifespan=server.preload)
