from __future__ import annotations

import pytest

from assistant.datamodels import Language
from assistant.editing.numbers import confirmed_numbers, find_numbers


def is_confirmed(text: str, by: str, *, language: Language = "da", by_language: Language = "da") -> bool:
    numbers = find_numbers(text, language)
    assert numbers, text
    return all(number.asks & confirmed_numbers(by, by_language) for number in numbers)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("11 pct.", "11 procent"),
        ("11 pct.", "11 %"),
        ("32 pct.", "mellem 32 og 40 pct."),
        ("50 pct.", "Svarprocenten var 35, 50, 50 og 36"),
        ("25.000 kr.", "25000 kroner"),
        ("12,5 mio. kr.", "12,5 millioner kroner"),
        ("30.000 timer", "30 tusind timer"),
        ("2 råd", "to råd"),
        ("femogtyve ledere", "25 ledere"),
        ("tre værktøjer", "et tredje værktøj"),
        ("fire-seks møder", "4-6 møder"),
        ("halvandet år", "1½ år"),
        ("en tredjedel", "hver tredje"),
        ("halvdelen", "hver anden"),
        ("2018–2019", "2018-2019"),
        ("2014", "2013-14"),
        ("maj 2019", "23. maj 2019"),
        ("23. maj 2019", "23-05-2019"),
        ("november 2019", "oktober/november 2019"),
        ("1-1-2", "112"),
        ("§ 6", "§ 6, stk. 2"),
        ("én sætning", "en sætning"),
        ("fire områder med hver tre kompetencer", "tre og fire"),
    ],
)
def test_the_same_number_written_otherwise_is_confirmed(text: str, by: str) -> None:
    assert is_confirmed(text, by)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("12 pct.", "11 pct."),
        ("11 pct.", "11 kommuner"),
        ("2020", "2019"),
        ("25.000", "25"),
        ("12,5 mio.", "12,5 kr."),
        ("syv råd", "otte råd"),
        ("en fjerdedel", "en tredjedel"),
        ("hver femte", "hver sjette"),
        ("juni 2019", "maj 2019"),
        ("24. maj 2019", "23. maj 2019"),
        ("maj 2018", "23. maj 2019"),
        ("§ 7", "§ 6"),
        ("første", "tredje"),
    ],
)
def test_another_number_is_not_confirmed(text: str, by: str) -> None:
    assert not is_confirmed(text, by)


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        ("11 pct. af 1.255", "11 per cent of 1,255"),
        ("5,8 mio. kr.", "DKK 5.8 million"),
        ("1. april 2017", "1 April 2017"),
        ("hver femte innovation", "one in five innovations"),
        ("mere end hver anden", "more than half"),
        ("halvanden times kursus", "a course of an hour and a half"),
        ("to tredjedele", "two thirds"),
        ("den tredje udgave", "the third edition"),
        ("den første måling", "the first measurement"),
        ("seksten kryds", "sixteen crossings"),
        ("§ 6", "section 6"),
        ("én ud af ti", "one in ten"),
    ],
)
def test_numbers_are_compared_across_languages(danish: str, english: str) -> None:
    assert is_confirmed(danish, english, language="da", by_language="en")
    assert is_confirmed(english, danish, language="en", by_language="da")


def test_articles_verbs_and_names_with_digits_are_no_numbers() -> None:
    assert find_numbers("En leder og et team bruger 5G og CO2-tal, og en anden ser på.", "da") == ()
    assert find_numbers("One may march to a new 5G network.", "en") == ()
