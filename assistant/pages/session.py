"""What Streamlit keeps for one visitor: a single key."""

from __future__ import annotations

import streamlit as st

from assistant.pages.turns import Visit
from assistant.text.phrase import Phrase

KEY = "visit"
LANGUAGE_PARAMETER = "lang"


def current_visit() -> Visit:
    """This visitor's conversation and language, the same object in every run of the session."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Visit()
    visit: Visit = st.session_state[KEY]
    return visit


def say(phrase: Phrase, **values: object) -> str:
    """`phrase` in this visitor's language."""
    return phrase.say(current_visit().language, **values)


def address_parameters() -> dict[str, str]:
    """What an address of ours carries, so that a reload keeps the language."""
    language = current_visit().language
    return {} if language == "da" else {LANGUAGE_PARAMETER: language}
