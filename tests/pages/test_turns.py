from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from assistant.answering.extractive import join_pieces as join_of_the_answer
from assistant.errors import ChatModelError
from assistant.pages.turns import GRACE_SECONDS, LiveTurn, Visit, fill, join_pieces
from assistant.text.phrase import Phrase
from tests.pages.fake_assistant import CITED, FakeAssistant

QUESTION = "Hvordan får jeg idéer frem?"


def ask(visit: Visit, assistant: Any, question: str = QUESTION) -> LiveTurn:
    visit.ask(question, assistant)
    return visit.turns[-1]


def answered(visit: Visit, assistant: Any, question: str = QUESTION) -> LiveTurn:
    turn = ask(visit, assistant, question)
    assert turn.finished.wait(10)
    return turn


def test_a_turn_is_in_the_conversation_before_its_answer_comes() -> None:
    gate = Event()
    visit = Visit()
    turn = ask(visit, FakeAssistant(gate=gate))
    assert visit.turns == [turn]
    assert visit.running
    gate.set()
    assert turn.finished.wait(10)
    assert not visit.running
    assert turn.answer is not None
    assert turn.text == CITED.text


def test_earlier_turns_and_the_language_of_the_page_go_with_a_question() -> None:
    visit, assistant = Visit(language="en"), FakeAssistant()
    answered(visit, assistant)
    answered(visit, assistant, "Hvorfor?")
    question, turns, language = assistant.calls[-1]
    assert (question, language) == ("Hvorfor?", "en")
    assert [turn.question for turn in turns] == [QUESTION]
    assert turns[0].answer.text == CITED.text


def test_a_stopped_answer_keeps_what_had_come() -> None:
    gate = Event()
    visit = Visit()
    turn = ask(visit, FakeAssistant(gate=gate))
    turn.cancelled.set()
    assert turn.finished.wait(10)
    assert not turn.is_answered
    assert not turn.running


def test_an_unanswered_turn_is_no_part_of_the_conversation_that_is_passed_on() -> None:
    visit = Visit()
    gate = Event()
    ask(visit, FakeAssistant(gate=gate)).cancelled.set()
    assert visit.turns[0].finished.wait(10)
    assistant = FakeAssistant()
    answered(visit, assistant)
    assert assistant.calls[0][1] == ()


def test_an_error_is_kept_and_the_question_can_be_asked_again_in_its_place() -> None:
    error = ChatModelError(Phrase(da="Sprogmodellen svarer ikke.", en="The chat model does not answer."))
    visit = Visit()
    turn = answered(visit, FakeAssistant(error=error))
    assert turn.error is error
    visit.ask_again(FakeAssistant())
    assert visit.turns[-1].finished.wait(10)
    assert [turn.question for turn in visit.turns] == [QUESTION]
    assert visit.turns[0].answer is not None


def test_what_nobody_foresaw_ends_the_turn_too() -> None:
    turn = LiveTurn(QUESTION, "da")
    with pytest.raises(ZeroDivisionError):
        fill(turn, FakeAssistant(error=ZeroDivisionError()), ())  # type: ignore[arg-type]
    assert (turn.answer, turn.error, turn.running) == (None, None, False)


def test_nobody_waits_for_a_worker_after_its_deadline() -> None:
    turn = LiveTurn(QUESTION, "da")
    assert turn.running
    turn.deadline -= 10_000
    assert turn.has_given_up()
    assert not turn.running
    turn.deadline += 10_000 + GRACE_SECONDS
    assert turn.running


def test_a_new_conversation_forgets_everything_and_stops_what_is_running() -> None:
    gate = Event()
    visit = Visit()
    turn = ask(visit, FakeAssistant(gate=gate))
    visit.open(turn.id, 1)
    visit.begin_anew()
    assert turn.finished.wait(10)
    assert (visit.turns, visit.opened) == ([], None)


def test_two_visits_share_nothing() -> None:
    first, second = Visit(), Visit()
    answered(first, FakeAssistant())
    assert second.turns == []


def test_opening_the_same_source_again_is_a_new_opening() -> None:
    visit = Visit()
    visit.open("a", 1)
    first = visit.opened
    visit.open("a", 1)
    assert visit.opened != first


def test_pieces_are_joined_as_the_answer_joins_them() -> None:
    pieces = ["Fem er med: [1]", "- Ballerup [2]", "- Paddehatten [3]", "Det var dem. [4]", "Ja. [5]"]
    assert join_pieces(pieces) == join_of_the_answer(pieces)
