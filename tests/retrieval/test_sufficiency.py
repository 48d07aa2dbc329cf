"""Whether passages answer a question: what a near miss gives away, and a verdict that is always a number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Hit
from assistant.retrieval.language.question import read_question
from assistant.retrieval.search import PassageSearch
from assistant.retrieval.sufficiency import (
    DETAIL_SIGNALS,
    SUBJECT_SIGNALS,
    Fitted,
    Signals,
    judge,
    load_fitted,
    probability,
)
from tests.answering.passages import BALLERUP, passage
from tests.conftest import RIGHT

NAMES = [field.name for field in fields(Signals)]
QUESTIONS = (
    *RIGHT,
    "Hvad er hæftets pris?",
    "What are the five hallmarks?",
    "What does Paddehatten do?",
    "Hvor mange ansatte har Microsoft i Billund i 2027?",
    "Hvad er det?",
    "zzzz qqqq",
)


def signals_of(search: PassageSearch, question: str) -> Signals:
    query = search.correct(read_question(question, names=search.names))
    views = search.look(query, search.embed(query))
    return search.signals(query, search.rank(query, views), views)


def no_signals(**known: float) -> Signals:
    return Signals(**(dict.fromkeys(NAMES, 0.0) | known))


@pytest.mark.parametrize(("verdict", "signals"), [("subject", SUBJECT_SIGNALS), ("detail", DETAIL_SIGNALS)])
def test_every_signal_of_a_verdict_has_a_fitted_weight_and_nothing_else_has(
    verdict: str, signals: Sequence[str]
) -> None:
    weights = getattr(load_fitted(), verdict)
    assert sorted(weights) == sorted([*signals, "intercept"])
    assert all(math.isfinite(weight) for weight in weights.values())


def test_the_two_verdicts_use_every_signal_there_is_and_a_threshold_that_can_go_either_way() -> None:
    assert {*SUBJECT_SIGNALS, *DETAIL_SIGNALS} == set(NAMES)
    assert 0 < load_fitted().threshold < 1


def test_both_verdicts_must_be_in_favour() -> None:
    one, other = SUBJECT_SIGNALS[0], next(name for name in DETAIL_SIGNALS if name not in SUBJECT_SIGNALS)
    fitted = Fitted(subject={"intercept": 0, one: 5}, detail={"intercept": 0, other: 5}, threshold=0.5)
    both, first, second = (
        no_signals(**known) for known in ({one: 9, other: 9}, {one: 9, other: -9}, {one: -9, other: 9})
    )
    assert probability(both, fitted) > 0.9
    assert probability(first, fitted) < 0.1
    assert probability(second, fitted) < 0.1
    assert probability(no_signals(), fitted) == pytest.approx(0.25)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_signal_is_a_number_whatever_is_asked(small_search: PassageSearch, question: str) -> None:
    signals = signals_of(small_search, question)
    assert all(math.isfinite(value) for value in asdict(signals).values())
    assert 0 < probability(signals, load_fitted()) < 1


@given(st.fixed_dictionaries({name: st.floats(-1e6, 1e6) for name in NAMES}))
def test_the_chance_is_a_number_between_none_and_certainty(values: dict[str, float]) -> None:
    assert 0 < probability(Signals(**values), load_fitted()) < 1


def test_the_words_of_a_question_that_is_answered_are_covered(small_search: PassageSearch) -> None:
    answered = signals_of(small_search, "Hvordan bruger Paddehatten robotter?")
    missed = signals_of(small_search, "Hvordan bruger Paddehatten drager?")
    assert answered.coverage_first == answered.coverage_three == answered.coverage_corpus == 1
    assert answered.rarest_missing == 0
    assert missed.coverage_first < 1
    assert missed.rarest_missing > 0


def test_a_name_that_the_corpus_lacks_is_noticed(small_search: PassageSearch) -> None:
    assert signals_of(small_search, "Hvad gør Microsoft for børn?").unknown_name == 1
    assert signals_of(small_search, "Hvad gør man i Paddehatten?").unknown_name == 0


def test_a_passage_without_questions_is_told_from_one_with_them(small_search: PassageSearch) -> None:
    assert signals_of(small_search, "Hvornår udkom hæftet?").has_questions == 1
    assert signals_of(small_search, "Hvordan bruger Paddehatten robotter?").has_questions == 0


def test_the_threshold_decides_between_the_extremes() -> None:
    hits = (Hit(passage(BALLERUP), 1.0),)
    chance = probability(no_signals(), load_fitted())
    assert judge(hits, no_signals(), threshold=0).sufficient
    assert judge(hits, no_signals(), threshold=chance).sufficient
    refused = judge(hits, no_signals(), threshold=1)
    assert (refused.sufficient, refused.reason, refused.hits) == (False, "not_found", hits)
    assert refused.probability == chance


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_threshold_the_fitted_one_decides_and_beside_hostile_text_a_higher_one(
    small_search: PassageSearch, question: str
) -> None:
    query = small_search.correct(read_question(question, names=small_search.names))
    views = small_search.look(query, small_search.embed(query))
    hits = small_search.rank(query, views)
    evidence = small_search.weigh(query, hits, views, threshold=None)
    beside = small_search.weigh(replace(query, has_set_aside=True), hits, views, threshold=None)
    assert evidence == small_search.weigh(query, hits, views, threshold=load_fitted().threshold)
    assert evidence.sufficient or not beside.sufficient


def test_a_section_on_what_is_not_known_never_suffices() -> None:
    unknown = replace(passage("Prisen er ikke kendt."), not_known=True)
    covered = judge((Hit(unknown, 1.0),), no_signals(coverage_first=1.0), threshold=0)
    missed = judge((Hit(unknown, 1.0),), no_signals(coverage_first=0.0), threshold=0)
    assert (covered.sufficient, covered.reason) == (False, "not_known")
    assert (missed.sufficient, missed.reason) == (False, "not_found")


def test_one_further_down_refuses_nothing() -> None:
    unknown = replace(passage("Prisen er ikke kendt.", id="p2"), not_known=True)
    hits = (Hit(passage(BALLERUP), 1.0), Hit(unknown, 0.9))
    assert judge(hits, no_signals(), threshold=0).sufficient


def test_a_sentence_that_says_it_all_is_told_from_words_strewn_over_several(small_search: PassageSearch) -> None:
    said = signals_of(small_search, "Hvordan bruger Paddehatten robotter?")
    strewn = signals_of(small_search, "Hvordan bruger kommunens ledere robotter i Ballerup?")

    assert said.sentence_coverage > strewn.sentence_coverage
    assert said.kind_coverage == said.sentence_coverage
    assert 0 <= said.sentence_gap <= strewn.sentence_gap
