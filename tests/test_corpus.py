"""What our own documents must keep to; where one does not, its file and heading are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from assistant.datamodels import Document, Section
from assistant.ingestion.reading import read_corpus
from assistant.ingestion.registers import Registers, read_registers
from assistant.ingestion.splitting import split_document

CORPUS = Path(__file__).parents[1] / "corpus"
CORE = ("publikation/", "kendetegn/", "cases/", "refleksion/")
CORE_WORDS = 6_500
WORD = r"[^\W_]+(?:['’.,-][^\W_]+)*"  # "KL's", "1-1-2" and "2,5" are one word each
QUOTATION_WORDS = 25
FIXED_IDS = {
    "publikation/om-publikationen",
    "publikation/budskaber",
    "publikation/opfoelgning",
    "publikation/vaeksthus-for-ledelse",
    "kendetegn/1-kerneopgave",
    "kendetegn/2-ideudvikling",
    "kendetegn/3-kultur-og-rammer",
    "kendetegn/4-mindset-og-kompetencer",
    "kendetegn/5-forandringsledelse",
    "cases/paddehatten",
    "cases/autismecenter-storstroem",
    "cases/borgerservice-ballerup",
    "cases/praehospitalt-center",
    "cases/lys-og-trafikledelse",
}


@cache
def documents() -> tuple[Document, ...]:
    read, problems = read_corpus(CORPUS)
    assert not problems, "\n".join(f"{problem.path}:{problem.line}: {problem.message}" for problem in problems)
    return read


@cache
def registers() -> Registers:
    return read_registers(CORPUS)


def sections() -> Iterator[tuple[str, Document, Section]]:
    for document in documents():
        for section in document.sections:
            yield f"{document.id} › {' › '.join(section.heading_path)}", document, section


def factual() -> Iterator[tuple[str, Section]]:
    """Sections that state facts: not our own words, and not only what is not publicly known."""
    for place, _, section in sections():
        if section.label != "ours" and not section.not_known:
            yield place, section


def test_every_file_can_be_read_and_both_registers_are_kept() -> None:
    assert documents()
    assert registers().sources
    assert registers().facts


def test_the_fixed_ids_are_there_and_each_hallmark_has_a_reflection() -> None:
    ids = {document.id for document in documents()}

    assert ids >= FIXED_IDS
    assert sum(id.startswith("refleksion/") for id in ids) >= 5


def test_the_core_keeps_to_its_length() -> None:
    words = {
        document.id: len(re.findall(WORD, document.text)) for document in documents() if document.id.startswith(CORE)
    }

    assert sum(words.values()) <= CORE_WORDS, words


def test_every_factual_section_has_sources_facts_questions_and_english() -> None:
    lacking = [
        (place, name)
        for place, section in factual()
        for name in ("sources", "facts", "questions_da", "questions_en", "renderings")
        if not getattr(section, name)
    ]

    assert lacking == []


def test_sources_and_facts_of_a_section_carry_each_other() -> None:
    facts = registers().facts or {}
    wrong: list[tuple[str, str | None]] = []
    for place, section in factual():
        listed = {source.id for source in section.sources}
        carrying = [set(facts[fact].sources) for fact in section.facts]
        wrong += [(place, fact) for fact, ids in zip(section.facts, carrying, strict=True) if not ids & listed]
        wrong += [(place, id) for id in listed - set(chain.from_iterable(carrying))]

    assert wrong == []


def test_a_section_about_the_publication_rests_on_public_coverage_of_it_alone() -> None:
    facts = registers().facts or {}
    wrong = [
        (place, fact)
        for place, section in factual()
        for fact in section.facts
        if section.label == "coverage" and facts[fact].label != "coverage"
    ]

    assert wrong == []


def test_each_fact_is_used_once_in_a_document() -> None:
    for document in documents():
        used = Counter(chain.from_iterable(section.facts for section in document.sections))
        assert [fact for fact, times in used.items() if times > 1] == [], document.id


def test_no_source_in_the_register_is_unused() -> None:
    used = {source.id for _, _, section in sections() for source in section.sources}

    assert set(registers().sources or ()) - used == set()


def test_every_danish_sentence_is_rendered_in_english_once() -> None:
    wrong = []
    for document in documents():
        for passage in split_document(document):
            spans = [(rendering.start, rendering.end) for rendering in passage.renderings]
            wrong += [
                (document.id, passage.quote(start, end))
                for start, end in passage.sentences
                if spans.count((start, end)) != 1
            ]
            assert len(spans) == len(passage.sentences), (document.id, passage.heading_path)

    assert wrong == []


def test_every_figure_stands_in_both_languages() -> None:
    def figures(text: str) -> Counter[str]:
        return Counter(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", text)))

    wrong = [
        (document.id, rendering.text)
        for _, document, section in sections()
        for rendering in section.renderings
        if figures(rendering.text) != figures(document.text[rendering.start : rendering.end])
    ]

    assert wrong == []


def test_every_passage_is_the_documents_own_words() -> None:
    for document in documents():
        for passage in split_document(document):
            assert document.text[passage.start : passage.end] == passage.text
            assert passage.sentences


def test_no_question_is_answered_by_two_sections() -> None:
    asked = Counter(
        question.casefold()
        for _, _, section in sections()
        for question in (*section.questions_da, *section.questions_en)
    )

    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("reader", ["leader", "new_manager", "hr"])
def test_each_kind_of_reader_is_offered_three_questions(reader: str, language: str) -> None:
    offered = {
        suggestion.question
        for _, _, section in sections()
        for suggestion in section.suggestions
        if (suggestion.reader, suggestion.language) == (reader, language)
    }

    assert len(offered) >= 3


def test_quotations_are_short() -> None:
    long = [
        (document.id, quotation)
        for document in documents()
        for quotation in re.findall(r"»([^«]*)«", document.text)
        if len(quotation.split()) > QUOTATION_WORDS
    ]

    assert long == []


def test_nothing_is_worded_as_if_the_publication_itself_said_it() -> None:
    claims = re.compile(r"publikationen (?:selv )?(?:siger|skriver|fortæller|anbefaler|mener)\b", re.IGNORECASE)

    assert [(document.id, found) for document in documents() for found in claims.findall(document.text)] == []
