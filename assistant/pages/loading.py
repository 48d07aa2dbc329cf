"""Loads the assistant once, in one background thread shared by all visitors; knows nothing of Streamlit.

Its imports hold the interpreter for a second or two. So a load begins when a visitor has a page to look at, or,
before there is one, when the server has had a moment to itself; never while a first page is being drawn.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

logger = logging.getLogger(__name__)

_lock = Lock()
_executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="loading")
_loading: Future[Assistant] | None = None


def begun() -> Future[Assistant] | None:
    """The loading of this process, None before it has begun."""
    return _loading


def load() -> Assistant:
    """The assistant, with its heavy imports made here and not before the page is drawn.

    Raises:
        AssistantError: a setting, the index or a model cannot be used.
    """
    from assistant.answering.assistant import load_assistant
    from assistant.settings import load_settings

    return load_assistant(load_settings())


def start(*, retry: bool = False) -> Future[Assistant]:
    """The one loading of this process, begun if it is not; with `retry` begun again where it has failed."""
    global _loading
    with _lock:
        failed = retry and _loading is not None and _loading.done() and _loading.exception() is not None
        if _loading is None or failed:
            _loading = _executor.submit(load)
            _loading.add_done_callback(_log_failure)
        return _loading


def _log_failure(loading: Future[Assistant]) -> None:
    if error := loading.exception():
        logger.error("The assistant could not be loaded: %s", type(error).__name__)
