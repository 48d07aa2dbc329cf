from __future__ import annotations

from dataclasses import asdict
from math import log2
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.cases import Case, Outcome
from evals.metrics import (
    SHARES,
    Rate,
    citation_precision,
    citation_recall,
    discounted_gain,
    fact_recall,
    is_right,
    normalize,
    rate,
    recall_at,
    reciprocal_rank,
    stands_in,
    summarize,
    summarize_by_language,
    summarize_by_tag,
)

DOCUMENTS = st.sampled_from(["cases/a", "cases/b", "refleksion/a", "refleksion/b", "kendetegn/1"])


def make_outcome(
    *ranked: str,
    documents: tuple[str, ...] = ("cases/a",),
    answerable: bool = True,
    facts: tuple[tuple[str, ...], ...] = (),
    language: str = "da",
    tags: tuple[str, ...] = (),
    **rest: Any,
) -> Outcome:
    case = Case(
        id="x",
        question="?",
        language="en" if language == "en" else "da",
        answerable=answerable,
        documents=documents if answerable else (),
        facts=facts,
        tags=tags,
    )
    return Outcome(case=case, ranked_documents=ranked, **{"seconds": 1.0, **rest})


outcomes = st.builds(
    lambda ranked, **rest: make_outcome(*ranked, **rest),
    ranked=st.lists(DOCUMENTS, unique=True, max_size=5),
    documents=st.lists(DOCUMENTS | st.just("refleksion/"), min_size=1, max_size=3).map(tuple),
    answerable=st.booleans(),
    facts=st.lists(st.just(("robot", "maskine")), max_size=2).map(tuple),
    language=st.sampled_from(["da", "en"]),
    tags=st.lists(st.sampled_from(["case", "hostile"]), unique=True).map(tuple),
    refused=st.booleans(),
    cited_documents=st.just(("cases/a", "cases/b")),
    verbatim=st.tuples(st.booleans(), st.booleans()),
    answer=st.sampled_from(["Det er en robot.", "It is the robot."]),
    seconds=st.floats(0, 60),
)


@given(st.lists(outcomes, max_size=12))
def test_every_rate_lies_within_its_interval_and_that_within_zero_and_one(found: list[Outcome]) -> None:
    summary = asdict(summarize(found))

    for name in SHARES:
        low, value, high = summary[name]["low"], summary[name]["value"], summary[name]["high"]
        if summary[name]["n"] == 0:
            assert (low, value, high) == (None, None, None)
        else:
            assert 0 <= low <= value <= high <= 1, name


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted), max_size=30))
def test_a_rate_is_the_sum_of_numerators_over_the_sum_of_denominators(shares: list[list[int]]) -> None:
    total = sum(denominator for _, denominator in shares)
    found = rate([(numerator, denominator) for numerator, denominator in shares])

    assert found.n == total
    if total:
        assert found.value == pytest.approx(sum(numerator for numerator, _ in shares) / total, abs=1e-4)
    assert found == rate([(numerator, denominator) for numerator, denominator in shares])


@given(outcomes)
def test_recall_never_falls_as_more_documents_count(outcome: Outcome) -> None:
    assert recall_at(outcome, 1) <= recall_at(outcome, 3) <= recall_at(outcome, 5)


@given(outcomes)
def test_groups_hold_exactly_the_cases_of_their_language_and_tags(outcome: Outcome) -> None:
    assert {language: summary.n for language, summary in summarize_by_language([outcome]).items()} == {
        outcome.case.language: 1
    }
    assert set(summarize_by_tag([outcome])) == set(outcome.case.tags)


def test_the_interval_of_a_share_is_that_of_a_bootstrap_over_cases() -> None:
    found = rate([(1, 1)] * 80 + [(0, 1)] * 20)

    assert found.value == 0.8
    assert found.low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.02)
    assert found.high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.02)


def test_a_share_of_nothing_is_null() -> None:
    assert rate([]) == rate([(0, 0), (0, 0)]) == Rate(value=None, low=None, high=None, n=0)


def test_with_no_outcomes_every_figure_is_null() -> None:
    summary = summarize([])

    assert (summary.n, summary.failed, summary.seconds_p50, summary.seconds_p95) == (0, 0, None, None)
    assert summary.recall_at_1.value is None


def test_a_document_is_right_by_its_id_or_by_a_prefix_that_ends_in_a_slash() -> None:
    assert is_right("cases/a", "cases/a")
    assert is_right("refleksion/kultur", "refleksion/")
    assert not is_right("cases/ab", "cases/a")
    assert not is_right("refleksioner/kultur", "refleksion/")


def test_recall_and_reciprocal_rank_look_for_the_first_right_document() -> None:
    third = make_outcome("cases/b", "cases/c", "refleksion/x", documents=("cases/a", "refleksion/"))

    assert [recall_at(third, k) for k in (1, 3, 5)] == [(0, 1), (1, 1), (1, 1)]
    assert reciprocal_rank(third) == (1 / 3, 1)


def test_the_eleventh_document_no_longer_counts() -> None:
    outcome = make_outcome(*(f"cases/{number}" for number in range(10)), "cases/a")

    assert reciprocal_rank(outcome) == discounted_gain(outcome) == (0, 1)


def test_discounted_gain_counts_each_right_document_and_each_prefix_once() -> None:
    outcome = make_outcome("refleksion/x", "refleksion/y", "cases/a", documents=("refleksion/", "cases/a", "cases/a"))

    assert discounted_gain(outcome) == (pytest.approx((1 + 1 / 2) / (1 + 1 / log2(3))), 1)


def test_a_document_named_both_itself_and_by_prefix_is_ideal_when_both_are_found_first() -> None:
    outcome = make_outcome("cases/a", "cases/b", documents=("cases/", "cases/a"))

    assert discounted_gain(outcome) == (1, 1)


def test_what_is_not_answerable_has_no_say_in_what_is_found() -> None:
    outcome = make_outcome("cases/a", answerable=False)

    assert recall_at(outcome, 1) == reciprocal_rank(outcome) == discounted_gain(outcome) == (0, 0)


def test_fact_recall_is_the_share_of_facts_with_one_alternative_in_the_answer() -> None:
    facts = (("robot",), ("2018", "to tusind og atten"), ("drone",))

    assert fact_recall(make_outcome(facts=facts, answer="ROBOTTER siden 2018.")) == (pytest.approx(2 / 3), 1)
    assert fact_recall(make_outcome(facts=facts, answer="Robotter siden 2018.", refused=True)) == (0, 1)
    assert fact_recall(make_outcome(facts=facts, error="TimeoutError")) == (0, 1)
    assert fact_recall(make_outcome(answer="Robotter.")) == (0, 0)


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("1.200", "Der er 1200 borgere."),
        ("1200", "Der er 1 200 borgere."),
        ("1,234,567", "1.234.567"),
        ("12 000 kroner", "12.000\u00a0kroner"),
        ("store bededag", "Store\n  Bededag"),
        ("STRASSE", "straße"),
        ("idéer", "ide\u0301er"),
        ("fem kendetegn", "De fem [2] kendetegn"),
        ("5 procent", "Det er 5 procent."),
        ("2018", "2017-2018, 2019"),
        ("paddehat", "Paddehatten"),
        ("3,5", "omkring 3,5."),
    ],
)
def test_a_fact_stands_in_an_answer_however_it_is_set(fact: str, answer: str) -> None:
    assert stands_in(fact, answer)


@pytest.mark.parametrize(
    ("fact", "answer"),
    [("5", "15"), ("5", "52"), ("12", "12,5"), ("2", "[2]"), ("200", "1.200"), ("5", "3,5"), ("a.b", "axb")],
)
def test_a_number_does_not_stand_in_a_longer_one_nor_in_a_marker(fact: str, answer: str) -> None:
    assert not stands_in(fact, answer)


def test_dates_and_years_keep_their_points() -> None:
    assert normalize("23.05.2019") == "23.05.2019"
    assert normalize("i 2019 300 ledere") == "i 2019 300 ledere"


def test_refusals_and_answers_are_counted_over_the_cases_that_they_are_about() -> None:
    rightly_refused = make_outcome(answerable=False, refused=True)
    wrongly_refused = make_outcome(refused=True)
    wrongly_answered = make_outcome(answerable=False)
    answered = make_outcome()
    failed = make_outcome(error="RuntimeError")

    summary = summarize([rightly_refused, wrongly_refused, wrongly_answered, answered, failed])

    assert (summary.refusal_precision.value, summary.refusal_precision.n) == (0.5, 2)
    assert (summary.refusal_recall.value, summary.refusal_recall.n) == (0.5, 2)
    assert (summary.answered_rate.value, summary.answered_rate.n) == (0.3333, 3)
    assert (summary.n, summary.failed) == (5, 1)


def test_citations_are_judged_in_answered_answerable_cases_only() -> None:
    mixed = make_outcome(cited_documents=("cases/a", "cases/b", "cases/a"))

    assert citation_precision(mixed) == (2, 3)
    assert citation_recall(mixed) == (1, 1)
    assert citation_recall(make_outcome(cited_documents=("cases/b",))) == (0, 1)
    assert citation_precision(make_outcome(cited_documents=())) == (0, 0)
    for outside in (
        make_outcome(cited_documents=("cases/a",), refused=True),
        make_outcome(cited_documents=("cases/a",), answerable=False),
        make_outcome(error="RuntimeError"),
    ):
        assert citation_precision(outside) == citation_recall(outside) == (0, 0)


def test_every_citation_is_held_to_its_words_also_that_of_a_refusal() -> None:
    summary = summarize([make_outcome(verbatim=(True, False)), make_outcome(refused=True, verbatim=(True,))])

    assert (summary.quote_accuracy.value, summary.quote_accuracy.n) == (0.6667, 3)


def test_a_failed_case_is_not_in_the_questions_language() -> None:
    summary = summarize([make_outcome(answer="Det er en robot."), make_outcome(error="RuntimeError")])

    assert (summary.language_match.value, summary.language_match.n) == (0.5, 2)


def test_seconds_are_percentiles_over_all_cases() -> None:
    summary = summarize([make_outcome(seconds=float(second)) for second in range(1, 12)])

    assert (summary.seconds_p50, summary.seconds_p95) == (6.0, pytest.approx(np.percentile(range(1, 12), 95)))
