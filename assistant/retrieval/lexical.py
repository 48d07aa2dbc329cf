"""BM25 over the words and over the letter groups of each passage, one small table for each of its fields."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

import numpy as np

from assistant.datamodels import Language, Passage
from assistant.protocols import Vectors
from assistant.retrieval.language.normalise import content_words, grams

Unit = Literal["words", "grams"]
Part = Literal["body", "heading", "questions"]
UNITS: Mapping[Unit, Callable[[str, Language], list[str]]] = {"words": content_words, "grams": grams}
PARTS: tuple[Part, ...] = ("body", "heading", "questions")


class Bm25:
    """Okapi BM25 (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75) with the idf of Lucene, which is never negative."""

    def __init__(self, texts: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75) -> None:
        """Index `texts`, each a list of terms; an empty list is a text that never scores."""
        self.size = len(texts)
        lengths = np.array([len(text) for text in texts], dtype=np.float32)
        filled = lengths[lengths > 0]
        mean = float(filled.mean()) if len(filled) else 1.0
        norms = k1 * (1 - b + b * lengths / mean)
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(texts):
            for term, count in Counter(text).items():
                postings[term].append((number, count))
        self.idf = {
            term: math.log(1 + (self.size - len(rows) + 0.5) / (len(rows) + 0.5)) for term, rows in postings.items()
        }
        self._rows = {term: np.array([number for number, _ in rows]) for term, rows in postings.items()}
        self._impacts: dict[str, Vectors] = {}
        for term, rows in postings.items():
            counts = np.array([count for _, count in rows], dtype=np.float32)
            self._impacts[term] = np.float32(self.idf[term] * (k1 + 1)) * counts / (counts + norms[self._rows[term]])

    def scores(self, terms: Iterable[str]) -> Vectors:
        """`(size,)` float32 in the order indexed, 0 where nothing matches; higher is better."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term in terms:
            if term in self._rows:
                scores[self._rows[term]] += self._impacts[term]
        return scores


class LexicalIndex:
    """The passages' words, in Danish and in English, ready to be scored against a question."""

    def __init__(self, passages: Sequence[Passage], *, parts: Sequence[Part] = PARTS) -> None:
        """Index these `parts` of `passages` in the order given; scores come back in that order."""
        self.parts = tuple(parts)
        self._passages = tuple(passages)
        self._tables = {
            (language, unit, part): Bm25(
                [UNITS[unit](_part(passage, part, language), language) for passage in passages]
            )
            for language in ("da", "en")
            for unit in UNITS
            for part in parts
        }
        self._vocabulary: dict[Language, dict[str, float]] = {}
        self._terms: dict[Language, tuple[frozenset[str], ...]] = {}
        for language in ("da", "en"):
            tables = [self._tables[language, "words", part] for part in parts]
            self._vocabulary[language] = {term: idf for table in reversed(tables) for term, idf in table.idf.items()}
            self._terms[language] = tuple(
                frozenset(term for part in parts for term in content_words(_part(passage, part, language), language))
                for passage in passages
            )
        self._rarest = math.log(1 + (len(passages) + 0.5) / 0.5)

    def scores(self, text: str, *, language: Language, unit: Unit, part: Part) -> Vectors:
        """`(n_passages,)` float32 BM25 scores of one part of every passage; zeros where nothing matches."""
        return self._tables[language, unit, part].scores(UNITS[unit](text, language))

    def weight(self, term: str, language: Language) -> float:
        """The idf of a base form; that of a word met nowhere is the largest."""
        return self._vocabulary[language].get(term, self._rarest)

    def is_known(self, term: str, language: Language) -> bool:
        """Whether a base form occurs in any passage."""
        return term in self._vocabulary[language]

    def met(self, terms: Sequence[str], *, language: Language, numbers: Iterable[int]) -> frozenset[str]:
        """Those of `terms` that occur in the passages of these numbers."""
        return frozenset(terms) & frozenset[str]().union(*(self._terms[language][number] for number in numbers))

    def share_of_grams(self, text: str, *, language: Language, number: int) -> float:
        """The share in [0, 1] of the letter groups of `text` met in one passage; 0 for a text that has none."""
        asked = set(grams(text, language))
        return len(asked & self._grams(language, number)) / len(asked) if asked else 0.0

    def coverage(self, terms: Sequence[str], *, language: Language, numbers: Iterable[int] | None = None) -> float:
        """The idf-weighted share in [0, 1] of `terms` met in the passages of these numbers; in any passage for None.

        0 for no terms.
        """
        total = sum(self.weight(term, language) for term in terms)
        if not total:
            return 0.0
        if numbers is None:
            return sum(self.weight(term, language) for term in terms if self.is_known(term, language)) / total
        met = self.met(terms, language=language, numbers=numbers)
        return sum(self.weight(term, language) for term in terms if term in met) / total

    def _grams(self, language: Language, number: int) -> set[str]:
        return set(grams(" ".join(_part(self._passages[number], part, language) for part in self.parts), language))


def _part(passage: Passage, part: Part, language: Language) -> str:
    if part == "heading":
        return " ".join((passage.title, *passage.heading_path))
    if part == "questions":
        return "\n".join(passage.questions_da if language == "da" else passage.questions_en)
    if language == "en" and passage.language == "da":
        return "\n".join(rendering.text for rendering in passage.renderings)
    return passage.text
