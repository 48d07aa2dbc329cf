from __future__ import annotations

from pathlib import Path

import pytest

from assistant.editing.spelling import (
    DICTIONARIES,
    check_spelling,
    find_tokens,
    has_dictionary,
    idle_words,
    known_to_dictionary,
    read_own_words,
)
from assistant.errors import CorpusError
from tests.editing.made_up import document

needs_danish = pytest.mark.skipif(not has_dictionary("da"), reason="hunspell or its dictionary da_DK is not installed")
needs_english = pytest.mark.skipif(not has_dictionary("en"), reason="hunspell or its dictionary en_GB is not installed")


def test_words_are_kept_with_what_joins_them_in_their_language() -> None:
    assert find_tokens("Lys- og AI-tal, bl.a. 3 »dage«.", "da") == ("Lys-", "og", "AI-tal", "bl.a.", "dage")
    assert find_tokens("It doesn't follow-up.", "en") == ("It", "doesn't", "follow", "up")


@needs_danish
def test_a_misspelt_word_is_found_and_a_good_compound_is_not() -> None:
    findings = check_spelling(
        [document("Lederen inddrgaer medarbejderne i hverdagsinnovation bl.a. med KL's veldfærd.")],
        [],
        language="da",
    )

    assert [finding.item for finding in findings] == ["inddrgaer", "veldfærd"]


@needs_danish
def test_our_own_words_count_in_parts_and_genitives_and_one_without_use_is_named() -> None:
    documents = [document("Xyvkals leder læser Xyvka-tal hos Xyvkal.")]

    assert [finding.item for finding in check_spelling(documents, ["Xyvkal"], language="da")] == ["Xyvka"]
    assert idle_words(documents, ["Xyvkal", "Xyvka", "leder", "Zxqw"], language="da") == ("leder", "Zxqw")


@needs_english
def test_english_is_british_and_keeps_the_names_of_the_danish_text() -> None:
    documents = [document("Det sker i Xyvkal.", english="The color in Xyvkal has another colour in Zxqwal.")]

    assert [finding.item for finding in check_spelling(documents, [], language="en")] == ["color", "Zxqwal"]


def test_a_dictionary_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DICTIONARIES, "da", "xx_XX")

    assert not has_dictionary("da")
    with pytest.raises(CorpusError, match="xx_XX"):
        known_to_dictionary(["ord"], "da")


def test_comments_of_a_word_list_are_no_words(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# ours\nMuni\n\nVIFIN\n", encoding="utf-8")

    assert read_own_words(path) == ("Muni", "VIFIN")
