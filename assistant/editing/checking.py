"""The three checks as they are run over our own corpus, with the lists in its folder `checks/`.

`allowed.tsv`, `aliases.tsv`, `translations.tsv`, `words-da.txt`, `words-en.txt`: each begins with what it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.datamodels import Document, Language
from assistant.editing.dossiers import FactWording
from assistant.editing.facts import Alias, check_facts, read_aliases
from assistant.editing.findings import Allowance, Finding, FindingKind, read_allowances, set_aside
from assistant.editing.names import Ordinary, first_words, ordinary_words
from assistant.editing.renderings import Translation, check_renderings, idle_translations, read_translations
from assistant.editing.spelling import (
    check_spelling,
    has_dictionary,
    idle_words,
    known_to_dictionary,
    read_own_words,
)

LISTS = "checks"


@dataclass(frozen=True, slots=True)
class Lists:
    """What a person has looked at and found right."""

    allowances: tuple[Allowance, ...]
    aliases: tuple[Alias, ...]
    translations: tuple[Translation, ...]
    words: Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, and the entries of the lists that it has no more use for."""

    findings: tuple[Finding, ...]
    idle: tuple[Allowance | Translation | str, ...]


def read_lists(corpus_dir: Path) -> Lists:
    """The lists of a corpus folder.

    Raises:
        FileError: a list is missing or a line of it is not right; names it.
    """
    folder = corpus_dir / LISTS
    return Lists(
        allowances=read_allowances(folder / "allowed.tsv"),
        aliases=read_aliases(folder / "aliases.tsv"),
        translations=read_translations(folder / "translations.tsv"),
        words={"da": read_own_words(folder / "words-da.txt"), "en": read_own_words(folder / "words-en.txt")},
    )


def ordinary_danish(documents: Iterable[Document], wordings: Mapping[str, FactWording]) -> Ordinary:
    """Which Danish words are no names, by the documents, the facts and, where it is installed, the dictionary."""
    texts = [document.text for document in documents]
    texts += [part for wording in wordings.values() for part in (wording.text, wording.context)]
    return _ordinary(texts, "da")


def ordinary_english(documents: Iterable[Document]) -> Ordinary:
    """Which English words are no names, by the renderings and, where it is installed, the dictionary."""
    sections = (section for document in documents for section in document.sections)
    return _ordinary([rendering.text for section in sections for rendering in section.renderings], "en")


def compare_with_facts(documents: Sequence[Document], wordings: Mapping[str, FactWording], lists: Lists) -> Outcome:
    """Numbers and names that a section's facts do not hold."""
    ordinary = ordinary_danish(documents, wordings)
    findings = check_facts(documents, wordings, ordinary=ordinary, aliases=lists.aliases)
    return _without_allowed(findings, lists, kinds=("number_not_in_facts", "name_not_in_facts", "fact_without_wording"))


def compare_languages(documents: Sequence[Document], lists: Lists) -> Outcome:
    """Numbers and names that stand in one language only."""
    findings = check_renderings(
        documents,
        translations=lists.translations,
        ordinary_danish=ordinary_danish(documents, {}),
        ordinary_english=ordinary_english(documents),
    )
    kinds: tuple[FindingKind, ...] = (
        "number_not_in_english",
        "number_not_in_danish",
        "name_not_in_english",
        "name_not_in_danish",
    )
    return _without_allowed(findings, lists, kinds=kinds, idle=idle_translations(documents, lists.translations))


def check_words(documents: Sequence[Document], lists: Lists, *, language: Language) -> Outcome:
    """Words that neither the dictionary nor our list has.

    Raises:
        CorpusError: hunspell or the dictionary is not installed.
    """
    own = lists.words[language]
    return Outcome(
        findings=tuple(check_spelling(documents, own, language=language)),
        idle=idle_words(documents, own, language=language),
    )


def _ordinary(texts: Collection[str], language: Language) -> Ordinary:
    known = known_to_dictionary(first_words(texts), language) if has_dictionary(language) else frozenset()
    return ordinary_words(texts, dictionary=known)


def _without_allowed(
    findings: Iterable[Finding],
    lists: Lists,
    *,
    kinds: Collection[FindingKind],
    idle: tuple[Translation, ...] = (),
) -> Outcome:
    allowances = tuple(allowance for allowance in lists.allowances if allowance.kind in kinds)
    left, without_use = set_aside(findings, allowances)
    return Outcome(findings=left, idle=(*without_use, *idle))
