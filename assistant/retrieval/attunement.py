"""A linear map over all vectors that brings what people ask nearer to what answers it.

A small embedding model knows little of how a busy manager puts things. Whoever writes a section also writes what
people would ask for it, and those pairs teach the map: `x ↦ normalise(x + xW)`, the same for questions and for
texts, so that a text without questions of its own is moved along.

`W` minimises the cross-entropy of a softmax over all passages (InfoNCE, van den Oord et al. 2018): a passage's score
is a weighted sum of the cosines of its body, its nearest sentence and its nearest question, the one being asked left
out, and half of all others in each batch, lest the map learn to match questions with their own translations only.
Numbers were chosen on `evals/questions/dev.jsonl`, whose questions it never sees (`evals/fitting/attunement.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.protocols import Vectors

ATTUNEMENT_VERSION = 1  # raise it when the same rows come out differently
FEWEST_QUESTIONS = 300
VIEW_WEIGHTS = {"body": 0.3, "sentence": 0.3, "question": 0.4}
SHARPNESS = 50.0
EPOCHS = 6
BATCH = 128
LEFT_OUT = 0.5
DECAY = 2e-3
STEP = 1e-3
SEED = 2019

Owners = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """Rows of one kind: unit `vectors` of shape `(n, dimension)`, and the number of the passage each belongs to."""

    vectors: Vectors
    owners: Owners


def attune(vectors: Vectors, attunement: Vectors) -> Vectors:
    """Unit vectors of shape `(…, dimension)` through a map of shape `(dimension, dimension)`, unit again."""
    moved = vectors @ attunement
    attuned: Vectors = (moved / np.linalg.norm(moved, axis=-1, keepdims=True)).astype(np.float32)
    return attuned


def is_identity(attunement: Vectors) -> bool:
    """Whether a map leaves every vector as it is: none was learnt."""
    return bool(np.array_equal(attunement, np.eye(len(attunement))))


def learn_attunement(*, body: View, sentence: View, question: View, passages: int) -> Vectors:
    """The map of shape `(dimension, dimension)`, float32; the identity where there are too few questions.

    Args:
        body: one row for each passage.
        sentence: the passages' sentences.
        question: the questions of the passages' sections.
        passages: how many passages there are; owners count from 0.
    """
    dimension = body.vectors.shape[1]
    matrix = np.eye(dimension, dtype=np.float32)
    if len(question.vectors) < FEWEST_QUESTIONS:
        return matrix
    views = {"body": body, "sentence": sentence, "question": question}
    descent = _Adam(matrix.shape)
    identity = matrix.copy()
    kept = np.zeros_like(matrix)
    generator = np.random.default_rng(SEED)
    batches = list(_batches(len(question.vectors), generator))
    for number, asked in enumerate(batches):
        absent = generator.random(len(question.vectors)) < LEFT_OUT
        slope = _slope(matrix, views, asked=asked, absent=absent, passages=passages)
        matrix = matrix - descent.step(slope + 2 * DECAY * (matrix - identity))
        if number >= len(batches) // 2:
            kept += matrix  # the mean of the later maps depends less on the order of the batches
    averaged: Vectors = (kept / (len(batches) - len(batches) // 2)).astype(np.float32)
    return averaged


def _batches(count: int, generator: np.random.Generator) -> Iterator[Owners]:
    for _ in range(EPOCHS):
        order = generator.permutation(count)
        yield from (order[first : first + BATCH] for first in range(0, count, BATCH))


def _slope(
    matrix: Vectors, views: dict[str, View], *, asked: Owners, absent: npt.NDArray[np.bool_], passages: int
) -> Vectors:
    """The gradient of the mean cross-entropy over the questions numbered `asked`, with respect to the map."""
    question = views["question"]
    queries = _Moved(question.vectors[asked], matrix)
    moved = {name: _Moved(view.vectors, matrix) for name, view in views.items()}
    cosines = {name: queries.unit @ moved[name].unit.T for name in views}
    cosines["question"][:, absent] = -np.inf
    cosines["question"][np.arange(len(asked)), asked] = -np.inf
    best = {name: _best(cosines[name], view.owners, passages) for name, view in views.items()}
    for name in ("sentence", "question"):  # a passage without such a row is judged by its body
        best[name] = np.where(np.isneginf(best[name]), best["body"], best[name])
    weights = np.array(list(VIEW_WEIGHTS.values()), dtype=np.float32)
    scores = SHARPNESS * np.tensordot(weights, np.stack([best[name] for name in VIEW_WEIGHTS]), axes=1)
    surplus = np.exp(scores - scores.max(axis=1, keepdims=True))
    surplus /= surplus.sum(axis=1, keepdims=True)
    surplus[np.arange(len(asked)), question.owners[asked]] -= 1
    towards_queries = np.zeros_like(queries.unit)
    slope = np.zeros_like(matrix)
    for name, view in views.items():
        at_best = cosines[name] == best[name][:, view.owners]
        pull = np.where(at_best, surplus[:, view.owners], 0) * np.float32(SHARPNESS * VIEW_WEIGHTS[name] / len(asked))
        towards_queries += pull @ moved[name].unit
        slope += moved[name].slope(pull.T @ queries.unit)
    return slope + queries.slope(towards_queries)


def _best(cosines: Vectors, owners: Owners, passages: int) -> Vectors:
    """`(n_questions, passages)`: the highest cosine among each passage's rows, -inf for one without any.

    Rows of one passage stand together, in the order of the passages.
    """
    best = np.full((len(cosines), passages), -np.inf, dtype=cosines.dtype)
    present, starts = np.unique(owners, return_index=True)
    best[:, present] = np.maximum.reduceat(cosines, starts, axis=1)
    return best


class _Moved:
    """Vectors sent through the map and made unit, and the way back for a gradient."""

    def __init__(self, vectors: Vectors, matrix: Vectors) -> None:
        self._vectors = vectors
        moved = vectors @ matrix
        self._lengths = np.linalg.norm(moved, axis=1, keepdims=True)
        self.unit: Vectors = moved / self._lengths

    def slope(self, towards: Vectors) -> Vectors:
        """The gradient with respect to the map, given the one with respect to the unit vectors."""
        along = (towards * self.unit).sum(axis=1, keepdims=True)
        slope: Vectors = self._vectors.T @ ((towards - along * self.unit) / self._lengths)
        return slope


class _Adam:
    """Adam (Kingma & Ba 2015) with its usual numbers."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._mean = np.zeros(shape, dtype=np.float32)
        self._square = np.zeros(shape, dtype=np.float32)
        self._steps = 0

    def step(self, slope: Vectors) -> Vectors:
        """How far to go against `slope`."""
        self._steps += 1
        self._mean += 0.1 * (slope - self._mean)
        self._square += 0.001 * (slope**2 - self._square)
        mean = self._mean / (1 - 0.9**self._steps)
        square = self._square / (1 - 0.999**self._steps)
        step: Vectors = (STEP * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
        return step
