"""Finds typed words where they stand in the documents: no meaning, no index, only the letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import Document, Language, Section
from assistant.retrieval.cleaning import clean
from assistant.retrieval.language.normalise import fold, words

SEARCHED_CHARS = 200
SEARCHED_WORDS = 12
WHOLE_WORD_CHARS = 3  # shorter words are only found whole: "ai" is not meant to be found in "maile"
EXCERPT_CHARS = 220
LEAD_CHARS = 70
ELLIPSIS = "…"
SENTENCE_START = re.compile(r"[.!?]\s+(?=•|[^\W\d_])")
ITEM_SIGN = re.compile(r"(?m)^[ \t]*[-*+][ \t]+")

Pattern = re.Pattern[str]
Span = tuple[int, int]

# Accents written apart, and soft hyphens: they may follow any letter.
_LOOSE = "[\u0300-\u036f\u00ad]*"


def _plain(text: str) -> str:
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", fold(text)))


def _spellings() -> dict[str, str]:
    """What is written otherwise than it is folded, by its one or two folded letters: `e` is also é, `ae` also æ."""
    found: dict[str, str] = {"-": "–‐‑"}
    for letter in map(chr, (*range(0xC0, 0x180), *range(0xFB00, 0xFB07))):  # Latin letters, ligatures
        plain = _plain(letter)
        if letter.islower() and plain != letter and len(plain) <= 2 and plain.isalpha():
            found[plain] = found.get(plain, "") + letter
    return found


_SPELLINGS = _spellings()


@dataclass(frozen=True, slots=True)
class Line:
    """Words to show, in their language, with the spans of what was found in them."""

    text: str
    language: Language
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class WordHit:
    """A section in which all words stand, if those are counted in that stand in its title or headings.

    `section` is its place in `document.sections`. `words` is one line of the section, in English where the words
    stand in our rendering.
    """

    document: Document
    section: int
    title: Line
    heading: Line
    words: Line


def read_words(typed: str) -> tuple[Pattern, ...]:
    """Patterns for the words typed, each once, in order; empty where nothing typed is a letter or a digit.

    Case, accents and the spelling of æ, ø and å make no difference. A word is found inside longer ones, a very
    short one only by itself. Signs between words are passed over. Only the first `SEARCHED_CHARS` characters and
    `SEARCHED_WORDS` words are read.
    """
    read = list(dict.fromkeys(words(clean(typed, limit_chars=SEARCHED_CHARS))))
    return tuple(dict.fromkeys(_pattern(word) for word in read[:SEARCHED_WORDS]))


def _pattern(typed: str) -> Pattern:
    pieces = []
    word = _plain(typed)
    place = 0
    while place < len(word):
        pair = word[place : place + 2]
        if len(pair) == 2 and pair in _SPELLINGS:
            apart = "".join(re.escape(letter) + _LOOSE for letter in pair)
            pieces.append(f"(?:{apart}|[{_SPELLINGS[pair]}]{_LOOSE})")
            place += 2
        else:
            pieces.append(f"[{re.escape(word[place])}{_SPELLINGS.get(word[place], '')}]{_LOOSE}")
            place += 1
    body = "".join(pieces)
    if len(typed) < WHOLE_WORD_CHARS:
        body = rf"(?<![^\W_]){body}(?![^\W_])"
    return re.compile(body, re.IGNORECASE)


def find_spans(text: str, patterns: Iterable[Pattern]) -> tuple[Span, ...]:
    """Where the words stand in `text`, in order; spans that touch are made one."""
    joined: list[Span] = []
    for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def search_words(documents: Iterable[Document], patterns: Sequence[Pattern], language: Language) -> tuple[WordHit, ...]:
    """The sections in which all words stand; those with all of them in their heading first, else in the given order.

    Args:
        documents: what to search.
        patterns: of `read_words`; without any nothing is found.
        language: of the page; our English renderings are searched for an English one only.
    """
    if not patterns:
        return ()
    found = [
        hit
        for document in documents
        for place, section in enumerate(document.sections)
        if (hit := _search_section(document, place, section, patterns, language))
    ]
    return tuple(sorted(found, key=lambda hit: not _names_all(hit, patterns)))


def _search_section(
    document: Document, place: int, section: Section, patterns: Sequence[Pattern], language: Language
) -> WordHit | None:
    body = document.text[section.start : section.end]
    heading = " › ".join(section.heading_path)
    renderings = [rendering.text for rendering in section.renderings] if language == "en" else []
    own = [pattern for pattern in patterns if any(map(pattern.search, (heading, body, *renderings)))]
    in_title = [pattern for pattern in patterns if pattern.search(document.title)]
    stands_here = own or place == 0  # words of the title alone are found once, at the opening
    if not stands_here or any(pattern not in own and pattern not in in_title for pattern in patterns):
        return None
    lines = [*(Line(rendering, "en") for rendering in renderings), Line(body, document.language)]
    most = max(lines, key=lambda line: sum(1 for pattern in patterns if pattern.search(line.text)))
    return WordHit(
        document,
        place,
        Line(document.title, document.language, find_spans(document.title, patterns)),
        Line(heading, document.language, find_spans(heading, patterns)),
        _excerpt(most, patterns),
    )


def _names_all(hit: WordHit, patterns: Sequence[Pattern]) -> bool:
    name = hit.heading.text or hit.title.text
    return all(pattern.search(name) for pattern in patterns)


def _excerpt(line: Line, patterns: Sequence[Pattern]) -> Line:
    """About `EXCERPT_CHARS` where most of the words stand together: on one line, cut between words."""
    text = re.sub(r"\s", " ", ITEM_SIGN.sub("• ", line.text))
    found = [(match.start(), number) for number, pattern in enumerate(patterns) for match in pattern.finditer(text)]
    starts = sorted(start for start, _ in found) or [0]
    room = EXCERPT_CHARS - LEAD_CHARS
    best = max(starts, key=lambda start: len({number for at, number in found if start <= at < start + room}))
    first = 0 if best <= LEAD_CHARS else _lead_start(text, best)
    last = len(text) if first + EXCERPT_CHARS >= len(text) else text.rfind(" ", first + 1, first + EXCERPT_CHARS)
    last = last if last > best else min(len(text), first + EXCERPT_CHARS)
    opening = f"{ELLIPSIS} " if first else ""
    closing = f" {ELLIPSIS}" if last < len(text) else ""
    shown = f"{opening}{text[first:last].strip()}{closing}"
    return Line(shown, line.language, find_spans(shown, patterns))


def _lead_start(text: str, best: int) -> int:
    """Where to begin a little before `best`: with a sentence if one begins there, else with a word."""
    sentence = SENTENCE_START.search(text, best - LEAD_CHARS, best)
    return sentence.end() if sentence else text.rfind(" ", 0, best - LEAD_CHARS) + 1


def split_at(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """The text cut at `spans`, which are in order and apart: each piece, and whether it is one of them."""
    place = 0
    for start, end in spans:
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text):
        yield text[place:], False
