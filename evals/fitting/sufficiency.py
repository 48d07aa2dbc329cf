"""`python -m evals.fitting.sufficiency [--write]`: fits when the evidence suffices, on the dev questions.

Logistic regression with an L2 penalty over `Signals`, by Newton's method. Each case is seen twice, with the sections'
questions and without, so that the verdict also holds for texts nobody prepared. The intercept is then moved so that
probability 0.5 answers as many of the answerable cases as `ANSWERED` asks, measured on cases held out in turn.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import environment
from assistant.retrieval import sufficiency
from assistant.retrieval.search import PassageSearch
from evals.fitting.examples import Example, load_examples

WEIGHTS = Path(sufficiency.__file__).with_name("sufficiency.json")
NAMES = [field.name for field in fields(sufficiency.Signals)]
PENALTY = 0.5
ANSWERED = 0.94
FOLDS = 10
SEED = 20190523
Numbers = NDArray[np.float64]


def fit(signals: Numbers, answers: Numbers, *, penalty: float = PENALTY) -> Numbers:
    """Weights of shape `(n_signals + 1,)`, the intercept first, for `(n, n_signals)` signals and `(n,)` 0/1 answers.

    The penalty falls on weights per standard deviation, so that a signal's unit has no say.
    """
    means, deviations = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    rows = np.hstack([np.ones((len(signals), 1)), (signals - means) / deviations])
    weights = np.zeros(rows.shape[1])
    shrink = np.diag([0.0, *[penalty] * signals.shape[1]])
    for _ in range(50):
        chances = _chance(rows, weights)
        gradient = rows.T @ (chances - answers) + shrink @ weights
        curvature = (rows * (chances * (1 - chances))[:, None]).T @ rows + shrink
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    slopes = weights[1:] / deviations
    return np.array([weights[0] - slopes @ means, *slopes])


def main(arguments: Sequence[str]) -> int:
    """Print what the fitted verdict does on held-out cases; with `--write`, put the weights in use. 0 always."""
    environment.prepare()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the weights in use")
    options = parser.parse_args(arguments)
    searches, examples = load_examples()
    seen = [example for example in examples if _is_learnable(searches[0], example)]
    answers = np.array([float(example.case.answerable) for example in seen])
    tables = [np.array([_row(search, example) for example in seen]) for search in searches]
    scores = [_held_out(tables, answers, number) for number in range(len(tables))]
    shift = float(np.quantile(scores[0][answers == 1], 1 - ANSWERED))
    for name, found in zip(("with section questions", "without"), scores, strict=True):
        answered = found >= shift
        right, wrong = answered[answers == 1].mean(), 1 - answered[answers == 0].mean()
        print(f"{name}: answered {right:.3f} of the answerable, refused {wrong:.3f} of the rest", end="; ")
        print(f"area under the curve {_area(found, answers):.3f}")
    weights = fit(np.vstack(tables), np.concatenate([answers, answers]))
    named = {"intercept": round(weights[0] - shift, 4)}
    named |= {name: round(value, 4) for name, value in zip(NAMES, weights[1:].tolist(), strict=True)}
    print(json.dumps(named, indent=2))
    if options.write:
        WEIGHTS.write_text(json.dumps({"fitted_on": "evals/questions/dev.jsonl", "weights": named}, indent=2) + "\n")
    return 0


def _held_out(tables: Sequence[Numbers], answers: Numbers, number: int) -> Numbers:
    """`(n,)` log odds for table `number`, each case judged by weights that never saw it in any table."""
    folds = np.random.default_rng(SEED).permutation(len(answers)) % FOLDS
    found = np.zeros(len(answers))
    for fold in range(FOLDS):
        kept = folds != fold
        weights = fit(np.vstack([table[kept] for table in tables]), np.concatenate([answers[kept]] * len(tables)))
        found[~kept] = np.hstack([np.ones((int((~kept).sum()), 1)), tables[number][~kept]]) @ weights
    return found


def _is_learnable(search: PassageSearch, example: Example) -> bool:
    """A case decided by a rule before the verdict teaches nothing: what is only *not* known stands first."""
    hits = search.rank(example.query, search.look(example.query, example.vector))
    return bool(hits) and not hits[0].passage.not_known


def _row(search: PassageSearch, example: Example) -> list[float]:
    views = search.look(example.query, example.vector)
    hits = search.rank(example.query, views)
    return list(asdict(search.signals(example.query, hits, views)).values())


def _chance(rows: Numbers, weights: Numbers) -> Numbers:
    chances: Numbers = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
    return chances


def _area(scores: Numbers, answers: Numbers) -> float:
    """The chance that an answerable case scores above one that is not (Mann-Whitney)."""
    above = scores[answers == 1][:, None] > scores[answers == 0][None, :]
    return float(above.mean())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
