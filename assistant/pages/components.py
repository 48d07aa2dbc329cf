"""What Streamlit has no element for: an answer with marker buttons, a copy button, the shell around all pages.

Their JavaScript builds text nodes only, so nothing in a question, an answer or a document is ever interpreted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import streamlit as st

from assistant.datamodels import Language
from assistant.pages.cited import Block
from assistant.pages.shelf import Group
from assistant.text import page as text

STATIC = Path(__file__).parent / "static"
STYLE = STATIC / "page.css"


def _script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


_answer = st.components.v2.component(
    "answer", html='<div class="answer"></div>', js=_script("answer.js"), isolate_styles=False
)
_copy = st.components.v2.component(
    "copy_answer", html='<button type="button" class="copy"></button>', js=_script("copy.js"), isolate_styles=False
)
_shelf = st.components.v2.component(
    "shelf", html='<div class="shelf"></div>', js=_script("shelf.js"), isolate_styles=False
)
_shell = st.components.v2.component("shell", html="<div></div>", js=_script("shell.js"), isolate_styles=False)


def cited_answer(
    blocks: Sequence[Block],
    *,
    key: str,
    language: Language,
    page_language: Language,
    pressed: int | None = None,
    on_cite: Callable[[int], None] | None = None,
) -> None:
    """Draws an answer; `on_cite` gets the number of a marker that is clicked, without it markers are not buttons.

    Args:
        blocks: what to draw.
        key: one for each answer.
        language: of the answer.
        page_language: of the page, for what the markers are called.
        pressed: the citation that is open.
        on_cite: called before the page is drawn again.
    """

    def clicked() -> None:
        number = st.session_state[key].get("cite")
        if on_cite and number is not None:
            on_cite(int(number))

    _answer(
        key=key,
        data={
            "blocks": list(blocks),
            "language": language,
            "pressed": pressed,
            "show": text.SHOW_SOURCE.say(page_language, number="{number}"),
            "live": on_cite is not None,
        },
        on_cite_change=clicked,
    )


def shelf(groups: Sequence[Group], *, key: str, opened: Collection[str], on_open: Callable[[str], None]) -> None:
    """Rows under headings; `on_open` gets the id of a row that is clicked, before the page is drawn again.

    Args:
        groups: what to list.
        key: one for each list.
        opened: ids of the rows whose document is open.
        on_open: called with the id of a row.
    """

    def clicked() -> None:
        id = st.session_state[key].get("open")
        if isinstance(id, str):
            on_open(id)

    _shelf(key=key, data={"groups": list(groups), "opened": list(opened)}, on_open_change=clicked)


def copy_button(copied: str, *, key: str, language: Language) -> None:
    """A button that puts `copied` on the reader's clipboard, in the browser alone."""
    _copy(
        key=key,
        data={
            "copied": copied,
            "label": text.COPY.say(language),
            "done": text.COPIED.say(language),
            "failed": text.COPY_FAILED.say(language),
        },
    )


def shell(
    *,
    language: Language,
    page: str,
    announcement: Mapping[str, str] | None = None,
    reveal: Mapping[str, str] | None = None,
) -> None:
    """Keeps the browser in step: document language, Streamlit's leftover words, live region, focus, scrolling.

    Args:
        language: becomes `<html lang>`.
        page: path of the page; when it changes, focus goes to its heading.
        announcement: `id` and `text`, said once to a screen reader for each new id.
        reveal: `id`, the `element` to scroll to and the `block` where it should stand, once for each new id; where
            given, also what should be in sight `beside` it, and what takes the `focus`.
    """
    danish = language == "da"
    words = text.FRAMEWORK_WORDS
    with st.container(key="shell"):
        _shell(
            key="shell_component",
            data={
                "language": language,
                "page": page,
                "words": words if danish else {danish_word: word for word, danish_word in words.items()},
                "announcement": dict(announcement or {}),
                "reveal": dict(reveal or {}),
            },
        )
