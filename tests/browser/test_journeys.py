"""What a person can do on the page, from their first click to the very words in the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ROOT, visiting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

WORKPLACES = (
    "Paddehatten",
    "Autismecenter Storstrøm",
    "Borgerservice",
    "Præhospitalt Center",
    "Lys- og Trafikledelse",
)
HOSTILE = (
    "<img src=x onerror=\"document.title='ramt'\"><script>document.title='ramt'</script> **fed** "
    "[her](https://example.org) ![x](https://example.org/x.png) :red[rød] $x^2$ `kode` &amp; <b>fed</b>"
)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address, width=320, height=700) as opened:
        yield opened


def question_field(page: Page) -> Locator:
    return page.get_by_test_id("stChatInputTextArea")


def turns(page: Page) -> Locator:
    return page.locator("[class*='st-key-turn-']")


def ask(page: Page, question: str) -> Locator:
    """Types a question and waits for the whole answer, of which it gives the turn."""
    expect(question_field(page)).to_be_enabled()
    place = turns(page).count()
    question_field(page).fill(question)
    question_field(page).press("Enter")
    return answered(page, place)


def answered(page: Page, place: int) -> Locator:
    turn = turns(page).nth(place)
    expect(turn.locator(".copy, .st-key-next_questions").first).to_be_visible()
    expect(question_field(page)).to_be_enabled()
    return turn


def open_source(turn: Locator, number: int) -> Locator:
    turn.get_by_role("button", name=f"Vis kilde {number}", exact=True).click()
    panel = turn.locator(".st-key-source_opened")
    expect(panel.locator(".source-number")).to_have_text(re.compile(rf"^Kilde {number} af \d+$"))
    return panel


def flat(words: str) -> str:
    return " ".join(words.split())


def corpus_text(title: str) -> str:
    """The text of the one corpus file of that title."""
    front = re.compile(rf'^title: "?{re.escape(title)}"?$', re.MULTILINE)
    files = (path.read_text(encoding="utf-8") for path in (ROOT / "corpus").rglob("*.md"))
    (found,) = [text for text in files if front.search(text)]
    return flat(found.split("---", 2)[2])


def expect_verbatim(panel: Locator) -> None:
    """The highlighted words stand in the corpus file the panel names."""
    words = flat(panel.locator("mark").inner_text())
    assert len(words) > 10
    assert words in corpus_text(panel.locator(".source-title").inner_text())


def test_a_suggested_question_gets_sentences_that_open_at_the_very_words_they_rest_on(page: Page) -> None:
    suggestion = page.locator("[class*='st-key-suggested-leader-'] button").first
    question = suggestion.inner_text()
    suggestion.click()
    turn = answered(page, 0)
    expect(turn.locator("h2")).to_have_text(question)
    answer = turn.locator(".answer")
    assert re.search(r"[.!?»«”’)]\s*\d+$", answer.inner_text().strip())  # the last sentence ends in its marker
    markers = answer.locator("button.marker")
    assert markers.count() >= 1
    for number in range(1, markers.count() + 1):
        panel = open_source(turn, number)
        expect_verbatim(panel)
        expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.locator(".chip").first).to_have_text(re.compile("omtale|baggrund|vores egne ord"))
    expect(panel.locator("li a").first).to_have_attribute("href", re.compile("^https?://"))
    expect(page.locator("#live-status")).to_contain_text("Kilde")


def test_a_whole_answer_is_announced_once_and_copied_with_its_sources(page: Page) -> None:
    turn = ask(page, "Hvordan får jeg medarbejderne til at komme med idéer?")
    sentence = turn.locator(".answer p").first.inner_text().partition(".")[0]
    expect(page.locator("#live-status")).to_contain_text(f"Svar: {sentence}")
    turn.locator(".copy").click()
    expect(turn.locator(".copy")).to_have_text("Kopieret")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hvordan får jeg medarbejderne til at komme med idéer?\n\n")
    assert "\nKilder\n[1] »" in copied


def test_a_list_is_answered_whole_with_a_marker_for_each_item(page: Page) -> None:
    workplaces = ask(page, "Hvilke fem arbejdspladser er med?")
    items = workplaces.locator(".answer li")
    expect(items).to_have_count(5)
    for workplace in WORKPLACES:
        expect(items.filter(has_text=workplace).locator("button.marker")).to_have_count(1)
    hallmarks = ask(page, "Hvad er de fem kendetegn?")
    expect(hallmarks.locator(".answer li").filter(has=page.locator("button.marker"))).to_have_count(5)
    panel = open_source(hallmarks, 3)
    expect_verbatim(panel)
    assert "- " not in panel.locator("blockquote").inner_text().splitlines()


def test_what_the_sources_do_not_answer_is_refused_with_questions_that_they_do(page: Page) -> None:
    for place, question in enumerate(("Hvad koster et Office-abonnement?", "Hvor mange sider er publikationen på?")):
        refusal = ask(page, question)
        expect(refusal.locator(".answer")).to_contain_text("ikke")
        expect(refusal.locator("[class*='st-key-next-'] button")).to_have_count(3)
        assert place == 1 or refusal.locator("button.marker").count() == 0
    page.locator("[class*='st-key-next-'] button").first.click()
    expect(answered(page, 2).locator("button.marker").first).to_be_visible()


def test_a_follow_up_is_understood_from_the_conversation(page: Page) -> None:
    ask(page, "Hvordan arbejdede de med digitalisering i Paddehatten?")
    turn = ask(page, "Og hvad gjorde de i Ballerup?")
    expect(turn.locator(".answer")).to_contain_text("Ballerup")
    panel = open_source(turn, 1)
    expect(panel.locator(".source-title")).to_contain_text("Ballerup")
    expect_verbatim(panel)
    expect(turns(page)).to_have_count(2)


def test_an_english_question_is_answered_in_english_from_danish_words(page: Page) -> None:
    turn = ask(page, "How do I get my staff to come up with ideas?")
    expect(turn.locator(".answer")).to_have_attribute("lang", "en")
    expect(turn.locator(".answer")).to_contain_text(re.compile(r"\bthe leader\b", re.IGNORECASE))
    panel = open_source(turn, 1)
    expect(panel.locator(".source-note")).to_contain_text("vores oversættelse")
    expect_verbatim(panel)


def test_the_language_of_the_page_switches_and_the_conversation_stays(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "da")
    answer = ask(page, "Hvad er de fem kendetegn?").locator(".answer").inner_text()
    page.locator(".st-key-language button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(question_field(page)).to_have_attribute("placeholder", "Ask a question …")
    expect(turns(page).locator(".answer")).to_have_text(flat(answer), use_inner_text=True)
    expect(page.get_by_role("button", name="Show source 1")).to_be_visible()
    assert page.url.endswith("?lang=en")


def test_a_hostile_question_is_shown_as_it_was_typed(page: Page) -> None:
    title = "Spørg · Ledelsesassistenten"
    turn = ask(page, HOSTILE)
    expect(turn.locator("h2")).to_have_text(HOSTILE)
    assert turn.locator("h2 *").count() == 0
    assert page.locator("main img, main script").count() == 0
    expect(page).to_have_title(title)


def test_a_question_of_twenty_thousand_characters_is_refused_calmly_and_nothing_is_lost(page: Page) -> None:
    first = ask(page, "Hvad er de fem kendetegn?")
    refusal = ask(page, "Hvordan leder jeg digital innovation? " * 530)
    assert refusal.locator(".answer").inner_text().strip()
    assert refusal.locator("button.marker").count() == 0
    expect(first.locator(".answer li")).to_have_count(5)
    expect(ask(page, "Hvilke fem arbejdspladser er med?").locator(".answer li")).to_have_count(5)


def test_on_a_phone_the_source_opens_below_the_answer_and_nothing_is_wider_than_the_screen(phone: Page) -> None:
    def expect_no_overflow() -> None:
        widths = "['html', '[data-testid=stMain]'].map(name => document.querySelector(name).scrollWidth)"
        assert max(phone.evaluate(widths)) <= 320

    expect(question_field(phone)).to_be_enabled()
    expect_no_overflow()
    turn = ask(phone, "Hvordan får jeg medarbejderne til at komme med idéer?")
    expect(turn.locator(".st-key-source_offered")).to_be_hidden()
    expect_no_overflow()
    panel = open_source(turn, 1)
    expect(panel.locator("mark")).to_be_in_viewport()
    expect_no_overflow()
    answer_box, panel_box = turn.locator(".answer").bounding_box(), panel.bounding_box()
    assert answer_box is not None
    assert panel_box is not None
    assert panel_box["y"] >= answer_box["y"] + answer_box["height"]
    phone.locator(".st-key-language button").click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect_no_overflow()


def test_an_answer_is_stopped_and_what_had_come_of_it_stays(browser: Browser, slow_address: str) -> None:
    with visiting(browser, slow_address) as page:
        expect(question_field(page)).to_be_enabled()
        question_field(page).fill("Hvordan får jeg idéer frem?")
        question_field(page).press("Enter")
        expect(page.locator(".answer")).to_contain_text("Lederne lytter til idéerne dér, hvor de opstår.")
        expect(question_field(page)).to_be_disabled()
        page.locator(".st-key-stop button").click()
        expect(page.locator(".note")).to_have_text("Svaret blev stoppet.")
        expect(page.locator(".answer")).to_contain_text("Lederne lytter til idéerne dér, hvor de opstår.")
        expect(question_field(page)).to_be_enabled()
        expect(page.locator(".st-key-stop")).to_have_count(0)


def test_a_second_visitor_sees_nothing_of_the_first(browser: Browser, address: str, page: Page) -> None:
    ask(page, "Hvad er de fem kendetegn?")
    with visiting(browser, address) as other:
        expect(other.locator("h1.welcome")).to_be_visible()
        expect(question_field(other)).to_be_enabled()
        expect(turns(other)).to_have_count(0)
    page.locator(".st-key-new_conversation button").click()
    expect(turns(page)).to_have_count(0)
    expect(page.locator("h1.welcome")).to_be_visible()


def test_an_unknown_path_leads_to_the_first_page_and_the_fonts_are_our_own(page: Page, address: str) -> None:
    page.goto(f"{address}/findes-ikke")
    expect(page.locator("h1.welcome")).to_be_visible()
    assert page.url == f"{address}/"
    loaded = "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family).join()"
    page.wait_for_function(f"{loaded}.includes('Reading Serif') && {loaded}.includes('Public Sans')")
