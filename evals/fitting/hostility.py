"""`python -m evals.fitting.hostility [--write]`: fits the plane beyond which a question is hostile.

Logistic regression over question vectors, both sides weighing the same: hostile requests of `hostile.txt` and of the
dev questions against genuine questions of `harmless.txt`, the other dev questions and the sections' own. The
threshold lets `SPARED` of the answerable dev questions pass, each judged by a plane that never saw it; certainty that
the sources answer lets more of them pass.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant import environment
from assistant.retrieval import hostility
from assistant.retrieval.embedding import load_question_embedder
from assistant.retrieval.index import open_index
from assistant.settings import load_settings
from evals.cases import load_cases
from evals.fitting.examples import DEV

PLANE = Path(hostility.__file__).with_name("hostility.json")
TEXTS = Path(__file__).parent
STRENGTH = 10.0
SPARED = 0.975
FOLDS = 10
SEED = 20190523
Numbers = NDArray[np.float64]


def main(arguments: Sequence[str]) -> int:
    """Print what the plane does on held-out questions; with `--write`, put it in use. 0 always."""
    environment.prepare()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the plane in use")
    options = parser.parse_args(arguments)
    settings = load_settings()
    embedder = load_question_embedder(settings.embedding_model, models_dir=settings.index_dir / "models")
    cases = load_cases(DEV)
    sections = open_index(settings.index_dir, embedder_name=embedder.name).passages.values()

    def embed(questions: Sequence[str]) -> Numbers:
        return np.asarray(embedder.embed_questions(questions), dtype=np.float64)

    hostile = embed(
        [*_read("hostile.txt"), *(case.question for case in cases if "hostile" in case.tags and not case.answerable)]
    )
    answerable = embed([case.question for case in cases if "hostile" not in case.tags and case.answerable])
    genuine = embed(
        [
            *_read("harmless.txt"),
            *(case.question for case in cases if "hostile" not in case.tags and not case.answerable),
            *(question for passage in sections for question in (*passage.questions_da, *passage.questions_en)),
        ]
    )
    spared = _held_out(answerable, lambda kept: _fit(hostile, np.vstack([kept, genuine])))
    threshold = float(np.quantile(spared, SPARED))
    caught = _held_out(hostile, lambda kept: _fit(kept, np.vstack([answerable, genuine]))) > threshold
    print(f"{len(hostile)} hostile, {len(answerable) + len(genuine)} genuine; threshold {threshold:.2f};", end=" ")
    print(
        f"held out: {caught.mean():.3f} of the hostile beyond it, {(spared > threshold).mean():.3f} of the answerable"
    )
    plane = _fit(hostile, np.vstack([answerable, genuine]))
    if options.write:
        fitted = {
            "model": embedder.name,
            "threshold": round(threshold, 4),
            "intercept": round(float(plane.intercept_[0]), 4),
            "weights": [round(float(weight), 4) for weight in plane.coef_[0]],
        }
        PLANE.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
    return 0


def _held_out(judged: Numbers, fit: Callable[[Numbers], LogisticRegression]) -> Numbers:
    """`(len(judged),)` scores, each by a plane fitted to the others."""
    folds = np.random.default_rng(SEED).permutation(len(judged)) % FOLDS
    scores = np.zeros(len(judged))
    for fold in range(FOLDS):
        scores[folds == fold] = fit(judged[folds != fold]).decision_function(judged[folds == fold])
    return scores


def _fit(hostile: Numbers, genuine: Numbers) -> LogisticRegression:
    sides = np.concatenate([np.ones(len(hostile)), np.zeros(len(genuine))])
    model = LogisticRegression(C=STRENGTH, max_iter=5000, class_weight="balanced")
    return model.fit(np.vstack([hostile, genuine]), sides)


def _read(name: str) -> list[str]:
    lines = (line.strip() for line in (TEXTS / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
