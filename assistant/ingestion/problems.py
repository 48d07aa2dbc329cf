"""A mistake in a corpus file, as an error to raise and as a problem to report."""

from __future__ import annotations

from pathlib import Path

from assistant.datamodels import Problem
from assistant.errors import CorpusError
from assistant.text.corpus import placed
from assistant.text.phrase import Phrase


class FileError(CorpusError):
    """A corpus file cannot be used as it stands; `problem` is the same mistake for a report."""

    def __init__(self, phrase: Phrase, *, path: Path, line: int | None = None, **values: object) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(placed(phrase), place=place, **values)
        self.problem = Problem(path=str(path), line=line, message=phrase.say("en", **values))
