"""From a text to the words and letter groups that two lexical indexes compare."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.datamodels import Language

WORD = re.compile(r"[^\W_]+(?:[-–][^\W_]+)*")
FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "è": "e", "ü": "u"})
GRAM_CHARS = 4

PARADIGMS = """
leder lederen ledere lederne lederes ledernes lederens leders
borger borgeren borgere borgerne borgeres borgernes borgerens borgers
god gode godt
ide idé ideen idéen ideer idéer ideerne idéerne
tage tager tog taget
få får fik fået
"""
# simplemma 2.0 gives some forms of these words different bases (leder -> led, ledere -> leder): they would never meet.
BASE_FORMS = {form: forms.split()[0] for forms in PARADIGMS.strip().splitlines() for form in forms.split()}

_DANISH_STOP_WORDS = """
af al alle alt altså and andre anden andet at bare blev blive bliver da de deg dem den denne der deres det dette dig
din dine dit disse dog du efter egen ej eller en end endnu er et f.eks for fordi fra fx før gerne gør gøre gøres ham
han hans har havde have hej hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor
hvornår i ikke ind ja jeg jer jeres jo kan kom komme kommer kun kunne lad lidt lige man mange med meget men mest mig
min mine mit mod må måske ned nej nogen noget nogle nu når nær og også om op os over på sagde samme se selv ser sig
siden sin sine sit siger skal skulle som så sådan til tak tror ud uden under var ved vi vil ville vores være været
ønsker få får fik fået gå går fortælle fortæl forklar beskriv venligst svar handle handler findes følge ifølge giv
give betyder sker synes mener
"""
_ENGLISH_STOP_WORDS = """
a about am an and any are as at be been being but by can could did do does doing don for from get give had has have
he her here him his how i if in into is it its just like make many me more most much my no not of on one or our out
over please she should so some such tell than that the their them then there these they this those to too up us very
was we were what when where which who whom whose why will with would you your explain describe happen happens
according
"""
STOP_WORDS: dict[Language, frozenset[str]] = {
    "da": frozenset(_DANISH_STOP_WORDS.split()),
    "en": frozenset(_ENGLISH_STOP_WORDS.split()),
}


def fold(text: str) -> str:
    """Case-folded, composed, with æ/ø/å written ae/oe/aa, so that both spellings meet."""
    return unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "").translate(FOLDED)


def words(text: str) -> list[str]:
    """The words as they stand, case-folded, in order; numbers and hyphenated words are one word each."""
    return WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold())


@lru_cache(maxsize=50_000)
def base_form(word: str, language: Language) -> str:
    """The folded base form of one case-folded word; the folded word itself where none is known."""
    import simplemma  # reads its dictionaries on first use

    found = BASE_FORMS.get(word) if language == "da" else None
    return fold(found or simplemma.lemmatize(word, lang=language))


def content_words(text: str, language: Language) -> list[str]:
    """Base forms of the words that carry meaning, in order; empty for a text of function words only."""
    stop = STOP_WORDS[language]
    return [base_form(word, language) for word in words(text) if word not in stop]


def grams(text: str, language: Language) -> list[str]:
    """Groups of four letters of the content words, each word marked at both ends, stop words left out.

    Stop words are left out because "jeg" and "min" are rare in official prose and pull the wrong texts up.
    """
    stop = STOP_WORDS[language]
    found: list[str] = []
    for word in words(text):
        if word in stop:
            continue
        marked = f"_{fold(word)}_"
        found.extend(marked[at : at + GRAM_CHARS] for at in range(max(1, len(marked) - GRAM_CHARS + 1)))
    return found
