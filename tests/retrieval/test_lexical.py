"""BM25 over words and letter groups: worked examples, and what the tables promise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.lexical import PARTS, Bm25, LexicalIndex
from assistant.retrieval.search import PassageSearch
from tests.answering.passages import passage

ROBOTS = passage("Børnene leger med robotter.", id="robots", title="Paddehatten", heading_path=("Leg",))
GUIDES = passage(
    "Guider hjælper borgerne.",
    id="guides",
    title="Ballerup",
    heading_path=("Hjælp",),
    renderings=[("Guides help the citizens.", "Guider hjælper borgerne.")],
)


def test_scores_agree_with_a_calculation_by_hand() -> None:
    table = Bm25([["æble"], ["æble", "pære", "pære"]], k1=1.2, b=0.75)

    # Mean length 2: the norms are 1.2 · (0.25 + 0.75 · 1/2) = 0.75 and 1.2 · (0.25 + 0.75 · 3/2) = 1.65.
    in_both, in_one = math.log(1 + 0.5 / 2.5), math.log(1 + 1.5 / 1.5)
    assert table.idf == pytest.approx({"æble": in_both, "pære": in_one})
    assert table.scores(["æble"]) == pytest.approx([in_both * 2.2 / 1.75, in_both * 2.2 / 2.65])
    assert table.scores(["pære"]) == pytest.approx([0, in_one * 2.2 * 2 / 3.65])
    assert table.scores(["æble", "pære"]) == pytest.approx(table.scores(["æble"]) + table.scores(["pære"]))


texts_of_terms = st.lists(st.lists(st.sampled_from("abcdef"), max_size=8), max_size=8)


@given(texts_of_terms, st.lists(st.sampled_from("abcdefgh"), max_size=5))
def test_scores_are_finite_never_negative_and_zero_exactly_where_nothing_matches(
    texts: Sequence[Sequence[str]], asked: Sequence[str]
) -> None:
    scores = Bm25(texts).scores(asked)
    assert scores.shape == (len(texts),)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert [score > 0 for score in scores] == [bool(set(text) & set(asked)) for text in texts]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    table = Bm25([["a", "x"], ["a", "y"], ["a", "z"]])
    assert table.scores(["x"])[0] > table.scores(["a"])[0]


def test_the_parts_of_a_passage_are_scored_apart() -> None:
    index = LexicalIndex([ROBOTS, GUIDES])
    in_body = index.scores("robotter", language="da", unit="words", part="body")
    in_heading = index.scores("robotter", language="da", unit="words", part="heading")
    assert (in_body > 0).tolist() == [True, False]
    assert in_heading.tolist() == [0, 0]
    assert (index.scores("Ballerup", language="da", unit="words", part="heading") > 0).tolist() == [False, True]


def test_letter_groups_meet_where_words_do_not() -> None:
    index = LexicalIndex([ROBOTS, GUIDES])
    assert index.scores("robotteknologi", language="da", unit="words", part="body").tolist() == [0, 0]
    assert (index.scores("robotteknologi", language="da", unit="grams", part="body") > 0).tolist() == [True, False]


def test_in_english_a_danish_passage_has_the_words_of_its_renderings_only() -> None:
    index = LexicalIndex([ROBOTS, GUIDES])
    assert (index.scores("citizens", language="en", unit="words", part="body") > 0).tolist() == [False, True]
    assert index.scores("robotter", language="en", unit="words", part="body").tolist() == [0, 0]


def test_coverage_is_the_share_of_what_was_asked_by_weight() -> None:
    index = LexicalIndex([ROBOTS, GUIDES])
    assert index.coverage(["robot"], language="da") == 1
    assert index.coverage(["robot"], language="da", numbers=[0]) == 1
    assert index.coverage(["robot"], language="da", numbers=[1]) == 0
    assert index.coverage(["raket"], language="da") == 0
    assert index.coverage([], language="da") == 0
    known, unknown = index.weight("robot", "da"), index.weight("raket", "da")
    assert unknown > known > 0
    assert index.coverage(["robot", "raket"], language="da") == pytest.approx(known / (known + unknown))


def test_more_passages_never_cover_less(small_search: PassageSearch) -> None:
    index = LexicalIndex(small_search.passages)
    terms = ["robot", "borger", "kendetegn", "kerneopgave"]
    shares = [
        index.coverage(terms, language="da", numbers=range(count)) for count in range(len(small_search.passages) + 1)
    ]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert shares[-1] <= index.coverage(terms, language="da") <= 1


def test_the_share_of_letter_groups_lies_between_none_and_all() -> None:
    index = LexicalIndex([ROBOTS, GUIDES])
    assert index.share_of_grams("børnene leger", language="da", number=0) == 1
    assert index.share_of_grams("zzzzzz", language="da", number=0) == 0
    assert index.share_of_grams("og i", language="da", number=0) == 0


def test_a_part_left_out_is_never_scored() -> None:
    index = LexicalIndex([ROBOTS, GUIDES], parts=["body"])
    assert index.parts == ("body",)
    assert not index.is_known("ballerup", "da")
    assert LexicalIndex([ROBOTS, GUIDES]).is_known("ballerup", "da")


def test_an_index_of_nothing_scores_nothing() -> None:
    index = LexicalIndex([])
    for part in PARTS:
        assert index.scores("robotter", language="da", unit="words", part=part).shape == (0,)
    assert index.coverage(["robot"], language="da") == 0
