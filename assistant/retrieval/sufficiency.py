"""Do the passages answer the question? A calibrated probability from evidence that a cosine alone cannot give.

A near miss (the right topic, but a price, a page number, a name the sources lack) lies as near in meaning as an
answer does, so the words asked for, and the kind of thing asked for, weigh in. The weights are fitted by
`python -m evals.fit_sufficiency` on our own dev questions.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources

PRICE = re.compile(r"\d[\d.,]*\s*(kr\b|kroner|mio\b|mia\b|million|billion|dkk)|\b(gratis|free)\b", re.I)
DIGIT = re.compile(
    r"\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|two|three|four|five|six|seven|eight|nine|ten|half|halvdel\w*)\b", re.I
)
YEAR = re.compile(r"\b(19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a question and the passages found for it; each in about [0, 1] or a small number.

    `question_similarity` and `body_similarity`: corrected cosines of the best passage (the first is 0 where it has
    no questions). `coverage_*`: idf-weighted share of the asked words met in the first passage, the first three,
    the corpus. `gram_coverage`: the same for letter groups of the first passage. `rarest_missing`: relative
    weight of the heaviest asked word that the first three passages lack. `margin`: lead over the next document.
    """

    question_similarity: float
    body_similarity: float
    has_questions: float
    coverage_first: float
    coverage_three: float
    coverage_corpus: float
    gram_coverage: float
    rarest_missing: float
    unknown_name: float
    missing_kind: float
    margin: float
    is_english: float
    is_follow_up: float
    term_count: float


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Weights by signal, and `intercept`; fitted, committed beside this module."""
    text = resources.files("assistant.retrieval").joinpath("sufficiency.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def probability(signals: Signals) -> float:
    """The chance in (0, 1) that the passages answer the question, by logistic regression over the signals."""
    weights = load_weights()
    total = weights["intercept"] + sum(weights[name] * value for name, value in asdict(signals).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def lacks_kind(asks_for: frozenset[str], text: str) -> bool:
    """Whether a figure, price or date is asked for and `text` has none of the kind."""
    if "price" in asks_for:
        return not PRICE.search(text)
    if "contact" in asks_for:
        return True
    if "date" in asks_for:
        return not YEAR.search(text)
    return "number" in asks_for and not DIGIT.search(text)
