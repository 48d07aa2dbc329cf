"""An answer in the sources' own sentences: which ones, in which order, each with its citation. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.markers import strip_markers
from assistant.datamodels import Citation, Hit, Language, Match, Passage
from assistant.retrieval.language.giveaways import lacks_kind
from assistant.retrieval.language.normalise import content_words, words
from assistant.retrieval.language.question import Query
from assistant.retrieval.lists import item_starts
from assistant.text import answers as text

NEAR_THE_BEST = 0.7
"""How many standard deviations below the first a passage may lie and still lend a sentence."""
BELOW_THE_BEST = 0.04
"""How far below the best sentence one from another passage may score and still stand beside it."""
SECOND_LOSS = 0.02
OPENING_GAIN = 0.015
WORDS_GAIN = 0.06
KIND_LOSS = 0.05
TOLD_LOSS = 0.06
NEAR_DUPLICATE = 0.7
FIGURES = frozenset({"number", "date", "price"})
BEST_FIRST = FIGURES | {"name"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that can stand in an answer: what is shown, and the span of the document it rests on."""

    passage: Passage
    text: str
    start: int
    end: int
    translated: bool
    is_item: bool
    position: int


@dataclass(frozen=True, slots=True)
class Extract:
    """The chosen sentences as pieces, each ending in its marker, items beginning with `- `, and their citations."""

    pieces: tuple[str, ...]
    citations: tuple[Citation, ...]


def extract(
    query: Query, hits: Sequence[Hit], matches: Iterable[Match], *, most: int, told: Sequence[Citation] = ()
) -> Extract:
    """Answer from the first hits.

    Args:
        query: the question understood.
        hits: best first; only those near the first are quoted from.
        matches: rows of the field `sentence` for the passages of `hits`, any order.
        most: sentences at most; a list that was asked for is always given whole.
        told: what the turn before cited, where this one only asks on; it is said again only for want of better.

    Returns:
        Pieces in reading order; empty where `hits` is.
    """
    spans = frozenset((citation.passage.id, citation.start) for citation in told)
    passages = _quotable(_untold_first(hits, spans) if told else hits, query)
    if not passages:
        return Extract((), ())
    similarities = {(match.passage_id, match.language, match.start, match.text): match.similarity for match in matches}
    sentences = {passage.id: sentences_of(passage, query.answer_language) for passage in passages}
    if "reflection" in query.asks_for and passages[0].kind == "reflection":
        passages = _lists_first(passages, hits)
        sentences |= {passage.id: sentences_of(passage, query.answer_language) for passage in passages}
    if "list" in query.asks_for or passages[0].kind == "reflection":
        for passage in passages[:2]:
            items = len(item_starts(passage))
            if items > 1 and query.counted in (None, items):
                return _compose(_list_with_lead(sentences[passage.id]), query.answer_language)
    chosen = _choose(query, passages, sentences, similarities, most=most, told=spans)
    return _compose(chosen, query.answer_language)


def quote_passage(passage: Passage, *, language: Language, most: int) -> Extract:
    """The first sentences of one passage, as they are cited where only what is *not* known can be told."""
    return _compose(sentences_of(passage, language)[:most], language)


def sentences_of(passage: Passage, language: Language) -> tuple[Sentence, ...]:
    """The passage's sentences in reading order: our renderings where they are wanted and there are any."""
    items = item_starts(passage)
    if language != passage.language and passage.renderings:
        return tuple(
            Sentence(passage, rendering.text, rendering.start, rendering.end, True, rendering.start in items, position)
            for position, rendering in enumerate(passage.renderings)
        )
    return tuple(
        Sentence(passage, " ".join(passage.quote(start, end).split()), start, end, False, start in items, position)
        for position, (start, end) in enumerate(passage.sentences)
        if words(passage.quote(start, end))  # a rule or an empty table row says nothing
    )


def join_pieces(pieces: Iterable[str]) -> str:
    """The answer's text: sentences in one paragraph, list items on lines of their own."""
    joined = ""
    was_item = False
    for piece in pieces:
        is_item = piece.startswith("- ")
        if joined:
            joined += "\n" if is_item else "\n\n" if was_item else " "
        joined += piece
        was_item = is_item
    return joined


def _untold_first(hits: Sequence[Hit], told: frozenset[tuple[str, int]]) -> Sequence[Hit]:
    """For "Hvorfor?" and the like: what the same documents say beside the passages that were just quoted."""
    quoted = {passage_id for passage_id, _ in told}
    documents = {hit.passage.document_id for hit in hits if hit.passage.id in quoted}
    fresh = [
        hit
        for hit in hits[:5]
        if hit.passage.document_id in documents and hit.passage.id not in quoted and not hit.passage.not_known
    ]
    return fresh or hits


def _quotable(hits: Sequence[Hit], query: Query) -> list[Passage]:
    kept: list[Passage] = []
    for hit in hits[:5]:
        is_apart = hit.passage.kind == "reflection" and "reflection" not in query.asks_for
        if hit.score >= hits[0].score - NEAR_THE_BEST and not hit.passage.not_known and not (kept and is_apart):
            kept.append(hit.passage)
    return kept[:3]


def _lists_first(passages: Sequence[Passage], hits: Sequence[Hit]) -> list[Passage]:
    """The lists of the first passage's document before all else: its questions are what was asked for."""
    own = [hit.passage for hit in hits if hit.passage.document_id == passages[0].document_id]
    lists = [passage for passage in own if len(item_starts(passage)) > 1]
    return [*lists, *(passage for passage in passages if passage not in lists)]


def _choose(
    query: Query,
    passages: Sequence[Passage],
    sentences: Mapping[str, tuple[Sentence, ...]],
    similarities: Mapping[tuple[str, Language, int | None, str], float],
    *,
    most: int,
    told: frozenset[tuple[str, int]],
) -> list[Sentence]:
    """The best sentences, near-duplicates dropped, in the order of their passages and their place in them."""
    asked = set(query.terms)
    scored: list[tuple[float, int, Sentence]] = []
    for rank, passage in enumerate(passages):
        for sentence in sentences[passage.id]:
            language: Language = "en" if sentence.translated else passage.language
            source_text = sentence.text if sentence.translated else passage.quote(sentence.start, sentence.end)
            key = (passage.id, language, sentence.start, source_text)
            score = similarities.get(key, 0.8) - SECOND_LOSS * rank + OPENING_GAIN * (sentence.position == 0)
            met = asked & set(content_words(sentence.text, query.answer_language))
            score += WORDS_GAIN * len(met) / max(1, len(asked))
            score -= TOLD_LOSS * ((passage.id, sentence.start) in told)
            score -= KIND_LOSS * lacks_kind(query.asks_for & FIGURES, sentence.text)
            scored.append((score, rank, sentence))
    scored.sort(key=lambda entry: -entry[0])
    best_score = scored[0][0]
    scored = [entry for entry in scored if entry[1] == 0 or entry[0] >= best_score - BELOW_THE_BEST]
    chosen: list[tuple[int, Sentence]] = []
    for _, rank, sentence in scored:
        if len(chosen) == most:
            break
        if not any(_is_near_duplicate(sentence.text, other.text, query.answer_language) for _, other in chosen):
            chosen.append((rank, sentence))
    best_rank, best = chosen[0]
    chosen.sort(key=lambda entry: (entry[0] != best_rank, entry[0], entry[1].position))
    if query.asks_for & BEST_FIRST:
        chosen.sort(key=lambda entry: entry[1] is not best)
    return [sentence for _, sentence in chosen]


def _list_with_lead(sentences: Sequence[Sentence]) -> list[Sentence]:
    """A list whole, with the sentence that introduces it."""
    first = next(number for number, sentence in enumerate(sentences) if sentence.is_item)
    lead = sentences[first - 1 : first] if first else ()
    items = [sentence for sentence in sentences[first:] if sentence.is_item]
    return [*lead, *items]


def _is_near_duplicate(one: str, other: str, language: Language) -> bool:
    first, second = set(content_words(one, language)), set(content_words(other, language))
    return bool(first and second) and len(first & second) / min(len(first), len(second)) > NEAR_DUPLICATE


def _compose(sentences: Sequence[Sentence], language: Language) -> Extract:
    pieces: list[str] = []
    citations: list[Citation] = []
    for number, sentence in enumerate(sentences, start=1):
        passage = sentence.passage
        quote = passage.quote(sentence.start, sentence.end)
        citations.append(Citation(number, passage, quote, sentence.start, sentence.end, sentence.translated))
        shown = strip_markers(sentence.text)  # a source's own "[1]" would point at one of our citations
        if not sentence.translated and passage.language != language:
            shown = text.QUOTED_AS_IT_STANDS.say(language, quote=shown)
        pieces.append(f"{'- ' if sentence.is_item else ''}{shown} [{number}]")
    return Extract(tuple(pieces), tuple(citations))
