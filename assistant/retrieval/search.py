"""From a question understood to all passages in order, and whether the first of them suffice."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from assistant.datamodels import Evidence, Field, Hit, Language, Match, Passage
from assistant.protocols import Embedder, Index, Vectors
from assistant.retrieval import sufficiency
from assistant.retrieval.fusion import WEIGHTS, FusionWeights, coverage_ramp, fuse_lexical, fuse_views, standardise
from assistant.retrieval.hostility import hostility, is_hostile
from assistant.retrieval.language.normalise import content_words
from assistant.retrieval.language.patterns import HALLMARK
from assistant.retrieval.language.question import HALLMARK_NAME, Query
from assistant.retrieval.language.spelling import Speller
from assistant.retrieval.lexical import PARTS, LexicalIndex, Part, Unit
from assistant.retrieval.lists import item_starts

CANDIDATES = 500
SHOWN = 50
GENERIC_NAMES = frozenset({"kommune", "region", "center", "centre", "ledelse"})

STEPS: Mapping[str, str] = {
    "section-questions": "the everyday questions that sections carry, in vectors and in words",
    "sentences": "the nearest single sentence of each passage",
    "vectors": "the embedding model (words alone)",
    "words": "BM25 over base forms",
    "grams": "BM25 over letter groups",
    "hubness": "the correction for passages that lie near every question",
    "coverage": "weighing words by how much of the question's vocabulary the corpus knows",
    "spelling": "mending typing errors against the corpus's words",
    "hostility": "telling from its vector that a question wants what nobody should be helped with",
    "names": "leaning towards documents named in the question or cited before it",
}


@dataclass(frozen=True, slots=True)
class Views:
    """How near every passage lies to one question, `(n_passages,)` each: corrected cosines of its best rows.

    NaN where a passage has no row of that kind. `contrast` is how near the nearest question lies that is not for
    the sources at all, `hostility` how far it lies beyond what is genuine.
    """

    body: Vectors
    sentence: Vectors
    question: Vectors
    english: Vectors
    contrast: float
    hostility: float


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
        self._speller = Speller(_all_words(index))
        self._not_known = np.array([passage.not_known for passage in self.passages], dtype=bool)
        self._numbers = {passage.id: number for number, passage in enumerate(self.passages)}
        parts = [part for part in PARTS if not (part == "questions" and "section-questions" in without)]
        self._lexical = LexicalIndex(self.passages, parts=parts)

    def with_weights(self, weights: FusionWeights) -> PassageSearch:
        """The same search, weighing its views otherwise."""
        other = copy.copy(self)
        other._weights = weights
        return other

    def correct(self, query: Query) -> Query:
        """The query with its typing errors mended, against the words of this corpus."""
        if "spelling" in self._without:
            return query
        searched = self._speller.correct(query.searched)
        if searched == query.searched:
            return query
        return replace(query, searched=searched, terms=tuple(content_words(searched, query.language)))

    def embed(self, query: Query) -> Vectors:
        """The unit vector of the question, `(dimension,)`."""
        vector: Vectors = self._embedder.embed_questions([query.searched])[0]
        return vector

    def look(self, query: Query, vector: Vectors) -> Views:
        """Every passage as seen from the question: its body, sentences, questions and, in English, its renderings."""
        nothing = np.full(len(self.passages), np.nan, dtype=np.float32)
        return Views(
            body=self._similarities("body", vector),
            sentence=nothing if "sentences" in self._without else self._similarities("sentence", vector),
            question=nothing if "section-questions" in self._without else self._similarities("question", vector),
            english=nothing if query.language == "da" else self._similarities("english", vector),
            contrast=max(map(self._corrected, self.index.nearest("contrast", vector, count=5)), default=0.0),
            hostility=-np.inf if "hostility" in self._without else hostility(vector, model=self._embedder.name),
        )

    def rank(self, query: Query, views: Views) -> tuple[Hit, ...]:
        """The passages best first, at most `SHOWN` of them; empty for an empty index."""
        scores = self._fuse(query, views)
        order = np.argsort(-scores, kind="stable")[:SHOWN]
        return tuple(Hit(self.passages[number], float(scores[number])) for number in order)

    def weigh(self, query: Query, hits: tuple[Hit, ...], views: Views, *, threshold: float | None) -> Evidence:
        """The hits with the verdict on whether the first of them answer the question; None is the fitted threshold."""
        if not hits:
            return Evidence((), sufficient=False, probability=0.0, reason="not_found")
        fitted = sufficiency.load_fitted().threshold
        if threshold is None:
            threshold = sufficiency.BESIDE_WHAT_WAS_SET_ASIDE if query.has_set_aside else fitted
        evidence = sufficiency.judge(hits, self.signals(query, hits, views), threshold=threshold)
        if is_hostile(views.hostility, certainty=evidence.probability - fitted):
            return replace(evidence, sufficient=False, reason="hostile")
        return evidence

    def signals(self, query: Query, hits: tuple[Hit, ...], views: Views) -> sufficiency.Signals:
        """What the verdict rests on, from one hit or more."""
        first = self._numbers[hits[0].passage.id]
        return sufficiency.read_signals(
            query,
            hits,
            lexical=self._lexical,
            numbers=[self._numbers[hit.passage.id] for hit in hits[: sufficiency.READ_PASSAGES]],
            near=sufficiency.Nearness(
                body=float(np.fmax(views.body[first], views.english[first])),
                sentence=float(views.sentence[first]),
                question=float(views.question[first]),
                any_sentence=_highest(views.sentence),
                any_question=_highest(views.question),
                not_known=_highest(views.question[self._not_known]),
                contrast=views.contrast,
            ),
        )

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

    def _similarities(self, field: Field, vector: Vectors) -> Vectors:
        """`(n_passages,)` best corrected cosine of each passage's rows in a field; NaN where it has none."""
        found = np.full(len(self.passages), np.nan, dtype=np.float32)
        best: dict[str, float] = {}
        for match in self.index.nearest(field, vector, count=CANDIDATES):
            best[match.passage_id] = max(best.get(match.passage_id, -1.0), self._corrected(match))
        found[[self._numbers[passage_id] for passage_id in best]] = list(best.values())
        return found

    def _corrected(self, match: Match) -> float:
        share = 0.0 if "hubness" in self._without else self._weights.hubness
        return match.similarity - share * match.hubness

    def _fuse(self, query: Query, views: Views) -> Vectors:
        weights = self._weights
        scores = np.zeros(len(self.passages), dtype=np.float32)
        if "vectors" not in self._without:
            near = np.nan_to_num(standardise(views.body), nan=-2.0)
            if query.language == "en":
                near = fuse_views(near, standardise(views.english), share=weights.english)
            near = fuse_views(near, standardise(views.sentence), share=weights.sentence)
            scores += fuse_views(near, standardise(views.question), share=weights.question)
        for language, trust in self._trusted_languages(query):
            lexical = fuse_lexical(self._lexical_parts(query.searched, language), weights)
            if lexical is not None:
                scores += weights.lexical * trust * lexical
        for number, passage in enumerate(self.passages):
            if passage.kind == "reflection":
                scores[number] += weights.reflection_asked if "reflection" in query.asks_for else weights.reflection
            scores[number] -= weights.not_known * passage.not_known
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
            for part in self._lexical.parts
        }


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
    """Names, each with the documents it names: proper names of cases as base forms, and "kendetegn 3".

    A proper name is a capitalised word of title, workplace or municipality that at most two documents share.
    """
    named: dict[str, set[str]] = {}
    for document in index.documents.values():
        if document.kind == "case":
            place = (document.title, document.workplace or "", document.municipality_or_region or "")
            for word in " ".join(place).split():
                if word[:1].isupper():
                    for term in (*content_words(word, "da"), *content_words(word, "en")):
                        named.setdefault(term, set()).add(document.id)
    proper = {
        term: frozenset(ids)
        for term, ids in named.items()
        if len(ids) <= 2 and term not in GENERIC_NAMES and len(term) > 3
    }
    hallmarks: dict[str, set[str]] = {}
    for document in index.documents.values():
        if document.kind in ("hallmark", "reflection") and (match := HALLMARK.search(document.title)):
            hallmarks.setdefault(f"{HALLMARK_NAME} {match['digit']}", set()).add(document.id)
    return proper | {name: frozenset(ids) for name, ids in hallmarks.items()}


def _highest(scores: Vectors) -> float:
    """The highest of `(n,)` scores, NaN left out; NaN where there are none."""
    present = scores[~np.isnan(scores)]
    return float(present.max()) if len(present) else float("nan")


def _all_words(index: Index) -> Iterator[str]:
    for document in index.documents.values():
        yield document.title
        yield document.text
    for passage in index.passages.values():
        yield from (rendering.text for rendering in passage.renderings)
        yield from passage.questions_da
        yield from passage.questions_en
