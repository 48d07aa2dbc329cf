"""A first, rule-based reading of a question: its language, what it asks for, and what it leans on from before."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.datamodels import Language, RefusalReason
from assistant.retrieval.language.detect import detect_language
from assistant.retrieval.language.normalise import content_words, words
from assistant.retrieval.language.patterns import (
    ASKS_FOR,
    CLAUSE,
    COUNTS,
    FRAME,
    HALLMARK,
    HARMS,
    INTERROGATIVE,
    LEANS,
    MARKUP,
    OPENS_A_FOLLOW_UP,
    ORDINALS,
    SET_ASIDE,
    AsksFor,
)

LONGEST_CHARS = 1_500
READ_CHARS = 50_000  # beyond that a text is not even read: its length is answer enough
HALLMARK_NAME = "kendetegn"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as typed in a conversation before this one, and the documents its answer cited."""

    searched: str
    language: Language
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    `searched` stands by itself: frame stripped, a follow-up completed from the turn before. `terms` are its
    content words' base forms. `document_ids` are those named in the question, `earlier_document_ids` those cited
    last where the question leans on them. `counted` is the number in "de fem", "the ten". `has_set_aside`: clauses
    that ask nothing of the sources were left out. `asks_on`: no word of its own, only "Hvorfor?" or "Mere". `reason`
    is set where it cannot be searched at all.
    """

    question: str
    searched: str
    language: Language
    answer_language: Language
    asks_for: frozenset[AsksFor]
    terms: tuple[str, ...]
    document_ids: frozenset[str] = frozenset()
    earlier_document_ids: frozenset[str] = frozenset()
    counted: int | None = None
    has_set_aside: bool = False
    is_follow_up: bool = False
    asks_on: bool = False
    reason: RefusalReason | None = None


def read_question(
    question: str,
    *,
    earlier: Sequence[Asked] = (),
    names: Mapping[str, frozenset[str]] | None = None,
    otherwise: Language = "da",
    answer_language: Language | None = None,
) -> Query:
    """Read a question as typed.

    Args:
        question: any text at all.
        earlier: the conversation before it, oldest first.
        names: base forms of proper names, each with the documents it names.
        otherwise: the language where neither the words nor the conversation tell.
        answer_language: what to answer in; the question's own language where it is None.
    """
    names = names or {}
    last = earlier[-1] if earlier else None
    before = last.language if last else otherwise
    if len(question) > READ_CHARS:
        language = detect_language(question[:LONGEST_CHARS], otherwise=before)
        return _unsearchable(question, language, answer_language, "too_long")
    text = " ".join("".join(" " if _is_control(sign) else sign for sign in MARKUP.sub(" ", question)).split())
    genuine = _genuine_part(text)
    language = detect_language(genuine or text, otherwise=before)
    if len(text) > LONGEST_CHARS:
        return _unsearchable(question, language, answer_language, "too_long")
    if sum(len(word) for word in words(text)) < 2:
        return _unsearchable(question, before, answer_language, "unreadable")
    if not genuine:
        return _unsearchable(question, language, answer_language, "hostile")
    stripped = FRAME.sub("", genuine, count=1).strip() or genuine
    searched, is_follow_up = _complete(stripped, last, names=names, language=language)
    terms = tuple(content_words(searched, language))
    named = frozenset[str]().union(*(names.get(name, frozenset()) for name in _names_in(stripped, language)))
    return Query(
        question=question,
        searched=searched,
        language=language,
        answer_language=answer_language or language,
        asks_for=frozenset(kind for kind, pattern in ASKS_FOR.items() if pattern.search(genuine)),
        terms=terms,
        document_ids=named,
        earlier_document_ids=frozenset(last.document_ids) if last and is_follow_up and not named else frozenset(),
        counted=next((COUNTS[language][word] for word in words(genuine) if word in COUNTS[language]), None),
        has_set_aside=genuine != text,
        is_follow_up=is_follow_up,
        asks_on=is_follow_up and not content_words(stripped, language),
    )


def _unsearchable(question: str, language: Language, answer_language: Language | None, reason: RefusalReason) -> Query:
    return Query(question, "", language, answer_language or language, frozenset(), (), reason=reason)


def _names_in(text: str, language: Language) -> list[str]:
    """What may be the name of a document: content words, and "kendetegn 3" however it is put."""
    found = content_words(text, language)
    for match in HALLMARK.finditer(text):
        number = match["digit"] or ORDINALS[match["ordinal"].casefold()]
        found.append(f"{HALLMARK_NAME} {number}")
    return found


def _complete(
    text: str, last: Asked | None, *, names: Mapping[str, frozenset[str]], language: Language
) -> tuple[str, bool]:
    """The question made to stand by itself, and whether it had to be."""
    if last is None:
        return text, False
    own = content_words(text, language)
    opens = bool(OPENS_A_FOLLOW_UP.match(text))
    leans = opens or bool(LEANS.search(text))
    if own and not (leans and len(own) <= 2):
        return text, leans and len(own) <= 4
    bare = OPENS_A_FOLLOW_UP.sub("", text, count=1)
    before = last.searched
    if any(term in names for term in own):
        if INTERROGATIVE.search(bare):
            return bare, True
        kept = [word for word in before.split() if not _is_name(word, names=names, language=language)]
        return f"{bare} {' '.join(kept)}", True
    return f"{before} {bare}", True


def _is_name(word: str, *, names: Mapping[str, frozenset[str]], language: Language) -> bool:
    return any(term in names for term in content_words(word, language))


def _genuine_part(text: str) -> str:
    """What is left when clauses that ask nothing of the sources are set aside; empty where nothing is."""
    if HARMS.search(text):
        return ""
    if not SET_ASIDE.search(text):
        return text
    kept = [clause for clause in CLAUSE.split(text) if clause and not SET_ASIDE.search(clause)]
    asked = [clause for clause in kept if "?" in clause] or [clause for clause in kept if INTERROGATIVE.search(clause)]
    return " ".join(asked) if len(words(" ".join(asked))) > 1 else ""


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} or sign.isspace()
