"""`python -m evals.fitting.attunement`: how well dev is answered with and without the map learnt from the questions.

The map is learnt anew in a temporary index; the dev questions are not among those it learns from.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from assistant import environment
from assistant.ingestion.indexing import ingest
from assistant.retrieval.embedding import embedder_name, load_passage_embedder, load_question_embedder
from assistant.retrieval.index import ChromaIndex
from assistant.retrieval.index_folder import current_folder
from assistant.retrieval.search import PassageSearch
from assistant.settings import load_settings
from evals.fitting.examples import load_examples
from evals.fitting.fusion import rates
from evals.tables import open_console


def main() -> int:
    """Print a line with the map and one without; 0 always."""
    environment.prepare()
    settings = load_settings()
    models_dir = settings.index_dir / "models"
    embedder = load_question_embedder(settings.embedding_model, models_dir=models_dir)
    _, examples = load_examples()
    table = Table("vectors", "recall@1", "recall@3", "MRR@10")
    for attuned in (False, True):
        with tempfile.TemporaryDirectory(prefix="attuned-") as folder:
            index_dir = Path(folder) / "index"
            shutil.copytree(settings.index_dir, index_dir, ignore=shutil.ignore_patterns("models"))
            ingest(
                corpus_dir=settings.corpus_dir,
                index_dir=index_dir,
                embedding_model=embedder_name(settings.embedding_model),
                embedder=lambda: load_passage_embedder(settings.embedding_model, models_dir=models_dir),
                attuned=attuned,
            )
            with ChromaIndex(current_folder(index_dir)) as index:
                found = rates(PassageSearch(index, embedder), examples)
        table.add_row("attuned" if attuned else "as they come", *(f"{rate:.3f}" for rate in found))
    open_console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
