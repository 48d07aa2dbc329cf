"""What we know about a document's sections and never show as their text: the `*.meta.yaml` beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import cast, get_args

from assistant.datamodels import Label, Language, Reader, Rendering, Section, Source, Suggestion
from assistant.ingestion.located_yaml import LocatedMapping, parse_mapping, read_text
from assistant.ingestion.registers import LABELS, Registers, read_sources
from assistant.ingestion.splitting import split_sentences
from assistant.text import corpus as text

SECTION_FIELDS = ("sources", "facts", "label", "questions", "suggested", "not_known", "english")
READERS: tuple[Reader, ...] = get_args(Reader)


def describe_sections(
    sections: Sequence[Section],
    *,
    document_text: str,
    document_path: Path,
    meta_path: Path,
    registers: Registers,
    asked: Mapping[str, str],
) -> tuple[Section, ...]:
    """The sections with what their meta file says of them; one that it does not mention stays as it is.

    Args:
        sections: as found in the document.
        document_text: the text that sections and renderings are spans of.
        document_path: the document, to be named in messages.
        meta_path: the meta file.
        registers: the sources and facts there are.
        asked: the questions of other documents, case-folded, and where each stands.

    Raises:
        FileError: the meta file is not right; names the line.
    """
    located = parse_mapping(read_text(meta_path), path=meta_path)
    headings = Counter(_name(section) for section in sections)
    for heading in located.values:
        if headings[heading] != 1:
            phrase = text.REPEATED_HEADING if headings[heading] else text.UNKNOWN_HEADING
            known = set(headings) - set(located.values)
            raise located.error_for_unknown(
                phrase, heading, written=heading, known=known, heading=heading, document=document_path.name
            )
    asked = dict(asked)
    return tuple(
        _describe(section, located, document_text=document_text, registers=registers, asked=asked)
        if _name(section) in located.values
        else section
        for section in sections
    )


def _name(section: Section) -> str:
    return section.heading_path[-1] if section.heading_path else ""


def _describe(
    section: Section, located: LocatedMapping, *, document_text: str, registers: Registers, asked: dict[str, str]
) -> Section:
    heading = _name(section)
    fields = located.as_mapping(located.values[heading], heading, allowed=SECTION_FIELDS)
    sources: tuple[Source, ...] = section.sources
    if "sources" in fields:
        sources = read_sources(located, fields["sources"], heading, "sources", registers=registers)
    label = section.label
    if "label" in fields:
        label = cast(Label, located.as_choice(fields["label"], heading, "label", allowed=LABELS))
    questions = _read_questions(located, fields, heading, asked=asked)
    return replace(
        section,
        label=label,
        sources=sources,
        facts=_read_facts(located, fields, heading, registers=registers),
        questions_da=questions["da"],
        questions_en=questions["en"],
        suggestions=_read_suggestions(located, fields, heading, questions=questions),
        renderings=_read_renderings(located, fields, heading, section=section, document_text=document_text),
        not_known=located.as_flag(fields.get("not_known", False), heading, "not_known"),
    )


def _read_facts(
    located: LocatedMapping, fields: Mapping[str, object], heading: str, *, registers: Registers
) -> tuple[str, ...]:
    facts = located.as_texts(fields.get("facts"), heading, "facts")
    for number, fact in enumerate(facts):
        if registers.facts is not None and fact not in registers.facts:
            raise located.error_for_unknown(
                text.UNKNOWN_FACT, heading, "facts", number, written=fact, known=registers.facts, fact=fact
            )
    return facts


def _read_questions(
    located: LocatedMapping, fields: Mapping[str, object], heading: str, *, asked: dict[str, str]
) -> dict[Language, tuple[str, ...]]:
    """The questions by language; each is added to `asked`, and one that stands there already is an error."""
    languages: tuple[Language, ...] = ("da", "en")
    by_language = located.as_mapping(fields.get("questions"), heading, "questions", allowed=languages)
    questions: dict[Language, tuple[str, ...]] = {}
    for language in languages:
        questions[language] = located.as_texts(by_language.get(language), heading, "questions", language)
        for number, question in enumerate(questions[language]):
            if other := asked.get(question.casefold()):
                key = (heading, "questions", language, number)
                raise located.error(text.REPEATED_QUESTION, *key, question=question, other=other)
            asked[question.casefold()] = f'{located.path.name}, "{heading}"'
    return questions


def _read_suggestions(
    located: LocatedMapping,
    fields: Mapping[str, object],
    heading: str,
    *,
    questions: Mapping[Language, tuple[str, ...]],
) -> tuple[Suggestion, ...]:
    suggestions = []
    by_reader = located.as_mapping(fields.get("suggested"), heading, "suggested", allowed=READERS)
    for reader in READERS:
        key = (heading, "suggested", reader)
        for number, question in enumerate(located.as_texts(by_reader.get(reader), *key)):
            language = next((language for language, listed in questions.items() if question in listed), None)
            if language is None:
                known = chain.from_iterable(questions.values())
                raise located.error_for_unknown(
                    text.FOREIGN_SUGGESTION, *key, number, written=question, known=known, question=question
                )
            suggestions.append(Suggestion(question=question, language=language, reader=reader))
    return tuple(suggestions)


def _read_renderings(
    located: LocatedMapping, fields: Mapping[str, object], heading: str, *, section: Section, document_text: str
) -> tuple[Rendering, ...]:
    """The English sentences, each found in the section's Danish text, looking on from where the last one ended."""
    renderings = []
    position = section.start
    for number, item in enumerate(located.as_list(fields.get("english"), heading, "english")):
        key = (heading, "english", number)
        pair = located.as_mapping(item, *key, allowed=("en", "da"))
        english, danish = (located.as_text(pair.get(name), *key, name) for name in ("en", "da"))
        start = document_text.find(danish, position, section.end)
        if start < 0:
            start = document_text.find(danish, section.start, section.end)
        if start < 0:
            words = document_text[section.start : section.end]
            written = [words[first:last] for first, last in split_sentences(words)]
            raise located.error_for_unknown(
                text.NOT_VERBATIM, *key, "da", written=danish, known=written, sentence=danish
            )
        position = start + len(danish)
        renderings.append(Rendering(text=english, start=start, end=position))
    return tuple(renderings)
