"""Everything the assistant answers from: the documents, what each section rests on, a search for words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from assistant.datamodels import Document
from assistant.errors import AssistantError
from assistant.pages import loading
from assistant.pages.components import shelf
from assistant.pages.getting_ready import draw_load_failure, wait_until_loaded
from assistant.pages.reading import Place, read_place, write_place
from assistant.pages.session import address_parameters, current_visit, say
from assistant.pages.shelf import (
    Group,
    count_hits,
    entry_id,
    group_name,
    list_documents,
    list_hits,
    read_entry_id,
)
from assistant.pages.whole_document import render_document
from assistant.retrieval.word_search import Pattern, read_words, search_words
from assistant.text import sources_page as text

HITS_SHOWN = 40


def draw_page() -> None:
    """The whole page, from top to bottom."""
    loaded = loading.begun()
    failure = loaded.exception() if loaded and loaded.done() else None
    with st.container(key="sources_head", gap="small"):
        st.html(f"<h1>{say(text.TITLE)}</h1>")
        st.html(f'<p class="rests-on">{say(text.INTRODUCTION)} {say(text.IN_DANISH)}</p>')
    if failure:
        draw_load_failure(failure)
    elif loaded is None or not loaded.done():
        wait_until_loaded()
    else:
        try:
            documents = loaded.result().documents()
        except AssistantError as error:  # the index was removed or damaged while it was served
            draw_load_failure(error)
        else:
            draw_documents(documents)


def draw_documents(documents: Sequence[Document]) -> None:
    """The search, the list, and beside it the document that is open."""
    if not documents:
        st.html(f'<p class="calm-message">{say(text.NO_DOCUMENTS)}</p>')
        return
    typed = st.text_input(
        say(text.SEARCH),
        key="search",
        type="search",
        live=True,
        persist_state="session",
        autocomplete="off",
        placeholder=say(text.FOR_EXAMPLE),
    )
    patterns = read_words(typed or "")
    place = opened_place(documents)
    with st.container(key="sources"):
        listed, panel = st.columns([1, 2], gap="large")
        with listed:
            draw_list(documents, typed or "", patterns, place)
        if place:
            with panel:
                draw_document(next(each for each in documents if each.id == place.document_id), patterns)


def opened_place(documents: Sequence[Document]) -> Place | None:
    """What the address says is open; None where it names no document there is."""
    reading = current_visit().reading
    place = read_place(st.query_params)
    document = next((each for each in documents if place and each.id == place.document_id), None)
    if place is None or document is None:
        reading.note_closed()
        return None
    if place.section is not None and place.section >= len(document.sections):
        place = Place(place.document_id)
    reading.note_opened(place, said=say(text.DOCUMENT_OPENED, title=document.title))
    return place


def draw_list(documents: Sequence[Document], typed: str, patterns: Sequence[Pattern], place: Place | None) -> None:
    """The sections in which the words stand; all documents where nothing is searched for."""
    visit = current_visit()
    if not typed.strip():
        visit.reading.note_search("", said="")
        draw_shelf(list_documents(documents, visit.language), place)
        return
    hits = search_words(documents, patterns, visit.language)
    if hits:
        found = count_hits(hits, visit.language)
        draw_shelf(list_hits(hits, visit.language, most=HITS_SHOWN), place)
        if len(hits) > HITS_SHOWN:
            st.html(f'<p class="note">{say(text.FIRST_SHOWN, shown=HITS_SHOWN)}</p>')
    else:
        found = say(text.NOTHING_FOUND if patterns else text.NO_LETTERS)
        with st.container(key="nothing_found", gap="small"):
            st.html(f'<p class="calm-message">{escape(found)}</p>')
            st.page_link("ask.py", label=say(text.ASK_INSTEAD), query_params=address_parameters())
    visit.reading.note_search(typed, said=found)


def draw_shelf(groups: Sequence[Group], place: Place | None) -> None:
    """Rows that open what they name."""
    opened = {entry_id(place.document_id), entry_id(place.document_id, place.section)} if place else set()
    shelf(groups, key="shelf", opened=sorted(opened), on_open=open_entry)


def draw_document(document: Document, patterns: Sequence[Pattern]) -> None:
    """The panel: a way back to the list, then the whole document."""
    visit = current_visit()
    with st.container(key="document_opened", gap="small"):
        with st.container(key="document_bar", horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.html(f'<p class="source-number">{say(text.GROUPS[group_name(document)])}</p>', width="stretch")
            st.button(say(text.BACK), key="close_document", type="tertiary", on_click=close_document)
        st.html(render_document(document, visit.language, patterns=patterns, opening=visit.reading.openings))


def open_entry(id: str) -> None:
    """Opens what a row names; the address carries it."""
    document_id, section = read_entry_id(id)
    current_visit().reading.open_again()
    st.query_params.from_dict({**address_parameters(), **write_place(Place(document_id, section))})


def close_document() -> None:
    """Back to the list alone."""
    st.query_params.from_dict(address_parameters())


draw_page()
