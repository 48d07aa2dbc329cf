from __future__ import annotations

from threading import Event

from assistant.pages.announcing import announcement, reveal
from assistant.pages.turns import Visit
from tests.pages.fake_assistant import FakeAssistant


def visit_with_answer() -> Visit:
    visit = Visit()
    visit.ask("Hvordan får jeg idéer frem?", FakeAssistant())  # type: ignore[arg-type]
    assert visit.turns[-1].finished.wait(10)
    return visit


def test_an_empty_page_says_and_reveals_nothing() -> None:
    assert (announcement(Visit()), reveal(Visit())) == ({}, {})


def test_an_answer_is_said_once_it_is_whole_and_without_its_markers() -> None:
    gate = Event()
    visit = Visit()
    visit.ask("Hvordan får jeg idéer frem?", FakeAssistant(gate=gate))  # type: ignore[arg-type]
    assert announcement(visit) == {}
    gate.set()
    assert visit.turns[-1].finished.wait(10)
    said = announcement(visit)["text"]
    assert said.startswith("Svar: Lederne lytter til idéerne dér, hvor de opstår.")
    assert "[1]" not in said


def test_the_same_answer_keeps_its_id_so_that_it_is_not_said_twice() -> None:
    visit = visit_with_answer()
    assert announcement(visit) == announcement(visit)


def test_an_opened_source_is_said_and_comes_into_sight() -> None:
    visit = visit_with_answer()
    visit.open(visit.turns[0].id, 2)
    assert announcement(visit)["text"] == "Kilde 2 er åbnet: Kendetegn 2: Idéerne kommer fra medarbejderne"
    assert reveal(visit)["element"].startswith("#source")


def test_a_new_question_comes_into_sight() -> None:
    visit = visit_with_answer()
    assert reveal(visit)["element"] == f"#turn-{visit.turns[0].id}"


def test_closing_the_source_moves_nothing() -> None:
    visit = visit_with_answer()
    visit.close()
    assert (announcement(visit), reveal(visit)) == ({}, {})
