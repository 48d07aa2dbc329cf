"""Which language a question is in."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.datamodels import Language
from assistant.retrieval.language.normalise import words

_DANISH = """
af alle at blev blive bliver de dem den der deres det dette dig din dine disse du efter eller en end er et fik for
fordi fra få får gør gøre går han har havde have her hun hvad hvem hvilke hvilken hvilket hvis hvor hvordan hvorfor
hvornår i ikke ind jeg jer jeres kan kom komme kunne man mange med meget mellem men mig min mine mit mod må når
nogen noget nogle nu nye og også om op os på sig sin skal skulle som så sådan til ud uden var ved vi vil ville vores
være fortæl forklar siger mere giv hjælp leder medarbejder medarbejdere borger borgere ledelse
"""
DANISH = frozenset(_DANISH.split())
_ENGLISH = """
a about an and any are as at be been but by can could did do does for from get give had has have he her how i if in
into is it its make me more my no not of on or our out she should so some tell than that the their them there these
they this those to up us was we were what when where which who why will with would you your they're i'm it's don't
leader leaders manager managers employee employees staff citizen citizens idea ideas workplace leadership ignore
forget explain write
"""
ENGLISH = frozenset(_ENGLISH.split())
SHARED = DANISH & ENGLISH


def detect_language(text: str, *, otherwise: Language = "da") -> Language:
    """Danish or English, by counting function words, on a tie by whose dictionary knows the words; else `otherwise`.

    Names do not decide: "What is Væksthus for Ledelse?" is English. A third language is not told apart.
    """
    found = [word for word in words(text.replace("'", "")) if word not in SHARED and not word.isdigit()]
    danish = sum(word in DANISH for word in found)
    english = sum(word in ENGLISH for word in found)
    if danish == english:
        danish, english = _known_to_one(found)
    if danish == english:
        return otherwise
    return "da" if danish > english else "en"


def _known_to_one(found: Sequence[str]) -> tuple[int, int]:
    """How many words only the Danish, and only the English, dictionary knows."""
    import simplemma

    known = [(simplemma.is_known(word, lang="da"), simplemma.is_known(word, lang="en")) for word in found]
    return known.count((True, False)), known.count((False, True))
