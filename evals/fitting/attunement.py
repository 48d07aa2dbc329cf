"""`python -m evals.fitting.attunement`: how well dev is answered with and without the map learnt from the questions.

The map is learnt anew in a temporary index; the dev questions are not among those it learns from.
"""

from __future__ import annotations

import sys

from rich.table import Table

from assistant import environment
from assistant.retrieval.embedding import load_question_embedder
from assistant.retrieval.search import PassageSearch
from assistant.settings import load_settings
from evals.fitting.examples import load_examples
from evals.fitting.fusion import rates
from evals.fitting.trial_index import trial_index
from evals.tables import open_console


def main() -> int:
    """Print a line with the map and one without; 0 always."""
    environment.prepare()
    settings = load_settings()
    embedder = load_question_embedder(settings.embedding_model, models_dir=settings.index_dir / "models")
    _, examples = load_examples()
    table = Table("vectors", "recall@1", "recall@3", "MRR@10")
    for attuned in (False, True):
        with trial_index(settings, attuned=attuned) as index:
            found = rates(PassageSearch(index, embedder), examples)
        table.add_row("attuned" if attuned else "as they come", *(f"{rate:.3f}" for rate in found))
    open_console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
