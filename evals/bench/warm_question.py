"""A question to an assistant that has been asked before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from assistant.protocols import Embedder, Index
from assistant.retrieval.embedding import load_question_embedder
from assistant.retrieval.index import open_index
from assistant.settings import load_settings
from evals.bench.measurement import Measurement, time_alternately
from evals.subject import open_subject

ROUNDS = 30
CANDIDATES = 50
QUESTIONS = (
    "Hvad er de fem kendetegn?",
    "Hvordan får jeg medarbejderne til at komme med idéer?",
    "Hvad gjorde de i Ballerup?",
    "Hvor mange sider er publikationen på?",
    "How do I get my staff to come up with ideas?",
    "What did the emergency services do?",
)


def open_parts() -> tuple[Embedder, Index]:
    """The engine and the index that serve, without the assistant around them."""
    settings = load_settings()
    embedder = load_question_embedder(settings.embedding_model, models_dir=settings.index_dir / "models")
    return embedder, open_index(settings.index_dir, embedder_name=embedder.name)


def measure() -> Iterator[Measurement]:
    """`Assistant.ask` against encoding the same question and asking Chroma once."""
    embedder, index = open_parts()
    asked, searched = cycle(QUESTIONS), cycle(QUESTIONS)
    with open_subject() as subject:
        for question in QUESTIONS:
            subject.assistant.ask(question)
        value, reference = time_alternately(
            lambda: subject.assistant.ask(next(asked)),
            lambda: index.nearest("body", embedder.embed_questions([next(searched)])[0], count=CANDIDATES),
            rounds=ROUNDS,
        )
    yield Measurement("warm question", value, reference, "1 encode, 1 query", "s", "at most 2 ×")
