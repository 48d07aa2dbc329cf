"""The markers `[1]`…`[99]` that tie a sentence to its passage; `[2019]` is none."""

from __future__ import annotations

import re

MARKER = re.compile(r"\[\s*\d{1,2}(?:\s*[,;–-]\s*\d{1,2})*\s*\]")
_MARKERS = re.compile(rf"{MARKER.pattern}(?:\s*[,;]?\s*{MARKER.pattern})*")
_NUMBER_OR_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")


def marker_numbers(text: str) -> tuple[int, ...]:
    """The numbers in all markers of `text`, in order, each once: `[2][1, 3]` and `[2-3]` count too."""
    numbers: dict[int, None] = {}
    for marker in MARKER.findall(text):
        for first, last in _NUMBER_OR_RANGE.findall(marker):
            numbers.update(dict.fromkeys(range(int(first), int(last or first) + 1)))
    return tuple(numbers)


def strip_markers(text: str) -> str:
    """`text` without any marker, also none that only forms when another is taken out of its middle."""
    while (stripped := _MARKERS.sub("", text)) != text:
        text = stripped
    return re.sub(r"\s+(?=[.,;:!?…]|$)", "", re.sub(r"[ \t]{2,}", " ", text)).strip()
