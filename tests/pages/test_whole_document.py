from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Document, Rendering, Section, Source
from assistant.pages.whole_document import focus_of, render_document, selector_of
from assistant.retrieval.word_search import read_words
from tests.pages.fake_assistant import ADDED, CASE, DOCUMENT, PUBLICATION
from tests.pages.test_reader import HOSTILE, tags_of

OWN_TAGS = {"article", "section", "h2", "h3", "h4", "h5", "h6", "p", "span", "div", "mark", "ul", "ol", "li", "a"}
OWN_ATTRIBUTES = {"class", "id", "lang", "href", "target", "rel", "tabindex", "value"}


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def of_text(text: str, **fields: object) -> Document:
    return Document("x", "Titel", text, (Section((), 0, len(text), "background", **fields),))  # type: ignore[arg-type]


@given(HOSTILE, HOSTILE, HOSTILE, st.sampled_from(["da", "en"]))
def test_no_word_of_a_document_its_renderings_or_sources_becomes_markup(
    words: str, title: str, typed: str, language: str
) -> None:
    section = Section(
        (title,),
        0,
        len(words),
        "ours",
        (Source(None, title, title, title, title, interested=True, ages=True),),
        renderings=(Rendering(title, 0, len(words)),),
    )
    html = render_document(
        Document("x", title, words, (section,)), "en" if language == "en" else "da", patterns=read_words(typed)
    )
    tags = tags_of(html)
    assert {tag for tag, _ in tags} <= OWN_TAGS
    assert {name for _, attributes in tags for name in attributes} <= OWN_ATTRIBUTES
    assert all((attributes.get("href") or "https:").lower().startswith("http") for _, attributes in tags)


def test_headings_are_in_order_and_each_section_says_whose_words_it_is_and_what_it_rests_on() -> None:
    html = render_document(DOCUMENT, "da")
    assert re.findall(r"<h(\d)", html) == ["2", "3", "3"]
    for section in re.findall(r"<section.*?</section>", html):
        assert "omtale" in section
        assert "Afsnittet bygger på" in section
        assert 'href="https://www.lederweb.dk/artikler/5/" target="_blank" rel="noopener noreferrer"' in section
        assert "Lederweb, uden\u00a0dato" in section
        assert "javascript:" not in section


def test_a_deeper_heading_is_a_lower_one() -> None:
    section = Section(("Et", "To", "Tre"), 0, 4, "background")
    assert "<h5" in render_document(Document("x", "T", "Ord.", (section,)), "da")
    deep = replace(section, heading_path=tuple("abcdefgh"))
    assert "<h6" in render_document(Document("x", "T", "Ord.", (deep,)), "da")


@pytest.mark.parametrize(
    ("date", "danish", "english"),
    [
        ("2025-06", "tal og regler kan være forældet: fra juni 2025", "may be outdated: from June 2025"),
        (None, "tal og regler kan være forældet: uden dato", "may be outdated: undated"),
    ],
)
def test_a_source_that_ages_says_so_with_its_date(date: str | None, danish: str, english: str) -> None:
    document = of_text("Ord.", sources=(Source("S1", "Tal", "DST", date, interested=True, ages=True),))
    assert danish in words_of(render_document(document, "da"))
    assert "part i sagen" in words_of(render_document(document, "da"))
    assert english in words_of(render_document(document, "en"))


def test_an_english_page_has_our_rendering_beside_the_danish_with_its_list() -> None:
    html = render_document(CASE, "en")
    assert html.count('class="versions"') == 2
    assert html.count("Our translation") == 2
    assert '<div class="document-words" lang="en"><p>Paddehatten tried out ‘Babuino’.</p></div>' in html
    assert "<ul><li>They learned to listen.</li><li>They learned from mistakes.</li></ul>" in html
    assert "<ul><li>De lærte at lytte.</li><li>De lærte af fejl.</li></ul>" in html


def test_a_danish_page_has_the_danish_alone() -> None:
    html = render_document(CASE, "da")
    assert "They learned" not in html
    assert "versions" not in html


def test_a_section_without_a_rendering_says_that_it_is_in_danish_only() -> None:
    half = replace(CASE, sections=(CASE.sections[0], replace(CASE.sections[1], renderings=())))
    html = render_document(half, "en")
    assert html.count("Our translation") == 1
    assert html.count("In Danish only") == 1


def test_a_document_without_any_rendering_says_once_what_language_it_is_in() -> None:
    assert render_document(ADDED, "en").count("The text is in Danish.") == 1
    assert "In Danish only" not in render_document(ADDED, "en")
    assert "Teksten er på engelsk." in render_document(replace(ADDED, language="en"), "da")


def test_danish_words_without_a_rendering_of_their_own_are_not_put_among_the_english() -> None:
    text = "Første sætning. Anden sætning. Tredje sætning."
    renderings = (Rendering("First.", 0, 15), Rendering("Third.", 31, len(text)))
    html = render_document(of_text(text, renderings=renderings), "en")
    assert '<div class="document-words" lang="en"><p>First. Third.</p></div>' in html


def test_the_words_searched_for_are_marked_wherever_they_stand() -> None:
    html = render_document(CASE, "en", patterns=read_words("lærte learned"))
    assert html.count("<mark>lærte</mark>") == 3
    assert html.count("<mark>learned</mark>") == 2


def test_paragraphs_numbers_and_rows_keep_their_shape() -> None:
    html = render_document(of_text("Et afsnit,\nder fortsætter.\n\n1. Først\n2. Så\n\n| a | b |\n"), "da")
    assert "<p>Et afsnit,\nder fortsætter.</p>" in html
    assert '<ol><li value="1">Først</li><li value="2">Så</li></ol>' in html
    assert '<p class="as-it-stands">| a | b |</p>' in html


def test_the_page_of_a_section_is_said_where_there_are_pages() -> None:
    paged = replace(PUBLICATION, page_starts=(0,))
    assert "side 1" in render_document(paged, "da")
    assert "side" not in render_document(PUBLICATION, "da")


def test_what_comes_into_sight_belongs_to_this_opening_and_section() -> None:
    html = render_document(CASE, "da", opening=7)
    assert 'id="document-7"' in html
    assert 'class="section-1" tabindex="-1"' in html
    assert selector_of(None, 7) == "#document-7 .document-title" == focus_of(None, 7)
    assert selector_of(1, 7).startswith("#document-7 .section-1 mark, ")
    assert focus_of(1, 7) == "#document-7 .section-1"
