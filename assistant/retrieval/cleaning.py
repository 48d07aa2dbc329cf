"""Makes any text safe for an embedding model, whoever typed it: the same cleaning before either encoder."""

from __future__ import annotations

import unicodedata

DROPPED_CATEGORIES = frozenset({"Cs", "Cc", "Cf", "Co", "Cn"})


def clean(text: str, *, limit_chars: int = 2000) -> str:
    """The words of `text` in NFKC, single spaces between them, at most `limit_chars` characters.

    White space of every kind becomes one space; surrogates, control, format, private and unassigned characters
    go. Without this, eight characters (U+FDFA) crash the packaged engine, NUL cuts the text short, a lone
    surrogate raises, and decomposed letters or soft hyphens move the vector. Cleaning twice changes nothing.

    Returns:
        The cleaned text; empty when nothing readable is left.
    """
    readable = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in DROPPED_CATEGORIES
    )
    # cut before normalising as well: NFKC takes quadratic time over long runs of combining marks
    shortened = _single_spaced(readable)[:limit_chars]
    return _single_spaced(unicodedata.normalize("NFKC", shortened))[:limit_chars].rstrip()


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
