"""The three seams to heavy frameworks: what the rest of the package asks of an embedder, an index, a chat model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Document, Field, Match, Passage

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. Safe to share between threads."""

    @property
    def name(self) -> str:
        """Identifies model and weights; stored in the index and compared with it."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """`(n, dimension)` float32 in the order given, rows L2-normalised; `(0, dimension)` for no texts."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As `embed_questions`, for texts that are searched."""


class Index(Protocol):
    """What was ingested, open for reading. Safe to share between threads."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents by id."""

    @property
    def passages(self) -> Mapping[str, Passage]:
        """All passages by id, in document order."""

    def nearest(
        self, field: Field, vector: Vectors, *, count: int, passage_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        """The `count` rows of `field` nearest to a unit `vector` of shape `(dimension,)`, best first.

        Fewer where the field has fewer rows, empty where it has none. With `passage_ids`, only rows of those.
        """


class ChatModel(Protocol):
    """Words an answer. Each call is one conversation of `(role, text)` messages, role `system`, `user`, `assistant`."""

    @property
    def name(self) -> str:
        """`provider:model`, as configured."""

    def stream(self, messages: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Pieces of the answer as they come; closing the iterator ends the request.

        Raises:
            ChatModelError: time-out (in all, not per piece), refusal, wrong key, no connection.
        """
