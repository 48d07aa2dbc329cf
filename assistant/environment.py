"""What must stand in the environment before a heavy import, set in one place and called first by every entry point."""

from __future__ import annotations

import os
from typing import Literal

DEFAULTS = {
    "OMP_NUM_THREADS": "1",  # spinning OpenMP threads cost seconds on a busy machine
    "OMP_WAIT_POLICY": "PASSIVE",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",  # a hub name tried without network hangs for a minute
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}
PRIVATE = ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "STREAMLIT_BROWSER_GATHER_USAGE_STATS")


def terminal_language() -> Literal["da", "en"]:
    """The language of the messages of a terminal: Danish where its locale is Danish, else English."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "da" if locale.lower().startswith("da") else "en"


def prepare() -> None:
    """Set threads, offline hub and telemetry for this process and its children.

    A value the owner has set stands, except that tracing and telemetry are always off: a developer's shell
    must not leak what people ask.
    """
    for name, value in DEFAULTS.items():
        if name in PRIVATE:
            os.environ[name] = value
        else:
            os.environ.setdefault(name, value)
