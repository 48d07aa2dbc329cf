"""What can go wrong, said to the reader in their language: what happened and what mends it."""

from __future__ import annotations

from assistant.datamodels import Language
from assistant.text.phrase import Phrase


class AssistantError(Exception):
    """Base of all errors that a reader or an owner is shown. `str(error)` is the English sentence."""

    def __init__(self, phrase: Phrase, **values: object) -> None:
        self.phrase = phrase
        self.values = values
        super().__init__(phrase.say("en", **values))

    def say(self, language: Language) -> str:
        """The message in the reader's language."""
        return self.phrase.say(language, **self.values)


class SettingsError(AssistantError):
    """A setting has an unknown name or a value that cannot be used."""


class CorpusError(AssistantError):
    """A corpus folder or file cannot be read as a document; names the file and the line where there is one."""


class IndexUnavailableError(AssistantError):
    """The index is missing, foreign, damaged or made with other settings; names the command that mends it."""


class EmbeddingModelError(AssistantError):
    """The embedding model cannot be loaded or is not the one it should be."""


class ChatModelError(AssistantError):
    """The chat model gave no usable answer; never carries a vendor's text."""
