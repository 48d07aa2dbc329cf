"""Which sentences of a passage are items of a list."""

from __future__ import annotations

from functools import lru_cache

from assistant.datamodels import Passage

BULLETS = frozenset("-*+")


@lru_cache(maxsize=20_000)
def item_starts(passage: Passage) -> frozenset[int]:
    """Document offsets at which list items of the passage begin; empty where it holds no list."""
    return frozenset(start for start, _ in passage.sentences if _follows_a_bullet(passage, start))


def _follows_a_bullet(passage: Passage, start: int) -> bool:
    line = passage.text[: start - passage.start].rpartition("\n")[2].strip()
    return line in BULLETS or (line.rstrip(".)").isdigit() and line != line.rstrip(".)"))
