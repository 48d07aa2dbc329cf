"""Choosing weights: the regression learns what it should, and what is tried is the search that serves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.datamodels import Field, Match
from assistant.protocols import Index, Vectors
from assistant.retrieval.fusion import WEIGHTS, FusionWeights
from assistant.retrieval.language.question import read_question
from assistant.retrieval.search import PassageSearch
from assistant.retrieval.sufficiency import DETAIL_SIGNALS, SUBJECT_SIGNALS
from evals.cases import Case
from evals.fitting import fusion, sufficiency
from evals.fitting.examples import Example, RememberingIndex
from tests.conftest import RIGHT
from tests.fakes import FakeEmbedder

OUT_OF_CORPUS = ("Hvad er hovedstaden i Peru?", "Hvor mange stjerner har galaksen?", "Hvem vandt kampen?")
NEAR_MISSES = ("Hvem skrev forordet til hæftet?", "Hvor mange robotter har Paddehatten købt?")


def example(search: PassageSearch, question: str, *documents: str, tags: tuple[str, ...] = ()) -> Example:
    query = read_question(question, names=search.names)
    case = Case(question, question, "da", answerable=bool(documents), documents=documents, tags=tags)
    return Example(case, query, search.embed(query))


@pytest.fixture
def examples(small_search: PassageSearch) -> tuple[Example, ...]:
    return (
        *(example(small_search, question, document_id) for question, document_id in RIGHT.items()),
        *(example(small_search, question, tags=("out-of-corpus",)) for question in OUT_OF_CORPUS),
        *(example(small_search, question, tags=("near-miss",)) for question in NEAR_MISSES),
    )


@pytest.fixture
def searches(small_index: Index, small_search: PassageSearch) -> tuple[PassageSearch, PassageSearch]:
    return small_search, PassageSearch(small_index, FakeEmbedder(), without=frozenset({"section-questions"}))


def drawn(count: int = 400) -> tuple[sufficiency.Numbers, sufficiency.Numbers]:
    """Three signals and answers that follow the first, run against the second and know nothing of the third."""
    draw = np.random.default_rng(2019)
    signals = draw.normal(size=(count, 3))
    answers = (2 * signals[:, 0] - signals[:, 1] + draw.logistic(size=count) > 0).astype(float)
    return signals, answers


def test_the_regression_finds_what_decides_and_leaves_the_rest() -> None:
    intercept, first, second, third = sufficiency.fit(*drawn())
    assert first == pytest.approx(2, abs=0.5)
    assert second == pytest.approx(-1, abs=0.5)
    assert abs(third) < 0.3
    assert abs(intercept) < 0.4


def test_the_regression_is_where_its_gradient_vanishes() -> None:
    signals, answers = drawn()
    weights = sufficiency.fit(signals, answers, penalty=0)
    rows = np.hstack([np.ones((len(signals), 1)), signals])
    gradient = rows.T @ (1 / (1 + np.exp(-rows @ weights)) - answers)
    assert np.abs(gradient).max() < 1e-4


def test_the_unit_of_a_signal_has_no_say() -> None:
    signals, answers = drawn()
    plain = sufficiency.fit(signals, answers)
    scaled = sufficiency.fit(signals * [1000, 1, 1] + [0, 5, 0], answers)
    assert scaled[1] * 1000 == pytest.approx(plain[1], rel=1e-4)
    assert scaled[2] == pytest.approx(plain[2], rel=1e-4)
    assert scaled[0] == pytest.approx(plain[0] - 5 * plain[2], rel=1e-3, abs=1e-4)


def test_a_heavier_penalty_gives_smaller_weights() -> None:
    light, heavy = (sufficiency.fit(*drawn(), penalty=penalty) for penalty in (0.1, 100.0))
    assert np.abs(heavy[1:]).sum() < np.abs(light[1:]).sum()


def test_cases_that_one_signal_parts_wholly_and_signals_that_never_vary_give_finite_weights() -> None:
    signals = np.array([[-1.0, 3.0], [-2.0, 3.0], [1.0, 3.0], [2.0, 3.0]])
    weights = sufficiency.fit(signals, np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite(weights).all()
    assert weights[1] > 0


@pytest.mark.parametrize("write", [False, True])
def test_fitting_gives_each_verdict_its_weights_and_puts_them_in_use_only_when_told_to(
    write: bool,
    examples: tuple[Example, ...],
    searches: tuple[PassageSearch, PassageSearch],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "sufficiency.json"
    monkeypatch.setattr(sufficiency, "WEIGHTS", target)
    monkeypatch.setattr(sufficiency, "load_examples", lambda: (searches, examples))
    assert sufficiency.main(["--write"] if write else []) == 0
    printed = capsys.readouterr().out
    assert "with section questions: answered" in printed
    assert target.exists() == write
    fitted = json.loads(target.read_text(encoding="utf-8") if write else printed[printed.index("{") :])
    assert list(fitted["subject"]) == ["intercept", *SUBJECT_SIGNALS]
    assert list(fitted["detail"]) == ["intercept", *DETAIL_SIGNALS]
    weights = [*fitted["subject"].values(), *fitted["detail"].values(), fitted["threshold"]]
    assert np.isfinite(weights).all()


def test_a_case_is_judged_by_weights_that_never_saw_it() -> None:
    signals, answers = drawn(60)
    everything = sufficiency.Verdict([0, 1, 2], np.ones(60, dtype=bool))
    chances = sufficiency.held_out([signals], answers, [everything], number=0)
    assert ((chances > 0) & (chances < 1)).all()
    turned = answers.copy()
    turned[7] = 1 - turned[7]
    again = sufficiency.held_out([signals], turned, [everything], number=0)
    assert again[7] == pytest.approx(chances[7])
    assert again != pytest.approx(chances)


def test_quality_is_full_when_every_right_document_is_first(
    examples: tuple[Example, ...], small_search: PassageSearch
) -> None:
    assert fusion.quality(small_search, examples) == pytest.approx(1)


def test_quality_counts_answerable_cases_only_and_falls_with_the_wrong_document(
    examples: tuple[Example, ...], small_search: PassageSearch
) -> None:
    unanswerable = [each for each in examples if not each.case.answerable]
    wrong = example(small_search, "Hvordan bruger Paddehatten robotter?", "baggrund/findes-ikke")
    assert fusion.quality(small_search, unanswerable) == 0
    assert fusion.quality(small_search, [wrong]) == 0
    assert fusion.quality(small_search, [examples[0], wrong]) == pytest.approx(0.5)


def test_every_variation_changes_one_weight_at_most_and_tries_the_weight_in_use_or_others() -> None:
    for vary in fusion.VARIATIONS:
        candidates = vary(WEIGHTS)
        assert len(candidates) > 1
        for candidate in candidates:
            changed = [field.name for field in fields(FusionWeights) if _differ(candidate, field.name)]
            assert len(changed) <= 1


def _differ(candidate: FusionWeights, name: str) -> bool:
    return bool(getattr(candidate, name) != getattr(WEIGHTS, name))


def test_a_better_weight_is_found_and_printed(
    searches: tuple[PassageSearch, PassageSearch], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    best = next(value for value in fusion.GRID["question"] if value != WEIGHTS.question)

    def quality(search: PassageSearch, _: Sequence[Example]) -> float:
        return 1 - abs(search._weights.question - best)

    monkeypatch.setattr(fusion, "quality", quality)
    monkeypatch.setattr(fusion, "load_examples", lambda: (searches, ()))
    assert fusion.main() == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.endswith("weights in use")
    assert last == str(replace(WEIGHTS, question=best))


class CountingIndex:
    """Passes questions on and counts them."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.documents = index.documents
        self.passages = index.passages
        self.asked = 0

    def nearest(
        self, field: Field, vector: Vectors, *, count: int, passage_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        self.asked += 1
        return self._index.nearest(field, vector, count=count, passage_ids=passage_ids)


def test_the_same_search_is_made_only_once_and_another_anew(small_index: Index) -> None:
    counting = CountingIndex(small_index)
    index = RememberingIndex(counting)
    robots, mails = FakeEmbedder().embed_questions(["robotter leger", "faste aftaler om mails"])
    first = index.nearest("body", robots, count=3)
    assert index.nearest("body", robots, count=3) == first == small_index.nearest("body", robots, count=3)
    assert counting.asked == 1
    assert index.nearest("body", mails, count=3) != first
    assert len(index.nearest("body", robots, count=1)) == 1
    ids = [first[-1].passage_id]
    assert [match.passage_id for match in index.nearest("body", robots, count=3, passage_ids=ids)] == ids
    assert index.nearest("body", robots, count=3, passage_ids=[]) == ()
    assert counting.asked == 5
    assert index.documents == small_index.documents
    assert index.passages == small_index.passages
