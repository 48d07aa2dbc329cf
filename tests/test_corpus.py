"""What our own documents must keep to; where one does not, its file and heading are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assistant.datamodels import Document, Section
from assistant.editing.overview import survey
from assistant.editing.rules import find_breaches
from assistant.ingestion.reading import read_corpus
from assistant.ingestion.registers import Registers, read_registers
from assistant.ingestion.splitting import split_document

CORPUS = Path(__file__).parents[1] / "corpus"
WORDS = 14_000
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
    "baggrund/digital-omstilling",
    "baggrund/ikke-it-ekspert",
    "baggrund/digital-forandringsledelse",
    "baggrund/teknologi-og-kerneopgave",
    "baggrund/medarbejdernes-ideer",
    "baggrund/plads-til-innovation",
    "baggrund/fejl-og-laering",
    "baggrund/begynd-i-det-smaa",
    "baggrund/tal-om-innovation",
    "baggrund/teknologi-i-innovation",
    "baggrund/hvem-saetter-i-gang",
    "baggrund/genbrug-og-spredning",
    "baggrund/evaluering",
    "baggrund/gevinster",
    "baggrund/med-og-tr",
    "baggrund/arbejdsmiljoe",
    "baggrund/velfaerdsteknologi",
    "baggrund/autisme-og-teknologi",
    "baggrund/robotter-og-automatisering",
    "baggrund/digitale-kompetencer",
    "baggrund/generativ-ai",
    "baggrund/gdpr",
    "baggrund/ai-forordningen",
    "baggrund/ai-i-kommuner-og-regioner",
    "baggrund/digital-inklusion",
    "baggrund/borgernes-behov",
    "baggrund/topledelse-og-politikere",
    "baggrund/ledelseskommissionen",
    "baggrund/ny-leder",
    "baggrund/digital-modenhed",
    "baggrund/regionerne",
    "baggrund/distanceledelse",
}
REFLECTION_QUESTIONS = range(6, 11)


@cache
def documents() -> tuple[Document, ...]:
    read, problems = read_corpus(CORPUS)
    assert not problems, "\n".join(problem.say("en") for problem in problems)
    return read


@cache
def registers() -> Registers:
    return read_registers(CORPUS)


def sections() -> Iterator[tuple[Document, Section]]:
    return ((document, section) for document in documents() for section in document.sections)


def test_no_rule_is_broken() -> None:
    assert [problem.say("en") for problem in find_breaches(documents(), registers())] == []


def test_the_fixed_ids_are_there() -> None:
    assert {document.id for document in documents()} >= FIXED_IDS


def test_the_corpus_keeps_to_its_length() -> None:
    overview = survey(documents(), registers())

    assert overview.total.words <= WORDS, overview.folders


def test_nearly_every_fact_is_told() -> None:
    """At least 90 of 100 of what is known of the publication, its cases and hallmarks, and 85 of 100 of the topics."""
    overview = survey(documents(), registers())

    assert overview.facts_used["coverage"] >= 0.90 * overview.facts_known["coverage"]
    assert overview.facts_used["background"] >= 0.90 * overview.facts_known["background"]


def test_a_hallmark_rests_on_coverage_of_the_publication_alone() -> None:
    labels = {section.label for document, section in sections() if document.id.startswith("kendetegn/")}

    assert labels == {"coverage"}


def test_every_hallmark_has_six_to_ten_questions_for_reflection_each_with_its_reason() -> None:
    reflections = [document for document in documents() if document.id.startswith("refleksion/")]
    items = {document.id: re.findall(r"^- (.+)$", document.text, re.MULTILINE) for document in reflections}

    assert len(reflections) >= 5
    for id, questions in items.items():
        assert len(questions) in REFLECTION_QUESTIONS, id
        assert all(re.fullmatch(r"[^?]+\? [^?]+\.", question) for question in questions), (id, questions)


def test_every_figure_stands_in_both_languages() -> None:
    def figures(text: str) -> Counter[str]:
        return Counter(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", text)))

    wrong = [
        (document.id, rendering.text)
        for document, section in sections()
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
        question.casefold() for _, section in sections() for question in (*section.questions_da, *section.questions_en)
    )

    assert [question for question, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("reader", ["leader", "new_manager", "hr"])
def test_each_kind_of_reader_is_offered_three_questions(reader: str, language: str) -> None:
    offered = {
        suggestion.question
        for _, section in sections()
        for suggestion in section.suggestions
        if (suggestion.reader, suggestion.language) == (reader, language)
    }

    assert len(offered) >= 3
