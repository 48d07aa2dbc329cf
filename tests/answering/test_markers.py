"""Markers are found, and taken out whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.markers import MARKER, marker_numbers, strip_markers

marked_text = st.text(alphabet="[]0129, ;–-ab. ", max_size=60)


@given(marked_text)
def test_no_marker_is_left_whatever_stood_around_it(text: str) -> None:
    stripped = strip_markers(text)
    assert not MARKER.search(stripped)
    assert strip_markers(stripped) == stripped


@given(st.lists(st.integers(1, 99), max_size=5))
def test_every_number_is_found_once_in_order(numbers: list[int]) -> None:
    assert marker_numbers("Ord " + "".join(f"[{number}]" for number in numbers)) == tuple(dict.fromkeys(numbers))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Sådan [1].", (1,)),
        ("Sådan [1, 2].", (1, 2)),
        ("Sådan [3][1].", (3, 1)),
        ("Sådan [2-4].", (2, 3, 4)),
        ("Sådan [ 5 ].", (5,)),
        ("I [2019] og [100].", ()),
        ("Sådan [x] og [].", ()),
    ],
)
def test_what_counts_as_a_marker(text: str, numbers: tuple[int, ...]) -> None:
    assert marker_numbers(text) == numbers


def test_a_year_in_brackets_stays() -> None:
    assert strip_markers("Omtalt [2019] i avisen [1], [2].") == "Omtalt [2019] i avisen."
