from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Document, Rendering, Section
from assistant.retrieval.word_search import (
    EXCERPT_CHARS,
    SEARCHED_WORDS,
    WordHit,
    find_spans,
    read_words,
    search_words,
    split_at,
)

TEXT = """\
Trafikledelse i Aarhus begyndte i 2018–2019.

## Idéer fra medarbejderne

Når en medarbejder får en idé, prøves den. Crème brûlée er ikke på menuen.

- Første punkt om økonomi
- Andet punkt om AI

## Ledelse

Lederen lytter. Maile er noget andet.
"""
DANISH = st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøåéüABCÆØÅ -–.,»«\n", max_size=200)
ANYTHING = st.text(max_size=300) | st.text(alphabet=".*+?[](){}|\\^$ \0\n\taæÅé", max_size=300)


def section_of(text: str, heading: str, body: str, *renderings: tuple[str, str]) -> Section:
    start = text.index(body)
    path = (heading,) if heading else ()
    tied = tuple(Rendering(en, text.index(da), text.index(da) + len(da)) for en, da in renderings)
    return Section(path, start, start + len(body), "background", renderings=tied)


DOCUMENT = Document(
    "baggrund/trafik",
    "Trafik i Ballerup",
    TEXT,
    (
        section_of(
            TEXT,
            "",
            "Trafikledelse i Aarhus begyndte i 2018–2019.",
            ("Traffic management began.", "Trafikledelse i Aarhus begyndte i 2018–2019."),
        ),
        section_of(TEXT, "Idéer fra medarbejderne", TEXT[TEXT.index("Når en") : TEXT.index("\n\n## Ledelse")]),
        section_of(TEXT, "Ledelse", "Lederen lytter. Maile er noget andet."),
    ),
)


def found(typed: str, language: str = "da") -> tuple[WordHit, ...]:
    return search_words([DOCUMENT], read_words(typed), "en" if language == "en" else "da")


def marked(typed: str, text: str) -> list[str]:
    return [text[start:end] for start, end in find_spans(text, read_words(typed))]


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("idéer", "Ideer, IDÉER og idéerne", ["Ideer", "IDÉER", "idéer"]),
        ("IDEER", "idéer", ["idéer"]),
        ("økonomi", "Økonomi, oekonomi, ØKONOMI", ["Økonomi", "oekonomi", "ØKONOMI"]),
        ("aarhus", "Århus og Aarhus", ["Århus", "Aarhus"]),
        ("trafikledelse", "lys- og trafikledelsen", ["trafikledelse"]),
        ("ledelse", "trafikledelse", ["ledelse"]),
        ("creme brulee", "Crème brûlée", ["Crème", "brûlée"]),
        ("idé", "ide\u0301er", ["ide\u0301"]),
        ("idéer", "idé\u00ader", ["idé\u00ader"]),
        ("finde", "ﬁnde", ["ﬁnde"]),
        ("2018-2019", "i 2018–2019", ["2018–2019"]),
        ("and", "hånd", []),
        ("ai", "maile, AI og ai-strategi", ["AI", "ai"]),
        ("i", "i idé", ["i"]),
        ("på", "på påny", ["på"]),
    ],
)
def test_case_accents_and_the_spelling_of_danish_letters_make_no_difference(
    typed: str, text: str, expected: list[str]
) -> None:
    assert marked(typed, text) == expected


@given(DANISH)
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    for word in text.replace("–", " ").replace("-", " ").split():
        letters = word.strip(".,»«")
        if letters.isalpha() and not any(pair in letters.casefold() for pair in ("aa", "aæ", "aå", "æe", "øe", "oø")):
            assert marked(letters, text), letters


@given(ANYTHING, DANISH)
def test_nothing_typed_can_fail_and_spans_are_in_order_and_apart(typed: str, text: str) -> None:
    spans = find_spans(text, read_words(typed))
    assert all(start < end for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert "".join(piece for piece, _ in split_at(text, spans)) == text
    assert [piece for piece, is_found in split_at(text, spans) if is_found] == [text[start:end] for start, end in spans]


@pytest.mark.parametrize("typed", ["", "   ", "\0", ".*", "???", "[(", "\n\t", "🙂"])
def test_what_has_no_letter_or_digit_is_no_search(typed: str) -> None:
    assert read_words(typed) == ()
    assert search_words([DOCUMENT], (), "da") == ()


def test_signs_of_a_pattern_are_letters_or_nothing() -> None:
    assert found("l.*e") == ()
    assert [hit.section for hit in found("(lederen)")] == [2]


def test_only_the_first_words_of_a_very_long_search_are_read() -> None:
    many = " ".join(f"o{number}" for number in range(1_000))
    assert len(read_words(many)) == SEARCHED_WORDS
    assert len(read_words("x" * 20_000)) == 1


def test_all_words_must_stand_in_one_section() -> None:
    assert [hit.section for hit in found("medarbejder økonomi")] == [1]
    assert found("aarhus økonomi") == ()


def test_a_word_of_the_title_counts_for_every_section_but_is_found_once_by_itself() -> None:
    assert [hit.section for hit in found("Ballerup lytter")] == [2]
    assert [hit.section for hit in found("Ballerup")] == [0]


def test_a_section_whose_heading_has_the_words_comes_first() -> None:
    assert [hit.section for hit in found("ledelse")] == [2, 0]


def test_a_heading_is_found_and_marked_and_the_section_shown_from_its_beginning() -> None:
    (hit,) = found("idéer")
    assert [hit.heading.text[start:end] for start, end in hit.heading.spans] == ["Idéer"]
    assert hit.words.text.startswith("Når en medarbejder får en idé, prøves den.")


def test_english_renderings_are_searched_on_an_english_page_only() -> None:
    assert found("traffic management") == ()
    (hit,) = found("traffic management", "en")
    assert (hit.words.text, hit.words.language) == ("Traffic management began.", "en")
    assert [hit.words.text[start:end] for start, end in hit.words.spans] == ["Traffic", "management"]


def test_danish_words_are_found_on_an_english_page_too() -> None:
    (hit,) = found("medarbejder", "en")
    assert hit.words.language == "da"


def test_a_list_is_shown_on_one_line_with_bullets() -> None:
    (hit,) = found("økonomi")
    assert "\n" not in hit.words.text
    assert "• Første punkt om økonomi • Andet punkt" in hit.words.text


@given(st.integers(0, 120), st.integers(0, 120))
def test_an_excerpt_is_short_cut_between_words_and_has_what_was_searched_for(before: int, after: int) -> None:
    text = "fyldord " * before + "nålen" + " fyldord" * after
    document = Document("x", "Høstak", text, (Section((), 0, len(text), "background"),))
    (hit,) = search_words([document], read_words("nålen"), "da")
    shown = hit.words.text
    assert [shown[start:end] for start, end in hit.words.spans] == ["nålen"]
    assert len(shown) <= EXCERPT_CHARS + 4
    assert set(shown.replace("…", " ").split()) <= {"fyldord", "nålen"}


def test_the_excerpt_is_taken_where_most_of_the_words_stand_together() -> None:
    text = "Idé først. " + "Fyld og mere fyld. " * 30 + "En idé om økonomi. " + "Fyld. " * 30
    document = Document("x", "T", text, (Section((), 0, len(text), "background"),))
    (hit,) = search_words([document], read_words("økonomi idé"), "da")
    assert "En idé om økonomi." in hit.words.text
    assert hit.words.text.startswith("… ")


def test_a_corpus_of_sixty_documents_is_searched_while_a_reader_types() -> None:
    text = TEXT * 12
    documents = [replace(DOCUMENT, id=str(number), text=text) for number in range(60)]
    started = time.process_time()
    assert search_words(documents, read_words("medarbejder idé"), "en")
    assert time.process_time() - started < 1
