from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def write(corpus_dir: Path) -> Write:
    """Writes a file below the corpus folder, or a whole document from its title and body."""

    def write_file(name: str, content: str | bytes = "", *, title: str | None = None, body: str = "") -> Path:
        path = corpus_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if title is not None:
            content = f"---\ntitle: {title}\n---\n{body}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file
