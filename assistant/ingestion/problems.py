"""A mistake in a corpus file, as an error to raise and as a problem to report."""

from __future__ import annotations

from pathlib import Path

from assistant.datamodels import Problem
from assistant.errors import CorpusError
from assistant.text.corpus import placed
from assistant.text.phrase import Phrase


def build_problem(phrase: Phrase, *, path: Path | str, line: int | None = None, **values: object) -> Problem:
    """The mistake at a place in a file, said in both languages."""
    return Problem(str(path), line, message_da=phrase.say("da", **values), message_en=phrase.say("en", **values))


class FileError(CorpusError):
    """A corpus file cannot be used as it stands; `problem` is the same mistake for a report."""

    def __init__(self, phrase: Phrase, *, path: Path, line: int | None = None, **values: object) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(placed(phrase), place=place, **values)
        self.problem = build_problem(phrase, path=path, line=line, **values)
