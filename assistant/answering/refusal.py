"""A refusal is an answer: what was not found, what the sources do cover, and questions they can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answering.extractive import Extract, join_pieces
from assistant.answering.markers import strip_markers
from assistant.datamodels import Answer, Document, Evidence, RefusalReason
from assistant.retrieval.language.question import LONGEST_CHARS, Query
from assistant.text import answers as text
from assistant.text.phrase import Phrase

PHRASES: Mapping[RefusalReason, Phrase] = {
    "unreadable": text.UNREADABLE,
    "too_long": text.TOO_LONG,
    "hostile": text.HOSTILE,
    "not_known": text.NOT_KNOWN,
}
TITLES_SHOWN = 5


def refuse(
    query: Query,
    evidence: Evidence,
    *,
    known: Extract,
    suggestions: Sequence[str],
    documents: Mapping[str, Document],
) -> Answer:
    """Say in the question's language why there is no answer.

    Args:
        query: the question as far as it was understood.
        evidence: what was found, and why it does not suffice.
        known: what the sources say about *not* knowing it; empty where nothing is said.
        suggestions: questions the sources can answer, nearest first.
        documents: all that can be cited, to say what they cover.
    """
    language = query.answer_language
    if evidence.reason in (None, "not_found"):
        own = any(document.kind == "publication" for document in documents.values())
        titles = "; ".join(strip_markers(document.title) for document in list(documents.values())[:TITLES_SHOWN])
        sentence = text.NOT_FOUND.say(language) if own else text.NOT_FOUND_ELSEWHERE.say(language, titles=titles)
    else:
        sentence = PHRASES[evidence.reason].say(
            language,
            length=len(query.question),
            longest=LONGEST_CHARS,
            example=text.EXAMPLE.say(language),
        )
    return Answer(
        question=query.question,
        language=language,
        text=" ".join((sentence, join_pieces(known.pieces))).strip(),
        citations=known.citations,
        hits=evidence.hits,
        refused=True,
        reason=evidence.reason or "not_found",
        suggestions=tuple(suggestions),
        searched=query.searched or None,
    )
