"""An index of our corpus made in another way than usual, for as long as it is measured."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.ingestion.indexing import ingest
from assistant.ingestion.splitting import PASSAGE_CHARS
from assistant.retrieval.embedding import embedder_name, load_passage_embedder
from assistant.retrieval.index import ChromaIndex
from assistant.retrieval.index_folder import current_folder
from assistant.settings import Settings


@contextmanager
def trial_index(
    settings: Settings, *, passage_chars: int = PASSAGE_CHARS, attuned: bool = True
) -> Iterator[ChromaIndex]:
    """Ingest the corpus into a temporary folder, with the vectors that the index in use has already.

    Args:
        settings: of the corpus, the index in use and the embedding model.
        passage_chars: longest section that stays whole.
        attuned: whether vectors go through a map learnt from the sections' questions.
    """
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        index_dir = Path(folder) / "index"
        shutil.copytree(settings.index_dir, index_dir, ignore=shutil.ignore_patterns("models"))
        ingest(
            corpus_dir=settings.corpus_dir,
            index_dir=index_dir,
            embedding_model=embedder_name(settings.embedding_model),
            embedder=lambda: load_passage_embedder(settings.embedding_model, models_dir=settings.index_dir / "models"),
            passage_chars=passage_chars,
            attuned=attuned,
        )
        with ChromaIndex(current_folder(index_dir)) as index:
            yield index
