from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import ChatModelError, IndexUnavailableError
from assistant.pages import loading
from assistant.pages.turns import Visit
from assistant.text.phrase import Phrase
from tests.pages.fake_assistant import DOCUMENT, PUBLICATION, FakeAssistant

FRAME = Path(__file__).resolve().parents[2] / "assistant" / "pages" / "frame.py"
Serve = Callable[[object], None]


def open_page(**parameters: str) -> AppTest:
    """The page once the assistant behind it has loaded, or has failed to."""
    page = AppTest.from_file(str(FRAME), default_timeout=30)
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    loading.start().exception(10)
    return page.run()


def visit_of(page: AppTest) -> Visit:
    visit: Visit = page.session_state["visit"]
    return visit


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input(key="question").set_value(question).run()
    assert visit_of(page).turns[-1].finished.wait(10)
    return page.run()


def html_of(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def buttons(page: AppTest, prefix: str) -> list[Any]:
    return [button for button in page.button if (button.key or "").startswith(prefix)]


def test_the_first_page_is_drawn_before_anything_is_loaded(serve: Serve) -> None:
    page = AppTest.from_file(str(FRAME), default_timeout=30).run()
    assert not page.exception
    assert "Spørg om ledelse af digital innovation" in html_of(page)
    assert "Gør klar" in html_of(page)
    assert page.chat_input(key="question").disabled
    assert loading.begun() is None


def test_the_empty_page_says_what_it_rests_on_and_offers_three_questions_to_each_reader(serve: Serve) -> None:
    page = open_page()
    html = html_of(page)
    for words in (
        "bygger på offentlig omtale af publikationen, ikke på dens egen tekst",
        "lederweb.dk",
        "En maskine svarer.",
        "Skriv ikke om navngivne borgere eller kolleger.",
        "Leder",
        "Ny leder",
        "HR og udvikling",
    ):
        assert words in html
    assert "Gør klar" not in html
    assert len(buttons(page, "suggested-leader-")) == 3
    assert len(buttons(page, "suggested-")) == 9
    assert not page.chat_input(key="question").disabled


def test_the_empty_page_says_that_it_rests_on_the_publications_own_text_only_where_it_does(serve: Serve) -> None:
    assert "ikke på dens egen tekst" in html_of(open_page())
    loading._loading = None
    serve(FakeAssistant(documents=(DOCUMENT, PUBLICATION)))
    html = html_of(open_page())
    assert "bygger på publikationens egen tekst" in html
    assert "ikke på dens egen tekst" not in html


def test_the_source_panel_leads_to_the_whole_document(serve: Serve) -> None:
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    (link,) = [link for link in page.get("page_link") if link.proto.label == "Se hele teksten i Kilder"]
    assert link.proto.page == "kilder"
    assert link.proto.query_string == "tekst=kendetegn%2F2-ideudvikling&afsnit=0"


def test_a_document_that_is_no_longer_served_is_not_linked_to(serve: Serve) -> None:
    serve(FakeAssistant(documents=()))
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    assert "<mark>" in html_of(page)
    assert not [link for link in page.get("page_link") if "Se hele" in link.proto.label]


def test_the_chat_model_is_named_where_one_words_the_answers(serve: Serve) -> None:
    assert "sendes dertil" not in html_of(open_page())
    loading._loading = None
    serve(FakeAssistant(chat_model_name="openai:<b>gpt</b>"))
    html = html_of(open_page())
    assert "openai:&lt;b&gt;gpt&lt;/b&gt;" in html
    assert "sendes dertil" in html


def test_a_suggested_question_is_asked_when_it_is_clicked(serve: Serve) -> None:
    page = open_page()
    buttons(page, "suggested-leader-")[0].click().run()
    turn = visit_of(page).turns[0]
    assert turn.finished.wait(10)
    page.run()
    assert turn.question == "Hvordan får jeg medarbejderne til at komme med idéer?"
    assert turn.question in html_of(page)
    assert turn.text.startswith("Lederne lytter")
    assert not page.exception


def test_the_first_source_of_an_answer_is_offered_with_its_words_marked(serve: Serve) -> None:
    html = html_of(ask(open_page(), "Hvordan får jeg idéer frem?"))
    assert "<mark>Lederne lytter til idéerne dér, hvor de opstår.</mark>" in html
    assert "Kilde 1 af 3" in html


def test_the_reader_steps_from_source_to_source_and_closes_the_panel(serve: Serve) -> None:
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    page.button(key="next_source").click().run()
    assert "Kilde 2 af 3" in html_of(page)
    assert "<mark>Når en medarbejder kommer med et forslag" in html_of(page)
    page.button(key="close_source").click().run()
    assert "<mark>" not in html_of(page)


def test_a_refusal_offers_questions_that_can_be_answered(serve: Serve) -> None:
    page = ask(open_page(), "Hvad koster et Office-abonnement?")
    assert visit_of(page).turns[0].text.startswith("Det kan jeg ikke finde svar på")
    assert "Det kan jeg svare på" in html_of(page)
    assert "<mark>" not in html_of(page)
    offered = [button for button in buttons(page, "next-") if "arbejdspladser" in button.label]
    offered[0].click().run()
    assert visit_of(page).turns[-1].question == "Hvilke fem arbejdspladser er med?"
    assert visit_of(page).turns[-1].finished.wait(10)


def test_a_follow_up_is_asked_with_the_conversation(serve: Serve) -> None:
    assistant = FakeAssistant()
    serve(assistant)
    page = ask(ask(open_page(), "Hvordan får jeg idéer frem?"), "Hvorfor?")
    assert [turn.question for turn in assistant.calls[-1][1]] == ["Hvordan får jeg idéer frem?"]
    assert "Hvordan får jeg idéer frem?" in html_of(page)
    assert "Hvorfor?" in html_of(page)


@pytest.mark.parametrize(
    "question", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "**fed** [a](b) & $x$"]
)
def test_a_hostile_question_is_shown_as_it_was_typed(serve: Serve, question: str) -> None:
    page = ask(open_page(), question)
    assert question not in html_of(page) or "<" not in question
    assert question.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in html_of(page)


def test_a_very_long_question_is_cut_on_the_page_but_not_for_the_assistant(serve: Serve) -> None:
    assistant = FakeAssistant()
    serve(assistant)
    page = ask(open_page(), "å" * 20_000)
    assert len(assistant.calls[0][0]) == 20_000
    assert "å" * 601 not in html_of(page)


def test_an_error_is_shown_calmly_and_the_question_is_kept(serve: Serve) -> None:
    assistant = FakeAssistant(error=ChatModelError(Phrase(da="Svaret kunne ikke formuleres.", en="No wording.")))
    serve(assistant)
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    assert "Svaret kunne ikke formuleres." in html_of(page)
    assert "Hvordan får jeg idéer frem?" in html_of(page)
    assistant.error = None
    page.button(key="ask_again").click().run()
    assert visit_of(page).turns[-1].finished.wait(10)
    page.run()
    assert len(visit_of(page).turns) == 1
    assert "<mark>" in html_of(page)


def test_an_answer_under_way_can_be_stopped_and_no_second_question_is_taken_meanwhile(serve: Serve) -> None:
    serve(FakeAssistant(gate=Event()))
    page = open_page()
    page.chat_input(key="question").set_value("Hvordan får jeg idéer frem?").run()
    assert page.chat_input(key="question").disabled
    assert "Leder i kilderne" in html_of(page)
    page.button(key="stop").click().run()
    assert visit_of(page).turns[0].finished.wait(10)
    page.run()
    assert "Svaret blev stoppet." in html_of(page)
    assert not page.chat_input(key="question").disabled


def test_a_load_that_fails_says_why_and_can_be_tried_again(serve: Serve) -> None:
    serve(IndexUnavailableError(Phrase(da="Indekset mangler: kør <make run>.", en="The index is missing.")))
    page = open_page()
    assert "Indekset mangler: kør &lt;make run&gt;." in html_of(page)
    assert page.chat_input(key="question").disabled
    serve(FakeAssistant())
    page.button(key="load_again").click().run()
    loading.start().result(10)
    page.run()
    assert not page.chat_input(key="question").disabled
    assert "Indekset mangler" not in html_of(page)


def test_a_load_that_fails_in_an_unforeseen_way_shows_no_vendors_words(serve: Serve) -> None:
    serve(RuntimeError("secret path /srv/x"))
    html = html_of(open_page())
    assert "Assistenten kunne ikke gøres klar." in html
    assert "secret" not in html


def test_the_page_switches_to_english_and_back_and_keeps_the_conversation(serve: Serve) -> None:
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    page.button(key="language").click().run()
    assert page.button(key="language").label == "Dansk"
    assert "Source 1 of 3" in html_of(page)
    assert "Hvordan får jeg idéer frem?" in html_of(page)
    page.button(key="language").click().run()
    assert "Kilde 1 af 3" in html_of(page)


def test_the_language_of_the_address_is_taken(serve: Serve) -> None:
    page = open_page(lang="en")
    assert "Ask about leading digital innovation" in html_of(page)
    assert buttons(page, "suggested-leader-")[0].label.startswith("How do I get my staff")


def test_a_new_conversation_leads_back_to_the_empty_page(serve: Serve) -> None:
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    page.button(key="new_conversation").click().run()
    assert visit_of(page).turns == []
    assert "Spørg om ledelse af digital innovation" in html_of(page)


def test_a_visitors_conversation_is_theirs_alone(serve: Serve) -> None:
    ask(open_page(), "Hvordan får jeg idéer frem?")
    assert "Hvordan får jeg idéer frem?" not in html_of(open_page())


def test_the_page_keeps_one_key_of_its_own_in_the_session(serve: Serve) -> None:
    page = ask(open_page(), "Hvordan får jeg idéer frem?")
    widgets = ("answer-", "copy-", "next-", "suggested-", "new_", "language", "question", "shell", "stop")
    sources = ("previous_source", "next_source", "close_source", "load_again", "ask_again")
    own = [key for key in page.session_state._state.filtered_state if not key.startswith((*widgets, *sources))]
    assert own == ["visit"]
