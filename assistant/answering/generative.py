"""An answer worded by a chat model: the evidence is ours, the words are its, and what cannot be traced is left out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from assistant.answering.grounding import Grounding
from assistant.answering.prompts import SENTENCES, build_messages
from assistant.datamodels import Citation, Hit, Language, Turn
from assistant.errors import ChatModelError
from assistant.protocols import ChatModel
from assistant.text import chat as text

logger = logging.getLogger(__name__)

PASSAGES_SHOWN = 6
ANSWER_CHARS = 8000  # a model that cannot stop is stopped here; what it has said by then is kept


class GenerativeAnswer:
    """Iterated once for its sentences; then `citations` and `removed` are complete.

    Each sentence comes with its markers, an item of a list with `- ` before it. When the iteration ends without
    an error, at least one sentence was given, unless the reader stopped it. When it raises, sentences already
    given are no answer: whoever shows them puts the extractive answer, and `fallback_note`, in their place.
    """

    def __init__(
        self, pieces: Callable[[], Iterator[str]], grounding: Grounding, *, cancelled: Callable[[], bool]
    ) -> None:
        self._pieces = pieces
        self._grounding = grounding
        self._cancelled = cancelled

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the sentences given so far rest on, numbered from 1 in this order."""
        return self._grounding.citations

    @property
    def removed(self) -> int:
        """Sentences left out so far: without a valid marker, or with a figure their passages lack."""
        return self._grounding.removed

    def __iter__(self) -> Iterator[str]:
        """The sentences, each as soon as it is complete and found to rest on a passage.

        Raises:
            ChatModelError: the chat model failed, also in mid-answer, or said nothing usable.
        """
        given = 0
        with closing(self._read()) as pieces:
            for sentence in self._grounding.ground(pieces):
                yield sentence.marked
                given += 1
                if given >= 2 * SENTENCES or self._cancelled():
                    break
        logger.info("worded answer: %d sentences, %d left out", given, self.removed)
        if not given and not self._cancelled():
            raise ChatModelError(text.NOTHING_USABLE)

    def _read(self) -> Generator[str]:
        length = 0
        with closing(_closable(self._pieces())) as pieces:
            for piece in pieces:
                if self._cancelled():
                    return
                yield piece
                length += len(piece)
                if length > ANSWER_CHARS:
                    return


def word_answer(
    chat_model: ChatModel,
    question: str,
    *,
    language: Language,
    hits: Sequence[Hit],
    turns: Sequence[Turn] = (),
    cancelled: Callable[[], bool] = lambda: False,
) -> GenerativeAnswer:
    """Have a chat model word what the best passages say; nothing is asked before the answer is iterated.

    Args:
        chat_model: what words it.
        question: as understood, follow-ups resolved.
        language: of the answer.
        hits: evidence that suffices, best first; the first six are shown to the model.
        turns: earlier turns of the conversation, oldest first.
        cancelled: whether the reader has stopped the answer; asked for every piece.
    """
    passages = tuple(hit.passage for hit in hits[:PASSAGES_SHOWN])
    messages = build_messages(question, language=language, passages=passages, turns=turns)
    return GenerativeAnswer(
        lambda: chat_model.stream(messages), Grounding(passages, language=language), cancelled=cancelled
    )


def fallback_note(error: ChatModelError, language: Language) -> str:
    """One line to the reader: why the answer below is in the sources' own sentences."""
    return text.EXTRACTIVE_INSTEAD.say(language, problem=error.say(language))


def _closable(pieces: Iterator[str]) -> Generator[str]:
    yield from pieces  # closing this one closes that one, where it can be closed
