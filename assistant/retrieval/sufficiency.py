"""Do the passages answer the question? A calibrated probability from evidence that a cosine alone cannot give.

A near miss (the right topic, but a price, a page number, a name the sources lack) lies as near in meaning as an
answer does, so the words asked for, and the kind of thing asked for, weigh in. The weights are fitted by
`python -m evals.fit_sufficiency` on our own dev questions.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import resources

from assistant.datamodels import Evidence, Hit, Language, Passage, RefusalReason
from assistant.retrieval.language.normalise import STOP_WORDS, base_form, content_words, fold, words
from assistant.retrieval.language.question import Query
from assistant.retrieval.lexical import LexicalIndex

READ_PASSAGES = 3
NOT_KNOWN_COVERAGE = 0.5
WIDEST_MARGIN = 2.0
LANGUAGES: tuple[Language, ...] = ("da", "en")

PRICE = re.compile(r"\d[\d.,]*\s*(kr\b|kroner|mio\b|mia\b|million|billion|dkk)|\b(gratis|free)\b", re.I)
DIGIT = re.compile(
    r"\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|two|three|four|five|six|seven|eight|nine|ten|half|halvdel\w*)\b", re.I
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NOW = re.compile(r"\b(i dag|i år|lige nu|nu|for tiden|i øjeblikket|today|now|currently|this year)\b", re.I)


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about a question and the passages found for it; each about in [0, 1], or 0 or 1.

    How near the first passage lies: `question_similarity` and `body_similarity` are corrected cosines (the first is
    0 where it has no questions), `score` its fused score, `margin` its lead over the next document,
    `not_known_lead` how much nearer a question lies that the sources are known not to answer.

    How much of what was asked is met: `coverage_*` are idf-weighted shares of the asked words in the first passage,
    the first three, the corpus; `gram_coverage` that of letter groups and `question_overlap` the Jaccard index with
    the words of its nearest question; `rarest_missing` the relative weight of the heaviest asked word that the
    first three lack.

    What a near miss gives away: `unknown_name`, a capitalised word that the corpus lacks, `absent_name`, one that
    the first three passages lack, `missing_year` likewise, `asks_about_now`, and `missing_kind`, a figure, price or
    date asked for and not there.
    """

    question_similarity: float
    body_similarity: float
    has_questions: float
    score: float
    margin: float
    not_known_lead: float
    coverage_first: float
    coverage_three: float
    coverage_corpus: float
    gram_coverage: float
    question_overlap: float
    rarest_missing: float
    unknown_name: float
    absent_name: float
    missing_year: float
    missing_kind: float
    asks_about_now: float
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


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Weights by signal, and `intercept`; fitted, committed beside this module."""
    text = resources.files("assistant.retrieval").joinpath("sufficiency.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


def probability(signals: Signals) -> float:
    """The chance in (0, 1) that the passages answer the question, by logistic regression over the signals.

    A signal that was not fitted has no say.
    """
    weights = load_weights()
    total = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in asdict(signals).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def judge(hits: tuple[Hit, ...], signals: Signals, *, threshold: float) -> Evidence:
    """The verdict on one hit or more.

    A section that only says what is *not* known refuses by itself; it is quoted where it covers what was asked.
    """
    chance = probability(signals)
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
    body_similarity: float,
    question_similarity: float,
    not_known_similarity: float,
) -> Signals:
    """What the verdict rests on.

    Args:
        query: the question understood.
        hits: one or more, best first.
        lexical: the words of all passages.
        numbers: where the first `READ_PASSAGES` hits stand in `lexical`.
        body_similarity: corrected cosine of the first hit, in the language asked.
        question_similarity: that of its nearest question; NaN where it has none.
        not_known_similarity: that of the nearest question of a section that only says what is not known, or NaN.
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
    lead = not_known_similarity - question_similarity
    return Signals(
        question_similarity=0.0 if math.isnan(question_similarity) else question_similarity,
        body_similarity=body_similarity,
        has_questions=float(not math.isnan(question_similarity)),
        score=hits[0].score / 10,
        margin=min(WIDEST_MARGIN, hits[0].score - others[0]) if others else WIDEST_MARGIN,
        not_known_lead=0.0 if math.isnan(lead) else lead,
        coverage_first=lexical.coverage(terms, language=language, numbers=numbers[:1]),
        coverage_three=lexical.coverage(terms, language=language, numbers=numbers),
        coverage_corpus=lexical.coverage(terms, language=language),
        gram_coverage=lexical.share_of_grams(query.searched, language=language, number=numbers[0]),
        question_overlap=_question_overlap(terms, first, language) if "questions" in lexical.parts else 0.0,
        rarest_missing=heaviest / (sum(weights.values()) or 1.0),
        unknown_name=float(any(not _is_known(name, lexical) for name in names)),
        absent_name=float(any(not _stands_in(name, shown) for name in names)),
        missing_year=float(bool(set(YEAR.findall(query.searched)) - set(YEAR.findall(" ".join(shown))))),
        missing_kind=float(lacks_kind(asks, " ".join(shown[:2]))),
        asks_about_now=float(bool(NOW.search(query.question))),
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


def lacks_kind(asks_for: frozenset[str], text: str) -> bool:
    """Whether a figure, price or date is asked for and `text` has none of the kind."""
    if "price" in asks_for:
        return not PRICE.search(text)
    if "contact" in asks_for:
        return True
    if "date" in asks_for:
        return not YEAR.search(text)
    return "number" in asks_for and not DIGIT.search(text)


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
