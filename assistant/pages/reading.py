"""What a visitor reads on the page Kilder; knows nothing of Streamlit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.datamodels import Document
from assistant.pages.shelf import entry_id
from assistant.pages.whole_document import focus_of, selector_of

DOCUMENT_PARAMETER = "tekst"
SECTION_PARAMETER = "afsnit"


@dataclass(frozen=True, slots=True)
class Place:
    """A document, and the section of it to begin at; `section` is None for the beginning."""

    document_id: str
    section: int | None = None


@dataclass(slots=True)
class Reading:
    """What is open and what was searched for last, and what the shell should say and show of it.

    The address says which document is open, so that a reload and Back keep it; the words stay in the session.
    `searches` and `openings` count, so that one can be told from the next.
    """

    words: str = ""
    searches: int = 0
    opened: Place | None = None
    openings: int = 0
    announcement: dict[str, str] = field(default_factory=dict)
    reveal: dict[str, str] = field(default_factory=dict)

    def note_search(self, words: str, *, said: str) -> None:
        """Remembers the words; where they are others than before, says what was found."""
        if words != self.words:
            self.words = words
            self.searches += 1
            self.announcement = {"id": f"found-{self.searches}", "text": said}

    def note_opened(self, place: Place, *, said: str) -> None:
        """Remembers what is open; where it was just opened, says so and brings it into sight."""
        if place == self.opened:
            return
        self.opened = place
        self.openings += 1
        self.announcement = {"id": f"opened-{self.openings}", "text": said}
        self.reveal = {
            "id": f"opened-{self.openings}",
            "beside": row_selector(place),
            "element": selector_of(place.section, self.openings),
            "block": "nearest",
            "focus": focus_of(place.section, self.openings),
        }

    def note_closed(self) -> None:
        """Remembers that nothing is open; where something was, goes back to the row it was opened from."""
        if self.opened is None:
            return
        row = row_selector(self.opened)
        self.opened = None
        self.announcement = {}
        self.reveal = {"id": f"closed-{self.openings}", "element": row, "block": "nearest", "focus": row}

    def open_again(self) -> None:
        """Lets the next opening come into sight, though it is of the same place."""
        self.opened = None


def row_selector(place: Place) -> str:
    """CSS selector of the row that opens the place: of the section in a search, else of the document."""
    ids = (entry_id(place.document_id, place.section), entry_id(place.document_id))
    return ", ".join(f"[data-entry={json.dumps(id)}]" for id in dict.fromkeys(ids))  # a CSS string as in JSON


def place_of(document: Document, offset: int) -> Place:
    """The section of a document in which the character at `offset` stands; its beginning where it is in none."""
    sections = enumerate(document.sections)
    return Place(document.id, next((place for place, each in sections if each.start <= offset < each.end), None))


def read_place(parameters: Mapping[str, str]) -> Place | None:
    """The place that the parameters of an address name; None where they name none."""
    document_id = parameters.get(DOCUMENT_PARAMETER, "")
    section = parameters.get(SECTION_PARAMETER, "")
    if not document_id:
        return None
    return Place(document_id, int(section) if section.isdecimal() and len(section) < 6 else None)


def write_place(place: Place) -> dict[str, str]:
    """The parameters of an address that name the place."""
    section = {} if place.section is None else {SECTION_PARAMETER: str(place.section)}
    return {DOCUMENT_PARAMETER: place.document_id, **section}
