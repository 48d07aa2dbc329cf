"""A visitor's conversation: turns that worker threads fill and the page only draws; knows nothing of Streamlit."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event, Thread
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from assistant.datamodels import Answer, Language, Turn
from assistant.errors import AssistantError
from assistant.pages.reading import Reading

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 120.0
GRACE_SECONDS = 5.0
ANSWERS_AT_ONCE = 4  # one process, one interpreter lock: more at once only makes all of them slower

_places = BoundedSemaphore(ANSWERS_AT_ONCE)


@dataclass(slots=True, eq=False)
class LiveTurn:
    """A question and the answer it is getting.

    One worker thread writes, any number of page runs read. When it is `finished` there is an `answer` (what had
    come of it, where it was stopped), an `error`, or neither where it failed in a way nobody foresaw.
    """

    question: str
    language: Language
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    pieces: list[str] = field(default_factory=list)
    answer: Answer | None = None
    error: AssistantError | None = None
    cancelled: Event = field(default_factory=Event)
    finished: Event = field(default_factory=Event)
    deadline: float = field(default_factory=lambda: monotonic() + DEADLINE_SECONDS)

    @property
    def is_late(self) -> bool:
        """The deadline is over."""
        return monotonic() > self.deadline

    @property
    def running(self) -> bool:
        """An answer may still come; after the deadline and a little grace nobody waits for a worker any longer."""
        return not self.finished.is_set() and monotonic() <= self.deadline + GRACE_SECONDS

    @property
    def is_answered(self) -> bool:
        """There is something to read, though it may have been stopped half-way."""
        return self.answer is not None and bool(self.answer.text)

    @property
    def text(self) -> str:
        """The answer with its markers, as far as it has come."""
        return self.answer.text if self.answer else join_pieces(tuple(self.pieces))

    def has_given_up(self) -> bool:
        """The reader stopped the answer or its time is over; asked by the assistant between sentences."""
        return self.cancelled.is_set() or self.is_late


@dataclass(frozen=True, slots=True)
class Opened:
    """The citation that the source panel shows; `clicks` tells one opening of it from the next."""

    turn_id: str
    number: int
    clicks: int = 0


@dataclass(slots=True)
class Visit:
    """All that one visitor's session keeps.

    `opened` is None until a marker is clicked or the panel is closed. `sees_page`: a first page has been drawn.
    `reading`: what is read on the page Kilder.
    """

    language: Language = "da"
    turns: list[LiveTurn] = field(default_factory=list)
    opened: Opened | None = None
    sees_page: bool = False
    reading: Reading = field(default_factory=Reading)

    @property
    def running(self) -> bool:
        """The last question is still being answered."""
        return bool(self.turns) and self.turns[-1].running

    def ask(self, question: str, assistant: Assistant) -> None:
        """Adds a turn to the conversation and starts its answer; it is in the session before it starts."""
        earlier = tuple(Turn(turn.question, turn.answer) for turn in self.turns if turn.answer and turn.is_answered)
        turn = LiveTurn(question, self.language)
        self.turns.append(turn)
        self.opened = None
        Thread(target=fill, args=(turn, assistant, earlier), name=f"answer-{turn.id}", daemon=True).start()

    def ask_again(self, assistant: Assistant) -> None:
        """Puts the last question once more, in its own place."""
        self.ask(self.turns.pop().question, assistant)

    def begin_anew(self) -> None:
        """Forgets the conversation and stops an answer that is under way."""
        for turn in self.turns:
            turn.cancelled.set()
        self.turns.clear()
        self.opened = None

    def open(self, turn_id: str, number: int) -> None:
        """Shows a citation in the source panel."""
        self.opened = Opened(turn_id, number, self.opened.clicks + 1 if self.opened else 1)

    def close(self) -> None:
        """Shows no source."""
        self.open("", 0)


def fill(turn: LiveTurn, assistant: Assistant, earlier: Sequence[Turn]) -> None:
    """Answers `turn.question` into `turn`, within its deadline; what a worker thread does."""
    try:
        with _places:
            stream = assistant.stream(turn.question, earlier, language=turn.language, cancelled=turn.has_given_up)
            for piece in stream:
                turn.pieces.append(piece)
            turn.answer = stream.answer()
    except AssistantError as error:
        logger.warning("Turn %s: %s", turn.id, type(error).__name__)
        turn.error = error
    finally:
        turn.finished.set()


def join_pieces(pieces: Sequence[str]) -> str:
    """Sentences as running text; list items (`- …`) on lines of their own."""
    text = ""
    was_item = False
    for piece in pieces:
        is_item = piece.startswith("- ")
        if text:
            text += "\n" if is_item else "\n\n" if was_item else " "
        text += piece
        was_item = is_item
    return text
