"""Which of two languages a text is written in, judged by its function words alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.datamodels import Language

# Words of both languages ("at", "by", "for", "her", "i", "it", "men", "to", "under") tell nothing and are left out.
FUNCTION_WORDS: Mapping[Language, str] = {
    "da": """
        af alle andre blev bliver både da de den denne der deres det dette din dit du efter eller en er et fordi fra
        få får gør han har havde hos hvad hvem hver hvilke hvilken hvis hvor hvordan hvorfor ikke ingen jeg jer jeres
        kan kun kunne man mange med meget mellem mig min mit mod må når og også om op os på samme selv sig skal skulle
        som så sådan uden ud var ved vi vil ville vore vores være været""",
    "en": """
        a about also an and any are as be because been between both but can could did does each from had has how if
        in into is its more most my no nor not of on only or other our out should so some such than that the their
        them then there these they this those through us very was we were what when where which who why will with
        without would you your""",
}
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    r"""»[^«]*« | «[^»]*» | [“”„][^“”]*[“”] | "[^"]*" | ‘.*?’(?!\w)  # inside a word ’ is an apostrophe""", re.VERBOSE
)


def is_written_in(language: Language, text: str) -> bool:
    """Whether `text`, quotations left out, holds at least as many function words of `language` as of the other."""
    words = _WORD.findall(_QUOTED.sub(" ", text).casefold())
    other: Language = "en" if language == "da" else "da"
    return _count(words, language) >= _count(words, other)


def _count(words: list[str], language: Language) -> int:
    function_words = frozenset(FUNCTION_WORDS[language].split())
    return sum(word in function_words for word in words)
