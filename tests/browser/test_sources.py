"""What a reader can do on the page Kilder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ROOT, visiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

STREAMLIT_ENGLISH = re.compile(r"\b(Clear|Search|Press Enter|Close|Running|Deploy|Link to heading)\b")


@pytest.fixture
def sources(page: Page) -> Page:
    return open_sources(page)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address, width=320, height=700) as opened:
        yield open_sources(opened)


def open_sources(page: Page) -> Page:
    page.locator("#live-status").wait_for(state="attached")  # the page is whole
    page.locator(".st-key-top").get_by_role("link", name="Kilder").click()
    page.locator(".shelf li").first.wait_for()  # as long as the assistant takes to load
    return page


def open_row(page: Page, title: str) -> Locator:
    page.locator(".entry-title").filter(has_text=title).first.click()
    document = page.locator(".document")
    expect(document.locator("h2")).to_contain_text(title)
    return document


def search(page: Page, words: str) -> Locator:
    page.locator(".st-key-search input").fill(words)
    expect(page.locator(".shelf mark").first).to_be_visible()
    return page.locator(".shelf li")


def expect_no_overflow(page: Page) -> None:
    widths = "['html', '[data-testid=stMain]'].map(name => document.querySelector(name).scrollWidth)"
    viewport = page.viewport_size
    assert viewport is not None
    assert max(page.evaluate(widths)) <= viewport["width"]


def test_every_document_of_the_corpus_can_be_read_whole(sources: Page) -> None:
    expect(sources).to_have_title("Kilder · Ledelsesassistenten")
    expect(sources.locator("h1")).to_be_focused()
    for heading in ("Om publikationen", "Kendetegn", "Cases", "Refleksion"):
        expect(sources.locator(".shelf h2").get_by_text(heading, exact=True)).to_be_visible()
    document = open_row(sources, "Borgerservice i Ballerup")
    expect(document.locator("h2")).to_be_focused()
    expect(sources.locator("#live-status")).to_contain_text("Teksten er åbnet: ")
    expect(sources.locator("[aria-current=true]")).to_be_in_viewport()
    source = (ROOT / "corpus" / "cases" / "borgerservice-ballerup.md").read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^## (.+)$", source)
    shown = document.locator("h3").all_inner_texts()
    assert set(shown) & set(headings)
    expect(document.locator("section .chip")).to_have_count(len(shown) + 1)
    link = document.locator(".section-sources a").first
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")


def test_a_document_keeps_its_place_on_reload_back_and_when_the_language_switches(sources: Page) -> None:
    open_row(sources, "Borgerservice i Ballerup")
    sources.reload()
    expect(sources.locator(".document h2")).to_contain_text("Borgerservice i Ballerup")
    sources.locator(".st-key-language button").click()
    expect(sources.locator("html")).to_have_attribute("lang", "en")
    danish, english = (
        sources.locator(".version .document-words[lang=da]"),
        sources.locator(".version .document-words[lang=en]"),
    )
    expect(english.first).to_be_visible()
    left, right = danish.first.bounding_box(), english.first.bounding_box()
    assert left is not None
    assert right is not None
    assert right["x"] >= left["x"] + left["width"]
    sources.locator(".st-key-close_document button").click()
    expect(sources.locator(".document")).to_have_count(0)
    expect(sources.locator(".entry-title").filter(has_text="Borgerservice i Ballerup")).to_be_focused()
    sources.go_back()
    expect(sources.locator(".document h2")).to_contain_text("Borgerservice i Ballerup")


def test_words_are_found_while_they_are_typed_and_open_where_they_stand(sources: Page) -> None:
    field = sources.locator(".st-key-search input")
    field.press_sequentially("IDEER med", delay=20)
    rows = sources.locator(".shelf li")
    expect(sources.locator(".shelf h2").filter(has_text="afsnit i")).to_be_visible()
    expect(rows.first.locator("mark").first).to_be_visible()
    expect(field).to_be_focused()
    expect(sources.locator("#live-status")).to_contain_text("afsnit i")
    assert {words.casefold().replace("é", "e") for words in rows.locator("mark").all_inner_texts()} <= {"ideer", "med"}
    rows.nth(1).locator(".entry-title").click()
    mark = sources.locator(".document section[class]:focus mark").first
    expect(mark).to_be_in_viewport()
    assert set(parse_qs(urlsplit(sources.url).query)) == {"tekst", "afsnit"}  # and not what was typed


def test_the_search_and_the_document_can_be_used_by_keyboard_alone(sources: Page) -> None:
    field = sources.locator(".st-key-search input")
    field.focus()
    field.press_sequentially("tidsbestilling")
    expect(sources.locator(".shelf mark").first).to_be_visible()
    sources.keyboard.press("Tab")
    row = sources.locator(".entry-title").first
    expect(row).to_be_focused()
    sources.keyboard.press("Enter")
    expect(sources.locator(".document :focus, .document section:focus")).to_have_count(1)
    close = sources.locator(".st-key-close_document button")
    close.focus()
    sources.keyboard.press("Enter")
    expect(sources.locator(".document")).to_have_count(0)
    expect(row).to_be_focused()


def test_no_hits_lead_to_a_question_without_the_words_in_the_address(sources: Page) -> None:
    sources.locator(".st-key-search input").fill("enhjørning")
    expect(sources.locator(".st-key-nothing_found")).to_contain_text("Ingen afsnit")
    sources.get_by_role("link", name="Gå til Spørg").click()
    expect(sources.get_by_test_id("stChatInputTextArea")).to_be_enabled()
    assert "enhj" not in sources.url
    sources.locator(".st-key-top").get_by_role("link", name="Kilder").click()
    expect(sources.locator(".st-key-search input")).to_have_value("enhjørning")


def test_an_english_page_finds_and_marks_our_translation(sources: Page) -> None:
    sources.locator(".st-key-language button").click()
    expect(sources.locator("h1")).to_have_text("Sources")
    rows = search(sources, "citizens")
    expect(rows.first.locator(".entry-line")).to_have_attribute("lang", "en")
    rows.first.locator(".entry-title").click()
    expect(sources.locator(".document [lang=en] mark").first).to_be_visible()
    expect(sources.locator(".version-name").filter(has_text="Our translation").first).to_be_visible()


def test_the_danish_page_says_nothing_in_english(sources: Page) -> None:
    search(sources, "lys")
    open_row(sources, "Lys- og Trafikledelse")
    named = "[...document.querySelectorAll('[aria-label], [title], [placeholder]')]"
    attributes = "['aria-label', 'title', 'placeholder'].map(name => element.getAttribute(name) ?? '')"
    expect(sources.get_by_test_id("stTextInputClearButton")).to_have_attribute("aria-label", "Ryd feltet")
    said = sources.evaluate(f"{named}.flatMap(element => {attributes}).join('\\n')")
    assert not STREAMLIT_ENGLISH.search(said), said


def test_on_a_phone_the_document_takes_the_place_of_the_list_and_nothing_is_wider_than_the_screen(phone: Page) -> None:
    expect_no_overflow(phone)
    document = open_row(phone, "Lys- og Trafikledelse")
    expect(document.locator("h2")).to_be_in_viewport()
    expect(phone.locator(".shelf")).to_be_hidden()
    expect_no_overflow(phone)
    phone.locator(".st-key-language button").click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    danish, english = (
        phone.locator(".document-words[lang=da]").first,
        phone.locator(".version .document-words[lang=en]").first,
    )
    expect(english).to_be_visible()
    above, below = danish.bounding_box(), english.bounding_box()
    assert above is not None
    assert below is not None
    assert below["y"] >= above["y"] + above["height"]
    expect_no_overflow(phone)
    phone.locator(".st-key-close_document button").click()
    expect(phone.locator(".entry-title").filter(has_text="Lys- og Trafikledelse")).to_be_in_viewport()
    search(phone, "trafik")
    expect_no_overflow(phone)


def test_an_answer_leads_to_its_section_and_the_conversation_stays(page: Page) -> None:
    page.locator("[class*='st-key-suggested-']").first.wait_for()
    field = page.get_by_test_id("stChatInputTextArea")
    expect(field).to_be_enabled()
    field.fill("Hvordan får jeg medarbejderne til at komme med idéer?")
    field.press("Enter")
    page.get_by_role("button", name="Vis kilde 1", exact=True).click()
    panel = page.locator(".st-key-source_opened")
    expect(panel.locator("mark")).to_be_visible()
    title = panel.locator(".source-title").inner_text()
    heading = panel.locator(".source-place").inner_text()
    panel.get_by_role("link", name="Se hele teksten i Kilder").click()
    expect(page.locator(".document h2")).to_have_text(title)
    expect(page.locator(".document section:focus h3")).to_have_text(heading)
    expect(page.locator(".document section:focus h3")).to_be_in_viewport()
    page.locator(".st-key-top").get_by_role("link", name="Spørg").click()
    expect(page.locator(".answer")).to_be_visible()
