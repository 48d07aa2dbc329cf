"""`python -m evals.fitting.passage_size`: how well the dev questions are answered with shorter and longer passages.

Each size gets an index of its own in a temporary folder; the sections' questions and the fitted weights stay.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.table import Table

from assistant import environment
from assistant.answering.assistant import Assistant
from assistant.retrieval.embedding import load_question_embedder
from assistant.retrieval.search import PassageSearch
from assistant.settings import load_settings
from evals.asking import run_cases
from evals.cases import load_cases
from evals.fitting.examples import DEV
from evals.fitting.trial_index import trial_index
from evals.metrics import summarize
from evals.tables import open_console

SIZES_CHARS = (250, 400, 600, 900)


def main() -> int:
    """Print a line for each size; 0 always."""
    environment.prepare()
    settings = load_settings()
    questions = load_question_embedder(settings.embedding_model, models_dir=settings.index_dir / "models")
    cases = load_cases(DEV)
    table = Table("passage", "passages", "recall@1", "recall@3", "facts", "citation precision", "answered", "refusals")
    for size_chars in SIZES_CHARS:
        with trial_index(settings, passage_chars=size_chars) as index:
            assistant = Assistant(_always(PassageSearch(index, questions)), answer_sentences=settings.answer_sentences)
            summary = summarize(list(run_cases(assistant, cases)))
            rates = (
                summary.recall_at_1,
                summary.recall_at_3,
                summary.fact_recall,
                summary.citation_precision,
                summary.answered_rate,
                summary.refusal_recall,
            )
            figures = [f"{rate.value:.3f}" if rate.value is not None else "–" for rate in rates]
            table.add_row(f"{size_chars} characters", str(len(index.passages)), *figures)
    open_console().print(table)
    return 0


def _always(search: PassageSearch) -> Callable[[], PassageSearch]:
    return lambda: search


if __name__ == "__main__":
    sys.exit(main())
