from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pages.markdown import WORD_JOINER, literal


def shown(markdown: str) -> str:
    """What a reader sees of escaped Markdown."""
    return re.sub(r"\\(.)", r"\1", markdown).replace(WORD_JOINER, "")


@given(st.text().filter(lambda words: WORD_JOINER not in words))
def test_what_is_shown_is_what_was_written(words: str) -> None:
    assert shown(literal(words)) == " ".join(words.split())


@given(st.text())
def test_every_sign_that_markdown_reads_is_escaped(words: str) -> None:
    rest = re.sub(r"\\[!-/:-@\[-`{-~]", "", literal(words))
    assert not re.search(r"[!-/:-@\[-`{-~]", rest)


@pytest.mark.parametrize("words", ["www.dr.dk", "https://dr.dk", "a@b.dk", "->", "--", ">="])
def test_what_is_rewritten_after_parsing_is_broken_up(words: str) -> None:
    assert WORD_JOINER in literal(words)
