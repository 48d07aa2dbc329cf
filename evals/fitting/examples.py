"""The dev questions understood and embedded once, so that weights can be tried by the hundred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.assistant import load_assistant
from assistant.answering.conversation import read_turns
from assistant.datamodels import Document, Field, Match, Passage, Turn
from assistant.protocols import Index, Vectors
from assistant.retrieval.embedding import load_question_embedder
from assistant.retrieval.index import open_index
from assistant.retrieval.language.question import Query, read_question
from assistant.retrieval.search import PassageSearch
from assistant.settings import load_settings
from evals.cases import Case, load_cases

DEV = Path(__file__).resolve().parent.parent / "questions" / "dev.jsonl"


@dataclass(frozen=True, slots=True)
class Example:
    """One case with its question understood and its vector of shape `(dimension,)`."""

    case: Case
    query: Query
    vector: Vectors


class RememberingIndex:
    """An index that answers the same question only once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._found: dict[tuple[Field, bytes, int, tuple[str, ...] | None], tuple[Match, ...]] = {}

    @property
    def documents(self) -> Mapping[str, Document]:
        """As the index beneath."""
        return self._index.documents

    @property
    def passages(self) -> Mapping[str, Passage]:
        """As the index beneath."""
        return self._index.passages

    def nearest(
        self, field: Field, vector: Vectors, *, count: int, passage_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        """As the index beneath, from memory where it was asked before."""
        key = (field, vector.tobytes(), count, None if passage_ids is None else tuple(passage_ids))
        if key not in self._found:
            self._found[key] = self._index.nearest(field, vector, count=count, passage_ids=passage_ids)
        return self._found[key]


def load_examples(questions: Path = DEV) -> tuple[tuple[PassageSearch, PassageSearch], tuple[Example, ...]]:
    """The search with and without the sections' questions, and every readable case, its history asked for real."""
    settings = load_settings()
    embedder = load_question_embedder(settings.embedding_model, models_dir=settings.index_dir / "models")
    index = RememberingIndex(open_index(settings.index_dir, embedder_name=embedder.name))
    search = PassageSearch(index, embedder)
    unprepared = PassageSearch(index, embedder, without=frozenset({"section-questions"}))
    assistant = load_assistant(settings)
    examples: list[Example] = []
    for case in load_cases(questions):
        turns: list[Turn] = []
        for question in case.history:
            turns.append(Turn(question, assistant.ask(question, turns)))
        query = search.correct(read_question(case.question, earlier=read_turns(turns), names=search.names))
        if query.reason is None:
            examples.append(Example(case, query, search.embed(query)))
    return (search, unprepared), tuple(examples)
