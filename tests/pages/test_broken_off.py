"""A chat model that breaks off: what was shown of it gives way to the answer that was made instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.datamodels import Answer
from assistant.pages.turns import LiveTurn, fill
from tests.pages.fake_assistant import CITED, LISTED


class BrokenOff:
    """Says a sentence of its own; the answer is then another."""

    def stream(self, question: str, turns: object = (), **options: object) -> Any:
        return self

    def __iter__(self) -> Iterator[str]:
        yield "En sætning, der ikke blev til noget. [1]"

    def answer(self) -> Answer:
        return replace(LISTED, note="Svaret er kildernes egne sætninger.")


def test_the_text_of_a_whole_answer_stands_though_other_sentences_were_shown_on_the_way() -> None:
    turn = LiveTurn("Hvem er med?", "da", pieces=["Noget andet. [1]"])
    assert turn.text == "Noget andet. [1]"
    fill(turn, BrokenOff(), ())  # type: ignore[arg-type]
    assert turn.pieces[-1].startswith("En sætning")
    assert turn.text == LISTED.text != CITED.text
    assert turn.is_answered
