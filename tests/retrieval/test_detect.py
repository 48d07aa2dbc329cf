"""Which language a short question is in, whatever names it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Language
from assistant.retrieval.language.detect import detect_language

DANISH = (
    "Hvad er digital innovation?",
    "Hvem er Jan Struwe Poulsen?",
    "Hvorfor?",
    "Hvad gjorde de i Ballerup?",
    "Fortæl om Ballerup",
    "idéer fra medarbejdere",
    "Er den gratis?",
    "Noget fra Aarhus?",
    "Hvor mange sider er publikationen på?",
    "frontløbere i Region Sjælland",
    "Kan I anbefale noget om Design Thinking?",
    "digital omstilling hos borgere",
)
ENGLISH = (
    "What is digital innovation?",
    "Who is Jan Struwe Poulsen?",
    "Why?",
    "What is Væksthus for Ledelse?",
    "What did they do in Ballerup?",
    "Tell me about Autismecenter Storstrøm",
    "ideas from employees",
    "Is it free?",
    "Any examples from Aarhus?",
    "front-runners in Region Sjælland",
    "What does »kerneopgave« mean?",
)


@pytest.mark.parametrize("text", DANISH)
@pytest.mark.parametrize("page", ["da", "en"])
def test_a_danish_question_is_danish_on_either_page(text: str, page: Language) -> None:
    assert detect_language(text, otherwise=page) == "da"


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("page", ["da", "en"])
def test_an_english_question_is_english_on_either_page(text: str, page: Language) -> None:
    assert detect_language(text, otherwise=page) == "en"


@pytest.mark.parametrize("text", ["", "?", "👍", "…", "\x00", "Storstrøm", "KL", "2019", "digital innovation"])
@pytest.mark.parametrize("page", ["da", "en"])
def test_where_the_words_do_not_tell_the_page_does(text: str, page: Language) -> None:
    assert detect_language(text, otherwise=page) == page


@given(st.text())
def test_case_makes_no_difference_and_any_text_has_a_language(text: str) -> None:
    assert detect_language(text.upper()) == detect_language(text.upper().casefold())


def test_letters_in_two_parts_are_still_danish() -> None:
    assert detect_language("Hvorna\u030ar kom bogen pa\u030a gaden?", otherwise="en") == "da"
