"""Typing errors are mended against the corpus's own words; words and names are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.language.spelling import Speller

TEXTS = (
    "Medarbejderne i Ballerup kommer med idéer til kerneopgaven.",
    "Digital innovation på arbejdspladsen kræver forandringsledelse og ærlighed.",
)
SPELLER = Speller(TEXTS)


@pytest.mark.parametrize("text", TEXTS)
def test_the_corpus_itself_has_no_errors(text: str) -> None:
    assert SPELLER.correct(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kernopgaven", "kerneopgaven"),
        ("Hvad er inovation?", "Hvad er innovation?"),
        ("medabejderne", "medarbejderne"),
        ("kerneopgavne", "kerneopgaven"),
        ("forandringsleedlse", "forandringsledelse"),
    ],
)
def test_a_step_or_two_lead_to_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "innovativ ledelse og digitale projekter",
        "Innovationen og arbejdspladserne",
        "Hvem er Jan Struwe Poulsen?",
        "Hvad laver man i Gentofte og i Billund?",
        "What do the employees say about innovations?",
        "KL og COI i 2019",
        "",
        "?!",
    ],
)
def test_words_and_names_are_left_alone(text: str) -> None:
    assert SPELLER.correct(text) == text


def test_a_short_word_is_left_alone() -> None:
    assert SPELLER.correct("ider") == "ider"


def test_a_word_without_its_danish_letters_counts_as_the_same_word() -> None:
    assert SPELLER.correct("aerlighed") == "aerlighed"
    assert SPELLER.correct("aerligheed") == "ærlighed"


def test_a_corpus_without_words_mends_nothing() -> None:
    assert Speller([]).correct("kernopgaven") == "kernopgaven"
    assert Speller(["", "12 og 3"]).correct("kernopgaven") == "kernopgaven"


@given(st.text())
def test_correcting_twice_changes_nothing_more(text: str) -> None:
    once = SPELLER.correct(text)
    assert SPELLER.correct(once) == once
