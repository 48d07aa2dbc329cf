"""One ingest at a time: a lock on a file, which the system lets go of however the process ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from assistant.errors import IndexUnavailableError
from assistant.text import index as text

LOCK = "lock"


@contextmanager
def lock_index(index_dir: Path) -> Iterator[None]:
    """Hold the lock of `index_dir` while the block runs.

    Raises:
        IndexUnavailableError: another process holds it.
        OSError: the lock file cannot be made.
    """
    with (index_dir / LOCK).open("a", encoding="utf-8") as file:
        if not _try_lock(file):
            raise IndexUnavailableError(text.BUSY, path=index_dir)
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
