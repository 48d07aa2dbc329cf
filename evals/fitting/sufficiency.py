"""`python -m evals.fitting.sufficiency [--write]`: fits when the evidence suffices, on the dev questions.

Two logistic regressions with an L2 penalty over `Signals`, by Newton's method: one tells answerable questions from
those out of the corpus and hostile ones, the other from near misses. Each case is seen twice, with the sections'
questions and without, so that the verdicts also hold for texts nobody prepared. The threshold is the probability that
answers as many of the answerable cases as `ANSWERED` asks, each judged by weights that never saw it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import environment
from assistant.retrieval import sufficiency
from assistant.retrieval.search import PassageSearch
from evals.fitting.examples import Example, load_examples

WEIGHTS = Path(sufficiency.__file__).with_name("sufficiency.json")
NAMES = [field.name for field in fields(sufficiency.Signals)]
PENALTY = 1.0
ANSWERED = 0.945
FOLDS = 10
SEED = 20190523
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one of the two regressions sees: its signals' columns, and the cases it learns from, `(n,)`."""

    columns: list[int]
    learns_from: Flags


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
    """Print what the fitted verdicts do on held-out cases; with `--write`, put them in use. 0 always."""
    environment.prepare()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the weights in use")
    options = parser.parse_args(arguments)
    searches, examples = load_examples()
    seen = [example for example in examples if _is_learnable(searches[0], example)]
    answers = np.array([float(example.case.answerable) for example in seen])
    near_misses = np.array(["near-miss" in example.case.tags for example in seen])
    verdicts = (
        Verdict([NAMES.index(name) for name in sufficiency.SUBJECT_SIGNALS], ~near_misses),
        Verdict([NAMES.index(name) for name in sufficiency.DETAIL_SIGNALS], near_misses | (answers == 1)),
    )
    tables = [np.array([_row(search, example) for example in seen]) for search in searches]
    chances = [held_out(tables, answers, verdicts, number=number) for number in range(len(tables))]
    threshold = float(np.quantile(chances[0][answers == 1], 1 - ANSWERED))
    for name, found in zip(("with section questions", "without"), chances, strict=True):
        answered = found >= threshold
        print(f"{name}: answered {answered[answers == 1].mean():.3f} of the answerable", end="; refused ")
        print(f"{1 - answered[near_misses].mean():.3f} of the near misses", end=", ")
        print(f"{1 - answered[(answers == 0) & ~near_misses].mean():.3f} of the rest", end="; ")
        print(f"area under the curve {_area(found, answers):.3f}")
    fitted: dict[str, object] = {"fitted_on": "evals/questions/dev.jsonl", "threshold": round(threshold, 4)}
    for name, verdict in zip(("subject", "detail"), verdicts, strict=True):
        weights = _fit_verdict(tables, answers, verdict, np.ones(len(answers), dtype=bool))
        named = zip(("intercept", *(NAMES[column] for column in verdict.columns)), weights.tolist(), strict=True)
        fitted[name] = {signal: round(weight, 4) for signal, weight in named}
    if options.write:
        WEIGHTS.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    else:
        print(json.dumps(fitted, indent=2))
    return 0


def held_out(tables: Sequence[Numbers], answers: Numbers, verdicts: Sequence[Verdict], *, number: int) -> Numbers:
    """`(n,)` probabilities for table `number`, each case judged by weights that never saw it in any table."""
    folds = np.random.default_rng(SEED).permutation(len(answers)) % FOLDS
    found = np.ones(len(answers))
    for fold in range(FOLDS):
        out = folds == fold
        for verdict in verdicts:
            weights = _fit_verdict(tables, answers, verdict, ~out)
            rows = tables[number][out][:, verdict.columns]
            found[out] *= _chance(np.hstack([np.ones((len(rows), 1)), rows]), weights)
    return found


def _fit_verdict(tables: Sequence[Numbers], answers: Numbers, verdict: Verdict, kept: Flags) -> Numbers:
    kept = kept & verdict.learns_from
    signals = np.vstack([table[kept][:, verdict.columns] for table in tables])
    return fit(signals, np.concatenate([answers[kept]] * len(tables)))


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
