"""Whether a question wants something nobody should be helped with, told from its vector by a fitted plane.

Rules (`language.patterns`) catch what is said in so many words; this catches what is meant. The plane belongs to one
embedding model, so that with another the rules stand alone. Fitted by `python -m evals.fitting.hostility`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from assistant.protocols import Vectors

CREDIT = 2.0
"""How much further beyond the plane a question must lie for each unit of certainty that the sources answer it."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Weights of shape `(dimension,)` for unit vectors of `model`; further beyond than `threshold` is hostile."""

    model: str
    weights: Vectors
    intercept: float
    threshold: float


@lru_cache(maxsize=1)
def load_plane() -> Plane:
    """The fitted plane, committed beside this module."""
    text = resources.files("assistant.retrieval").joinpath("hostility.json").read_text(encoding="utf-8")
    found = json.loads(text)
    weights = np.array(found["weights"], dtype=np.float32)
    return Plane(found["model"], weights, found["intercept"], found["threshold"])


def hostility(vector: Vectors, *, model: str) -> float:
    """How far beyond the plane a question's unit vector `(dimension,)` lies; minus infinity for another model."""
    plane = load_plane()
    return float(plane.weights @ vector) + plane.intercept - plane.threshold if model == plane.model else -math.inf


def is_hostile(distance: float, *, certainty: float) -> bool:
    """Whether a question so far beyond the plane is hostile, `certainty` in [-1, 1] being how surely it is answered.

    The surer the sources answer a question, the more hostile it must look.
    """
    return distance > CREDIT * certainty
