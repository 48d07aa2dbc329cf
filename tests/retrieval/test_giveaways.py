"""What in the words of a question gives a near miss away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.retrieval.language import giveaways
from assistant.retrieval.language.giveaways import lacks_kind
from assistant.retrieval.language.question import read_question


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("Hvad koster det?", "Det udkom i 2019.", True),
        ("Hvad koster det?", "Det koster 50 kr. om året.", False),
        ("Hvad koster det?", "Det er gratis.", False),
        ("Hvornår udkom den?", "Den udkom om foråret.", True),
        ("Hvornår udkom den?", "Den udkom i 2019.", False),
        ("Hvor mange er de?", "De er mange.", True),
        ("Hvor mange er de?", "De er fem.", False),
        ("Hvor mange er de?", "De er 12.", False),
        ("Hvad er deres telefonnummer?", "De er 12 i 2019 og koster 5 kr.", True),
        ("Hvordan går det?", "Det går godt.", False),
    ],
)
def test_a_figure_asked_for_and_not_there_is_noticed(question: str, text: str, lacking: bool) -> None:
    assert lacks_kind(read_question(question).asks_for, text) is lacking


@pytest.mark.parametrize(
    ("gives_away", "question", "given"),
    [
        (giveaways.asks_about_now, "Hvem er formand i dag?", True),
        (giveaways.asks_about_now, "Hvem var formand i 2019?", False),
        (giveaways.asks_what_is_said, "Hvad mener Pia om robotter?", True),
        (giveaways.asks_what_is_said, "Hvad gør Pia?", False),
        (giveaways.asks_for_wording, "Hvad står der ordret i aftalen?", True),
        (giveaways.asks_for_wording, "Can you quote the preface?", True),
        (giveaways.asks_for_wording, "Hvad handler aftalen om?", False),
        (giveaways.asks_for_rank, "Hvad er det attende tip?", True),
        (giveaways.asks_for_rank, "Hvad er nummer fire på listen?", True),
        (giveaways.asks_for_rank, "Hvad er det tredje kendetegn?", False),
        (giveaways.asks_for_rank, "Hvad er det afgørende for en leder?", False),
        (giveaways.asks_which, "Hvad kaldte de papfiguren?", True),
        (giveaways.asks_which, "Which app do they use?", True),
        (giveaways.asks_which, "Hvordan bruger de appen?", False),
    ],
)
def test_what_a_question_wants_can_be_told_from_its_words(
    gives_away: Callable[[str], bool], question: str, given: bool
) -> None:
    assert gives_away(question) is given


def test_a_year_or_number_that_the_text_lacks_is_noticed() -> None:
    text = "I 2019 var der 1.255 svar efter § 6."

    assert not giveaways.missing_years("Hvad skete der i 2019?", text)
    assert giveaways.missing_years("Hvad skete der i 2021?", text)
    assert not giveaways.missing_numbers("Hvem gav de 1255 svar i § 6?", text)
    assert giveaways.missing_numbers("Hvad siger § 11?", text)
