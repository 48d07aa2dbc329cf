"""The little of Markdown that matters here: where headings stand, and which pieces of text belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)

_Line = Literal["nothing", "code", "row", "item", "words"]

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_NUMBER = re.compile(rf"[ \t]*(\d{{1,9}})[.)][ \t]+(?!(?:{'|'.join(MONTHS)})\b)", re.IGNORECASE)
_QUOTE_MARKER = re.compile(r"[ \t]*>[ \t]?")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")


@dataclass(frozen=True, slots=True)
class Heading:
    """An ATX heading: its level 1-6, its words, and the span of its line."""

    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row or code block without its marker: `text[start:end]`, trimmed.

    `whole`: a table row or code block, in which nobody looks for sentences.
    """

    start: int
    end: int
    whole: bool = False


def find_headings(text: str) -> tuple[Heading, ...]:
    """All ATX headings outside code fences, in order; empty where there are none."""
    headings = []
    for start, end, fenced in _lines(text):
        match = None if fenced else _HEADING.match(text[start:end])
        if match:
            headings.append(Heading(len(match[1]), (match[2] or "").strip(), start, end))
    return tuple(headings)


def split_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order, headings and rules left out; empty for blank text."""
    blocks: list[Block] = []
    before: _Line = "nothing"
    for start, end, fenced in _lines(text):
        kind, marker = _classify(text[start:end], before, fenced=fenced)
        if kind == before == "code" or (kind == "words" and before in ("words", "item")):
            blocks[-1] = replace(blocks[-1], end=end)
        elif kind != "nothing":
            blocks.append(Block(start + marker, end, whole=kind in ("code", "row")))
        before = kind
    return tuple(trimmed for block in blocks if (trimmed := _trim(text, block)).start < trimmed.end)


def _classify(line: str, before: _Line, *, fenced: bool) -> tuple[_Line, int]:
    """What a line is, and how long the marker is that it begins with."""
    if fenced:
        return "code", 0
    if not line.strip() or _HEADING.match(line) or _RULE.match(line):
        return "nothing", 0
    if line.lstrip().startswith("|"):
        return "row", 0
    bullet = _BULLET.match(line)
    number = _NUMBER.match(line)
    if bullet:
        return "item", bullet.end()
    # As in CommonMark, a number that wrapped onto a new line does not begin a list; nor does a date.
    if number and (before != "words" or int(number[1]) == 1):
        return "item", number.end()
    quotation = _QUOTE_MARKER.match(line)
    return "words", quotation.end() if quotation else 0


def _lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Each line's span without its end, and whether it belongs to a fenced code block."""
    fence = ""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        match = _FENCE.match(line)
        if fence:
            closing = match is not None and match[1].startswith(fence) and not line.strip(" \t" + fence[0])
            yield start, end, True
            fence = "" if closing else fence
        elif match:
            fence = match[1]
            yield start, end, True
        else:
            yield start, end, False
        start = end + 1


def _trim(text: str, block: Block) -> Block:
    start, end = block.start, block.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Block(start, end, whole=block.whole)
