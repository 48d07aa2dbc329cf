"""Outcomes made by hand and an assistant whose answers are written down beforehand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.datamodels import Answer, Citation, Document, Hit, Passage, Turn
from evals.subject import Subject

TEXT = "Paddehatten arbejder med robotter. Lederen lytter til idéer."


def make_passage(document_id: str, text: str = TEXT) -> Passage:
    return Passage(
        id=f"{document_id}#1",
        document_id=document_id,
        title=document_id,
        kind="background",
        language="da",
        label="background",
        heading_path=(),
        text=text,
        start=0,
        end=len(text),
        sentences=((0, len(text)),),
    )


def make_answer(
    text: str = "De arbejder med robotter [1].",
    *,
    ranked: Sequence[str] = ("cases/paddehatten",),
    cited: Sequence[str] = ("cases/paddehatten",),
    quote: str = "arbejder med robotter",
    refused: bool = False,
) -> Answer:
    hits = tuple(Hit(make_passage(document_id), 1 / rank) for rank, document_id in enumerate(ranked, start=1))
    citations = tuple(
        Citation(number, make_passage(document_id), quote, 0, len(quote))
        for number, document_id in enumerate(cited, start=1)
    )
    return Answer(question="", language="da", text=text, citations=citations, hits=hits, refused=refused)


@dataclass
class FakeAssistant:
    """Gives the answer written down for a question, raises it where it is an exception, refuses the rest.

    `seen` holds each question with the questions of the turns before it.
    """

    answers: Mapping[str, Answer | Exception] = field(default_factory=dict)
    seen: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Answer:
        self.seen.append((question, tuple(turn.question for turn in turns)))
        answer = self.answers.get(question, make_answer("Det kan jeg ikke svare på.", cited=(), refused=True))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def document(self, document_id: str) -> Document:
        return Document(id=document_id, title=document_id, text=TEXT, sections=())


@dataclass
class FakeOpening:
    """Opens one assistant and remembers how it was asked for."""

    assistant: FakeAssistant
    wished: dict[str, object] = field(default_factory=dict)

    @contextmanager
    def __call__(self, **wished: object) -> Iterator[Subject]:
        self.wished = wished
        yield Subject(assistant=self.assistant, settings={"mode": "extractive"})


def make_record(**changes: Any) -> dict[str, Any]:
    return {
        "id": "robotter",
        "question": "Hvad arbejder Paddehatten med?",
        "language": "da",
        "answerable": True,
        "documents": ["cases/paddehatten"],
    } | changes


def write_questions(path: Path, *records: Mapping[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Three cases: one answered rightly, one in English to be refused, one with a history."""
    return write_questions(
        tmp_path / "few.jsonl",
        make_record(facts=["robotter"], tags=["case"]),
        make_record(
            id="price", question="What does it cost?", language="en", answerable=False, documents=[], tags=["near-miss"]
        ),
        make_record(
            id="idéer", question="Og lederen?", history=["Hvad arbejder Paddehatten med?"], tags=["case", "follow-up"]
        ),
    )
