"""The source panel: the cited words marked where they stand, and whose words they are. Pure: escaped HTML, no Streamlit."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from assistant.datamodels import Citation, Document, Language, Source
from assistant.pages.cited import say_date
from assistant.text import page as text

CONTEXT_CHARS = 260
SOFT_LINE_END = re.compile(r"(?<!\n)\n(?!\n|\s*[-*•] |\s*\d+\. )")


def render_source(citation: Citation, document: Document | None, language: Language) -> str:
    """HTML of one opened citation, all text escaped.

    Args:
        citation: what the answer rests on.
        document: the text around the cited words; None where the index no longer has it.
        language: of the page; the document's words are marked with the document's own language.
    """
    passage = citation.passage
    label = text.LABELS[passage.label].say(language)
    meaning = text.LABEL_MEANINGS[passage.label].say(language)
    page = text.PAGE_NUMBER.say(language, page=passage.page) if passage.page else ""
    place = " · ".join(part for part in (" › ".join(map(escape, passage.heading_path)), page) if part)
    foreign = passage.language != language
    lang = f' lang="{passage.language}"' if foreign else ""
    note = (text.OUR_TRANSLATION if citation.translated else text.SOURCE_LANGUAGE[passage.language]).say(language)
    return "".join(
        (
            '<section class="source" id="source">',
            f'<h3 class="source-title"{lang}>{escape(passage.title)}</h3>',
            f'<p class="source-place"{lang}>{place}</p>' if place else "",
            f'<p><span class="chip chip-{passage.label}">{escape(label)}</span> {escape(meaning)}</p>',
            f'<p class="source-note">{escape(note)}</p>' if foreign or citation.translated else "",
            f'<blockquote class="source-words"{lang}>{marked_words(citation, document)}</blockquote>',
            _render_sources(passage.sources, language),
            "</section>",
        )
    )


def marked_words(citation: Citation, document: Document | None) -> str:
    """The cited words in `<mark>` with up to `CONTEXT_CHARS` of their own section on either side, escaped.

    Where the document is gone or was ingested anew since the answer, the passage that was cited stands alone.
    """
    passage = citation.passage
    if document and document.text[citation.start : citation.end] == citation.quote:
        words, shift = document.text, 0
        first, last = _section_bounds(citation, document)
    else:
        words, shift = passage.text, passage.start
        first, last = 0, len(passage.text)
    cited = slice(citation.start - shift, citation.end - shift)
    start = _word_start(words, max(first, cited.start - CONTEXT_CHARS), cited.start)
    end = _word_end(words, cited.stop, min(last, cited.stop + CONTEXT_CHARS))
    # one character for one, so that offsets still hold: a hard-wrapped line is not a line of its own
    words = SOFT_LINE_END.sub(" ", words)
    return "".join(
        (
            "… " if start > first else "",
            escape(words[start : cited.start]),
            f"<mark>{escape(words[cited])}</mark>",
            escape(words[cited.stop : end]),
            " …" if end < last else "",
        )
    )


def _section_bounds(citation: Citation, document: Document) -> tuple[int, int]:
    for section in document.sections:
        if section.start <= citation.start and citation.end <= section.end:
            return section.start, section.end
    return citation.passage.start, citation.passage.end


def _word_start(words: str, start: int, limit: int) -> int:
    if start == 0 or words[start - 1].isspace():
        return start
    while start < limit and not words[start].isspace():
        start += 1
    while start < limit and words[start].isspace():
        start += 1
    return start


def _word_end(words: str, limit: int, end: int) -> int:
    if end == len(words) or words[end].isspace():
        return end
    while end > limit and not words[end - 1].isspace():
        end -= 1
    while end > limit and words[end - 1].isspace():
        end -= 1
    return end


def _render_sources(sources: tuple[Source, ...], language: Language) -> str:
    if not sources:
        return ""
    items = "".join(f"<li>{_render_one_source(source, language)}</li>" for source in sources)
    return f'<h4 class="source-list-title">{escape(text.RESTS_ON_SOURCES.say(language))}</h4><ul>{items}</ul>'


def _render_one_source(source: Source, language: Language) -> str:
    title = f"<span>{escape(source.title)}</span>"
    if source.url and urlsplit(source.url).scheme in ("http", "https"):
        title = f'<a href="{escape(source.url)}" target="_blank" rel="noopener noreferrer">{escape(source.title)}</a>'
    facts = [fact for fact in (source.publisher, say_date(source.date, language)) if fact]
    marks = [text.INTERESTED] * source.interested + [text.AGES] * source.ages
    chips = "".join(f' <span class="chip chip-caution">{escape(mark.say(language))}</span>' for mark in marks)
    return f'{title}<span class="source-facts">{escape(", ".join(facts))}{chips}</span>'
