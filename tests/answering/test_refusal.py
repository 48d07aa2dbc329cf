"""A refusal is an answer, in the question's language, that says what can be asked instead."""

from __future__ import annotations

import pytest

from assistant.answering.extractive import Extract, quote_passage
from assistant.answering.markers import marker_numbers
from assistant.answering.refusal import PHRASES, refuse
from assistant.datamodels import Answer, Document, Evidence, Hit, Kind, Language, RefusalReason
from assistant.retrieval.language.question import LONGEST_CHARS, read_question
from tests.answering.passages import passage

REASONS: tuple[RefusalReason, ...] = ("unreadable", "too_long", "hostile", "not_found", "not_known")
NOTHING = Extract((), ())
UNKNOWN = passage("Omtalen nævner hverken pris eller sidetal. Den nævner ingen forfattere.")


def document(title: str, kind: Kind) -> Document:
    return Document(id=title.casefold(), title=title, text="", sections=(), kind=kind)


def refusal(
    reason: RefusalReason | None,
    *,
    question: str = "Hvad er prisen?",
    language: Language = "da",
    known: Extract = NOTHING,
    documents: tuple[Document, ...] = (),
) -> Answer:
    hits = (Hit(UNKNOWN, 1.0),)
    return refuse(
        read_question(question, answer_language=language),
        Evidence(hits, sufficient=False, probability=0.1, reason=reason),
        known=known,
        suggestions=["Hvad er de fem kendetegn?"],
        documents={each.id: each for each in documents},
    )


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_told_in_both_languages_with_what_can_be_asked(reason: RefusalReason) -> None:
    danish, english = (refusal(reason, language=language) for language in ("da", "en"))
    for answer in (danish, english):
        assert answer.refused
        assert answer.reason == reason
        assert answer.suggestions == ("Hvad er de fem kendetegn?",)
        assert answer.citations == ()
        assert answer.text
        assert not {"{", "}"} & set(answer.text)
    assert (danish.language, english.language) == ("da", "en")
    assert danish.text != english.text


def test_each_reason_is_told_in_its_own_words() -> None:
    assert len({refusal(reason).text for reason in REASONS}) == len(REASONS)
    assert {*PHRASES, "not_found"} == set(REASONS)


def test_no_reason_at_all_is_told_as_not_found() -> None:
    assert refusal(None).reason == "not_found"
    assert refusal(None).text == refusal("not_found").text


def test_too_long_says_how_long_and_how_long_it_may_be() -> None:
    answer = refusal("too_long", question="x" * 20_000)
    assert "20000" in answer.text
    assert str(LONGEST_CHARS) in answer.text


def test_what_is_said_about_not_knowing_is_cited() -> None:
    answer = refusal("not_known", known=quote_passage(UNKNOWN, language="da", most=1))
    assert answer.text.endswith("Omtalen nævner hverken pris eller sidetal. [1]")
    assert [citation.quote for citation in answer.citations] == ["Omtalen nævner hverken pris eller sidetal."]


def test_a_foreign_corpus_is_told_by_its_titles() -> None:
    own = refusal("not_found", documents=(document("Hæftet", "publication"), document("Vaner", "background")))
    foreign = refusal("not_found", documents=tuple(document(f"Titel {n}", "background") for n in range(9)))
    assert "Vaner" not in own.text
    assert "Titel 0; Titel 1" in foreign.text
    assert "Titel 8" not in foreign.text


def test_a_title_with_a_marker_in_it_leaves_none_without_a_citation() -> None:
    answer = refusal("not_found", documents=(document("Bilag [3] om robotter", "background"),))
    assert marker_numbers(answer.text) == ()
    assert "om robotter" in answer.text


def test_what_was_considered_and_searched_goes_with_it() -> None:
    answer = refusal("not_found", question="Kan du fortælle mig om prisen")
    assert answer.hits == (Hit(UNKNOWN, 1.0),)
    assert answer.searched == "prisen"
    assert refusal("unreadable", question="?").searched is None
