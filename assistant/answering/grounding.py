"""Lets through, of what a chat model writes, the sentences that rest on a passage it was shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.markers import MARKER, marker_numbers, strip_markers
from assistant.datamodels import Citation, Language, Passage
from assistant.ingestion.splitting import split_sentences
from assistant.retrieval.cleaning import clean
from assistant.retrieval.language.normalise import grams, words

_LEADING_MARKERS = re.compile(rf"(?:{MARKER.pattern}[\s.,;]*)+")
_GLUED_MARKER = re.compile(r"(?<=[.!?…»«”\"])(?=\[\s*\d)")
_LIST_MARKER = re.compile(r"\s*(?:[-*+•–]\s+|\d{1,2}[.)]\s+(?=\W*[A-ZÆØÅ]))")  # "3. juni" begins a sentence
_FINISHED = re.compile(r"[.!?…\])»«”\"'*_]\s*$")
_BEGUN = re.compile(r"[^\W_]\W")
_THOUGHTS = ("<think>", "</think>")  # open models served locally think aloud before they answer

_TAG = re.compile(r"<(script|style)\b.*?</\1>|</?[a-z!][^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*\)")
_EMPHASIS = re.compile(r"\*\*|__|~~|`+|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])|^\s*(?:#{1,6}|>)\s+")

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_NUMERALS = {
    word: str(number)
    for numerals in (
        "en to tre fire fem seks syv otte ni ti elleve tolv",
        "et to tre fire fem seks syv otte ni ti elleve tolv",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(numerals.split(), start=1)
}


@dataclass(frozen=True, slots=True)
class GroundedSentence:
    """A whole sentence without markers, what it rests on (never empty), and whether it is an item of a list."""

    text: str
    citations: tuple[Citation, ...]
    item: bool = False

    @property
    def marked(self) -> str:
        """The sentence as shown: its markers after it, `- ` before an item."""
        return f"{'- ' if self.item else ''}{self.text} {''.join(f'[{c.number}]' for c in self.citations)}"


class Grounding:
    """Checks one worded answer against the passages its chat model was shown.

    A sentence stays when it has a marker of a passage that was shown and no figure that its passages lack; its
    other markers go. Citations are numbered by first use, one number for each span quoted.
    """

    def __init__(self, passages: Sequence[Passage], *, language: Language) -> None:
        """Start with nothing cited.

        Args:
            passages: as numbered in the prompt, from 1.
            language: of the answer.
        """
        self._passages = passages
        self._language = language
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._said: set[tuple[str, ...]] = set()
        self.removed = 0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the sentences let through so far rest on, numbered from 1 in this order."""
        return tuple(self._citations.values())

    def ground(self, pieces: Iterable[str]) -> Iterator[GroundedSentence]:
        """The sentences that stay, each as soon as it is complete; the others are counted in `removed`.

        A sentence said before is passed over and not counted. One left unfinished at the end is not shown.
        """
        for sentence in complete_sentences(pieces):
            item = _LIST_MARKER.match(sentence)
            worded = plain(sentence[item.end() :] if item else sentence)
            text = strip_markers(worded)
            said = tuple(words(text))
            if not said or said in self._said:
                continue
            cited = [self._passages[n - 1] for n in marker_numbers(worded) if 1 <= n <= len(self._passages)]
            if not cited or not figures(text) <= set().union(*map(_figures_known, cited)):
                self.removed += 1
                continue
            self._said.add(said)
            citations = dict.fromkeys(self._cite(text, passage) for passage in cited)
            yield GroundedSentence(text, tuple(citations), item=item is not None)

    def _cite(self, sentence: str, passage: Passage) -> Citation:
        start, end = choose_quote(sentence, passage, language=self._language)
        return self._citations.setdefault(
            (passage.id, start, end),
            Citation(len(self._citations) + 1, passage, passage.quote(start, end), start, end),
        )


def complete_sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences and list items of a streamed text, each with the markers before and after its full stop.

    A sentence comes when the next one has begun or its line has ended, and so does not depend on where the text
    was cut into pieces; the last one comes at the end, if it is finished.
    """
    line, given = "", 0
    for piece in _without_thoughts(pieces):
        *whole, line = (line + piece).split("\n")
        for each in whole:
            yield from _split_line(each)[given:]
            given = 0
        decided = _split_line(line, growing=True)[given:]
        yield from decided
        given += len(decided)
    rest = _split_line(line)[given:]
    yield from rest if _FINISHED.search(line) else rest[:-1]


def plain(text: str) -> str:
    """One line of a model's answer without HTML, Markdown and unseen characters; a marker made a link stays one."""
    text = _TAG.sub("", clean(text))
    text = _LINK.sub(lambda link: f"[{link[1]}]" if link[1].strip().isdigit() else link[1], text)
    return _EMPHASIS.sub("", text).strip()


def choose_quote(sentence: str, passage: Passage, *, language: Language) -> tuple[int, int]:
    """The span `(start, end)` of the passage whose words best support `sentence`; the first among equals.

    Compared are groups of four letters, by Dice's coefficient, and the figures they share. For an English answer
    our renderings are compared too, and stand for the Danish words they render.
    """
    candidates = [(passage.quote(start, end), passage.language, start, end) for start, end in passage.sentences]
    if language == "en":
        candidates = [*((r.text, language, r.start, r.end) for r in passage.renderings), *candidates]
    wanted, numbers = set(grams(sentence, language)), figures(sentence)

    def support(candidate: tuple[str, Language, int, int]) -> float:
        text, written_in, _, _ = candidate
        found = set(grams(text, written_in))
        shared = len(numbers & figures(text)) / len(numbers) if numbers else 0
        return 2 * len(wanted & found) / (len(wanted) + len(found) or 1) + 0.2 * shared

    if not candidates:
        return passage.start, passage.end
    _, _, start, end = max(candidates, key=support)
    return start, end


def figures(text: str) -> set[str]:
    """The numbers written in digits, alike in Danish and English writing: `3.600` is `3,600`, `1,5` is `1.5`."""
    found = _FIGURE.findall(unicodedata.normalize("NFKC", text))
    return {_THOUSANDS.sub("", figure).replace(",", ".") for figure in found}


def _figures_known(passage: Passage) -> set[str]:
    shown = "\n".join([passage.title, *passage.heading_path, passage.text, *(r.text for r in passage.renderings)])
    return figures(shown) | {_NUMERALS[word] for word in words(shown) if word in _NUMERALS}


def _split_line(line: str, *, growing: bool = False) -> list[str]:
    """The sentences of one line; of a line that still grows, those that whatever follows leaves as they are."""
    line = _GLUED_MARKER.sub(" ", line)
    starts = [0]
    for start, end in split_sentences(line)[1:]:
        markers = _LEADING_MARKERS.match(line, start, end)
        begins = markers.end() if markers else start
        if begins < end:
            starts.append(begins)
    sentences = [line[start:end] for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
    if not growing:
        return sentences
    if line.count("»") != line.count("«") or line.count("“") != line.count("”"):
        return []  # a full stop inside a quotation ends no sentence
    begun = _BEGUN.search(sentences[-1]) and not sentences[-1].lstrip().startswith("[")
    return sentences[: -1 if begun else -2]


def _without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    opening, closing = _THOUGHTS
    held: str | None = ""
    for piece in pieces:
        if held is None:
            yield piece
            continue
        held = (held + piece).lstrip()
        if held.startswith(opening):
            _, ended, after = held.partition(closing)
            if ended:
                yield after
                held = None
        elif not opening.startswith(held):
            yield held
            held = None
    if held and not held.startswith(opening):
        yield held
