"""Whether a Danish sentence and its English rendering hold the same numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.datamodels import Document
from assistant.editing.findings import Finding, place_of, read_rows
from assistant.editing.names import Ordinary, find_names, known_words
from assistant.editing.numbers import confirmed_numbers, find_numbers


@dataclass(frozen=True, slots=True)
class Translation:
    """A name that is not kept in Danish: "Danske Regioner" and "Danish Regions"."""

    danish: str
    english: str


def read_translations(path: Path) -> tuple[Translation, ...]:
    """The translations of a file with two columns, Danish and English.

    Raises:
        FileError: a line is not right; names it.
    """
    return tuple(Translation(*fields) for _, fields in read_rows(path, columns=2))


def check_renderings(
    documents: Iterable[Document],
    *,
    translations: Sequence[Translation],
    ordinary_danish: Ordinary,
    ordinary_english: Ordinary,
) -> Iterator[Finding]:
    """Every number and name that stands in one language of a rendered sentence and not in the other.

    A Danish name is kept in English, or rendered as one of `translations` says.
    """
    longest_first = sorted(translations, key=lambda translation: -len(translation.danish))
    for place, danish, english in _pairs(documents):
        for found in find_numbers(danish, "da"):
            if not found.asks & confirmed_numbers(english, "en"):
                yield Finding("number_not_in_english", place, found.written, english)
        for found in find_numbers(english, "en"):
            if not found.asks & confirmed_numbers(danish, "da"):
                yield Finding("number_not_in_danish", place, found.written, english)
        kept_danish, kept_english = _without_translated(danish, english, longest_first)
        for name in _unconfirmed(kept_danish, english, ordinary_danish):
            yield Finding("name_not_in_english", place, name, english)
        for name in _unconfirmed(kept_english, danish, ordinary_english):
            yield Finding("name_not_in_danish", place, name, english)


def idle_translations(documents: Iterable[Document], translations: Iterable[Translation]) -> tuple[Translation, ...]:
    """The translations that no rendering makes use of."""
    pairs = list(_pairs(documents))
    return tuple(
        translation
        for translation in translations
        if not any(
            _finds(translation.danish, danish) and _finds(translation.english, english) for _, danish, english in pairs
        )
    )


def _pairs(documents: Iterable[Document]) -> Iterator[tuple[str, str, str]]:
    """Place, Danish and English of every rendering."""
    for document in documents:
        for section in document.sections:
            for rendering in section.renderings:
                yield place_of(document, section), document.text[rendering.start : rendering.end], rendering.text


def _expression(phrase: str) -> str:
    return rf"(?<![^\W_]){re.escape(phrase)}(?:['’]?s)?(?![^\W_])"


def _finds(phrase: str, text: str) -> bool:
    return re.search(_expression(phrase), text) is not None


def _without_translated(danish: str, english: str, translations: Iterable[Translation]) -> tuple[str, str]:
    """Both texts with a sign in place of what is translated, lest what stood on both sides of it become one name."""
    for translation in translations:
        if _finds(translation.danish, danish) and _finds(translation.english, english):
            danish = re.sub(_expression(translation.danish), "_", danish)
            english = re.sub(_expression(translation.english), "_", english)
    return danish, english


def _unconfirmed(words: str, other: str, ordinary: Ordinary) -> Iterator[str]:
    known = known_words([other])
    yield from (name.written for name in find_names(words, ordinary) if not known.confirms(name))
