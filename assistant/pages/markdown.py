"""Words that are not ours, inside the Markdown that Streamlit makes of every label."""

from __future__ import annotations

import re

PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
REWRITTEN_LATE = re.compile(r"(?i)(<->|->|<-|--|>=|<=|~=|:streamlit:|www\.|https?:|@)")
WORD_JOINER = "\u2060"


def literal(words: str) -> str:
    """Markdown that shows `words` as they are, on one line.

    Punctuation is escaped; what Streamlit rewrites after parsing, where a backslash is too early, is broken up
    by an invisible word joiner.
    """
    line = " ".join(words.split())
    line = REWRITTEN_LATE.sub(_broken_up, line)
    return PUNCTUATION.sub(r"\\\1", line)


def _broken_up(match: re.Match[str]) -> str:
    found = match[0]
    return WORD_JOINER + found if found == "@" else found[0] + WORD_JOINER + found[1:]
