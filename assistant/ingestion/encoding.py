"""From texts to vectors, each text once: what an earlier ingest encoded with the same model is taken from there."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.ingestion.rows import Text
from assistant.protocols import Embedder, Vectors

BATCH_TEXTS = 32


@dataclass(frozen=True, slots=True)
class Encoded:
    """Unit vectors of `(dimension,)` by text key, the name of the model that made them, how many are new."""

    embedder_name: str
    vectors: Mapping[str, Vectors]
    new: int

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return len(next(iter(self.vectors.values())))

    def matrix(self, texts: Sequence[Text]) -> Vectors:
        """`(len(texts), dimension)` float32 in the order given."""
        return np.stack([self.vectors[text.key] for text in texts])


def encode(
    texts: Sequence[Text],
    *,
    known: Encoded | None,
    embedder: Callable[[], Embedder],
    on_progress: Callable[[int, int], None],
) -> Encoded:
    """Vectors of all `texts`; the model is loaded only when one of them is not `known`.

    Where the model turns out to be another than the one that made the known vectors, none of those is used.

    Raises:
        EmbeddingModelError: the model cannot be loaded.
    """
    wanted = {text.key: text for text in texts}
    vectors = {key: known.vectors[key] for key in wanted if key in known.vectors} if known else {}
    if known and len(vectors) == len(wanted):
        return Encoded(known.embedder_name, vectors, new=0)
    on_progress(0, len(wanted) - len(vectors))
    model = embedder()
    if known is None or model.name != known.embedder_name:
        vectors = {}
    # Texts of like length share a batch, so that little of it is padding.
    missing = sorted((text for key, text in wanted.items() if key not in vectors), key=lambda text: len(text.words))
    batches = [
        batch
        for asked in (True, False)
        for group in [[text for text in missing if text.asked == asked]]
        for batch in (group[first : first + BATCH_TEXTS] for first in range(0, len(group), BATCH_TEXTS))
    ]
    done = 0
    for batch in batches:
        embed = model.embed_questions if batch[0].asked else model.embed_passages
        made = embed([text.words for text in batch])
        vectors.update(zip((text.key for text in batch), made, strict=True))
        done += len(batch)
        on_progress(done, len(missing))
    return Encoded(model.name, vectors, new=len(missing))


def save_vectors(path: Path, encoded: Encoded) -> None:
    """Write the vectors beside the index, for the next ingest."""
    keys = sorted(encoded.vectors)
    np.savez(path, keys=np.array(keys), vectors=np.stack([encoded.vectors[key] for key in keys]))


def load_vectors(path: Path, *, embedder_name: str) -> Encoded | None:
    """The vectors that `save_vectors` wrote; None where there are none to be read."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            pairs = zip(arrays["keys"].tolist(), arrays["vectors"], strict=True)
            return Encoded(embedder_name, dict(pairs), new=0)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
