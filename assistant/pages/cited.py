"""An answer as what the page draws and what is copied from it: pure functions, no Streamlit."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal, TypedDict

from assistant.datamodels import Answer, Citation, Language, Source
from assistant.text import page as text
from assistant.text.labels import LABELS

MARKER = re.compile(r"\[([1-9]\d?)\]")
ITEM = re.compile(r"^\s*- ")
ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?")


class Part(TypedDict, total=False):
    """Either words or the number of a citation."""

    text: str
    cite: int


class Block(TypedDict):
    """A paragraph (one line) or a list (a line for each item)."""

    kind: Literal["paragraph", "list"]
    lines: list[list[Part]]


def answer_blocks(answer_text: str, numbers: Collection[int]) -> list[Block]:
    """The answer's lines as paragraphs and lists, markers split out.

    Only markers whose number is in `numbers` become citations; anything else in brackets stays words.
    Nothing is interpreted: every other character comes back as it was, outer white space of a line aside.
    """
    blocks: list[Block] = []
    for line in answer_text.splitlines():
        if not line.strip():
            continue
        item = ITEM.match(line)
        parts = _parts(line[item.end() if item else 0 :].strip(), numbers)
        if item and blocks and blocks[-1]["kind"] == "list":
            blocks[-1]["lines"].append(parts)
        else:
            blocks.append({"kind": "list" if item else "paragraph", "lines": [parts]})
    return blocks


def _parts(line: str, numbers: Collection[int]) -> list[Part]:
    parts: list[Part] = []
    position = 0
    for marker in MARKER.finditer(line):
        number = int(marker[1])
        if number not in numbers:
            continue
        if before := line[position : marker.start()]:
            parts.append({"text": before})
        parts.append({"cite": number})
        position = marker.end()
    if rest := line[position:]:
        parts.append({"text": rest})
    return parts


def copy_text(answer: Answer) -> str:
    """The question, the answer and its numbered sources with the quoted words, as plain text in its language."""
    lines = [answer.question, "", answer.text]
    if answer.citations:
        lines += ["", text.SOURCES.say(answer.language)]
        first_with: dict[tuple[Source, ...], int] = {}
        for citation in answer.citations:
            first = first_with.setdefault(citation.passage.sources, citation.number)
            lines.append(_copied_source(citation, first, answer.language))
    return "\n".join(lines)


def _copied_source(citation: Citation, first: int, language: Language) -> str:
    """The quote and its sources, or a pointer to the `first` citation that has the same ones."""
    quote = re.sub(r"\s+", " ", citation.quote).strip()
    label = LABELS[citation.passage.label].say(language)
    lines = [f"[{citation.number}] »{quote}« ({citation.passage.title}; {label})"]
    if first != citation.number and citation.passage.sources:
        return f"{lines[0]} – {text.SAME_SOURCES.say(language, number=first)}"
    lines += [f"    {describe_source(source, language)}" for source in citation.passage.sources]
    return "\n".join(lines)


def describe_source(source: Source, language: Language) -> str:
    """Title, publisher, date, marks and address in one line."""
    facts = [source.title, source.publisher, say_date(source.date, language)]
    facts += [text.INTERESTED.say(language) if source.interested else None]
    facts += [text.AGES.say(language) if source.ages else None]
    line = ", ".join(fact for fact in facts if fact)
    return f"{line}. {source.url}" if source.url else line


def say_date(date: str | None, language: Language) -> str:
    """An ISO date, year-month or year as a reader says it; other text as it stands; "undated" for None."""
    if not date:
        return text.UNDATED.say(language)
    iso = ISO_DATE.fullmatch(date)
    if not iso or not iso["month"]:
        return date
    month = text.MONTHS.say(language).split()[int(iso["month"]) - 1]
    if not iso["day"]:
        return f"{month} {iso['year']}"
    return text.DAY.say(language, day=int(iso["day"]), month=month, year=iso["year"])
