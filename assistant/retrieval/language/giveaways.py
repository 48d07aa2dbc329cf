"""What in the words of a question gives a near miss away: the right topic, but a thing the sources do not hold."""

from __future__ import annotations

import re

_PRICE = re.compile(r"\d[\d.,]*\s*(kr\b|kroner|mio\b|mia\b|million|billion|dkk)|\b(gratis|free)\b", re.I)
_DIGIT = re.compile(
    r"\d|\b(to|tre|fire|fem|seks|syv|otte|ni|ti|two|three|four|five|six|seven|eight|nine|ten|half|halvdel\w*)\b", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_SAID = re.compile(
    r"\b(siger|sagde|sagt|mener|mente|skriver|skrev|udtal\w*|say|says|said|think|thought|write|wrote)\b", re.I
)
_NOW = re.compile(r"\b(i dag|i år|lige nu|nu|for tiden|i øjeblikket|today|now|currently|this year)\b", re.I)
_WORDING = re.compile(
    r"\b(ordret|ordlyd\w*|citer\w*|citat\w*|hvad står der|verbatim|exact(ly)? (say|word)\w*|word for word|quote)\b",
    re.I,
)
_WHICH = re.compile(
    r"\b(hed|hedder|hedte|kaldt?e|kaldes|kaldet|navne\w*|titel|called|names?|title|which \w+|hvilke[nt]?)\b", re.I
)
_RANK = re.compile(
    r"\b((nr\.?|nummer|number|no\.?) ?(\d+|to|tre|fire|fem|seks|syv|otte|ni|ti)|"
    r"(tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|ellevte|tolvte|trettende|fjortende|femtende|sekstende|"
    r"syttende|attende|nittende|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?!kendetegn|hallmark)\w+)",
    re.I,
)


def asks_about_now(question: str) -> bool:
    """Whether it is about the day it is asked on, which no text written before can know."""
    return bool(_NOW.search(question))


def asks_what_is_said(question: str) -> bool:
    """Whether it is about what somebody says."""
    return bool(_SAID.search(question))


def asks_for_wording(question: str) -> bool:
    """Whether the very words of a text are wanted."""
    return bool(_WORDING.search(question))


def asks_for_rank(question: str) -> bool:
    """Whether one item of a list is wanted by its number, the numbered hallmarks aside."""
    return bool(_RANK.search(question))


def asks_which(question: str) -> bool:
    """Whether a name is wanted: what something is called, or which of several it is."""
    return bool(_WHICH.search(question))


def missing_years(question: str, text: str) -> bool:
    """Whether the question names a year that `text` does not."""
    return bool(set(_YEAR.findall(question)) - set(_YEAR.findall(text)))


def missing_numbers(question: str, text: str) -> bool:
    """Whether the question names a number in digits that `text` does not."""
    return bool(_numerals(question) - _numerals(text))


def lacks_kind(asks_for: frozenset[str], text: str) -> bool:
    """Whether a figure, price or date is asked for and `text` has none of the kind."""
    if "price" in asks_for:
        return not _PRICE.search(text)
    if "contact" in asks_for:
        return True
    if "date" in asks_for:
        return not _YEAR.search(text)
    return "number" in asks_for and not _DIGIT.search(text)


def _numerals(text: str) -> set[str]:
    return {found.replace(".", "").rstrip(",") for found in _NUMERAL.findall(text)}
