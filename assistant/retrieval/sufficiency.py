"""Do the passages answer the question? Two calibrated verdicts, and both must be in favour.

One asks whether the question belongs to these sources at all: how near it lies to what they hold, and how near to
what they never hold. The other asks whether the very thing asked for is there: a near miss (the right topic, but a
price, a year, a name that the sources lack) lies as near in meaning as an answer does, so the words and the kind of
thing asked for weigh in. Weights and threshold are fitted by `python -m evals.fitting.sufficiency`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from importlib import resources

from assistant.datamodels import Evidence, Hit, Language, Passage, RefusalReason
from assistant.retrieval.language import giveaways
from assistant.retrieval.language.normalise import STOP_WORDS, base_form, content_words, fold, words
from assistant.retrieval.language.question import Query
from assistant.retrieval.lexical import LexicalIndex

READ_PASSAGES = 3
NOT_KNOWN_COVERAGE = 0.5
WIDEST_MARGIN = 2.0
BESIDE_WHAT_WAS_SET_ASIDE = 0.585
"""How sure to be of a question that stood beside an attempt to steer: what is left of one may only look like it."""
LANGUAGES: tuple[Language, ...] = ("da", "en")


@dataclass(frozen=True, slots=True)
class Nearness:
    """Corrected cosines between the question and what the index holds; NaN where there is no such thing.

    `body`, `sentence` and `question` are the best of the first passage, `any_sentence` and `any_question` the best
    of all, `not_known` the best question of a section that only says what is not known, `contrast` the best
    question that no such corpus answers.
    """

    body: float
    sentence: float
    question: float
    any_sentence: float
    any_question: float
    not_known: float
    contrast: float


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a question and the passages found for it; each about in [0, 1], or 0 or 1.

    How near: `*_similarity` of the first passage (0 where it lacks the thing), `score` its fused score, `margin` its
    lead over the next document, `not_known_lead` how much nearer a question lies that the sources are known not to
    answer, `contrast_over_*` how much nearer one that is not for them at all.

    How much is met: `coverage_*` are idf-weighted shares of the asked words in the first passage, the first three,
    the corpus; `gram_coverage` that of letter groups and `question_overlap` the Jaccard index with the words of its
    nearest question; `rarest_missing` the relative weight of the heaviest asked word that the first three lack.

    What a near miss gives away: `unknown_name`, a capitalised word that the corpus lacks, `absent_name`, one that
    the first three passages lack, `missing_year` and `missing_number` likewise, `missing_kind`, a figure, price or
    date asked for and not there; that no one sentence says it all, where `sentence_coverage` is the largest share of
    the asked words in one sentence, `kind_coverage` in one that has the kind asked for, and `sentence_gap` how much
    more three passages together have; and what is asked: `asks_about_now`, `asks_what_is_said`, `asks_wording`,
    `asks_rank`, `asks_which`.
    """

    body_similarity: float
    sentence_similarity: float
    question_similarity: float
    has_questions: float
    score: float
    margin: float
    not_known_lead: float
    contrast_over_question: float
    contrast_over_sentence: float
    coverage_first: float
    coverage_three: float
    coverage_corpus: float
    gram_coverage: float
    question_overlap: float
    rarest_missing: float
    unknown_name: float
    absent_name: float
    missing_year: float
    missing_number: float
    missing_kind: float
    sentence_coverage: float
    kind_coverage: float
    sentence_gap: float
    asks_wording: float
    asks_rank: float
    asks_which: float
    asks_about_now: float
    asks_what_is_said: float
    asks_number: float
    asks_price: float
    asks_name: float
    asks_place: float
    asks_yes_no: float
    has_name: float
    names_a_case: float
    is_english: float
    is_follow_up: float
    term_count: float


SUBJECT_SIGNALS = (
    "body_similarity",
    "sentence_similarity",
    "question_similarity",
    "has_questions",
    "score",
    "margin",
    "contrast_over_question",
    "contrast_over_sentence",
    "coverage_first",
    "coverage_three",
    "coverage_corpus",
    "gram_coverage",
    "question_overlap",
    "names_a_case",
    "is_english",
    "is_follow_up",
    "term_count",
)
"""What tells whether a question belongs to the sources."""

DETAIL_SIGNALS = tuple(field.name for field in fields(Signals) if not field.name.startswith("contrast"))
"""What tells whether the very thing asked for is there."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of the two verdicts by signal, each with an `intercept`, and the probability below which to refuse."""

    subject: Mapping[str, float]
    detail: Mapping[str, float]
    threshold: float


@lru_cache(maxsize=1)
def load_fitted() -> Fitted:
    """What was fitted, committed beside this module."""
    text = resources.files("assistant.retrieval").joinpath("sufficiency.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return Fitted(found["subject"], found["detail"], found["threshold"])


def probability(signals: Signals, fitted: Fitted) -> float:
    """The chance in (0, 1) that the passages answer the question: both verdicts by logistic regression, multiplied."""
    values = asdict(signals)
    return _chance(values, fitted.subject) * _chance(values, fitted.detail)


def _chance(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = sum(weight * values.get(name, 1.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def judge(hits: tuple[Hit, ...], signals: Signals, *, threshold: float) -> Evidence:
    """The verdict on one hit or more; a probability below `threshold` is a refusal.

    A section that only says what is *not* known refuses by itself; it is quoted where it covers what was asked.
    """
    chance = probability(signals, load_fitted())
    reason: RefusalReason | None = None
    if hits[0].passage.not_known and signals.coverage_first >= NOT_KNOWN_COVERAGE:
        reason = "not_known"
    elif hits[0].passage.not_known or chance < threshold:
        reason = "not_found"
    return Evidence(hits, sufficient=reason is None, probability=chance, reason=reason)


def read_signals(
    query: Query,
    hits: Sequence[Hit],
    *,
    lexical: LexicalIndex,
    numbers: Sequence[int],
    near: Nearness,
) -> Signals:
    """What the verdict rests on.

    Args:
        query: the question understood.
        hits: one or more, best first.
        lexical: the words of all passages.
        numbers: where the first `READ_PASSAGES` hits stand in `lexical`.
        near: how near the question lies to what the index holds.
    """
    language = query.language
    first = hits[0].passage
    terms = list(dict.fromkeys(query.terms))
    weights = {term: lexical.weight(term, language) for term in terms}
    met = lexical.met(terms, language=language, numbers=numbers)
    heaviest = max((weights[term] for term in terms if term not in met), default=0.0)
    others = [hit.score for hit in hits if hit.passage.document_id != first.document_id]
    shown = [_shown_text(hit.passage, language) for hit in hits[:READ_PASSAGES]]
    names = _names(query)
    asks = query.asks_for
    in_sentence, in_sentence_of_kind = _coverage_by_sentence(weights, hits[:READ_PASSAGES], language, asks)
    return Signals(
        body_similarity=_or_zero(near.body),
        sentence_similarity=_or_zero(near.sentence),
        question_similarity=_or_zero(near.question),
        has_questions=float(not math.isnan(near.question)),
        score=hits[0].score / 10,
        margin=min(WIDEST_MARGIN, hits[0].score - others[0]) if others else WIDEST_MARGIN,
        not_known_lead=_or_zero(near.not_known - near.question),
        contrast_over_question=_or_zero(near.contrast - near.any_question),
        contrast_over_sentence=_or_zero(near.contrast - near.any_sentence),
        coverage_first=lexical.coverage(terms, language=language, numbers=numbers[:1]),
        coverage_three=lexical.coverage(terms, language=language, numbers=numbers),
        coverage_corpus=lexical.coverage(terms, language=language),
        gram_coverage=lexical.share_of_grams(query.searched, language=language, number=numbers[0]),
        question_overlap=_question_overlap(terms, first, language) if "questions" in lexical.parts else 0.0,
        rarest_missing=heaviest / (sum(weights.values()) or 1.0),
        unknown_name=float(any(not _is_known(name, lexical) for name in names)),
        absent_name=float(any(not _stands_in(name, shown) for name in names)),
        missing_year=float(giveaways.missing_years(query.searched, " ".join(shown))),
        missing_number=float(giveaways.missing_numbers(query.searched, " ".join(shown))),
        missing_kind=float(giveaways.lacks_kind(asks, " ".join(shown[:2]))),
        sentence_coverage=in_sentence,
        kind_coverage=in_sentence_of_kind,
        sentence_gap=lexical.coverage(terms, language=language, numbers=numbers) - in_sentence,
        asks_wording=float(giveaways.asks_for_wording(query.searched)),
        asks_rank=float(giveaways.asks_for_rank(query.searched)),
        asks_which=float(giveaways.asks_which(query.searched)),
        asks_about_now=float(giveaways.asks_about_now(query.question)),
        asks_what_is_said=float(giveaways.asks_what_is_said(query.question)),
        asks_number=float("number" in asks),
        asks_price=float("price" in asks),
        asks_name=float("name" in asks),
        asks_place=float("place" in asks),
        asks_yes_no=float("yes_no" in asks),
        has_name=float(bool(names)),
        names_a_case=float(bool(query.document_ids | query.earlier_document_ids)),
        is_english=float(language == "en"),
        is_follow_up=float(query.is_follow_up),
        term_count=min(10, len(terms)) / 10,
    )


def _coverage_by_sentence(
    weights: Mapping[str, float], hits: Sequence[Hit], language: Language, asks_for: frozenset[str]
) -> tuple[float, float]:
    """The largest weighted share of the asked words that one sentence of the hits has, under its headings.

    Of any sentence first, then of those alone that have the figure, price or date that is asked for.
    """
    total = sum(weights.values()) or 1.0
    best = best_of_kind = 0.0
    for hit in hits:
        passage = hit.passage
        above = frozenset(content_words(" ".join((passage.title, *passage.heading_path)), language))
        for sentence in _sentences(passage, language):
            met = above | frozenset(content_words(sentence, language))
            share = sum(weight for term, weight in weights.items() if term in met) / total
            best = max(best, share)
            if not giveaways.lacks_kind(asks_for, sentence):
                best_of_kind = max(best_of_kind, share)
    return best, best_of_kind


def _sentences(passage: Passage, language: Language) -> list[str]:
    if language == "en" and passage.renderings:
        return [rendering.text for rendering in passage.renderings]
    return [passage.quote(*span) for span in passage.sentences]


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _shown_text(passage: Passage, language: Language) -> str:
    renderings = " ".join(rendering.text for rendering in passage.renderings) if language == "en" else ""
    return " ".join((passage.title, *passage.heading_path, passage.text, renderings))


def _names(query: Query) -> list[str]:
    """Capitalised words in mid-sentence, without punctuation."""
    found = (word.strip(".,:;!?()»«\"'’") for word in query.searched.split()[1:])
    return [word for word in found if word[:1].isupper() and word.casefold() not in STOP_WORDS[query.language]]


def _is_known(name: str, lexical: LexicalIndex) -> bool:
    """Whether every part of a name occurs somewhere in the corpus, in either language."""
    return all(
        any(lexical.is_known(base_form(part, language), language) for language in LANGUAGES) for part in words(name)
    )


def _stands_in(name: str, texts: Sequence[str]) -> bool:
    """Whether a name, or what a genitive -s leaves of it, stands in any of the texts."""
    folded = fold(name)
    bare = re.sub(r"['’]?s$", "", folded)
    return any(folded in fold(text) or bare in fold(text) for text in texts)


def _question_overlap(terms: Sequence[str], passage: Passage, language: Language) -> float:
    asked = set(terms)
    shares = [0.0]
    for question in passage.questions_da if language == "da" else passage.questions_en:
        own = set(content_words(question, language))
        if asked | own:
            shares.append(len(asked & own) / len(asked | own))
    return max(shares)
