"""An assistant with a few documents and fixed answers, in the shape of the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Event
from typing import Any

from assistant.datamodels import (
    Answer,
    Citation,
    Document,
    Language,
    Passage,
    Rendering,
    Section,
    Source,
    Suggestion,
    Turn,
)

LEDE = (
    "Lederne lytter til idéerne dér, hvor de opstår. Når en medarbejder kommer med et forslag,\n"
    "bliver det prøvet af i det små. Det giver mod til det næste."
)
WORKPLACES = "Fem arbejdspladser er med:\n\n- Autismecenter Storstrøm\n- Borgerservice i Ballerup\n- Paddehatten"
DOCUMENT_TEXT = f"## Sådan får lederne idéerne frem\n\n{LEDE}\n\n## Arbejdspladserne\n\n{WORKPLACES}\n"
SOURCES = (
    Source(
        "S2", "5 kendetegn: Sådan leder du digital innovation", "Lederweb", None, "https://www.lederweb.dk/artikler/5/"
    ),
    Source("S58", "Tal om digitale kompetencer", "Danmarks Statistik", "2019-05-23", "https://dst.dk/tal", True, True),
    Source(None, "Et notat", None, "2019-05", "javascript:alert(1)"),
)


def _section(heading: str, body: str) -> Section:
    start = DOCUMENT_TEXT.index(body)
    return Section((heading,), start, start + len(body), "coverage", SOURCES)


DOCUMENT = Document(
    "kendetegn/2-ideudvikling",
    "Kendetegn 2: Idéerne kommer fra medarbejderne",
    DOCUMENT_TEXT,
    (_section("Sådan får lederne idéerne frem", LEDE), _section("Arbejdspladserne", WORKPLACES)),
    "hallmark",
    wording="own-words",
)
CASE_TEXT = "Paddehatten prøvede »Babuino« af.\n\n## Hvad lærte de?\n\n- De lærte at lytte.\n- De lærte af fejl.\n"
CASE_LEDE, LESSONS = "Paddehatten prøvede »Babuino« af.", "- De lærte at lytte.\n- De lærte af fejl."


def _case_section(path: tuple[str, ...], body: str, *renderings: tuple[str, str]) -> Section:
    start = CASE_TEXT.index(body)
    tied = tuple(Rendering(en, CASE_TEXT.index(da), CASE_TEXT.index(da) + len(da)) for en, da in renderings)
    return Section(path, start, start + len(body), "background", SOURCES[:2], renderings=tied)


CASE = Document(
    "cases/paddehatten",
    "Frontløber: Paddehatten",
    CASE_TEXT,
    (
        _case_section((), CASE_LEDE, ("Paddehatten tried out ‘Babuino’.", CASE_LEDE)),
        _case_section(
            ("Hvad lærte de?",),
            LESSONS,
            ("They learned to listen.", "De lærte at lytte."),
            ("They learned from mistakes.", "De lærte af fejl."),
        ),
    ),
    "case",
    wording="own-words",
)
ADDED_TEXT = "Vi vil <b>prøve</b> os frem.\n"
ADDED = Document("strategi", "Vores strategi", ADDED_TEXT, (Section((), 0, len(ADDED_TEXT) - 1, "background"),))
PUBLICATION_TEXT = "Det her er publikationens egne ord.\n"
PUBLICATION = Document(
    "publikationen",
    "Publikationen selv",
    PUBLICATION_TEXT,
    (Section((), 0, len(PUBLICATION_TEXT) - 1, "publication"),),
    "publication",
)
SUGGESTIONS = tuple(
    Suggestion(question, language, reader)
    for language, questions in (
        (
            "da",
            {
                "leader": (
                    "Hvordan får jeg medarbejderne til at komme med idéer?",
                    "Hvad betyder digital innovation for kerneopgaven?",
                    "Hvordan skaber jeg plads til at prøve noget af?",
                ),
                "new_manager": (
                    "Hvad er de fem kendetegn?",
                    "Hvor begynder jeg som ny leder?",
                    "Hvilke fem arbejdspladser er med?",
                ),
                "hr": (
                    "Hvilke kompetencer skal lederne have?",
                    "Hvordan bruger vi publikationen på et kursus?",
                    "Hvem står bag publikationen?",
                ),
            },
        ),
        (
            "en",
            {
                "leader": ("How do I get my staff to come up with ideas?", "What about the core task?"),
                "new_manager": ("What are the five hallmarks?",),
                "hr": ("Who is behind the publication?",),
            },
        ),
    )
    for reader, asked in questions.items()
    for question in asked
)


def _passage(number: int) -> Passage:
    section = DOCUMENT.sections[number]
    return Passage(
        f"p{number}",
        DOCUMENT.id,
        DOCUMENT.title,
        "hallmark",
        "da",
        "coverage",
        section.heading_path,
        DOCUMENT.text[section.start : section.end],
        section.start,
        section.end,
        (),
        SOURCES,
    )


def citation(number: int, quote: str, passage: int = 0, *, translated: bool = False) -> Citation:
    start = DOCUMENT.text.index(quote)
    return Citation(number, _passage(passage), quote, start, start + len(quote), translated)


CITED = Answer(
    "",
    "da",
    "Lederne lytter til idéerne dér, hvor de opstår. [1] Når en medarbejder kommer med et forslag, bliver det "
    "prøvet af i det små. [2] Det giver mod til det næste. [3]",
    (
        citation(1, "Lederne lytter til idéerne dér, hvor de opstår."),
        citation(2, "Når en medarbejder kommer med et forslag,\nbliver det prøvet af i det små."),
        citation(3, "Det giver mod til det næste."),
    ),
    suggestions=("Hvad er de fem kendetegn?", "Hvem står bag publikationen?"),
)
LISTED = Answer(
    "",
    "da",
    "Fem arbejdspladser er med: [1]\n- Autismecenter Storstrøm [2]\n- Borgerservice i Ballerup [3]\n- Paddehatten [4]",
    tuple(
        citation(number, quote, 1)
        for number, quote in enumerate(
            ("Fem arbejdspladser er med:", "Autismecenter Storstrøm", "Borgerservice i Ballerup", "Paddehatten"),
            start=1,
        )
    ),
)
REFUSED = Answer(
    "",
    "da",
    "Det kan jeg ikke finde svar på i kilderne. De handler om ledelse af digital innovation i kommuner og regioner.",
    refused=True,
    reason="not_found",
    suggestions=(
        "Hvilke fem arbejdspladser er med?",
        "Hvad er de fem kendetegn?",
        "Hvor kan jeg få fat i publikationen?",
    ),
)
ENGLISH = Answer(
    "",
    "en",
    "Leaders listen to ideas where they arise. [1]",
    (citation(1, "Lederne lytter til idéerne dér, hvor de opstår.", translated=True),),
)


class FakeStream:
    """Sentences, then the answer; waits at `gate` before each where there is one."""

    def __init__(self, answer: Answer, gate: Event | None, cancelled: Callable[[], bool]) -> None:
        self._answer = answer
        self._gate = gate
        self._cancelled = cancelled

    def __iter__(self) -> Iterator[str]:
        shown: list[str] = []
        for piece in self._answer.text.replace("] ", "]\0").replace("\n", "\0").split("\0"):
            while self._gate and not self._gate.wait(0.01) and not self._cancelled():
                pass
            if self._cancelled():
                break
            shown.append(piece)
            yield piece
        if self._cancelled():
            self._answer = replace(
                self._answer, text=" ".join(shown), citations=self._answer.citations[: len(shown)], suggestions=()
            )

    def answer(self) -> Answer:
        return self._answer


class FakeAssistant:
    """Answers ideas, workplaces, follow-ups and English questions, refuses the rest; `calls` is what it was asked."""

    def __init__(
        self,
        *,
        gate: Event | None = None,
        error: Exception | None = None,
        chat_model_name: str | None = None,
        documents: tuple[Document, ...] = (DOCUMENT, CASE, ADDED),
    ) -> None:
        self.gate = gate
        self.error = error
        self.chat_model_name = chat_model_name
        self._documents = {document.id: document for document in documents}
        self.calls: list[tuple[str, Sequence[Turn], Language]] = []

    def stream(
        self,
        question: str,
        turns: Sequence[Turn] = (),
        *,
        language: Language = "da",
        answer_language: Language | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Any:
        self.calls.append((question, tuple(turns), language))
        if self.error:
            raise self.error
        asked = question.lower()
        if "how" in asked or "what" in asked:
            answer = ENGLISH
        elif "arbejdsplads" in asked or "kendetegn" in asked:
            answer = LISTED
        elif "idé" in asked or asked.startswith(("og ", "hvorfor")):
            answer = CITED
        else:
            answer = REFUSED
        return FakeStream(replace(answer, question=question), self.gate, cancelled)

    def document(self, document_id: str) -> Document:
        return self._documents[document_id]

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents.values())

    def suggestions(self, language: Language) -> tuple[Suggestion, ...]:
        return tuple(suggestion for suggestion in SUGGESTIONS if suggestion.language == language)
