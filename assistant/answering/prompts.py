"""The messages a chat model gets: the rules, and the evidence fenced in so that it stays evidence."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.markers import strip_markers
from assistant.datamodels import Language, Passage, Turn
from assistant.retrieval.cleaning import clean
from assistant.text import prompts as text

TURN_CHARS = 1500
PASSAGE_CHARS = 4000
SENTENCES = 6
NO_FENCE_NO_MARKER = str.maketrans('<>[]"', "‹›()”")


def build_messages(
    question: str,
    *,
    language: Language,
    passages: Sequence[Passage],
    turns: Sequence[Turn] = (),
    sentences: int = SENTENCES,
    turn_chars: int = TURN_CHARS,
) -> tuple[tuple[str, str], ...]:
    """What to send, as `(role, text)`: the rules, then passages, earlier turns and question in one message.

    Passages are numbered from 1 in the order given. Whatever others wrote keeps its words but loses the signs by
    which it could close its fence or pass for a marker.

    Args:
        question: as typed or as understood.
        language: of the answer, and of the rules.
        passages: what the answer may rest on.
        turns: earlier turns, oldest first; the latest that fit into `turn_chars` characters are told.
        sentences: the most the answer should have.
        turn_chars: room for all earlier turns together.
    """
    parts = [
        "<passages>",
        *(_passage(number, passage, language) for number, passage in enumerate(passages, start=1)),
        "</passages>",
    ]
    if told := _latest(turns, limit_chars=turn_chars):
        parts += ["<conversation>", *told, "</conversation>"]
    parts += [f"<question>{_data(question)}</question>", text.REMINDER.say(language)]
    return ("system", text.RULES.say(language, sentences=sentences)), ("user", "\n".join(parts))


def _passage(number: int, passage: Passage, language: Language) -> str:
    kind = text.LABELS[passage.label].say(language)
    place = " › ".join(_data(part) for part in (passage.title, *passage.heading_path))
    body = "\n".join(_data(line) for line in passage.text.splitlines())[:PASSAGE_CHARS]
    return f'<passage number="{number}" kind="{kind}">\n<where>{place}</where>\n<text>\n{body}\n</text>\n</passage>'


def _latest(turns: Sequence[Turn], *, limit_chars: int) -> list[str]:
    told: list[str] = []
    for turn in reversed(turns):
        # the numbers of an earlier answer belong to other passages
        exchange = f"– {_data(turn.question)}\n– {_data(strip_markers(turn.answer.text))}"[:limit_chars]
        limit_chars -= len(exchange)
        if exchange:
            told.insert(0, exchange)
    return told


def _data(words: str) -> str:
    return clean(words, limit_chars=PASSAGE_CHARS).translate(NO_FENCE_NO_MARKER)
