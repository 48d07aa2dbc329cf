"""How much a corpus holds, counted: words, sections, facts, questions, renderings, sources by age."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from assistant.datamodels import Document, Label, Section
from assistant.ingestion.registers import Registers
from assistant.ingestion.splitting import split_document

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")  # "KL's", "1-1-2" and "2,5" are one word each


@dataclass(frozen=True, slots=True)
class FolderCount:
    """What one folder of the corpus holds; `sentences` are those of its passages, `rendered` those with English."""

    folder: str
    documents: int
    words: int
    sections: int
    facts: int
    questions_da: int
    questions_en: int
    sentences: int
    rendered: int


@dataclass(frozen=True, slots=True)
class CorpusOverview:
    """A corpus in numbers.

    `folders` in the order of the documents; `total` is their sum, in which a fact told in two folders counts once.
    `facts_used` and `facts_known` by label, over all documents; empty where there is no register. `sources_by_year`
    holds the sources in use by the last year that their date names, None for those without one, newest first.
    `ageing` and `interested` count the sources in use that are marked so.
    """

    folders: tuple[FolderCount, ...]
    total: FolderCount
    facts_used: dict[Label, int]
    facts_known: dict[Label, int]
    sources_by_year: dict[int | None, int]
    ageing: int
    interested: int


def count_words(text: str) -> int:
    """Words of a text, numbers among them, marks not."""
    return len(_WORD.findall(text))


def survey(documents: Sequence[Document], registers: Registers) -> CorpusOverview:
    """Count what `documents` hold; an empty sequence gives zeros."""
    used = set(chain.from_iterable(section.facts for section in _sections(documents)))
    known = registers.facts or {}
    sources = {source for section in _sections(documents) for source in section.sources}
    years = Counter(max(source.years, default=None) for source in sources)
    return CorpusOverview(
        folders=tuple(_count(folder, list(group)) for folder, group in groupby(documents, key=_folder)),
        total=_count("", documents),
        facts_used=dict(Counter(known[fact].label for fact in used if fact in known)),
        facts_known=dict(Counter(fact.label for fact in known.values())),
        sources_by_year=dict(sorted(years.items(), key=lambda item: -(item[0] or 0))),
        ageing=sum(source.ages for source in sources),
        interested=sum(source.interested for source in sources),
    )


def _folder(document: Document) -> str:
    return document.id.rpartition("/")[0] or "."


def _sections(documents: Iterable[Document]) -> Iterable[Section]:
    return (section for document in documents for section in document.sections)


def _count(folder: str, documents: Sequence[Document]) -> FolderCount:
    sections = list(_sections(documents))
    passages = [passage for document in documents for passage in split_document(document)]
    return FolderCount(
        folder=folder,
        documents=len(documents),
        words=sum(count_words(document.text) for document in documents),
        sections=len(sections),
        facts=len(set(chain.from_iterable(section.facts for section in sections))),
        questions_da=sum(len(section.questions_da) for section in sections),
        questions_en=sum(len(section.questions_en) for section in sections),
        sentences=sum(len(passage.sentences) for passage in passages),
        rendered=sum(len(passage.renderings) for passage in passages),
    )
