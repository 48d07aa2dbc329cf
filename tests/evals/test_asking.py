from __future__ import annotations

import time
from collections.abc import Sequence

from assistant.datamodels import Answer, Turn
from evals.asking import WARM_UP_QUESTIONS, run_case, run_cases
from evals.cases import Case
from tests.evals.conftest import FakeAssistant, make_answer


def make_case(question: str = "Hvad?", **rest: object) -> Case:
    return Case(id="x", question=question, language="da", answerable=True, documents=("cases/a",), **rest)  # type: ignore[arg-type]


class SlowAssistant(FakeAssistant):
    """Takes too long over one question."""

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Answer:
        if question == "Langsomt?":
            time.sleep(0.5)
        return super().ask(question, turns)


class HalfMadeAssistant(FakeAssistant):
    """Gives something that is no answer."""

    def ask(self, question: str, turns: Sequence[Turn] = ()) -> Answer:
        return None  # type: ignore[return-value]


def test_an_answer_is_told_by_its_documents_citations_and_words() -> None:
    ranked = ["cases/b", "cases/a", "cases/b", *(f"cases/{number}" for number in range(20))]
    answer = make_answer("Robotter [1][2].", ranked=ranked, cited=("cases/a", "cases/a"))

    outcome = run_case(FakeAssistant({"Hvad?": answer}), make_case())

    assert outcome.ranked_documents == ("cases/b", "cases/a", *(f"cases/{number}" for number in range(8)))
    assert outcome.cited_documents == ("cases/a", "cases/a")
    assert outcome.verbatim == (True, True)
    assert (outcome.answer, outcome.refused, outcome.error) == ("Robotter [1][2].", False, None)
    assert outcome.answered
    assert 0 <= outcome.seconds < 1


def test_a_quote_that_is_not_in_the_document_or_empty_is_not_verbatim() -> None:
    altered, empty = make_answer(quote="arbejder med  robotter"), make_answer(quote="")

    assert run_case(FakeAssistant({"Hvad?": altered}), make_case()).verbatim == (False,)
    assert run_case(FakeAssistant({"Hvad?": empty}), make_case()).verbatim == (False,)


def test_a_refusal_keeps_its_ranking_and_is_not_answered() -> None:
    outcome = run_case(FakeAssistant({"Hvad?": make_answer(refused=True)}), make_case())

    assert outcome.refused
    assert not outcome.answered
    assert outcome.ranked_documents == ("cases/paddehatten",)


def test_history_is_asked_first_and_for_real_each_question_with_the_turns_before_it() -> None:
    assistant = FakeAssistant()

    run_case(assistant, make_case("Hvorfor?", history=("Hvem?", "Hvor?")))

    assert assistant.seen == [("Hvem?", ()), ("Hvor?", ("Hvem?",)), ("Hvorfor?", ("Hvem?", "Hvor?"))]


def test_a_crash_is_a_failed_case_that_says_what_happened() -> None:
    outcome = run_case(FakeAssistant({"Hvad?": RuntimeError("no more memory")}), make_case())

    assert outcome.error == "RuntimeError: no more memory"
    assert not outcome.refused
    assert not outcome.answered
    assert outcome.ranked_documents == ()


def test_a_crash_in_the_history_is_a_failed_case_too() -> None:
    assistant = FakeAssistant({"Hvem?": RuntimeError("no more memory")})

    outcome = run_case(assistant, make_case(history=("Hvem?",)))

    assert outcome.error == "in its history: RuntimeError: no more memory"
    assert [question for question, _ in assistant.seen] == ["Hvem?"]


def test_what_is_no_answer_is_a_failed_case() -> None:
    outcome = run_case(HalfMadeAssistant(), make_case())

    assert outcome.error is not None
    assert outcome.error.startswith("AttributeError")


def test_a_case_that_takes_too_long_has_failed_and_the_next_one_is_asked() -> None:
    assistant = SlowAssistant({"Hvad?": make_answer()})

    slow, quick = run_cases(assistant, [make_case("Langsomt?"), make_case()], timeout_seconds=0.1)

    assert slow.error == "TimeoutError: no answer within 0.1 s"
    assert slow.seconds >= 0.1
    assert quick.error is None
    assert quick.seconds < 0.1


def test_warm_up_questions_come_first_and_may_crash_without_harm() -> None:
    assistant = FakeAssistant({WARM_UP_QUESTIONS[0]: RuntimeError(), "Hvad?": make_answer()})

    outcomes = list(run_cases(assistant, [make_case()]))

    assert [question for question, _ in assistant.seen] == [*WARM_UP_QUESTIONS, "Hvad?"]
    assert [outcome.error for outcome in outcomes] == [None]
