"""The source panel: the cited words marked where they stand, and whose words they are; escaped HTML, no Streamlit."""

from __future__ import annotations

import re
from html import escape

from assistant.datamodels import Citation, Language, Passage, Source
from assistant.pages.cited import say_date
from assistant.text import page as text
from assistant.text.labels import LABELS

CONTEXT_CHARS = 260
SOFT_LINE_END = re.compile(r"(?<!\n)\n(?!\n|\s*[-*•] |\s*\d+\. )")
ITEM_SIGN = re.compile(r"(?m)^( *)[-*](?= )")
LAST_ITEM_SIGN = re.compile(r"(?m)^ *[-*•] +\Z")


def render_source(citation: Citation, language: Language) -> str:
    """HTML of one opened citation, all text escaped.

    Args:
        citation: what the answer rests on.
        language: of the page; the document's words are marked with the document's own language.
    """
    passage = citation.passage
    label = LABELS[passage.label].say(language)
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
            f'<blockquote class="source-words"{lang}>{marked_words(citation)}</blockquote>',
            _render_sources(passage.sources, language),
            "</section>",
        )
    )


def marked_words(citation: Citation) -> str:
    """The cited words in `<mark>` with what stands around them in their passage, escaped.

    The context is whole sentences within `CONTEXT_CHARS` on either side; of a longer one, whole words.
    """
    passage = citation.passage
    # one character for one, so that offsets still hold: a hard-wrapped line is no line of its own, an item has a bullet
    words = ITEM_SIGN.sub(r"\1•", SOFT_LINE_END.sub(" ", passage.text))
    start, end = citation.start - passage.start, citation.end - passage.start
    first, last = _context_start(passage, start), _context_end(passage, end)
    opening = "" if first == 0 else "…\n" if words[first:].lstrip().startswith("•") else "… "
    closing = "" if last == len(words) else " …"
    before, after = escape(words[first:start]), escape(words[end:last])
    return f"{opening}{before}<mark>{escape(words[start:end])}</mark>{after}{closing}"


def _context_start(passage: Passage, start: int) -> int:
    if start <= CONTEXT_CHARS:
        return 0
    earliest = start - CONTEXT_CHARS
    sentences = [begin - passage.start for begin, _ in passage.sentences if earliest <= begin - passage.start < start]
    if not sentences:
        return passage.text.find(" ", earliest, start) + 1 or start
    sign = LAST_ITEM_SIGN.search(passage.text, 0, sentences[0])
    return sign.start() if sign else sentences[0]


def _context_end(passage: Passage, end: int) -> int:
    latest = end + CONTEXT_CHARS
    if latest >= len(passage.text):
        return len(passage.text)
    sentences = [stop - passage.start for _, stop in passage.sentences if end < stop - passage.start <= latest]
    if sentences:
        return sentences[-1]
    space = passage.text.rfind(" ", end, latest)
    return space if space >= 0 else end


def _render_sources(sources: tuple[Source, ...], language: Language) -> str:
    if not sources:
        return ""
    items = "".join(f"<li>{_render_one_source(source, language)}</li>" for source in sources)
    return f'<h4 class="source-list-title">{escape(text.RESTS_ON_SOURCES.say(language))}</h4><ul>{items}</ul>'


def linked_title(source: Source) -> str:
    """HTML of a source's title, a link in a tab of its own where the source has a web address."""
    if source.url and source.url.lower().startswith(("http://", "https://")):
        return f'<a href="{escape(source.url)}" target="_blank" rel="noopener noreferrer">{escape(source.title)}</a>'
    return f"<span>{escape(source.title)}</span>"


def _render_one_source(source: Source, language: Language) -> str:
    facts = [fact for fact in (source.publisher, say_date(source.date, language)) if fact]
    marks = [text.INTERESTED] * source.interested + [text.AGES] * source.ages
    chips = "".join(f' <span class="chip chip-caution">{escape(mark.say(language))}</span>' for mark in marks)
    return f'{linked_title(source)}<span class="source-facts">{escape(", ".join(facts))}{chips}</span>'
