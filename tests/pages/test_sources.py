from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import IndexUnavailableError
from assistant.pages import loading
from assistant.text.phrase import Phrase
from tests.pages.fake_assistant import FakeAssistant
from tests.pages.test_ask import FRAME, Serve, html_of, visit_of


def open_sources(**parameters: str) -> AppTest:
    """The page Kilder once the assistant behind it has loaded, or has failed to."""
    page = AppTest.from_file(str(FRAME), default_timeout=30)
    page.run()
    page.switch_page("sources.py")
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    loading.start().exception(10)
    return page.run()


def shelf_of(page: AppTest) -> Any:
    """What the list was given to draw."""
    (shelf,) = [each.proto for each in page.get("bidi_component") if each.proto.component_name == "shelf"]
    return json.loads(shelf.json)


def titles(page: AppTest) -> list[str]:
    return [
        "".join(piece["text"] for piece in entry["title"]["pieces"])
        for group in shelf_of(page)["groups"]
        for entry in group["entries"]
    ]


def search(page: AppTest, typed: str) -> AppTest:
    return page.text_input(key="search").set_value(typed).run()


def test_all_documents_are_listed_once_the_assistant_is_loaded(serve: Serve) -> None:
    page = AppTest.from_file(str(FRAME), default_timeout=30)
    page.run()
    page.switch_page("sources.py").run()
    assert "Gør klar" in html_of(page)
    page = open_sources()
    assert "Gør klar" not in html_of(page)
    assert "<h1>Kilder</h1>" in html_of(page)
    assert titles(page) == [
        "Kendetegn 2: Idéerne kommer fra medarbejderne",
        "Frontløber: Paddehatten",
        "Vores strategi",
    ]
    assert "<article" not in html_of(page)


def test_the_address_opens_a_document_and_closing_it_clears_the_address(serve: Serve) -> None:
    page = open_sources(tekst="cases/paddehatten")
    assert "Paddehatten prøvede »Babuino« af." in html_of(page)
    assert shelf_of(page)["opened"] == ["cases/paddehatten"]
    page.button(key="close_document").click().run()
    assert "<article" not in html_of(page)
    assert "tekst" not in page.query_params


@pytest.mark.parametrize("place", [{"tekst": "findes/ikke"}, {"tekst": ""}, {"afsnit": "1"}])
def test_an_address_that_names_no_document_shows_the_list_alone(serve: Serve, place: dict[str, str]) -> None:
    page = open_sources(**place)
    assert not page.exception
    assert len(titles(page)) == 3
    assert "<article" not in html_of(page)


def test_a_section_that_is_not_there_opens_the_document_at_its_beginning(serve: Serve) -> None:
    page = open_sources(tekst="cases/paddehatten", afsnit="99")
    opened = visit_of(page).reading.opened
    assert opened is not None
    assert opened.section is None


def test_words_are_found_and_marked_in_the_list_and_in_the_document(serve: Serve) -> None:
    page = search(open_sources(tekst="cases/paddehatten"), "LAERTE")
    (group,) = shelf_of(page)["groups"]
    assert group["heading"] == "1 afsnit i 1 tekst"
    assert [piece["text"] for piece in group["entries"][0]["line"]["pieces"] if piece["found"]] == ["lærte", "lærte"]
    assert html_of(page).count("<mark>lærte</mark>") == 3
    assert visit_of(page).reading.announcement["text"] == "1 afsnit i 1 tekst"
    assert "search" not in page.query_params


def test_no_hits_are_met_calmly_with_a_way_to_ask_that_carries_no_words(serve: Serve) -> None:
    page = search(open_sources(), "enhjørning")
    assert "Ingen afsnit har alle de ord." in html_of(page)
    (link,) = [link for link in page.get("page_link") if link.proto.label == "Gå til Spørg"]
    assert "enhj" not in link.proto.page + link.proto.query_string
    assert not [each for each in page.get("bidi_component") if each.proto.component_name == "shelf"]


@pytest.mark.parametrize("typed", ["   ", "\0", "", "\n"])
def test_blanks_are_no_search(serve: Serve, typed: str) -> None:
    assert len(titles(search(open_sources(), typed.replace("\0", " ")))) == 3


@pytest.mark.parametrize("typed", [".*", "???", "[", "(((", "\\"])
def test_signs_alone_get_a_word_on_what_to_write(serve: Serve, typed: str) -> None:
    page = search(open_sources(), typed)
    assert not page.exception
    assert "Skriv mindst ét bogstav eller tal." in html_of(page)


def test_a_very_long_search_is_read_as_far_as_it_makes_sense(serve: Serve) -> None:
    page = search(open_sources(), "idé " * 10_000)
    assert not page.exception
    assert titles(page)


def test_the_language_switches_and_keeps_the_document_and_the_search(serve: Serve) -> None:
    page = search(open_sources(tekst="cases/paddehatten"), "Babuino")
    page.button(key="language").click().run()
    html = html_of(page)
    assert "<h1>Sources</h1>" in html
    assert "Paddehatten tried out ‘<mark>Babuino</mark>’." in html
    assert page.text_input(key="search").value == "Babuino"
    assert page.query_params["tekst"] in ("cases/paddehatten", ["cases/paddehatten"])
    assert shelf_of(page)["groups"][0]["heading"] == "1 section in 1 text"


def test_an_english_page_finds_words_of_our_renderings(serve: Serve) -> None:
    page = search(open_sources(lang="en"), "mistakes")
    assert titles(page) == ["Hvad lærte de?"]
    assert "Ingen" in html_of(search(open_sources(), "mistakes"))


def test_words_of_a_document_are_shown_and_never_interpreted(serve: Serve) -> None:
    html = html_of(open_sources(tekst="strategi"))
    assert "Vi vil &lt;b&gt;prøve&lt;/b&gt; os frem." in html


def test_an_index_without_documents_says_so(serve: Serve) -> None:
    serve(FakeAssistant(documents=()))
    assert "Her er endnu ingen tekster." in html_of(open_sources())


def test_an_index_that_is_gone_is_said_calmly(serve: Serve) -> None:
    class Gone(FakeAssistant):
        def documents(self) -> Any:
            raise IndexUnavailableError(Phrase(da="Indekset mangler.", en="The index is missing."))

    serve(FakeAssistant())
    page = open_sources()
    loading._loading = None
    serve(Gone())
    loading.start().result(10)
    assert "Indekset mangler." in html_of(page.run())


def test_a_load_that_fails_says_why_and_can_be_tried_again(serve: Serve) -> None:
    serve(IndexUnavailableError(Phrase(da="Indekset mangler: kør <make run>.", en="The index is missing.")))
    page = open_sources()
    assert "Indekset mangler: kør &lt;make run&gt;." in html_of(page)
    serve(FakeAssistant())
    page.button(key="load_again").click().run()
    loading.start().result(10)
    assert len(titles(page.run())) == 3


def test_a_conversation_cannot_be_lost_from_here(serve: Serve) -> None:
    page = open_sources()
    visit_of(page).ask("Hvordan får jeg idéer frem?", FakeAssistant())  # type: ignore[arg-type]
    assert visit_of(page).turns[0].finished.wait(10)
    page.run()
    assert not [button for button in page.button if button.key == "new_conversation"]
