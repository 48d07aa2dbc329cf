"""Stand-ins whose answers a reader of a test can predict."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from assistant.protocols import Vectors


class FakeEmbedder:
    """Hashes words into 64 dimensions: texts that share words are near each other, others are not."""

    dimension = 64

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.seen: list[str] = []

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for number, text in enumerate(texts):
            vectors[number, -1] = 0.01  # a text without words has a direction too
            for word in re.findall(r"\w+", text.casefold()):
                vectors[number, int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
