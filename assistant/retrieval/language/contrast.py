"""Questions that are not for the sources, whatever they say."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def load_contrast() -> tuple[str, ...]:
    """The questions of `contrast.txt`, in its order."""
    text = resources.files("assistant.retrieval.language").joinpath("contrast.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def contrast_version() -> str:
    """A short hash of the questions, for the fingerprint of an index that holds them."""
    return hashlib.sha256("\n".join(load_contrast()).encode()).hexdigest()[:8]
