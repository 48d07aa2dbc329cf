from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Citation, Passage, Source
from assistant.pages.reader import CONTEXT_CHARS, linked_title, marked_words, render_source
from tests.pages.fake_assistant import citation

OWN_TAGS = {"section", "h3", "p", "span", "blockquote", "mark", "h4", "ul", "li", "a"}
HOSTILE = st.text(alphabet=st.sampled_from("<>&\"'/=aæ \n-[]()!*_`:;{}") | st.characters(codec="utf-8"), min_size=1)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.seen


def passage_of(
    words: str, *, title: str = "Titel", heading: str = "Afsnit", sources: tuple[Source, ...] = ()
) -> Passage:
    return Passage(
        "p", "d", title, "background", "da", "background", (heading,), words, 100, 100 + len(words), (), sources
    )


@given(HOSTILE, HOSTILE, HOSTILE, st.data())
def test_no_word_of_a_document_or_source_becomes_markup(
    words: str, title: str, address: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    passage = passage_of(words, title=title, heading=title, sources=(Source(None, title, title, title, address),))
    html = render_source(Citation(1, passage, words[start:end], 100 + start, 100 + end), "da")
    tags = tags_of(html)
    assert {tag for tag, _ in tags} <= OWN_TAGS
    assert [tag for tag, _ in tags].count("mark") == 1
    assert all(
        name in {"class", "id", "lang", "href", "target", "rel"} for _, attributes in tags for name in attributes
    )
    assert all((attributes.get("href") or "https:").startswith("http") for _, attributes in tags)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://dst.dk/tal", True),
        ("HTTP://dst.dk", True),
        ("javascript:alert(1)", False),
        ("http:[", False),
        ("https://[", True),
    ],
)
def test_only_a_web_address_is_linked_and_in_a_tab_of_its_own(url: str, linked: bool) -> None:
    html = linked_title(Source(None, "Tal", url=url))
    assert ('target="_blank" rel="noopener noreferrer"' in html) is linked
    assert ("href" in html) is linked


@given(st.text(min_size=1, max_size=2000), st.data())
def test_the_marked_words_are_the_quote_in_its_own_surroundings(words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    html = marked_words(Citation(1, passage_of(words), words[start:end], 100 + start, 100 + end))
    before, marked, after = (unescape(part) for part in re.split(r"</?mark>", html))

    def flat(text: str) -> str:
        return re.sub(r"[-*•\s]", "", text)

    assert flat(marked) == flat(words[start:end])
    assert flat(words[:start]).endswith(flat(before.removeprefix("… ")))
    assert flat(words[end:]).startswith(flat(after.removesuffix(" …")))
    assert len(before) <= CONTEXT_CHARS + 2
    assert len(after) <= CONTEXT_CHARS + 2


def test_a_hard_wrapped_line_is_shown_as_running_text() -> None:
    html = marked_words(citation(2, "Når en medarbejder kommer med et forslag,\nbliver det prøvet af i det små."))
    assert "<mark>Når en medarbejder kommer med et forslag, bliver det prøvet af i det små.</mark>" in html
    assert html.startswith("Lederne lytter til idéerne dér, hvor de opstår. <mark>")


def test_title_heading_label_publisher_date_and_marks_are_shown() -> None:
    html = render_source(citation(1, "Lederne lytter til idéerne dér, hvor de opstår."), "da")
    for words in (
        "Kendetegn 2: Idéerne kommer fra medarbejderne",
        "Sådan får lederne idéerne frem",
        ">omtale</span>",
        "Lederweb, uden dato",
        "Danmarks Statistik, 23. maj 2019",
        ">part i sagen</span>",
        ">forældes hurtigt</span>",
        'href="https://www.lederweb.dk/artikler/5/"',
    ):
        assert words in html
    assert "oversættelse" not in html


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    html = render_source(citation(1, "Det giver mod til det næste."), "da")
    assert "javascript" not in html
    assert "<span>Et notat</span>" in html


def test_a_translated_citation_says_so_and_marks_the_danish_words_as_danish() -> None:
    html = render_source(citation(1, "Det giver mod til det næste.", translated=True), "en")
    assert "our translation of the marked Danish words" in html
    assert '<blockquote class="source-words" lang="da">' in html
    assert ">coverage</span>" in html


def test_danish_words_under_an_english_page_are_said_to_be_danish() -> None:
    assert "The source is in Danish." in render_source(citation(1, "Det giver mod til det næste."), "en")


def test_a_page_number_is_shown_where_there_is_one() -> None:
    cited = citation(1, "Det giver mod til det næste.")
    assert "side 7" in render_source(replace(cited, passage=replace(cited.passage, page=7)), "da")
