from __future__ import annotations

import pytest

from evals.languages import FUNCTION_WORDS, is_written_in

DANISH = "Lederen lytter til medarbejderne, og det er vigtigt [1]."
ENGLISH = "The manager listens to the staff, and that is what matters [1]."


def test_no_function_word_belongs_to_both_languages() -> None:
    assert not set(FUNCTION_WORDS["da"].split()) & set(FUNCTION_WORDS["en"].split())


def test_each_language_is_told_from_the_other() -> None:
    assert is_written_in("da", DANISH)
    assert is_written_in("en", ENGLISH)
    assert not is_written_in("en", DANISH)
    assert not is_written_in("da", ENGLISH)


@pytest.mark.parametrize("quoted", ["»{}«", "«{}»", "“{}”", "”{}”", "„{}“", "‘{}’", '"{}"', "»‘{}’«"])
def test_what_stands_in_quotation_marks_is_not_judged(quoted: str) -> None:
    assert is_written_in("en", f"The sources are in Danish: {quoted.format(DANISH)} and so on.")
    assert not is_written_in("da", f"The sources are in Danish: {quoted.format(DANISH)} and so on.")


def test_an_apostrophe_neither_opens_nor_closes_a_quotation() -> None:
    assert is_written_in("en", f"It’s what they don’t say: ‘{DANISH} don’t {DANISH}’ with the rest of it.")


def test_words_between_two_quotations_are_judged() -> None:
    assert not is_written_in("en", "«Robots» og det er derfor, at vi har «robots».")


@pytest.mark.parametrize("text", ["", "Robotter [1].", "»Det er det.«", "og the"])
def test_a_tie_counts_as_a_match(text: str) -> None:
    assert is_written_in("da", text)
    assert is_written_in("en", text)
