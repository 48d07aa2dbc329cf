"""The rules that documents in our own words keep, each with what to write instead where one is broken.

A document whose `wording` is `verbatim` is somebody else's text and is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from assistant.datamodels import Document, Problem, Section
from assistant.ingestion.problems import build_problem
from assistant.ingestion.registers import Registers
from assistant.ingestion.splitting import split_document
from assistant.text import editing as text
from assistant.text.phrase import Phrase

QUOTATION_WORDS = 25
SENTENCE_WORDS = 30
QUESTIONS_DA = range(3, 11)
QUESTIONS_EN = range(2, 7)

_CLAIM = re.compile(r"publikationen (?:selv )?(?:siger|skriver|fortæller|anbefaler|mener)\b", re.IGNORECASE)
_LOOKS_BACK = re.compile(r"(?:Det|Den|De|Dette|Denne|Disse|Han|Hun|Her|Derfor|Desuden|Dermed|Samtidig|Også)\b")
# "De fem kendetegn …" and "Det er en opgave, at …" point forward
_STANDS_ALONE = re.compile(
    r"De (?:to|tre|fire|fem|seks|syv|ti|fleste|bedste)\b"
    r"|Det (?:er|var|bliver|kan|må|gælder|tager|særlige|sværeste|første)\b"
)


def find_breaches(documents: Sequence[Document], registers: Registers) -> tuple[Problem, ...]:
    """Every broken rule, in the order of the documents; empty where all is well.

    The place is the document's id and the heading, or `sources.yaml`.
    """
    own = [document for document in documents if document.wording == "own-words"]
    found = [breach for document in own for breach in _breaches_of(document, registers)]
    used = {source.id for document in documents for section in document.sections for source in section.sources}
    for id in sorted(set(registers.sources or ()) - used):
        found.append(build_problem(text.UNUSED_SOURCE, path="sources.yaml", source=id))
    return tuple(found)


def is_factual(section: Section) -> bool:
    """Whether a section states facts: not our own words, and not only what is not publicly known."""
    return section.label != "ours" and not section.not_known


def _breaches_of(document: Document, registers: Registers) -> Iterator[Problem]:
    for section in document.sections:
        place = " › ".join((document.id, *section.heading_path))
        for phrase, values in chain(_of_sources(section, registers), _of_questions(section)):
            yield build_problem(phrase, path=place, **values)
    for fact, times in Counter(chain.from_iterable(section.facts for section in document.sections)).items():
        if times > 1:
            yield build_problem(text.FACT_TWICE, path=document.id, fact=fact)
    for passage in split_document(document):
        place = " › ".join((document.id, *passage.heading_path))
        rendered = Counter((rendering.start, rendering.end) for rendering in passage.renderings)
        for span in passage.sentences:
            for phrase, values in _of_sentence(passage.quote(*span), renderings=rendered[span]):
                yield build_problem(phrase, path=place, **values)


_Breach = tuple[Phrase, Mapping[str, Any]]


def _of_sources(section: Section, registers: Registers) -> Iterator[_Breach]:
    known = registers.facts or {}
    facts = [(fact, known[fact]) for fact in section.facts if fact in known]
    if not is_factual(section):
        return
    for name in ("sources", "facts"):
        if not getattr(section, name):
            yield text.NOTHING_UNDER, {"field": name}
    listed = {source.id for source in section.sources}
    for number, fact in facts:
        if not listed & set(fact.sources):
            yield text.FACT_WITHOUT_SOURCE, {"fact": number, "sources": ", ".join(fact.sources)}
        if section.label == "coverage" and fact.label != "coverage":
            yield text.FACT_OF_OTHER_LABEL, {"fact": number}
    for id in sorted(filter(None, listed - set(chain.from_iterable(fact.sources for _, fact in facts)))):
        yield text.SOURCE_WITHOUT_FACT, {"source": id}


def _of_questions(section: Section) -> Iterator[_Breach]:
    if not is_factual(section):
        return
    for language, asked, right in (
        ("da", section.questions_da, QUESTIONS_DA),
        ("en", section.questions_en, QUESTIONS_EN),
    ):
        if len(asked) not in right:
            yield text.QUESTIONS, {"asked_in": language, "count": len(asked), "low": right[0], "high": right[-1]}


def _of_sentence(sentence: str, *, renderings: int) -> Iterator[_Breach]:
    start = {"start": sentence[:60]}
    if renderings != 1:
        yield text.NOT_RENDERED, start
    if len(sentence.split()) > SENTENCE_WORDS:
        yield text.LONG_SENTENCE, {**start, "words": len(sentence.split()), "most": SENTENCE_WORDS}
    if _LOOKS_BACK.match(sentence) and not _STANDS_ALONE.match(sentence):
        yield text.LOOKS_BACK, start
    if _CLAIM.search(sentence):
        yield text.SAID_BY_PUBLICATION, start
    for quotation in re.findall(r"»([^«]*)«", sentence):
        if len(quotation.split()) > QUOTATION_WORDS:
            yield text.LONG_QUOTATION, {"start": quotation[:60], "most": QUOTATION_WORDS}
