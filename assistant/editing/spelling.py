"""Whether a text's words stand in Debian's spelling dictionaries (hunspell) or in our own list."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from assistant.datamodels import Document, Language
from assistant.editing.findings import Finding, place_of
from assistant.errors import CorpusError
from assistant.ingestion.located_yaml import read_text
from assistant.ingestion.markdown import find_headings
from assistant.text import checks as text

DICTIONARIES: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}

# What hunspell's dictionaries take for one word: only of such a word does it say that it, and not a part, is wrong.
_TOKENS = {
    "da": re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*[.-]?"),
    "en": re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*"),
}
_JOINTS = re.compile(r"[.'’-]")
_PIECE_CHARS = 2


def check_spelling(
    documents: Sequence[Document], own_words: Collection[str], *, language: Language
) -> Iterator[Finding]:
    """Every word that neither the dictionary of this language nor our own list has.

    Danish: titles, text and Danish questions. English: renderings and English questions, in which a word of the
    document's Danish text counts as right, as names and titles are kept.

    Raises:
        CorpusError: hunspell or the dictionary is not installed.
    """
    texts = list(_texts(documents, language))
    dictionary = _accepted((token for _, words, _ in texts for token in find_tokens(words, language)), language)
    for place, words, kept in texts:
        right = {*own_words, *kept}
        for token in find_tokens(words, language):
            for piece in _wrong_pieces(token, dictionary, right):
                yield Finding("misspelt", place, piece, words)


def idle_words(documents: Sequence[Document], own_words: Collection[str], *, language: Language) -> tuple[str, ...]:
    """The words of our own list without which nothing would be found.

    Raises:
        CorpusError: hunspell or the dictionary is not installed.
    """
    missed = {finding.item for finding in check_spelling(documents, (), language=language)}
    return tuple(word for word in own_words if missed.isdisjoint((word, f"{word}s")))


def read_own_words(path: Path) -> tuple[str, ...]:
    """Our own list, one word on a line; comments begin with #.

    Raises:
        FileError: the file cannot be read.
    """
    lines = (line.strip() for line in read_text(path).split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


def find_tokens(words: str, language: Language) -> tuple[str, ...]:
    """The words of a text in order.

    Danish ones keep their hyphens and stops, as "bl.a." and "it-system" are entries, English ones their apostrophes.
    """
    return tuple(match[0] for match in _TOKENS[language].finditer(words))


def has_dictionary(language: Language) -> bool:
    """Whether the spelling check of this language can be run here."""
    try:
        known_to_dictionary((), language)
    except CorpusError:
        return False
    return True


def known_to_dictionary(words: Iterable[str], language: Language) -> frozenset[str]:
    """Those of `words` that hunspell's dictionary of this language accepts, in one call of it.

    Raises:
        CorpusError: hunspell or the dictionary is not installed.
    """
    asked = sorted(set(words))
    try:
        done = subprocess.run(
            ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"],
            input="".join(f"{word}\n" for word in asked),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise CorpusError(text.NO_HUNSPELL, dictionary=DICTIONARIES[language]) from error
    return frozenset(asked) - frozenset(done.stdout.splitlines())


def _texts(documents: Iterable[Document], language: Language) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Place, text and the words that are right in it whatever the dictionary says."""
    for document in documents:
        danish_tokens = find_tokens(document.text, "da") if language == "en" else ()
        kept = frozenset(piece for token in danish_tokens for piece in (token, *_pieces(token)))
        if language == "da":
            yield document.id, document.title, frozenset()
            for heading in find_headings(document.text):
                yield document.id, heading.title, frozenset()
        for section in document.sections:
            place = place_of(document, section)
            danish = document.text[section.start : section.end]
            if language == "da":
                yield from ((place, words, frozenset()) for words in (danish, *section.questions_da))
            else:
                english = (*(rendering.text for rendering in section.renderings), *section.questions_en)
                yield from ((place, words, kept) for words in english)


def _accepted(tokens: Iterable[str], language: Language) -> frozenset[str]:
    return known_to_dictionary(
        (form for token in set(tokens) for form in (token, token.rstrip(".-"), *_pieces(token))), language
    )


def _wrong_pieces(token: str, dictionary: Collection[str], right: Collection[str]) -> Iterator[str]:
    """The token's pieces that are not right, none where it is right as it stands; a genitive of ours is."""
    if any(form in words for form in (token, token.rstrip(".-")) for words in (dictionary, right)):
        return
    yield from (
        piece
        for piece in _pieces(token)
        if piece not in dictionary and piece not in right and piece.removesuffix("s") not in right
    )


def _pieces(token: str) -> tuple[str, ...]:
    """What a token is joined from; single letters, as in "KL's", are left out."""
    return tuple(piece for piece in _JOINTS.split(token) if len(piece) >= _PIECE_CHARS)
