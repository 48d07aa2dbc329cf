"""Fusing views: pure functions that let a missing view neither lift nor drown a passage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from assistant.protocols import Vectors
from assistant.retrieval.fusion import WEIGHTS, coverage_ramp, fuse_lexical, fuse_views, standardise

NAN = float("nan")
few_scores = np_st.arrays(np.float32, st.integers(0, 12), elements=st.floats(-8, 8, width=16))


def scores(*values: float) -> Vectors:
    return np.array(values, dtype=np.float32)


def same(found: Vectors, expected: Any) -> bool:
    return np.allclose(found, expected, atol=1e-5, equal_nan=True)


def test_standardised_scores_count_in_standard_deviations() -> None:
    assert same(standardise(scores(1, 3)), [-1, 1])
    assert same(standardise(scores(0, 0, 3)), [-np.sqrt(0.5), -np.sqrt(0.5), np.sqrt(2)])


def test_a_missing_view_stays_missing_and_has_no_say() -> None:
    assert same(standardise(scores(1, NAN, 3)), [-1, NAN, 1])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (scores(), scores()),
        (scores(5), scores(0)),
        (scores(2, 2, 2), scores(0, 0, 0)),
        (scores(2, NAN), scores(0, NAN)),
        (scores(NAN, NAN), scores(NAN, NAN)),
    ],
)
def test_without_differences_there_is_nothing_to_tell(given: Vectors, expected: Vectors) -> None:
    found = standardise(given)
    assert found.dtype == np.float32
    assert same(found, expected)


@given(few_scores)
def test_standardising_keeps_the_order_and_centres(values: Vectors) -> None:
    found = standardise(values)
    assert found.shape == values.shape
    assert np.isfinite(found).all()
    assert (np.diff(found[np.argsort(values, kind="stable")]) >= -1e-6).all()
    if len(values):
        assert abs(float(found.mean())) < 1e-3


@given(few_scores, st.floats(0, 1))
def test_a_passage_without_the_second_view_keeps_the_first(first: Vectors, share: float) -> None:
    second = first + 1
    second[::2] = NAN
    found = fuse_views(first, second, share=share)
    assert same(found[::2], first[::2])
    assert same(found[1::2], first[1::2] + share)


def test_shares_of_nothing_and_of_all_are_the_views_themselves() -> None:
    first, second = scores(1, 2), scores(5, -3)
    assert same(fuse_views(first, second, share=0), first)
    assert same(fuse_views(first, second, share=1), second)


def test_trust_in_words_rises_with_their_coverage_from_none_to_full() -> None:
    between = (WEIGHTS.coverage_from + WEIGHTS.coverage_to) / 2
    assert coverage_ramp(0, WEIGHTS) == coverage_ramp(WEIGHTS.coverage_from, WEIGHTS) == 0
    assert coverage_ramp(between, WEIGHTS) == pytest.approx(0.5)
    assert coverage_ramp(WEIGHTS.coverage_to, WEIGHTS) == coverage_ramp(1, WEIGHTS) == 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_coverage_never_lowers_the_trust(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= coverage_ramp(low, WEIGHTS) <= coverage_ramp(high, WEIGHTS) <= 1


def test_lexical_parts_are_weighed_together_and_standardised_again() -> None:
    (unit, part, _), *_ = WEIGHTS.lexical_parts
    found = fuse_lexical({(unit, part): scores(0, 4, 8)}, WEIGHTS)
    assert found is not None
    assert same(found, standardise(scores(0, 4, 8)))
    assert fuse_lexical({}, WEIGHTS) is None


def test_a_part_that_matches_nothing_changes_no_order() -> None:
    (unit, part, _), (other_unit, other_part, _), *_ = WEIGHTS.lexical_parts
    alone = fuse_lexical({(unit, part): scores(0, 4, 8)}, WEIGHTS)
    beside = fuse_lexical({(unit, part): scores(0, 4, 8), (other_unit, other_part): scores(0, 0, 0)}, WEIGHTS)
    assert alone is not None
    assert beside is not None
    assert same(alone, beside)
