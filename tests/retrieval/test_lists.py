"""Which sentences are items of a list."""

from __future__ import annotations

import pytest

from assistant.retrieval.lists import item_starts
from tests.answering.passages import passage


def items(text: str) -> list[str]:
    """The sentences of `text` that are items, without their marker."""
    found = passage(text)
    starts = item_starts(found)
    assert starts <= {start for start, _ in found.sentences}
    return [found.quote(start, end) for start, end in found.sentences if start in starts]


@pytest.mark.parametrize(("one", "two"), [("- ", "- "), ("* ", "* "), ("+ ", "+ "), ("1. ", "2. "), ("1) ", "2) ")])
def test_every_kind_of_list_marker_begins_an_item(one: str, two: str) -> None:
    assert items(f"Der er to.\n\n{one}Det ene er mod.\n{two}Det andet er ro.\n") == [
        "Det ene er mod.",
        "Det andet er ro.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ingen liste her. Kun prosa - med en streg.",
        "Det skete i 2019.\n2019 var et godt år.",
        "Den 3. juni kom den. Så var den der.",
        "*Fremhævet* er ingen liste. Minus -5 er heller ingen.",
        "",
    ],
)
def test_prose_has_no_items(text: str) -> None:
    assert items(text) == []


def test_only_the_first_sentence_of_an_item_begins_it() -> None:
    assert items("- Det ene er mod. Det kræver øvelse.\n- Det andet er ro.") == ["Det ene er mod.", "Det andet er ro."]


def test_an_indented_item_is_an_item_too() -> None:
    assert items("- Mod.\n  - Ro.\n") == ["Mod.", "Ro."]
