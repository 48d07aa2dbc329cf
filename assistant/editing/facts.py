"""Whether a section says no number and no name that its facts do not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.datamodels import Document, Section
from assistant.editing.dossiers import FactWording
from assistant.editing.findings import Finding, place_of, read_rows
from assistant.editing.names import KnownWords, Name, Ordinary, find_names, known_words, name_of
from assistant.editing.numbers import confirmed_numbers, find_numbers
from assistant.ingestion.splitting import split_sentences


@dataclass(frozen=True, slots=True)
class Alias:
    """What facts say, and another name that a section may say for it: "CO-PI" and "COI"."""

    fact: str
    section: str


@dataclass(frozen=True, slots=True)
class Told:
    """The numbers and words that some texts confirm."""

    numbers: frozenset[str]
    names: KnownWords


def read_aliases(path: Path) -> tuple[Alias, ...]:
    """The aliases of a file with three columns: what the facts say, what a section may say for it, and why.

    Raises:
        FileError: a line is not right; names it.
    """
    return tuple(Alias(fact, section) for _, (fact, section, _) in read_rows(path, columns=3))


def tell(texts: Iterable[str], *, aliases: Sequence[Alias] = ()) -> Told:
    """What these Danish texts confirm, and what may be said instead of it."""
    texts = tuple(texts)
    words = known_words(texts)
    texts += tuple(alias.section for alias in aliases if words.confirms(name_of(alias.fact)))
    return Told(
        numbers=frozenset(key for text in texts for key in confirmed_numbers(text, "da")), names=known_words(texts)
    )


def check_facts(
    documents: Iterable[Document],
    wordings: Mapping[str, FactWording],
    *,
    ordinary: Ordinary,
    aliases: Sequence[Alias] = (),
) -> Iterator[Finding]:
    """Every number and name of a section with facts that does not stand in the wording of these.

    A document's own title tells its numbers ("kendetegn 3"); a surname in the facts tells the full name that it has
    elsewhere in the dossiers.

    Args:
        documents: the documents; sections without facts are passed over.
        wordings: the facts' wording by number.
        ordinary: which Danish words are no names.
        aliases: what may be said instead of what the facts say.
    """
    everywhere = known_words(wording.text for wording in wordings.values())
    for document in documents:
        for section in document.sections:
            if not section.facts:
                continue
            place = place_of(document, section)
            known = [wordings[number] for number in section.facts if number in wordings]
            yield from (
                Finding("fact_without_wording", place, number, "") for number in section.facts if number not in wordings
            )
            told = tell((part for wording in known for part in (wording.text, wording.context)), aliases=aliases)
            numbers = told.numbers | confirmed_numbers(document.title, "da")
            for sentence in _sentences(document, section):
                for number in find_numbers(sentence, "da"):
                    if not number.asks & numbers:
                        yield Finding("number_not_in_facts", place, number.written, sentence)
                for name in find_names(sentence, ordinary):
                    if not _is_told(name, told.names, everywhere):
                        yield Finding("name_not_in_facts", place, name.written, sentence)


def check_telling(
    documents: Iterable[Document], wordings: Mapping[str, FactWording], *, ordinary: Ordinary
) -> Iterator[Finding]:
    """Every number and name in a fact's own words that the section which names the fact leaves out.

    A sign that a fact is listed and not told. Often it is told all the same, with less in it: this is for a reader
    to look through, not a mistake.
    """
    for document in documents:
        for section in document.sections:
            place = place_of(document, section)
            told = tell((document.text[section.start : section.end], document.title, *section.heading_path))
            for number in section.facts:
                words = wordings[number].text if number in wordings else ""
                yield from (
                    Finding("number_not_told", place, found.written, f"{number}. {words}")
                    for found in find_numbers(words, "da")
                    if not found.asks & told.numbers
                )
                yield from (
                    Finding("name_not_told", place, name.written, f"{number}. {words}")
                    for name in find_names(words, ordinary)
                    if not told.names.confirms(name)
                )


def _is_told(name: Name, told: KnownWords, everywhere: KnownWords) -> bool:
    return told.confirms(name) or (told.confirms_last(name) and everywhere.confirms(name))


def _sentences(document: Document, section: Section) -> Iterator[str]:
    """The heading, which is shown as well, and the sentences."""
    yield from section.heading_path[-1:]
    words = document.text[section.start : section.end]
    yield from (words[start:end] for start, end in split_sentences(words))
