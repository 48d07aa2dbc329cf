"""The one place that meets LangChain: a chat model behind our protocol, and our search as a LangChain retriever."""

from __future__ import annotations

import asyncio
import functools
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.datamodels import Hit, Passage, Source
from assistant.errors import ChatModelError, SettingsError
from assistant.text import chat as text
from assistant.text.phrase import Phrase

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.language_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever as BaseRetriever  # named again so that others may name it

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 0.2
FINISHED = ("finish_reason", "status")  # what the last chunk of a whole answer carries, by OpenAI's two interfaces
NO_KEY = "none"  # a server of one's own wants no key, but the client refuses to start without one
_starting = threading.Lock()


class LangChainChatModel:
    """Any chat model of LangChain's `init_chat_model`, with a deadline over the whole answer.

    Nothing is imported or connected before the first `load` or `stream`. The key is never shown. Safe to share
    between threads.
    """

    def __init__(
        self, model: str, *, base_url: str | None = None, api_key: str | None = None, timeout_seconds: float = 30
    ) -> None:
        """Note what to use.

        Args:
            model: `provider:model`, in LangChain's names for providers.
            base_url: address of the server where it is not the provider's own.
            api_key: None leaves it to the provider's own environment variable; with a `base_url`, no key is sent.
            timeout_seconds: longest time for one answer, from the first byte asked for to the last received.

        Raises:
            SettingsError: `model` is not `provider:model`.
        """
        provider, _, name = model.partition(":")
        if not provider or not name:
            raise SettingsError(text.NAME)
        self._name = model
        self._provider = provider
        self._base_url = base_url
        self._api_key = api_key
        self._timeout_seconds = timeout_seconds
        self._model: BaseChatModel | None = None
        self._loading = threading.Lock()

    def __repr__(self) -> str:
        return f"LangChainChatModel({self._name!r})"

    @property
    def name(self) -> str:
        """`provider:model`, as configured."""
        return self._name

    def load(self) -> None:
        """Import LangChain and the provider's package, so that the first answer need not wait for it.

        Raises:
            ChatModelError: the provider is unknown, its package is not installed, or it refuses the settings.
        """
        self._loaded()

    def stream(self, messages: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Pieces of the answer as they come, and an empty piece now and then while none comes.

        The empty ones let a caller look up from waiting. Closing the iterator ends the request.

        Raises:
            ChatModelError: time-out (in all, not per piece), refusal, wrong key, no connection, an answer cut short.
        """
        model = self._loaded()
        deadline = time.monotonic() + self._timeout_seconds
        pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        task = asyncio.run_coroutine_threadsafe(self._read(model, messages, pieces), _event_loop())
        task.add_done_callback(lambda _: pieces.put(None))
        try:
            while True:
                left_seconds = deadline - time.monotonic()
                if left_seconds <= 0:
                    raise _failed(text.TIMED_OUT, "deadline")
                try:
                    piece = pieces.get(timeout=min(left_seconds, HEARTBEAT_SECONDS))
                except queue.Empty:
                    piece = ""
                if piece is None:
                    break
                yield piece
            failure = task.exception()
            if failure is not None:
                # no `from`: a vendor's text may carry the key or the question, and a traceback would print it
                raise _failed(_phrase(failure), type(failure).__name__, model=self._name)
        finally:
            task.cancel()

    async def _read(
        self, model: BaseChatModel, messages: Sequence[tuple[str, str]], pieces: queue.SimpleQueue[str | None]
    ) -> None:
        finished = False
        async for chunk in model.astream(list(messages)):
            finished = finished or any(chunk.response_metadata.get(name) for name in FINISHED)
            if chunk.text:
                pieces.put(str(chunk.text))
        if not finished and self._provider == "openai":
            # a connection that simply ends looks like the end of an answer; only the finish reason tells
            raise ConnectionResetError

    def _loaded(self) -> BaseChatModel:
        with self._loading:
            if self._model is None:
                self._model = self._set_up()
            return self._model

    def _set_up(self) -> BaseChatModel:
        from langchain.chat_models import init_chat_model

        _, _, name = self._name.partition(":")
        options: dict[str, Any] = {"timeout": self._timeout_seconds, "max_retries": 0}
        if self._base_url is not None:
            options["base_url"] = self._base_url
        if self._api_key is not None or self._base_url is not None:
            options["api_key"] = self._api_key or NO_KEY
        try:
            model: BaseChatModel = init_chat_model(name, model_provider=self._provider, **options)
        except ImportError as error:
            module = getattr(error.__cause__, "name", None) or f"langchain_{self._provider}"
            package = str(module).partition(".")[0].replace("_", "-")
            raise _failed(text.PACKAGE_MISSING, "ImportError", package=package) from None
        except Exception as error:  # providers' constructors share no base class, and their texts may carry the key
            raise _failed(text.CANNOT_BE_SET_UP, type(error).__name__, model=self._name) from None
        return model


def passage_retriever(search: Callable[..., Sequence[Hit]], *, k: int = 5) -> BaseRetriever:
    """Our search as a LangChain retriever: the assistant asks it, and so can anybody's own chain.

    Args:
        search: from a question to hits; whatever else `invoke` is given by name goes on to it.
        k: the most documents that come back.

    Returns:
        A retriever whose `invoke(question)` gives LangChain documents, best first, empty where nothing was found:
        `id` is the passage's, `page_content` its exact words, `metadata` holds `document_id`, `title`,
        `heading_path`, `label`, `start`, `end`, `page`, `score` and `sources` (a list of dicts).
    """
    return _retriever_class()(search=search, k=k)


@functools.cache
def _retriever_class() -> Callable[..., BaseRetriever]:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    class PassageRetriever(BaseRetriever):
        """Asks `search` and hands its hits on as LangChain documents."""

        search: Callable[..., Sequence[Hit]]
        k: int

        def _get_relevant_documents(
            self,
            query: str,
            *,
            run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  (LangChain passes it by name)
            **known: object,
        ) -> list[Document]:
            return [
                Document(id=hit.passage.id, page_content=hit.passage.text, metadata=_metadata(hit))
                for hit in self.search(query, **known)[: self.k]
            ]

    return PassageRetriever


def _metadata(hit: Hit) -> dict[str, object]:
    passage = hit.passage
    return {
        "document_id": passage.document_id,
        "title": passage.title,
        "heading_path": list(passage.heading_path),
        "label": passage.label,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "score": hit.score,
        "sources": list(_source_records(passage.sources)),
    }


@functools.lru_cache(maxsize=10_000)
def _source_records(sources: tuple[Source, ...]) -> tuple[dict[str, object], ...]:
    # copied once per passage: for fifty hits a question, dataclasses.asdict cost more than the search
    return tuple(asdict(source) for source in sources)


def _event_loop() -> asyncio.AbstractEventLoop:
    """The one loop all answers are read on, since LangChain's HTTP clients are shared and belong to their loop.

    On a loop a request can be called off at any moment, also while a server sends nothing or only keep-alives;
    a blocking read cannot.
    """
    with _starting:
        return _started_event_loop()


@functools.cache
def _started_event_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop


def _phrase(failure: BaseException) -> Phrase:
    """What to say about an exception of LangChain, of the HTTP client beneath it, or of a provider's own."""
    from langchain_core import exceptions

    phrases: tuple[tuple[tuple[type[BaseException], ...], Phrase], ...] = (
        ((exceptions.ModelTimeoutError, TimeoutError), text.TIMED_OUT),
        ((exceptions.ModelAuthenticationError, exceptions.ModelPermissionDeniedError), text.KEY_REFUSED),
        ((exceptions.ModelRateLimitError,), text.TOO_BUSY),
        ((exceptions.ModelNotFoundError,), text.NOT_FOUND),
        ((exceptions.ModelConnectionError,), text.UNREACHABLE),
    )
    return next((phrase for kinds, phrase in phrases if isinstance(failure, kinds)), text.INCOMPLETE)


def _failed(phrase: Phrase, kind: str, **values: object) -> ChatModelError:
    logger.warning("the chat model gave no usable answer: %s", kind)
    return ChatModelError(phrase, **values)


def hits_of(documents: Sequence[Document], passages: Mapping[str, Passage]) -> tuple[Hit, ...]:
    """What a retriever of ours brought, as hits again, in its order.

    Args:
        documents: from `passage_retriever`.
        passages: all passages by id.
    """
    return tuple(Hit(passages[document.id], document.metadata["score"]) for document in documents if document.id)
