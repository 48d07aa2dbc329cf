from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.datamodels import Document, Section, Source
from assistant.pages.shelf import (
    count_hits,
    document_facts,
    entry_id,
    group_name,
    list_documents,
    list_hits,
    read_entry_id,
    sources_of,
)
from assistant.retrieval.word_search import read_words, search_words
from tests.pages.fake_assistant import ADDED, CASE, DOCUMENT, PUBLICATION

DOCUMENTS = (ADDED, CASE, DOCUMENT, PUBLICATION)


def words_of(words: object) -> str:
    assert isinstance(words, dict)
    return "".join(piece["text"] for piece in words["pieces"])


def test_documents_are_listed_under_their_kind_and_what_an_owner_added_by_itself() -> None:
    groups = list_documents(DOCUMENTS, "da")
    assert [(group["heading"], [words_of(entry["title"]) for entry in group["entries"]]) for group in groups] == [
        ("Om publikationen", ["Publikationen selv"]),
        ("Kendetegn", ["Kendetegn 2: Idéerne kommer fra medarbejderne"]),
        ("Cases", ["Frontløber: Paddehatten"]),
        ("Føjet til her", ["Vores strategi"]),
    ]


def test_a_case_that_an_owner_added_word_for_word_is_among_what_was_added() -> None:
    assert group_name(replace(CASE, wording="verbatim")) == "added"
    assert group_name(PUBLICATION) == "publication"


def test_a_row_says_what_the_document_answers_whose_words_it_is_and_how_much_there_is() -> None:
    (case,) = [group["entries"][0] for group in list_documents([CASE], "da")]
    assert words_of(case["line"]) == "Paddehatten prøvede »Babuino« af."
    assert case["chips"] == [{"label": "background", "text": "baggrund"}]
    assert case["facts"] == "2 afsnit · 2 kilder, 2019"


def test_an_english_page_opens_with_our_rendering_and_says_which_words_are_danish() -> None:
    (case,) = [group["entries"][0] for group in list_documents([CASE], "en")]
    assert (words_of(case["line"]), case["line"]["lang"]) == ("Paddehatten tried out ‘Babuino’.", "en")
    assert case["title"]["lang"] == "da"
    assert case["facts"] == "2 sections · 2 sources, 2019"


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ((None,), "1 kilde, uden dato"),
        (("2015-03-03", "2020", None), "3 kilder, 2015–2020"),
        (("data 2013-2014",), "1 kilde, 2013–2014"),
        (("2017, nr. 3",), "1 kilde, 2017"),
    ],
)
def test_how_old_the_sources_are_is_said_in_years(dates: tuple[str | None, ...], said: str) -> None:
    sources = tuple(Source(str(place), "Titel", date=date) for place, date in enumerate(dates))
    document = Document("x", "T", "Ord.", (Section((), 0, 4, "background", sources),))
    assert document_facts(document, "da") == f"1 afsnit · {said}"


def test_a_source_that_several_sections_rest_on_counts_once() -> None:
    assert sources_of(DOCUMENT) == DOCUMENT.sections[0].sources == DOCUMENT.sections[1].sources


def test_an_empty_document_and_one_without_sources_are_listed_too() -> None:
    empty = Document("x", "Tom", "", ())
    (entry,) = list_documents([empty], "da")[0]["entries"]
    assert (words_of(entry["line"]), entry["facts"], entry["chips"]) == ("", "0 afsnit", [])
    assert document_facts(ADDED, "da") == "1 afsnit"


def test_what_was_found_is_counted_whole_and_listed_as_far_as_asked() -> None:
    hits = search_words(DOCUMENTS, read_words("lærte"), "da") + search_words(DOCUMENTS, read_words("idéerne"), "da")
    assert count_hits(hits, "da") == f"{len(hits)} afsnit i 2 tekster"
    (group,) = list_hits(hits, "da", most=1)
    (entry,) = group["entries"]
    assert entry["id"] == "cases/paddehatten#1"
    assert entry["above"] is not None
    assert words_of(entry["above"]) == "Frontløber: Paddehatten"
    assert words_of(entry["title"]) == "Hvad lærte de?"
    assert [piece["text"] for piece in entry["line"]["pieces"] if piece["found"]] == ["lærte", "lærte"]


@pytest.mark.parametrize(("id", "section"), [("cases/paddehatten", None), ("a#b", None), ("a#b", 3), ("x", 0)])
def test_what_a_row_opens_is_read_back_from_its_id(id: str, section: int | None) -> None:
    assert read_entry_id(entry_id(id, section)) == (id, section)
