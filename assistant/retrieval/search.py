"""From a question understood to all passages in order, and whether the first of them suffice."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Protocol

import numpy as np

from assistant.datamodels import Evidence, Field, Hit, Language, Passage, RefusalReason
from assistant.protocols import Embedder, Index, Vectors
from assistant.retrieval import sufficiency
from assistant.retrieval.fusion import WEIGHTS, FusionWeights, coverage_ramp, fuse_lexical, fuse_views, standardise
from assistant.retrieval.language.normalise import STOP_WORDS, base_form, content_words, grams, words
from assistant.retrieval.language.question import Query
from assistant.retrieval.lexical import PARTS, LexicalIndex, Part, Unit
from assistant.retrieval.lists import item_starts

CANDIDATES = 1_000
SHOWN = 50
NOT_KNOWN_COVERAGE = 0.5
VECTOR_FIELDS: tuple[Field, ...] = ("body", "english", "question")

STEPS: Mapping[str, str] = {
    "section-questions": "the everyday questions that sections carry, in vectors and in words",
    "vectors": "the embedding model (words alone)",
    "words": "BM25 over base forms",
    "grams": "BM25 over letter groups",
    "hubness": "the correction for passages that lie near every question",
    "coverage": "weighing words by how much of the question's vocabulary the corpus knows",
    "names": "leaning towards documents named in the question or cited before it",
}


class Served(Protocol):
    """Gives the index that is served now."""

    def latest(self) -> Index:
        """The same object until another index has taken its place."""


class PassageSearch:
    """Searches one open index; made once per index and shared by all sessions."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        *,
        weights: FusionWeights = WEIGHTS,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare the lexical tables of all passages.

        Raises:
            ValueError: `without` names a step that is not in `STEPS`.
        """
        if unknown := without - STEPS.keys():
            raise ValueError(f"no such step of retrieval: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
        self.index = index
        self.passages: tuple[Passage, ...] = tuple(index.passages.values())
        self.names = document_names(index)
        self._embedder = embedder
        self._weights = weights
        self._without = without
        self._numbers = {passage.id: number for number, passage in enumerate(self.passages)}
        self._lexical = LexicalIndex(self.passages)

    def embed(self, query: Query) -> Vectors:
        """The unit vector of the question, `(dimension,)`."""
        vector: Vectors = self._embedder.embed_questions([query.searched])[0]
        return vector

    def rank(self, query: Query, vector: Vectors) -> tuple[Hit, ...]:
        """The passages best first, at most `SHOWN` of them; empty for an empty index."""
        body = self._similarities("body", vector)
        question = self._similarities("question", vector)
        english = self._similarities("english", vector) if query.language == "en" else np.full_like(body, np.nan)
        scores = self._fuse(query, body=body, question=question, english=english)
        order = np.argsort(-scores, kind="stable")[:SHOWN]
        return tuple(Hit(self.passages[number], float(scores[number])) for number in order)

    def weigh(self, query: Query, hits: tuple[Hit, ...], vector: Vectors, *, threshold: float) -> Evidence:
        """The hits with the verdict on whether the first of them answer the question."""
        if not hits:
            return Evidence((), sufficient=False, probability=0.0, reason="not_found")
        signals = self.signals(query, hits, vector)
        chance = sufficiency.probability(signals)
        reason: RefusalReason | None = None
        if hits[0].passage.not_known and signals.coverage_first >= NOT_KNOWN_COVERAGE:
            reason = "not_known"
        elif chance < threshold or hits[0].passage.not_known:
            reason = "not_found"
        return Evidence(hits, sufficient=reason is None, probability=chance, reason=reason)

    def nearest_questions(self, vector: Vectors, *, language: Language, count: int) -> tuple[str, ...]:
        """Questions that sections of the corpus answer, nearest first, one for each section."""
        found: list[str] = []
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for match in self.index.nearest("question", vector, count=CANDIDATES):
            passage = self.index.passages[match.passage_id]
            section = (passage.document_id, passage.heading_path)
            if match.language == language and not passage.not_known and section not in seen:
                seen.add(section)
                found.append(match.text)
            if len(found) == count:
                break
        return tuple(found)

    def _similarities(self, field: Field, vector: Vectors, *, only: str | None = None) -> Vectors:
        """`(n_passages,)` best corrected cosine of each passage's rows in a field; NaN where it has none."""
        found = np.full(len(self.passages), np.nan, dtype=np.float32)
        if field == "question" and "section-questions" in self._without:
            return found
        share = 0.0 if "hubness" in self._without else self._weights.hubness
        for match in self.index.nearest(field, vector, count=CANDIDATES, passage_ids=[only] if only else None):
            number = self._numbers[match.passage_id]
            found[number] = np.fmax(found[number], match.similarity - share * match.hubness)
        return found

    def _fuse(self, query: Query, *, body: Vectors, question: Vectors, english: Vectors) -> Vectors:
        weights = self._weights
        scores = np.zeros(len(self.passages), dtype=np.float32)
        if "vectors" not in self._without:
            near = np.nan_to_num(standardise(body), nan=-2.0)
            if query.language == "en":
                near = fuse_views(near, standardise(english), share=weights.english)
            scores += fuse_views(near, standardise(question), share=weights.question)
        for language, trust in self._trusted_languages(query):
            lexical = fuse_lexical(self._lexical_parts(query.searched, language), weights)
            if lexical is not None:
                scores += weights.lexical * trust * lexical
        for number, passage in enumerate(self.passages):
            if passage.kind == "reflection":
                scores[number] += weights.reflection * (1 if "reflection" in query.asks_for else -1)
            if query.counted and len(item_starts(passage)) == query.counted:
                scores[number] += weights.counted
            if "names" not in self._without:
                scores[number] += weights.named * (passage.document_id in query.document_ids)
                scores[number] += weights.earlier * (passage.document_id in query.earlier_document_ids)
        return scores

    def _trusted_languages(self, query: Query) -> tuple[tuple[Language, float], ...]:
        """The languages whose words are compared, each with how far it is trusted in [0, 1]."""
        languages: tuple[Language, ...] = ("da",) if query.language == "da" else ("en", "da")
        if "coverage" in self._without:
            return tuple((language, 1.0) for language in languages)
        return tuple(
            (
                language,
                coverage_ramp(
                    self._lexical.coverage(content_words(query.searched, language), language=language), self._weights
                ),
            )
            for language in languages
        )

    def _lexical_parts(self, text: str, language: Language) -> dict[tuple[Unit, Part], Vectors]:
        units: tuple[Unit, ...] = ("words", "grams")
        return {
            (unit, part): self._lexical.scores(text, language=language, unit=unit, part=part)
            for unit in units
            if unit not in self._without
            for part in PARTS
            if not (part == "questions" and "section-questions" in self._without)
        }

    def signals(self, query: Query, hits: tuple[Hit, ...], vector: Vectors) -> sufficiency.Signals:
        """What the verdict rests on, from one hit or more."""
        first = hits[0].passage
        language = query.language
        near = {field: self._similarities(field, vector, only=first.id) for field in VECTOR_FIELDS}
        own = self._numbers[first.id]
        body = near["body"][own] if language == first.language else np.fmax(near["body"][own], near["english"][own])
        numbers = [self._numbers[hit.passage.id] for hit in hits[:3]]
        terms = list(dict.fromkeys(query.terms))
        weights = {term: self._lexical.weight(term, language) for term in terms}
        missing = [term for term in terms if not self._lexical.coverage([term], language=language, numbers=numbers)]
        others = [hit.score for hit in hits if hit.passage.document_id != first.document_id]
        shown = " ".join(_shown_text(hit.passage, language) for hit in hits[:2])
        return sufficiency.Signals(
            question_similarity=_number(near["question"][own]),
            body_similarity=_number(body),
            has_questions=float(not np.isnan(near["question"][own])),
            coverage_first=self._lexical.coverage(terms, language=language, numbers=numbers[:1]),
            coverage_three=self._lexical.coverage(terms, language=language, numbers=numbers),
            coverage_corpus=self._lexical.coverage(terms, language=language),
            gram_coverage=self._gram_coverage(query, first),
            rarest_missing=max((weights[term] for term in missing), default=0.0) / (sum(weights.values()) or 1.0),
            unknown_name=float(self._has_unknown_name(query)),
            missing_kind=float(sufficiency.lacks_kind(query.asks_for, shown)),
            margin=min(2.0, hits[0].score - others[0]) if others else 2.0,
            is_english=float(language == "en"),
            is_follow_up=float(query.is_follow_up),
            term_count=min(10, len(terms)) / 10,
        )

    def _gram_coverage(self, query: Query, passage: Passage) -> float:
        asked = set(grams(query.searched, query.language))
        questions = () if "section-questions" in self._without else (*passage.questions_da, *passage.questions_en)
        text = " ".join((passage.title, *passage.heading_path, _shown_text(passage, query.language), *questions))
        met = asked & set(grams(text, query.language))
        return len(met) / len(asked) if asked else 0.0

    def _has_unknown_name(self, query: Query) -> bool:
        """Whether a capitalised word in mid-sentence occurs nowhere in the corpus, in either language."""
        for word in query.searched.split()[1:]:
            bare = word.strip(".,:;!?()»«\"'’")
            if bare[:1].isupper() and bare.casefold() not in STOP_WORDS[query.language]:
                for part in words(bare):
                    if not any(
                        self._lexical.is_known(base_form(part, language), language) for language in ("da", "en")
                    ):
                        return True
        return False


class ServedSearch:
    """The search over the index that is served now; made anew when an ingest has put another in its place."""

    def __init__(self, served: Served, embedder: Embedder, *, without: frozenset[str] = frozenset()) -> None:
        """Search whatever `served.latest()` gives, with steps of `STEPS` left out."""
        self._served = served
        self._embedder = embedder
        self._without = without
        self._lock = threading.Lock()
        self._search: PassageSearch | None = None

    def latest(self) -> PassageSearch:
        """The search to answer the next question from.

        Raises:
            IndexUnavailableError: there is no index that can be used.
        """
        index = self._served.latest()
        with self._lock:
            if self._search is None or self._search.index is not index:
                self._search = PassageSearch(index, self._embedder, without=self._without)
            return self._search


def document_names(index: Index) -> Mapping[str, frozenset[str]]:
    """Base forms of the proper names of case documents, each with the documents it names.

    A name is a capitalised word of title, workplace or municipality that at most two documents share.
    """
    named: dict[str, set[str]] = {}
    for document in index.documents.values():
        if document.kind == "case":
            place = (document.title, document.workplace or "", document.municipality_or_region or "")
            for word in " ".join(place).split():
                if word[:1].isupper():
                    for term in content_words(word, "da"):
                        named.setdefault(term, set()).add(document.id)
    generic = {base_form(word, "da") for word in ("kommune", "region", "center", "centret", "ledelse")}
    return {
        term: frozenset(ids) for term, ids in named.items() if len(ids) <= 2 and term not in generic and len(term) > 3
    }


def _number(value: np.float32) -> float:
    return 0.0 if np.isnan(value) else float(value)


def _shown_text(passage: Passage, language: Language) -> str:
    renderings = " ".join(rendering.text for rendering in passage.renderings) if language == "en" else ""
    return f"{passage.text} {renderings}"
