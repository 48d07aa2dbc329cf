"""A whole document in the reader: its sections, whose words they are, what they rest on; escaped HTML, no Streamlit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import escape

from assistant.datamodels import Document, Label, Language, Section, Source
from assistant.ingestion.markdown import split_blocks
from assistant.pages.cited import say_date
from assistant.pages.reader import linked_title
from assistant.pages.shelf import chips_of, document_facts
from assistant.retrieval.word_search import Pattern, find_spans, split_at
from assistant.text import page as page_text
from assistant.text import sources_page as text
from assistant.text.labels import LABELS

TITLE_LEVEL = 2
LOWEST_LEVEL = 6
NO_BREAK = "\u00a0"
SIGN = re.compile(r"(?:^|\n)[ \t]*([-*+]|\d{1,9}[.)])[ \t]+$")
NUMBER = re.compile(r"(\d+)[.)]")


def render_document(
    document: Document, language: Language, *, patterns: Sequence[Pattern] = (), opening: int = 0
) -> str:
    """HTML of a document, all text escaped.

    Args:
        document: what to show; its words are marked with its own language.
        language: of the page; on an English one our renderings stand beside the Danish.
        patterns: of the words to mark wherever they stand.
        opening: number of times that a document has been opened, for the id that `selector_of` asks for.
    """
    translated = language == "en" and any(section.renderings for section in document.sections)
    foreign = document.language != language and not translated
    note = text.DOCUMENT_LANGUAGE[document.language].say(language) if foreign else ""
    labels = [chip["label"] for chip in chips_of((section.label for section in document.sections), language)]
    sections = (
        _render_section(document, place, language, patterns, translated=translated)
        for place in range(len(document.sections))
    )
    return "".join(
        (
            f'<article class="source document" id="document-{opening}">',
            f'<h{TITLE_LEVEL} class="document-title" tabindex="-1" lang="{document.language}">',
            f"{_marked(document.title, patterns)}</h{TITLE_LEVEL}>",
            f'<p class="document-facts">{escape(document_facts(document, language))}</p>',
            *(f"<p>{_chip(label, language)} {_meaning(label, language)}</p>" for label in labels),
            f'<p class="source-note">{escape(note)}</p>' if note else "",
            *sections,
            "</article>",
        )
    )


def selector_of(section: int | None, opening: int) -> str:
    """CSS selector of what should come into sight: the first words marked in the section, else where it begins."""
    document = f"#document-{opening}"
    if section is None:
        return f"{document} .document-title"
    here = f"{document} .section-{section}"
    return f"{here} mark, {here}:not(:has(mark)) > :first-child"


def focus_of(section: int | None, opening: int) -> str:
    """CSS selector of what takes the keyboard: the section, else the title."""
    return f"#document-{opening} " + (".document-title" if section is None else f".section-{section}")


def _render_section(
    document: Document, place: int, language: Language, patterns: Sequence[Pattern], *, translated: bool
) -> str:
    section = document.sections[place]
    body = _blocks(document.text[section.start : section.end], patterns)
    words = f'<div class="document-words" lang="{document.language}">{body}</div>'
    if translated:
        words = _side_by_side(words, section, document, language, patterns)
    page = bisect_right(document.page_starts, section.start)
    number = page_text.PAGE_NUMBER.say(language, page=page) if page else ""
    return "".join(
        (
            f'<section class="section-{place}" tabindex="-1">',
            _heading(section, document.language, patterns),
            f'<p class="section-page">{escape(number)}</p>' if number else "",
            words,
            _render_sources(section, language),
            "</section>",
        )
    )


def _heading(section: Section, language: Language, patterns: Sequence[Pattern]) -> str:
    if not section.heading_path:
        return ""
    level = min(TITLE_LEVEL + len(section.heading_path), LOWEST_LEVEL)
    words = _marked(section.heading_path[-1], patterns)
    return f'<h{level} class="section-heading" lang="{language}">{words}</h{level}>'


def _side_by_side(
    words: str, section: Section, document: Document, language: Language, patterns: Sequence[Pattern]
) -> str:
    """The Danish words and, where there is one, our rendering: beside each other where there is room."""
    own = text.DANISH_WORDS if section.renderings else text.DANISH_ONLY
    name = f'<p class="version-name">{escape(own.say(language))}</p>'
    if not section.renderings:
        return f'<div class="version">{name}{words}</div>'
    rendered = _blocks(_rendering(section, document.text), patterns)
    translation = (
        f'<p class="version-name">{escape(text.OUR_TRANSLATION.say(language))}</p>'
        f'<div class="document-words" lang="en">{rendered}</div>'
    )
    return (
        f'<div class="versions"><div class="version">{name}{words}</div><div class="version">{translation}</div></div>'
    )


def _rendering(section: Section, document_text: str) -> str:
    """Our renderings as one Markdown text with the paragraphs and list markers of the words they render."""
    pieces: list[str] = []
    before = section.start
    for rendering in sorted(section.renderings, key=lambda each: each.start):
        between = document_text[before : rendering.start]  # other Danish words too, where not all of it is rendered
        sign = SIGN.search(between)
        apart = f"\n\n{sign[1]} " if sign else "\n\n" if "\n\n" in between else " "
        pieces += [apart, rendering.text]
        before = max(before, rendering.end)
    return "".join(pieces).strip()


def _blocks(words: str, patterns: Sequence[Pattern]) -> str:
    """The paragraphs, list items and rows of a Markdown text."""
    rendered = []
    for block in split_blocks(words):
        line_start = words.rfind("\n", 0, block.start) + 1
        sign = words[line_start : block.start].strip()
        number = NUMBER.fullmatch(sign)
        content = words[block.start : block.end]
        if block.whole:
            rendered.append(f'<p class="as-it-stands">{_marked(content, patterns)}</p>')
        elif number:
            rendered.append(f'<ol><li value="{int(number[1])}">{_marked(content, patterns)}</li></ol>')
        elif sign in ("-", "*", "+"):
            rendered.append(f"<ul><li>{_marked(content, patterns)}</li></ul>")
        else:
            rendered.append(f"<p>{_marked(content, patterns)}</p>")
    return "".join(rendered).replace("</ul><ul>", "").replace("</ol><ol>", "")


def _marked(words: str, patterns: Sequence[Pattern]) -> str:
    """The words escaped, those that were searched for in `<mark>`."""
    return "".join(
        f"<mark>{escape(piece)}</mark>" if found else escape(piece)
        for piece, found in split_at(words, find_spans(words, patterns))
    )


def _chip(label: Label, language: Language) -> str:
    return f'<span class="chip chip-{label}">{escape(LABELS[label].say(language))}</span>'


def _meaning(label: Label, language: Language) -> str:
    return escape(page_text.LABEL_MEANINGS[label].say(language))


def _render_sources(section: Section, language: Language) -> str:
    """Whose words the section is, and what it rests on."""
    chip = _chip(section.label, language)
    if not section.sources:
        return f'<p class="section-sources">{chip}</p>'
    name = escape(text.SECTION_SOURCES.say(language))
    items = "".join(f"<li>{_render_source(source, language)}</li>" for source in section.sources)
    return f'<p class="section-sources">{chip} {name}</p><ul class="section-sources">{items}</ul>'


def _render_source(source: Source, language: Language) -> str:
    """Title and address, publisher and date; of one that ages, its date stands in a warning."""
    date = say_date(source.date, language).replace(" ", NO_BREAK)
    facts = [source.publisher, None if source.ages else date]
    cautions = [page_text.INTERESTED.say(language)] if source.interested else []
    if source.ages:
        cautions.append(
            text.MAY_BE_OUTDATED.say(language, date=date) if source.date else text.MAY_BE_OUTDATED_UNDATED.say(language)
        )
    line = ", ".join(escape(fact) for fact in facts if fact)
    warned = "".join(f'<span class="caution">{escape(caution)}</span>' for caution in cautions)
    return f'{linked_title(source)}<span class="source-facts">{line}{warned}</span>'
