"""What of a passage is embedded, field by field; none of it but the passage's own words is ever quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.datamodels import Field, Language, Passage
from assistant.retrieval.language.contrast import load_contrast
from assistant.retrieval.language.detect import detect_language


@dataclass(frozen=True, slots=True)
class Text:
    """A text to encode; `asked`: with the question side of the model."""

    words: str
    asked: bool = False

    @property
    def key(self) -> str:
        """Hash of all that decides the vector but the model."""
        return hashlib.sha256(f"{self.asked:d}{self.words}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Row:
    """One text of one passage in one field of the index.

    `embedded` is what the vector is made of; `text` is what a match shows. `start` and `end` are document
    offsets, for sentences and their renderings only.
    """

    id: str
    field: Field
    passage_id: str
    language: Language
    text: str
    embedded: Text
    start: int | None = None
    end: int | None = None


def rows_of(passage: Passage) -> tuple[Row, ...]:
    """All rows of a passage: its body, its English, its section's questions, its sentences and their renderings."""
    return (*_body(passage), *_english(passage), *_questions(passage), *_sentences(passage))


def contrast_rows() -> tuple[Row, ...]:
    """Questions that no such corpus answers, to tell a stranger's question by; they belong to no passage."""
    return tuple(
        Row(f"contrast-{number}", "contrast", "", detect_language(question), question, Text(question, asked=True))
        for number, question in enumerate(load_contrast())
    )


def _body(passage: Passage) -> Iterator[Row]:
    embedded = "\n".join((passage.title, *passage.heading_path, passage.text))
    yield Row(passage.id, "body", passage.id, passage.language, passage.text, Text(embedded))


def _english(passage: Passage) -> Iterator[Row]:
    if passage.renderings:
        text = " ".join(rendering.text for rendering in passage.renderings)
        yield Row(passage.id, "english", passage.id, "en", text, Text(f"{passage.title}\n{text}"))


def _questions(passage: Passage) -> Iterator[Row]:
    by_language: tuple[tuple[Language, tuple[str, ...]], ...] = (
        ("da", passage.questions_da),
        ("en", passage.questions_en),
    )
    for language, questions in by_language:
        for number, question in enumerate(questions):
            id = f"{passage.id}-{language}-{number}"
            yield Row(id, "question", passage.id, language, question, Text(question, asked=True))


def _sentences(passage: Passage) -> Iterator[Row]:
    for number, (start, end) in enumerate(passage.sentences):
        text = passage.quote(start, end)
        id = f"{passage.id}-text-{number}"
        yield Row(id, "sentence", passage.id, passage.language, text, Text(text), start=start, end=end)
    for number, rendering in enumerate(passage.renderings):
        id = f"{passage.id}-rendering-{number}"
        text = rendering.text
        yield Row(id, "sentence", passage.id, "en", text, Text(text), start=rendering.start, end=rendering.end)
