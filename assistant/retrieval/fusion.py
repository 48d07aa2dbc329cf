"""One order out of several: how near a passage lies to a question, in meaning and in words.

Pure functions over arrays with one number for each passage; weights were chosen on `evals/questions/dev.jsonl`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.protocols import Vectors
from assistant.retrieval.lexical import Part, Unit


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much each view counts; scores are in standard deviations over the passages of one question."""

    hubness: float = 0.25
    sentence: float = 0.5
    question: float = 0.6
    english: float = 0.25
    lexical: float = 0.2
    lexical_parts: tuple[tuple[Unit, Part, float], ...] = (
        ("grams", "body", 0.3),
        ("words", "body", 0.3),
        ("grams", "questions", 0.3),
        ("words", "questions", 0.2),
        ("words", "heading", 0.2),
    )
    coverage_from: float = 0.2
    coverage_to: float = 0.4
    named: float = 1.0
    earlier: float = 1.5
    counted: float = 0.5
    reflection: float = -0.3
    reflection_asked: float = 1.0
    not_known: float = 1.0


WEIGHTS = FusionWeights()


def standardise(scores: Vectors) -> Vectors:
    """`(n,)` scores as standard deviations from their mean; zeros where all are equal or there are none.

    NaN marks a passage that lacks the view; it is left out of mean and deviation and stays NaN.
    """
    present = ~np.isnan(scores)
    if not present.any():
        return scores
    deviation = float(scores[present].std())
    if deviation == 0:
        return np.where(present, np.float32(0), scores).astype(np.float32)
    standardised: Vectors = ((scores - scores[present].mean()) / np.float32(deviation)).astype(np.float32)
    return standardised


def fuse_views(first: Vectors, second: Vectors, *, share: float) -> Vectors:
    """Convex combination, `share` of it from `second`; a passage that lacks the second (NaN) keeps the first.

    So a passage without questions of its own is neither drowned nor lifted by those that have them.
    """
    return np.where(np.isnan(second), first, (1 - share) * first + share * second).astype(np.float32)


def coverage_ramp(coverage: float, weights: FusionWeights) -> float:
    """How far words can be trusted, in [0, 1], given the share of the question's vocabulary that the corpus knows.

    4-grams of an English question only mislead among Danish texts; the coverage alone tells the two apart.
    """
    reach = (coverage - weights.coverage_from) / (weights.coverage_to - weights.coverage_from)
    return min(1.0, max(0.0, reach))


def fuse_lexical(parts: Mapping[tuple[Unit, Part], Vectors], weights: FusionWeights) -> Vectors | None:
    """Weighted sum of standardised BM25 scores, standardised again; None where no part is given."""
    found = [
        share * standardise(parts[unit, part]) for unit, part, share in weights.lexical_parts if (unit, part) in parts
    ]
    return standardise(np.sum(found, axis=0)) if found else None
