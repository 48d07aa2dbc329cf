"""How good a set of outcomes is: every figure of a run, computed from outcomes alone.

Every rate is a ratio of two sums over cases, each case giving a numerator and a denominator (`Share`), so that one
bootstrap over cases serves them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log2

import numpy as np

from assistant.datamodels import Language
from evals.cases import Outcome
from evals.languages import is_written_in

RANKS = 10
RESAMPLES = 2000
SEED = 20190523
DECIMALS = 4

Share = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share in [0, 1] of `n` things with its 95 % bootstrap interval; None where it would be 0/0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one group of cases; `failed` of the `n` crashed or ran out of time."""

    n: int
    failed: int
    recall_at_1: Rate
    recall_at_3: Rate
    recall_at_5: Rate
    mrr_at_10: Rate
    ndcg_at_10: Rate
    fact_recall: Rate
    refusal_precision: Rate
    refusal_recall: Rate
    answered_rate: Rate
    citation_precision: Rate
    citation_recall: Rate
    quote_accuracy: Rate
    language_match: Rate
    seconds_p50: float | None
    seconds_p95: float | None


def summarize(outcomes: Sequence[Outcome]) -> Summary:
    """The figures of these outcomes; with no outcomes every figure is None."""
    seconds = [outcome.seconds for outcome in outcomes]
    rates = {name: rate([share(outcome) for outcome in outcomes]) for name, share in SHARES.items()}
    return Summary(
        n=len(outcomes),
        failed=sum(outcome.error is not None for outcome in outcomes),
        seconds_p50=_percentile(seconds, 50),
        seconds_p95=_percentile(seconds, 95),
        **rates,
    )


def summarize_by_language(outcomes: Sequence[Outcome]) -> dict[Language, Summary]:
    """A summary for each language that occurs, Danish first."""
    languages = sorted({outcome.case.language for outcome in outcomes})
    return {
        language: summarize([outcome for outcome in outcomes if outcome.case.language == language])
        for language in languages
    }


def summarize_by_tag(outcomes: Sequence[Outcome]) -> dict[str, Summary]:
    """A summary for each tag, in alphabetical order; a case counts under each of its tags."""
    tags = sorted(set(chain.from_iterable(outcome.case.tags for outcome in outcomes)))
    return {tag: summarize([outcome for outcome in outcomes if tag in outcome.case.tags]) for tag in tags}


def rate(shares: Iterable[Share]) -> Rate:
    """Sum of numerators over sum of denominators, with the percentile interval of a bootstrap over cases.

    Cases with denominator 0 have no say. The seed is fixed, so equal shares give equal intervals (percentile
    method: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
    """
    counted = np.array([share for share in shares if share[1] > 0], dtype=np.float64).reshape(-1, 2)
    if not len(counted):
        return Rate(value=None, low=None, high=None, n=0)
    totals = counted.sum(axis=0)
    value = float(totals[0] / totals[1])
    draws = np.random.default_rng(SEED).integers(len(counted), size=(RESAMPLES, len(counted)))
    resampled = counted[draws].sum(axis=1)
    low, high = np.percentile(resampled[:, 0] / resampled[:, 1], [2.5, 97.5])
    return Rate(
        value=round(value, DECIMALS),
        low=round(min(float(low), value), DECIMALS),  # min and max: summing in another order rounds differently
        high=round(max(float(high), value), DECIMALS),
        n=int(totals[1]),
    )


def is_right(document_id: str, gold: str) -> bool:
    """Whether a document is the one named, or lies under the prefix named."""
    return document_id.startswith(gold) if gold.endswith("/") else document_id == gold


def recall_at(outcome: Outcome, k: int) -> Share:
    """1 where a right document is among the first `k` distinct documents; over answerable cases."""
    found = any(_is_right_source(outcome, document_id) for document_id in outcome.ranked_documents[:k])
    return _over_answerable(outcome, float(found))


def reciprocal_rank(outcome: Outcome) -> Share:
    """1 / rank of the first right document among the first 10, else 0; over answerable cases."""
    ranks = (
        rank
        for rank, document_id in enumerate(outcome.ranked_documents[:RANKS], start=1)
        if _is_right_source(outcome, document_id)
    )
    first = next(ranks, None)
    return _over_answerable(outcome, 1 / first if first else 0.0)


def discounted_gain(outcome: Outcome) -> Share:
    """NDCG@10 with binary relevance, each right document or prefix counted once; over answerable cases.

    Järvelin & Kekäläinen 2002, with the usual discount log2(rank + 1), ranks from 1.
    """
    wanted = sorted(set(outcome.case.documents), key=lambda gold: gold.endswith("/"))  # an exact id before a prefix
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(wanted), RANKS) + 1))
    gain = 0.0
    for rank, document_id in enumerate(outcome.ranked_documents[:RANKS], start=1):
        found = next((gold for gold in wanted if is_right(document_id, gold)), None)
        if found is not None:
            wanted.remove(found)
            gain += 1 / log2(rank + 1)
    return _over_answerable(outcome, gain / ideal if ideal else 0.0)


def fact_recall(outcome: Outcome) -> Share:
    """Share of a case's facts that stand in its answer, 0 where it was refused; over answerable cases with facts."""
    facts = outcome.case.facts
    if not outcome.case.answerable or not facts:
        return 0, 0
    if not outcome.answered:
        return 0, 1
    return sum(any(stands_in(text, outcome.answer) for text in fact) for fact in facts) / len(facts), 1


def refusal_precision(outcome: Outcome) -> Share:
    """Of the refused cases, those that are not answerable."""
    return (float(not outcome.case.answerable), 1) if outcome.refused else (0, 0)


def refusal_recall(outcome: Outcome) -> Share:
    """Of the cases that are not answerable, those that were refused."""
    return (0, 0) if outcome.case.answerable else (float(outcome.refused), 1)


def answered_rate(outcome: Outcome) -> Share:
    """Of the answerable cases, those that were answered: a failed case was not."""
    return _over_answerable(outcome, float(outcome.answered))


def citation_precision(outcome: Outcome) -> Share:
    """Of the citations in answered answerable cases, those that point at a right document."""
    if not (outcome.case.answerable and outcome.answered):
        return 0, 0
    cited = outcome.cited_documents
    return sum(_is_right_source(outcome, document_id) for document_id in cited), len(cited)


def citation_recall(outcome: Outcome) -> Share:
    """Of the answered answerable cases, those with at least one citation of a right document."""
    if not (outcome.case.answerable and outcome.answered):
        return 0, 0
    return float(any(_is_right_source(outcome, document_id) for document_id in outcome.cited_documents)), 1


def quote_accuracy(outcome: Outcome) -> Share:
    """Of all citations, also those of a refusal, the ones whose quote stands verbatim in the cited document."""
    return sum(outcome.verbatim), len(outcome.verbatim)


def language_match(outcome: Outcome) -> Share:
    """Of all cases, those answered or refused in the question's language."""
    return float(outcome.error is None and is_written_in(outcome.case.language, outcome.answer)), 1


def stands_in(fact: str, answer: str) -> bool:
    """Whether a fact's words stand in an answer: markers left out, both normalised, no number within a longer one."""
    wanted = re.escape(normalize(fact))
    number_before = r"(?<!\d)(?<!\d[.,])" if wanted[:1].isdigit() else ""
    number_after = r"(?![.,]?\d)" if wanted[-1:].isdigit() else ""
    return re.search(number_before + wanted + number_after, normalize(_MARKER.sub("", answer))) is not None


def normalize(text: str) -> str:
    """Case-folded, white space as single spaces, numbers without thousands separators: 1.234, 1,234 and 1 234."""
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return _THOUSANDS.sub(lambda number: re.sub(r"\D", "", number.group()), folded)


_MARKER = re.compile(r"\s?\[\d{1,2}\]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([., '’])\d{3})(?:\1\d{3})*(?!\d)")

SHARES: Mapping[str, Callable[[Outcome], Share]] = {
    "recall_at_1": lambda outcome: recall_at(outcome, 1),
    "recall_at_3": lambda outcome: recall_at(outcome, 3),
    "recall_at_5": lambda outcome: recall_at(outcome, 5),
    "mrr_at_10": reciprocal_rank,
    "ndcg_at_10": discounted_gain,
    "fact_recall": fact_recall,
    "refusal_precision": refusal_precision,
    "refusal_recall": refusal_recall,
    "answered_rate": answered_rate,
    "citation_precision": citation_precision,
    "citation_recall": citation_recall,
    "quote_accuracy": quote_accuracy,
    "language_match": language_match,
}


def _is_right_source(outcome: Outcome, document_id: str) -> bool:
    return any(is_right(document_id, gold) for gold in outcome.case.documents)


def _over_answerable(outcome: Outcome, numerator: float) -> Share:
    return (numerator, 1) if outcome.case.answerable else (0, 0)


def _percentile(seconds: Sequence[float], percent: float) -> float | None:
    return round(float(np.percentile(seconds, percent)), DECIMALS) if seconds else None
