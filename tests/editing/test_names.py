from __future__ import annotations

import pytest

from assistant.editing.names import find_names, known_words, ordinary_words

ORDINARY = ordinary_words(["Lederen spørger, og lederen svarer. Det gør ledere i Ballerup. Her er ro."])


def names(text: str) -> list[str]:
    return [name.written for name in find_names(text, ORDINARY)]


def test_a_capital_that_begins_a_sentence_or_a_quotation_makes_no_name() -> None:
    assert names("Lederen svarer. Det ved vi. »Lederen spørger«, (Det er sagt). Lederen: Det er nok.") == []


def test_a_name_that_begins_a_sentence_is_known_by_the_other_places_where_it_stands() -> None:
    assert names("Ballerup har en leder.") == ["Ballerup"]


def test_with_a_dictionary_a_name_that_only_ever_begins_sentences_is_seen() -> None:
    text = "Jensen svarer. Ro hjælper."

    assert [name.written for name in find_names(text, ordinary_words([text], dictionary=["ro"]))] == ["Jensen"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vi så Eik Møller i Ballerup Kommune", ["Eik Møller", "Ballerup"]),
        ("vi så Vejles VIFIN", ["Vejles", "VIFIN"]),
        ("professor Jan Pries-Heje (RUC)", ["Jan Pries-Heje", "RUC"]),
        ("en iPad, 5G og AI-strategier", ["iPad", "5G", "AI"]),
        ("KL's artikel og HK'er", ["KL's", "HK'er"]),
        ("hvad har I lært, og hvad har De", []),
    ],
)
def test_words_side_by_side_are_one_name(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("hos Ballerups leder", "Ballerup"),
        ("hos Ballerup", "Ballerups leder"),
        ("fra KL", "KL's artikel"),
        ("i Væksthuset", "Væksthus for Ledelse"),
        ("af Solvejg Schultz-Jakobsen", "Solvejg Schultz Jakobsen"),
        ("på en iPad", "flere iPads"),
        ("i Aarhus", "Aarhus' belysning"),
    ],
)
def test_a_name_is_confirmed_in_another_form(text: str, by: str) -> None:
    (name,) = find_names(text, ORDINARY)

    assert known_words([by]).confirms(name)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("hos Vejle", "hos Ballerup"),
        ("siger Jan Præstbro", "Jan Poulsen og Majken Præstbro"),
        ("siger Majken Præstbro", "Majken siger"),
    ],
)
def test_another_name_is_not_confirmed(text: str, by: str) -> None:
    (name,) = find_names(text, ORDINARY)

    assert not known_words([by]).confirms(name)
