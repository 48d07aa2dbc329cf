from __future__ import annotations

import pytest

from assistant.pages.reading import Place, Reading, place_of, read_place, row_selector, write_place
from tests.pages.fake_assistant import DOCUMENT


@pytest.mark.parametrize("place", [Place("cases/paddehatten"), Place("cases/paddehatten", 0), Place("a b&c=æ", 12)])
def test_a_place_is_read_back_from_the_address(place: Place) -> None:
    assert read_place(write_place(place)) == place


@pytest.mark.parametrize("section", ["", "x", "-1", "1.5", "9" * 400, "²"])
def test_an_odd_section_in_the_address_is_the_beginning(section: str) -> None:
    assert read_place({"tekst": "x", "afsnit": section}) == Place("x")


def test_an_address_without_a_document_names_no_place() -> None:
    assert read_place({}) is None
    assert read_place({"afsnit": "1"}) is None


def test_a_document_is_said_and_shown_once_when_it_is_opened() -> None:
    reading = Reading()
    reading.note_opened(Place("x", 1), said="Åbnet")
    first = dict(reading.reveal)
    reading.note_opened(Place("x", 1), said="Åbnet")
    assert reading.reveal == first
    assert reading.announcement["text"] == "Åbnet"
    reading.open_again()
    reading.note_opened(Place("x", 1), said="Åbnet")
    assert reading.reveal["id"] != first["id"]


def test_closing_leads_back_to_the_row_and_only_once() -> None:
    reading = Reading()
    reading.note_closed()
    assert reading.reveal == {}
    reading.note_opened(Place("x", 1), said="Åbnet")
    reading.note_closed()
    assert reading.reveal["focus"] == reading.reveal["element"] == '[data-entry="x#1"], [data-entry="x"]'
    assert reading.announcement == {}


def test_a_search_is_said_when_its_words_change() -> None:
    reading = Reading()
    reading.note_search("idé", said="3 afsnit")
    said = dict(reading.announcement)
    reading.note_search("idé", said="3 sections")
    assert reading.announcement == said
    reading.note_search("", said="")
    assert reading.announcement["id"] != said["id"]


def test_a_row_is_found_whatever_its_id() -> None:
    assert row_selector(Place('a"b\\c')) == r'[data-entry="a\"b\\c"]'


def test_a_citation_stands_in_the_section_around_it() -> None:
    assert place_of(DOCUMENT, DOCUMENT.sections[1].start) == Place(DOCUMENT.id, 1)
    assert place_of(DOCUMENT, 0) == Place(DOCUMENT.id)
