"""Our own documents are true to the facts, the same in both languages, and spelt right.

A finding is mended in the document. What is right all the same is entered in a list in `corpus/checks/`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from assistant.datamodels import Document, Language
from assistant.editing.checking import (
    Lists,
    Outcome,
    check_words,
    compare_languages,
    compare_with_facts,
    read_lists,
)
from assistant.editing.dossiers import DOSSIERS, find_dossiers, read_dossiers
from assistant.editing.spelling import DICTIONARIES, has_dictionary
from assistant.ingestion.reading import read_corpus
from assistant.text.checks import FINDINGS

CORPUS = Path(__file__).parents[2] / "corpus"


@cache
def documents() -> tuple[Document, ...]:
    read, problems = read_corpus(CORPUS)
    assert problems == ()
    return read


@cache
def lists() -> Lists:
    return read_lists(CORPUS)


def assert_nothing_found(outcome: Outcome) -> None:
    lines = [
        f"{finding.place}: {FINDINGS[finding.kind].say('en', item=finding.item)} ({finding.sentence})"
        for finding in outcome.findings
    ]
    assert not lines, "\n".join(lines)
    assert outcome.idle == (), "take these out of the lists in corpus/checks/, nothing needs them"


def test_every_number_and_name_stands_in_the_facts_of_its_section() -> None:
    paths = find_dossiers(CORPUS)
    if not paths:
        pytest.skip(f"the dossiers {' and '.join(DOSSIERS)} do not lie in the folder shared beside the project")

    assert_nothing_found(compare_with_facts(documents(), read_dossiers(paths), lists()))


def test_every_number_and_name_stands_in_both_languages() -> None:
    assert_nothing_found(compare_languages(documents(), lists()))


@pytest.mark.parametrize("language", DICTIONARIES)
def test_every_word_is_spelt_right(language: Language) -> None:
    if not has_dictionary(language):
        pytest.skip(f"hunspell or its dictionary {DICTIONARIES[language]} is not installed")

    assert_nothing_found(check_words(documents(), lists(), language=language))


@pytest.mark.parametrize("language", DICTIONARIES)
def test_our_own_words_are_sorted_and_stand_once(language: Language) -> None:
    words = list(lists().words[language])

    assert words == sorted(set(words), key=str.casefold)
