"""The straight line from a question to an answer whose every sentence is cited, or to a refusal."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assistant.answering.conversation import read_turns
from assistant.answering.extractive import Extract, extract, join_pieces, quote_passage
from assistant.answering.generative import fallback_note, word_answer
from assistant.answering.langchain_seam import LangChainChatModel, hits_of, passage_retriever
from assistant.answering.refusal import refuse
from assistant.datamodels import Answer, Document, Evidence, Hit, Kind, Language, Mode, Reader, Suggestion, Turn
from assistant.errors import ChatModelError, SettingsError
from assistant.protocols import ChatModel, Vectors
from assistant.retrieval.language.question import Query, read_question
from assistant.retrieval.search import SHOWN, STEPS, PassageSearch, ServedSearch, Views
from assistant.settings import Settings
from assistant.text import chat as chat_text

if TYPE_CHECKING:
    from assistant.answering.langchain_seam import BaseRetriever

logger = logging.getLogger(__name__)

ABLATIONS: Mapping[str, str] = STEPS
QUOTED_PASSAGES = 5
SUGGESTIONS = 3
OFFERED_KINDS: tuple[Kind, ...] = ("hallmark", "background", "case", "publication", "reflection")


def never() -> bool:
    """No: nobody has asked to stop."""
    return False


class AnswerStream:
    """An answer on its way: iterate for its sentences, or ask for the whole of it."""

    def __init__(self, pieces: Iterator[str | Answer]) -> None:
        """Take over the pieces; the last is the answer they make up."""
        self._pieces = pieces
        self._answer: Answer | None = None

    def __iter__(self) -> Iterator[str]:
        """Complete sentences with their markers, in order; one that begins with `- ` is a list item."""
        for piece in self._pieces:
            if isinstance(piece, Answer):
                self._answer = piece
            else:
                yield piece

    def answer(self) -> Answer:
        """The whole answer, after waiting for what is left of it."""
        for _ in self:
            pass
        if self._answer is None:
            raise RuntimeError("the answer was closed before it was made")
        return self._answer


class Assistant:
    """Answers questions from one corpus. Holds no conversation: it is passed in, so that all sessions can share it."""

    def __init__(
        self,
        current_search: Callable[[], PassageSearch],
        *,
        answer_sentences: int,
        refusal_threshold: float | None = None,
        chat_model: ChatModel | None = None,
    ) -> None:
        """Take what is answered from.

        Args:
            current_search: the search over the index that is served now.
            answer_sentences: sentences in an extractive answer at most, lists aside.
            refusal_threshold: probability in [0, 1] below which the evidence is held not to suffice; None as fitted.
            chat_model: words the answers where there is one.
        """
        self._current_search = current_search
        self._answer_sentences = answer_sentences
        self._refusal_threshold = refusal_threshold
        self._chat_model = chat_model
        self._retriever = passage_retriever(self.search, k=SHOWN)

    def search(
        self,
        question: str,
        *,
        understood: Query | None = None,
        views: Views | None = None,
        search: PassageSearch | None = None,
    ) -> tuple[Hit, ...]:
        """Passages for a question, best first, whether or not they suffice.

        Args:
            question: any text; empty hits where it cannot be searched.
            understood: the same question as it was read, where that has been done.
            views: the passages as seen from it, where they have been looked at.
            search: the index it was read against, so that one answer never mixes two.
        """
        search = search or self._current_search()
        query = understood or search.correct(read_question(question, names=search.names))
        if query.reason is not None:
            return ()
        return search.rank(query, views or search.look(query, search.embed(query)))

    def as_retriever(self, *, k: int = 5) -> BaseRetriever:
        """The search as a LangChain retriever, to put into a chain of one's own; the first `k` passages."""
        return passage_retriever(self.search, k=k)

    def warm_up(self) -> None:
        """Open the index and read the dictionaries, so that the first question need not wait for them."""
        self.ask("Hvad er digital innovation?", answer_language="da")
        self.ask("What is digital innovation?", answer_language="en")

    @property
    def chat_model_name(self) -> str | None:
        """`provider:model` of the chat model that words answers; None where the sources' own sentences are shown."""
        return self._chat_model.name if self._chat_model else None

    def document(self, document_id: str) -> Document:
        """The document of that id.

        Raises:
            KeyError: the index served now has none.
        """
        return self._current_search().index.documents[document_id]

    def documents(self) -> tuple[Document, ...]:
        """All documents of the index served now, in its order; empty where nothing has been ingested."""
        return tuple(self._current_search().index.documents.values())

    def suggestions(self, language: Language) -> tuple[Suggestion, ...]:
        """Questions to offer on an empty page, one of each kind of document in turn, so that the first are mixed."""
        by_kind: dict[Kind, list[Suggestion]] = {kind: [] for kind in OFFERED_KINDS}
        for passage in self._current_search().passages:
            found = by_kind.setdefault(passage.kind, [])
            found.extend(one for one in passage.suggestions if one.language == language and one not in found)
        offered: list[Suggestion] = []
        for reader in get_args(Reader):
            rows = ([one for one in found if one.reader == reader] for found in by_kind.values())
            offered.extend(one for row in zip_longest(*rows) for one in row if one is not None)
        return tuple(offered)

    def ask(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        language: Language = "da",
        answer_language: Language | None = None,
    ) -> Answer:
        """The whole answer to one question; arguments as for `stream`."""
        return self.stream(question, turns, language=language, answer_language=answer_language).answer()

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        language: Language = "da",
        answer_language: Language | None = None,
        cancelled: Callable[[], bool] = never,
    ) -> AnswerStream:
        """Answer one question, sentence by sentence.

        Args:
            question: any text; one that cannot be read gets a refusal that says what to write instead.
            turns: the conversation so far, oldest first.
            language: that of the page, taken where the words and the conversation do not tell.
            answer_language: what to answer in; the question's own language where it is None.
            cancelled: asked between sentences; after yes, what was shown so far is the answer.
        """
        search = self._current_search()
        query = read_question(
            question,
            earlier=read_turns(turns),
            names=search.names,
            otherwise=language,
            answer_language=answer_language,
        )
        return AnswerStream(self._answer(search, query, turns, cancelled))

    def _answer(
        self, search: PassageSearch, query: Query, turns: Sequence[Turn], cancelled: Callable[[], bool]
    ) -> Iterator[str | Answer]:
        started = time.perf_counter()
        if query.reason is not None:
            yield from self._refuse(search, query, Evidence((), False, 0.0, query.reason), None, started)
            return
        query = search.correct(query)
        vector = search.embed(query)
        views = search.look(query, vector)
        found = self._retriever.invoke(query.searched, understood=query, views=views, search=search)
        hits = hits_of(found, search.index.passages)
        evidence = search.weigh(query, hits, views, threshold=self._refusal_threshold)
        if not evidence.sufficient:
            yield from self._refuse(search, query, evidence, vector, started)
            return
        answer = Answer(
            question=query.question,
            language=query.answer_language,
            text="",
            hits=evidence.hits,
            searched=query.searched,
        )
        if self._chat_model is None:
            answer = yield from self._quote(search, query, vector, answer, turns, cancelled)
        else:
            answer = yield from self._word(self._chat_model, search, query, vector, answer, turns, cancelled)
        answer = replace(answer, seconds=time.perf_counter() - started)
        _log(answer)
        yield answer

    def _quote(
        self,
        search: PassageSearch,
        query: Query,
        vector: Vectors,
        answer: Answer,
        turns: Sequence[Turn],
        cancelled: Callable[[], bool],
    ) -> Generator[str, None, Answer]:
        """The sources' own sentences."""
        extracted = self._extract(search, query, answer.hits, vector, turns)
        shown: list[str] = []
        for piece in extracted.pieces:
            if cancelled():
                break
            shown.append(piece)
            yield piece
        return replace(answer, text=join_pieces(shown), citations=extracted.citations[: len(shown)])

    def _word(
        self,
        chat_model: ChatModel,
        search: PassageSearch,
        query: Query,
        vector: Vectors,
        answer: Answer,
        turns: Sequence[Turn],
        cancelled: Callable[[], bool],
    ) -> Generator[str, None, Answer]:
        """A chat model's sentences; the sources' own, with a note, where it has none that can be traced."""
        worded = word_answer(
            chat_model,
            query.searched,
            language=query.answer_language,
            hits=answer.hits,
            turns=turns,
            cancelled=cancelled,
        )
        shown: list[str] = []
        try:
            for piece in worded:
                shown.append(piece)
                yield piece
        except ChatModelError as error:
            extracted = self._extract(search, query, answer.hits, vector, turns)
            return replace(
                answer,
                text=join_pieces(extracted.pieces),
                citations=extracted.citations,
                removed=worded.removed,
                note=fallback_note(error, query.answer_language),
            )
        return replace(
            answer, text=join_pieces(shown), citations=worded.citations, removed=worded.removed, mode="generative"
        )

    def _extract(
        self, search: PassageSearch, query: Query, hits: Sequence[Hit], vector: Vectors, turns: Sequence[Turn]
    ) -> Extract:
        ids = [hit.passage.id for hit in hits[:QUOTED_PASSAGES]]
        matches = search.index.nearest("sentence", vector, count=500, passage_ids=ids)
        told = turns[-1].answer.citations if turns and query.asks_on else ()
        return extract(query, hits, matches, most=self._answer_sentences, told=told)

    def _refuse(
        self, search: PassageSearch, query: Query, evidence: Evidence, vector: Vectors | None, started: float
    ) -> Iterator[str | Answer]:
        known = Extract((), ())
        if evidence.reason == "not_known":
            known = quote_passage(evidence.hits[0].passage, language=query.answer_language, most=2)
        nearest: tuple[str, ...] = ()
        if vector is not None:
            nearest = search.nearest_questions(vector, language=query.answer_language, count=SUGGESTIONS)
        else:
            offered = (one.question for one in self.suggestions(query.answer_language))
            nearest = tuple(offered)[:SUGGESTIONS]
        answer = refuse(query, evidence, known=known, suggestions=nearest, documents=search.index.documents)
        yield answer.text
        answer = replace(answer, seconds=time.perf_counter() - started)
        _log(answer)
        yield answer


def load_assistant(
    settings: Settings,
    *,
    index_dir: Path | None = None,
    without: frozenset[str] = frozenset(),
    mode: Mode | None = None,
) -> Assistant:
    """The assistant that these settings describe, with its models and index open.

    Args:
        settings: what the owner has set.
        index_dir: another index than the one set.
        without: steps of retrieval to leave out, by their names in `ABLATIONS`.
        mode: None words answers with a chat model where one is set.

    Raises:
        SettingsError: `mode` is generative and no chat model is set.
        IndexUnavailableError: the index is missing or cannot be used.
        EmbeddingModelError: the embedding model cannot be loaded.
    """
    from assistant.retrieval.embedding import load_question_embedder
    from assistant.retrieval.index import ServedIndex

    if mode == "generative" and settings.chat_model is None:
        raise SettingsError(chat_text.NOT_CONFIGURED)
    folder = index_dir or settings.index_dir
    embedder = load_question_embedder(settings.embedding_model, models_dir=settings.index_dir / "models")
    served = ServedIndex(folder, embedder_name=embedder.name)
    chat_model = None
    if settings.chat_model is not None and mode != "extractive":
        key = settings.chat_api_key
        chat_model = LangChainChatModel(
            settings.chat_model,
            base_url=settings.chat_base_url,
            api_key=key.get_secret_value() if key else None,
            timeout_seconds=settings.chat_timeout_seconds,
        )
    assistant = Assistant(
        ServedSearch(served, embedder, without=without).latest,
        answer_sentences=settings.answer_sentences,
        refusal_threshold=settings.refusal_threshold,
        chat_model=chat_model,
    )
    assistant.warm_up()
    return assistant


def _log(answer: Answer) -> None:
    logger.info(
        "answered: mode=%s refused=%s reason=%s citations=%d removed=%d seconds=%.3f",
        answer.mode,
        answer.refused,
        answer.reason,
        len(answer.citations),
        answer.removed,
        answer.seconds,
    )
