"""What travels along the two lines: documents become passages, questions become answers.

Everything here is frozen and holds tuples, so that one instance can be shared by all sessions and threads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["da", "en"]
Kind = Literal["publication", "hallmark", "case", "reflection", "background"]
Label = Literal["publication", "coverage", "background", "ours"]
Wording = Literal["own-words", "verbatim"]
Reader = Literal["leader", "new_manager", "hr"]
Mode = Literal["extractive", "generative"]
Field = Literal["body", "english", "question", "sentence", "contrast"]
RefusalReason = Literal["unreadable", "too_long", "hostile", "not_found", "not_known"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from.

    `date` is ISO 8601 as far as it is known (`2019-05-23`, `2019-05`, `2019`) or a short text such as
    `data 2018-2019`; None where the source carries no visible date. `interested`: a party with an interest
    wrote it. `ages`: what it says dates quickly.
    """

    id: str | None
    title: str
    publisher: str | None = None
    date: str | None = None
    url: str | None = None
    interested: bool = False
    ages: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the date names, in the order written; empty where it names none."""
        return tuple(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", self.date or ""))


@dataclass(frozen=True, slots=True)
class Rendering:
    """One English sentence and the Danish words it renders: `document.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question offered on the empty page, and the reader it is meant for."""

    question: str
    language: Language
    reader: Reader


@dataclass(frozen=True, slots=True)
class Section:
    """Heading to heading: `document.text[start:end]`, the heading line itself left out, white space trimmed.

    `heading_path` is outermost first and empty for the opening. `questions_*` are the everyday questions the
    section answers; they are searched, never quoted. `not_known`: it only says what is not publicly known.
    """

    heading_path: tuple[str, ...]
    start: int
    end: int
    label: Label
    sources: tuple[Source, ...] = ()
    facts: tuple[str, ...] = ()
    questions_da: tuple[str, ...] = ()
    questions_en: tuple[str, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    not_known: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    r"""A text that can be cited.

    `text` is the Markdown body after the front matter, unchanged but for line ends (`\n`); every span in the
    project counts its characters. `id` is the path under its corpus folder without extension, in lower-case
    ASCII. `page_starts` are the offsets at which pages begin, empty where there are none.
    """

    id: str
    title: str
    text: str
    sections: tuple[Section, ...]
    kind: Kind = "background"
    language: Language = "da"
    wording: Wording = "verbatim"
    workplace: str | None = None
    municipality_or_region: str | None = None
    sector: str | None = None
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and quoted: `document.text[start:end] == text`, always, within one section.

    `sentences` are spans `(start, end)` in the document, in order, without list markers and outer white
    space. `renderings` are those of the section whose Danish words lie in this passage. `page` is 1-based.
    """

    id: str
    document_id: str
    title: str
    kind: Kind
    language: Language
    label: Label
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    sources: tuple[Source, ...] = ()
    questions_da: tuple[str, ...] = ()
    questions_en: tuple[str, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    not_known: bool = False
    page: int | None = None

    def quote(self, start: int, end: int) -> str:
        """The document's own words between two document offsets that lie in this passage."""
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class Match:
    """One row of the index near a vector: cosine similarity in [-1, 1], higher is better.

    Rows of the field `contrast` are questions that no passage answers; their `passage_id` is empty.

    `start` and `end` are document offsets for rows of the field `sentence`, None elsewhere. `hubness` is the
    row's mean similarity to contentless questions, by which `retrieval.fusion` corrects the similarity.
    """

    passage_id: str
    field: Field
    language: Language
    similarity: float
    hubness: float
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score; higher is better, comparable within one question only."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the search brought, best first, and whether it answers the question.

    `probability` in [0, 1] is calibrated on our own dev questions. `reason` is set where it does not suffice.
    """

    hits: tuple[Hit, ...]
    sufficient: bool
    probability: float
    reason: RefusalReason | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The words a sentence of an answer rests on: `document.text[start:end] == quote`, one contiguous span.

    `translated`: the sentence shown is our English rendering of the quote.
    """

    number: int
    passage: Passage
    quote: str
    start: int
    end: int
    translated: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader gets. An error is never an answer; a refusal is one.

    `text` carries markers `[1]` that each have a citation of that number. `hits` is what was considered,
    `citations` what the answer uses. `removed` counts sentences of a chat model that were dropped because
    they had no valid marker. `note` is one line to the reader about how the answer was made, or None.
    `suggestions` are questions the sources can answer.
    """

    question: str
    language: Language
    text: str
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    refused: bool = False
    reason: RefusalReason | None = None
    suggestions: tuple[str, ...] = ()
    mode: Mode = "extractive"
    removed: int = 0
    note: str | None = None
    searched: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the same conversation and the answer it got."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, or a place in one, that is not right; the message says what to write instead."""

    path: str
    line: int | None
    message_da: str
    message_en: str

    def say(self, language: Language) -> str:
        """File, line where there is one, and message on one line."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message_da if language == 'da' else self.message_en}"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Passages added, unchanged and removed by one ingest, and the files that failed (their old version stays)."""

    added: int
    unchanged: int
    removed: int
    documents: int
    encoded: int
    failed: tuple[Problem, ...] = ()
