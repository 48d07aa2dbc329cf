from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.datamodels import Document, Problem, Rendering, Section, Source
from assistant.editing.rules import find_breaches
from assistant.ingestion.registers import Fact, Registers

TEXT = "Katten sover i kurven."
PRESS = Source("S1", "Pressemeddelelse")
REGISTERS = Registers(
    sources={"S1": PRESS},
    facts={
        "F1": Fact(("S1",), "coverage"),
        "F2": Fact(("S1",), "background"),
        "F3": Fact(("S9",), "coverage"),
    },
)
GOOD = Section(
    ("Hvad gør katten?",),
    0,
    len(TEXT),
    label="coverage",
    sources=(PRESS,),
    facts=("F1",),
    questions_da=("Sover katten?", "Hvor er katten?", "Hvad laver katten?"),
    questions_en=("Is the cat asleep?", "Where is the cat?"),
    renderings=(Rendering("The cat sleeps in its basket.", 0, len(TEXT)),),
)


def breaches(text: str = TEXT, *sections: Section, registers: Registers = REGISTERS) -> tuple[Problem, ...]:
    return find_breaches([Document("a/kat", "Kat", text, sections or (GOOD,), wording="own-words")], registers)


def saying(sentence: str) -> tuple[Problem, ...]:
    rendering = (Rendering("…", 0, len(sentence)),)
    return breaches(sentence, replace(GOOD, end=len(sentence), renderings=rendering))


def test_a_section_that_keeps_the_rules_is_left_in_peace() -> None:
    assert breaches() == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sources": ()}, "“sources” is empty"),
        ({"facts": ()}, "“facts” is empty"),
        ({"facts": ("F1", "F2")}, "F2 is not coverage of the publication"),
        ({"facts": ("F1", "F3")}, "F3 rests on S9, and none of them"),
        ({"sources": (PRESS, Source("S7", "Andet"))}, "None of the section's facts rests on S7"),
        ({"questions_da": ("Sover katten?",)}, "has 1 questions (da). Write 3-10"),
        ({"questions_en": tuple("abcdefg")}, "has 7 questions (en). Write 2-6"),
        ({"renderings": ()}, "exactly once under english: “Katten sover i kurven."),
        ({"facts": ("F1", "F1")}, "F1 stands under two sections"),
    ],
)
def test_a_broken_rule_of_a_section_is_told_with_what_to_write(changed: dict[str, object], says: str) -> None:
    found = [problem.say("en") for problem in breaches(TEXT, replace(GOOD, **changed))]  # type: ignore[arg-type]

    assert any(says in line for line in found), found
    assert all(line.startswith(("a/kat", "sources.yaml")) for line in found)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("Den sover i kurven.", "points back"),
        ("Derfor sover katten i kurven.", "points back"),
        ("Publikationen skriver, at katten sover.", "Say who speaks of the publication"),
        (" ".join(["Katten sover"] * 17) + ".", "has 34 words"),
        ("Formanden sagde »" + " ".join(["kat"] * 26) + "«.", "more than 25 words"),
    ],
)
def test_a_sentence_that_cannot_be_quoted_by_itself_is_told(sentence: str, says: str) -> None:
    assert any(says in problem.say("en") for problem in saying(sentence))


@pytest.mark.parametrize("sentence", ["De fem kendetegn er fundet.", "Det er lederen, der afgør sagen."])
def test_a_sentence_that_points_forward_stands_alone(sentence: str) -> None:
    assert saying(sentence) == ()


@pytest.mark.parametrize("changed", [{"label": "ours"}, {"not_known": True}])
def test_our_own_words_and_what_is_not_known_need_no_sources_and_no_questions(changed: dict[str, object]) -> None:
    bare = replace(GOOD, sources=(), facts=(), questions_da=(), questions_en=(), **changed)  # type: ignore[arg-type]

    assert breaches(TEXT, bare, registers=Registers()) == ()


def test_somebody_elses_text_is_left_alone() -> None:
    text = "Derfor sover den."
    foreign = Document("b", "B", text, (Section((), 0, len(text), label="background"),), wording="verbatim")

    assert find_breaches([foreign], Registers()) == ()


def test_a_source_that_nothing_rests_on_is_told() -> None:
    registers = replace(REGISTERS, sources={"S1": PRESS, "S2": Source("S2", "Ubrugt")})

    (problem,) = breaches(registers=registers)

    assert problem.say("da") == "sources.yaml: Ingen afsnit bygger på kilden S2. Brug den, eller slet den her."
