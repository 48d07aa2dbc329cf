"""The documents, or the places found in them, as what the page lists: pure functions, no Streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict, get_args

from assistant.datamodels import Document, Kind, Label, Language, Source
from assistant.ingestion.splitting import split_sentences
from assistant.retrieval.word_search import Line, WordHit, split_at
from assistant.text import page as page_text
from assistant.text import sources_page as text
from assistant.text.labels import LABELS
from assistant.text.phrase import Phrase

GroupName = Kind | Literal["added"]


class Piece(TypedDict):
    """Words, and whether they were searched for."""

    text: str
    found: bool


class Words(TypedDict):
    """A line in its language."""

    lang: Language
    pieces: list[Piece]


class Chip(TypedDict):
    """A label's code and its word."""

    label: Label
    text: str


class Entry(TypedDict):
    """One row: a document, or a section of one with its document's title `above`; `id` says what it opens."""

    id: str
    above: Words | None
    title: Words
    line: Words
    chips: list[Chip]
    facts: str


class Group(TypedDict):
    """A heading and its rows."""

    heading: str
    entries: list[Entry]


def entry_id(document_id: str, section: int | None = None) -> str:
    """What tells a row from all others, and what it opens: a document, or one of its sections."""
    return document_id if section is None else f"{document_id}#{section}"


def read_entry_id(id: str) -> tuple[str, int | None]:
    """The document and the place of the section that `entry_id` put together."""
    document_id, sign, section = id.rpartition("#")
    return (document_id, int(section)) if sign and section.isdecimal() else (id, None)


def group_name(document: Document) -> GroupName:
    """The group in which a document is listed: its kind, unless an owner has added it.

    Our own texts are in our own words; what is verbatim was added, and has a group of its own unless it is the
    publication itself.
    """
    return "added" if document.wording == "verbatim" and document.kind != "publication" else document.kind


def list_documents(documents: Iterable[Document], language: Language) -> list[Group]:
    """All documents in their groups, in the given order within each; groups without any are left out."""
    names: tuple[GroupName, ...] = (*get_args(Kind), "added")
    entries: dict[GroupName, list[Entry]] = {name: [] for name in names}
    for document in documents:
        entries[group_name(document)].append(_document_entry(document, language))
    return [{"heading": text.GROUPS[name].say(language), "entries": found} for name, found in entries.items() if found]


def list_hits(hits: Sequence[WordHit], language: Language, *, most: int) -> list[Group]:
    """The first `most` hits as one group, whose heading counts all of them."""
    return [{"heading": count_hits(hits, language), "entries": [_hit_entry(hit, language) for hit in hits[:most]]}]


def count_hits(hits: Sequence[WordHit], language: Language) -> str:
    """How many sections of how many documents."""
    sections = _count(len(hits), text.ONE_SECTION, text.SECTIONS, language)
    documents = _count(len({hit.document.id for hit in hits}), text.ONE_DOCUMENT, text.DOCUMENTS, language)
    return text.FOUND.say(language, sections=sections, documents=documents)


def chips_of(labels: Iterable[Label], language: Language) -> list[Chip]:
    """The labels, each once, in the order in which we name them."""
    present = set(labels)
    return [{"label": label, "text": LABELS[label].say(language)} for label in get_args(Label) if label in present]


def sources_of(document: Document) -> tuple[Source, ...]:
    """Every source of a document once, in the order in which its sections name them."""
    return tuple(dict.fromkeys(source for section in document.sections for source in section.sources))


def document_facts(document: Document, language: Language) -> str:
    """How much there is of it and how old its sources are: "6 afsnit · 4 kilder, 2015–2020"."""
    facts = [_count(len(document.sections), text.ONE_SECTION, text.SECTIONS, language)]
    if sources := sources_of(document):
        counted = _count(len(sources), text.ONE_SOURCE, text.SOURCES, language)
        facts.append(f"{counted}, {_years(sources, language)}")
    return " · ".join(facts)


def _years(sources: Iterable[Source], language: Language) -> str:
    years = sorted(year for source in sources for year in source.years)
    if not years:
        return page_text.UNDATED.say(language)
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _document_entry(document: Document, language: Language) -> Entry:
    return {
        "id": entry_id(document.id),
        "above": None,
        "title": _words(Line(document.title, document.language)),
        "line": _words(_first_sentence(document, language)),
        "chips": chips_of((section.label for section in document.sections), language),
        "facts": document_facts(document, language),
    }


def _first_sentence(document: Document, language: Language) -> Line:
    """The sentence that a document opens with, in our rendering where the page is in English and there is one."""
    if not document.sections:
        return Line("", document.language)
    opening = document.sections[0]
    if language == "en" and opening.renderings:
        return Line(min(opening.renderings, key=lambda rendering: rendering.start).text, "en")
    body = document.text[opening.start : opening.end]
    sentences = split_sentences(body)
    start, end = sentences[0] if sentences else (0, 0)
    return Line(" ".join(body[start:end].split()), document.language)


def _hit_entry(hit: WordHit, language: Language) -> Entry:
    label = hit.document.sections[hit.section].label
    return {
        "id": entry_id(hit.document.id, hit.section),
        "above": _words(hit.title) if hit.heading.text else None,
        "title": _words(hit.heading if hit.heading.text else hit.title),
        "line": _words(hit.words),
        "chips": chips_of([label], language),
        "facts": "",
    }


def _words(line: Line) -> Words:
    pieces = split_at(line.text, line.spans)
    return {"lang": line.language, "pieces": [{"text": piece, "found": found} for piece, found in pieces]}


def _count(count: int, one: Phrase, several: Phrase, language: Language) -> str:
    return one.say(language) if count == 1 else several.say(language, count=count)
