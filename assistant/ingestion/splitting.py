"""From documents to passages: exact spans on sentence boundaries, never across a heading."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, replace
from json import dumps
from math import ceil, inf

from assistant.datamodels import Document, Passage, Section
from assistant.ingestion.markdown import MONTHS, split_blocks

SPLITTING_VERSION = 1  # raise it when sentences or passages come out differently for the same text
# Longest section that stays whole, and about the length of a piece of a longer one; the best of four sizes measured by
# `python -m evals.fitting.passage_size`.
PASSAGE_CHARS = 900

_NEVER_LAST = (
    "adm afd art bl bl.a ca cand cirka d d.v.s dir dr dvs eks ekskl evt f f.eks fig fr fx gl hhv hr iht ift inkl jf "
    "jvf kap kgl kl maks max mht min n.n nr nuv o p.g.a p.t pga pkt pr prof red ref resp s sml skt sr st "
    "tidl tlf vedr vol vha if e.g i.e cf mr mrs ms no vs"
)
_SOMETIMES_LAST = "etc kr m.fl m.m m.v mfl mia mill mio mv o.a o.l osv pct stk"
NEVER_LAST = frozenset(_NEVER_LAST.split())
SOMETIMES_LAST = frozenset(_SOMETIMES_LAST.split())

_AFTER_ORDINAL = "|".join((*MONTHS, "jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec|udgave|kvartal|halvår"))
# Counted, not starred: a page of dots must not cost its square.
_END = re.compile(r"[.!?…]{1,9}[»«”\"'’)\]]{0,4}(?=\s+[»«“”„\"'‘(\[–—-]{0,4}[^\W_])")
_NEAR_CHARS = 40
_LAST_WORD = re.compile(r"(?:[^\W\d_]+\.)*[^\W\d_]+$")
_INITIALS = re.compile(r"(?:^|[\s(»“\"-])(?:[A-ZÆØÅ]\.-?)*[A-ZÆØÅ]$")
_NUMBER = re.compile(r"(?:^|[\s(§»“\"–-])\d{1,3}$")
_QUOTATION = re.compile(r"»[^»«]{1,600}«|“[^“”]{1,600}”|„[^„“”]{1,600}[“”]")


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a Markdown text as spans `(start, end)`, in order, trimmed and without list markers.

    A list item is never joined with the next, a table row or code block is one piece, a heading is none.
    Empty for a blank text.
    """
    spans: list[tuple[int, int]] = []
    for block in split_blocks(text):
        if block.whole:
            spans.append((block.start, block.end))
            continue
        words = text[block.start : block.end]
        spans.extend((block.start + start, block.start + end) for start, end in _split_block(words))
    return tuple(spans)


def split_document(document: Document, *, target_chars: int = PASSAGE_CHARS) -> tuple[Passage, ...]:
    """The passages of a document, in order.

    A section of at most `target_chars` characters stays whole; a longer one is cut between sentences, where it
    can between paragraphs, into pieces of about equal length below that.
    """
    return tuple(
        passage
        for section in document.sections
        for passage in _split_section(document, section, target_chars=target_chars)
    )


def _split_block(words: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph or list item."""
    quotations = [match.span() for match in _QUOTATION.finditer(words)]
    spans = []
    start = 0
    for match in _END.finditer(words):
        inside = any(opening < match.start() and match.end() < closing for opening, closing in quotations)
        if inside or not _ends_sentence(words, start, match):
            continue
        spans.append((start, match.end()))
        start = _skip_space(words, match.end())
    if start < len(words):
        spans.append((start, len(words)))
    return spans


def _ends_sentence(words: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop that `match` found ends the sentence that began at `start`."""
    rest = words[match.end() : match.end() + _NEAR_CHARS].lstrip(" \t\n»«“”„\"'‘([–—-")
    if not rest:
        return True
    if rest[0].islower():
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    before = words[max(start, match.start() - _NEAR_CHARS) : match.start()]
    word = _LAST_WORD.search(before)
    abbreviation = word[0].lower() if word else ""
    if abbreviation in NEVER_LAST and match[0] == ".":
        return False
    if abbreviation in SOMETIMES_LAST:
        return not rest[0].isdigit()
    if _INITIALS.search(before) and rest[0].isupper():
        return False
    if _NUMBER.search(before):
        enumerates = before.strip().isdigit()
        return not enumerates and not re.match(rf"(?:{_AFTER_ORDINAL})\b", rest, re.IGNORECASE)
    return True


def _split_section(document: Document, section: Section, *, target_chars: int) -> list[Passage]:
    words = document.text[section.start : section.end]
    sentences = [(section.start + start, section.start + end) for start, end in split_sentences(words)]
    sentences = _join_rendered(sentences, section)
    cuts = _choose_cuts(document.text, section, sentences, target_chars=target_chars)
    starts = [section.start, *cuts]
    ends = [*(_trim_space(document.text, cut) for cut in cuts), section.end]
    return [_build_passage(document, section, start, end, sentences) for start, end in zip(starts, ends, strict=True)]


def _join_rendered(sentences: Sequence[tuple[int, int]], section: Section) -> list[tuple[int, int]]:
    """The sentences, those that one English rendering renders together made one, so that both can be cited."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        before = joined[-1] if joined else (start, start)
        if any(r.start < before[1] and start < r.end for r in section.renderings):
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined


def _choose_cuts(
    text: str, section: Section, sentences: Sequence[tuple[int, int]], *, target_chars: int
) -> tuple[int, ...]:
    """Offsets at which the section's second, third … passage begins; empty where it stays whole.

    The cheapest way over all sentence ends: the squared relative deviation of each piece from the even share,
    and a toll on a cut inside a paragraph.
    """
    length = section.end - section.start
    if length <= target_chars or len(sentences) < 2:
        return ()
    share = length / ceil(length / target_chars)
    points = [section.start]
    points += [_skip_space(text, end) for _, end in sentences[:-1]]
    points.append(section.end)
    best = [0.0] + [inf] * (len(points) - 1)
    previous = [0] * len(points)
    for right in range(1, len(points)):
        inside = points[right] != section.end and "\n\n" not in text[points[right] - 2 : points[right]]
        for left in range(right - 1, -1, -1):
            size = points[right] - points[left]
            cost = best[left] + ((size - share) / share) ** 2 + 0.15 * inside
            if cost < best[right]:
                best[right], previous[right] = cost, left
            if size > 3 * share and left < right - 1:
                break
    cuts = []
    right = previous[len(points) - 1]
    while right:
        cuts.append(points[right])
        right = previous[right]
    return tuple(reversed(cuts))


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _trim_space(text: str, end: int) -> int:
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _build_passage(
    document: Document, section: Section, start: int, end: int, sentences: Sequence[tuple[int, int]]
) -> Passage:
    passage = Passage(
        id="",
        document_id=document.id,
        title=document.title,
        kind=document.kind,
        language=document.language,
        label=section.label,
        heading_path=section.heading_path,
        text=document.text[start:end],
        start=start,
        end=end,
        sentences=tuple(span for span in sentences if start <= span[0] and span[1] <= end),
        sources=section.sources,
        questions_da=section.questions_da,
        questions_en=section.questions_en,
        renderings=tuple(r for r in section.renderings if start <= r.start and r.end <= end),
        suggestions=section.suggestions,
        not_known=section.not_known,
        page=bisect_right(document.page_starts, start) or None,
    )
    content = dumps(asdict(passage), ensure_ascii=False, sort_keys=True)
    return replace(passage, id=hashlib.sha256(content.encode()).hexdigest()[:16])
