from __future__ import annotations

import pytest

from assistant.editing.names import ordinary_words
from assistant.editing.renderings import Translation, check_renderings, idle_translations
from tests.editing.made_up import document

DANISH = "Anna Lund fra Nordby Universitet fulgte tre børnehaver i maj 2017, og 11 pct. brugte tavler."
ENGLISH = "Anna Lund of Nordby University followed three kindergartens in May 2017, and 11 per cent used boards."
UNIVERSITY = Translation("Nordby Universitet", "Nordby University")
REGIONS = Translation("Danske Regioner", "Danish Regions")
ORDINARY = ordinary_words([])


def found(danish: str, english: str) -> list[tuple[str, str]]:
    findings = check_renderings(
        [document(danish, english=english)],
        translations=[UNIVERSITY, REGIONS],
        ordinary_danish=ORDINARY,
        ordinary_english=ORDINARY,
    )
    return [(finding.kind, finding.item) for finding in findings]


def test_a_rendering_with_the_same_numbers_and_names_is_right() -> None:
    assert found(DANISH, ENGLISH) == []
    assert found("Hos Danske Regioners formand.", "At the chair of Danske Regioner (Danish Regions).") == []


@pytest.mark.parametrize(
    ("right", "wrong", "lost", "added"),
    [
        ("11 per cent", "12 per cent", "11", "12"),
        ("three", "four", "tre", "four"),
        ("May 2017", "June 2017", "maj 2017", "June 2017"),
        ("2017", "2018", "2017", "2018"),
    ],
)
def test_a_changed_number_is_found_from_both_sides(right: str, wrong: str, lost: str, added: str) -> None:
    changed = found(DANISH, ENGLISH.replace(right, wrong))

    assert ("number_not_in_english", lost) in changed
    assert ("number_not_in_danish", added) in changed


def test_a_name_that_is_missing_in_english_is_found() -> None:
    danish = "Det fulgte Anna Lund."

    assert found(danish, "A researcher followed it.") == [("name_not_in_english", "Anna Lund")]


def test_a_name_that_english_adds_or_swaps_is_found() -> None:
    assert found("Det fulgte Anna Lund.", "It was followed by Anna Holm.") == [
        ("name_not_in_english", "Anna Lund"),
        ("name_not_in_danish", "Anna Holm"),
    ]


def test_a_known_translation_counts_only_where_both_its_sides_stand() -> None:
    assert found("Det skete på Nordby Universitet.", "It was at the school.") == [
        ("name_not_in_english", "Nordby Universitet")
    ]
    assert found("Det skete her.", "It was at Nordby University.") == [("name_not_in_danish", "Nordby University")]


def test_a_translation_that_no_rendering_uses_is_named() -> None:
    assert idle_translations([document(DANISH, english=ENGLISH)], [UNIVERSITY, REGIONS]) == (REGIONS,)
