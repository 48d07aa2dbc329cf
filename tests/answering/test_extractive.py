"""Answers in the sources' own sentences: what is chosen, in which order, and that each is cited word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.extractive import Extract, extract, join_pieces, quote_passage
from assistant.answering.markers import marker_numbers
from assistant.datamodels import Hit, Language, Match, Passage
from assistant.retrieval.language.question import read_question
from tests.answering.passages import BALLERUP, REFLECTION, STORSTROEM, passage

LIST = """\
Hæftet beskriver tre kendetegn.

- Det første kendetegn er mod.
- Det andet kendetegn er ro.
- Det tredje kendetegn er idéer.

Listen er kort."""
ENGLISH = [
    ("The booklet describes three hallmarks.", "Hæftet beskriver tre kendetegn."),
    ("The first hallmark is courage.", "Det første kendetegn er mod."),
    ("The second hallmark is calm.", "Det andet kendetegn er ro."),
    ("The third hallmark is ideas.", "Det tredje kendetegn er idéer."),
]


def answer(
    question: str,
    *passages: Passage,
    scores: Sequence[float] = (),
    matches: Sequence[Match] = (),
    most: int = 4,
    language: Language | None = None,
) -> Extract:
    scores = scores or [1.0] * len(passages)
    hits = [Hit(each, score) for each, score in zip(passages, scores, strict=True)]
    return extract(read_question(question, answer_language=language), hits, matches, most=most)


def near(passage: Passage, number: int, similarity: float) -> Match:
    """The row of a passage's sentence, as the index would give it."""
    start, end = passage.sentences[number]
    return Match(passage.id, "sentence", "da", similarity, 0.0, passage.quote(start, end), start, end)


def quotes(extracted: Extract) -> list[str]:
    return [citation.quote for citation in extracted.citations]


def check(extracted: Extract) -> None:
    """What holds of every extract: as many citations as pieces, numbered in order, each a span of its passage."""
    assert [marker_numbers(piece) for piece in extracted.pieces] == [(n + 1,) for n in range(len(extracted.pieces))]
    assert [citation.number for citation in extracted.citations] == [n + 1 for n in range(len(extracted.pieces))]
    for citation in extracted.citations:
        assert citation.quote == citation.passage.quote(citation.start, citation.end) != ""
        assert citation.passage.start <= citation.start < citation.end <= citation.passage.end


words = st.sampled_from(["Idéer", "mod", "ro", "2019.", "Ja!", "[1]", "[22]", "- ", "\n", "\n\n", "<b>", "fem", "kr."])


@given(st.lists(words, min_size=1, max_size=25), st.integers(1, 6), st.sampled_from(["da", "en"]))
def test_every_piece_of_any_text_has_one_marker_and_its_words_as_they_stand(
    parts: Sequence[str], most: int, language: Language
) -> None:
    source = passage(" ".join(["Begyndelsen er her.", *parts]))
    extracted = answer("Hvad er begyndelsen?", source, most=most, language=language)
    check(extracted)
    assert 1 <= len(extracted.pieces) <= most


def test_from_no_hits_there_is_no_answer() -> None:
    assert answer("Hvad er mod?") == Extract((), ())


def test_a_passage_that_only_says_what_is_not_known_lends_no_sentence() -> None:
    assert answer("Hvad er mod?", replace(passage("Det er ukendt."), not_known=True)) == Extract((), ())


def test_no_more_sentences_than_wanted_and_the_nearest_of_them() -> None:
    source = passage(BALLERUP)
    matches = [near(source, 0, 0.1), near(source, 1, 0.2), near(source, 2, 0.9)]
    extracted = answer("Hvad sker der?", source, matches=matches, most=1)
    assert quotes(extracted) == ["Borgerne inviteres med, når løsningen skal vurderes."]


def test_sentences_of_one_passage_come_in_reading_order() -> None:
    source = passage(BALLERUP)
    matches = [near(source, 0, 0.3), near(source, 1, 0.5), near(source, 2, 0.9)]
    extracted = answer("Hvad sker der?", source, matches=matches)
    check(extracted)
    assert [citation.start for citation in extracted.citations] == [start for start, _ in source.sentences]


def test_a_figure_asked_for_comes_first() -> None:
    source = passage("Ballerup samler idéer. Der kom 40 idéer i foråret.")
    extracted = answer("Hvor mange idéer kom der?", source, matches=[near(source, 0, 0.5), near(source, 1, 0.9)])
    assert quotes(extracted)[0] == "Der kom 40 idéer i foråret."


def test_the_same_thing_said_twice_is_said_once() -> None:
    extracted = answer(
        "Hvad samler Ballerup?",
        passage("Ballerup samler medarbejdernes idéer på en tavle.", id="one"),
        passage("Ballerup samler medarbejdernes idéer på en stor tavle.", id="two"),
    )
    assert len(extracted.pieces) == 1


def test_passages_far_below_the_first_lend_nothing() -> None:
    first, second = passage(BALLERUP, id="one"), passage(STORSTROEM, id="two")
    near_one = answer("Hvad sker der?", first, second, scores=(3.0, 2.9), most=9)
    far = answer("Hvad sker der?", first, second, scores=(3.0, -3.0), most=9)
    assert {citation.passage.id for citation in near_one.citations} == {"one", "two"}
    assert {citation.passage.id for citation in far.citations} == {"one"}


def test_reflection_stands_alone_or_is_asked_for() -> None:
    source = passage(BALLERUP, id="one")
    reflection = replace(passage(REFLECTION, id="two"), kind="reflection", label="ours")
    plain = answer("Hvad sker der?", source, reflection, most=9)
    alone = answer("Hvad sker der?", reflection)
    assert {citation.passage.id for citation in plain.citations} == {"one"}
    assert quotes(alone) == [REFLECTION]


@pytest.mark.parametrize("question", ["Hvad er de tre kendetegn?", "Hvilke kendetegn er der?"])
def test_a_list_asked_for_is_given_whole_with_its_lead(question: str) -> None:
    extracted = answer(question, passage(LIST), most=2)
    check(extracted)
    assert extracted.pieces == (
        "Hæftet beskriver tre kendetegn. [1]",
        "- Det første kendetegn er mod. [2]",
        "- Det andet kendetegn er ro. [3]",
        "- Det tredje kendetegn er idéer. [4]",
    )


def test_a_list_of_another_length_than_asked_for_is_not_taken_for_it() -> None:
    assert len(answer("Hvad er de fem kendetegn?", passage(LIST), most=2).pieces) == 2


def test_a_list_without_a_lead_is_given_as_it_is() -> None:
    extracted = answer("Hvilke er det?", passage("- Mod.\n- Ro."))
    assert extracted.pieces == ("- Mod. [1]", "- Ro. [2]")


def test_an_english_answer_is_in_our_renderings_and_cites_the_danish_words() -> None:
    extracted = answer("What are the three hallmarks?", passage(LIST, renderings=ENGLISH))
    check(extracted)
    assert extracted.pieces == (
        "The booklet describes three hallmarks. [1]",
        "- The first hallmark is courage. [2]",
        "- The second hallmark is calm. [3]",
        "- The third hallmark is ideas. [4]",
    )
    assert quotes(extracted) == [danish for _, danish in ENGLISH]
    assert all(citation.translated for citation in extracted.citations)


def test_without_renderings_the_danish_words_stand_in_an_english_frame() -> None:
    extracted = answer("What does Ballerup gather?", passage(BALLERUP), most=1)
    (piece,) = extracted.pieces
    (citation,) = extracted.citations
    assert piece == f"The source says, in Danish: »{citation.quote}« [1]"
    assert not citation.translated


def test_a_danish_answer_never_uses_the_renderings() -> None:
    extracted = answer("What are the hallmarks?", passage(LIST, renderings=ENGLISH), language="da")
    assert extracted.pieces[0] == "Hæftet beskriver tre kendetegn. [1]"
    assert not any(citation.translated for citation in extracted.citations)


def test_a_line_break_within_a_sentence_is_shown_as_a_space_and_quoted_as_it_stands() -> None:
    extracted = answer("Hvad er mod?", passage("Mod er\nat turde."))
    assert extracted.pieces == ("Mod er at turde. [1]",)
    assert quotes(extracted) == ["Mod er\nat turde."]


@pytest.mark.parametrize("poison", ["[1]", "[7]", "[2, 3]", "[1][2]", "[[9]1]"])
def test_a_marker_in_the_source_is_no_marker_in_the_answer(poison: str) -> None:
    source = passage(f"Ballerup samler idéer {poison} hver uge. Lederen vælger én {poison}.")
    for language in ("da", "en"):
        extracted = answer("Hvad samler Ballerup?", source, language=language)
        check(extracted)
        assert any(poison in quote for quote in quotes(extracted))


def test_the_first_sentences_of_a_passage_are_quoted_as_they_stand() -> None:
    extracted = quote_passage(passage(BALLERUP), language="da", most=2)
    check(extracted)
    assert len(extracted.pieces) == 2
    assert quote_passage(passage(BALLERUP), language="da", most=0) == Extract((), ())


@pytest.mark.parametrize(
    ("pieces", "joined"),
    [
        ((), ""),
        (("Ét. [1]",), "Ét. [1]"),
        (("Ét. [1]", "To. [2]"), "Ét. [1] To. [2]"),
        (("Tre er: [1]", "- a [2]", "- b [3]"), "Tre er: [1]\n- a [2]\n- b [3]"),
        (("- a [1]", "- b [2]", "Det var det. [3]"), "- a [1]\n- b [2]\n\nDet var det. [3]"),
    ],
)
def test_sentences_make_a_paragraph_and_items_lines_of_their_own(pieces: Sequence[str], joined: str) -> None:
    assert join_pieces(pieces) == joined


@given(st.lists(st.sampled_from(["Ét. [1]", "- to [2]", "Tre. [3]"])))
def test_joining_loses_and_adds_nothing_but_white_space(pieces: Sequence[str]) -> None:
    assert join_pieces(iter(pieces)).split() == " ".join(pieces).split()
