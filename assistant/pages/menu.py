"""The pages there are: their paths, files and names; a new page is a line here."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.text import page as text
from assistant.text import sources_page
from assistant.text.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its file beside `frame.py`, its name, and its path in the address (empty for the first)."""

    file: str
    name: Phrase
    path: str


PLACES = (
    Place("ask.py", text.ASK_TITLE, ""),
    Place("sources.py", sources_page.TITLE, "kilder"),
)
PATHS = frozenset(f"/{place.path}" for place in PLACES)
