"""Asks the assistant a case, its history first, and turns whatever happens into an outcome."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from queue import Empty, Queue
from threading import Thread
from typing import Protocol

from assistant.datamodels import Answer, Document, Turn
from evals.cases import Case, Outcome
from evals.metrics import RANKS

TIMEOUT_SECONDS = 60.0
WARM_UP_QUESTIONS = ("Hvad er digital innovation?", "What is digital innovation?")


class Asked(Protocol):
    """What is asked of the assistant under test."""

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Answer:
        """One answer, a refusal included."""

    def document(self, document_id: str) -> Document:
        """The document a citation points into."""


def run_cases(
    assistant: Asked, cases: Sequence[Case], *, timeout_seconds: float = TIMEOUT_SECONDS
) -> Iterator[Outcome]:
    """One outcome per case, in order; the first question of a process is slow, so two unmeasured ones go before."""
    for question in WARM_UP_QUESTIONS:
        _ask(assistant, question, (), timeout_seconds=timeout_seconds)
    for case in cases:
        yield run_case(assistant, case, timeout_seconds=timeout_seconds)


def run_case(assistant: Asked, case: Case, *, timeout_seconds: float = TIMEOUT_SECONDS) -> Outcome:
    """Ask one case; a crash or a time-out, also in its history, gives an outcome with an `error`.

    `seconds` is the time of the case's own question; each question of the history has the same time limit.
    """
    turns: tuple[Turn, ...] = ()
    for question in case.history:
        answer, _ = _ask(assistant, question, turns, timeout_seconds=timeout_seconds)
        if isinstance(answer, Exception):
            return Outcome(case=case, seconds=0.0, error=f"in its history: {_describe(answer)}")
        turns = (*turns, Turn(question=question, answer=answer))
    answer, seconds = _ask(assistant, case.question, turns, timeout_seconds=timeout_seconds)
    if isinstance(answer, Exception):
        return Outcome(case=case, seconds=seconds, error=_describe(answer))
    try:
        return _grade(assistant, case, answer, seconds=seconds)
    except Exception as error:
        return Outcome(case=case, seconds=seconds, error=_describe(error))


def _ask(
    assistant: Asked, question: str, turns: tuple[Turn, ...], *, timeout_seconds: float
) -> tuple[Answer | Exception, float]:
    """The answer, or what went wrong, and the seconds it took."""
    arrived: Queue[Answer | Exception] = Queue()

    def ask() -> None:
        try:
            arrived.put(assistant.ask(question, turns))
        except Exception as error:
            arrived.put(error)

    started = time.perf_counter()
    # A thread cannot be stopped from outside; as a daemon it at least does not keep the process from ending.
    Thread(target=ask, daemon=True).start()
    try:
        answer = arrived.get(timeout=timeout_seconds)
    except Empty:
        answer = TimeoutError(f"no answer within {timeout_seconds:g} s")
    return answer, time.perf_counter() - started


def _grade(assistant: Asked, case: Case, answer: Answer, *, seconds: float) -> Outcome:
    distinct = dict.fromkeys(hit.passage.document_id for hit in answer.hits)
    cited = tuple(citation.passage.document_id for citation in answer.citations)
    return Outcome(
        case=case,
        seconds=seconds,
        ranked_documents=tuple(distinct)[:RANKS],
        cited_documents=cited,
        verbatim=tuple(
            bool(citation.quote) and citation.quote in assistant.document(document_id).text
            for citation, document_id in zip(answer.citations, cited, strict=True)
        ),
        refused=answer.refused,
        answer=answer.text,
    )


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
