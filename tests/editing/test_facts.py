from __future__ import annotations

from pathlib import Path

import pytest

from assistant.editing.facts import Alias, check_facts, check_telling, read_aliases
from assistant.editing.names import ordinary_words
from tests.editing.made_up import DOSSIER, WORDINGS, document

TRUE = (
    "Anna Lund fra Nordby Universitet fulgte i 2017 tre børnehaver.",
    "Blandt personalet brugte 11 procent tavler, skrev Fagbladet Børn i maj 2019.",
    "Solsikken i Nordby fik 25.000 kr. i maj 2018.",
)
ORDINARY = ordinary_words([DOSSIER, *TRUE, "blandt personalet"])


def found(
    *sentences: str, facts: tuple[str, ...] = ("F001", "F002", "F003"), aliases: tuple[Alias, ...] = ()
) -> list[tuple[str, str]]:
    checked = check_facts([document(*sentences, facts=facts)], WORDINGS, ordinary=ORDINARY, aliases=aliases)
    return [(finding.kind, finding.item) for finding in checked]


def test_a_section_that_tells_its_facts_and_their_sources_is_right() -> None:
    assert found(*TRUE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "kind", "item"),
    [
        ("11 procent", "12 procent", "number", "12"),
        ("25.000 kr.", "35.000 kr.", "number", "35.000"),
        ("i 2017", "i 2016", "number", "2016"),
        ("maj 2018", "juni 2018", "number", "juni 2018"),
        ("tre børnehaver", "fire børnehaver", "number", "fire"),
        ("Anna Lund", "Anna Holm", "name", "Anna Holm"),
        ("Nordby Universitet", "Sydby Universitet", "name", "Sydby Universitet"),
        ("Solsikken i Nordby", "Solsikken i Sydby", "name", "Sydby"),
    ],
)
def test_a_changed_number_year_or_name_is_found(right: str, wrong: str, kind: str, item: str) -> None:
    text = " ".join(TRUE)
    assert right in text

    assert (f"{kind}_not_in_facts", item) in found(text.replace(right, wrong))


def test_a_fact_that_the_section_does_not_name_confirms_nothing() -> None:
    assert found(TRUE[2], facts=("F001",)) == [("number_not_in_facts", item) for item in ("25.000", "2018", "maj 2018")]


def test_a_surname_in_the_facts_confirms_the_full_name_that_the_dossiers_know() -> None:
    assert found("Det fandt Anna Lund.", facts=("F002",)) == []
    assert found("Det fandt Anna Lund.", facts=("F003",)) == [("name_not_in_facts", "Anna Lund")]


def test_an_alias_may_be_said_where_the_facts_say_what_it_stands_for() -> None:
    alias = Alias(fact="Fagbladet Børn", section="FB")

    assert found("Det skrev FB.", facts=("F001",), aliases=(alias,)) == []
    assert found("Det skrev FB.", facts=("F003",), aliases=(alias,)) == [("name_not_in_facts", "FB")]


def test_a_fact_without_wording_is_found() -> None:
    assert found(TRUE[0], facts=("F001", "F999")) == [("fact_without_wording", "F999")]


def test_a_section_without_facts_is_passed_over() -> None:
    assert found("Her bor 900 mennesker i Sydby.", facts=()) == []


def test_what_a_listed_fact_says_and_the_section_leaves_out_is_shown() -> None:
    untold = check_telling([document(TRUE[0], facts=("F001", "F002"))], WORDINGS, ordinary=ORDINARY)

    assert [(finding.kind, finding.item) for finding in untold] == [("number_not_told", "11")]


def test_aliases_are_read_with_their_reason_left_out(tmp_path: Path) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_text("# comment\n\nCO-PI\tCOI\tits old name\n", encoding="utf-8")

    assert read_aliases(path) == (Alias("CO-PI", "COI"),)
