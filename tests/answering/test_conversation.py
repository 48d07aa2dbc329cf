"""What a new question can lean on."""

from __future__ import annotations

from assistant.answering.conversation import REMEMBERED, read_turns
from assistant.datamodels import Answer, Citation, Turn
from tests.answering.passages import BALLERUP, STORSTROEM, passage


def turn(searched: str | None, *document_ids: str) -> Turn:
    passages = [passage(BALLERUP, document_id=document_id) for document_id in document_ids]
    citations = tuple(Citation(n, each, BALLERUP, each.start, each.end) for n, each in enumerate(passages, start=1))
    return Turn("Som skrevet?", Answer("Som skrevet?", "da", STORSTROEM, citations=citations, searched=searched))


def test_no_turns_leave_nothing_to_lean_on() -> None:
    assert read_turns(()) == ()


def test_a_turn_is_remembered_as_it_was_searched_with_what_it_cited_each_once() -> None:
    (asked,) = read_turns([turn("Som forstået?", "cases/b", "cases/a", "cases/b")])
    assert asked.searched == "Som forstået?"
    assert asked.language == "da"
    assert asked.document_ids == ("cases/b", "cases/a")


def test_a_turn_that_could_not_be_read_is_passed_over() -> None:
    assert [asked.searched for asked in read_turns([turn("Første?"), turn(None), turn("")])] == ["Første?"]


def test_only_the_last_turns_are_remembered_in_their_order() -> None:
    asked = read_turns([turn(f"Nummer {number}?") for number in range(REMEMBERED + 3)])
    assert [each.searched for each in asked] == [f"Nummer {number}?" for number in range(3, REMEMBERED + 3)]
