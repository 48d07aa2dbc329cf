"""What a chat model may say: whole sentences that point at a passage and add no figures of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.grounding import Grounding, choose_quote, complete_sentences, figures, plain
from assistant.answering.markers import marker_numbers
from assistant.datamodels import Language, Passage
from tests.answering.passages import BALLERUP, STORSTROEM, passage

PASSAGES = (passage(BALLERUP, id="ballerup"), passage(STORSTROEM, id="storstroem", start=7))

WRITTEN = (
    "Ballerup| idéer| bl.a.| f.eks.| 23.| maj|.|!|?| |\n|- |1. |»|«|**|`|[1]| [2]|[1, 2]|[9]|[|]|1| 3| 2.000|[2019]|"
    "<b>|</b>|[x](y)| Lederen|K.|<think>|</think>|“|”|…"
)
fragments = st.lists(st.sampled_from(WRITTEN.split("|")), max_size=25)


def grounded(
    *pieces: str, passages: Sequence[Passage] = PASSAGES, language: Language = "da"
) -> tuple[list[str], Grounding]:
    grounding = Grounding(passages, language=language)
    return [sentence.marked for sentence in grounding.ground(pieces)], grounding


@given(fragments)
def test_whatever_is_written_every_sentence_shown_has_valid_markers_only(pieces: list[str]) -> None:
    grounding = Grounding(PASSAGES, language="da")
    for sentence in grounding.ground(pieces):
        numbers = {citation.number for citation in grounding.citations}
        assert sentence.citations
        assert set(marker_numbers(sentence.marked)) <= numbers
        assert not marker_numbers(sentence.text)
    assert [citation.number for citation in grounding.citations] == list(range(1, len(grounding.citations) + 1))
    for citation in grounding.citations:
        assert citation.passage in PASSAGES
        assert citation.quote == citation.passage.quote(citation.start, citation.end)


@given(fragments)
def test_sentences_do_not_depend_on_how_the_text_was_cut(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert list(complete_sentences(pieces)) == list(complete_sentences(text)) == list(complete_sentences([text]))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("En ting [1]. En anden [2].", ["En ting [1]. ", "En anden [2]."]),
        ("En ting. [1] En anden. [2]", ["En ting. [1] ", "En anden. [2]"]),
        ("En ting.[1][2] En anden.[2]", ["En ting. [1][2] ", "En anden. [2]"]),
        ("Bl.a. idéer, f.eks. Jensens [1]. Slut [2].", ["Bl.a. idéer, f.eks. Jensens [1]. ", "Slut [2]."]),
        ("Det skete 23. maj 2019 [1]. Slut [1].", ["Det skete 23. maj 2019 [1]. ", "Slut [1]."]),
        ("- Ballerup [1]\n- Storstrøm [2]\n", ["- Ballerup [1]", "- Storstrøm [2]", ""]),
        ("En ting [1]. Halvt sa", ["En ting [1]. "]),
    ],
)
def test_sentences_keep_their_markers(text: str, sentences: list[str]) -> None:
    assert [sentence for sentence in complete_sentences(text) if sentence] == [each for each in sentences if each]


def test_markers_are_numbered_by_first_use_and_by_the_words_they_open() -> None:
    shown, grounding = grounded(
        "Autismecenteret bruger tablets [2]. Lederen vælger en idé hver fredag [1]. Tablets bruges i hverdagen [2]."
    )

    assert shown == [
        "Autismecenteret bruger tablets. [1]",
        "Lederen vælger en idé hver fredag. [2]",
        "Tablets bruges i hverdagen. [1]",
    ]
    assert [citation.quote for citation in grounding.citations] == [
        "Autismecenter Storstrøm bruger tablets i hverdagen.",
        "Hver fredag vælger lederen én idé, som afprøves i 3 uger.",
    ]


def test_a_date_at_the_beginning_is_no_list_marker() -> None:
    dated = passage("Projektet begyndte 3. juni.")
    shown, _ = grounded("3. juni begyndte projektet [1].\n3. Projektet begyndte i juni [1].", passages=[dated])
    assert shown == ["3. juni begyndte projektet. [1]", "- Projektet begyndte i juni. [1]"]


def test_one_passage_can_be_quoted_at_two_places() -> None:
    shown, grounding = grounded("Idéer samles på en tavle [1]. Borgerne vurderer løsningen [1].")

    assert shown == ["Idéer samles på en tavle. [1]", "Borgerne vurderer løsningen. [2]"]
    assert {citation.passage.id for citation in grounding.citations} == {"ballerup"}


def test_a_sentence_without_a_valid_marker_is_dropped_and_counted() -> None:
    shown, grounding = grounded("Det er svært. Idéer samles [3]. Idéer vælges [1][3].")

    assert shown == ["Idéer vælges. [1]"]
    assert grounding.removed == 2


def test_a_sentence_said_twice_is_shown_once() -> None:
    shown, grounding = grounded("Idéer samles på en tavle [1]. IDÉER samles på en tavle! [1] Borgerne er med [1].")

    assert shown == ["Idéer samles på en tavle. [1]", "Borgerne er med. [2]"]
    assert grounding.removed == 0


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Hver idé afprøves i 3 uger [1].", True),
        ("Hver idé afprøves i 4 uger [1].", False),
        ("Der vælges 1 idé hver fredag [1].", True),
        ("Cirka 2,000 har deltaget [2].", True),
        ("Cirka 2000 har deltaget siden 2019 [2].", True),
        ("Cirka 20 har deltaget [2].", False),
        ("Cirka 2.000 har deltaget [1].", False),
        ("Cirka 2.000 har deltaget [1][2].", True),
        ("1. Idéer samles på en tavle [1].", True),
        ("Omtalt [2018] i avisen [1].", False),
    ],
)
def test_figures_come_from_the_passages_cited(sentence: str, *, kept: bool) -> None:
    numerals = passage(BALLERUP + " Der vælges en idé.", id="ballerup")
    shown, grounding = grounded(sentence, passages=(numerals, PASSAGES[1]))

    assert bool(shown) is kept
    assert grounding.removed == (not kept)


def test_an_english_sentence_quotes_the_danish_words_it_was_rendered_from() -> None:
    rendered = passage(
        BALLERUP,
        renderings=[
            ("Ballerup collects its employees' ideas on a shared board.", BALLERUP.split(". ")[0] + "."),
            ("Every Friday the leader chooses one idea.", "Hver fredag vælger lederen én idé, som afprøves i 3 uger."),
        ],
    )
    shown, grounding = grounded("Each Friday the leader picks one idea [1].", passages=[rendered], language="en")

    assert shown == ["Each Friday the leader picks one idea. [1]"]
    assert grounding.citations[0].quote == "Hver fredag vælger lederen én idé, som afprøves i 3 uger."
    assert grounding.citations[0].translated is False


def test_figures_help_to_choose_the_quote() -> None:
    two = passage("Projektet fik nye tablets i 2018. Projektet fik nye tablets i 2019.")
    start, end = choose_quote("Nye tablets kom i 2019.", two, language="da")
    assert two.quote(start, end) == "Projektet fik nye tablets i 2019."


def test_a_passage_without_sentences_is_quoted_whole() -> None:
    bare = Passage("p", "d", "t", "background", "da", "background", (), "| a | b |", 5, 14, sentences=())
    assert choose_quote("a", bare, language="da") == (5, 14)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Fed** og _kursiv_ og `kode`", "Fed og kursiv og kode"),
        ("<p>Tekst</p><script>alert(1)</script>", "Tekst"),
        ("Se [siden](https://x.example)", "Se siden"),
        ("Se [[2]](https://x.example) og [3](#n)", "Se [2] og [3]"),
        ("### Svar", "Svar"),
        ("5 * 3 og snake_case_navn", "5 * 3 og snake_case_navn"),
        ("[\u200b7]", "[7]"),
    ],
)
def test_markdown_and_html_become_plain_words(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_figures_are_read_alike_in_both_languages() -> None:
    assert figures("3.600 og 1,5 og 23.5.2019") == figures("3,600 og 1.5 og 23.5.2019") == {"3600", "1.5", "23.5.2019"}
