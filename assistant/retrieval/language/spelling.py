"""Mends typing errors against the words the corpus uses; what is a word, or a name of its own, is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.retrieval.language.normalise import fold, words

SHORTEST_CHARS = 5
LONG_CHARS = 8
WORD = re.compile(r"[^\W\d_]+")


class Speller:
    """Knows the words of a corpus and finds the one that was meant."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Learn every word of `texts`; of two spellings that fold alike the first stands."""
        self._spellings: dict[str, str] = {}
        for text in texts:
            for word in words(text):
                if len(word) >= SHORTEST_CHARS and word.isalpha():
                    self._spellings.setdefault(fold(word), word)
        self._folded = tuple(self._spellings)

    def correct(self, text: str) -> str:
        """`text` with each misspelled word replaced by the nearest word of the corpus; otherwise unchanged."""
        return WORD.sub(lambda found: self._nearest(found[0]), text)

    def _nearest(self, word: str) -> str:
        """One word, mended where exactly one step (two in a long word) leads to a word of the corpus.

        Optimal string alignment, so that two letters swapped are one step.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        folded = fold(word)
        if len(word) < SHORTEST_CHARS or folded in self._spellings or _is_a_word(word):
            return word
        steps = 2 if len(word) >= LONG_CHARS else 1
        found = process.extractOne(folded, self._folded, scorer=OSA.distance, score_cutoff=steps)
        return self._spellings[found[0]] if found and found[0][0] == folded[0] else word


def _is_a_word(word: str) -> bool:
    import simplemma

    lowered = word.casefold()
    return any(simplemma.is_known(form, lang=("da", "en")) for form in {word, lowered, lowered.capitalize()})
