from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.datamodels import Document, Rendering, Section, Source
from assistant.ingestion.reading import find_sections, read_corpus
from assistant.ingestion.splitting import split_document, split_sentences

CORPUS = Path(__file__).parents[2] / "corpus"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def document(body: str) -> Document:
    return Document(id="a", title="A", text=body, sections=find_sections(body, label="background"))


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen har bl.a. København og f.eks. Vejle som partnere, jf. § 17, stk. 4 i loven.",
        "Det gælder fx. Ballerup, ca. 1.200 borgere og 3,5 pct. af budgettet på 2 mio. kr. i 2019.",
        "Mødet er d. 1. april 2017 kl. 10.30 i 2. udgave, 3. kvartal og på 1. plads hos nr. 5.",
        "Formand S. Kjær, H.C. Andersen og A.P. Møller mødtes hhv. Mandag og Tirsdag.",
        "Ring 1-1-2, dvs. Akuttelefonen, evt. Lægevagten, inkl. Skadestuen pr. 1. Januar.",
        "Hun sagde: »Det går godt. Vi fortsætter.« og gik.",
        "Han spurgte: »Hvorfor?« og fik intet svar.",
        "Adm. direktør, cand. mag. og dr. Jensen ses på www.kl.dk og i version 3.5 af it-politikken.",
        "Kun et udråb!",
        "…",
    ],
)
def test_what_is_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det sker i 2019. Derefter sker intet.", ["Det sker i 2019.", "Derefter sker intet."]),
        ("Prisen er 500 kr. Det er dyrt.", ["Prisen er 500 kr.", "Det er dyrt."]),
        (
            "Det er 5 pct. Kommunen betaler osv. Så er det slut.",
            ["Det er 5 pct.", "Kommunen betaler osv.", "Så er det slut."],
        ),
        ("Hvad? Ja! Godt … Øvelse gør mester.", ["Hvad?", "Ja!", "Godt …", "Øvelse gør mester."]),
        ("»Det går.« Hun gik. »Nu?« Ja.", ["»Det går.«", "Hun gik.", "»Nu?«", "Ja."]),
        ("(Det er en parentes.) Det er ikke.", ["(Det er en parentes.)", "Det er ikke."]),
        ("Der er fem. 5 er med. »Ja« siges.", ["Der er fem.", "5 er med.", "»Ja« siges."]),
        ("Det er kendetegn 3. Kulturen er vigtig.", ["Det er kendetegn 3.", "Kulturen er vigtig."]),
        ("Brudt\nover linjer. Og\nigen.", ["Brudt\nover linjer.", "Og\nigen."]),
        ("Uden punktum\n\nNyt afsnit", ["Uden punktum", "Nyt afsnit"]),
        ("Det kom i\n2019. Og gik igen.", ["Det kom i\n2019.", "Og gik igen."]),
        ("1. april 2017 er en dato.", ["1. april 2017 er en dato."]),
    ],
)
def test_sentences_end_where_a_dane_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_lists_tables_code_and_headings_keep_to_themselves() -> None:
    text = (
        "# Overskrift. Med punktum.\nFør listen:\n- Et punkt\n* To. Tre.\n  Fortsat.\n1. Fire\n2) Fem\n- 3. Seks\n\n"
        "| a. B | c |\n|------|---|\n> Et citat. Mere.\n\n---\n```\nkode. Mere.\n\n# mere\n```\nEfter.\n"
    )

    assert sentences(text) == [
        "Før listen:",
        "Et punkt",
        "To.",
        "Tre.",
        "Fortsat.",
        "Fire",
        "Fem",
        "3. Seks",
        "| a. B | c |",
        "|------|---|",
        "Et citat.",
        "Mere.",
        "```\nkode. Mere.\n\n# mere\n```",
        "Efter.",
    ]


def test_a_page_of_dots_is_split_at_once() -> None:
    assert len(sentences("Indhold " + "." * 50_000 + " 5. Slut" + " ." * 20_000)) >= 1


def test_a_short_section_stays_whole_and_a_long_one_is_cut_evenly_between_paragraphs() -> None:
    paragraph = "Dette er en sætning på fyrre tegn i alt. " * 4
    body = f"Kort.\n\n## Lang\n\n{paragraph.strip()}\n\n{paragraph.strip()}\n\n{paragraph.strip()}\n"

    short, *pieces = split_document(document(body), target_chars=200)

    assert short.text == "Kort."
    assert [piece.text for piece in pieces] == [paragraph.strip()] * 3
    assert {piece.heading_path for piece in pieces} == {("Lang",)}


def test_a_cut_keeps_the_marker_of_a_list_item_with_its_item() -> None:
    body = "\n".join(f"- Punkt nummer {number} er her." for number in range(12))

    pieces = split_document(document(body), target_chars=100)

    assert len(pieces) > 2
    assert all(piece.text.startswith("- Punkt") for piece in pieces)
    assert all(piece.quote(*piece.sentences[0]).startswith("Punkt") for piece in pieces)


def test_each_passage_carries_the_renderings_of_its_own_words_and_all_questions_of_its_section() -> None:
    body = "En er her. To er her. Tre er her. Fire er her."
    spans = split_sentences(body)
    section = Section(
        heading_path=(),
        start=0,
        end=len(body),
        label="coverage",
        sources=(Source("S1", "Kilde"),),
        questions_da=("Hvor mange?",),
        renderings=tuple(Rendering(f"No {number}.", start, end) for number, (start, end) in enumerate(spans)),
        not_known=True,
    )

    pieces = split_document(replace(document(body), sections=(section,)), target_chars=24)

    assert [[rendering.text for rendering in piece.renderings] for piece in pieces] == [
        ["No 0.", "No 1."],
        ["No 2.", "No 3."],
    ]
    assert all(piece.questions_da == ("Hvor mange?",) and piece.not_known for piece in pieces)
    assert all(piece.label == "coverage" and piece.sources == section.sources for piece in pieces)


def test_sentences_that_one_rendering_renders_are_one() -> None:
    body = "Hvad gør vi? Vi taler sammen. Så går vi."
    section = replace(document(body).sections[0], renderings=(Rendering("What do we do? We talk.", 0, 29),))

    (passage,) = split_document(replace(document(body), sections=(section,)))

    assert [passage.quote(*span) for span in passage.sentences] == ["Hvad gør vi? Vi taler sammen.", "Så går vi."]


def test_a_passage_knows_its_page() -> None:
    body = "# A\n\nEn.\n\n# B\n\nTo.\n"

    first, second = split_document(replace(document(body), page_starts=(0, body.index("# B"))))

    assert (first.page, second.page) == (1, 2)


def test_an_id_changes_with_anything_that_is_stored() -> None:
    before = split_document(document("En.\n\n# B\n\nTo."))
    after = split_document(replace(document("En.\n\n# B\n\nTo."), title="Ny"))

    assert len({passage.id for passage in (*before, *after)}) == 4
    assert split_document(document("En.\n\n# B\n\nTo.")) == before


markdown = st.lists(
    st.sampled_from(
        [
            "Det er en sætning. ",
            "Hvad? ",
            "\n",
            "\n\n",
            "## B\n",
            "- ",
            "1. ",
            "| a |",
            "```\n",
            "»Ja.« ",
            "bl.a. ",
            "é…",
            "> ",
        ]
    )
    | st.text(max_size=8),
    max_size=30,
).map("".join)


@given(markdown)
@settings(max_examples=300, deadline=None)
def test_spans_of_any_text_are_exact_trimmed_and_in_order(text: str) -> None:
    spans = split_sentences(text)

    assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(markdown, st.integers(min_value=1, max_value=200))
@settings(max_examples=300, deadline=None)
def test_passages_of_any_text_are_exact_and_hold_every_sentence_once(body: str, target_chars: int) -> None:
    whole = document(body)
    passages = split_document(whole, target_chars=target_chars)

    assert all(whole.text[passage.start : passage.end] == passage.text for passage in passages)
    assert all(passage.text == passage.text.strip() and passage.sentences for passage in passages)
    assert [span for passage in passages for span in passage.sentences] == [
        (section.start + start, section.start + end)
        for section in whole.sections
        for start, end in split_sentences(whole.text[section.start : section.end])
    ]
    assert len({passage.id for passage in passages}) == len(passages)


def test_every_span_over_the_whole_corpus_is_exact_and_within_one_section() -> None:
    documents, _ = read_corpus(CORPUS)
    assert documents
    for whole in documents:
        spans = {(section.start, section.end) for section in whole.sections}
        for passage in split_document(whole):
            assert whole.text[passage.start : passage.end] == passage.text
            assert any(start <= passage.start and passage.end <= end for start, end in spans)
            assert all(passage.quote(*span) == whole.text[slice(*span)] for span in passage.sentences)
