"""The proper names of a Danish or English text, so that two texts can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.editing.numbers import ENGLISH_MONTHS

Ordinary = Callable[[str], bool]
"""Whether a word in lower case is an ordinary word, so that a capital at the start of a sentence says nothing."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]*)?")
_OPENS = re.compile(r"(?:^|[.!?…:][»«”“\"'’)*]*\s+[»“‘„\"'(*–-]*|[»“‘„\"(|]\s*|\n[\s#>*+\d.-]*)$")
# "You" in Danish, "I" in English; and "Haderslev Kommune" is Haderslev.
_NO_NAMES = frozenset(("I", "De", "Dem", "Deres", "Kommune", "Kommunes", "Municipality", "City"))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENDINGS = ("s", "et", "en", "ets", "ens", "er", "erne", "ernes", "ne", "nes")
_STEM_CHARS = 2
_NEAR_CHARS = 12  # how far back it is looked for what opens a sentence


@dataclass(frozen=True, slots=True)
class Name:
    """A name as `written`, and its words without genitive."""

    written: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words of a text that names are looked for in, each in all the forms that a name may take, and their pairs."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def confirms(self, name: Name) -> bool:
        """Whether all words of the name are there, and each beside the one that follows it."""
        forms = [name_forms(word) for word in name.words]
        return all(form & self.words for form in forms) and all(
            any((left, right) in self.pairs for left in lefts for right in rights) for lefts, rights in pairwise(forms)
        )

    def confirms_last(self, name: Name) -> bool:
        """Whether its last word is there, as in "Plesner" for Ursula Plesner."""
        return bool(name_forms(name.words[-1]) & self.words)


def find_names(text: str, ordinary: Ordinary) -> tuple[Name, ...]:
    """The names of `text` in order: words with a capital, those side by side as one name.

    A capital that begins a sentence, a quotation or a parenthesis counts only where the word is not `ordinary`.
    A name in the genitive ends there, and an abbreviation is one by itself: "Vejles VIFIN" are two.
    """
    names: list[list[re.Match[str]]] = []
    for match in _WORD.finditer(text):
        if not _is_name(text, match, ordinary):
            continue
        if names and _belongs_together(names[-1][-1][0], text[names[-1][-1].end() : match.start()], match[0]):
            names[-1].append(match)
        else:
            names.append([match])
    return tuple(
        Name(text[words[0].start() : words[-1].end()], tuple(_bare(word[0]) for word in words)) for words in names
    )


def name_of(phrase: str) -> Name:
    """A phrase all of whose words belong to the name, those in lower case as well."""
    return Name(phrase, tuple(_bare(word) for word in _WORD.findall(phrase)))


def known_words(texts: Iterable[str]) -> KnownWords:
    """What these texts confirm."""
    words: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for text in texts:
        forms = [name_forms(_bare(match[0])) for match in _WORD.finditer(text)]
        words.update(*forms)
        pairs |= {(left, right) for lefts, rights in pairwise(forms) for left in lefts for right in rights}
    return KnownWords(frozenset(words), frozenset(pairs))


def name_forms(word: str) -> frozenset[str]:
    """The word in lower case, and what is left of it without a genitive or a Danish article."""
    word = word.lower()
    shorter = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return frozenset((word, *(stem for stem in shorter if len(stem) >= _STEM_CHARS)))


def ordinary_words(texts: Iterable[str], *, dictionary: Collection[str] = ()) -> Ordinary:
    """Ordinary is a word that stands in these texts in lower case, or in `dictionary` and in no text as a name.

    With an empty dictionary every word counts as ordinary that no text shows as a name: a name that stands nowhere
    but at the start of sentences is then not seen.
    """
    small: set[str] = set()
    capital: set[str] = set()
    for text in texts:
        for match in _WORD.finditer(text):
            word = _bare(match[0])
            if word.islower():
                small.add(word)
            elif not _opens_sentence(text, match.start()):
                capital.add(word.lower())

    def ordinary(word: str) -> bool:
        return word in small or (word not in capital and (not dictionary or word in dictionary))

    return ordinary


def first_words(texts: Iterable[str]) -> Iterator[str]:
    """The words of these texts that begin with a capital, in lower case: what a dictionary has to be asked."""
    for text in texts:
        yield from (_bare(match[0]).lower() for match in _WORD.finditer(text) if match[0][0].isupper())


def _is_name(text: str, match: re.Match[str], ordinary: Ordinary) -> bool:
    word = match[0]
    if word.islower() or not any(letter.isupper() for letter in word):
        return False
    if _bare(word) in _NO_NAMES or word in (*ENGLISH_MONTHS, *_WEEKDAYS):
        return False
    if not word[1:].islower() and len(word) > 1:  # "KL", "iPad", "CO2": a capital further on is never the sentence's
        return True
    return not (_opens_sentence(text, match.start()) and ordinary(_bare(word).lower()))


def _opens_sentence(text: str, start: int) -> bool:
    return _OPENS.search(text[max(0, start - _NEAR_CHARS) : start]) is not None


def _bare(word: str) -> str:
    """The word up to its apostrophe: "KL's" and "HK'er" are KL and HK."""
    return re.split(r"['’]", word)[0]


def _belongs_together(left: str, between: str, right: str) -> bool:
    if between in ("-", "&"):
        return True
    return between == " " and not left.endswith(("s", "'", "’")) and not (left.isupper() or _bare(right).isupper())
