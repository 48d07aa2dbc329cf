"""`python -m evals.fitting.fusion`: tries fusion weights on the dev questions, one by one, and prints the best.

Coordinate ascent from the weights in use, over a coarse grid so that a hundred and eighty questions cannot be learnt
by heart. The aim is the mean of recall@1, recall@3 and MRR over the answerable cases, four parts with the sections'
questions and one part without, as texts nobody prepared have none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

import numpy as np

from assistant import environment
from assistant.retrieval.fusion import WEIGHTS, FusionWeights
from assistant.retrieval.search import PassageSearch
from evals.cases import Outcome
from evals.fitting.examples import Example, load_examples
from evals.metrics import RANKS, recall_at, reciprocal_rank

GRID: dict[str, Sequence[float]] = {
    "hubness": (0.0, 0.25, 0.5, 0.75, 1.0),
    "sentence": (0.0, 0.2, 0.35, 0.5, 0.65, 0.8),
    "question": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "english": (0.0, 0.25, 0.5, 0.75, 1.0),
    "lexical": (0.0, 0.2, 0.35, 0.5, 0.7, 0.9, 1.2),
    "named": (0.0, 0.5, 1.0, 1.5, 2.0),
    "earlier": (0.0, 0.4, 0.7, 1.0, 1.5),
    "counted": (0.0, 0.5, 1.0, 1.5),
    "not_known": (0.0, 0.4, 0.7, 1.0, 1.5),
    "reflection": (0.0, -0.3, -0.5, -1.0, -1.5),
    "reflection_asked": (0.0, 0.5, 1.0, 1.5, 2.0),
}
Vary = Callable[[FusionWeights], Sequence[FusionWeights]]
PART_GRID = (0.0, 0.15, 0.3, 0.5, 0.8)
ROUNDS = 3
UNPREPARED_SHARE = 0.2


def quality(search: PassageSearch, examples: Sequence[Example]) -> float:
    """Mean of recall@1, recall@3 and MRR@10 in [0, 1] over the answerable cases; 0 for none."""
    return sum(rates(search, examples)) / 3


def rates(search: PassageSearch, examples: Sequence[Example]) -> tuple[float, float, float]:
    """Recall@1, recall@3 and MRR@10, each in [0, 1], over the answerable cases; zeros for none."""
    totals = np.zeros(3)
    answerable = [example for example in examples if example.case.answerable]
    for example in answerable:
        hits = search.rank(example.query, search.look(example.query, example.vector))
        ranked = tuple(dict.fromkeys(hit.passage.document_id for hit in hits))[:RANKS]
        outcome = Outcome(example.case, seconds=0.0, ranked_documents=ranked)
        totals += recall_at(outcome, 1)[0], recall_at(outcome, 3)[0], reciprocal_rank(outcome)[0]
    first, third, reciprocal = totals / max(1, len(answerable))
    return float(first), float(third), float(reciprocal)


def main() -> int:
    """Print each improvement and, last, the best weights; 0 always."""
    environment.prepare()
    searches, examples = load_examples()

    def judge(weights: FusionWeights) -> float:
        prepared, unprepared = (quality(search.with_weights(weights), examples) for search in searches)
        return (1 - UNPREPARED_SHARE) * prepared + UNPREPARED_SHARE * unprepared

    best, best_quality = WEIGHTS, judge(WEIGHTS)
    print(f"{best_quality:.4f} weights in use")
    for _ in range(ROUNDS):
        before = best
        for vary in VARIATIONS:
            for candidate in vary(best):
                if (found := judge(candidate)) > best_quality + 1e-6:
                    best, best_quality = candidate, found
                    print(f"{best_quality:.4f} {_changes(before, best)}")
        if best == before:
            break
    print(best)
    return 0


def _vary_weight(name: str, values: Sequence[float]) -> Vary:
    return lambda weights: [replace(weights, **{name: value}) for value in values]  # type: ignore[arg-type]


def _vary_part(number: int) -> Vary:
    def vary(weights: FusionWeights) -> Sequence[FusionWeights]:
        parts = weights.lexical_parts
        unit, part, _ = parts[number]
        return [
            replace(weights, lexical_parts=(*parts[:number], (unit, part, share), *parts[number + 1 :]))
            for share in PART_GRID
        ]

    return vary


VARIATIONS: Sequence[Vary] = (
    *(_vary_weight(name, values) for name, values in GRID.items()),
    *(_vary_part(number) for number in range(len(WEIGHTS.lexical_parts))),
)


def _changes(before: FusionWeights, after: FusionWeights) -> str:
    return ", ".join(
        f"{field.name}={getattr(after, field.name)}"
        for field in fields(after)
        if getattr(after, field.name) != getattr(before, field.name)
    )


if __name__ == "__main__":
    sys.exit(main())
