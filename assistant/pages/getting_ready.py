"""While the assistant is loading, and when that has failed."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.errors import AssistantError
from assistant.pages import loading
from assistant.pages.session import current_visit, say
from assistant.text import page as text

LOOK_AGAIN_SECONDS = 0.2


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def wait_until_loaded() -> None:
    """Draws nothing but a quiet line until the assistant is ready, then the whole page anew.

    Its first run draws the page; the second comes from a browser that shows it, and then loading may begin.
    """
    visit = current_visit()
    if visit.sees_page and loading.start().done():
        st.rerun()
    visit.sees_page = True
    st.html(f'<p class="getting-ready" role="status">{say(text.GETTING_READY)}</p>')


def draw_load_failure(failure: BaseException) -> None:
    """Why the assistant is not ready, and a way to try again."""
    with st.container(key="load_failure"):
        reason = failure.say(current_visit().language) if isinstance(failure, AssistantError) else ""
        message = f"{say(text.NOT_READY)} {reason}".strip()
        st.html(f'<p class="calm-message" role="alert">{escape(message)}</p>')
        st.button(say(text.TRY_AGAIN), key="load_again", on_click=load_again)


def load_again() -> None:
    """Begins to load once more."""
    loading.start(retry=True)
