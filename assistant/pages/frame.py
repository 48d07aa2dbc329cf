"""The frame around every page: name, menu, language, new conversation, and the shell that keeps the browser in step."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.pages.announcing import announcement, reveal
from assistant.pages.components import STYLE, shell
from assistant.pages.menu import PLACES
from assistant.pages.session import LANGUAGE_PARAMETER, address_parameters, current_visit, say
from assistant.text import page as text

HERE = Path(__file__).parent
ICON = STYLE.parent / "favicon.svg"


def draw_frame() -> None:
    """One run of the page."""
    visit = current_visit()
    if asked := st.query_params.get(LANGUAGE_PARAMETER):
        visit.language = "en" if asked == "en" else "da"
    pages = [
        st.Page(HERE / place.file, title=say(place.name), url_path=place.path, default=not place.path)
        for place in PLACES
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} · {say(text.NAME)}", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    draw_top(pages, page)
    page.run()
    if page.url_path:
        said, shown = visit.reading.announcement, visit.reading.reveal
    else:
        said, shown = announcement(visit), reveal(visit)
    shell(language=visit.language, page=page.url_path, announcement=said, reveal=shown)


def draw_top(pages: list[st.Page], current: st.Page) -> None:
    """The line above every page."""
    visit = current_visit()
    with st.container(key="top", horizontal=True, wrap=len(pages) > 1, vertical_alignment="center", gap="small"):
        st.html(f'<p class="name">{say(text.NAME)}</p>', width="stretch")
        if len(pages) > 1:
            for page in pages:
                st.page_link(page, query_params=address_parameters())
        if visit.turns and not current.url_path:
            st.button(say(text.NEW_CONVERSATION), key="new_conversation", type="tertiary", on_click=visit.begin_anew)
        st.button(say(text.OTHER_LANGUAGE), key="language", type="tertiary", on_click=switch_language)


def switch_language() -> None:
    """From Danish to English or back; kept in the address, so that it survives a reload."""
    visit = current_visit()
    visit.language = "da" if visit.language == "en" else "en"
    st.query_params[LANGUAGE_PARAMETER] = visit.language


draw_frame()
