from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Answer
from assistant.pages.cited import answer_blocks, copy_text, say_date
from tests.pages.fake_assistant import CITED, ENGLISH, LISTED, REFUSED


def words_of(text: str, numbers: set[int]) -> str:
    """The blocks put together again, markers as they were written."""
    lines = []
    for block in answer_blocks(text, numbers):
        for parts in block["lines"]:
            line = "".join(part["text"] if "text" in part else f"[{part['cite']}]" for part in parts)
            lines.append(line)
    return "\n".join(lines)


@given(st.text(), st.sets(st.integers(1, 99)))
def test_no_character_of_an_answer_is_lost_or_added(text: str, numbers: set[int]) -> None:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    expected = "\n".join(line.removeprefix("- ").strip() if line.startswith("- ") else line for line in lines)
    if not any(line == "-" for line in lines):
        assert words_of(text, numbers).split() == expected.split()


@given(
    st.lists(st.sampled_from(["[1]", "[2]", "[99]", "[0]", "[2019]", "[a]", "ord", " "])), st.sets(st.integers(1, 99))
)
def test_only_markers_of_given_citations_become_buttons(pieces: list[str], numbers: set[int]) -> None:
    cited = [
        part["cite"]
        for block in answer_blocks("".join(pieces), numbers)
        for parts in block["lines"]
        for part in parts
        if "cite" in part
    ]
    assert cited == [
        number for piece in pieces for number in (1, 2, 99) if piece == f"[{number}]" and number in numbers
    ]


def test_a_list_keeps_its_lead_and_its_items_together() -> None:
    blocks = answer_blocks(LISTED.text, {1, 2, 3, 4})
    assert [block["kind"] for block in blocks] == ["paragraph", "list"]
    assert [line[0]["text"].strip() for line in blocks[1]["lines"]] == [
        "Autismecenter Storstrøm",
        "Borgerservice i Ballerup",
        "Paddehatten",
    ]


def test_a_paragraph_after_a_list_stands_apart() -> None:
    kinds = [block["kind"] for block in answer_blocks("- en\n- to\n\nSidste ord.", ())]
    assert kinds == ["list", "paragraph"]


def test_a_year_in_brackets_is_words() -> None:
    assert answer_blocks("Det var i [2019].", {1, 20}) == [
        {"kind": "paragraph", "lines": [[{"text": "Det var i [2019]."}]]}
    ]


def test_the_copied_answer_carries_question_quote_publisher_date_and_address() -> None:
    copied = copy_text(replace(CITED, question="Hvordan?"))
    assert copied.startswith("Hvordan?\n\nLederne lytter")
    assert "Kilder\n[1] »Lederne lytter til idéerne dér, hvor de opstår.«" in copied
    assert "[2] »Når en medarbejder kommer med et forslag, bliver det prøvet af i det små.«" in copied
    assert "Lederweb, uden dato. https://www.lederweb.dk/artikler/5/" in copied
    assert "Danmarks Statistik, 23. maj 2019, part i sagen, forældes hurtigt. https://dst.dk/tal" in copied


def test_sources_that_several_sentences_share_are_copied_once() -> None:
    copied = copy_text(replace(CITED, question="Hvordan?"))
    assert copied.count("https://dst.dk/tal") == 1
    assert copied.count("samme kilder som [1]") == 2


def test_an_english_answer_is_copied_in_english_with_the_danish_quote() -> None:
    copied = copy_text(replace(ENGLISH, question="How?"))
    assert "Sources\n[1] »Lederne lytter til idéerne dér, hvor de opstår.«" in copied
    assert "undated" in copied
    assert "23 May 2019" in copied


def test_a_refusal_is_copied_without_an_empty_list_of_sources() -> None:
    assert copy_text(replace(REFUSED, question="Pris?")) == f"Pris?\n\n{REFUSED.text}"


@pytest.mark.parametrize(
    ("date", "danish", "english"),
    [
        ("2019-05-23", "23. maj 2019", "23 May 2019"),
        ("2019-05", "maj 2019", "May 2019"),
        ("2019", "2019", "2019"),
        ("data 2018-2019", "data 2018-2019", "data 2018-2019"),
        ("2019-13-40", "2019-13-40", "2019-13-40"),
        (None, "uden dato", "undated"),
    ],
)
def test_a_date_is_said_as_readers_say_it(date: str | None, danish: str, english: str) -> None:
    assert (say_date(date, "da"), say_date(date, "en")) == (danish, english)


def test_an_empty_answer_draws_nothing() -> None:
    assert answer_blocks(Answer("", "da", "").text, ()) == []
