"""A sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.datamodels import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence, Danish and English, with `{name}` where a value goes."""

    da: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """The sentence in `language` with its values filled in.

        Raises:
            KeyError: a value that the sentence names is missing.
        """
        return (self.da if language == "da" else self.en).format(**values)
