from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from assistant.protocols import Vectors
from assistant.retrieval import attunement
from assistant.retrieval.attunement import FEWEST_QUESTIONS, View, attune, learn_attunement

PASSAGES = 30
DIMENSION = 24
QUESTIONS = 3_000


def unit(vectors: npt.NDArray[Any]) -> Vectors:
    found: Vectors = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture
def views() -> dict[str, View]:
    """Passages whose questions lie where the passage does but for one direction that drowns everything else."""
    generator = np.random.default_rng(1)
    meaning = generator.normal(size=(PASSAGES, DIMENSION))
    drowning = np.zeros(DIMENSION)
    drowning[0] = 6

    def around(times: int, *, noise: float, asked: bool) -> View:
        owners = np.repeat(np.arange(PASSAGES), times)
        shift = generator.normal(size=(len(owners), 1)) * drowning if asked else 0
        spread = noise * generator.normal(size=(len(owners), DIMENSION))
        return View(unit(meaning[owners] + spread + shift), owners)

    return {
        "body": around(1, noise=0.3, asked=False),
        "sentence": around(3, noise=0.5, asked=False),
        "question": around(QUESTIONS // PASSAGES, noise=0.9, asked=True),
    }


def found_first(views: dict[str, View], matrix: Vectors) -> float:
    """The share of the questions whose nearest body is that of their own passage."""
    asked, bodies = attune(views["question"].vectors, matrix), attune(views["body"].vectors, matrix)
    return float((views["body"].owners[(asked @ bodies.T).argmax(axis=1)] == views["question"].owners).mean())


def test_what_is_attuned_is_of_unit_length_and_the_identity_changes_nothing() -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(5, 4)))
    matrix = np.random.default_rng(1).normal(size=(4, 4)).astype(np.float32)

    assert np.linalg.norm(attune(vectors, matrix), axis=1) == pytest.approx(np.ones(5), abs=1e-6)
    assert attune(vectors, np.eye(4, dtype=np.float32)) == pytest.approx(vectors, abs=1e-6)
    assert attune(vectors[0], matrix) == pytest.approx(attune(vectors, matrix)[0], abs=1e-6)


def test_questions_come_nearer_to_their_own_passages(views: dict[str, View]) -> None:
    matrix = learn_attunement(**views, passages=PASSAGES)

    identity = np.eye(DIMENSION, dtype=np.float32)
    assert found_first(views, matrix) > found_first(views, identity) + 0.1


def test_the_same_rows_teach_the_same_map(views: dict[str, View]) -> None:
    first = learn_attunement(**views, passages=PASSAGES)

    assert first.dtype == np.float32
    assert np.array_equal(first, learn_attunement(**views, passages=PASSAGES))


def test_too_few_questions_teach_nothing(views: dict[str, View]) -> None:
    few = View(*(part[: FEWEST_QUESTIONS - 1] for part in (views["question"].vectors, views["question"].owners)))

    learnt = learn_attunement(body=views["body"], sentence=views["sentence"], question=few, passages=PASSAGES)

    assert np.array_equal(learnt, np.eye(DIMENSION, dtype=np.float32))


def test_a_passage_without_sentences_or_questions_does_not_stop_the_lesson(views: dict[str, View]) -> None:
    body = View(np.vstack([views["body"].vectors, views["body"].vectors[:1]]), np.arange(PASSAGES + 1))

    learnt = learn_attunement(body=body, sentence=views["sentence"], question=views["question"], passages=PASSAGES + 1)

    assert np.isfinite(learnt).all()


def test_the_slope_is_that_of_the_loss(views: dict[str, View]) -> None:
    """Against finite differences of the loss, written out anew."""
    generator = np.random.default_rng(3)
    matrix = np.eye(DIMENSION, dtype=np.float64) + 0.05 * generator.normal(size=(DIMENSION, DIMENSION))
    wide = {name: View(view.vectors.astype(np.float64), view.owners) for name, view in views.items()}  # type: ignore[arg-type]
    asked = np.arange(0, 40)
    absent = generator.random(len(wide["question"].vectors)) < 0.3

    def loss(matrix: Vectors) -> float:
        def move(vectors: Vectors) -> Vectors:
            moved = vectors @ matrix
            return moved / np.linalg.norm(moved, axis=1, keepdims=True)

        total = 0.0
        for number in asked:
            query = move(wide["question"].vectors[[number]])[0]
            scores = np.zeros(PASSAGES)
            for name, weight in attunement.VIEW_WEIGHTS.items():
                cosines = move(wide[name].vectors) @ query
                if name == "question":
                    cosines[absent] = -np.inf
                    cosines[number] = -np.inf
                best = np.full(PASSAGES, -np.inf)
                np.maximum.at(best, wide[name].owners, cosines)
                scores += weight * best
            scores *= attunement.SHARPNESS
            total += np.log(np.exp(scores - scores.max()).sum()) + scores.max()
            total -= scores[wide["question"].owners[number]]
        return float(total / len(asked))

    slope = attunement._slope(matrix, wide, asked=asked, absent=absent, passages=PASSAGES)  # type: ignore[arg-type]

    for row, column in ((0, 0), (3, 7), (10, 2), (23, 23)):
        step = np.zeros_like(matrix)
        step[row, column] = 1e-6
        difference = (loss(matrix + step) - loss(matrix - step)) / 2e-6  # type: ignore[arg-type]
        assert slope[row, column] == pytest.approx(difference, rel=2e-2, abs=1e-3)
