"""From a text to words, base forms and letter groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Language
from assistant.retrieval.language.normalise import STOP_WORDS, base_form, content_words, fold, grams, words

languages = st.sampled_from(["da", "en"])


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), languages)
def test_any_text_becomes_words_without_spaces_and_letter_groups_of_at_most_four(text: str, language: Language) -> None:
    assert all(word and not any(sign.isspace() for sign in word) for word in words(text))
    assert all(1 <= len(gram) <= 4 for gram in grams(text, language))
    assert len(content_words(text, language)) <= len(words(text))


@given(st.text(alphabet="abcæøå éIDE-12 .,?"), languages)
def test_case_and_punctuation_make_no_difference(text: str, language: Language) -> None:
    assert content_words(f"»{text.upper()}«!", language) == content_words(text, language)


@pytest.mark.parametrize("language", ["da", "en"])
def test_function_words_carry_no_meaning(language: Language) -> None:
    text = " ".join(sorted(word for word in STOP_WORDS[language] if word.isalpha()))
    assert content_words(text, language) == []
    assert grams(text, language) == []


def test_a_composed_and_a_decomposed_letter_are_the_same_word() -> None:
    assert words("pa\u030a idé") == words("på ide\u0301") == ["på", "idé"]


def test_a_soft_hyphen_does_not_split_a_word() -> None:
    assert words("digi\u00adtali\u00adsering") == ["digitalisering"]


def test_a_hyphenated_word_and_a_number_are_one_word_each() -> None:
    assert words("Lys- og Trafik-ledelse i 2019, ca. 3.600") == [
        "lys",
        "og",
        "trafik-ledelse",
        "i",
        "2019",
        "ca",
        "3",
        "600",
    ]


@pytest.mark.parametrize(("one", "other"), [("æblegrød", "aeblegroed"), ("på", "paa"), ("Ærø", "AEROE")])
def test_danish_letters_meet_their_spelling_in_ascii(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "forms",
    [
        ("leder", "lederen", "ledere", "lederne", "ledernes"),
        ("borger", "borgerne", "borgernes"),
        ("idé", "ide", "idéer", "ideerne"),
        ("kendetegn", "kendetegnene"),
        ("arbejdsplads", "arbejdspladser", "arbejdspladserne"),
        ("medarbejder", "medarbejdere", "medarbejderne"),
    ],
)
def test_the_forms_of_a_danish_word_have_one_base_form(forms: tuple[str, ...]) -> None:
    assert len({base_form(form, "da") for form in forms}) == 1


def test_words_that_only_look_alike_keep_their_own_base_forms() -> None:
    assert len({base_form(word, "da") for word in ("leder", "ledelse", "led")}) == 3


def test_letter_groups_mark_both_ends_of_a_word() -> None:
    assert grams("Og idéer", "da") == ["_ide", "idee", "deer", "eer_"]
    assert grams("bo", "da") == ["_bo_"]
    assert grams("ø", "da") == ["_oe_"]
